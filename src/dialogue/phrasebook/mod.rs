//! The offline voice: lines from data files, chosen by a seeded stream and filled from a step's facts.
//!
//! Owns: the choice of a line. Does not: choose acts, facts or products.

mod book;
pub mod check;
mod echo;
mod fill;
mod habits;
mod pieces;
mod reasons;
pub(crate) mod template;

use std::path::Path;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream;
use rand::seq::SliceRandom;

use self::book::{Book, Line};
pub(crate) use self::fill::shown;
use self::fill::{Filler, unsaid};
use self::habits::Habits;
pub(crate) use self::habits::SPELLINGS;
use self::pieces::Pieces;
use super::chunks::chunks;
use super::data::{DataError, Knowledge};
use super::names::Speech;
use super::{Piece, Situation, Step, Voice, VoiceError, Worded, random, voice};
use crate::domain::{Engine, Language, Speaker};

/// A worded turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub text: String,
    /// The line's id, such as `hi/user.ask.cod/any/3`.
    pub source: String,
}

impl From<Wording> for Worded {
    fn from(Wording { text, source }: Wording) -> Self {
        Worded::offline(text, source)
    }
}

/// Words turns from the phrasebooks. The same step gives the same text, always.
#[derive(Clone, Debug)]
pub struct PhrasebookVoice {
    books: [Book; 3],
    knowledge: Arc<Knowledge>,
}

impl PhrasebookVoice {
    /// The embedded phrasebooks, with the files of `folder` (a workspace's `phrasebook/`) over them.
    pub fn new(knowledge: Arc<Knowledge>, folder: Option<&Path>) -> Result<Self, DataError> {
        Ok(PhrasebookVoice {
            books: [
                Book::load(Language::En, folder)?,
                Book::load(Language::Hi, folder)?,
                Book::load(Language::Hinglish, folder)?,
            ],
            knowledge,
        })
    }

    fn book(&self, language: Language) -> &Book {
        match language {
            Language::En => &self.books[0],
            Language::Hi => &self.books[1],
            Language::Hinglish => &self.books[2],
        }
    }

    /// The words of a step and the line that they came from.
    pub fn word(&self, step: &Step) -> Result<Wording, VoiceError> {
        let book = self.book(step.language);
        let habits = Habits::new(
            step.voice_seed,
            step.speaker,
            step.language,
            step.persona.formality,
        )
        .spelling(step.persona.spelling);
        // A line that says the same twice, or leaves out what the shopper asked for, is said only when every other does.
        let mut echo = None;
        for line in ranked(book, step) {
            let mut rng = random::stream(step.seed, &line.id, 1);
            let mut filler = Filler {
                step,
                habits: &habits,
                speech: Speech {
                    language: step.language,
                    knowledge: &self.knowledge,
                    colours: habits.colours,
                },
                pieces: Pieces { book },
                said: Vec::new(),
            };
            let Ok(text) = filler.fill(&line.pieces, &mut rng) else {
                continue;
            };
            let unsaid = unsaid(step, &filler.said);
            if unsaid && step.speaker == Speaker::User {
                continue;
            }
            let wording = Wording {
                text: habits.write(&text),
                source: line.id.clone(),
            };
            if !unsaid && !echo::echoes(&wording.text) {
                return Ok(wording);
            }
            echo.get_or_insert(wording);
        }
        echo.ok_or_else(|| VoiceError::NoLine {
            language: step.language.code(),
            situation: step.situation.to_string(),
        })
    }
}

/// The lines of a step's group in the order in which they are tried: those of this conversation's own third of the group
/// and not yet said first, so that neighbours open and close differently and nobody repeats himself.
fn ranked<'a>(book: &'a Book, step: &Step) -> Vec<&'a Line> {
    let group = step.situation.to_string();
    let formality = step.persona.formality;
    let mut lines: Vec<&Line> = book
        .lines(&group)
        .iter()
        .filter(|line| step.speaker == Speaker::Assistant || line.style.suits(formality))
        .collect();
    let mut rng = random::stream(step.seed, &group, 0);
    lines.shuffle(&mut rng);
    let edge = is_edge(step.situation);
    lines.sort_by_key(|line| {
        let said = step
            .history
            .iter()
            .filter(|said| said.source == line.id)
            .count();
        let stranger = edge && line.place % 3 != (step.ordinal % 3) as usize;
        // Who has said hello once does not say it again.
        let again = !step.history.is_empty() && line.greets();
        // Nor does a reply begin with the word that the other began with.
        let echo = step
            .history
            .iter()
            .rev()
            .take(2)
            .any(|before| line.begins_like(&before.text));
        (again, said, stranger, echo)
    });
    lines
}

/// Whether a turn opens or closes a conversation.
fn is_edge(situation: Situation) -> bool {
    use Situation::*;
    matches!(
        situation,
        UserHello
            | UserOpen
            | UserAccept
            | UserPick
            | UserLeave(_)
            | UserThanks
            | AssistantHello
            | AssistantBought
            | AssistantLeft
            | AssistantBye
    )
}

impl Voice for PhrasebookVoice {
    fn say<'a>(&'a self, step: &'a Step) -> voice::Pieces<'a> {
        let pieces = match self.word(step) {
            Ok(wording) => {
                let texts = chunks(&wording.text).into_iter();
                let mut pieces: Vec<_> = texts.map(Piece::Text).collect();
                pieces.push(Piece::Told(wording.into()));
                pieces
            }
            Err(error) => return stream::iter([Err(error)]).boxed(),
        };
        stream::iter(pieces.into_iter().map(Ok)).boxed()
    }

    fn engine(&self) -> Engine {
        Engine::Offline
    }
}
