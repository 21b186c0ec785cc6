//! A job that has a model word turns anew: each utterance alone, the same content in other words.
//!
//! The program decides whether names, numbers and prices survived; a second question decides whether the same is said. When
//! either says no, the original stays. What is written is an edit in the review log by a reviewer that is a program: the text
//! before is kept, no turn counts as accepted, and one undo takes a job back. Every answer is on disk before it is used, so
//! that a job that was stopped, killed or out of budget goes on where it was and pays for nothing twice.

mod prompts;
mod report;
mod survives;
mod waiting;

use std::collections::VecDeque;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use prompts::{Prompts, read_check};
pub(super) use prompts::{Style, comparison, wording};
pub(super) use survives::names;
use waiting::Waiting;
pub(super) use waiting::{Fault, Free, Item};

pub use report::{RewriteOptions, Rewritten, Stays};

use super::asking::{Allowance, Asking, Questions};
use super::auto_review::Writing;
use super::kept_answers::KeptAnswers;
use super::runner::{Context, Reporter};
use super::{JobError, JobHandle, JobKind, Runner};
use crate::domain::{Action, BulkId, NewEntry, ReviewerId};
use crate::llm::{ChatModel, ChatReply, ChatRequest, LlmError};
use crate::review::Filter;
use crate::store::{Change, Cursor, Durability, Op, Store, StoreError};

impl Runner {
    /// Has a model word turns anew.
    pub fn rewrite(
        &self,
        options: RewriteOptions,
        model: Arc<dyn ChatModel>,
    ) -> JobHandle<Rewritten> {
        self.start(JobKind::Rewrite, |context| rewrite(context, options, model))
    }
}

async fn rewrite(
    mut context: Context,
    options: RewriteOptions,
    model: Arc<dyn ChatModel>,
) -> Result<Rewritten, JobError> {
    if options.writing == Writing::Really {
        context.workspace.writable()?;
    }
    let waiting = Waiting {
        store: context.workspace.store().clone(),
        filter: options.filter,
        left: options.limit.unwrap_or(u64::MAX),
        cursor: Some(Cursor::First),
        read: VecDeque::new(),
        by_people: 0,
        rewritten: 0,
    };
    let by = (
        ReviewerId::machine("rewrite"),
        context.workspace.fresh_bulk(),
    );
    let mut work = Work::new(&context, waiting, &*model, by, options.colloquial)?;
    work.report.writing = options.writing;
    let title = format!("rewrite turns with {}", model.name());
    context.reporter.started(title, options.limit, None);
    if options.writing == Writing::Dry {
        work.foresee(&mut context).await?;
        return Ok(work.report());
    }
    let reporter = context.reporter.clone();
    let mut asking = Asking {
        model: &*model,
        concurrency: options.concurrency,
        allowance: options.allowance,
        gate: &mut context.gate,
        reporter: &reporter,
        planned: options.limit,
    };
    let spent = asking.all(&mut work).await?;
    work.report.spent = spent;
    Ok(work.report())
}

/// Who puts faults right.
pub(super) struct Mender<'a> {
    pub(super) model: &'a dyn ChatModel,
    /// Whose edits these are.
    pub(super) reviewer: ReviewerId,
    /// The bulk that they belong to.
    pub(super) bulk: BulkId,
    pub(super) allowance: Allowance,
    pub(super) concurrency: usize,
}

/// Has a model put right what is wrong with some turns, as part of another job.
pub(super) async fn mend(
    context: &mut Context,
    items: Vec<Item>,
    by: Mender<'_>,
) -> Result<Rewritten, JobError> {
    let planned = Some(items.len() as u64);
    let waiting = Waiting {
        store: context.workspace.store().clone(),
        filter: Filter::default(),
        left: u64::MAX,
        cursor: None,
        read: items.into(),
        by_people: 0,
        rewritten: 0,
    };
    let mut work = Work::new(context, waiting, by.model, (by.reviewer, by.bulk), 0.0)?;
    let reporter = context.reporter.clone();
    let mut asking = Asking {
        model: by.model,
        concurrency: by.concurrency,
        allowance: by.allowance,
        gate: &mut context.gate,
        reporter: &reporter,
        planned,
    };
    let spent = asking.all(&mut work).await?;
    work.report.spent = spent;
    Ok(work.report())
}

