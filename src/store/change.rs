//! Changes as values: what a caller wants written, in one transaction.

use serde::{Deserialize, Serialize};

use super::{ProductGroup, ProductTally};
use crate::domain::{
    BranchId, CallEnd, CallId, Conversation, ConversationId, Finding, LogEntry, NewCall, NewEntry,
    Outcome, Product, ProductId, ProductValue, Profile, RequestHash, ReviewerId, Run, RunId,
    RunState, Subject, Turn, TurnId,
};

/// When a change counts as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Durability {
    /// On disk before the answer comes: verdicts, edits, paid answers.
    #[default]
    Full,
    /// In the database before the answer comes, on disk soon: what can be made again.
    Batched,
}

/// The text that a person has typed into an editor and not yet saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Whose.
    pub reviewer: ReviewerId,
    /// The conversation.
    pub conversation: ConversationId,
    /// The turn being edited.
    pub turn: TurnId,
    /// The text version that the edit started from.
    pub base_version: u32,
    /// The text so far.
    pub text: String,
}

/// One step of a change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Op {
    /// Adds products as a catalogue says them, or replaces what the catalogue said of those of the same id. Edits of
    /// people stay over it; a picture and a model's description stay where the new row has none.
    PutProducts(Vec<Product>),
    /// Adds to what the catalogue says of products what a job found out: a picture, a model's description. Edits of people
    /// stay over it. The products as they are *now* are not to be put back by [`Op::PutProducts`] for that: people's edits
    /// would become the catalogue's word.
    EnrichProducts(Vec<(ProductId, ProductValue)>),
    /// Replaces all groups of products that are the same thing.
    PutProductGroups(Vec<ProductGroup>),
    /// Adds profiles or replaces those of the same id.
    PutProfiles(Vec<Profile>),
    /// Adds the record of a new run; refused when there is one of its id, which another process began meanwhile.
    BeginRun(Run),
    /// Adds or replaces a run record.
    PutRun(Run),
    /// Moves a run to another state, with the time when it ended (milliseconds since 1970).
    SetRunState(RunId, RunState, Option<i64>),
    /// Adds a conversation with the turns that it has; replaces one of the same id.
    PutConversation(Box<Conversation>),
    /// Appends a turn to a branch.
    AppendTurn(ConversationId, BranchId, Box<Turn>),
    /// Says how a conversation ended.
    EndConversation(ConversationId, Outcome),
    /// Replaces the findings of a conversation.
    PutFindings(ConversationId, Vec<Finding>),
    /// Appends entries to the review log; the store gives them ids and clock values.
    Review(Vec<NewEntry>),
    /// Takes back this reviewer's last entry, or the bulk that it belongs to.
    Undo(ReviewerId),
    /// Does again what this reviewer undid last.
    Redo(ReviewerId),
    /// Adds entries of another log; those that are here already are left alone.
    MergeLog(Vec<LogEntry>),
    /// Keeps a draft, replacing the one of the same reviewer and turn.
    PutDraft(Draft),
    /// Forgets a draft.
    DropDraft(ReviewerId, TurnId),
    /// Keeps a small value of the user interface, such as the last pane; `None` forgets it.
    PutSetting(String, Option<String>),
    /// Notes in the ledger that a call is about to leave; the store gives it an id and the time.
    SendCall(NewCall),
    /// Notes how a call ended, and keeps its answer. An answer that is kept already stays.
    EndCall(CallId, CallEnd, Option<Vec<u8>>),
    /// Forgets the answer to a request; its calls stay.
    ForgetAnswer(RequestHash),
    /// Keeps a small value if the steps before it in this change altered a product; else does nothing.
    PutSettingAfterProducts(String, String),
}

/// What to write, all of it or nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Change {
    /// The steps, in order.
    pub ops: Vec<Op>,
    /// Versions that must still hold, else nothing is written.
    pub expected: Vec<(Subject, u32)>,
    /// When it counts as written.
    pub durability: Durability,
}

impl Change {
    /// A change of one step, fully durable.
    pub fn one(op: Op) -> Self {
        Change {
            ops: vec![op],
            ..Change::default()
        }
    }

    /// The same change, batched.
    pub fn batched(ops: Vec<Op>) -> Self {
        Change {
            ops,
            expected: Vec::new(),
            durability: Durability::Batched,
        }
    }
}

/// What a change did.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Applied {
    /// The number of this change; grows by one with every change of the workspace.
    pub sequence: u64,
    /// The log entries that it wrote (inverses included), in order.
    pub entries: Vec<LogEntry>,
    /// The entries that an undo took back or a redo brought back, in order; empty when there was nothing to undo.
    pub reversed: Vec<LogEntry>,
    /// The rows that [`Op::SendCall`] made, in order.
    pub calls: Vec<CallId>,
    /// What [`Op::PutProducts`] did.
    pub products: ProductTally,
}
