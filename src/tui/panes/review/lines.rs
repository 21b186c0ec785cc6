//! How a conversation is laid out as lines: gutter, speaker, text, diff, faults.

use similar::{ChangeTag, TextDiff};

use super::reader::{DiffView, Reader};
use crate::domain::{Finding, Severity, Speaker, Turn, Verdict};
use crate::tui::theme::Role;
use crate::tui::widgets::wrap_parts;

/// Columns left of the text: cursor bar, verdict mark, speaker letter, spaces.
pub const GUTTER: u16 = 6;

/// Columns by which the assistant stands further right than the user.
pub const INDENT: u16 = 3;

/// The widest that a text is set: longer lines are hard to follow.
pub const WIDEST: u16 = 76;

/// A line on the reader's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderLine {
    /// The turn that it belongs to, by place.
    pub turn: usize,
    /// The mark of the verdict, on a turn's first line.
    pub mark: Option<(Role, &'static str)>,
    /// The speaker's letter, on a turn's first line.
    pub letter: Option<(Role, &'static str)>,
    /// Columns that the text stands further right.
    pub indent: u16,
    /// The text, in parts.
    pub parts: Vec<(Role, String)>,
}

/// Lays out every turn, a blank line between them.
pub fn lay_out(reader: &Reader, width: u16) -> Vec<ReaderLine> {
    let mut lines = Vec::new();
    let width = width.saturating_sub(GUTTER + INDENT).clamp(8, WIDEST);
    for (place, turn) in reader.reading.conversation().current_turns().enumerate() {
        if place > 0 {
            lines.push(blank(place));
        }
        turn_lines(reader, place, turn, width, &mut lines);
    }
    lines
}

fn blank(turn: usize) -> ReaderLine {
    ReaderLine {
        turn,
        mark: None,
        letter: None,
        indent: 0,
        parts: Vec::new(),
    }
}

fn turn_lines(reader: &Reader, place: usize, turn: &Turn, width: u16, lines: &mut Vec<ReaderLine>) {
    let review = &reader.reading.reviewed.review;
    let (letter, role, indent) = match turn.speaker {
        Speaker::User => ("U", Role::User, 0),
        Speaker::Assistant => ("A", Role::Assistant, INDENT),
    };
    let in_force = review.text(turn);
    let edited = in_force != turn.text;
    let units = if edited && reader.diff == DiffView::Shown {
        diff_parts(&turn.text, in_force, role)
    } else {
        vec![(role, in_force.to_owned())]
    };
    let start = lines.len();
    for parts in wrap_parts(&units, width) {
        lines.push(ReaderLine {
            turn: place,
            mark: None,
            letter: None,
            indent,
            parts,
        });
    }
    if let Some(first) = lines.get_mut(start) {
        first.mark = Some(mark_of(reader, turn));
        first.letter = Some((role, letter));
    }
    let note = |parts: Vec<(Role, String)>| ReaderLine {
        turn: place,
        mark: None,
        letter: None,
        indent,
        parts,
    };
    if let Some(parts) = state_note(reader, turn, edited) {
        lines.push(note(parts));
    }
    for finding in reader
        .reading
        .reviewed
        .findings
        .iter()
        .filter(|f| f.turn == turn.id)
    {
        for parts in wrap_parts(&finding_parts(finding), width) {
            lines.push(note(parts));
        }
    }
}

/// The verdict's mark: `…` until it is on disk.
fn mark_of(reader: &Reader, turn: &Turn) -> (Role, &'static str) {
    if reader.pending.contains(&turn.id) {
        return (Role::Muted, "…");
    }
    match reader.reading.reviewed.review.effective(turn.id) {
        Some(Verdict::Accepted) => (Role::Good, "✓"),
        Some(Verdict::Rejected) => (Role::Bad, "✗"),
        Some(Verdict::Skipped) | None => (Role::Muted, "·"),
    }
}

fn state_note(reader: &Reader, turn: &Turn, edited: bool) -> Option<Vec<(Role, String)>> {
    let review = &reader.reading.reviewed.review;
    let state = review.turns.get(&turn.id)?;
    if state.verdict == Some(Verdict::Rejected) {
        let why = state
            .reason
            .map_or("no reason given", |reason| reason.english());
        return Some(vec![(Role::Bad, format!("rejected: {why}"))]);
    }
    edited.then(|| {
        vec![(
            Role::Muted,
            format!("edited, version {}", review.version(turn.id)),
        )]
    })
}

fn finding_parts(finding: &Finding) -> Vec<(Role, String)> {
    let (mark, role) = match finding.severity {
        Severity::Fault => ("! ", Role::Bad),
        Severity::Note => ("? ", Role::Warn),
    };
    let kind = finding.kind.code().replace('_', " ");
    vec![
        (role, format!("{mark}{kind}: says {}", finding.claimed)),
        (
            Role::Text,
            format!(", the catalogue says {}", finding.actual),
        ),
    ]
}

/// What an edit changed, word by word: `-deleted-` struck, `+inserted+` underlined, so that it reads without colour.
fn diff_parts(before: &str, after: &str, role: Role) -> Vec<(Role, String)> {
    let diff = TextDiff::from_unicode_words(before, after);
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, run)) if *tag == change.tag() => run.push_str(change.value()),
            _ => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let mut parts = Vec::new();
    for (tag, run) in runs {
        match tag {
            ChangeTag::Equal => parts.push((role, run)),
            ChangeTag::Delete => parts.push((Role::Removed, format!("-{run}-"))),
            ChangeTag::Insert => parts.push((Role::Added, format!("+{run}+"))),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_reads_without_colour() {
        let parts = diff_parts("नीला कुर्ता ₹500", "नीला कुर्ता ₹900", Role::Text);
        let text: String = parts.iter().map(|(_, part)| part.as_str()).collect();
        assert!(text.contains("-500-") && text.contains("+900+"), "{text}");
    }
}
