//! The job that makes conversations.

mod options;
mod report;

pub use options::{BadShares, GenerateOptions, LanguageShares, Shoppers};
pub use report::Generated;

use super::runner::Context;
use super::{JobError, JobHandle, JobKind, Runner};
use crate::domain::RunId;

impl Runner {
    /// Makes conversations.
    pub fn generate(&self, options: GenerateOptions) -> JobHandle<Generated> {
        self.start(JobKind::Generate, |context| generate(context, options))
    }

    /// Makes the conversations that a run planned and did not make.
    pub fn resume_run(&self, run: RunId) -> JobHandle<Generated> {
        self.start(JobKind::Generate, move |context| resume(context, run))
    }
}

async fn generate(_context: Context, _options: GenerateOptions) -> Result<Generated, JobError> {
    Err(JobError::Layer("generation is not built in yet".to_owned()))
}

async fn resume(_context: Context, run: RunId) -> Result<Generated, JobError> {
    Err(JobError::UnknownRun(run))
}
