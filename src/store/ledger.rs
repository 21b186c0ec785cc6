//! What the ledger of calls gives back.

use crate::domain::{Billing, CallEnd, CallState, Cost, Currency, Engine, NewCall, RunId};

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct KnownCall {
    /// How many attempts have left.
    pub attempts: u32,
    /// The answer that was kept.
    pub answer: Option<Vec<u8>>,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// What was asked, and of whom.
    pub call: NewCall,
    /// When it left, in milliseconds since 1970.
    pub sent_ms: i64,
    /// How it ended, and when; `None` while it is under way, and for ever when its process died meanwhile.
    pub end: Option<(CallEnd, i64)>,
}

/// What conversations that one model worded took.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct CallPilot {
    /// Conversations that came to an end of their own, and whose tokens the server counted.
    pub conversations: u64,
    /// Calls of each.
    pub calls: Spread,
    /// Tokens read for each.
    pub input: Spread,
    /// Tokens written for each.
    pub output: Spread,
}

/// How a figure is spread.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

/// The sum over calls that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSum {
    /// Their run.
    pub run: Option<RunId>,
    /// The kind of server.
    pub engine: Engine,
    /// The model that was asked.
    pub model: String,
    /// How far they came.
    pub state: CallState,
    /// Whether they have to be paid for.
    pub billing: Billing,
    /// The kind of failure.
    pub error: Option<String>,
    /// The currency of their cost; `None` when nobody knows what they cost.
    pub currency: Option<Currency>,
    /// How many they are.
    pub calls: u64,
    /// Tokens read.
    pub input: u64,
    /// Tokens written.
    pub output: u64,
    /// Of the tokens read, those that lay in the server's cache.
    pub cached: u64,
    /// What they cost, in millionths of the currency.
    pub micros: u64,
    /// What those may have cost at most of which nobody knows what they cost; `None` when there are none, or nobody knew a
    /// price.
    pub most: Option<Cost>,
}
