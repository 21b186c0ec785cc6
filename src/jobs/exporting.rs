//! The job that writes files for a trainer.

use std::path::PathBuf;

use super::runner::{Context, Report};
use super::{JobEnd, JobError, JobHandle, JobKind, Runner, plural};
use crate::review::Filter;

/// What is to be exported.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ExportOptions {
    /// The format: `muse`, `sft` or `dpo`.
    pub format: String,
    /// Which conversations are looked at.
    pub filter: Filter,
    /// The file; `None` is `FORMAT.jsonl` in the workspace's exports folder, with a number when that exists.
    pub to: Option<PathBuf>,
}

/// What an export did.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Exported {
    /// The file.
    pub file: PathBuf,
    /// Its manifest.
    pub manifest: PathBuf,
    /// Conversations read.
    pub conversations: u64,
    /// Rows written.
    pub rows: u64,
    /// Conversations or turns left out, by reason in words.
    pub left_out: Vec<(String, u64)>,
}

impl Report for Exported {
    fn end(&self) -> JobEnd {
        JobEnd::Done
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} from {} written to {}",
            plural(self.rows, "row"),
            plural(self.conversations, "conversation"),
            self.file.display()
        );
        for (reason, count) in &self.left_out {
            text.push_str(&format!("; {count} left out: {reason}"));
        }
        text
    }
}

impl Runner {
    /// Writes a file for a trainer.
    pub fn export(&self, options: ExportOptions) -> JobHandle<Exported> {
        self.start(JobKind::Export, |context| export(context, options))
    }
}

async fn export(_context: Context, _options: ExportOptions) -> Result<Exported, JobError> {
    Err(JobError::Layer("exports are not built in yet".to_owned()))
}
