//! Everything that can happen to the studio, as data.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::tui::keymap::{KeyEvent, MouseEvent};
use crate::tui::pictures::{Absent, PictureRequest, Shown};

use crate::domain::{
    BulkId, Conversation, ConversationId, LogEntry, Product, ProductId, Profile, ReviewerId, TurnId,
};
use crate::jobs::{FilePlan, Found, ImportOptions, JobEvent, Preview, ProductDetail};
use crate::store::{Counts, Cursor, Draft, Page, ProductVersion, Reviewed, Standing, Summary};

/// One thing that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// A mouse button or the wheel.
    Mouse(MouseEvent),
    /// Text from the clipboard or an input method.
    Paste(String),
    /// The terminal has another size.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The cells of the terminal have another size in pixels: its text was made larger or smaller.
    Zoom,
    /// A job reports.
    Job(JobEvent),
    /// The store or the index answers.
    Reply(Reply),
    /// A moment that an effect asked to be woken at.
    Wake,
    /// The process was asked to end (a signal).
    Terminate,
}

/// What the workspace is, for the title bar and the opening screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its directory as shown to people.
    pub shown: String,
    /// Who judges here.
    pub reviewer: ReviewerId,
    /// Why nothing can be written here; `None` when it can.
    pub read_only: Option<String>,
    /// How this studio stands to other processes that have the workspace open.
    pub standing: Standing,
    /// Whether products can be put in order by meaning.
    pub embeddings: Server,
}

impl Place {
    /// Whether what is stored changes without this studio.
    pub fn others_write(&self) -> bool {
        self.standing != Standing::ALONE
    }
}

/// Whether a server is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// The settings name one.
    Named,
    /// They name none.
    Missing,
}

impl Server {
    /// Why nothing can be put in order by meaning; `None` when it can.
    pub fn why_not(self) -> Option<&'static str> {
        match self {
            Server::Named => None,
            Server::Missing => Some(
                "no server is set up for it: put embeddings_url and embeddings_model into your config.toml",
            ),
        }
    }
}

/// A conversation ready to be read and judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Its key in the queue.
    pub key: i64,
    /// The conversation, its review state, and what the checks find in the texts in force.
    pub reviewed: Reviewed,
    /// The products that its turns name.
    pub products: BTreeMap<ProductId, Product>,
    /// What it gives to an export as it stands.
    pub gives: Gives,
}

impl Reading {
    /// The conversation itself.
    pub fn conversation(&self) -> &Conversation {
        &self.reviewed.conversation
    }
}

/// How many training rows something gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Gives {
    /// SFT rows.
    pub sft: u32,
    /// DPO pairs.
    pub dpo: u32,
}

/// What a decision was, so that its answer can be told to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A verdict on one turn.
    Turn(ConversationId, TurnId),
    /// A verdict on one conversation.
    Conversation(ConversationId),
    /// A new text of a turn.
    Edit(ConversationId, TurnId),
    /// Other products that a turn names.
    Mention(ConversationId, TurnId),
    /// A comment, tags or ratings.
    Remark(ConversationId),
    /// A field of a product.
    Product(ProductId),
    /// A verdict on many conversations.
    Bulk(BulkId, u64),
    /// Something was taken back.
    Undo,
    /// Something was done again.
    Redo,
}

/// An answer to an effect.
#[derive(Debug)]
pub enum Reply {
    /// The workspace is open.
    Opened(Place),
    /// The workspace cannot be opened.
    NotOpened(String),
    /// Something was committed, by us or by another process.
    Changed,
    /// Another process holds the workspace now, or this one does.
    Standing(Standing),
    /// How many there are of everything.
    Counts(Counts),
    /// A page of the queue.
    Queue {
        /// The number of the request that it answers.
        request: u64,
        /// From where it was asked for.
        cursor: Cursor,
        /// The page.
        page: Page<Summary>,
        /// How many the filter keeps in all.
        total: u64,
    },
    /// A conversation to read; `None` when it does not exist.
    Reading {
        /// The number of the request that it answers.
        request: u64,
        /// The conversation.
        reading: Option<Box<Reading>>,
    },
    /// A decision is durable, or failed with a sentence.
    Decided {
        /// What it was.
        decision: Decision,
        /// The entries written, and those reversed by an undo or redo.
        result: Result<Written, String>,
    },
    /// Products found.
    Products {
        /// The number of the request that it answers.
        request: u64,
        /// The rows with what is to be said about the search.
        found: Box<Found>,
    },
    /// Products could not be put in order by meaning.
    NotByMeaning {
        /// The number of the request that it answers.
        request: u64,
        /// A sentence.
        why: String,
    },
    /// A picture is ready, or there is none.
    Picture {
        /// The request that it answers.
        request: PictureRequest,
        /// The picture, or why there is none.
        outcome: Result<Arc<Shown>, Absent>,
    },
    /// All that is known of a product, or why it cannot be read.
    Product {
        /// The number of the request that it answers.
        request: u64,
        /// What is known.
        detail: Result<Box<ProductDetail>, String>,
    },
    /// Something to put on the clipboard, and what to say of it.
    Address {
        /// The text.
        address: String,
        /// What is told.
        told: String,
    },
    /// What a product was before, oldest first.
    History(Vec<ProductVersion>),
    /// A page of profiles.
    Profiles {
        /// The number of the request that it answers.
        request: u64,
        /// From where it was asked for.
        cursor: Cursor,
        /// The page.
        page: Page<Profile>,
    },
    /// A prompt, filled in.
    Preview(Box<Preview>),
    /// Drafts that an earlier run left unsaved.
    Drafts(Vec<Draft>),
    /// A small kept value.
    Setting {
        /// Its key.
        key: String,
        /// The value.
        value: Option<String>,
    },
    /// An export would replace this file, and was not begun.
    FileExists {
        /// The format that was asked for.
        format: String,
        /// The file.
        file: String,
    },
    /// How files would be imported, to be agreed to, or why they cannot be.
    ImportPlanned {
        /// What is to be imported.
        options: Box<ImportOptions>,
        /// One plan a file.
        plans: Result<Vec<FilePlan>, String>,
    },
    /// A command line with its last file's name written further.
    Completed {
        /// The line as it was.
        line: String,
        /// The line as it goes on; the same when there is no one way.
        completed: String,
        /// What it may go on with, when there are several.
        choices: Vec<String>,
    },
    /// Something to tell.
    Notice(Level, String),
}

/// What a decision wrote.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Written {
    /// The new entries.
    pub entries: Vec<LogEntry>,
    /// The entries that were taken back or brought back.
    pub reversed: Vec<LogEntry>,
    /// What the conversation gives to an export now, when one conversation was meant.
    pub gives: Gives,
}

/// How loud a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Good to know.
    Info,
    /// Done and safe.
    Good,
    /// Look here.
    Warn,
    /// Did not work; stays until a key is pressed.
    Error,
}
