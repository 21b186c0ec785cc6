//! One conversation in the making: the machine picks, the voice words, the store keeps, the watcher sees.
//!
//! Waits on the store, on the voice and on its pace. Where it thinks, that is searches, depends on the voice: words from
//! the phrasebook come at once, so that a conversation has a worker thread to itself; words of a model take their time, so
//! that hundreds of conversations wait at once and only search on worker threads.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::Semaphore;

use super::super::auto_review;
use super::super::facts::{Known, spoken_of};
use super::super::runner::Reporter;
use super::super::{JobError, JobEvent, JobId};
use super::catalogue::Catalogue;
use super::spent::Spent;
use crate::dialogue::data::Knowledge;
use crate::dialogue::{
    Brake, BrakeRule, Limits, Machine, Piece, Plan, Recorded, Retrieve, Step, Voice, VoiceError,
    Worded, circles,
};
use crate::domain::{
    Action, AutoVerdict, BulkId, Conversation, ConversationId, Engine, Finding, FindingKind,
    IdSequence, Mode, NewEntry, Outcome, ProductId, Reason, ReviewerId, RunId, Scenario, Severity,
    Subject, TurnId,
};
use crate::llm::{LlmError, Meter, Tally};
use crate::simulate;
use crate::store::{Change, Durability, Op, Store};

use super::Reviewing;
use super::branching::Choice;
use super::outcome::Became;
use super::plan::Planned;
use super::steering::{Hand, Helm, StoppedBy, Way};

/// What a review says of a conversation, and why when it is against it.
type Verdict = (AutoVerdict, Option<Reason>);

/// What all conversations of a run share.
pub(super) struct Shop {
    pub(super) store: Store,
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) reporter: Reporter,
    pub(super) run: RunId,
    pub(super) ids: IdSequence,
    pub(super) seed: u64,
    pub(super) mode: Mode,
    pub(super) limits: Limits,
    pub(super) durability: Durability,
    /// The wait between two chunks of text.
    pub(super) pace: Option<Duration>,
    pub(super) thinking: Thinking,
    /// Whether conversations are reviewed before they count.
    pub(super) review: Reviewing,
    /// What the verdicts of this job belong to; one undo takes all of them back.
    pub(super) bulk: BulkId,
    /// The most tokens that one conversation may use.
    pub(super) tokens_each: u64,
    /// What counts the questions to a model.
    pub(super) meter: Option<Meter>,
}

/// Where conversations search and check.
#[derive(Clone)]
pub(super) enum Thinking {
    /// On the thread that they run on, which is a worker of their own.
    Here,
    /// On a worker thread for the moment, a few at a time.
    Apart(Arc<Semaphore>),
}

/// A conversation that is ready to be made.
pub(super) struct Admitted {
    conversation: Conversation,
    plan: Plan,
    voice: Arc<dyn Voice>,
}

/// What was made of a conversation.
#[derive(Debug)]
pub(super) struct Made {
    /// What became of it.
    pub(super) became: Became,
    /// Its turns.
    pub(super) turns: u32,
    /// Why it could not be finished.
    pub(super) trouble: Option<String>,
    /// What its words took.
    pub(super) spent: Spent,
    /// Whose order ended it.
    pub(super) stopped: Option<StoppedBy>,
    /// What made it impossible to go on, and would every other conversation.
    pub(super) fatal: Option<JobError>,
    /// Why nothing more could be asked, when the budget ended it.
    pub(super) broke: Option<String>,
}

/// How a turn came out.
pub(super) enum Said {
    Whole(Worded),
    Stopped(StoppedBy),
    Trouble(VoiceError),
}

/// Why a conversation came to no end of its own.
enum Cut {
    Stopped(StoppedBy),
    Trouble(VoiceError),
}

impl Admitted {
    /// The conversation.
    pub(super) fn id(&self) -> ConversationId {
        self.conversation.id
    }
}

/// A conversation as far as it has come.
pub(super) struct Talk {
    pub(super) conversation: Conversation,
    /// Who words it.
    pub(super) voice: Arc<dyn Voice>,
    /// Turns that are not in the store yet.
    pub(super) unsaved: Vec<TurnId>,
    pub(super) spent: Spent,
    /// The turn that a person picked to be said next, and those that were passed over for it.
    pub(super) choice: Option<Choice>,
    /// Whether a branch is not in the store yet.
    pub(super) branched: bool,
}

