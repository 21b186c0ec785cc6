//! A proposal: from answers to scores, and from scores to a verdict.

use serde::Serialize;

use super::question::{Aspect, Question, Seer, Weight};
use crate::domain::{AutoVerdict, ConversationId, Reason, Span, TurnId};

/// The most of one aspect.
const FULL: f32 = 2.0;
/// How many places are quoted for one question.
pub(super) const QUOTED: usize = 3;

/// The words that a no rests on. They stand in the turn just so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The turn's number, from 1.
    pub turn: u32,
    /// The turn.
    pub turn_id: TurnId,
    /// Where, in Unicode scalar values.
    pub span: Span,
    /// The words.
    pub quote: String,
    /// What is wrong with them, in a few words.
    pub note: String,
}

/// A question that was answered with no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct No {
    /// The question.
    pub question: Question,
    /// What shows it, at least one place.
    pub evidence: Vec<Evidence>,
}

/// The published three scores, 0 to 2 each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Rich and specific.
    pub content_quality: f32,
    /// It flows.
    pub logical_fluency: f32,
    /// It keeps to what the shopper wants.
    pub user_consistency: f32,
}

impl Scores {
    /// The sum, 0 to 6.
    pub fn sum(self) -> f32 {
        self.content_quality + self.logical_fluency + self.user_consistency
    }

    fn of(mut score: impl FnMut(Aspect) -> f32) -> Self {
        Scores {
            content_quality: score(Aspect::ContentQuality),
            logical_fluency: score(Aspect::LogicalFluency),
            user_consistency: score(Aspect::UserConsistency),
        }
    }

    fn get(self, aspect: Aspect) -> f32 {
        match aspect {
            Aspect::ContentQuality => self.content_quality,
            Aspect::LogicalFluency => self.logical_fluency,
            Aspect::UserConsistency => self.user_consistency,
        }
    }
}

/// What becomes of a conversation with something against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnFault {
    /// It is discarded.
    #[default]
    Reject,
    /// It is put aside, for people to look at.
    Skip,
    /// It is kept all the same; what stands against it is told.
    Keep,
    /// A model puts right what the evidence quotes; what is not good enough then is discarded.
    Repair,
    /// It is discarded, and its errand is made once more.
    Regenerate,
}

/// What is done about a conversation with something against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Turns of it are put right.
    Repair,
    /// Its errand is made once more.
    Regenerate,
}

/// What is proposed for one conversation, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proposal {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its number in the queue.
    pub number: i64,
    /// The verdict.
    pub verdict: AutoVerdict,
    /// Why it is not kept: of the gravest no.
    pub reason: Option<Reason>,
    /// What is done about it besides.
    pub remedy: Option<Remedy>,
    /// The three scores.
    pub scores: Scores,
    /// What was answered with no.
    pub no: Vec<No>,
    /// What nobody could answer.
    pub unseen: Vec<Question>,
    /// Answers of a model that did not count, because their words stand nowhere.
    pub void: u32,
}

/// The answers about one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answers {
    /// Questions answered with no.
    pub(super) no: Vec<No>,
    /// Questions that nobody could answer.
    pub(super) unseen: Vec<Question>,
    /// A model's own scores, when one was asked.
    pub(super) read: Option<Scores>,
    /// Answers that did not count.
    pub(super) void: u32,
}

/// What decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Policy {
    /// A sum below it is not enough.
    pub(super) cut: f32,
    pub(super) on_fault: OnFault,
}

