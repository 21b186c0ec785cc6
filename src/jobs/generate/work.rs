//! The work of a run: conversations are admitted in the order of their places and made a few at a time.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::super::control::Pass;
use super::super::runner::Context;
use super::super::{JobError, JobEvent};
use super::earlier::Earlier;
use super::errand::Errands;
use super::making::{Made, Shop, Thinking, asked_so_far};
use super::outcome::{NotKept, Why};
use super::plan::{Plan, Planned};
use super::report::{CellFilled, Generated};
use super::run_cost::RunCost;
use super::settings::{VoiceFrom, let_be, note_kept, note_voice};
use super::settling::{Next, Settling};
use super::speaking::{ByModel, Speaking};
use super::steering::StoppedBy;
use crate::dialogue::Voice;
use crate::domain::{Engine, Outcome, RunState};
use crate::simulate::wait_for;
use crate::store::{Change, Durability, Op};

/// A run that is ready to go.
pub(super) struct Work {
    pub(super) context: Context,
    pub(super) shop: Arc<Shop>,
    /// Who words the conversations that begin from now on.
    pub(super) voice: Arc<dyn Voice>,
    /// The model that it was at first.
    pub(super) by: Option<ByModel>,
    /// How often the voice was changed.
    pub(super) tuned: u32,
    pub(super) plan: Plan,
    pub(super) errands: Errands,
    pub(super) settling: Settling,
    /// What was made before the run was continued.
    pub(super) earlier: Earlier,
    pub(super) concurrency: usize,
    pub(super) report: Generated,
}

/// The conversations that are being made, each with its place.
type Workers = JoinSet<(u32, Result<Made, JobError>)>;

impl Work {
    /// Makes what is missing and closes the run record.
    pub(super) async fn run(mut self) -> Result<Generated, JobError> {
        let mut workers = JoinSet::new();
        let most = self.settling.most_at_once();
        let by = self.by.take();
        self.context.steering.begin(self.concurrency, most, by);
        self.context.reporter.post(JobEvent::AtOnce {
            job: self.context.reporter.id(),
            conversations: self.concurrency,
        });
        let admitted = self.admit_all(&mut workers).await;
        // Whatever happened, what is being made comes to its end.
        let mut failed = admitted.err();
        while let Some(joined) = workers.join_next().await {
            if let Err(error) = self.take(joined).await {
                failed.get_or_insert(error);
            }
        }
        if failed.is_none() {
            self.sum_up();
        }
        let ended_early = self.report.stopped || self.report.out_of_budget.is_some();
        let state = match (&failed, ended_early) {
            (None, false) => RunState::Done,
            _ => RunState::Stopped,
        };
        let closed = self.close(state).await;
        match failed {
            Some(error) => Err(error),
            None => {
                closed?;
                Ok(self.report)
            }
        }
    }

    /// Closes the run record, and sums up what the run has cost.
    async fn close(&mut self, state: RunState) -> Result<(), JobError> {
        let (store, id) = (&self.shop.store, self.report.run);
        let now = self.context.workspace.clock().now_ms();
        let mut ops = Vec::new();
        if self.report.engine != Engine::Offline {
            self.report.cost = Some(RunCost::of(&store.call_sums(Some(id)).await?));
            let run = store.run(id).await?;
            if let Some(mut run) = run.filter(|_| state == RunState::Done || self.report.kept > 0) {
                note_kept(&mut run, self.report.kept)?;
                ops.push(Op::PutRun(run));
            }
        }
        ops.push(Op::SetRunState(id, state, Some(now)));
        store
            .apply(Change {
                ops,
                durability: Durability::Full,
                ..Change::default()
            })
            .await?;
        Ok(())
    }

    async fn admit_all(&mut self, workers: &mut Workers) -> Result<(), JobError> {
        while self.report.out_of_budget.is_none() {
            match self.settling.next() {
                Next::Over => return Ok(()),
                Next::Wait => match workers.join_next().await {
                    Some(joined) => self.take(joined).await?,
                    // What is waited for was stopped.
                    None => return Ok(()),
                },
                Next::Plan(place) => {
                    let Some(planned) = self.plan.draw(place) else {
                        return Ok(());
                    };
                    let ordinal = place.ordinal;
                    if let Some(became) = self.earlier.take(ordinal, &self.shop).await? {
                        self.report.earlier += u32::from(became.outcome != Outcome::Stopped);
                        self.settling.put(ordinal, became);
                        continue;
                    }
                    self.make_room(workers).await?;
                    if self.report.out_of_budget.is_some() {
                        return Ok(());
                    }
                    if self.context.gate.pass().await == Pass::Stopped {
                        self.report.stopped = true;
                        return Ok(());
                    }
                    self.admit(planned, workers).await?;
                }
            }
        }
        Ok(())
    }

    /// Waits until one more may be begun.
    async fn make_room(&mut self, workers: &mut Workers) -> Result<(), JobError> {
        let mut seen = self.context.steering.seen();
        while !self.context.steering.room(workers.len()) {
            tokio::select! {
                Some(joined) = workers.join_next() => self.take(joined).await?,
                () = seen.changed() => {}
            }
        }
        Ok(())
    }