impl Shop {
    /// The conversation that a plan begins, worded by this voice to its end.
    pub(super) fn begin(
        &self,
        planned: Planned,
        scenario: Scenario,
        voice: Arc<dyn Voice>,
    ) -> Admitted {
        let Planned {
            ordinal,
            profile,
            cell,
            aim,
            ..
        } = planned;
        let plan = Plan {
            profile,
            scenario,
            language: cell.language,
            mode: self.mode,
            limits: self.limits,
            aim,
            seed: self.seed,
            ordinal,
        };
        let conversation = simulate::begin(&plan, &self.ids, Some(self.run), voice.engine());
        Admitted {
            conversation,
            plan,
            voice,
        }
    }

    /// Puts a conversation into the store and tells of it.
    pub(super) async fn admit(&self, admitted: &Admitted) -> Result<(), JobError> {
        let conversation = &admitted.conversation;
        let put = Op::PutConversation(Box::new(conversation.clone()));
        self.write(vec![put], self.durability).await?;
        self.reporter.post(JobEvent::Admitted {
            job: self.reporter.id(),
            conversation: conversation.id,
            ordinal: conversation.ordinal,
            profile: conversation.profile.user_id.clone(),
            language: conversation.language,
            title: title(&conversation.scenario),
        });
        Ok(())
    }

    async fn write(&self, ops: Vec<Op>, durability: Durability) -> Result<(), JobError> {
        let change = Change {
            ops,
            expected: Vec::new(),
            durability,
        };
        self.store.apply(change).await?;
        Ok(())
    }

    /// Runs work that blocks.
    async fn think<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JobError> {
        match &self.thinking {
            Thinking::Here => Ok(work()),
            Thinking::Apart(desks) => {
                let desk = desks
                    .clone()
                    .acquire_owned()
                    .await
                    .map_err(JobError::layer)?;
                let work = move || (work(), desk);
                Ok(tokio::task::spawn_blocking(work).await?.0)
            }
        }
    }

    /// The machine of a plan. Blocks.
    fn machine(&self, plan: Plan) -> Machine {
        let target = match (&self.thinking, &plan.scenario.target) {
            // The phrasebook says of the target what the facts hold, and no more.
            (Thinking::Here, _) | (_, None) => None,
            (Thinking::Apart(_), Some(id)) => self.catalogue.product(id),
        };
        Machine::new(plan, self.catalogue.clone(), self.knowledge.clone()).hiding(target)
    }

    /// Makes all turns of an admitted conversation.
    pub(super) async fn make(
        self: Arc<Self>,
        admitted: Admitted,
        mut helm: Helm,
    ) -> Result<Made, JobError> {
        let Admitted {
            conversation,
            plan,
            voice,
        } = admitted;
        let mut talk = Talk {
            conversation,
            voice,
            unsaved: Vec::new(),
            spent: Spent::default(),
            choice: None,
            branched: false,
        };
        let (shop, id) = (self.clone(), talk.conversation.id);
        let machine = self.think(move || shop.machine(plan)).await?;
        let mut machine = machine.kept_in(self.run, id);
        let mut outcome = None;
        let cut = loop {
            if let Way::End(by) = self.pass(&mut helm, &mut talk, &mut machine).await? {
                break Some(Cut::Stopped(by));
            }
            let (thought, step) = self
                .think(move || {
                    let step = machine.next();
                    (machine, step)
                })
                .await?;
            machine = thought;
            if let Some(fault) = self.catalogue.take_fault() {
                return Err(fault);
            }
            let Some(mut step) = step else {
                outcome = machine.outcome();
                break None;
            };
            let said = self
                .words(&mut helm, &mut talk, &mut machine, &mut step)
                .await?;
            match said {
                Said::Whole(worded) => {
                    let trouble = self.braked(&mut talk, &step, &worded);
                    // A person's work is not lost to a failure of the machine.
                    let by_hand = worded.engine == Engine::Imported || talk.choice.is_some();
                    let recorded = machine.record(step, worded);
                    self.keep(&mut talk, recorded);
                    // Who watches finds each turn in the store, and what is paid for or typed is safe at once; who does
                    // not gets all of it sooner, in one change.
                    if self.pace.is_some() || self.durability == Durability::Full || by_hand {
                        self.save(&mut talk).await?;
                    }
                    if let Some(trouble) = trouble {
                        break Some(Cut::Trouble(trouble));
                    }
                }
                Said::Stopped(by) => break Some(Cut::Stopped(by)),
                Said::Trouble(error) => break Some(Cut::Trouble(error)),
            }
        };
        self.end(talk, outcome.unwrap_or(Outcome::Stopped), cut)
            .await
    }

