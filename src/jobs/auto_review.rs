//! A job that reviews conversations: a yes-or-no rubric with quoted evidence, the published three scores, a verdict.
//!
//! The program answers what it can see from the text and the catalogue; what only a reader can answer is asked of a model,
//! when one is given, and named as unseen when none is. Verdicts are written by a reviewer that is a program: they stand
//! beside those of people, and one undo of that reviewer takes a whole job back. Each is on disk before it is counted; what
//! this reviewer judged before is passed over, so that a job that was stopped, killed or out of budget goes on where it was.
//! What is not good enough is discarded, put aside, kept, repaired or made again, as is asked for.

mod asking_model;
mod offline;
mod once_more;
mod proposal;
mod question;
mod reading;
mod repairing;
mod report;
mod waiting;
mod wishes;

use std::collections::VecDeque;
use std::sync::Arc;

pub(super) use asking_model::read_by;
use offline::Seen;
use once_more::Lost;
use proposal::{Answers, Policy};
use reading::Reading;
use repairing::Faulty;
use waiting::{Source, Waiting};

pub use proposal::{Evidence, No, OnFault, Proposal, Remedy, Scores};
pub use question::{Aspect, Question, Seer, Weight};
pub use report::{AutoReviewOptions, AutoReviewed, Before, MadeAgain, Passed, Repaired, Writing};

use super::asking::{Allowance, Asking};
use super::control::Pass;
use super::facts::Known;
use super::kept_answers::KeptAnswers;
use super::runner::{Context, Reporter};
use super::{JobError, JobHandle, JobKind, Runner};
use crate::dialogue::data::Knowledge;
use crate::dialogue::prompts::{Prompt, PromptName};
use crate::domain::{
    Action, AutoVerdict, BulkId, Conversation, ConversationId, NewEntry, Reason, ReviewerId,
    Subject,
};
use crate::llm::ChatModel;
use crate::store::{Change, Cursor, Durability, Op, Reviewed, Store};

impl Runner {
    /// Reviews conversations: by the program alone, or with a model for what only a reader can answer.
    pub fn auto_review(
        &self,
        options: AutoReviewOptions,
        model: Option<Arc<dyn ChatModel>>,
    ) -> JobHandle<AutoReviewed> {
        self.auto_review_with(
            options,
            Models {
                judge: model,
                mender: None,
            },
        )
    }

    /// The same with a model that repairs, for [`OnFault::Repair`].
    pub fn auto_review_with(
        &self,
        options: AutoReviewOptions,
        models: Models,
    ) -> JobHandle<AutoReviewed> {
        self.start(JobKind::AutoReview, |context| {
            review(context, options, models)
        })
    }
}

/// What the program alone says of a conversation as it was made, cut as published. Blocks.
pub(super) fn of_new(
    conversation: &Conversation,
    known: &Known,
    knowledge: &Knowledge,
) -> (AutoVerdict, Option<Reason>) {
    let reviewed = Reviewed {
        conversation: conversation.clone(),
        review: Default::default(),
        findings: Vec::new(),
    };
    let policy = Policy {
        cut: AutoReviewOptions::default().cut,
        on_fault: OnFault::Reject,
    };
    let answers = offline::answers(&Seen::new(&reviewed, known), knowledge);
    let proposal = answers.proposal(conversation.id, 0, policy);
    (proposal.verdict, proposal.reason)
}

/// The language models of a review.
#[derive(Clone, Default)]
pub struct Models {
    /// Answers what only a reader can; `None` leaves that open.
    pub judge: Option<Arc<dyn ChatModel>>,
    /// Puts right what is at fault.
    pub mender: Option<Arc<dyn ChatModel>>,
}

async fn review(
    mut context: Context,
    options: AutoReviewOptions,
    models: Models,
) -> Result<AutoReviewed, JobError> {
    let judge = models.judge.as_deref();
    // A model's answers are written in a dry run too.
    if options.writing == Writing::Really || judge.is_some() {
        context.workspace.writable()?;
    }
    if options.on_fault == OnFault::Repair && models.mender.is_none() {
        return Err(JobError::BadOption(
            "a repair needs a language model that words the turns; name one, or choose another way with what is not good \
             enough"
                .to_owned(),
        ));
    }
    let name = match judge {
        Some(_) => "model",
        None => "offline",
    };
    let mut work = Work::new(&context, &options, ReviewerId::machine(name))?;
    let planned = Some(work.waiting.at_most().await?);
    let title = format!("review as {}", work.reviewer);
    context.reporter.started(title, planned, None);
    work.pass(&mut context, judge, planned).await?;
    if options.writing == Writing::Really && !work.over() {
        match (options.on_fault, models.mender.as_deref()) {
            (OnFault::Repair, Some(mender)) => work.repair(&mut context, judge, mender).await?,
            (OnFault::Regenerate, _) => {
                work.lost.append(&mut work.waiting.discarded);
                work.make_again(&mut context, judge).await?;
            }
            _ => {}
        }
    }
    Ok(work.report())
}