    /// Takes another voice when a person asked for one; it is in the run's record before it says anything.
    async fn retune(&mut self, ordinal: u32) -> Result<(), JobError> {
        let Some((tuned, by)) = self.context.steering.retuned(self.tuned) else {
            return Ok(());
        };
        let store = &self.shop.store;
        if let Some(mut run) = store.run(self.report.run).await? {
            let (model, temperature) = (by.model.name().to_owned(), by.temperature);
            let voice = VoiceFrom {
                ordinal,
                model,
                temperature,
            };
            note_voice(&mut run, voice)?;
            store.apply(Change::one(Op::PutRun(run))).await?;
        }
        let (_, voice) = Speaking::Model(by).voice(&self.context.workspace).await?;
        (self.voice, self.tuned) = (voice, tuned);
        Ok(())
    }

    async fn admit(&mut self, planned: Planned, workers: &mut Workers) -> Result<(), JobError> {
        let ordinal = planned.ordinal;
        self.retune(ordinal).await?;
        let scenario = self.errands.scenario(&planned).await?;
        let admitted = self.shop.begin(planned, scenario, self.voice.clone());
        // Before it is told of: whoever hears of it may steer it at once.
        let helm = self.context.steering.helm(
            admitted.id(),
            self.context.gate.clone(),
            self.context.reporter.clone(),
        );
        self.shop.admit(&admitted).await?;
        let shop = self.shop.clone();
        let thinking = shop.thinking.clone();
        let made = async move { (ordinal, shop.make(admitted, helm).await) };
        match thinking {
            Thinking::Here => workers.spawn_blocking(move || wait_for(made)),
            Thinking::Apart(_) => workers.spawn(made),
        };
        Ok(())
    }

    async fn take(
        &mut self,
        joined: Result<(u32, Result<Made, JobError>), tokio::task::JoinError>,
    ) -> Result<(), JobError> {
        let (ordinal, made) = joined?;
        let made = made?;
        let Made {
            became,
            turns,
            trouble,
            spent,
            fatal,
            broke,
            stopped,
        } = made;
        let report = &mut self.report;
        report.spent.take(spent);
        if let Some(error) = fatal {
            return Err(error);
        }
        report.turns += u64::from(turns);
        report.faults += u64::from(became.faults);
        *report.outcomes.entry(became.outcome.code()).or_default() += 1;
        report.stopped |= stopped == Some(StoppedBy::Run);
        if let Some(why) = broke {
            // It is planned again when the run goes on, as if it had never begun.
            report.unfinished += 1;
            report.out_of_budget.get_or_insert(why);
            self.progress();
            return Ok(());
        }
        if let Some(why) = trouble {
            self.leave_out(ordinal, &why);
        }
        if stopped != Some(StoppedBy::Run) {
            self.settling.put(ordinal, became);
        }
        if stopped == Some(StoppedBy::Itself) {
            self.let_be(ordinal).await?;
        }
        self.progress();
        Ok(())
    }

    /// Notes in the run's record that a person ended the conversation of a place, so that it is never made again.
    async fn let_be(&self, ordinal: u32) -> Result<(), JobError> {
        let store = &self.shop.store;
        if let Some(mut run) = store.run(self.report.run).await? {
            let_be(&mut run, ordinal)?;
            store.apply(Change::one(Op::PutRun(run))).await?;
        }
        Ok(())
    }

    fn leave_out(&mut self, ordinal: u32, why: &str) {
        self.tell(format!(
            "conversation {} could not be made: {why}",
            ordinal + 1
        ));
    }

    fn tell(&mut self, sentence: String) {
        self.report.left_out.push(sentence.clone());
        self.context.reporter.left_out(sentence);
        self.progress();
    }

    /// What the run holds in the end, and what it lacks.
    fn sum_up(&mut self) {
        self.settling.close();
        let settling = &self.settling;
        let report = &mut self.report;
        report.kept = settling.kept();
        report.attempts = settling.attempts();
        report.not_kept = settling.not_kept().to_vec();
        report.replaced = settling.replaced().to_vec();
        report.pictured = Some(settling.pictured()).filter(|one| one.wanted > 0);
        let filled = settling.cells().into_iter();
        report.cells = filled
            .map(|(cell, wanted, kept)| CellFilled { cell, wanted, kept })
            .collect();
        if let Some(sentence) = report.few_pictures() {
            self.context.reporter.noted(sentence);
        }
        if let Some(why) = &self.report.out_of_budget {
            self.tell(self.report.budget_words(why));
        } else if !self.report.stopped && self.report.kept < self.report.planned {
            self.tell(self.report.shortfall());
        }
    }

    fn progress(&self) {
        let report = &self.report;
        let ended = |one: &&NotKept| one.why != Why::Unfinished;
        let not_kept = self.settling.not_kept().iter().filter(ended).count() as u64;
        let done =
            (u64::from(report.earlier) + u64::from(report.finished())).saturating_sub(not_kept);
        if let Some(model) = report.spent.model.clone() {
            let job = self.context.reporter.id();
            self.context.reporter.post(match &self.shop.meter {
                Some(meter) => asked_so_far(job, model, meter.read()),
                None => JobEvent::Asked {
                    job,
                    model,
                    calls: report.spent.calls,
                    tokens: report.spent.tokens(),
                    costs: report.spent.costs.clone(),
                    failures: Vec::new(),
                },
            });
        }
        self.context.reporter.post(JobEvent::Progress {
            job: self.context.reporter.id(),
            done: done.min(u64::from(report.planned)),
            left_out: report.left_out.len() as u64,
            planned: Some(u64::from(report.planned)),
            bytes: None,
        });
    }
}