/// What became of a turn, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum Record {
    /// Another wording that nobody has checked yet.
    Worded { text: String },
    /// A wording that says the same.
    Good { text: String },
    /// The original stays.
    Refused { why: String },
}

/// A question that is on its way.
enum Asked {
    /// For another wording; with the words that it was asked with.
    Wording(Item, String),
    /// Whether this wording says the same.
    Check(Item, String, String),
}

/// One such job.
struct Work {
    store: Store,
    reporter: Reporter,
    prompts: Prompts,
    reviewer: ReviewerId,
    bulk: BulkId,
    kept: KeptAnswers,
    waiting: Waiting,
    /// Wordings that wait to be checked, each with what it was asked with.
    worded: VecDeque<(Item, String, String)>,
    report: Rewritten,
}

impl Work {
    /// Work on what waits, whose edits are this reviewer's and form this bulk.
    fn new(
        context: &Context,
        waiting: Waiting,
        model: &dyn ChatModel,
        (reviewer, bulk): (ReviewerId, BulkId),
        colloquial: f64,
    ) -> Result<Self, JobError> {
        let workspace = &context.workspace;
        let store = workspace.store().clone();
        let prompts = Prompts::load(workspace.folder(), colloquial)?;
        let kept = KeptAnswers::new(store.clone(), "rewrite", prompts.check_hash(), model.name());
        Ok(Work {
            reporter: context.reporter.clone(),
            report: Rewritten {
                reviewer: reviewer.to_string(),
                ..Rewritten::default()
            },
            bulk,
            waiting,
            store,
            prompts,
            reviewer,
            kept,
            worded: VecDeque::new(),
        })
    }

    fn report(mut self) -> Rewritten {
        self.report.by_people = self.waiting.by_people;
        // Turns of this job are read before they are rewritten, so that these are of others.
        self.report.before = self.waiting.rewritten;
        self.report
            .stays
            .sort_by_key(|stays| (stays.number, stays.turn));
        self.report
    }

    /// Counts what would be asked, and about how much it would take.
    async fn foresee(&mut self, context: &mut Context) -> Result<(), JobError> {
        let mut letters = 0;
        while let Some(item) = self.waiting.next().await? {
            if context.gate.stopped() {
                self.report.spent.stopped = true;
                break;
            }
            let wording = self.prompts.rewrite(&item)?;
            let record = self.kept.find::<Record>(&about(&wording)).await?;
            if matches!(record, Some(Record::Good { .. } | Record::Refused { .. })) {
                continue;
            }
            let check = self.prompts.check(&item, &item.before)?;
            letters += about(&wording).len() + about(&check).len() + item.before.len();
            self.report.would_ask += 1;
            self.reporter.progress(self.report.would_ask, 0, None);
        }
        self.report.spent.tokens.estimate(letters);
        Ok(())
    }

    fn stays(&mut self, item: &Item, reason: String) {
        self.report.stays.push(Stays {
            number: item.number,
            conversation: item.conversation,
            turn: item.turn,
            reason,
        });
    }

    fn leave_out(&mut self, item: &Item, why: &str) {
        let sentence = format!("{}: {why}", item.named());
        self.reporter.left_out(sentence.clone());
        self.report.left_out.push(sentence);
    }

