//! Where the parts of the Review pane stand, by the size of the terminal.

use ratatui::layout::Rect;

/// Columns from which queue, text and profile stand side by side.
const WIDE: u16 = 112;

/// Columns of the queue beside a text, and the most that it takes of a very wide terminal.
const QUEUE: u16 = 30;
const QUEUE_WIDEST: u16 = 64;

/// Columns beyond which a text gains nothing: gutter, indent and the widest line.
const TEXT_WIDEST: u16 = 86;

/// Columns that profile and scenario take at most.
const SIDE_WIDEST: u16 = 60;

/// Columns that the text gets at least beside others: gutter, indent and 60 of text.
const TEXT: u16 = 70;

/// Which part of the pane has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list of conversations.
    #[default]
    Queue,
    /// The conversation.
    Reader,
}

/// The parts' areas; a part without an area is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The queue.
    pub queue: Option<Rect>,
    /// Two or three lines about the conversation.
    pub head: Option<Rect>,
    /// The text.
    pub text: Option<Rect>,
    /// Profile, scenario and products.
    pub side: Option<Rect>,
}

impl Layout {
    /// The layout for an area. Narrow terminals show either the queue or the conversation.
    pub fn of(area: Rect, focus: Focus) -> Self {
        let area = Rect::new(
            area.x + 1,
            area.y,
            area.width.saturating_sub(2),
            area.height,
        );
        if area.width < WIDE {
            return match focus {
                Focus::Queue => Layout {
                    queue: Some(area),
                    head: None,
                    text: None,
                    side: None,
                },
                Focus::Reader => Layout {
                    queue: None,
                    ..Layout::reading(area, 3)
                },
            };
        }
        let spare = area.width.saturating_sub(TEXT_WIDEST + SIDE_WIDEST + 5);
        let queue_width = spare.clamp(QUEUE, QUEUE_WIDEST);
        let queue = Rect {
            width: queue_width,
            ..area
        };
        let rest = Rect::new(
            area.x + queue_width + 3,
            area.y,
            area.width - queue_width - 3,
            area.height,
        );
        let side_width = rest.width.saturating_sub(TEXT + 2).min(SIDE_WIDEST);
        let text_width = rest.width - side_width - if side_width >= 24 { 2 } else { 0 };
        if side_width < 24 {
            return Layout {
                queue: Some(queue),
                ..Layout::reading(rest, 3)
            };
        }
        let text = Rect {
            width: text_width,
            ..rest
        };
        Layout {
            queue: Some(queue),
            side: Some(Rect::new(text.right() + 2, rest.y, side_width, rest.height)),
            ..Layout::reading(text, 2)
        }
    }

    fn reading(area: Rect, head_rows: u16) -> Self {
        let used = head_rows + 1;
        Layout {
            queue: None,
            head: Some(Rect {
                height: head_rows,
                ..area
            }),
            text: Some(Rect::new(
                area.x,
                area.y + used,
                area.width,
                area.height.saturating_sub(used),
            )),
            side: None,
        }
    }

    /// Rows and columns of the text; a page of an ordinary terminal when it is not shown.
    pub fn page(&self) -> (u16, usize) {
        match self.text {
            Some(text) => (text.width, usize::from(text.height).max(1)),
            None => (80, 16),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::panes::review::lines::{GUTTER, INDENT};

    #[test]
    fn the_text_has_room_to_be_read() {
        // A terminal of 80x24 leaves the pane 21 rows.
        let small = Layout::of(Rect::new(0, 1, 80, 21), Focus::Reader);
        let text = small.text.unwrap();
        assert!(text.width - GUTTER - INDENT >= 60, "{text:?}");
        assert!(text.height >= 15, "{text:?}");
        for width in [118, 120, 160, 200] {
            let wide = Layout::of(Rect::new(0, 1, width, 37), Focus::Reader);
            assert!(wide.queue.is_some());
            assert!(wide.text.unwrap().width - GUTTER - INDENT >= 60, "{width}");
        }
    }
}
