//! The rules of shop talk as checks over text.
//!
//! Owns: finding what nobody would say: textbook words, a gendered assistant, wrong agreement and case, impossible
//! amounts, promises without a source. Does not: mend anything, or judge what only a reader can.
//!
//! Our own judgement, not a measurement; the rules have not been read by a panel of native speakers.

mod agreement;
pub(in crate::dialogue) mod endings;
mod forms;
mod manners;
mod money;
mod promises;
mod register;
mod speaker;
mod thing;
mod words;

use crate::domain::{Gender, Language, Speaker};

pub use self::words::Rule;
pub(crate) use self::words::{sentences, words};
use super::data::Knowledge;

/// A turn to be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Who says it.
    pub speaker: Speaker,
    /// The words.
    pub text: String,
    /// The gender of the shopper; nobody is checked against one that is not known.
    pub shopper: Gender,
    /// Full titles of the products that it offers.
    pub titles: Vec<String>,
    /// Sentences that may be said because the shop's policy or the catalogue says them.
    pub sources: Vec<String>,
}

impl Utterance {
    /// A turn without offers or sources.
    pub fn new(speaker: Speaker, text: impl Into<String>) -> Self {
        Utterance {
            speaker,
            text: text.into(),
            shopper: Gender::Unknown,
            titles: Vec::new(),
            sources: Vec::new(),
        }
    }
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which rule.
    pub rule: Rule,
    /// The turn's place, from 0.
    pub turn: usize,
    /// What is wrong, with the words.
    pub reason: String,
}

/// Every broken rule of a conversation.
pub fn check(turns: &[Utterance], language: Language, knowledge: &Knowledge) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (place, turn) in turns.iter().enumerate() {
        let mut add = |rule: Rule, reason: String| {
            broken.push(Broken {
                rule,
                turn: place,
                reason,
            });
        };
        let spoken = Utterance {
            text: words::unquoted(&turn.text),
            ..turn.clone()
        };
        register::check(&spoken, language, &mut add);
        agreement::check(&spoken, language, knowledge, &mut add);
        speaker::check(&spoken, language, &mut add);
        thing::check(&spoken, language, knowledge, &mut add);
        forms::check(&spoken, language, knowledge, &mut add);
        money::check(turn, &mut add);
        promises::check(turn, &mut add);
        manners::check(turn, language, &mut add);
    }
    broken.extend(manners::across(turns, language));
    broken
}
