//! What a person asks of an export.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{ExportError, Inputs};
use crate::domain::{Language, UnknownWord};

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Every field of the model, one conversation a line: the lossless format.
    Muse,
    /// TRL, supervised fine-tuning, conversational: `{"messages": [...]}`.
    Sft,
    /// TRL, preference pairs with an explicit prompt: `{"prompt", "chosen", "rejected"}`.
    Dpo,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Format::Muse, Format::Sft, Format::Dpo];

    /// The word of the command line and the manifest.
    pub fn code(self) -> &'static str {
        match self {
            Format::Muse => "muse",
            Format::Sft => "sft",
            Format::Dpo => "dpo",
        }
    }

    /// The version of the file's shape; it grows when a reader would have to change.
    pub fn version(self) -> u32 {
        1
    }

    /// The file name that is used when a person gives none.
    pub fn file_name(self) -> &'static str {
        match self {
            Format::Muse => "muse.jsonl",
            Format::Sft => "sft.jsonl",
            Format::Dpo => "dpo.jsonl",
        }
    }

    /// Whether a sidecar with ids lies beside the file, because the file itself may not carry them.
    pub fn has_meta(self) -> bool {
        self != Format::Muse
    }

    /// What is taken when nothing is said: all of it for the lossless format, what people accepted for the others.
    pub fn default_take(self) -> Take {
        match self {
            Format::Muse => Take::Any,
            Format::Sft | Format::Dpo => Take::Accepted,
        }
    }

    /// How partly judged conversations are treated when nothing is said.
    pub fn default_partial(self) -> Partial {
        match self {
            Format::Muse => Partial::Mask,
            Format::Sft | Format::Dpo => Partial::Cut,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Format {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Format::ALL.into_iter().find(|format| format.code() == text);
        found.ok_or_else(|| UnknownWord::new("an export format; use muse, sft or dpo", text))
    }
}

/// Which conversations are taken: `--status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    /// Neither rejected nor put aside, and with at least one accepted turn.
    Accepted,
    /// Also what nobody has judged. What a person rejected stays out of the files for trainers all the same.
    Any,
}

impl FromStr for Take {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "accepted" => Ok(Take::Accepted),
            "any" => Ok(Take::Any),
            _ => Err(UnknownWord::new(
                "a choice of conversations; use accepted or any",
                text,
            )),
        }
    }
}

/// What happens to a conversation that holds a rejected or undecided turn: `--partial`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Partial {
    /// It ends at the last accepted assistant turn before that turn.
    Cut,
    /// It is left out.
    Drop,
    /// The turn stays, marked; only for formats that can say so.
    Mask,
}

impl FromStr for Partial {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "cut" => Ok(Partial::Cut),
            "drop" => Ok(Partial::Drop),
            "mask" => Ok(Partial::Mask),
            _ => Err(UnknownWord::new(
                "a treatment of partly judged conversations; use cut, drop or mask",
                text,
            )),
        }
    }
}

/// Whose verdicts count: `--reviewers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reviewers {
    /// Those of people.
    #[default]
    People,
    /// Those of people, and where there is none the automatic review's.
    Auto,
}

impl Reviewers {
    /// Whether it is the default; manifests do not name that.
    pub(super) fn is_people(&self) -> bool {
        *self == Reviewers::People
    }
}

impl FromStr for Reviewers {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "people" => Ok(Reviewers::People),
            "auto" => Ok(Reviewers::Auto),
            _ => Err(UnknownWord::new(
                "a choice of reviewers; use people, or auto for people and the automatic review",
                text,
            )),
        }
    }
}

/// The system message that opens each row for a trainer.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum System {
    /// One fixed sentence, with the conversation's language.
    #[default]
    Standard,
    /// None. A row then starts with its first user turn.
    None,
    /// This text, the same in every row.
    Text(String),
}

impl System {
    /// The message of a conversation in `language`; `None` for none, and for a blank text.
    pub fn message(&self, language: Language) -> Option<&str> {
        match self {
            System::Standard => Some(standard(language)),
            System::None => None,
            System::Text(text) => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        }
    }
}

impl Serialize for System {
    /// `standard`, `none`, or the text after `text:`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            System::Standard => serializer.serialize_str("standard"),
            System::None => serializer.serialize_str("none"),
            System::Text(text) => serializer.collect_str(&format_args!("text:{text}")),
        }
    }
}

fn standard(language: Language) -> &'static str {
    match language {
        Language::En => {
            "You are the shopping assistant of an online shop in India. Answer in English."
        }
        Language::Hi => {
            "You are the shopping assistant of an online shop in India. Answer in Hindi, written in Devanagari."
        }
        Language::Hinglish => {
            "You are the shopping assistant of an online shop in India. Answer in Hinglish: Hindi and English mixed, written in Latin letters."
        }
    }
}

/// What may happen to a file that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Overwrite {
    /// It is kept, and the export is refused.
    #[default]
    Refuse,
    /// It is replaced, once the new one is whole.
    Replace,
}

/// Everything that an export is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The kind of file.
    pub format: Format,
    /// Which conversations; `None` takes the format's own default.
    pub take: Option<Take>,
    /// What happens to partly judged ones; `None` takes the format's own default.
    pub partial: Option<Partial>,
    /// Whose verdicts count.
    pub reviewers: Reviewers,
    /// The system message of rows for trainers.
    pub system: System,
    /// What may happen to a file that is already there.
    pub overwrite: Overwrite,
    /// Where the conversations come from, for the manifest.
    pub inputs: Inputs,
}

impl Options {
    /// The format's defaults.
    pub fn new(format: Format) -> Self {
        Options {
            format,
            take: None,
            partial: None,
            reviewers: Reviewers::default(),
            system: System::default(),
            overwrite: Overwrite::default(),
            inputs: Inputs::default(),
        }
    }

    /// Which conversations are taken.
    pub fn taken(&self) -> Take {
        self.take.unwrap_or(self.format.default_take())
    }

    /// What happens to partly judged conversations.
    pub fn partly(&self) -> Partial {
        self.partial.unwrap_or(self.format.default_partial())
    }

    /// Refuses what the format cannot say.
    pub fn check(&self) -> Result<(), ExportError> {
        match (self.format, self.partly()) {
            (Format::Sft | Format::Dpo, Partial::Mask) => Err(ExportError::Mask {
                format: self.format,
            }),
            (Format::Muse, Partial::Cut) => Err(ExportError::CutMuse),
            _ => Ok(()),
        }
    }
}
