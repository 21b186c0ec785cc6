//! One turn in several ways: all of them are worded, a person picks one, the others are kept beside it.
//!
//! Owns: how the ways differ, what becomes of those that were passed over. Does not: wait for the person (the helm does), or
//! say which way is better.

use std::collections::BTreeSet;

use futures_util::StreamExt;
use futures_util::future::join_all;

use super::super::{JobError, JobEvent};
use super::making::{Said, Shop, Talk};
use super::steering::{Helm, Picked, StoppedBy, Way};
use crate::dialogue::{Machine, Piece, Recorded, Spending, Step, Voice, VoiceError, Worded, told};
use crate::domain::{Branch, Conversation, ConversationId, Engine, IdSequence, ReviewerId, TurnId};
use crate::simulate;

/// How many seeds are tried at most for each way that is wanted: few lines of the phrasebook may fit.
const TRIES: usize = 6;

/// A pick that is about to be kept.
pub(super) struct Choice {
    /// The turn that was picked.
    pub(super) picked: TurnId,
    /// Those that were not.
    passed_over: Vec<(TurnId, Recorded)>,
    by: ReviewerId,
}

impl Choice {
    /// Keeps what was passed over: each as the last turn of a branch of its own.
    pub(super) fn set_aside(self, conversation: &mut Conversation, ids: &IdSequence) {
        let current = conversation.current;
        let said: Vec<TurnId> = conversation.current_turns().map(|turn| turn.id).collect();
        for (turn, recorded) in self.passed_over {
            let number = conversation.branches.len() as u32;
            conversation.branches.push(Branch {
                id: ids.branch(conversation.ordinal, number),
                parent: Some(current),
                turns: said.iter().copied().chain([turn]).collect(),
                passed_over_by: Some(self.by.clone()),
            });
            conversation
                .turns
                .insert(turn, simulate::turn(turn, recorded));
        }
    }
}

/// One way to say a step.
struct Alternative {
    turn: TurnId,
    step: Step,
    worded: Result<Worded, VoiceError>,
}

impl Shop {
    /// Words a step in several ways for as long as a person asks for them; the words that were picked, or `None` to have the
    /// step worded as usual.
    pub(super) async fn branch(
        &self,
        helm: &mut Helm,
        talk: &mut Talk,
        machine: &mut Machine,
        step: &mut Step,
    ) -> Result<Option<Said>, JobError> {
        while let Some(ways) = helm.ways() {
            self.save(talk).await?;
            self.hear_edits(talk, machine).await?;
            step.history = machine.history().into();
            let mut found = tokio::select! {
                biased;
                () = helm.given_up() => return Ok(Some(Said::Stopped(StoppedBy::Itself))),
                found = self.alternatives(talk, step, helm, ways) => found,
            };
            let good = found.iter().filter(|way| way.worded.is_ok());
            let turns: Vec<TurnId> = good.map(|way| way.turn).collect();
            if turns.is_empty()
                && let Some(Err(error)) = found.pop().map(|way| way.worded)
            {
                return Ok(Some(Said::Trouble(error)));
            }
            let pick = helm.pick(&turns).await;
            // The one that is said is counted with what is said.
            let said =
                |way: &&Alternative| matches!(pick, Picked::One(turn, _) if turn == way.turn);
            let unsaid = found.iter().filter(|way| !said(way));
            for worded in unsaid.filter_map(|way| way.worded.as_ref().ok()) {
                talk.spent.add(worded);
            }
            match pick {
                Picked::One(turn, by) => {
                    let said = picked(turn, by, found, talk, step);
                    self.begin_turn(talk, step);
                    return Ok(said);
                }
                Picked::End(by) => return Ok(Some(Said::Stopped(by))),
                Picked::None => {}
            }
            if let Way::End(by) = self.pass(helm, talk, machine).await? {
                return Ok(Some(Said::Stopped(by)));
            }
            step.history = machine.history().into();
        }
        Ok(None)
    }

