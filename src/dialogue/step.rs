//! One step: all that a voice may know when it words a turn.
//!
//! Owns: acts, facts, offers, persona and history as data. Does not: choose an act or a word.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Exit, Question, Situation, random};
use crate::domain::{
    Act, Candidate, ConversationId, DetailPreference, Feature, Formality, Gender, Language, Money,
    Product, ProductId, Profile, Recipient, RunId, Scenario, Speaker, SpellingHabit,
};

/// The person behind the user's voice, as far as it shows in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Persona {
    /// The stated gender: Hindi verbs follow it.
    pub gender: Gender,
    /// Years.
    pub age: u8,
    /// The city.
    pub city: String,
    /// How formally the person talks.
    pub formality: Formality,
    /// How much the person tells at once.
    pub detail: DetailPreference,
    /// How the person spells in Latin letters; `None` when each conversation decides.
    pub spelling: Option<SpellingHabit>,
}

impl Persona {
    /// The persona of a profile.
    pub fn of(profile: &Profile) -> Self {
        Persona {
            gender: profile.demographics.gender,
            age: profile.demographics.age,
            city: profile.demographics.location.clone(),
            formality: profile.conversation_style.formality,
            detail: profile.conversation_style.detail_preference,
            spelling: profile.traits.spelling_habit,
        }
    }
}

/// What the shopper knows and the assistant does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// The shopper.
    pub profile: Arc<Profile>,
    /// What the shopper wants.
    pub scenario: Scenario,
    /// The product that would be just right, for those who must keep its name from the shopper.
    pub target: Option<Arc<Product>>,
    /// The run and the conversation that the words are for, when they are kept.
    pub kept_in: Option<(RunId, ConversationId)>,
}

/// The facts that the turn is about. A voice says these and invents none.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// The kind of product, by its key in the noun lexicon or in plain words.
    pub thing: String,
    /// Features told, asked for or missing, such as color = blue.
    pub features: Vec<Feature>,
    /// The limit that is told or that holds.
    pub budget: Option<Money>,
    /// For whom it is.
    pub recipient: Option<Recipient>,
    /// Who wears it, when the shopper says so without naming a person.
    pub wearer: Option<Gender>,
    /// The occasion's key.
    pub occasion: Option<String>,
    /// The question that is asked or answered.
    pub question: Option<Question>,
    /// The lowest price that retrieval found, when nothing is within the budget.
    pub floor: Option<Money>,
    /// The answer's words, quoted from the product or the shop's policy.
    pub value: Option<String>,
    /// What an offer shares with the wishes told.
    pub matched: Vec<Feature>,
    /// Wishes told of which the offer's data says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsure: Vec<Feature>,
    /// Why the shopper goes, once said.
    #[serde(default)]
    pub exit: Option<Exit>,
}

/// A product that is offered or spoken of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// The product.
    pub product: Arc<Product>,
}

/// A turn that was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Who said it.
    pub speaker: Speaker,
    /// What it did.
    pub act: Act,
    /// The situation that it was said in.
    pub situation: Situation,
    /// The words.
    pub text: String,
    /// The phrasebook line or prompt that they came from.
    pub source: String,
    /// The products named.
    pub mentioned: Vec<ProductId>,
}

/// What retrieval did for a step.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Retrieval {
    /// The words searched for.
    pub query: String,
    /// The hits, best first.
    pub candidates: Vec<Candidate>,
    /// The place of the offered product among them, from 0.
    pub chosen_rank: Option<u32>,
    /// Whether the program put the product in although retrieval did not choose it.
    pub forced: bool,
}

/// One step of a conversation: the voice turns it into text.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Who speaks.
    pub speaker: Speaker,
    /// What the turn does.
    pub act: Act,
    /// What is going on.
    pub situation: Situation,
    /// The language.
    pub language: Language,
    /// What the turn is about.
    pub facts: Facts,
    /// The products offered or spoken of, the most important first.
    pub offered: Vec<Offer>,
    /// The person behind the user's voice.
    pub persona: Arc<Persona>,
    /// What only the shopper's side may know.
    pub brief: Arc<Brief>,
    /// What was said so far.
    pub history: Arc<[Said]>,
    /// What retrieval did, on the turns that searched.
    pub retrieval: Option<Retrieval>,
    /// The conversation's place in its run: neighbours open and close in different words.
    pub ordinal: u32,
    /// The seed of the conversation's own habits, such as spelling.
    pub voice_seed: u64,
    /// The seed of this turn's random stream.
    pub seed: u64,
}

impl Step {
    /// The same step, to be worded another way: with a seed of its own for each `way` from 1. Way 0 is the step itself.
    #[must_use]
    pub fn another(&self, way: u64) -> Self {
        Step {
            seed: match way {
                0 => self.seed,
                way => random::mix(self.seed, "way", way),
            },
            ..self.clone()
        }
    }
}
