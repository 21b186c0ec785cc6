//! The reader: one conversation, a cursor on its turns, and where the page stands.
//!
//! Owns: the conversation on screen, the turn cursor, scrolling, decisions that the store has not answered yet.

use std::collections::HashSet;

use super::lines::{ReaderLine, lay_out};
use crate::domain::{ConversationId, Reason, Subject, Turn, TurnId, Verdict};
use crate::tui::msg::Reading;

/// Whether the reader shows what edits changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DiffView {
    /// Deleted and inserted words beside one another.
    #[default]
    Shown,
    /// Only the text in force.
    Hidden,
}

/// A conversation being read.
#[derive(Debug)]
pub struct Reader {
    /// The conversation with its review state.
    pub reading: Reading,
    /// The turn under the cursor, by place.
    pub at: usize,
    /// The first line shown.
    pub top: usize,
    /// Whether edits show their diff.
    pub diff: DiffView,
    /// Turns whose decision is on its way to the disk.
    pub pending: HashSet<TurnId>,
}

impl Reader {
    /// Opens a conversation with the cursor on its first undecided turn.
    pub fn new(reading: Reading, diff: DiffView) -> Self {
        let mut reader = Reader {
            reading,
            at: 0,
            top: 0,
            diff,
            pending: HashSet::new(),
        };
        reader.at = reader.undecided_from(0).unwrap_or(0);
        reader
    }

    /// The conversation's id.
    pub fn id(&self) -> ConversationId {
        self.reading.conversation().id
    }

    /// How many turns there are.
    pub fn len(&self) -> usize {
        self.reading.conversation().current_turns().count()
    }

    /// The turn under the cursor.
    pub fn turn(&self) -> Option<&Turn> {
        self.reading.conversation().current_turns().nth(self.at)
    }

    /// Takes a fresh reading of the same conversation, keeping the cursor.
    pub fn refresh(&mut self, reading: Reading) {
        self.reading = reading;
        self.pending.clear();
        self.at = self.at.min(self.len().saturating_sub(1));
    }

    /// Puts the cursor on a turn, when this conversation has it.
    pub fn go_to(&mut self, turn: TurnId) {
        let place = self
            .reading
            .conversation()
            .current_turns()
            .position(|t| t.id == turn);
        self.at = place.unwrap_or(self.at);
    }

    /// The first undecided turn at or after a place.
    pub fn undecided_from(&self, place: usize) -> Option<usize> {
        let review = &self.reading.reviewed.review;
        let turns = self.reading.conversation().current_turns();
        let open = turns
            .enumerate()
            .skip(place)
            .find(|(_, t)| review.effective(t.id).is_none());
        open.map(|(at, _)| at)
    }

    /// Turns with a verdict that holds.
    pub fn decided(&self) -> usize {
        let review = &self.reading.reviewed.review;
        let turns = self.reading.conversation().current_turns();
        turns
            .filter(|turn| review.effective(turn.id).is_some())
            .count()
    }

    /// Shows a verdict on the turn under the cursor at once, before the store has answered; gives its subject.
    pub fn mark(&mut self, verdict: Verdict, reason: Option<Reason>) -> Option<Subject> {
        let id = self.turn()?.id;
        let state = self.reading.reviewed.review.turns.entry(id).or_default();
        state.verdict = Some(verdict);
        state.reason = reason;
        self.pending.insert(id);
        Some(Subject::Turn(self.id(), id))
    }

    /// The next turn after the cursor with a finding, from the top again at the end.
    pub fn next_fault(&self) -> Option<usize> {
        let findings = &self.reading.reviewed.findings;
        let turns: Vec<TurnId> = self
            .reading
            .conversation()
            .current_turns()
            .map(|t| t.id)
            .collect();
        let faulty = |at: &usize| findings.iter().any(|finding| finding.turn == turns[*at]);
        let after = (self.at + 1..turns.len()).find(faulty);
        after.or_else(|| {
            (0..=self.at.min(turns.len().saturating_sub(1)))
                .find(|at| *at < turns.len() && faulty(at))
        })
    }

    /// The lines at a text width.
    pub fn lines(&self, width: u16) -> Vec<ReaderLine> {
        lay_out(self, width)
    }

    /// Moves the page so that the whole turn under the cursor is on screen, its start if it is longer than the page.
    pub fn follow(&mut self, width: u16, rows: usize) {
        let lines = self.lines(width);
        let first = lines
            .iter()
            .position(|line| line.turn == self.at)
            .unwrap_or(0);
        let last = lines
            .iter()
            .rposition(|line| line.turn == self.at)
            .unwrap_or(first);
        if last >= self.top + rows {
            self.top = last + 1 - rows;
        }
        if first < self.top {
            self.top = first;
        }
        self.top = self.top.min(lines.len().saturating_sub(1));
    }

    /// Moves the cursor by turns; `false` when it stood at the end already.
    pub fn step(&mut self, step: isize) -> bool {
        let last = self.len().saturating_sub(1);
        let to = self.at.saturating_add_signed(step).min(last);
        let moved = to != self.at;
        self.at = to;
        moved
    }

    /// Pages down, but stops at the next undecided turn that the page would pass; `false` at the end.
    pub fn read_on(&mut self, width: u16, rows: usize) -> bool {
        let lines = self.lines(width);
        let bottom = self.top + rows;
        let below = lines
            .iter()
            .skip(bottom)
            .find(|line| line.turn > self.at)
            .map(|line| line.turn);
        let undecided = self.undecided_from(self.at + 1);
        let target = match (undecided, below) {
            (Some(open), _) => open,
            (None, Some(below)) => below,
            (None, None) => {
                let last = self.len().saturating_sub(1);
                let moved = self.at != last;
                self.at = last;
                self.follow(width, rows);
                return moved;
            }
        };
        let start = lines
            .iter()
            .position(|line| line.turn == target)
            .unwrap_or(0);
        if start >= bottom + rows {
            // The next undecided turn lies more than a page on: read what lies between first.
            self.top = bottom;
            self.at = lines.get(bottom).map_or(self.at, |line| line.turn);
        } else {
            self.at = target;
            self.follow(width, rows);
        }
        true
    }
}
