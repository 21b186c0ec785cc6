//! Entries of the review log as a person reads them.

use crate::domain::{Action, LogEntry, ProductId, Subject, TagChange};

/// A log entry on one line: when, who, what.
pub(super) fn of(entry: &LogEntry) -> String {
    let undo = match entry.inverse_of {
        Some(_) => "undo of ",
        None => "",
    };
    let why = entry
        .reason
        .map_or_else(String::new, |reason| format!(" ({})", reason.english()));
    let at = time(entry.clock.millis);
    format!("{at}  {}  {undo}{}{why}", entry.reviewer, done(entry))
}

/// What was done to what.
pub(super) fn done(entry: &LogEntry) -> String {
    let subject = match &entry.subject {
        Subject::Conversation(id) => format!("conversation {id}"),
        Subject::Turn(_, turn) => format!("turn {turn}"),
        Subject::Product(id) => format!("product {id}"),
    };
    let done = match &entry.action {
        Action::Judge {
            after: Some(verdict),
            ..
        } => format!("{verdict:?}").to_lowercase(),
        Action::Judge { after: None, .. } => "verdict taken away".to_owned(),
        Action::Edit { after, .. } => format!("edited to: {after}"),
        Action::Comment { after, .. } => format!("commented: {after}"),
        Action::Rate {
            dimension,
            after: Some(rating),
            ..
        } => format!("{dimension} rated {rating}"),
        Action::Rate {
            dimension,
            after: None,
            ..
        } => format!("rating of {dimension} taken away"),
        Action::Tag { tag, change } => match change {
            TagChange::Added => format!("tagged {tag}"),
            TagChange::Removed => format!("tag {tag} taken off"),
        },
        Action::Mention { after, .. } => format!("names: {}", ids(after)),
        Action::Replace {
            after: Some(by), ..
        } => format!("replaced by {by}"),
        Action::Replace { after: None, .. } => "no longer replaced".to_owned(),
        Action::Set { before, after } => after.change_from(before),
    };
    format!("{subject}  {done}")
}

/// Milliseconds since 1970 as a time.
pub(super) fn time(millis: i64) -> String {
    jiff::Timestamp::from_millisecond(millis)
        .map_or_else(|_| millis.to_string(), |time| time.to_string())
}

fn ids(products: &[ProductId]) -> String {
    let ids: Vec<&str> = products.iter().map(ProductId::as_str).collect();
    match ids.is_empty() {
        true => "no product".to_owned(),
        false => ids.join(", "),
    }
}
