//! The job that makes conversations.
//!
//! Owns: the run record, the order of admission, what a stop or a kill leaves behind, how a run is continued. Does not:
//! choose acts or words (`dialogue` does), judge (`quality` does).
//!
//! A conversation depends on the run's seed, its place, its shopper and the pinned catalogue alone. So the number of
//! conversations made at once, pauses, and a stop with a later resume change nothing in what is made.

mod catalogue;
mod errand;
mod making;
mod options;
mod plan;
mod report;
mod settings;
mod shoppers;
mod start;
mod work;

pub use options::{BadShares, GenerateOptions, LanguageShares, Shoppers};
pub use report::Generated;

use super::{JobHandle, JobKind, Runner};
use crate::domain::RunId;

impl Runner {
    /// Makes conversations.
    pub fn generate(&self, options: GenerateOptions) -> JobHandle<Generated> {
        self.start(JobKind::Generate, |context| start::new(context, options))
    }

    /// Makes the conversations that a run planned and did not finish. The result is the same as if the run had never
    /// been interrupted.
    pub fn resume_run(&self, run: RunId) -> JobHandle<Generated> {
        self.start(JobKind::Generate, move |context| start::again(context, run))
    }
}
