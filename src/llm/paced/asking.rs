//! One request on its way to an answer.
//!
//! Owns: the steps from the books to the wire and back, and what is told on the way.

use std::sync::Arc;

use futures_util::TryStreamExt;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep};

use super::left::Open;
use super::{Paced, bound, locked};
use crate::domain::{Billing, CallEnd, CallId, CallState, Cost, NewCall, RequestHash};
use crate::llm::breaker::Pass;
use crate::llm::budget::SetAside;
use crate::llm::pacer::Slot;
use crate::llm::patience::Next;
use crate::llm::{
    Budget, Charge, ChatEvent, ChatReply, ChatRequest, LedgerError, LlmError, Stop, Usage,
    WireEvent, kept,
};

/// What goes to whoever asked.
type Tell = UnboundedSender<Result<ChatEvent, LlmError>>;

/// A request on its way.
pub(super) struct Asking<'a> {
    model: &'a Paced,
    request: Arc<ChatRequest>,
    tell: Tell,
    told: Told,
}

/// What whoever asked has seen of this attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Text,
}

impl<'a> Asking<'a> {
    pub(super) fn new(model: &'a Paced, request: ChatRequest, tell: Tell) -> Self {
        Asking {
            model,
            request: Arc::new(request),
            tell,
            told: Told::Nothing,
        }
    }

    /// The answer: the one that was kept, else that of the first attempt that gives one.
    pub(super) async fn answer(mut self) -> Result<ChatReply, LlmError> {
        let hash = kept::hash(self.model.wire.as_ref(), &self.request);
        let known = self.model.ledger.known(hash).await;
        let known = known.map_err(|error| self.unbooked(error))?;
        if let Some(reply) = known.answer.as_deref().and_then(kept::read) {
            self.model.meter.count(|tally| tally.kept += 1);
            self.tell(ChatEvent::Text(reply.text.clone()));
            return Ok(reply);
        }
        locked(&self.model.repeats).made();
        let mut attempt = 1;
        loop {
            let number = known.attempts.saturating_add(attempt);
            match self.attempt(hash, number, attempt).await? {
                Tried::Answered(reply) => return Ok(reply),
                Tried::Failed(Next::GiveUp(error)) => return Err(error),
                Tried::Failed(Next::Again(pause)) => {
                    if std::mem::replace(&mut self.told, Told::Nothing) == Told::Text {
                        self.tell(ChatEvent::Again);
                    }
                    let turn = locked(&self.model.repeats).take(Instant::now());
                    sleep(pause.max(turn)).await;
                }
            }
            attempt += 1;
        }
    }

    /// One attempt, in the books from beginning to end. `number` counts all attempts ever, `attempt` those of this request.
    async fn attempt(
        &mut self,
        hash: RequestHash,
        number: u32,
        attempt: u32,
    ) -> Result<Tried, LlmError> {
        let model = self.model;
        let most = model
            .price
            .map(|price| price.at_most(bound::most(&self.request)));
        let mut aside = self.set_aside(most).await?;
        let need = locked(&model.typical).of(&self.request);
        let (pass, mut slot) = self.leave(need).await?;
        // Before the row is there: from then on it may have left, for all that anybody knows.
        aside.iter_mut().for_each(SetAside::leaves);
        let call = model.ledger.sent(self.call(hash, number, most)).await;
        let call = call.map_err(|error| self.unbooked(error))?;
        model.meter.count(|tally| tally.attempts += 1);
        let open = Open::new(model.ledger.clone(), call);
        let outcome = self.exchange(&slot).await;
        let call = open.closed().unwrap_or(call);
        match outcome {
            Ok(reply) => {
                pass.answered();
                slot.used(reply.usage.unwrap_or(need));
                drop(slot);
                self.keep(call, reply, aside).await.map(Tried::Answered)
            }
            Err(error) => {
                if let LlmError::Busy { wait, .. } = &error {
                    let wait = wait.filter(|wait| *wait <= model.patience.longest_asked);
                    slot.overloaded(wait);
                }
                let billing = self.billing(&error);
                if billing == Billing::No {
                    slot.used(Usage::default());
                    aside.into_iter().for_each(SetAside::nothing);
                } else {
                    drop(aside);
                }
                drop(slot);
                pass.failed(&error);
                self.warn();
                self.note_failure(call, attempt, error, billing)
                    .await
                    .map(Tried::Failed)
            }
        }
    }

    /// Sets aside what an attempt may cost. Once that cannot be, nothing more leaves.
    async fn set_aside(&self, most: Option<Cost>) -> Result<Option<SetAside>, LlmError> {
        let Some((budget, most)) = self.model.budget.as_ref().zip(most) else {
            return Ok(None);
        };
        let aside = budget.set_aside(most).await;
        let aside = aside.inspect_err(|error| self.model.breaker.shut(error))?;
        self.warn();
        Ok(Some(aside))
    }

    /// Tells, once for all requests, that most of the budget is gone.
    fn warn(&self) {
        if let Some(sentence) = self.model.budget.as_ref().and_then(Budget::warning) {
            self.tell(ChatEvent::Note(sentence));
        }
    }

