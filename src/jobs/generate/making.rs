//! One conversation in the making: the machine picks, the voice words, the store keeps, the watcher sees.
//!
//! Runs on a worker thread of its own, because the search is synchronous; waits there on the store and on its pace.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::runtime::Handle;

use super::super::control::{Gate, Pass};
use super::super::facts::{Known, spoken_of};
use super::super::runner::Reporter;
use super::super::{JobError, JobEvent};
use super::catalogue::Catalogue;
use crate::dialogue::data::Knowledge;
use crate::dialogue::{Limits, Machine, Plan, Recorded, Step, Voice, VoiceError, Worded};
use crate::domain::{
    Conversation, Finding, IdSequence, Mode, Outcome, ProductId, RunId, Scenario, Severity, TurnId,
};
use crate::simulate;
use crate::store::{Change, Durability, Op, Store};

use super::loops::Loops;
use super::outcome::Became;
use super::plan::Planned;

/// What all conversations of a run share.
pub(super) struct Shop {
    pub(super) store: Store,
    pub(super) voice: Arc<dyn Voice>,
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
    pub(super) runtime: Handle,
}

/// A conversation that is ready to be made.
pub(super) struct Admitted {
    conversation: Conversation,
    plan: Plan,
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
}

/// How a turn came out.
enum Said {
    Whole(String),
    Stopped,
    Trouble(VoiceError),
}

impl Shop {
    /// The conversation that a plan begins.
    pub(super) fn begin(&self, planned: Planned, scenario: Scenario) -> Admitted {
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
        let conversation = simulate::begin(&plan, &self.ids, Some(self.run), self.voice.engine());
        Admitted { conversation, plan }
    }