    /// The words of a step: those that a person picks or types, else the voice's.
    async fn words(
        &self,
        helm: &mut Helm,
        talk: &mut Talk,
        machine: &mut Machine,
        step: &mut Step,
    ) -> Result<Said, JobError> {
        if let Some(said) = self.branch(helm, talk, machine, step).await? {
            return Ok(said);
        }
        Ok(match self.hand(helm, talk, machine, step).await? {
            Hand::Typed(worded) => Said::Whole(worded),
            Hand::Back => self.say(talk, step, helm).await,
            Hand::End(by) => Said::Stopped(by),
        })
    }

    /// Waits while it is held. Who holds it reads it, and may edit what was said.
    pub(super) async fn pass(
        &self,
        helm: &mut Helm,
        talk: &mut Talk,
        machine: &mut Machine,
    ) -> Result<Way, JobError> {
        if !helm.held() {
            return Ok(helm.ended().map_or(Way::On, Way::End));
        }
        self.save(talk).await?;
        let way = helm.pass().await;
        self.hear_edits(talk, machine).await?;
        Ok(way)
    }

    /// The words of a person for a step, when a person has taken its side.
    async fn hand(
        &self,
        helm: &mut Helm,
        talk: &mut Talk,
        machine: &mut Machine,
        step: &mut Step,
    ) -> Result<Hand, JobError> {
        if !helm.taken(step.speaker) {
            return Ok(Hand::Back);
        }
        self.save(talk).await?;
        let hand = helm.words(self.turn_id(&talk.conversation), step).await;
        self.hear_edits(talk, machine).await?;
        step.history = machine.history().into();
        if let Hand::Typed(_) = hand {
            self.begin_turn(talk, step);
        }
        Ok(hand)
    }

    /// Takes what people edited meanwhile into what the next step is told.
    pub(super) async fn hear_edits(
        &self,
        talk: &Talk,
        machine: &mut Machine,
    ) -> Result<(), JobError> {
        let conversation = &talk.conversation;
        if let Some(reviewed) = self.store.conversation(conversation.id).await? {
            for (place, turn) in conversation.current_turns().enumerate() {
                machine.reword(place, reviewed.review.text(turn));
            }
        }
        Ok(())
    }

    pub(super) fn begin_turn(&self, talk: &Talk, step: &Step) -> TurnId {
        let turn = self.next_turn(talk);
        self.reporter.post(JobEvent::TurnStarted {
            job: self.reporter.id(),
            conversation: talk.conversation.id,
            turn,
            speaker: step.speaker,
            act: step.act,
        });
        turn
    }

    /// Counts what a turn took; the rule that ends the conversation with it.
    fn braked(&self, talk: &mut Talk, step: &Step, worded: &Worded) -> Option<VoiceError> {
        talk.spent.add(worded);
        if talk.spent.tokens() > self.tokens_each {
            let why = format!("it used more than {} tokens", self.tokens_each);
            return Some(Brake::new(BrakeRule::TokenBudget, why).into());
        }
        circles(&step.history, step.speaker, &worded.text).map(VoiceError::from)
    }

    /// Words a step, piece by piece at the pace that was asked for.
    async fn say(&self, talk: &mut Talk, step: &Step, helm: &Helm) -> Said {
        let conversation = talk.conversation.id;
        let turn = self.begin_turn(talk, step);
        let watched = self.pace.is_some() || self.durability == Durability::Full;
        let voice = talk.voice.clone();
        let mut pieces = voice.say(step);
        let mut given_up = pin!(helm.given_up());
        let mut due = tokio::time::Instant::now();
        loop {
            // The conversation is never made again, so that its answer is waited for by nobody: to drop the voice ends the
            // request on the wire. When the whole run stops, an answer that is paid for is taken to its end.
            let piece = tokio::select! {
                biased;
                () = &mut given_up => return Said::Stopped(StoppedBy::Itself),
                piece = pieces.next() => piece,
            };
            let Some(piece) = piece else {
                break;
            };
            match piece {
                Ok(Piece::Text(text)) if watched => self.reporter.post(JobEvent::Delta {
                    conversation,
                    turn,
                    text,
                }),
                Ok(Piece::Text(_)) => continue,
                Ok(Piece::Again) => {
                    self.reporter
                        .post(JobEvent::TurnAgain { conversation, turn });
                }
                Ok(Piece::Wasted(spent)) => talk.spent.add_answers(&spent),
                Ok(Piece::Note(sentence)) => self.reporter.noted(sentence),
                Ok(Piece::Told(worded)) => return Said::Whole(worded),
                Err(error) => return Said::Trouble(error),
            }
            if let Some(wait) = self.pace {
                if let Some(by) = helm.ended() {
                    return Said::Stopped(by);
                }
                due += wait;
                tokio::time::sleep_until(due).await;
            }
        }
        Said::Trouble(VoiceError::Engine(
            "the voice ended without a turn".to_owned(),
        ))
    }