    /// Words a step in so many ways at once, as far as the voice has so many.
    async fn alternatives(
        &self,
        talk: &mut Talk,
        step: &Step,
        helm: &Helm,
        ways: usize,
    ) -> Vec<Alternative> {
        let conversation = talk.conversation.id;
        let voice = talk.voice.clone();
        let steps = differing(&*voice, step, ways).await;
        let turns: Vec<TurnId> = self
            .free_ids(&talk.conversation)
            .take(steps.len())
            .collect();
        self.reporter.post(JobEvent::Alternatives {
            conversation,
            speaker: step.speaker,
            act: step.act,
            turns: turns.clone(),
        });
        let all = turns.into_iter().zip(steps);
        let said =
            all.map(|(turn, step)| self.say_aside(&*voice, (conversation, turn), step, helm));
        let mut found = Vec::new();
        for (way, wasted) in join_all(said).await {
            talk.spent.add_answers(&wasted);
            found.push(way);
        }
        found
    }

    /// Words one way, and what its failed answers took.
    async fn say_aside(
        &self,
        voice: &dyn Voice,
        (conversation, turn): (ConversationId, TurnId),
        step: Step,
        helm: &Helm,
    ) -> (Alternative, Spending) {
        let (worded, wasted) = self
            .hear_aside(voice, (conversation, turn), &step, helm)
            .await;
        let text = worded.as_ref().map(|worded| worded.text.clone());
        self.reporter.post(JobEvent::AlternativeDone {
            conversation,
            turn,
            text: text.map_err(ToString::to_string),
        });
        (Alternative { turn, step, worded }, wasted)
    }

    async fn hear_aside(
        &self,
        voice: &dyn Voice,
        (conversation, turn): (ConversationId, TurnId),
        step: &Step,
        helm: &Helm,
    ) -> (Result<Worded, VoiceError>, Spending) {
        let mut wasted = Spending::default();
        let mut pieces = voice.say(step);
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(Piece::Text(text)) => self.reporter.post(JobEvent::Delta {
                    conversation,
                    turn,
                    text,
                }),
                Ok(Piece::Again) => self
                    .reporter
                    .post(JobEvent::TurnAgain { conversation, turn }),
                Ok(Piece::Wasted(spent)) => wasted = spent,
                Ok(Piece::Note(sentence)) => self.reporter.noted(sentence),
                Ok(Piece::Told(worded)) => return (Ok(worded), wasted),
                Err(error) => return (Err(error), wasted),
            }
            // Nobody waits for what will not be picked.
            if let Some(wait) = self.pace.filter(|_| helm.ended().is_none()) {
                tokio::time::sleep(wait).await;
            }
        }
        let none = VoiceError::Engine("the voice ended without a turn".to_owned());
        (Err(none), wasted)
    }
}

/// The step with seeds of its own for each way. What costs nothing is tried out, so that no two ways are the same.
async fn differing(voice: &dyn Voice, step: &Step, ways: usize) -> Vec<Step> {
    // The first is the one that would have been said.
    let mut others = (0..).map(|way| step.another(way));
    if voice.engine() != Engine::Offline {
        return others.take(ways).collect();
    }
    let (mut texts, mut steps) = (BTreeSet::new(), Vec::new());
    for step in others.by_ref().take(ways * TRIES) {
        if let Ok(worded) = told(voice.say(&step)).await
            && texts.insert(worded.text)
        {
            steps.push(step);
        }
        if steps.len() == ways {
            break;
        }
    }
    if steps.is_empty() {
        steps.push(step.clone());
    }
    steps
}

/// Takes the pick: its words are said, the others wait to be kept beside it.
fn picked(
    turn: TurnId,
    by: ReviewerId,
    found: Vec<Alternative>,
    talk: &mut Talk,
    step: &mut Step,
) -> Option<Said> {
    let (mut words, mut passed_over) = (None, Vec::new());
    for way in found {
        match way.worded {
            Ok(worded) if way.turn == turn => {
                *step = way.step;
                words = Some(worded);
            }
            Ok(worded) => passed_over.push((way.turn, Recorded::of(way.step, worded))),
            Err(_) => {}
        }
    }
    talk.choice = Some(Choice {
        picked: turn,
        passed_over,
        by,
    });
    words.map(Said::Whole)
}
