//! Watching the runs that other processes make, as if they were jobs of this one.
//!
//! Owns: finding those runs, and telling of them what the workspace shows: the conversations as they are stored, how far the run
//! is, how it ended. Does not: steer; a run of another process can only be told to stop.

use std::collections::HashSet;
use std::time::Duration;

use super::at_work::{AtWork, at_work};
use super::generate::title;
use super::{JobEnd, JobError, JobEvent, JobId, JobKind, Runner, plural};
use crate::domain::{Conversation, ConversationId, RunId, RunState};
use crate::review::Filter;
use crate::store::{Cursor, Store};

/// How often it is looked for other processes and what they made.
const LOOK: Duration = Duration::from_millis(700);

/// Conversations that are told of at once: the newest. A run makes more than anybody reads; the others are in the workspace.
const TOLD: u32 = 6;

/// A run of another process.
struct Followed {
    job: JobId,
    run: RunId,
    /// How many conversations of it were stored.
    done: u64,
    /// The turns that were told of conversations that are still being made.
    told: HashSet<ConversationId>,
}

impl Runner {
    /// Tells of the runs that other processes make in this workspace, from now on.
    pub fn follow_others(&self) {
        let runner = self.clone();
        tokio::spawn(async move {
            let (mut followed, mut next) = (Vec::new(), 0);
            loop {
                if let Err(error) = look(&runner, &mut followed, &mut next).await {
                    tracing::warn!(%error, "looking for runs of other processes");
                }
                tokio::time::sleep(LOOK).await;
            }
        });
    }
}

async fn look(
    runner: &Runner,
    followed: &mut Vec<Followed>,
    next: &mut u32,
) -> Result<(), JobError> {
    let here = std::process::id();
    let mut runs = at_work(runner.workspace().folder())?;
    runs.retain(|one| one.pid != here);
    for one in &runs {
        if !followed.iter().any(|known| known.run == one.run) {
            *next += 1;
            followed.extend(begin(runner, one, JobId::elsewhere(*next)).await?);
        }
    }
    for known in followed.iter_mut() {
        known.go_on(runner).await?;
    }
    for at in (0..followed.len()).rev() {
        if !runs.iter().any(|one| one.run == followed[at].run) {
            followed.remove(at).end(runner).await?;
        }
    }
    Ok(())
}

/// Tells that another process makes a run; nothing until its record is stored.
async fn begin(runner: &Runner, one: &AtWork, job: JobId) -> Result<Option<Followed>, JobError> {
    let Some(run) = runner.workspace().store().run(one.run).await? else {
        return Ok(None);
    };
    runner.others().insert(job, run.id);
    let planned = u64::from(run.planned);
    runner.post(JobEvent::Started {
        job,
        kind: JobKind::Generate,
        title: format!(
            "process {} makes {}",
            one.pid,
            plural(planned, "conversation")
        ),
        planned: Some(planned),
        run: Some(run.id),
    });
    Ok(Some(Followed {
        job,
        run: run.id,
        done: 0,
        told: HashSet::new(),
    }))
}

impl Followed {
    fn filter(&self) -> Filter {
        Filter {
            run: Some(self.run),
            ..Filter::default()
        }
    }

    /// Tells what was stored since.
    async fn go_on(&mut self, runner: &Runner) -> Result<(), JobError> {
        let store = runner.workspace().store();
        let done = store.count(self.filter()).await?;
        if done == self.done {
            return Ok(());
        }
        self.done = done;
        runner.post(JobEvent::Progress {
            job: self.job,
            done,
            left_out: 0,
            planned: None,
            bytes: None,
        });
        self.tell_newest(runner, store).await
    }

    async fn tell_newest(&mut self, runner: &Runner, store: &Store) -> Result<(), JobError> {
        let page = store
            .conversation_page(self.filter(), Cursor::Last, TOLD)
            .await?;
        let newest: HashSet<ConversationId> = page
            .items
            .iter()
            .map(|(_, reviewed)| reviewed.conversation.id)
            .collect();
        for (_, reviewed) in page.items {
            let whole = reviewed.conversation;
            if whole.outcome.is_some() && self.told.insert(whole.id) {
                let faults = reviewed.findings.len() as u32;
                self.tell(runner, &whole, faults);
            }
        }
        // What is no longer among the newest never comes again.
        self.told.retain(|id| newest.contains(id));
        Ok(())
    }

    fn tell(&self, runner: &Runner, whole: &Conversation, faults: u32) {
        let (job, conversation) = (self.job, whole.id);
        runner.post(JobEvent::Admitted {
            job,
            conversation,
            ordinal: whole.ordinal,
            profile: whole.profile.user_id.clone(),
            language: whole.language,
            title: title(&whole.scenario),
        });
        let mut turns = 0;
        for turn in whole.current_turns() {
            turns += 1;
            runner.post(JobEvent::TurnStarted {
                job,
                conversation,
                turn: turn.id,
                speaker: turn.speaker,
                act: turn.act,
            });
            runner.post(JobEvent::TurnDone {
                conversation,
                turn: turn.id,
                text: turn.text.clone(),
                mentioned: turn.mentioned.clone(),
            });
        }
        if let Some(outcome) = whole.outcome {
            runner.post(JobEvent::ConversationDone {
                job,
                conversation,
                outcome,
                turns,
                faults,
            });
        }
    }

    /// Tells how it ended.
    async fn end(self, runner: &Runner) -> Result<(), JobError> {
        runner.others().remove(&self.job);
        let run = runner.workspace().store().run(self.run).await?;
        let made = plural(self.done, "conversation");
        let (end, summary) = match run.map(|run| run.state) {
            Some(RunState::Done) => (JobEnd::Done, format!("another process made {made}")),
            Some(RunState::Stopped) => (
                JobEnd::Stopped,
                format!("another process stopped after {made}; all are kept"),
            ),
            _ => (
                JobEnd::Failed,
                format!(
                    "the process that made run {} is gone after {made}; all are kept, `muse-studio generate --resume {}` goes on",
                    self.run, self.run
                ),
            ),
        };
        let job = self.job;
        runner.post(JobEvent::Ended { job, end, summary });
        Ok(())
    }
}