impl Answers {
    /// The verdict that follows.
    pub(super) fn proposal(
        self,
        conversation: ConversationId,
        number: i64,
        policy: Policy,
    ) -> Proposal {
        let scores = Scores::of(|aspect| self.score(aspect));
        let mut against: Vec<Question> = self.no.iter().map(|no| no.question).collect();
        against.sort_by_key(|question| (question.weight() == Weight::Plain, *question));
        let grave = against.first().filter(|q| q.weight() == Weight::Grave);
        let good = grave.is_none() && scores.sum() >= policy.cut;
        let verdict = match (good, policy.on_fault) {
            (true, _) | (false, OnFault::Keep) => AutoVerdict::Kept,
            (false, OnFault::Skip) => AutoVerdict::Aside,
            (false, OnFault::Reject | OnFault::Repair | OnFault::Regenerate) => {
                AutoVerdict::Discarded
            }
        };
        let reason = against.first().map_or(Reason::Other, |q| q.reason());
        Proposal {
            conversation,
            number,
            verdict,
            reason: (!good).then_some(reason),
            remedy: None,
            scores,
            no: self.no,
            unseen: self.unseen,
            void: self.void,
        }
    }

    /// The score of an aspect: what its answers leave of it, or a model's score where that is lower and something with
    /// evidence stands against the aspect.
    fn score(&self, aspect: Aspect) -> f32 {
        let against = || {
            self.no
                .iter()
                .map(|no| no.question)
                .filter(|q| q.aspect() == aspect)
        };
        let by_answers = match against().any(|q| q.weight() == Weight::Grave) {
            true => 0.0,
            false => (FULL - against().count() as f32).max(0.0),
        };
        match self.read {
            Some(read) if against().next().is_some() => by_answers.min(read.get(aspect)),
            _ => by_answers,
        }
    }
}

/// The questions that only a reader can answer.
pub(super) fn for_readers() -> impl Iterator<Item = Question> {
    let all = Question::ALL.into_iter();
    all.filter(|question| question.seer() == Seer::Reader)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const POLICY: Policy = Policy {
        cut: 4.0,
        on_fault: OnFault::Reject,
    };

    fn against(questions: &[Question], read: Option<Scores>) -> Proposal {
        let no = |question: &Question| No {
            question: *question,
            evidence: Vec::new(),
        };
        let answers = Answers {
            no: questions.iter().map(no).collect(),
            read,
            ..Answers::default()
        };
        answers.proposal(ConversationId(Uuid::nil()), 1, POLICY)
    }

    #[test]
    fn the_cut_is_four_of_six_and_a_grave_no_needs_none() {
        use AutoVerdict::{Discarded, Kept};
        use Question::*;
        for (no, sum, verdict, reason) in [
            (&[][..], 6.0, Kept, None),
            (&[Repeats], 5.0, Kept, None),
            (&[Repeats, Wishes], 4.0, Kept, None),
            (
                &[Repeats, Wishes, Offers],
                3.0,
                Discarded,
                Some(Reason::IgnoresNeed),
            ),
            (&[Repeats, Answered, Ends], 4.0, Kept, None),
            (&[Wishes, Facts], 3.0, Discarded, Some(Reason::WrongFact)),
            (&[Language], 4.0, Discarded, Some(Reason::WrongLanguage)),
        ] {
            let proposal = against(no, None);
            assert_eq!(proposal.scores.sum(), sum, "{no:?}");
            assert_eq!(
                (proposal.verdict, proposal.reason),
                (verdict, reason),
                "{no:?}"
            );
        }
    }

    #[test]
    fn a_low_score_without_anything_against_the_aspect_does_not_count() {
        let low = Scores::of(|_| 0.5);
        assert_eq!(against(&[], Some(low)).scores.sum(), 6.0);
        let proposal = against(&[Question::Natural], Some(low));
        assert_eq!(proposal.scores.logical_fluency, 0.5);
        assert_eq!(proposal.scores.sum(), 4.5);
        let high = Scores::of(|_| 2.0);
        assert_eq!(against(&[Question::Natural], Some(high)).scores.sum(), 5.0);
    }

    #[test]
    fn readers_are_asked_what_the_program_cannot_see() {
        let codes: Vec<&str> = for_readers().map(Question::code).collect();
        assert_eq!(
            codes,
            ["specific", "follows", "natural", "need", "roles", "safe"]
        );
    }
}
