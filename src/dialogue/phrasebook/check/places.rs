//! Where groups and lines stand in their file.
//!
//! Owns: line numbers. Does not: read what a line says.

use std::collections::BTreeMap;

use super::Source;
use crate::dialogue::data::DataError;
use crate::dialogue::phrasebook::book::Raw;

/// The line numbers of one file, from 1.
pub(super) struct Places {
    groups: BTreeMap<String, usize>,
    /// By the line's id: its number and its text.
    lines: BTreeMap<String, (usize, String)>,
}

impl Places {
    pub fn read(source: Source<'_>) -> Result<Self, DataError> {
        let text = source.text;
        let raw: Raw = toml::from_str(text).map_err(|e| DataError::toml(source.file, text, &e))?;
        let ends: Vec<usize> = text.match_indices('\n').map(|(byte, _)| byte).collect();
        let number = |byte: usize| ends.partition_point(|end| *end < byte) + 1;
        let mut places = Places {
            groups: BTreeMap::new(),
            lines: BTreeMap::new(),
        };
        for (group, styles) in raw {
            let head = text.find(&format!("[\"{group}\"]")).map_or(1, number);
            for (style, lines) in styles {
                for (at, line) in lines.into_iter().enumerate() {
                    let id = format!("{}/{group}/{style}/{}", source.language.code(), at + 1);
                    let place = number(line.span().start);
                    places.lines.insert(id, (place, line.into_inner()));
                }
            }
            places.groups.insert(group, head);
        }
        Ok(places)
    }

    /// How many lines the file has.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// The number of a line; `None` for a line of another file.
    pub fn of_line(&self, id: &str) -> Option<usize> {
        self.lines.get(id).map(|(number, _)| *number)
    }

    /// A line as it is written.
    pub fn text(&self, id: &str) -> Option<&str> {
        self.lines.get(id).map(|(_, text)| text.as_str())
    }

    /// The number of a group's head; `None` for a group of another file.
    pub fn of_group(&self, group: &str) -> Option<usize> {
        self.groups.get(group).copied()
    }
}
