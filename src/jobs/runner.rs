//! The runner: starts jobs, numbers them, and lets them be watched, held and stopped.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinHandle;

use super::at_work::ask_to_stop;
use super::control::Gate;
use super::event::Bytes;
use super::generate::Steering;
use super::mailbox::{Postbox, mailbox};
use super::{Control, Events, JobEnd, JobError, JobEvent, JobId, JobKind, Workspace};
use crate::domain::RunId;

/// What a finished job can say of itself.
pub trait Report: Send + 'static {
    /// Whether a person stopped it.
    fn stopped(&self) -> bool;

    /// How many items were left out, each of them told.
    fn left_out(&self) -> u64;

    /// Whether it ended because no more may be used or spent; the same again goes on with the rest.
    fn out_of_budget(&self) -> bool {
        false
    }

    /// A sentence with the figures.
    fn summary(&self) -> String;

    /// How it ended.
    fn end(&self) -> JobEnd {
        match (self.stopped(), self.left_out()) {
            (true, _) => JobEnd::Stopped,
            (false, 0) if !self.out_of_budget() => JobEnd::Done,
            (false, _) => JobEnd::Partial,
        }
    }
}

/// Starts jobs of one workspace. Cloneable. Must be made and used inside a tokio runtime.
#[derive(Clone)]
pub struct Runner {
    workspace: Workspace,
    post: Postbox,
    next: Arc<AtomicU32>,
    running: Arc<Mutex<HashMap<JobId, Control>>>,
    elsewhere: Arc<Mutex<HashMap<JobId, RunId>>>,
}

impl Runner {
    /// A runner and the one mailbox that all its jobs post to. Dropping the mailbox is allowed: jobs then work unwatched.
    pub fn new(workspace: Workspace) -> (Self, Events) {
        let (post, events) = mailbox();
        let runner = Runner {
            workspace,
            post,
            next: Arc::new(AtomicU32::new(1)),
            running: Arc::default(),
            elsewhere: Arc::default(),
        };
        (runner, events)
    }

    /// The workspace that the jobs work in.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The controls of a running job; `None` once it has ended.
    pub fn control(&self, job: JobId) -> Option<Control> {
        self.table().get(&job).cloned()
    }

    /// Has another process end a job that it does and this one watches, see [`Runner::follow_others`]; what it made is kept.
    ///
    /// # Errors
    /// When nobody does it any more.
    pub fn stop_elsewhere(&self, job: JobId) -> Result<(), JobError> {
        let run = self.others().get(&job).copied();
        match run {
            Some(run) => ask_to_stop(self.workspace.folder(), run).map(drop),
            None => Ok(()),
        }
    }

    /// The runs that other processes make, as jobs.
    pub(super) fn others(&self) -> MutexGuard<'_, HashMap<JobId, RunId>> {
        self.elsewhere
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the events go.
    pub(super) fn post(&self, event: JobEvent) {
        self.post.post(event);
    }

    /// The jobs that are running, oldest first.
    pub fn running(&self) -> Vec<JobId> {
        let mut jobs: Vec<JobId> = self.table().keys().copied().collect();
        jobs.sort();
        jobs
    }

    /// Tells every job to stop and waits until all have ended; what they made is kept.
    pub async fn stop_all(&self) {
        for control in self.table().values() {
            control.stop();
        }
        while !self.table().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    fn table(&self) -> MutexGuard<'_, HashMap<JobId, Control>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts `work` as a job.
    pub(super) fn start<R, F>(
        &self,
        kind: JobKind,
        work: impl FnOnce(Context) -> F + Send + 'static,
    ) -> JobHandle<R>
    where
        R: Report,
        F: Future<Output = Result<R, JobError>> + Send + 'static,
    {
        let id = JobId(self.next.fetch_add(1, Ordering::Relaxed));
        let (control, gate) = Control::new(id, self.post.clone());
        self.table().insert(id, control.clone());
        let context = Context {
            workspace: self.workspace.clone(),
            control: control.clone(),
            gate,
            steering: control.steering(),
            reporter: Reporter {
                id,
                kind,
                post: self.post.clone(),
                started: Arc::default(),
            },
        };
        let (runner, reporter) = (self.clone(), context.reporter.clone());
        let task = tokio::spawn(async move {
            // A task of its own, so that a panic in the job becomes its end and not the runner's.
            let result = match tokio::spawn(work(context)).await {
                Ok(result) => result,
                Err(error) => Err(error.into()),
            };
            runner.table().remove(&id);
            reporter.ended(&result);
            result
        });
        JobHandle { control, task }
    }
}

/// A job that was started. Dropping it lets the job go on unattended.
pub struct JobHandle<R> {
    control: Control,
    task: JoinHandle<Result<R, JobError>>,
}

impl<R: Report> JobHandle<R> {
    /// The job.
    pub fn id(&self) -> JobId {
        self.control.id()
    }

