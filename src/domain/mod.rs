//! The words of the studio as plain data.
//!
//! Owns: ids, language, money, products, profiles, scenarios, conversations, findings, runs and the entries of the
//! review log. Does not: read files, know the time, draw random numbers, talk to a database or to a terminal.
//! Every other module may use this one; it uses none of them.

mod auto_review;
mod call;
mod conversation;
mod cost;
mod departments;
mod finding;
mod ids;
mod language;
mod money;
mod product;
mod product_field;
mod product_reading;
mod product_value;
mod profile;
mod remark;
mod review;
mod run;
mod scenario;
mod shares;
mod spend_limit;
mod traits;
mod usage;

pub use auto_review::{AutoReview, AutoVerdict};
pub use call::{Billing, CallEnd, CallId, CallState, NewCall, RequestHash, TurnPlace};
pub use conversation::{
    Act, Branch, Candidate, Conversation, Outcome, Provenance, Speaker, TextVersion, Turn,
};
pub use cost::{Cost, Costs, Price};
pub use departments::Departments;
pub use finding::{Finding, FindingKind, Severity, Span};
pub use ids::{
    BranchId, BulkId, ConversationId, EntryId, IdSequence, ProductId, ProfileId, ReviewerId, RunId,
    TurnId,
};
pub use language::{Language, UnknownLanguage};
pub use money::{Currency, Money, MoneyError};
pub use product::{Attributes, Domain, Product, UnknownDomain, is_safe_picture};
pub use product_field::{ProductField, UnknownField};
pub use product_reading::BadValue;
pub use product_value::ProductValue;
pub use profile::{
    BudgetRange, ConversationStyle, Demographics, DetailPreference, Formality, Gender, Preferences,
    Profile, Purchase, UsualSize,
};
pub use remark::{BadRating, BadTag, Dimension, Rating, Ratings, Tag, TagChange};
pub use review::{
    Action, Hlc, LogEntry, NewEntry, Reason, Status, Subject, Topic, UnknownWord, Verdict,
};
pub use run::{Engine, Mode, Run, RunState};
pub use scenario::{Feature, Motive, Recipient, Scenario};
pub use shares::{BadShares, Shared, Shares};
pub use spend_limit::{BadLimit, SpendLimit};
pub use traits::{
    BrandLoyalty, BuysFor, CityTier, Decisiveness, HomeState, Patience, PriceSensitivity,
    SpellingHabit, Traits,
};
pub use usage::Usage;