    /// The id of the turn that is said next.
    fn next_turn(&self, talk: &Talk) -> TurnId {
        let picked = talk.choice.as_ref().map(|choice| choice.picked);
        picked.unwrap_or_else(|| self.turn_id(&talk.conversation))
    }

    fn turn_id(&self, conversation: &Conversation) -> TurnId {
        self.free_ids(conversation)
            .next()
            .unwrap_or_else(|| self.ids.turn(conversation.ordinal, 0))
    }

    /// Ids for new turns, in order. Branches have taken some that do not follow one another.
    pub(super) fn free_ids<'a>(
        &'a self,
        conversation: &'a Conversation,
    ) -> impl Iterator<Item = TurnId> + 'a {
        let from = conversation.turns.len() as u32;
        (from..)
            .map(|position| self.ids.turn(conversation.ordinal, position))
            .filter(|id| !conversation.turns.contains_key(id))
    }

    fn keep(&self, talk: &mut Talk, recorded: Recorded) {
        let turn = simulate::turn(self.next_turn(talk), recorded);
        talk.unsaved.push(turn.id);
        if let Some(choice) = talk.choice.take() {
            choice.set_aside(&mut talk.conversation, &self.ids);
            talk.branched = true;
        }
        talk.conversation.push(turn);
    }

    /// Writes turns, then tells of them.
    pub(super) async fn save(&self, talk: &mut Talk) -> Result<(), JobError> {
        if talk.unsaved.is_empty() {
            return Ok(());
        }
        let conversation = &talk.conversation;
        let append = |id: &TurnId| {
            let turn = conversation.turns.get(id)?.clone();
            Some(Op::AppendTurn(
                conversation.id,
                conversation.current,
                Box::new(turn),
            ))
        };
        let typed = |id: &TurnId| {
            let from = conversation.turns.get(id)?.provenance.as_ref();
            Some(from?.provider == Engine::Imported)
        };
        // What a person typed or picked is on the disk before it is told.
        let by_hand = talk.branched || talk.unsaved.iter().filter_map(typed).any(|typed| typed);
        let durability = match by_hand {
            true => Durability::Full,
            false => self.durability,
        };
        let ops = match talk.branched {
            true => vec![Op::PutConversation(Box::new(conversation.clone()))],
            false => talk.unsaved.iter().filter_map(append).collect(),
        };
        self.write(ops, durability).await?;
        talk.branched = false;
        self.tell(talk);
        self.tell_asked(talk);
        Ok(())
    }

    /// Tells what the model was asked so far, when that is counted.
    fn tell_asked(&self, talk: &Talk) {
        if let Some((meter, model)) = self.meter.as_ref().zip(talk.spent.model.clone()) {
            self.reporter
                .post(asked_so_far(self.reporter.id(), model, meter.read()));
        }
    }

    fn tell(&self, talk: &mut Talk) {
        let conversation = &talk.conversation;
        let saved = talk.unsaved.drain(..);
        for turn in saved.filter_map(|id| conversation.turns.get(&id)) {
            self.reporter.post(JobEvent::TurnDone {
                conversation: conversation.id,
                turn: turn.id,
                text: turn.text.clone(),
                mentioned: turn.mentioned.clone(),
            });
        }
    }

    async fn end(
        self: &Arc<Self>,
        mut talk: Talk,
        outcome: Outcome,
        cut: Option<Cut>,
    ) -> Result<Made, JobError> {
        let (trouble, stopped) = match cut {
            Some(Cut::Trouble(trouble)) => (Some(trouble), None),
            Some(Cut::Stopped(by)) => (None, Some(by)),
            None => (None, None),
        };
        talk.conversation.outcome = Some(outcome);
        let shop = self.clone();
        let (mut talk, (mut findings, verdict)) = self
            .think(move || {
                let judged = shop.judge(&talk.conversation, outcome);
                (talk, judged)
            })
            .await?;
        let faults = faults(&findings);
        let brake = trouble.as_ref().and_then(brake_of);
        findings.extend(
            trouble
                .as_ref()
                .map(|why| self.stop(&talk.conversation, why)),
        );
        let conversation = &talk.conversation;
        let rejected = verdict.and_then(|(_, reason)| reason);
        let became = Became::of(conversation, outcome, faults)
            .braked(brake)
            .rejected(rejected);
        let ended = match talk.unsaved.is_empty() {
            true => Op::EndConversation(conversation.id, outcome),
            false => Op::PutConversation(Box::new(conversation.clone())),
        };
        let mut ops = vec![ended, Op::PutFindings(conversation.id, findings)];
        ops.extend(verdict.map(|verdict| self.verdict_on(conversation.id, verdict)));
        self.write(ops, self.durability).await?;
        self.tell(&mut talk);
        let turns = talk.conversation.turns.len() as u32;
        self.reporter.post(JobEvent::ConversationDone {
            job: self.reporter.id(),
            conversation: talk.conversation.id,
            outcome,
            turns,
            faults,
        });
        Ok(Made {
            became,
            turns,
            spent: talk.spent,
            trouble: trouble.as_ref().map(VoiceError::to_string),
            stopped,
            broke: trouble.as_ref().and_then(broke),
            fatal: trouble.and_then(fatal),
        })
    }

    /// The record of why a conversation has no end, at the turn that was to come.
    fn stop(&self, conversation: &Conversation, why: &VoiceError) -> Finding {
        let last = conversation.current_turns().last().map(|turn| turn.id);
        Finding {
            turn: last.unwrap_or_else(|| self.turn_id(conversation)),
            kind: FindingKind::Stopped,
            severity: Severity::Fault,
            span: None,
            claimed: brake_of(why)
                .map_or("no_answer", BrakeRule::code)
                .to_owned(),
            actual: why.to_string(),
            product: None,
        }
    }

    /// What became of a conversation that was made earlier, as if it had been made now. Blocks.
    pub(super) fn look_back(&self, conversation: &Conversation, outcome: Outcome) -> Became {
        let (findings, verdict) = self.judge(conversation, outcome);
        Became::of(conversation, outcome, faults(&findings))
            .rejected(verdict.and_then(|(_, reason)| reason))
    }

    /// What the checks find, and what the review says where there is one and the conversation came to its end.
    fn judge(
        &self,
        conversation: &Conversation,
        outcome: Outcome,
    ) -> (Vec<Finding>, Option<Verdict>) {
        let mut ids: Vec<ProductId> = spoken_of(conversation).collect();
        ids.sort();
        ids.dedup();
        let known = Known::of(self.catalogue.products(&ids));
        let reviews = self.review == Reviewing::Discard && outcome != Outcome::Stopped;
        let verdict = reviews.then(|| auto_review::of_new(conversation, &known, &self.knowledge));
        (known.check_new(conversation), verdict)
    }

    /// A verdict of the review as an entry of the log.
    fn verdict_on(&self, id: ConversationId, (verdict, reason): Verdict) -> Op {
        Op::Review(vec![NewEntry {
            reviewer: ReviewerId::machine("offline"),
            subject: Subject::Conversation(id),
            base_version: 1,
            action: Action::Judge {
                before: None,
                after: Some(verdict.as_verdict()),
            },
            reason,
            bulk: Some(self.bulk),
        }])
    }
}

