//! The work of a run: conversations are admitted in the order of their places and made a few at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::super::control::Pass;
use super::super::runner::Context;
use super::super::{JobError, JobEvent};
use super::errand::Errands;
use super::making::{Made, Shop};
use super::plan::{Plan, Planned};
use super::report::Generated;
use crate::domain::{Outcome, RunState};
use crate::store::{Change, Op};

/// A run that is ready to go.
pub(super) struct Work {
    pub(super) context: Context,
    pub(super) shop: Arc<Shop>,
    pub(super) plan: Plan,
    pub(super) errands: Errands,
    /// The places that are made already.
    pub(super) made: BTreeSet<u32>,
    pub(super) concurrency: usize,
    pub(super) report: Generated,
}

impl Work {
    /// Makes what is missing and closes the run record.
    pub(super) async fn run(mut self) -> Result<Generated, JobError> {
        let mut workers = JoinSet::new();
        let admitted = self.admit_all(&mut workers).await;
        // Whatever happened, what is being made comes to its end.
        let mut failed = admitted.err();
        while let Some(joined) = workers.join_next().await {
            if let Err(error) = self.take(joined) {
                failed.get_or_insert(error);
            }
        }
        let state = match (&failed, self.report.stopped) {
            (None, false) => RunState::Done,
            _ => RunState::Stopped,
        };
        let now = self.context.workspace.clock().now_ms();
        let closing = Change::one(Op::SetRunState(self.report.run, state, Some(now)));
        let closed = self.shop.store.apply(closing).await;
        match failed {
            Some(error) => Err(error),
            None => {
                closed?;
                Ok(self.report)
            }
        }
    }

    async fn admit_all(
        &mut self,
        workers: &mut JoinSet<(u32, Result<Made, JobError>)>,
    ) -> Result<(), JobError> {
        while let Some(planned) = self.plan.next() {
            if self.made.contains(&planned.ordinal) {
                continue;
            }
            while workers.len() >= self.concurrency {
                if let Some(joined) = workers.join_next().await {
                    self.take(joined)?;
                }
            }
            if self.context.gate.pass().await == Pass::Stopped {
                self.report.stopped = true;
                return Ok(());
            }
            self.admit(planned, workers).await?;
        }
        Ok(())
    }

    async fn admit(
        &mut self,
        planned: Planned,
        workers: &mut JoinSet<(u32, Result<Made, JobError>)>,
    ) -> Result<(), JobError> {
        let ordinal = planned.ordinal;
        let scenario = self.errands.scenario(&planned).await?;
        let admitted = self.shop.begin(planned, scenario);
        self.shop.admit(&admitted).await?;
        let (shop, gate) = (self.shop.clone(), self.context.gate.clone());
        workers.spawn_blocking(move || (ordinal, shop.make(admitted, gate)));
        Ok(())
    }

    fn take(
        &mut self,
        joined: Result<(u32, Result<Made, JobError>), tokio::task::JoinError>,
    ) -> Result<(), JobError> {
        let (ordinal, made) = joined?;
        let made = made?;
        let report = &mut self.report;
        report.turns += u64::from(made.turns);
        report.faults += u64::from(made.faults);
        *report.outcomes.entry(made.outcome.code()).or_default() += 1;
        report.stopped |= made.outcome == Outcome::Stopped && made.trouble.is_none();
        if let Some(why) = made.trouble {
            self.leave_out(ordinal, &why);
        }
        self.progress();
        Ok(())
    }

    fn leave_out(&mut self, ordinal: u32, why: &str) {
        let sentence = format!("conversation {} could not be made: {why}", ordinal + 1);
        self.report.left_out.push(sentence.clone());
        self.context.reporter.left_out(sentence);
        self.progress();
    }

    fn progress(&self) {
        let report = &self.report;
        let done = self.made.len() as u64 + u64::from(report.finished());
        self.context.reporter.post(JobEvent::Progress {
            job: self.context.reporter.id(),
            done,
            left_out: report.left_out.len() as u64,
            planned: Some(u64::from(report.planned)),
            bytes: None,
        });
    }
}
