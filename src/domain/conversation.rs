//! Conversations: stable turns, and branches that order them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{
    BranchId, ConversationId, Domain, Engine, EntryId, Language, Mode, ProductId, Profile,
    ReviewerId, RunId, Scenario, TurnId, UnknownWord,
};

/// Who says a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The shopper.
    User,
    /// The shop's assistant.
    Assistant,
}

impl Speaker {
    /// `user` or `assistant`, as trainers name the roles.
    pub fn role(self) -> &'static str {
        match self {
            Speaker::User => "user",
            Speaker::Assistant => "assistant",
        }
    }
}

/// What a turn does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Says hello.
    Greet,
    /// The user tells a need.
    Inform,
    /// The user asks about an offer or the shop.
    Ask,
    /// The assistant asks for a need.
    Clarify,
    /// Answers a question.
    Answer,
    /// The assistant offers products.
    Recommend,
    /// Sets two products side by side.
    Compare,
    /// The user names what is wrong without refusing.
    Critique,
    /// The user refuses the offer.
    Reject,
    /// The user takes the offer.
    Accept,
    /// Small talk.
    ChitChat,
    /// Thanks, or answers thanks.
    Thank,
    /// The user goes without buying.
    Leave,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 13] = [
        Act::Greet,
        Act::Inform,
        Act::Ask,
        Act::Clarify,
        Act::Answer,
        Act::Recommend,
        Act::Compare,
        Act::Critique,
        Act::Reject,
        Act::Accept,
        Act::ChitChat,
        Act::Thank,
        Act::Leave,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Act::Greet => "greet",
            Act::Inform => "inform",
            Act::Ask => "ask",
            Act::Clarify => "clarify",
            Act::Answer => "answer",
            Act::Recommend => "recommend",
            Act::Compare => "compare",
            Act::Critique => "critique",
            Act::Reject => "reject",
            Act::Accept => "accept",
            Act::ChitChat => "chit-chat",
            Act::Thank => "thank",
            Act::Leave => "leave",
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Act {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Act::ALL.into_iter().find(|act| act.code() == text);
        found.ok_or_else(|| UnknownWord::new("an act", text))
    }
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The user took an offer.
    Bought,
    /// The user went without buying.
    Left,
    /// The limit of exchanges was reached.
    OutOfTurns,
    /// A person or a failure stopped it.
    Stopped,
}

impl Outcome {
    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Bought => "bought",
            Outcome::Left => "left",
            Outcome::OutOfTurns => "out_of_turns",
            Outcome::Stopped => "stopped",
        }
    }
}

/// A product that retrieval returned, with its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The product.
    pub product: ProductId,
    /// The retrieval score; higher is better, comparable only within one query.
    pub score: f32,
}

/// Where a turn's text came from. Wall time and request ids live in the run record, not here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The engine that worded it.
    pub provider: Engine,
    /// The exact model id; `None` for the phrasebook.
    pub model: Option<String>,
    /// The hash of the prompt, or the phrasebook's line id.
    pub source: String,
    /// The seed of this turn's random stream.
    pub seed: u64,
    /// The query given to retrieval.
    pub query: Option<String>,
    /// What retrieval returned, best first.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// The place of the offered product among the candidates, from 0.
    pub chosen_rank: Option<u32>,
    /// Whether the program put the target in although retrieval did not find it.
    #[serde(default)]
    pub forced: bool,
    /// Tokens sent.
    pub input_tokens: Option<u64>,
    /// Tokens received.
    pub output_tokens: Option<u64>,
    /// What the provider charges, as far as that is known.
    pub cost: Option<super::Cost>,
    /// Whether the answer came from the response cache.
    #[serde(default)]
    pub cache_hit: bool,
}

/// One text of a turn. Version 1 is as generated or imported; later ones are edits, kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextVersion {
    /// From 1 upwards.
    pub version: u32,
    /// The text, exactly as received.
    pub text: String,
    /// The log entry that made it; `None` for version 1.
    pub entry: Option<EntryId>,
    /// The program that made it; `None` for what a person wrote.
    #[serde(default)]
    pub machine: Option<ReviewerId>,
}

/// One utterance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The id, kept for life.
    pub id: TurnId,
    /// Who says it.
    pub speaker: Speaker,
    /// What it does.
    pub act: Act,
    /// The language that it is meant to be in.
    pub language: Language,
    /// The text as generated or imported. The text that is in force now stands in the turn's review state.
    pub text: String,
    /// The products that it names, in order.
    #[serde(default)]
    pub mentioned: Vec<ProductId>,
    /// Where the text came from; `None` for imports that do not say.
    #[serde(default)]
    pub provenance: Option<Provenance>,
}

/// An ordered list of turns. Branches of a conversation share turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// The id.
    pub id: BranchId,
    /// The branch that it was made from.
    #[serde(default)]
    pub parent: Option<BranchId>,
    /// The turns in order.
    pub turns: Vec<TurnId>,
    /// Who was shown the last turn of this branch beside that of its parent and took the other; `None` for any other branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_over_by: Option<ReviewerId>,
}

/// A conversation with all its turns and branches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// The id, kept for life.
    pub id: ConversationId,
    /// The run that made it; `None` for imports.
    pub run: Option<RunId>,
    /// Its place in that run, from 0.
    pub ordinal: u32,
    /// The shopper, as it was when the conversation was made.
    pub profile: Profile,
    /// What the shopper wanted.
    pub scenario: Scenario,
    /// The language of the conversation.
    pub language: Language,
    /// The pipeline mode.
    pub mode: Mode,
    /// The engine.
    pub engine: Engine,
    /// How it ended; `None` while it is being made.
    pub outcome: Option<Outcome>,
    /// The branch that is read, judged and exported.
    pub current: BranchId,
    /// Every branch.
    pub branches: Vec<Branch>,
    /// Every turn of every branch.
    pub turns: BTreeMap<TurnId, Turn>,
}

impl Conversation {
    /// The turns of the current branch, in order.
    pub fn current_turns(&self) -> impl Iterator<Item = &Turn> {
        self.branches
            .iter()
            .find(|branch| branch.id == self.current)
            .into_iter()
            .flat_map(|branch| &branch.turns)
            .filter_map(|id| self.turns.get(id))
    }

    /// The department that the shopper shops in.
    pub fn domain(&self) -> Domain {
        self.scenario.domain
    }

    /// The exchanges of the current branch: user turns with a reply.
    pub fn exchanges(&self) -> u32 {
        let (mut exchanges, mut asked) = (0, false);
        for turn in self.current_turns() {
            exchanges += u32::from(asked && turn.speaker == Speaker::Assistant);
            asked = turn.speaker == Speaker::User;
        }
        exchanges
    }

    /// Whether the shopper shows a picture: names a product, as a turn does by its id, that the assistant has not named
    /// before.
    pub fn shows_a_picture(&self) -> bool {
        let mut offered = BTreeSet::new();
        for turn in self.current_turns() {
            match turn.speaker {
                Speaker::Assistant => offered.extend(&turn.mentioned),
                Speaker::User if turn.mentioned.iter().any(|id| !offered.contains(id)) => {
                    return true;
                }
                Speaker::User => {}
            }
        }
        false
    }

    /// Appends a turn to the current branch.
    pub fn push(&mut self, turn: Turn) {
        if let Some(branch) = self.branches.iter_mut().find(|b| b.id == self.current) {
            branch.turns.push(turn.id);
        }
        self.turns.insert(turn.id, turn);
    }
}
