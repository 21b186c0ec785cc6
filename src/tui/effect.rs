//! Everything that the studio asks for, as data. The runtime carries it out.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::dialogue::prompts::PromptName;
use crate::domain::{
    ConversationId, Dimension, Language, Product, ProductId, ProductValue, ProfileId, Rating,
    Reason, Subject, TurnId, Verdict,
};
use crate::export::Overwrite;
use crate::jobs::{ImportOptions, JobId, Lookup, ModelWish, Remark, Steer};
use crate::review::Filter;
use crate::store::{Cursor, ProfileFilter};

use super::command::CommandId;
use super::msg::Level;
use super::pictures::PictureRequest;
use super::theme::Role;

/// One thing to do outside of the pure core.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Count everything.
    Counts,
    /// Read a page of the queue.
    Queue {
        /// Echoed in the answer.
        request: u64,
        /// Which conversations.
        filter: Filter,
        /// From where.
        cursor: Cursor,
        /// How many.
        limit: u32,
    },
    /// Read a conversation.
    Read {
        /// Echoed in the answer.
        request: u64,
        /// Which.
        id: ConversationId,
    },
    /// Write a verdict.
    Judge {
        /// About what.
        subject: Subject,
        /// The verdict; `None` takes it away.
        verdict: Option<Verdict>,
        /// Why.
        reason: Option<Reason>,
    },
    /// Write a verdict on every conversation that the filter keeps.
    JudgeMany {
        /// Which conversations.
        filter: Filter,
        /// The verdict.
        verdict: Verdict,
        /// Why.
        reason: Option<Reason>,
    },
    /// Write a new text of a turn.
    Edit {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// The text version that the edit started from.
        base_version: u32,
        /// The new text.
        text: String,
    },
    /// Say something of a conversation beside a verdict.
    Remark {
        /// The conversation.
        conversation: ConversationId,
        /// What is said.
        remarks: Vec<Remark>,
    },
    /// Take back the last decision.
    Undo,
    /// Do it again.
    Redo,
    /// Keep a draft of an edit that is not saved yet.
    KeepDraft {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// The text version that the edit started from.
        base_version: u32,
        /// The text so far.
        text: String,
    },
    /// Forget a draft.
    DropDraft(TurnId),
    /// Ask for drafts that were left.
    Drafts,
    /// Search products.
    Search {
        /// Echoed in the answer; older answers are stale.
        request: u64,
        /// What is looked for.
        query: Box<Lookup>,
    },
    /// Search products and put the best in order by meaning too; answered as a search, or with why it cannot be.
    SearchByMeaning {
        /// Echoed in the answer; older answers are stale.
        request: u64,
        /// What is looked for.
        query: Box<Lookup>,
    },
    /// Read a picture and make it ready to be shown.
    Picture(PictureRequest),
    /// Find what is like a product, or goes with it; answered as a search.
    Relatives {
        /// Echoed in the answer.
        request: u64,
        /// The product.
        product: ProductId,
        /// How what is found stands to it.
        relation: Relation,
        /// How many at most.
        limit: usize,
    },
    /// Read all that is known of a product.
    Product {
        /// Echoed in the answer.
        request: u64,
        /// Which.
        id: ProductId,
    },
    /// Read what a product was before.
    History(ProductId),
    /// Give a field of a product another value.
    EditProduct {
        /// The product.
        id: ProductId,
        /// The value.
        value: ProductValue,
        /// The version of the product that the edit started from.
        version: u32,
    },
    /// Change which products a turn names.
    Mention {
        /// The conversation.
        conversation: ConversationId,
        /// The turn.
        turn: TurnId,
        /// The products that it names from now on.
        products: Vec<ProductId>,
    },
    /// Show a product's picture outside of the terminal, or copy its address.
    OpenPicture(Box<Product>),
    /// Read a page of profiles.
    Profiles {
        /// Echoed in the answer.
        request: u64,
        /// Which.
        filter: ProfileFilter,
        /// From where.
        cursor: Cursor,
        /// How many.
        limit: u32,
    },
    /// Fill a prompt in with a shopper's data; of any that speaks its language when none is named.
    Preview {
        /// Which prompt.
        name: PromptName,
        /// Whose data.
        shopper: Option<ProfileId>,
    },
    /// Start a job that makes conversations.
    Generate {
        /// How many.
        count: u32,
        /// Only in this language.
        language: Option<Language>,
        /// Whether words come as people read, or as fast as they can be made.
        speed: Speed,
        /// The model that words the turns; `None` for the phrasebook.
        model: Option<ModelWish>,
    },
    /// Work out how files would be imported; relative paths count from where the studio was started.
    PlanImport(Box<ImportOptions>),
    /// Write the file's name that a command line ends with to its end, as far as there is one way to.
    Complete {
        /// The line.
        line: String,
    },
    /// Start an import.
    Import(Box<ImportOptions>),
    /// Hold a job.
    Pause(JobId),
    /// Let a held job go on.
    Resume(JobId),
    /// Stop a job.
    Stop(JobId),
    /// Go on with one of the ways in which a turn was worded.
    Pick {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// The turn that is picked.
        turn: TurnId,
    },
    /// Let the runs of this studio go on in processes of their own.
    Detach,
    /// Start an export.
    Export {
        /// The format's name.
        format: String,
        /// The file; a name in the workspace's exports folder when there is none.
        file: Option<String>,
        /// Which conversations.
        filter: Filter,
        /// What may happen to a file that is there already.
        overwrite: Overwrite,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Load a theme by name.
    Theme(String),
    /// Steer one conversation of a job.
    Steer {
        /// The job.
        job: JobId,
        /// The conversation.
        conversation: ConversationId,
        /// What it is told.
        order: Steer,
    },
    /// Make so many conversations at once from now on.
    AtOnce {
        /// The job.
        job: JobId,
        /// Conversations.
        conversations: usize,
    },
    /// Make one more conversation of the shopper and wish of this one, beside it.
    Requeue {
        /// The old one.
        conversation: ConversationId,
        /// Where chance starts from; `None` for a seed that no run had yet.
        seed: Option<u64>,
        /// The model that words it; `None` for the phrasebook.
        model: Option<ModelWish>,
    },
    /// Have another model, or another temperature, word what has not begun.
    Retune {
        /// The job.
        job: JobId,
        /// What is to be otherwise.
        wish: ModelWish,
    },
    /// Keep a small value.
    Keep {
        /// Its key.
        key: String,
        /// The value.
        value: String,
    },
    /// Wake the app after this time.
    WakeAfter(Duration),
    /// Tell the person; the app takes this one itself.
    Tell(Level, String),
    /// Go to Review and open this conversation; the app takes this one itself.
    Visit(ConversationId),
    /// Go to Review and open this conversation at this turn; the app takes this one itself.
    VisitTurn(ConversationId, Option<TurnId>),
    /// Put a product into the turn under Review's cursor; the app takes this one itself.
    Use(Box<Product>),
    /// Ask the person something; the app takes this one itself.
    Ask(Ask),
    /// Run a command; the app takes this one itself.
    Run(CommandId, String),
    /// Draw everything again.
    Redraw,
    /// Leave.
    Quit,
}

