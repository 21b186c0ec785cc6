//! Summaries of the jobs: what runs, how far, how fast.

use std::time::Duration;

use super::effect::{Effect, Effects};
use super::msg::Level;
use crate::domain::Costs;
use crate::jobs::{Bytes, Hold, JobEnd, JobEvent, JobId, JobKind};

/// One job as the title bar and the Live pane show it.
#[derive(Clone, Debug, PartialEq)]
pub struct JobSummary {
    /// The job.
    pub id: JobId,
    /// What kind.
    pub kind: JobKind,
    /// A few words.
    pub title: String,
    /// Items asked for.
    pub planned: Option<u64>,
    /// Items done.
    pub done: u64,
    /// Items left out.
    pub left_out: u64,
    /// When it began, since the studio's start.
    pub began: Duration,
    /// When it ended.
    pub ended: Option<Duration>,
    /// Whether it holds.
    pub paused: bool,
    /// How far the file is that it reads, when it reads one.
    pub bytes: Option<Bytes>,
    /// The model that it asks, as the server names it, with the tokens it took.
    pub asked: Option<(String, u64, Costs)>,
    /// How many conversations it makes at once, when it makes some.
    pub at_once: Option<usize>,
}

impl JobSummary {
    /// Items a second so far; `None` in the first moments.
    pub fn rate(&self, now: Duration) -> Option<f64> {
        let spent = self
            .ended
            .unwrap_or(now)
            .saturating_sub(self.began)
            .as_secs_f64();
        (spent > 0.5 && self.done > 0).then(|| self.done as f64 / spent)
    }

    /// The part that is done, 0 to 1, by the file that is read or by the items; `None` when nobody knows how much there is.
    pub fn share(&self) -> Option<f64> {
        let (done, all) = match (self.bytes, self.planned) {
            (Some(bytes), _) => (bytes.read, bytes.total),
            (None, planned) => (self.done + self.left_out, planned?),
        };
        (all > 0).then(|| (done as f64 / all as f64).min(1.0))
    }
}

/// Every job of this session.
#[derive(Debug, Default)]
pub struct JobBoard {
    jobs: Vec<JobSummary>,
}

impl JobBoard {
    /// The latest job that has not ended; a conversation that is made once more hides no run.
    pub fn running(&self) -> Option<&JobSummary> {
        let running = || self.jobs.iter().rev().filter(|job| job.ended.is_none());
        let whole = running().find(|job| job.planned != Some(1));
        whole.or_else(|| running().next())
    }

    /// The latest job of this studio that has not ended.
    pub fn running_here(&self) -> Option<&JobSummary> {
        let mut jobs = self.jobs.iter().rev();
        jobs.find(|job| job.ended.is_none() && !job.id.is_elsewhere())
    }

    /// The job to be shown: one that runs, else the latest.
    pub fn latest(&self) -> Option<&JobSummary> {
        self.running().or(self.jobs.last())
    }

    /// Takes a report; says what people should hear.
    pub fn take(&mut self, now: Duration, event: &JobEvent) -> Effects {
        match event {
            JobEvent::Started {
                job,
                kind,
                title,
                planned,
                ..
            } => {
                self.jobs.push(JobSummary {
                    id: *job,
                    kind: *kind,
                    title: title.clone(),
                    planned: *planned,
                    done: 0,
                    left_out: 0,
                    began: now,
                    ended: None,
                    paused: false,
                    bytes: None,
                    asked: None,
                    at_once: None,
                });
                Effects::new()
            }
            JobEvent::Progress {
                job,
                done,
                left_out,
                planned,
                bytes,
            } => {
                if let Some(job) = self.get(*job) {
                    job.done = *done;
                    job.left_out = *left_out;
                    job.planned = planned.or(job.planned);
                    job.bytes = *bytes;
                }
                Effects::new()
            }
            JobEvent::Asked {
                job,
                model,
                tokens,
                costs,
                ..
            } => {
                if let Some(job) = self.get(*job) {
                    job.asked = Some((model.clone(), *tokens, costs.clone()));
                }
                Effects::new()
            }
            JobEvent::Held { job, state } => {
                if let Some(job) = self.get(*job) {
                    job.paused = *state == Hold::Paused;
                }
                Effects::new()
            }
            JobEvent::AtOnce { job, conversations } => {
                if let Some(job) = self.get(*job) {
                    job.at_once = Some(*conversations);
                }
                Effects::new()
            }
            JobEvent::LeftOut { sentence, .. } => vec![Effect::Tell(Level::Warn, sentence.clone())],
            JobEvent::Noted { sentence, .. } => vec![Effect::Tell(Level::Warn, sentence.clone())],
            JobEvent::Ended { job, end, summary } => {
                if let Some(job) = self.get(*job) {
                    job.ended = Some(now);
                }
                let level = match end {
                    JobEnd::Done | JobEnd::Stopped => Level::Good,
                    JobEnd::Partial => Level::Warn,
                    JobEnd::Failed => Level::Error,
                };
                vec![Effect::Tell(level, summary.clone()), Effect::Counts]
            }
            JobEvent::Admitted { .. }
            | JobEvent::TurnStarted { .. }
            | JobEvent::Delta { .. }
            | JobEvent::TurnAgain { .. }
            | JobEvent::Alternatives { .. }
            | JobEvent::AlternativeDone { .. }
            | JobEvent::TurnDone { .. }
            | JobEvent::Steered { .. }
            | JobEvent::Waits { .. }
            | JobEvent::ConversationDone { .. } => Effects::new(),
        }
    }

    /// Holds the running job, or lets it go on.
    pub fn pause_or_resume(&self) -> Effects {
        match self.running() {
            Some(job) if job.paused => vec![Effect::Resume(job.id)],
            Some(job) => vec![Effect::Pause(job.id)],
            None => Effects::new(),
        }
    }

    /// Stops the running job.
    pub fn stop(&self) -> Effects {
        self.running()
            .map(|job| Effect::Stop(job.id))
            .into_iter()
            .collect()
    }

    fn get(&mut self, id: JobId) -> Option<&mut JobSummary> {
        self.jobs.iter_mut().find(|job| job.id == id)
    }
}