    /// Puts a conversation into the store and tells of it.
    pub(super) async fn admit(&self, admitted: &Admitted) -> Result<(), JobError> {
        let conversation = &admitted.conversation;
        let put = Op::PutConversation(Box::new(conversation.clone()));
        self.write(vec![put]).await?;
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

    async fn write(&self, ops: Vec<Op>) -> Result<(), JobError> {
        let change = Change {
            ops,
            expected: Vec::new(),
            durability: self.durability,
        };
        self.store.apply(change).await?;
        Ok(())
    }

    /// Makes all turns of an admitted conversation. Blocks.
    pub(super) fn make(&self, admitted: Admitted, mut gate: Gate) -> Result<Made, JobError> {
        let Admitted {
            mut conversation,
            plan,
        } = admitted;
        let mut machine = Machine::new(plan, self.catalogue.clone(), self.knowledge.clone());
        let (mut loops, mut unsaved) = (Loops::default(), Vec::new());
        let mut trouble = None;
        let mut stopped = false;
        while !stopped && trouble.is_none() {
            if self.runtime.block_on(gate.pass()) == Pass::Stopped {
                stopped = true;
                break;
            }
            let step = machine.next();
            if let Some(fault) = self.catalogue.take_fault() {
                return Err(fault);
            }
            let Some(step) = step else {
                break;
            };
            match self.say(&conversation, &step, &gate) {
                Said::Whole(text) => {
                    trouble = loops.hear(step.speaker, &text);
                    let worded = Worded::by(self.voice.as_ref(), &step, text);
                    let recorded = machine.record(step, worded);
                    unsaved.push(self.keep(&mut conversation, recorded));
                    // Who watches finds each turn in the store; who does not gets all of it sooner, in one change.
                    if self.pace.is_some() {
                        self.save(&conversation, &mut unsaved)?;
                    }
                }
                Said::Stopped => stopped = true,
                Said::Trouble(error) => trouble = Some(error.to_string()),
            }
        }
        let whole = !stopped && trouble.is_none();
        let outcome = machine.outcome().filter(|_| whole);
        self.end(
            conversation,
            outcome.unwrap_or(Outcome::Stopped),
            unsaved,
            trouble,
        )
    }

    /// Words a step, piece by piece at the pace that was asked for.
    fn say(&self, conversation: &Conversation, step: &Step, gate: &Gate) -> Said {
        let turn = self.turn_id(conversation);
        self.reporter.post(JobEvent::TurnStarted {
            job: self.reporter.id(),
            conversation: conversation.id,
            turn,
            speaker: step.speaker,
            act: step.act,
        });
        self.runtime.block_on(async {
            let mut pieces = self.voice.say(step);
            let mut text = String::new();
            let mut due = tokio::time::Instant::now();
            while let Some(piece) = pieces.next().await {
                let piece = match piece {
                    Ok(piece) => piece,
                    Err(error) => return Said::Trouble(error),
                };
                text.push_str(&piece);
                let Some(wait) = self.pace else {
                    continue;
                };
                self.reporter.post(JobEvent::Delta {
                    conversation: conversation.id,
                    turn,
                    text: piece,
                });
                if gate.stopped() {
                    return Said::Stopped;
                }
                due += wait;
                tokio::time::sleep_until(due).await;
            }
            Said::Whole(text)
        })
    }

    fn turn_id(&self, conversation: &Conversation) -> TurnId {
        let position = conversation.turns.len() as u32;
        self.ids.turn(conversation.ordinal, position)
    }

    fn keep(&self, conversation: &mut Conversation, recorded: Recorded) -> TurnId {
        let turn = simulate::turn(self.turn_id(conversation), recorded);
        let id = turn.id;
        conversation.push(turn);
        id
    }

    /// Writes turns, then tells of them.
    fn save(&self, conversation: &Conversation, unsaved: &mut Vec<TurnId>) -> Result<(), JobError> {
        let append = |id: &TurnId| {
            let turn = conversation.turns.get(id)?.clone();
            Some(Op::AppendTurn(
                conversation.id,
                conversation.current,
                Box::new(turn),
            ))
        };
        let ops = unsaved.iter().filter_map(append).collect();
        self.runtime.block_on(self.write(ops))?;
        self.tell(conversation, unsaved);
        Ok(())
    }

    fn tell(&self, conversation: &Conversation, unsaved: &mut Vec<TurnId>) {
        for turn in unsaved
            .drain(..)
            .filter_map(|id| conversation.turns.get(&id))
        {
            self.reporter.post(JobEvent::TurnDone {
                conversation: conversation.id,
                turn: turn.id,
                text: turn.text.clone(),
                mentioned: turn.mentioned.clone(),
            });
        }
    }

    fn end(
        &self,
        mut conversation: Conversation,
        outcome: Outcome,
        mut unsaved: Vec<TurnId>,
        trouble: Option<String>,
    ) -> Result<Made, JobError> {
        conversation.outcome = Some(outcome);
        let findings = self.check(&conversation);
        let faults = faults(&findings);
        let became = Became::of(&conversation, outcome, faults);
        let ended = match unsaved.is_empty() {
            true => Op::EndConversation(conversation.id, outcome),
            false => Op::PutConversation(Box::new(conversation.clone())),
        };
        let ops = vec![ended, Op::PutFindings(conversation.id, findings)];
        self.runtime.block_on(self.write(ops))?;
        self.tell(&conversation, &mut unsaved);
        let turns = conversation.turns.len() as u32;
        self.reporter.post(JobEvent::ConversationDone {
            job: self.reporter.id(),
            conversation: conversation.id,
            outcome,
            turns,
            faults,
        });
        Ok(Made {
            became,
            turns,
            trouble,
        })
    }

    /// What became of a conversation that was made earlier, as if it had been made now. Blocks.
    pub(super) fn look_back(&self, conversation: &Conversation, outcome: Outcome) -> Became {
        Became::of(conversation, outcome, faults(&self.check(conversation)))
    }

    fn check(&self, conversation: &Conversation) -> Vec<Finding> {
        let mut ids: Vec<ProductId> = spoken_of(conversation).collect();
        ids.sort();
        ids.dedup();
        Known::of(self.catalogue.products(&ids)).check_new(conversation)
    }
}

fn faults(findings: &[Finding]) -> u32 {
    let faults = findings.iter().filter(|f| f.severity == Severity::Fault);
    faults.count() as u32
}

/// What the shopper is after, in plain words: `blue cotton kurta, up to ₹1,500`.
fn title(scenario: &Scenario) -> String {
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