/// One such job.
struct Work {
    store: Store,
    reporter: Reporter,
    knowledge: Arc<Knowledge>,
    reviewer: ReviewerId,
    bulk: BulkId,
    policy: Policy,
    writing: Writing,
    /// What models may use in all.
    allowed: Allowance,
    /// How many questions are on their way at a time.
    concurrency: usize,
    waiting: Waiting,
    /// What waits for its repair, and for its verdict until then.
    faulty: Vec<Faulty>,
    /// What is to be made again.
    lost: Vec<Lost>,
    report: AutoReviewed,
}

impl Work {
    fn new(
        context: &Context,
        options: &AutoReviewOptions,
        reviewer: ReviewerId,
    ) -> Result<Self, JobError> {
        let workspace = &context.workspace;
        let knowledge = Knowledge::of_workspace(workspace.folder().path());
        Ok(Work {
            store: workspace.store().clone(),
            reporter: context.reporter.clone(),
            knowledge: knowledge.map_err(JobError::layer)?,
            bulk: workspace.fresh_bulk(),
            policy: Policy {
                cut: options.cut,
                on_fault: options.on_fault,
            },
            writing: options.writing,
            allowed: options.allowance,
            concurrency: options.concurrency,
            waiting: Waiting {
                store: workspace.store().clone(),
                source: Source::Queue(options.filter.clone(), Some(Cursor::First)),
                reviewer: reviewer.clone(),
                before: options.before,
                left: options.limit.unwrap_or(u64::MAX),
                passed: Passed::default(),
                discarded: Vec::new(),
            },
            faulty: Vec::new(),
            lost: Vec::new(),
            report: AutoReviewed {
                reviewer: reviewer.to_string(),
                writing: options.writing,
                ..AutoReviewed::default()
            },
            reviewer,
        })
    }

    fn report(mut self) -> AutoReviewed {
        self.report.passed = self.waiting.passed;
        // Answers come in any order; the queue has one.
        self.report.proposals.sort_by_key(|p| p.number);
        self.report.repaired.sort_by_key(|one| one.number);
        self.report
    }

    /// Whether a person stopped it, or the budget is used up.
    fn over(&self) -> bool {
        self.report.stopped || self.report.spent.out_of_budget
    }

    /// What models may still use.
    fn allowance(&self) -> Allowance {
        self.allowed.after(&self.report.spent)
    }

    fn leave_out(&mut self, sentence: String) {
        self.reporter.left_out(sentence.clone());
        self.report.left_out.push(sentence);
    }

    /// Judges what waits: by the program, and with a model for what only a reader can answer.
    async fn pass(
        &mut self,
        context: &mut Context,
        judge: Option<&dyn ChatModel>,
        planned: Option<u64>,
    ) -> Result<(), JobError> {
        match judge {
            None => self.offline(context, planned).await,
            Some(model) => self.ask(context, model, planned).await,
        }
    }

    fn done(&self) -> (u64, u64) {
        let left_out = self.report.left_out.len() as u64;
        (self.report.proposals.len() as u64 + left_out, left_out)
    }

    /// The program alone, a page at a time.
    async fn offline(
        &mut self,
        context: &mut Context,
        planned: Option<u64>,
    ) -> Result<(), JobError> {
        loop {
            if context.gate.pass().await == Pass::Stopped {
                self.report.stopped = true;
                return Ok(());
            }
            let items = self.waiting.page().await?;
            if items.is_empty() {
                return Ok(());
            }
            let judged = self.judge(items).await?;
            self.decide(judged).await?;
            let (done, left_out) = self.done();
            self.reporter.progress(done, left_out, planned);
        }
    }

