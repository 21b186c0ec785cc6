//! Findings: faults that a check located in a turn, with the catalogue's fact beside each.

use serde::{Deserialize, Serialize};

use super::{ProductId, TurnId};

/// A place in a turn's text, in Unicode scalar values from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Which check spoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A price that is not the product's.
    Price,
    /// A brand that is not the product's.
    Brand,
    /// Offered as available although none is left.
    Stock,
    /// Offered although dearer than the stated budget, or of unknown price.
    Budget,
    /// A product id that the catalogue does not know.
    UnknownProduct,
    /// The product that the shopper is after, named before it was offered.
    Leak,
    /// A turn in the words of the other side.
    RoleSwap,
    /// The conversation was ended here before its time; by whom or by which rule.
    Stopped,
}

impl FindingKind {
    /// Every check.
    pub const ALL: [FindingKind; 8] = [
        FindingKind::Price,
        FindingKind::Brand,
        FindingKind::Stock,
        FindingKind::Budget,
        FindingKind::UnknownProduct,
        FindingKind::Leak,
        FindingKind::RoleSwap,
        FindingKind::Stopped,
    ];

    /// The word that files carry.
    pub fn code(self) -> &'static str {
        match self {
            FindingKind::Price => "price",
            FindingKind::Brand => "brand",
            FindingKind::Stock => "stock",
            FindingKind::Budget => "budget",
            FindingKind::UnknownProduct => "unknown_product",
            FindingKind::Leak => "leak",
            FindingKind::RoleSwap => "role_swap",
            FindingKind::Stopped => "stopped",
        }
    }
}

/// How sure a check is that something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Note,
    /// The catalogue says otherwise, or what was said before does.
    Fault,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The turn.
    pub turn: TurnId,
    /// Which check.
    pub kind: FindingKind,
    /// How sure.
    pub severity: Severity,
    /// Where in the text, when it is said in words.
    pub span: Option<Span>,
    /// What the turn says, such as `₹1,299`.
    pub claimed: String,
    /// What the catalogue says, such as `₹1,499`.
    pub actual: String,
    /// The product that the fact belongs to.
    pub product: Option<ProductId>,
}
