//! Brakes: which answers of a model end a conversation rather than stand in it.
//!
//! Owns: the rules by name, and the sentence that each breach gets. Does not: ask again or stop anything; that is for who
//! asks. What is merely untrue (a wrong price, a product that is not there) is for the checks to find, not for a brake.

mod circles;
mod drift;
mod leak;
mod looping;

use std::fmt;

pub use self::circles::circles;
pub use self::drift::drift;
pub use self::leak::leak;
pub use self::looping::looping;

/// A rule that ends a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrakeRule {
    /// One side says the same over and over.
    Circles,
    /// The turn is in another language.
    LanguageDrift,
    /// The turn repeats what the model was told.
    PromptLeak,
    /// The answer is empty, data, or the other side's turn.
    NoSpeech,
    /// The model or its server declines.
    Declined,
    /// The answer ends in the middle.
    CutOff,
    /// The conversation used all the tokens that it may.
    TokenBudget,
}

impl BrakeRule {
    /// The word that files and reports carry.
    pub fn code(self) -> &'static str {
        match self {
            BrakeRule::Circles => "circles",
            BrakeRule::LanguageDrift => "language_drift",
            BrakeRule::PromptLeak => "prompt_leak",
            BrakeRule::NoSpeech => "no_speech",
            BrakeRule::Declined => "declined",
            BrakeRule::CutOff => "cut_off",
            BrakeRule::TokenBudget => "token_budget",
        }
    }
}

impl fmt::Display for BrakeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A breach of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {why}")]
pub struct Brake {
    /// The rule.
    pub rule: BrakeRule,
    /// What is wrong, in words.
    pub why: String,
}

impl Brake {
    /// A breach of this rule.
    pub fn new(rule: BrakeRule, why: impl Into<String>) -> Self {
        Brake {
            rule,
            why: why.into(),
        }
    }
}