    /// Writes a wording that says the same.
    async fn put(&mut self, item: &Item, text: String) -> Result<(), JobError> {
        let entry = NewEntry {
            reviewer: self.reviewer.clone(),
            subject: item.subject(),
            base_version: item.version,
            action: Action::Edit {
                before: item.before.clone(),
                after: text,
            },
            reason: None,
            bulk: Some(self.bulk),
        };
        let change = Change {
            ops: vec![Op::Review(vec![entry])],
            expected: vec![(item.subject(), item.version)],
            durability: Durability::Full,
        };
        match self.store.apply(change).await {
            Ok(_) => {
                self.report.rewritten += 1;
                self.report.bulk = Some(self.bulk);
                Ok(())
            }
            Err(StoreError::Conflict { .. }) => {
                self.leave_out(item, "somebody edited it meanwhile; that edit stands");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a first answer, and lets a good one be checked.
    async fn take_wording(
        &mut self,
        item: Item,
        about: String,
        reply: &ChatReply,
    ) -> Result<(), JobError> {
        let wording = match reply.cut() {
            true => Err("the answer was cut off".to_owned()),
            false => survives::message(&reply.text, &item.before, &item.must()),
        };
        match wording {
            Ok(text) => {
                let record = Record::Worded { text: text.clone() };
                self.kept.keep([(about.as_str(), record)]).await?;
                self.worded.push_back((item, text, about));
            }
            Err(why) => {
                let record = Record::Refused { why: why.clone() };
                self.kept.keep([(about.as_str(), record)]).await?;
                self.stays(&item, why);
            }
        }
        Ok(())
    }

    /// Keeps a second answer, and writes what says the same.
    async fn take_check(
        &mut self,
        item: Item,
        text: String,
        about: String,
        reply: &ChatReply,
    ) -> Result<(), JobError> {
        match read_check(&reply.text) {
            Ok(None) => {
                let record = Record::Good { text: text.clone() };
                self.kept.keep([(about.as_str(), record)]).await?;
                self.put(&item, text).await
            }
            Ok(Some(why)) => {
                let why = format!("a model says: {why}");
                let record = Record::Refused { why: why.clone() };
                self.kept.keep([(about.as_str(), record)]).await?;
                self.stays(&item, why);
                Ok(())
            }
            Err(why) => {
                self.leave_out(&item, &why);
                Ok(())
            }
        }
    }
}

/// All that a question says: what its answer is kept by.
fn about(request: &ChatRequest) -> String {
    format!("{}\n{:?}", request.instructions, request.parts)
}

impl Questions for Work {
    type Subject = Asked;

    async fn next(&mut self) -> Result<Option<(Asked, ChatRequest)>, JobError> {
        loop {
            if let Some((item, text, about)) = self.worded.pop_front() {
                let request = self.prompts.check(&item, &text)?;
                return Ok(Some((Asked::Check(item, text, about), request)));
            }
            let Some(item) = self.waiting.next().await? else {
                return Ok(None);
            };
            let request = self.prompts.rewrite(&item)?;
            let about = about(&request);
            match self.kept.find::<Record>(&about).await? {
                None => return Ok(Some((Asked::Wording(item, about), request))),
                Some(Record::Worded { text }) => self.worded.push_back((item, text, about)),
                Some(Record::Good { text }) => self.put(&item, text).await?,
                Some(Record::Refused { why }) => {
                    // It costs nothing, and a limit would else never get past those at the front.
                    self.waiting.left = self.waiting.left.saturating_add(1);
                    self.stays(&item, why);
                }
            }
        }
    }

    async fn take(
        &mut self,
        asked: Asked,
        answer: Result<ChatReply, LlmError>,
    ) -> Result<(), JobError> {
        match (asked, answer) {
            (Asked::Wording(item, _) | Asked::Check(item, ..), Err(error)) => {
                self.leave_out(&item, &error.to_string());
                Ok(())
            }
            (Asked::Wording(item, about), Ok(reply)) => {
                self.take_wording(item, about, &reply).await
            }
            (Asked::Check(item, text, about), Ok(reply)) => {
                self.take_check(item, text, about, &reply).await
            }
        }
    }

    fn done(&self) -> (u64, u64) {
        let left_out = self.report.left_out.len() as u64;
        let done = self.report.rewritten + self.report.stays.len() as u64 + left_out;
        (done, left_out)
    }
}
