//! What reads give back: pages, summaries, counts.

use std::collections::BTreeMap;

use crate::domain::{
    Conversation, ConversationId, Domain, Engine, Finding, Language, Outcome, ProfileId, RunId,
    Status,
};
use crate::review::ConversationReview;

/// Where a page starts. Keys are opaque numbers that the items of a page carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cursor {
    /// At the first item.
    #[default]
    First,
    /// At the last items; the page still comes in ascending order.
    Last,
    /// After the item with this key.
    After(i64),
    /// Before the item with this key; the page still comes in ascending order.
    Before(i64),
}

/// Some items in ascending key order.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items with their keys.
    pub items: Vec<(i64, T)>,
    /// Whether there are more beyond this page in the direction that was asked for.
    pub more: bool,
}

/// One line of the review queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The conversation.
    pub id: ConversationId,
    /// Its run.
    pub run: Option<RunId>,
    /// Its place in the run, from 0.
    pub ordinal: u32,
    /// The shopper.
    pub profile: ProfileId,
    /// The language.
    pub language: Language,
    /// The department.
    pub domain: Domain,
    /// The engine.
    pub engine: Engine,
    /// How it ended; `None` while it is being made.
    pub outcome: Option<Outcome>,
    /// Where it stands in review.
    pub status: Status,
    /// Turns of the current branch.
    pub turns: u32,
    /// Turns with a verdict of their own.
    pub decided: u32,
    /// Turns whose text in force is an edit.
    pub edited: u32,
    /// Faults that the checks found.
    pub faults: u32,
    /// The first user turn, as generated.
    pub opening: String,
}

/// A conversation with its review state and findings: all that a reader shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The conversation as generated or imported; but its turns name the products that people said they name.
    pub conversation: Conversation,
    /// What people decided.
    pub review: ConversationReview,
    /// What the checks found.
    pub findings: Vec<Finding>,
}

/// How many there are of what.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Products.
    pub products: u64,
    /// Profiles.
    pub profiles: u64,
    /// Conversations by status; a status without any may be absent.
    pub conversations: BTreeMap<Status, u64>,
    /// Conversations by language; a language without any may be absent.
    pub languages: BTreeMap<Language, u64>,
    /// Turns that were edited.
    pub edited_turns: u64,
}

impl Counts {
    /// All conversations.
    pub fn total(&self) -> u64 {
        self.conversations.values().sum()
    }

    /// Conversations that nobody has finished judging: todo and part.
    pub fn to_review(&self) -> u64 {
        let of = |status| self.conversations.get(&status).copied().unwrap_or(0);
        of(Status::Todo) + of(Status::Part)
    }
}

/// Which profiles are meant. Empty fields do not restrict.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ProfileFilter {
    /// Only this language.
    pub language: Option<Language>,
    /// Only profiles whose scenario is in this domain.
    pub domain: Option<Domain>,
    /// Words that must all occur in id, city, style or brands.
    pub words: Vec<String>,
}
