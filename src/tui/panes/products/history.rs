//! What a product was before, as a page to read; what an edit did, as a sentence.

use crate::domain::{Action, LogEntry, ProductField};
use crate::store::{Origin, ProductVersion};
use crate::tui::effect::{Ask, Effect, Effects, PageLine};
use crate::tui::theme::Role;

/// The page of all versions, the latest first.
pub fn page(versions: &[ProductVersion]) -> Effects {
    let mut lines = Vec::new();
    for (at, version) in versions.iter().enumerate().rev() {
        let before = at.checked_sub(1).and_then(|at| versions.get(at));
        lines.push(line(Role::Accent, head(version)));
        match before {
            None => lines.push(line(Role::Text, version.product.title.clone())),
            Some(before) => lines.extend(changes(before, version)),
        }
        lines.push(line(Role::Text, String::new()));
    }
    let title = versions
        .last()
        .map_or_else(String::new, |last| last.product.id.to_string());
    vec![Effect::Ask(Ask::Page(format!("History of {title}"), lines))]
}

fn line(role: Role, text: String) -> PageLine {
    PageLine { role, text }
}

fn head(version: &ProductVersion) -> String {
    let who = match &version.origin {
        Origin::Import(source) if source.is_empty() => "imported".to_owned(),
        Origin::Import(source) => format!("imported from {source}"),
        Origin::Person(entry) if entry.inverse_of.is_some() => {
            format!("taken back by {}", entry.reviewer)
        }
        Origin::Person(entry) => format!("changed by {}", entry.reviewer),
    };
    let when = version
        .at_ms
        .and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok())
        .map_or_else(String::new, |at| {
            format!(" · {}", at.strftime("%Y-%m-%d %H:%M UTC"))
        });
    format!("version {} · {who}{when}", version.version)
}

fn changes(before: &ProductVersion, after: &ProductVersion) -> Vec<PageLine> {
    let mut fields = ProductField::all_of(&after.product);
    for field in ProductField::all_of(&before.product) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    let changed = fields.iter().filter_map(|field| {
        let (old, new) = (field.of(&before.product), field.of(&after.product));
        (old != new).then(|| line(Role::Text, new.change_from(&old)))
    });
    changed.collect()
}

/// `saved: price ₹1,299 -> ₹999; u takes it back`.
pub fn saved(entries: &[LogEntry]) -> String {
    let changes: Vec<String> = entries
        .iter()
        .filter_map(|entry| match &entry.action {
            Action::Set { before, after } => Some(after.change_from(before)),
            _ => None,
        })
        .collect();
    match changes.is_empty() {
        true => "nothing changed".to_owned(),
        false => format!("saved: {}; u takes it back", changes.join(", ")),
    }
}
