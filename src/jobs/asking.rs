//! Questions to a model, some at a time, within what a job may use.
//!
//! Owns: when the next question may begin, what ends the asking early, how much was used. Does not: know what is asked or
//! what an answer is worth; that is the job's own ([`Questions`]).

use std::future::Future;

use futures_util::TryStreamExt;
use futures_util::stream::{FuturesUnordered, StreamExt};

use super::control::{Gate, Pass};
use super::runner::Reporter;
use super::tokens::Tokens;
use super::{JobError, JobEvent};
use crate::domain::Costs;
use crate::llm::{Charge, ChatEvent, ChatModel, ChatReply, ChatRequest, LlmError};

/// How much a job may use. What is on its way when it is used up is still taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Allowance {
    /// No further question is asked once so many tokens, read and written, are used.
    pub max_tokens: Option<u64>,
    /// At most so many questions.
    pub max_calls: Option<u64>,
}

impl Allowance {
    /// What is left of it.
    pub(super) fn after(self, spent: &Spent) -> Self {
        let left = |most: Option<u64>, used| most.map(|most| most.saturating_sub(used));
        Allowance {
            max_tokens: left(self.max_tokens, spent.tokens.count),
            max_calls: left(self.max_calls, spent.calls),
        }
    }
}

/// What was used, and what ended it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Spent {
    /// Tokens read and written.
    pub tokens: Tokens,
    /// Questions asked.
    pub calls: u64,
    /// What the answers cost, as far as that is known.
    pub costs: Costs,
    /// The model, as the server named it last.
    pub model: Option<String>,
    /// Whether questions were left because the allowance, or the budget of the model, was used up.
    pub out_of_budget: bool,
    /// Whether a person stopped it.
    pub stopped: bool,
}

/// `, USD 0.12`: what answers cost, as far as that is known.
pub(super) fn cost_words(costs: &Costs) -> String {
    costs.iter().map(|cost| format!(", {cost}")).collect()
}

impl Spent {
    /// Adds what was used afterwards.
    pub(super) fn add(&mut self, more: &Spent) {
        self.tokens.count += more.tokens.count;
        self.tokens.estimated |= more.tokens.estimated;
        self.calls += more.calls;
        more.costs.iter().for_each(|cost| self.costs += cost);
        self.model = more.model.clone().or_else(|| self.model.take());
        self.out_of_budget |= more.out_of_budget;
        self.stopped |= more.stopped;
    }

    fn count(&mut self, request: &ChatRequest, reply: &ChatReply) {
        self.tokens.add(request, reply);
        if let Charge::Now(cost) = reply.charge {
            self.costs += cost;
        }
        self.model = Some(reply.model.clone());
    }

    /// Tells whoever watches.
    fn tell(&self, reporter: &Reporter) {
        reporter.post(JobEvent::Asked {
            job: reporter.id(),
            model: self.model.clone().unwrap_or_default(),
            calls: self.calls,
            tokens: self.tokens.count,
            costs: self.costs.clone(),
            failures: Vec::new(),
        });
    }
}

/// What a job asks and what it does with the answers.
pub(super) trait Questions: Send {
    /// What a question is about.
    type Subject: Send;

    /// The next question; `None` when none waits now. An answer may bring up more.
    fn next(
        &mut self,
    ) -> impl Future<Output = Result<Option<(Self::Subject, ChatRequest)>, JobError>> + Send;

    /// Takes an answer, or the failure in its place. What is kept of it is on disk when this is done.
    fn take(
        &mut self,
        subject: Self::Subject,
        answer: Result<ChatReply, LlmError>,
    ) -> impl Future<Output = Result<(), JobError>> + Send;

    /// Items done and, of these, left out.
    fn done(&self) -> (u64, u64);

    /// Why nothing more is asked though something waits; an answer that is still on its way may change that.
    fn given_up(&self) -> Option<JobError> {
        None
    }
}

/// One job's way of asking.
pub(super) struct Asking<'a> {
    pub(super) model: &'a dyn ChatModel,
    /// How many questions are on their way at a time.
    pub(super) concurrency: usize,
    pub(super) allowance: Allowance,
    pub(super) gate: &'a mut Gate,
    pub(super) reporter: &'a Reporter,
    /// How many items there are at most.
    pub(super) planned: Option<u64>,
}

impl Asking<'_> {
    /// Asks until nothing is left, a person stops it, or the allowance is used up.
    ///
    /// # Errors
    /// A failure that every further question would meet, or why `questions` gave up; the answers that are on their way are
    /// taken first, for they are paid for. Also what `questions` says.
    pub(super) async fn all<Q: Questions>(&mut self, questions: &mut Q) -> Result<Spent, JobError> {
        let (model, reporter) = (self.model, self.reporter);
        let mut spent = Spent::default();
        let (mut fatal, mut held, mut broke) = (None, None, None);
        let mut asked = FuturesUnordered::new();
        loop {
            let over = fatal.is_some() || broke.is_some() || questions.given_up().is_some();
            while !over && asked.len() < self.concurrency.max(1) {
                // It is held first: an allowance that was just enough left nothing undone.
                if held.is_none() {
                    held = questions.next().await?;
                }
                if held.is_none() || !self.may_begin(&mut spent).await {
                    break;
                }
                let Some((subject, request)) = held.take() else {
                    break;
                };
                spent.calls += 1;
                asked.push(async move {
                    let answer = answered(model, &request, reporter).await;
                    (subject, request, answer)
                });
            }
            let Some((subject, request, answer)) = asked.next().await else {
                break;
            };
            if let Ok(reply) = &answer {
                spent.count(&request, reply);
                spent.tell(reporter);
            }
            match answer.and_then(ChatReply::willing) {
                Err(error @ LlmError::Spent { .. }) => {
                    broke.get_or_insert(error);
                }
                Err(error) if error.ends_the_run() => {
                    fatal.get_or_insert(error);
                }
                answer => {
                    questions.take(subject, answer).await?;
                    // What is kept of the answer is on disk; should the same be asked again, that is meant.
                    model.forget(&request).await?;
                }
            }
            let (done, left_out) = questions.done();
            reporter.progress(done, left_out, self.planned);
        }
        if let Some(sentence) = broke {
            spent.out_of_budget = true;
            reporter.noted(sentence.to_string());
        }
        match fatal.map(JobError::from).or_else(|| questions.given_up()) {
            Some(error) => Err(error),
            None => Ok(spent),
        }
    }

    async fn may_begin(&mut self, spent: &mut Spent) -> bool {
        let Allowance {
            max_tokens,
            max_calls,
        } = self.allowance;
        spent.out_of_budget = max_tokens.is_some_and(|most| spent.tokens.count >= most)
            || max_calls.is_some_and(|most| spent.calls >= most);
        spent.stopped = spent.stopped || self.gate.pass().await == Pass::Stopped;
        !spent.out_of_budget && !spent.stopped
    }
}

/// The answer; what a person should know of the model is told on the way.
async fn answered(
    model: &dyn ChatModel,
    request: &ChatRequest,
    reporter: &Reporter,
) -> Result<ChatReply, LlmError> {
    let mut events = model.stream(request.clone());
    while let Some(event) = events.try_next().await? {
        match event {
            ChatEvent::Note(sentence) => reporter.noted(sentence),
            ChatEvent::Text(_) | ChatEvent::Again => {}
            ChatEvent::Done(reply) => return Ok(reply),
        }
    }
    Err(LlmError::endless(model.name()))
}
