//! The row guard: rows with Devanagari are sent whole.
//!
//! Owns: which rows hold, or held in the last frame, a cell of several code points. Terminals differ on the columns such
//! a cell takes, so a change of only some cells of its row leaves stale signs behind.
//! Does not: send anything; the backend drops a guarded row that did not change.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;

use super::pictures::is_picture;
use super::text::is_cluster;

/// Remembers the guarded rows of the last frame.
#[derive(Debug, Default)]
pub struct RowGuard {
    area: Rect,
    held: Vec<bool>,
}

impl RowGuard {
    /// Marks every cell of the rows to send whole. Call once per frame, after everything is painted.
    pub fn apply(&mut self, buf: &mut Buffer) {
        if self.area != buf.area {
            self.area = buf.area;
            self.held = vec![false; usize::from(buf.area.height)];
        }
        let columns = usize::from(buf.area.width).max(1);
        for (row, held) in buf.content.chunks_mut(columns).zip(&mut self.held) {
            // A picture's cells hold more than one code point too, and are none of a text's.
            let holds = row
                .iter()
                .any(|cell| is_cluster(cell.symbol()) && !is_picture(cell));
            if holds || *held {
                for cell in row.iter_mut() {
                    if cell.diff_option == CellDiffOption::None {
                        cell.diff_option = CellDiffOption::AlwaysUpdate;
                    }
                }
            }
            *held = holds;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(buf: &Buffer) -> Vec<bool> {
        buf.content
            .chunks(usize::from(buf.area.width))
            .map(|row| {
                row.iter()
                    .all(|cell| cell.diff_option == CellDiffOption::AlwaysUpdate)
            })
            .collect()
    }

    #[test]
    fn a_row_is_guarded_while_it_holds_a_cluster_and_once_more() {
        let mut guard = RowGuard::default();
        let mut hindi = Buffer::with_lines(["abc   ", "हिन्दी "]);
        guard.apply(&mut hindi);
        assert_eq!(guarded(&hindi), [false, true]);
        for expected in [[false, true], [false, false]] {
            let mut plain = Buffer::with_lines(["abc   ", "abc   "]);
            guard.apply(&mut plain);
            assert_eq!(guarded(&plain), expected);
        }
    }
}
