//! What a running job reports, and what it can be told.

use crate::domain::{
    Act, ConversationId, Costs, Language, Outcome, ProductId, ProfileId, RunId, Speaker, TurnId,
};

/// A job of this process, or one that it watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u32);

impl JobId {
    /// The first number of the jobs that other processes do.
    const ELSEWHERE: u32 = 1 << 31;

    /// The number of a job that another process does, which no job of this one has.
    pub(super) fn elsewhere(number: u32) -> Self {
        JobId(JobId::ELSEWHERE | number)
    }

    /// Whether another process does it: it is only watched, and can be told to stop.
    pub fn is_elsewhere(self) -> bool {
        self.0 >= JobId::ELSEWHERE
    }
}

/// What kind of work a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Makes conversations.
    Generate,
    /// Makes profiles.
    Profiles,
    /// Brings products in.
    Import,
    /// Has a model describe products.
    Recaption,
    /// Writes files for a trainer.
    Export,
    /// Runs the checks again, or takes the figures of a set.
    Evaluate,
    /// Judges conversations by a program.
    AutoReview,
    /// Has a model word turns anew.
    Rewrite,
    /// Looks for products that are one thing.
    Duplicates,
    /// Reads the categories of all products.
    Categories,
    /// Has a model tell which categories are kinds of products.
    ProductTypes,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobEnd {
    /// All of it is done.
    Done,
    /// Done, with some rows left out; the summary says how many.
    Partial,
    /// A person stopped it; what was made is kept.
    Stopped,
    /// It could not go on; the summary says why.
    Failed,
}

/// What a job reports. Deltas may be merged or dropped on the way; everything else arrives.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEvent {
    /// The job began.
    Started {
        /// The job.
        job: JobId,
        /// What it does.
        kind: JobKind,
        /// A few words for people.
        title: String,
        /// How many items were asked for, when that is known.
        planned: Option<u64>,
        /// The run that it writes, for a generation.
        run: Option<RunId>,
    },
    /// A conversation was admitted and will now be made.
    Admitted {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// Its place in the run.
        ordinal: u32,
        /// The shopper.
        profile: ProfileId,
        /// The language.
        language: Language,
        /// What the shopper is after, in plain words.
        title: String,
    },
    /// A turn began; its text follows as deltas.
    TurnStarted {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// Who says it.
        speaker: Speaker,
        /// What it does.
        act: Act,
    },
    /// More text of the turn that is being made.
    Delta {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// The text to append.
        text: String,
    },
    /// What came of the turn so far does not count: it is worded again.
    TurnAgain {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
    },
    /// A turn is worded in several ways, of which a person picks one; their texts follow as deltas.
    Alternatives {
        /// The conversation.
        conversation: ConversationId,
        /// Who says it.
        speaker: Speaker,
        /// What it does.
        act: Act,
        /// The ways. Earlier ones are forgotten.
        turns: Vec<TurnId>,
    },
    /// One of them is whole, or could not be worded.
    AlternativeDone {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// Its text; or why there is none.
        text: Result<String, String>,
    },
    /// A turn is finished and in the store.
    TurnDone {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// Its whole text.
        text: String,
        /// What it offers or names.
        mentioned: Vec<ProductId>,
    },
    /// A conversation is finished and in the store.
    ConversationDone {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// How it ended.
        outcome: Outcome,
        /// Its turns.
        turns: u32,
        /// Faults that the checks found.
        faults: u32,
    },
    /// An item could not be made or read; the job goes on.
    LeftOut {
        /// The job.
        job: JobId,
        /// Which and why, in a sentence.
        sentence: String,
    },
    /// Something that a person should know, and that stops nothing: a model takes no temperature.
    Noted {
        /// The job.
        job: JobId,
        /// What, in a sentence.
        sentence: String,
    },
    /// How far the job is.
    Progress {
        /// The job.
        job: JobId,
        /// Items done.
        done: u64,
        /// Items left out.
        left_out: u64,
        /// Items asked for, when that is known.
        planned: Option<u64>,
        /// How far the file is that is being read, when one is.
        bytes: Option<Bytes>,
    },
    /// What a model was asked so far.
    Asked {
        /// The job.
        job: JobId,
        /// The model, as the server names it.
        model: String,
        /// Questions, those that were tried again as often as they were tried.
        calls: u64,
        /// Tokens read and written.
        tokens: u64,
        /// What the answers cost, as far as that is known.
        costs: Costs,
        /// Attempts that failed, by the kind of failure.
        failures: Vec<(&'static str, u64)>,
    },
    /// The job holds or goes on.
    Held {
        /// The job.
        job: JobId,
        /// Whether it holds now.
        state: Hold,
    },
    /// A conversation was given an order of its own.
    Steered {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// Whether it is held.
        state: Hold,
        /// The side that a person words.
        side: Option<Speaker>,
    },
    /// A conversation stands still; any later event of it says that it went on.
    Waits {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// What for.
        awaits: Awaits,
    },
    /// So many conversations are made at once from now on.
    AtOnce {
        /// The job.
        job: JobId,
        /// Conversations, those that stand still apart.
        conversations: usize,
    },
    /// The job ended.
    Ended {
        /// The job.
        job: JobId,
        /// How.
        end: JobEnd,
        /// A sentence with the figures.
        summary: String,
    },
}

/// How far the reading of a file is; compressed bytes of a compressed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// Bytes read.
    pub read: u64,
    /// Bytes of the file.
    pub total: u64,
}

/// What a conversation stands still for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaits {
    /// To be told to go on.
    Release,
    /// The words of a turn.
    Words {
        /// The turn.
        turn: TurnId,
        /// Who says it.
        speaker: Speaker,
        /// What the machine would do with it.
        act: Act,
    },
    /// One of the ways in which a turn was worded to be picked.
    Pick,
}

/// Whether a job, or a conversation, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hold {
    /// It waits to be told to go on; turns being made are finished first.
    Paused,
    /// It works.
    Going,
}
