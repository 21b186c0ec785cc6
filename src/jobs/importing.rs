//! The job that brings products into the workspace: file to rows, rows to products, products to store and index.

use std::path::PathBuf;

use super::runner::{Context, Report};
use super::{JobEnd, JobError, JobHandle, JobKind, Runner, plural};

/// What is to be imported.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ImportOptions {
    /// The files: JSON, JSONL or CSV, each also gzipped.
    pub files: Vec<PathBuf>,
    /// Where the rows that were left out are listed; `None` takes the workspace's `rejects` folder.
    pub rejects: Option<PathBuf>,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Imported {
    /// Rows read.
    pub read: u64,
    /// Products that are new.
    pub added: u64,
    /// Products that replaced one of the same id.
    pub updated: u64,
    /// Rows left out.
    pub rejected: u64,
    /// The first rows left out, each a sentence with file, line and reason; all are in `rejects_file`.
    pub rejects: Vec<String>,
    /// The list of all rows left out; `None` when there were none.
    pub rejects_file: Option<PathBuf>,
    /// What was read in another way than a person may expect, such as prices without a currency; sentences with counts.
    pub notes: Vec<String>,
    /// Whether a person stopped it; the rows before that are in.
    pub stopped: bool,
}

impl Report for Imported {
    fn end(&self) -> JobEnd {
        match (self.stopped, self.rejected) {
            (true, _) => JobEnd::Stopped,
            (false, 0) => JobEnd::Done,
            (false, _) => JobEnd::Partial,
        }
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} read: {} added, {} updated, {} left out",
            plural(self.read, "row"),
            self.added,
            self.updated,
            self.rejected
        );
        if let Some(file) = &self.rejects_file {
            text.push_str(&format!(", listed in {}", file.display()));
        }
        if self.stopped {
            text.push_str("; stopped, import the file again to go on");
        }
        text
    }
}

impl Runner {
    /// Brings products in.
    pub fn import_products(&self, options: ImportOptions) -> JobHandle<Imported> {
        self.start(JobKind::Import, |context| import(context, options))
    }
}

async fn import(_context: Context, _options: ImportOptions) -> Result<Imported, JobError> {
    Err(JobError::Layer("imports are not built in yet".to_owned()))
}
