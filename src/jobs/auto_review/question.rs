//! The rubric: what is asked of a conversation, each question to be answered yes or no.

use serde::{Serialize, Serializer};

use crate::domain::Reason;

/// What the published pipeline scores, each from 0 to 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Rich and specific, or poor.
    ContentQuality,
    /// It flows, or it breaks.
    LogicalFluency,
    /// It keeps to what the shopper wants, or ignores it.
    UserConsistency,
}

impl Aspect {
    /// Every aspect, in the order of reports.
    pub const ALL: [Aspect; 3] = [
        Aspect::ContentQuality,
        Aspect::LogicalFluency,
        Aspect::UserConsistency,
    ];
}

/// Who can answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seer {
    /// The program, from the text and the catalogue. A model is not asked.
    Program,
    /// Only who understands what is read; a program may still see that the answer is no.
    Reader,
}

/// How much a no weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It alone discards the conversation, and its aspect scores 0.
    Grave,
    /// It takes one point off its aspect.
    Plain,
}

/// A question of the rubric; yes is the good answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Prices, brands, stock and products against the catalogue.
    Facts,
    /// Offers against the stated budget.
    Budget,
    /// Whether anything is offered.
    Offers,
    /// Whether the replies are of use.
    Specific,
    /// Whether the two take turns.
    Turns,
    /// Whether somebody repeats a line.
    Repeats,
    /// Whether questions are answered.
    Answered,
    /// Whether it comes to an end.
    Ends,
    /// Whether a turn follows from what was said.
    Follows,
    /// Whether people would write so.
    Natural,
    /// Whether the language and script are right.
    Language,
    /// Whether gender and address are right.
    Address,
    /// Whether the product that is wanted is named too early.
    Leak,
    /// Whether what is taken was offered.
    Taken,
    /// Whether what is taken is what was wanted.
    Wishes,
    /// Whether the shopper keeps to the need.
    Need,
    /// Whether each speaks as who they are.
    Roles,
    /// Whether it is free of personal data and of harm.
    Safe,
}

impl Question {
    /// Every question, in the order of reports.
    pub const ALL: [Question; 18] = [
        Question::Facts,
        Question::Budget,
        Question::Offers,
        Question::Specific,
        Question::Turns,
        Question::Repeats,
        Question::Answered,
        Question::Ends,
        Question::Follows,
        Question::Natural,
        Question::Language,
        Question::Address,
        Question::Leak,
        Question::Taken,
        Question::Wishes,
        Question::Need,
        Question::Roles,
        Question::Safe,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Question::Facts => "facts",
            Question::Budget => "budget",
            Question::Offers => "offers",
            Question::Specific => "specific",
            Question::Turns => "turns",
            Question::Repeats => "repeats",
            Question::Answered => "answered",
            Question::Ends => "ends",
            Question::Follows => "follows",
            Question::Natural => "natural",
            Question::Language => "language",
            Question::Address => "address",
            Question::Leak => "leak",
            Question::Taken => "taken",
            Question::Wishes => "wishes",
            Question::Need => "need",
            Question::Roles => "roles",
            Question::Safe => "safe",
        }
    }

    /// The question in words.
    pub fn words(self) -> &'static str {
        match self {
            Question::Facts => "Does the catalogue agree with every price, brand and product?",
            Question::Budget => "Is every offer within the stated budget, or said to be above it?",
            Question::Offers => "Does the assistant offer something, or say that there is nothing?",
            Question::Specific => "Are the assistant's replies specific and of use to the shopper?",
            Question::Turns => "Do the two take turns, and does each of them say something?",
            Question::Repeats => "Does nobody say the same line twice?",
            Question::Answered => "Is every question of the shopper answered?",
            Question::Ends => "Does the talk come to an end of its own?",
            Question::Follows => "Does each turn follow from what was said before it?",
            Question::Natural => "Would people write like this in this language?",
            Question::Language => "Is all of it in the language and script that it is meant to be?",
            Question::Address => "Are gender, agreement and the level of address right?",
            Question::Leak => "Is the product that is wanted named only once it is offered?",
            Question::Taken => "Was what the shopper takes offered before?",
            Question::Wishes => "Is what the shopper takes what the shopper wanted?",
            Question::Need => "Does the shopper keep to one need, and say so when it changes?",
            Question::Roles => {
                "Does the shopper speak as a shopper and the assistant as an assistant?"
            }
            Question::Safe => "Is it free of personal data and of anything unsafe?",
        }
    }

    /// The aspect that it counts for.
    pub fn aspect(self) -> Aspect {
        match self {
            Question::Facts | Question::Budget | Question::Offers | Question::Specific => {
                Aspect::ContentQuality
            }
            Question::Turns
            | Question::Repeats
            | Question::Answered
            | Question::Ends
            | Question::Follows
            | Question::Natural => Aspect::LogicalFluency,
            Question::Language
            | Question::Address
            | Question::Leak
            | Question::Taken
            | Question::Wishes
            | Question::Need
            | Question::Roles
            | Question::Safe => Aspect::UserConsistency,
        }
    }

    /// Who can answer it.
    pub fn seer(self) -> Seer {
        match self {
            Question::Specific
            | Question::Follows
            | Question::Natural
            | Question::Need
            | Question::Roles
            | Question::Safe => Seer::Reader,
            _ => Seer::Program,
        }
    }

    /// How much a no weighs.
    pub fn weight(self) -> Weight {
        match self {
            Question::Facts
            | Question::Budget
            | Question::Turns
            | Question::Language
            | Question::Leak
            | Question::Taken
            | Question::Roles
            | Question::Safe => Weight::Grave,
            _ => Weight::Plain,
        }
    }

    /// The reason that a no gives for a rejection.
    pub fn reason(self) -> Reason {
        match self {
            Question::Facts => Reason::WrongFact,
            Question::Budget => Reason::OverBudget,
            Question::Follows | Question::Natural => Reason::Unnatural,
            Question::Repeats => Reason::Repeats,
            Question::Language => Reason::WrongLanguage,
            Question::Address => Reason::GenderOrAddress,
            Question::Roles => Reason::WrongSpeaker,
            Question::Safe => Reason::Unsafe,
            Question::Offers
            | Question::Specific
            | Question::Answered
            | Question::Taken
            | Question::Wishes
            | Question::Need => Reason::IgnoresNeed,
            Question::Turns | Question::Ends | Question::Leak => Reason::Other,
        }
    }
}

impl Serialize for Question {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
