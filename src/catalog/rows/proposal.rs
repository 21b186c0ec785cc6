//! How a file's columns would be read, for people to look at before anything is imported.

use std::fmt;

use serde::Serialize;

use super::columns::Column;
use super::layout::Layout;

/// What a column will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// The field is read from it.
    Field(Column),
    /// The field is read from it where a better column says nothing.
    Spare(Column),
    /// It is kept as this attribute.
    Attribute(String),
    /// It is not kept: it tells of the crawl, not of the product.
    NotKept,
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Meaning::Field(column) => column.to_string(),
            Meaning::Spare(column) => format!("{column}, if empty"),
            Meaning::Attribute(name) => format!("attributes.{name}"),
            Meaning::NotKept => "not kept".to_owned(),
        };
        // By way of a text, so that columns line up.
        f.pad(&text)
    }
}

/// Why a column is read so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A person said so.
    Said,
    /// A person said so at an earlier import of this source.
    Remembered,
    /// Its name.
    Name,
    /// A word in its name, and its values.
    NamePart,
    /// Its values alone.
    Values,
    /// Its name says something else, but its values do not fit.
    Contradicted,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Why::Said => "you said so",
            Why::Remembered => "remembered",
            Why::Name => "by name",
            Why::NamePart => "by name part",
            Why::Values => "by values",
            Why::Contradicted => "not as named",
        })
    }
}

/// One column as it will be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Guess {
    /// The column.
    pub column: String,
    /// What it will be.
    pub meaning: Meaning,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
    /// Why.
    pub why: Why,
    /// How many of the rows looked at say something in it.
    pub filled: usize,
    /// Up to three different values, shortened.
    pub samples: Vec<String>,
}

/// How a file will be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// For [`super::normalise::ImportOptions`].
    pub layout: Layout,
    /// Every column, in the file's order.
    pub guesses: Vec<Guess>,
    /// How many rows were looked at.
    pub rows: usize,
}

impl Plan {
    /// The column from which a field is read.
    pub fn column_of(&self, column: Column) -> Option<&str> {
        let found = self
            .guesses
            .iter()
            .find(|guess| guess.meaning == Meaning::Field(column));
        found.map(|guess| guess.column.as_str())
    }
}
