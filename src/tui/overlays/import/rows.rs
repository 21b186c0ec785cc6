//! The plan of an import as rows to read.

use crate::catalog::{Guess, Meaning, Why};
use crate::jobs::FilePlan;
use crate::tui::theme::Role;

/// Plain attributes that are listed; wide files have thousands.
const ATTRIBUTES: usize = 60;
/// Below this confidence a guess wants a look.
const UNSURE: f32 = 0.7;

/// A row of the page.
pub(super) struct Row {
    pub(super) role: Role,
    pub(super) text: String,
    /// The column that it tells of.
    pub(super) column: Option<String>,
}

impl Row {
    fn plain(role: Role, text: String) -> Row {
        Row {
            role,
            text,
            column: None,
        }
    }
}

/// The rows about all files; without a file, about pictures.
pub(super) fn of(plans: &[FilePlan]) -> Vec<Row> {
    let mut rows = Vec::new();
    for plan in plans {
        if !rows.is_empty() {
            rows.push(Row::plain(Role::Text, String::new()));
        }
        file(plan, &mut rows);
    }
    if plans.is_empty() {
        let text = "Each picture is copied into the workspace under the id that its name says.";
        rows.push(Row::plain(Role::Text, text.to_owned()));
    }
    rows
}

fn file(plan: &FilePlan, rows: &mut Vec<Row>) {
    let name = plan.file.file_name().unwrap_or(plan.file.as_os_str());
    let name = name.to_string_lossy();
    let head = format!("{name}: {}, source {}", plan.format, plan.source);
    rows.push(Row::plain(Role::Title, head));
    let plain =
        |guess: &&Guess| matches!(guess.meaning, Meaning::Attribute(_)) && guess.why == Why::Name;
    let (attributes, fields): (Vec<&Guess>, Vec<&Guess>) = plan.columns.iter().partition(plain);
    // What is not kept comes last, so that what is stands on the first page.
    let (dropped, kept): (Vec<&Guess>, Vec<&Guess>) = fields
        .into_iter()
        .partition(|guess| guess.meaning == Meaning::NotKept);
    for guess in kept
        .into_iter()
        .chain(attributes.iter().take(ATTRIBUTES).copied())
    {
        column(guess, rows);
    }
    if attributes.len() > ATTRIBUTES {
        let more = attributes.len() - ATTRIBUTES;
        rows.push(Row::plain(
            Role::Muted,
            format!("and {more} more attributes"),
        ));
    }
    for guess in dropped {
        column(guess, rows);
    }
    for mapping in &plan.remembered {
        let text = format!("remembered from an earlier import: {mapping}");
        rows.push(Row::plain(Role::Muted, text));
    }
}

fn column(guess: &Guess, rows: &mut Vec<Row>) {
    let sure = guess.confidence * 100.0;
    rows.push(Row {
        role: match guess.confidence < UNSURE {
            true => Role::Warn,
            false => Role::Text,
        },
        text: format!(
            "{} ← {}  {sure:.0} % {}",
            guess.meaning, guess.column, guess.why
        ),
        column: Some(guess.column.clone()),
    });
    if !guess.samples.is_empty() {
        let text = format!("  {}", guess.samples.join(" | "));
        rows.push(Row::plain(Role::Muted, text));
    }
}