    /// The program's answers about some conversations, worked out beside the runtime.
    async fn judge(&self, items: Vec<(i64, Reviewed)>) -> Result<Vec<Judged>, JobError> {
        let conversations: Vec<&Conversation> =
            items.iter().map(|(_, r)| &r.conversation).collect();
        let known = Known::read(&self.store, conversations).await?;
        let knowledge = Arc::clone(&self.knowledge);
        let judged = tokio::task::spawn_blocking(move || {
            let known = Arc::new(known);
            let judge = |(number, reviewed): (i64, Reviewed)| {
                let answers = offline::answers(&Seen::new(&reviewed, &known), &knowledge);
                Judged {
                    number,
                    answers,
                    reviewed,
                    known: Arc::clone(&known),
                }
            };
            items.into_iter().map(judge).collect()
        });
        Ok(judged.await?)
    }

    /// Writes what follows from the answers, all of it or nothing, and counts it.
    async fn decide(&mut self, judged: Vec<Judged>) -> Result<(), JobError> {
        let (mut proposals, mut entries) = (Vec::new(), Vec::new());
        for mut judged in judged {
            let answers = std::mem::take(&mut judged.answers);
            let mut proposal = answers.proposal(judged.id(), judged.number, self.policy);
            proposal.remedy = self.remedy(&judged, &proposal);
            let waits = proposal.remedy == Some(Remedy::Repair);
            // What is repaired has its verdict afterwards: who is interrupted finds it unjudged, and repairs it then.
            if !waits {
                entries.push(self.entry(&proposal, &judged.reviewed));
            }
            if !waits || self.writing == Writing::Dry {
                proposals.push(proposal);
            }
        }
        if self.writing == Writing::Really && !entries.is_empty() {
            let change = Change {
                ops: vec![Op::Review(entries)],
                durability: Durability::Full,
                ..Change::default()
            };
            self.store.apply(change).await?;
            self.report.bulk = Some(self.bulk);
        }
        self.report.proposals.extend(proposals);
        Ok(())
    }

    /// What is done about a conversation that is not good enough, and noted as to be done.
    fn remedy(&mut self, judged: &Judged, proposal: &Proposal) -> Option<Remedy> {
        if proposal.verdict != AutoVerdict::Discarded {
            return None;
        }
        match self.policy.on_fault {
            OnFault::Reject | OnFault::Skip | OnFault::Keep => None,
            OnFault::Repair => {
                self.faulty.push(Faulty::of(judged, proposal)?);
                Some(Remedy::Repair)
            }
            OnFault::Regenerate => match Lost::of(judged.number, &judged.reviewed) {
                Ok(lost) => {
                    self.lost.push(lost);
                    Some(Remedy::Regenerate)
                }
                Err(why) => {
                    self.leave_out(why);
                    None
                }
            },
        }
    }

    fn entry(&self, proposal: &Proposal, reviewed: &Reviewed) -> NewEntry {
        let before = reviewed.review.auto.as_ref();
        NewEntry {
            reviewer: self.reviewer.clone(),
            subject: Subject::Conversation(proposal.conversation),
            base_version: 1,
            action: Action::Judge {
                before: before.map(|auto| auto.verdict.as_verdict()),
                after: Some(proposal.verdict.as_verdict()),
            },
            reason: proposal
                .reason
                .filter(|_| proposal.verdict == AutoVerdict::Discarded),
            bulk: Some(self.bulk),
        }
    }

    /// The program first, then the model for what only a reader can answer.
    async fn ask(
        &mut self,
        context: &mut Context,
        model: &dyn ChatModel,
        planned: Option<u64>,
    ) -> Result<(), JobError> {
        let folder = context.workspace.folder().prompts();
        let prompt = Prompt::load(PromptName::Reviewer, &folder).map_err(JobError::layer)?;
        self.report.prompt = Some(prompt.hash().to_owned());
        let kept = KeptAnswers::new(
            self.store.clone(),
            "auto_review",
            prompt.hash(),
            model.name(),
        );
        let reporter = context.reporter.clone();
        let mut asking = Asking {
            model,
            concurrency: self.concurrency,
            allowance: self.allowance(),
            gate: &mut context.gate,
            reporter: &reporter,
            planned,
        };
        let mut reading = Reading {
            work: self,
            prompt: &prompt,
            kept,
            judged: VecDeque::new(),
        };
        let spent = asking.all(&mut reading).await?;
        self.report.stopped |= spent.stopped;
        self.report.spent.add(&spent);
        Ok(())
    }
}

/// A conversation with the program's answers.
struct Judged {
    number: i64,
    answers: Answers,
    reviewed: Reviewed,
    known: Arc<Known>,
}

impl Judged {
    fn seen(&self) -> Seen<'_> {
        Seen::new(&self.reviewed, &self.known)
    }

    fn id(&self) -> ConversationId {
        self.reviewed.conversation.id
    }
}
