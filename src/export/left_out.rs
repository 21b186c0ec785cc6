//! What an export left out, and why.

use serde::{Serialize, Serializer};

use crate::domain::{ConversationId, TurnId};

/// How much was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The whole conversation.
    Conversation,
    /// Some turns of it; the rest is in the file.
    Turns,
    /// One preference pair.
    Pair,
}

/// Why it was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// A person rejected the conversation.
    ConversationRejected,
    /// A person put the conversation aside.
    ConversationSkipped,
    /// No turn of it is accepted.
    NothingAccepted,
    /// No assistant turn of it was edited, or picked over another, so there is no pair.
    NoEdit,
    /// It holds a rejected turn and partly judged conversations are dropped.
    HoldsRejected,
    /// It holds an undecided turn and partly judged conversations are dropped.
    HoldsUndecided,
    /// The turn is rejected.
    TurnRejected,
    /// Nobody has decided about the turn.
    TurnUndecided,
    /// The turn has no text.
    TurnEmpty,
    /// No assistant turn of it answers a user turn that may be used.
    NoAssistantLeft,
    /// Turns after the last assistant turn have no answer to learn from.
    AfterLastAssistant,
    /// Without a system message a row must start with a user turn.
    BeforeFirstUser,
    /// The two texts differ in nothing but outer white space.
    SameText,
    /// A rejected turn stands before the edited one.
    RejectedBefore,
    /// A turn without text stands before the edited one.
    EmptyBefore,
    /// No user turn stands right before the edited one.
    NoUserBefore,
}

impl Why {
    /// The word of the manifest's counts.
    pub fn code(self) -> &'static str {
        match self {
            Why::ConversationRejected => "conversation_rejected",
            Why::ConversationSkipped => "conversation_skipped",
            Why::NothingAccepted => "nothing_accepted",
            Why::NoEdit => "no_edit",
            Why::HoldsRejected => "holds_rejected_turn",
            Why::HoldsUndecided => "holds_undecided_turn",
            Why::TurnRejected => "turn_rejected",
            Why::TurnUndecided => "turn_undecided",
            Why::TurnEmpty => "turn_empty",
            Why::NoAssistantLeft => "no_assistant_turn_left",
            Why::AfterLastAssistant => "after_last_assistant_turn",
            Why::BeforeFirstUser => "before_first_user_turn",
            Why::SameText => "same_text",
            Why::RejectedBefore => "rejected_turn_before",
            Why::EmptyBefore => "empty_turn_before",
            Why::NoUserBefore => "no_user_turn_before",
        }
    }

    /// The sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Why::ConversationRejected => "the conversation is rejected",
            Why::ConversationSkipped => "the conversation is put aside",
            Why::NothingAccepted => "no turn of it is accepted yet",
            Why::NoEdit => "no assistant turn of it was edited, or picked over another",
            Why::HoldsRejected => "it holds a rejected turn, and such conversations are dropped",
            Why::HoldsUndecided => "it holds an undecided turn, and such conversations are dropped",
            Why::TurnRejected => "the turn is rejected",
            Why::TurnUndecided => "nobody has decided about the turn",
            Why::TurnEmpty => "the turn has no text",
            Why::NoAssistantLeft => "no assistant turn with a user turn before it is left",
            Why::AfterLastAssistant => "a row ends on an assistant turn",
            Why::BeforeFirstUser => "a row without a system message starts on a user turn",
            Why::SameText => "the two texts differ in nothing but outer white space",
            Why::RejectedBefore => "a rejected turn stands before it, and a prompt never holds one",
            Why::EmptyBefore => "a turn without text stands before it",
            Why::NoUserBefore => "no user turn stands right before it",
        }
    }

    /// Whether this only says that the conversation was not asked for, by its verdict or for want of an edit.
    pub fn is_filter(self) -> bool {
        matches!(
            self,
            Why::ConversationRejected
                | Why::ConversationSkipped
                | Why::NothingAccepted
                | Why::NoEdit
        )
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Something that is not in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The conversation.
    pub conversation: ConversationId,
    /// The turn that is missing or stands in the way; the first of several.
    pub turn: Option<TurnId>,
    /// How much.
    pub what: What,
    /// How many turns, for [`What::Turns`]; else 0.
    pub turns: u32,
    /// Why.
    pub why: Why,
}

impl LeftOut {
    /// A whole conversation.
    pub fn conversation(conversation: ConversationId, turn: Option<TurnId>, why: Why) -> Self {
        LeftOut {
            conversation,
            turn,
            what: What::Conversation,
            turns: 0,
            why,
        }
    }

    /// Whether a row that the filter let through is missing from the file.
    pub fn is_missing_row(&self) -> bool {
        self.what != What::Turns && !self.why.is_filter()
    }
}