/// What a model was asked so far, as an event.
pub(super) fn asked_so_far(job: JobId, model: String, tally: Tally) -> JobEvent {
    JobEvent::Asked {
        job,
        model,
        calls: tally.attempts,
        tokens: tally.usage.tokens(),
        costs: tally.costs,
        failures: tally.failures.into_iter().collect(),
    }
}

/// The rule that a turn broke.
fn brake_of(error: &VoiceError) -> Option<BrakeRule> {
    match error {
        VoiceError::Braked(brake) => Some(brake.rule),
        _ => None,
    }
}

/// What would end every other conversation as well.
fn fatal(error: VoiceError) -> Option<JobError> {
    match error {
        // That ends the run too, but is no failure.
        VoiceError::Model(LlmError::Spent { .. }) => None,
        VoiceError::Model(error) if error.ends_the_run() => Some(error.into()),
        _ => None,
    }
}

/// Why nothing more can be asked, when that is the budget.
fn broke(error: &VoiceError) -> Option<String> {
    match error {
        VoiceError::Model(error @ LlmError::Spent { .. }) => Some(error.to_string()),
        _ => None,
    }
}

fn faults(findings: &[Finding]) -> u32 {
    let faults = findings.iter().filter(|f| f.severity == Severity::Fault);
    faults.count() as u32
}

/// What the shopper is after, in plain words: `blue cotton kurta, up to ₹1,500`.
pub(in crate::jobs) fn title(scenario: &Scenario) -> String {
    let mut words: Vec<&str> = scenario.wanted.iter().map(|f| f.value.as_str()).collect();
    words.push(&scenario.product_type);
    let mut title = words.join(" ");
    if let Some(recipient) = &scenario.recipient {
        title.push_str(&format!(" for {}", recipient.relation));
    }
    if let Some(budget) = scenario.budget {
        title.push_str(&format!(", up to {budget}"));
    }
    title
}
