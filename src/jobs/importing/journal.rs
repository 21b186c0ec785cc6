//! Where an import stands, written with every batch, so that the same import begun again goes on after the last one.
//!
//! An import is the same when its files are (by their first bytes, length and time of change), in the same order, read in
//! the same way. What follows the last batch was not written, so it is read again.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::JobError;
use super::plan::Planned;
use super::tally::Figures;
use crate::store::{Op, Store};

/// Bytes at a file's beginning that go into its digest.
const HEAD: u64 = 64 * 1024;

/// Where an import stands.
#[derive(Clone, Debug)]
pub(super) struct Journal {
    key: String,
    state: State,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct State {
    /// Products before the import began.
    before: u64,
    /// The file that is being read, from 0.
    file: usize,
    /// Rows of that file that are done.
    rows: u64,
    figures: Figures,
}

impl Journal {
    /// The journal of this import: where it was interrupted, else at its beginning.
    pub(super) async fn find(
        store: &Store,
        planned: &[Planned],
        before: u64,
    ) -> Result<Journal, JobError> {
        let mut hasher = blake3::Hasher::new();
        for file in planned {
            digest(&file.plan.file, &mut hasher)
                .map_err(JobError::file(&file.plan.file, "read"))?;
            hasher.update(
                format!("{:?}", (&file.rows.source, file.rows.default_currency)).as_bytes(),
            );
            for mapping in &file.mappings {
                hasher.update(mapping.to_string().as_bytes());
            }
        }
        let key = format!("import.journal.{}", &hasher.finalize().to_hex()[..24]);
        let kept = store.setting(key.clone()).await?;
        let fresh = State {
            before,
            ..State::default()
        };
        let state = kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or(fresh);
        Ok(Journal { key, state })
    }

    /// Rows that an interrupted import did; `None` for a new one.
    pub(super) fn rows(&self) -> Option<u64> {
        let read = self.state.figures.read;
        (read > 0).then_some(read)
    }

    /// Products before the import first began.
    pub(super) fn before(&self) -> u64 {
        self.state.before
    }

    /// The file to go on with, from 0, and how many of its rows are done.
    pub(super) fn place(&self) -> (usize, u64) {
        (self.state.file, self.state.rows)
    }

    /// The figures until then.
    pub(super) fn figures(&self) -> Figures {
        self.state.figures.clone()
    }

    /// The step that writes where the import stands.
    pub(super) fn step(&mut self, file: usize, rows: u64, figures: Figures) -> Op {
        self.state = State {
            before: self.state.before,
            file,
            rows,
            figures,
        };
        let text = serde_json::to_string(&self.state).unwrap_or_default();
        Op::PutSetting(self.key.clone(), Some(text))
    }

    /// The step that takes the journal away: the import is done.
    pub(super) fn end(&self) -> Op {
        Op::PutSetting(self.key.clone(), None)
    }
}

fn digest(file: &Path, hasher: &mut blake3::Hasher) -> std::io::Result<()> {
    let mut opened = File::open(file)?;
    let meta = opened.metadata()?;
    let mut head = Vec::new();
    (&mut opened).take(HEAD).read_to_end(&mut head)?;
    hasher.update(&head);
    hasher.update(&meta.len().to_le_bytes());
    if let Ok(changed) = meta.modified() {
        hasher.update(format!("{changed:?}").as_bytes());
    }
    Ok(())
}
