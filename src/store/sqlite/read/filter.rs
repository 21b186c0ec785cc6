//! Filters as conditions on the queue.

use rusqlite::types::Value;

use crate::domain::{AutoVerdict, Domain, Language, ReviewerId, Status, Tag};
use crate::review::Filter;
use crate::store::sqlite::codec::folded;

/// Conditions on `conversations c`, with their values.
pub(super) struct Conditions {
    pub(super) texts: Vec<String>,
    pub(super) values: Vec<Value>,
}

/// What a filter asks of a conversation that is not hidden.
pub(super) fn conditions(filter: &Filter) -> Conditions {
    let mut found = Conditions {
        texts: vec!["c.hidden = 0".to_owned()],
        values: Vec::new(),
    };
    found.any_of("c.status", filter.status.iter().map(|s: &Status| s.code()));
    found.any_of(
        "c.language",
        filter.language.iter().map(|l: &Language| l.code()),
    );
    found.any_of("c.domain", filter.domain.iter().map(|d: &Domain| d.code()));
    if let Some(run) = filter.run {
        found.with("c.run = ?", Value::Blob(run.0.as_bytes().to_vec()));
    }
    if let Some(outcome) = filter.outcome {
        found.with("c.outcome = ?", Value::Text(outcome.code().to_owned()));
    }
    if filter.with_faults {
        found.texts.push("c.faults > 0".to_owned());
    }
    if filter.with_edits {
        found.texts.push("c.edited > 0".to_owned());
    }
    if filter.with_comments {
        found.texts.push("c.commented > 0".to_owned());
    }
    if filter.with_ratings {
        found.texts.push("c.rated > 0".to_owned());
    }
    found.one_in(
        "c.seq IN (SELECT conversation FROM conversation_tags WHERE tag",
        filter.tag.iter().map(Tag::as_str),
    );
    found.one_in(
        "c.id IN (SELECT topic FROM review_counting WHERE kind = 0 AND reviewer",
        filter.by.iter().map(ReviewerId::as_str),
    );
    found.any_of(
        "c.auto",
        filter
            .auto
            .iter()
            .map(|auto| auto.map_or("none", AutoVerdict::code)),
    );
    found.words("c.words", &filter.words);
    found
}

impl Conditions {
    pub(super) fn new() -> Self {
        Conditions {
            texts: Vec::new(),
            values: Vec::new(),
        }
    }

    pub(super) fn with(&mut self, text: &str, value: Value) {
        self.texts.push(text.to_owned());
        self.values.push(value);
    }

    /// Each word must occur in a folded column.
    pub(super) fn words(&mut self, column: &str, words: &[String]) {
        for word in words {
            self.with(
                &format!("instr({column}, ?) > 0"),
                Value::Text(folded(word)),
            );
        }
    }

    /// A condition that ends in `IN (values))`; none for no values.
    fn one_in<'a>(&mut self, text: &str, values: impl Iterator<Item = &'a str>) {
        let values: Vec<Value> = values.map(|value| Value::Text(value.to_owned())).collect();
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.texts.push(format!("{text} IN ({marks}))"));
            self.values.extend(values);
        }
    }

    /// Codes are words of ours, so they may stand in the statement; it stays one of few, and cached.
    fn any_of(&mut self, column: &str, codes: impl Iterator<Item = &'static str>) {
        let codes: Vec<String> = codes.map(|code| format!("'{code}'")).collect();
        if !codes.is_empty() {
            self.texts
                .push(format!("{column} IN ({})", codes.join(", ")));
        }
    }
}