    /// Holds, resumes or stops it.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// Whatever made the job fail.
    pub async fn finish(self) -> Result<R, JobError> {
        self.task.await?
    }

    /// Waits for the end and hands every event to `on_event` on the way: for a process that runs one job at a time.
    ///
    /// # Errors
    /// Whatever made the job fail.
    pub async fn run_to_end(
        self,
        events: &mut Events,
        mut on_event: impl FnMut(&JobEvent),
    ) -> Result<R, JobError> {
        loop {
            let event = events.next().await;
            on_event(&event);
            if matches!(&event, JobEvent::Ended { job, .. } if *job == self.id()) {
                return self.finish().await;
            }
        }
    }
}

/// What a job works with.
#[derive(Clone)]
pub(super) struct Context {
    /// The workspace.
    pub(super) workspace: Workspace,
    /// Its own controls, for orders that come another way.
    pub(super) control: Control,
    /// Asked before each step.
    pub(super) gate: Gate,
    /// Orders to its conversations, when it makes some.
    pub(super) steering: Steering,
    /// Posts the job's events.
    pub(super) reporter: Reporter,
}

/// Posts the events of one job.
#[derive(Clone)]
pub(super) struct Reporter {
    id: JobId,
    kind: JobKind,
    post: Postbox,
    started: Arc<AtomicBool>,
}

impl Reporter {
    /// The job.
    pub(super) fn id(&self) -> JobId {
        self.id
    }

    /// What it does.
    pub(super) fn kind(&self) -> JobKind {
        self.kind
    }

    /// Says that the job began; the first event of every job.
    pub(super) fn started(&self, title: String, planned: Option<u64>, run: Option<RunId>) {
        self.started.store(true, Ordering::Release);
        self.post.post(JobEvent::Started {
            job: self.id,
            kind: self.kind,
            title,
            planned,
            run,
        });
    }

    /// Says how far the job is.
    pub(super) fn progress(&self, done: u64, left_out: u64, planned: Option<u64>) {
        self.post.post(JobEvent::Progress {
            job: self.id,
            done,
            left_out,
            planned,
            bytes: None,
        });
    }

    /// Says how far the job is, and how far in the file that it reads.
    pub(super) fn reading(&self, done: u64, left_out: u64, bytes: Bytes) {
        self.post.post(JobEvent::Progress {
            job: self.id,
            done,
            left_out,
            planned: None,
            bytes: Some(bytes),
        });
    }

    /// Says that an item was left out, and why.
    pub(super) fn left_out(&self, sentence: String) {
        self.post.post(JobEvent::LeftOut {
            job: self.id,
            sentence,
        });
    }

    /// Says something that a person should know.
    pub(super) fn noted(&self, sentence: String) {
        self.post.post(JobEvent::Noted {
            job: self.id,
            sentence,
        });
    }

    /// Posts any other event.
    pub(super) fn post(&self, event: JobEvent) {
        self.post.post(event);
    }

    fn ended<R: Report>(&self, result: &Result<R, JobError>) {
        if !self.started.load(Ordering::Acquire) {
            self.started(format!("{:?}", self.kind).to_lowercase(), None, None);
        }
        let (end, summary) = match result {
            Ok(report) => (report.end(), report.summary()),
            Err(error) => (JobEnd::Failed, error.to_string()),
        };
        self.post.post(JobEvent::Ended {
            job: self.id,
            end,
            summary,
        });
    }
}
