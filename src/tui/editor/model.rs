//! Text, cursor, selection and undo of a field, edited by cluster.
//!
//! Owns: every change to the text area inside, so that the cursor always stands where a reader expects it.
//! Does not: know rows, columns or keys.
//!
//! The cursor stops between clusters. The one exception is typing: a virama typed between two letters joins them, and
//! the cursor stays before the second so that the next letter goes where the eye expects it.

use tui_textarea::{CursorMove, TextArea};
use unicode_normalization::UnicodeNormalization;

use super::keys::{Action, Extent};
use crate::tui::text::clusters;

/// Edits that can be taken back, in one field.
const UNDO_STEPS: usize = 1_000;

/// The furthest line or column that the text area can be sent to.
const FURTHEST: usize = u16::MAX as usize;

/// A place in the text: line, and code points from its start.
pub type Place = (usize, usize);

/// The text area behind [`super::Editor`] and [`super::Field`].
#[derive(Debug, Clone)]
pub struct Model {
    area: TextArea<'static>,
}

impl Model {
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_max_histories(UNDO_STEPS);
        area.set_undo_coalescing(true);
        Self { area }
    }

    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    pub fn cursor(&self) -> Place {
        self.area.cursor()
    }

    /// Start and end of the selected text.
    pub fn selection(&self) -> Option<(Place, Place)> {
        self.area
            .selection_range()
            .filter(|(start, end)| start != end)
    }

    pub fn selected_text(&self) -> Option<String> {
        let ((first, start), (last, end)) = self.selection()?;
        let mut parts = Vec::new();
        for (row, line) in self.lines().iter().enumerate().take(last + 1).skip(first) {
            let from = if row == first { start } else { 0 };
            let to = if row == last { end } else { usize::MAX };
            let part: String = line.chars().take(to).skip(from).collect();
            parts.push(part);
        }
        Some(parts.join("\n"))
    }

    pub fn clear_selection(&mut self) {
        self.area.cancel_selection();
    }

    /// Does one edit; motions and the outcomes are the caller's.
    pub fn apply(&mut self, edit: Action) {
        match edit {
            Action::Type(c) => self.type_char(c),
            Action::Newline => self.area.insert_newline(),
            Action::Backspace => self.backspace(),
            Action::Delete => self.delete(),
            Action::Undo => _ = self.area.undo(),
            Action::Redo => _ = self.area.redo(),
            Action::Cut if self.selection().is_some() => _ = self.area.cut(),
            Action::Go(..) | Action::Cut | Action::Save | Action::Cancel => {}
            Action::DeleteWordBack
            | Action::DeleteWordForward
            | Action::DeleteToStart
            | Action::DeleteToEnd
            | Action::PutBack => self.apply_wide(edit),
        }
    }

    /// Edits of more than a cluster. They would take a selection of nothing for one of something.
    fn apply_wide(&mut self, edit: Action) {
        self.drop_empty_selection();
        match edit {
            Action::DeleteWordBack => _ = self.area.delete_word(),
            Action::DeleteWordForward => _ = self.area.delete_next_word(),
            Action::DeleteToStart => _ = self.area.delete_line_by_head(),
            Action::DeleteToEnd => _ = self.area.delete_line_by_end(),
            _ => _ = self.area.paste(),
        }
    }

    /// Types one character. Its cluster comes out in composed form (NFC), whatever the input method sends.
    fn type_char(&mut self, c: char) {
        if self.selection().is_some() {
            self.area.insert_str(c.nfc().collect::<String>());
            return;
        }
        let mut before = self.cluster_up_to_cursor();
        let mut typed = format!("{before}{c}");
        // A letter that starts a cluster of its own leaves the stored one before it alone.
        if clusters(&typed).count() > 1 {
            before.clear();
            typed = c.to_string();
        }
        let composed: String = typed.nfc().collect();
        if composed == typed {
            self.area.insert_char(c);
            return;
        }
        let kept = before
            .chars()
            .zip(composed.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let replaced = before.chars().count() - kept;
        self.delete_before(replaced);
        self.area
            .insert_str(composed.chars().skip(kept).collect::<String>());
    }

    /// Puts in a text, composed (NFC), without control characters but for line ends and tabs.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let clean: String = text
            .nfc()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        self.area.insert_str(clean);
    }

    /// Takes the selection, else the last code point: in Indic scripts the last sign of the syllable. An emoji goes
    /// whole, as its parts mean nothing.
    fn backspace(&mut self) {
        let cluster = self.cluster_up_to_cursor();
        let count = cluster.chars().count();
        if self.selection().is_some() || count < 2 || !cluster.contains(is_pictograph) {
            self.drop_empty_selection();
            self.area.delete_char();
            return;
        }
        self.delete_before(count);
    }

    /// Takes `count` code points before the cursor, in one undo step where the place can be addressed.
    fn delete_before(&mut self, count: usize) {
        let (row, col) = self.cursor();
        let start = (row, col.saturating_sub(count));
        if count == 0 {
            return;
        }
        if start.1 > FURTHEST || row > FURTHEST {
            (0..count).for_each(|_| _ = self.area.delete_char());
            return;
        }
        self.go(start, Extent::Move);
        self.area.delete_str(count);
    }

    /// Takes the selection, else the whole cluster after the cursor, or the line end.
    fn delete(&mut self) {
        self.drop_empty_selection();
        let (row, col) = self.cursor();
        let next = self.right_of((row, col));
        let count = if next.0 == row { next.1 - col } else { 1 };
        if self.selection().is_some() || next != (row, col) {
            self.area.delete_str(count);
        }
    }

    /// Moves the cursor to `place`.
    pub fn go(&mut self, place: Place, extent: Extent) {
        match extent {
            Extent::Move => self.area.cancel_selection(),
            Extent::Select if !self.area.is_selecting() => self.area.start_selection(),
            Extent::Select => {}
        }
        let clamp = |value: usize| value.min(FURTHEST) as u16;
        self.area
            .move_cursor(CursorMove::Jump(clamp(place.0), clamp(place.1)));
    }

    /// The stop before `place`: the start of the cluster that ends or contains it.
    pub fn left_of(&self, (row, col): Place) -> Place {
        let stops = stops(self.line(row));
        match stops.iter().rev().find(|stop| **stop < col) {
            Some(stop) => (row, *stop),
            None if row > 0 => (row - 1, self.line(row - 1).chars().count()),
            None => (0, 0),
        }
    }

    /// The stop after `place`.
    pub fn right_of(&self, (row, col): Place) -> Place {
        let stops = stops(self.line(row));
        match stops.iter().find(|stop| **stop > col) {
            Some(stop) => (row, *stop),
            None if row + 1 < self.lines().len() => (row + 1, 0),
            None => (row, col),
        }
    }

    /// The start of the word before `place`.
    pub fn word_left_of(&self, place: Place) -> Place {
        let mut at = self.left_of(place);
        while at.1 > 0 && !self.word_starts_at(at) {
            at = self.left_of(at);
        }
        at
    }

    /// The start of the next word, or the end of the line.
    pub fn word_right_of(&self, place: Place) -> Place {
        let mut at = self.right_of(place);
        let end = self.line(at.0).chars().count();
        while at.1 < end && at.1 > 0 && !self.word_starts_at(at) {
            at = self.right_of(at);
        }
        at
    }

    /// The last place of the text.
    pub fn end(&self) -> Place {
        let row = self.lines().len().saturating_sub(1);
        (row, self.line(row).chars().count())
    }

    fn line(&self, row: usize) -> &str {
        self.lines().get(row).map_or("", String::as_str)
    }

    fn word_starts_at(&self, (row, col): Place) -> bool {
        let mut around = self.line(row).chars().skip(col - 1);
        let before = around.next().is_none_or(char::is_whitespace);
        !around.next().is_none_or(char::is_whitespace) && before
    }

    /// The part of the cluster before the cursor that a typed sign would join.
    fn cluster_up_to_cursor(&self) -> String {
        let (row, col) = self.cursor();
        let before: String = self.line(row).chars().take(col).collect();
        clusters(&before)
            .next_back()
            .map_or_else(String::new, |cluster| cluster.text.to_owned())
    }

    /// A selection of nothing, left by Shift and an arrow at the edge, would swallow the next edit.
    fn drop_empty_selection(&mut self) {
        if self.selection().is_none() {
            self.area.cancel_selection();
        }
    }
}

/// Places in `line` where the cursor may stand, in code points.
fn stops(line: &str) -> Vec<usize> {
    let mut col = 0;
    let mut stops = vec![0];
    for cluster in clusters(line) {
        col += cluster.text.chars().count();
        stops.push(col);
    }
    stops
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}')
}