    /// Waits until the server may be asked and it is this request's turn. The first may end while the second is waited for.
    async fn leave(&self, need: Usage) -> Result<(Pass<'a>, Slot<'a>), LlmError> {
        let model = self.model;
        loop {
            let pass = model.breaker.pass().await?;
            tokio::select! {
                biased;
                () = pass.revoked() => {}
                slot = model.pacer.slot(need) => return Ok((pass, slot)),
            }
        }
    }

    /// What goes over the wire and back, passed on as it comes.
    async fn exchange(&mut self, slot: &Slot<'_>) -> Result<ChatReply, LlmError> {
        let mut events = self.model.wire.attempt(self.request.clone());
        while let Some(event) = events.try_next().await? {
            match event {
                WireEvent::Opened(limits) => slot.told(&limits),
                WireEvent::Note(note) => self.tell(ChatEvent::Note(note)),
                WireEvent::Text(text) => {
                    self.told = Told::Text;
                    self.tell(ChatEvent::Text(text));
                }
                WireEvent::Done(reply) => return Ok(reply),
            }
        }
        Err(LlmError::Broken {
            host: self.model.wire.host().to_owned(),
            why: "it has no end".to_owned(),
        })
    }

    /// Puts an answer into the books, and on disk.
    async fn keep(
        &self,
        call: CallId,
        reply: ChatReply,
        aside: Option<SetAside>,
    ) -> Result<ChatReply, LlmError> {
        let usage = reply.usage;
        if let Some(usage) = usage {
            locked(&self.model.typical).learn(usage);
        }
        let price = self.model.price.zip(usage);
        let cost = price.map(|(price, usage)| price.of(usage));
        self.model.meter.count(|tally| {
            tally.answers += 1;
            tally.usage += usage.unwrap_or_default();
            match cost {
                Some(cost) => tally.costs += cost,
                None => tally.unpriced += 1,
            }
        });
        // What nobody counted stays set aside.
        if let Some((aside, cost)) = aside.zip(cost) {
            aside.cost(cost);
        }
        self.warn();
        let state = match reply.stop {
            Stop::Refusal(_) | Stop::Filter => CallState::Refused,
            Stop::Natural | Stop::Length | Stop::Other(_) => CallState::Done,
        };
        let end = CallEnd {
            state,
            billing: Billing::Yes,
            model: Some(reply.model.clone()),
            request_id: reply.request_id.clone(),
            input: usage.map(|usage| usage.input),
            output: usage.map(|usage| usage.output),
            cached: usage.map(|usage| usage.cached),
            cost,
            error: None,
        };
        let booked = self
            .model
            .ledger
            .ended(call, end, Some(kept::write(&reply)));
        booked.await.map_err(|error| self.unbooked(error))?;
        Ok(ChatReply {
            charge: cost.map_or(Charge::Unknown, Charge::Now),
            ..reply
        })
    }

    /// Whether an attempt that failed so has to be paid for: a server that has begun to answer has worked, whatever it tells
    /// then.
    fn billing(&self, error: &LlmError) -> Billing {
        match (error.billing(), self.told) {
            (Billing::No, Told::Text) => Billing::Maybe,
            (billing, _) => billing,
        }
    }

    /// Puts a failure into the books, and tells what comes next.
    async fn note_failure(
        &self,
        call: CallId,
        attempt: u32,
        error: LlmError,
        billing: Billing,
    ) -> Result<Next, LlmError> {
        let model = self.model;
        let kind = error.kind();
        model
            .meter
            .count(|tally| *tally.failures.entry(kind).or_default() += 1);
        let next = {
            let mut chance = locked(&model.chance);
            model.patience.after(attempt, error.clone(), &mut *chance)
        };
        if let Next::GiveUp(last) = &next
            && last.ends_the_run()
        {
            model.breaker.shut(last);
        }
        let end = CallEnd {
            state: match next {
                Next::Again(_) => CallState::Retry,
                Next::GiveUp(_) => CallState::Dead,
            },
            billing,
            model: None,
            request_id: None,
            input: None,
            output: None,
            cached: None,
            cost: None,
            error: Some((kind.to_owned(), error.to_string())),
        };
        let booked = model.ledger.ended(call, end, None).await;
        booked.map_err(|error| self.unbooked(error))?;
        Ok(next)
    }

    fn call(&self, request: RequestHash, attempt: u32, most: Option<Cost>) -> NewCall {
        let wire = &self.model.wire;
        NewCall {
            turn: self.request.turn,
            request,
            attempt,
            engine: wire.engine(),
            host: wire.host().to_owned(),
            model: wire.name().to_owned(),
            most,
        }
    }

    /// Without books nothing more is asked.
    fn unbooked(&self, error: LedgerError) -> LlmError {
        let error = LlmError::Unbooked {
            model: self.model.wire.name().to_owned(),
            why: error.to_string(),
        };
        self.model.breaker.shut(&error);
        error
    }

    fn tell(&self, event: ChatEvent) {
        // Whoever does not listen any more has dropped this too.
        let _ = self.tell.send(Ok(event));
    }
}

/// How an attempt went.
enum Tried {
    Answered(ChatReply),
    Failed(Next),
}
