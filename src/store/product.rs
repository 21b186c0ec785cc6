//! What is known of a product beside its fields: who changed it and when, who speaks of it, what is the same as it.

use serde::{Deserialize, Serialize};

use super::Summary;
use crate::domain::{Act, LogEntry, Product, ProductId, Speaker, TurnId};
use crate::review::ProductEdits;

/// What an import did to the products that were there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProductTally {
    /// Products that are new.
    pub added: u64,
    /// Products of which the catalogue now says something else; what it said before is kept as a version.
    pub updated: u64,
    /// Products of which it says the same as before.
    pub unchanged: u64,
    /// Products, whether updated or not, in which an edit of a person stands against what the catalogue says.
    pub edits_kept: u64,
}

impl std::ops::AddAssign for ProductTally {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.edits_kept += other.edits_kept;
    }
}

/// What made a version of a product.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// An import of this source; empty when the source has no name.
    Import(String),
    /// A person: the log entry, be it an edit or the undo of one.
    Person(Box<LogEntry>),
}

/// One state of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductVersion {
    /// From 1 upwards, without gaps.
    pub version: u32,
    /// The product as it was.
    pub product: Product,
    /// What made it so.
    pub origin: Origin,
    /// When, in milliseconds since 1970; `None` when an older format of the workspace did not note it.
    pub at_ms: Option<i64>,
}

/// A product as it is now, with what stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductRecord {
    /// The version in force. Its number is also how many versions there are.
    pub now: ProductVersion,
    /// What the catalogue says, without anybody's edits.
    pub imported: Product,
    /// The fields that people changed.
    pub edits: ProductEdits,
}

/// A turn that names a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnUse {
    /// The turn.
    pub turn: TurnId,
    /// Its place in the current branch, from 1.
    pub place: u32,
    /// Who says it.
    pub speaker: Speaker,
    /// What it does.
    pub act: Act,
    /// The text in force.
    pub text: String,
}

/// A conversation that names a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The conversation, as the queue shows it.
    pub conversation: Summary,
    /// The turns of the current branch that name it; empty when only another branch does.
    pub turns: Vec<TurnUse>,
}

/// Products that are the same thing under several ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductGroup {
    /// The products, the one that stands for all first. A product is in one group at most.
    pub members: Vec<ProductId>,
}