/// How products stand to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They are much like it.
    Alike,
    /// They go with it, as a dupatta does with a kurta.
    GoesWith,
}

/// How fast conversations appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Speed {
    /// At the pace that is set for people who watch.
    #[default]
    Watched,
    /// As fast as they can be made.
    Fast,
}

/// A question that a pane wants asked over itself.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Why something is rejected; the answer runs the command with the reason as its argument.
    Reason(CommandId),
    /// How good the open conversation is, by dimension, with the ratings that stand; each answer runs the command with
    /// `DIMENSION RATING`.
    Rate(BTreeMap<Dimension, Rating>),
    /// A line of text; the answer runs the command with it.
    Line {
        /// What is asked.
        question: String,
        /// What stands in the field at first.
        preset: String,
        /// The command that gets the answer.
        command: CommandId,
    },
    /// Whether to do what undo cannot take back, or what touches many.
    Confirm {
        /// What is asked, with the exact count.
        question: String,
        /// The command that is run on yes.
        command: CommandId,
        /// Its argument.
        argument: String,
    },
    /// Two or three products side by side.
    Compare(Vec<Product>),
    /// A page to read: a title and lines.
    Page(String, Vec<PageLine>),
}

/// A line of a page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLine {
    /// How it looks.
    pub role: Role,
    /// The text; long ones are wrapped.
    pub text: String,
}

/// What an update asks for, in order.
pub type Effects = Vec<Effect>;
