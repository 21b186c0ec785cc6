//! The job that makes conversations.
//!
//! Owns: the run record, the order of admission, what a stop or a kill leaves behind, how a run is continued. Does not:
//! choose acts or words (`dialogue` does), judge (`quality` does).
//!
//! A conversation depends on the run's seed, its place, its shopper, the cell that it is to fill and the pinned catalogue.
//! The cell depends on what became of earlier places, told in their order and late (see `settling`). So the number of
//! conversations made at once, pauses, and a stop with a later resume change nothing in what is made; nor do orders to one
//! conversation that are taken back. What a person types or edits is that person's, and is never made again.

mod branching;
mod catalogue;
mod counting;
mod earlier;
mod earlier_cost;
mod errand;
mod estimate;
mod foreseeing;
mod gathering;
mod looking;
mod making;
mod numbers;
mod once_more;
mod options;
mod outcome;
mod pictures;
mod plan;
mod quotas;
mod report;
mod run_cost;
mod settings;
mod settling;
mod shoppers;
mod speaking;
mod spent;
mod start;
mod steering;
mod work;

pub use estimate::{Basis, Bounds, CostBounds, Estimate};
pub use foreseeing::Foreseen;
pub(super) use making::title;
pub use once_more::OnceMore;
pub use options::{
    Apart, GenerateOptions, LanguageShares, OutcomeShares, Reviewing, Shoppers, USUAL_MEAN,
    USUAL_PICTURES,
};
pub use outcome::{NotKept, Why};
pub use pictures::Pictured;
pub use report::{CellFilled, Generated};
pub use run_cost::RunCost;
pub use settings::kept_of;
pub(super) use settings::wanted_cells;
pub use settling::Replaced;
pub use speaking::{ByModel, Speaking, USUAL_IN_FLIGHT, USUAL_TOKENS_EACH};
pub use spent::Spent as WordsSpent;
pub(super) use steering::Steering;
pub use steering::{Steer, WAYS};

use self::start::Topping;
use super::runner::Context;
use super::{JobError, JobHandle, JobKind, Runner};
use crate::domain::RunId;

/// Makes the errands of these places of a run once more, as part of another job.
pub(super) async fn once_more(
    context: Context,
    run: RunId,
    places: Vec<u32>,
) -> Result<Generated, JobError> {
    start::again(
        context,
        run,
        Topping::SameErrands(places),
        Speaking::Phrasebook,
    )
    .await
}

impl Runner {
    /// Makes conversations by the phrasebook.
    pub fn generate(&self, options: GenerateOptions) -> JobHandle<Generated> {
        self.generate_by(options, Speaking::Phrasebook)
    }

    /// Makes conversations.
    pub fn generate_by(
        &self,
        options: GenerateOptions,
        speaking: Speaking,
    ) -> JobHandle<Generated> {
        self.start(JobKind::Generate, |context| {
            start::new(context, options, speaking)
        })
    }

    /// Makes one more conversation of the shopper and the wish of one that is there, as a run of its own. The old one stays; the
    /// log says that the new one stands in its place, and undo takes that back.
    pub fn generate_once_more(&self, wanted: OnceMore, speaking: Speaking) -> JobHandle<Generated> {
        self.start(JobKind::Generate, |context| {
            once_more::make(context, wanted, speaking)
        })
    }

    /// Makes the conversations that a run planned and did not finish. The result of a run by the phrasebook is the same as
    /// if it had never been interrupted.
    pub fn resume_run(&self, run: RunId) -> JobHandle<Generated> {
        self.resume_run_by(run, Speaking::Phrasebook)
    }

    /// The same by whoever began it. Conversations that were stopped, by a person, a failure or a rule, are made again.
    pub fn resume_run_by(&self, run: RunId, speaking: Speaking) -> JobHandle<Generated> {
        self.start(JobKind::Generate, move |context| {
            start::again(context, run, Topping::Nothing, speaking)
        })
    }

    /// The same as [`Runner::resume_run`], and makes up for the conversations of the run that were rejected, by people or,
    /// where people have not come to a verdict, by an automatic review: the cells that they emptied are filled again. What
    /// is rejected later can be made up for in the same way.
    pub fn fill_run(&self, run: RunId) -> JobHandle<Generated> {
        self.fill_run_by(run, Speaking::Phrasebook)
    }

    /// The same by whoever began it.
    pub fn fill_run_by(&self, run: RunId, speaking: Speaking) -> JobHandle<Generated> {
        self.start(JobKind::Generate, move |context| {
            start::again(context, run, Topping::Rejected, speaking)
        })
    }
}
