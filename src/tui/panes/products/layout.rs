//! Where the parts of the Products pane stand, by the size of the terminal.

use ratatui::layout::Rect;

/// Columns from which the facets stand beside the list.
const WITH_FACETS: u16 = 102;

/// Columns from which list and detail stand side by side too.
const SIDE_BY_SIDE: u16 = 148;

/// Columns of the facets beside the list, and of their box over it.
const FACETS: u16 = 28;
const FACET_BOX: u16 = 40;

/// Rows that the list keeps while the detail has the focus and stands below it.
const LIST_LEFT: u16 = 4;

/// Which part of the pane has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Focus {
    /// The field: what is typed belongs to it.
    Field,
    /// The list of products.
    #[default]
    List,
    /// The facets.
    Facets,
    /// The fields of the product and what is known of it.
    Detail,
}

/// The parts' areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Field, count, chips.
    pub head: Rect,
    /// The facets beside the list, when there is room.
    pub column: Option<Rect>,
    /// The facets over the list, while they have the focus and there is no room beside it.
    pub over: Option<Rect>,
    /// The list.
    pub list: Rect,
    /// The product under the cursor.
    pub detail: Rect,
    /// The line between list and detail: across when they stand one over the other, else down.
    pub line: Rect,
}

impl Layout {
    /// The layout for an area whose head takes this many rows.
    pub fn of(area: Rect, head_rows: u16, focus: Focus) -> Self {
        let x = area.x + 1;
        let width = area.width.saturating_sub(2);
        let head_rows = head_rows.min(area.height);
        let head = Rect::new(x, area.y, width, head_rows);
        let rest = Rect::new(x, area.y + head_rows, width, area.height - head_rows);
        let column = (width >= WITH_FACETS).then_some(Rect {
            width: FACETS,
            ..rest
        });
        let over = (column.is_none() && focus == Focus::Facets).then_some(Rect {
            width: FACET_BOX.min(width),
            ..rest
        });
        let main = match column {
            Some(column) => Rect {
                x: column.right() + 3,
                width: width - FACETS - 3,
                ..rest
            },
            None => rest,
        };
        let (list, line, detail) = if width >= SIDE_BY_SIDE {
            beside(main)
        } else {
            below(main, focus)
        };
        Layout {
            head,
            column,
            over,
            list,
            detail,
            line,
        }
    }

    /// Rows of the facets.
    pub fn facet_rows(&self) -> usize {
        let rows = match (self.column, self.over) {
            (Some(column), _) => column.height,
            (None, Some(over)) => over.height.saturating_sub(2),
            (None, None) => 1,
        };
        usize::from(rows).max(1)
    }

    /// Where the facets are drawn: inside of their box when they stand over the list.
    pub fn facets(&self) -> Option<Rect> {
        let inside = |over: Rect| {
            Rect::new(
                over.x + 2,
                over.y + 1,
                over.width.saturating_sub(4),
                over.height.saturating_sub(2),
            )
        };
        self.column.or(self.over.map(inside))
    }
}

fn beside(main: Rect) -> (Rect, Rect, Rect) {
    // A list line has name, stars and price; the text beside it is wrapped.
    let list_width = main.width * 11 / 20;
    let list = Rect {
        width: list_width,
        ..main
    };
    let line = Rect {
        x: list.right() + 1,
        width: 1,
        ..main
    };
    let x = line.right() + 1;
    let detail = Rect {
        x,
        width: main.right().saturating_sub(x),
        ..main
    };
    (list, line, detail)
}

fn below(main: Rect, focus: Focus) -> (Rect, Rect, Rect) {
    let half = main.height.saturating_sub(1) / 2;
    let rows = match focus {
        Focus::Detail => half.min(LIST_LEFT),
        Focus::Field | Focus::List | Focus::Facets => half,
    };
    let list = Rect {
        height: rows.max(1).min(main.height),
        ..main
    };
    let line = Rect {
        y: list.bottom(),
        height: 1.min(main.bottom().saturating_sub(list.bottom())),
        ..main
    };
    let y = line.bottom();
    let detail = Rect {
        y,
        height: main.bottom().saturating_sub(y),
        ..main
    };
    (list, line, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_room_and_none_covers_another() {
        for (width, height) in [(40, 7), (80, 21), (100, 37), (120, 37), (200, 57)] {
            for focus in [Focus::List, Focus::Facets, Focus::Detail] {
                let area = Rect::new(0, 1, width, height);
                let layout = Layout::of(area, 3, focus);
                let parts = [layout.head, layout.list, layout.line, layout.detail];
                for (at, part) in parts.iter().enumerate() {
                    assert_eq!(area.intersection(*part), *part, "{width}x{height}");
                    for other in &parts[at + 1..] {
                        assert!(!part.intersects(*other), "{width}x{height} {focus:?}");
                    }
                }
                assert!(layout.list.width >= 36 && layout.list.height >= 1);
                assert_eq!(layout.column.is_some(), width >= 104);
            }
        }
    }

    #[test]
    fn the_detail_grows_when_it_is_read() {
        let area = Rect::new(0, 1, 80, 21);
        let resting = Layout::of(area, 2, Focus::List).detail.height;
        let read = Layout::of(area, 2, Focus::Detail).detail.height;
        assert!(resting >= 8 && read >= 13, "{resting} {read}");
    }
}
