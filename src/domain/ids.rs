//! Identifiers: one type each, so that a turn is never taken for a conversation.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text.trim()).map(Self)
            }
        }
    };
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Arc<str>);

        impl $name {
            /// The id as the text it came in.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }
    };
}

uuid_id!(
    /// A conversation, for life: edits and branches keep it.
    ConversationId
);
uuid_id!(
    /// A turn, for life: an edit makes a new text version, never a new turn.
    TurnId
);
uuid_id!(
    /// One ordered list of turns of a conversation.
    BranchId
);
uuid_id!(
    /// One entry of the review log.
    EntryId
);
uuid_id!(
    /// The log entries that one bulk action wrote together.
    BulkId
);
uuid_id!(
    /// One run of a job that made conversations.
    RunId
);
text_id!(
    /// A product's id as its catalogue gives it.
    ProductId
);
text_id!(
    /// A profile's `user_id`.
    ProfileId
);
text_id!(
    /// A reviewer: a configured name, or a stable pseudonym of the system user.
    ReviewerId
);

impl ReviewerId {
    /// What the name of every reviewer begins with that is a program. Its verdicts never count as a person's.
    pub const MACHINE: &str = "auto:";

    /// The program of this name.
    pub fn machine(name: &str) -> Self {
        Self::from(format!("{}{name}", Self::MACHINE))
    }

    /// Whether it is a program.
    pub fn is_machine(&self) -> bool {
        self.as_str().starts_with(Self::MACHINE)
    }
}

/// Makes the ids of one run from its seed, so that the same seed gives the same ids.
///
/// The time part of each uuid v7 is a virtual clock that starts at [`IdSequence::EPOCH_MS`] and advances one second a
/// conversation; the random part is a BLAKE3 hash of (seed, run number, kind, ordinals).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdSequence {
    seed: u64,
    run_number: u32,
}

impl IdSequence {
    /// 2026-01-01T00:00:00Z in milliseconds: where every run's virtual clock starts.
    pub const EPOCH_MS: u64 = 1_767_225_600_000;

    /// The ids of run number `run_number` (0 for the first run of this seed in its workspace).
    pub fn new(seed: u64, run_number: u32) -> Self {
        Self { seed, run_number }
    }

    /// The run's own id.
    pub fn run(&self) -> RunId {
        RunId(self.make("run", 0, 0))
    }

    /// The id of the conversation planned at place `ordinal`.
    pub fn conversation(&self, ordinal: u32) -> ConversationId {
        ConversationId(self.make("conversation", ordinal, 0))
    }

    /// The id of branch number `branch` of that conversation.
    pub fn branch(&self, ordinal: u32, branch: u32) -> BranchId {
        BranchId(self.make("branch", ordinal, branch))
    }

    /// The id of the turn made at place `position` of that conversation.
    pub fn turn(&self, ordinal: u32, position: u32) -> TurnId {
        TurnId(self.make("turn", ordinal, position))
    }

    fn make(&self, kind: &str, ordinal: u32, position: u32) -> Uuid {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.to_le_bytes());
        hasher.update(&self.run_number.to_le_bytes());
        hasher.update(kind.as_bytes());
        hasher.update(&ordinal.to_le_bytes());
        hasher.update(&position.to_le_bytes());
        let mut random = [0u8; 10];
        random.copy_from_slice(&hasher.finalize().as_bytes()[..10]);
        let millis = Self::EPOCH_MS + u64::from(ordinal) * 1_000 + u64::from(position).min(999);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let (a, b) = (IdSequence::new(7, 0), IdSequence::new(7, 0));
        assert_eq!(a.conversation(3), b.conversation(3));
        assert_eq!(a.turn(3, 1), b.turn(3, 1));
    }

    #[test]
    fn a_second_run_of_a_seed_has_other_ids_in_the_same_order() {
        let (a, b) = (IdSequence::new(7, 0), IdSequence::new(7, 1));
        assert_ne!(a.conversation(0), b.conversation(0));
        assert!(a.conversation(0) < a.conversation(1));
        assert!(b.turn(0, 1) < b.turn(0, 2));
        assert_eq!(a.run().0.get_version_num(), 7);
    }
}
