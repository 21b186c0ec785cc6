//! Where everything stands in Live: the figures, the one in focus, whose it is, and the others.

use ratatui::layout::Rect;

/// Columns from which the profile and the scenario stand beside the one in focus.
const BESIDE_FROM: u16 = 100;
/// Columns that they take at most.
const ABOUT_WIDTH: u16 = 52;
/// Columns that a tile takes at least.
const TILE_WIDTH: u16 = 48;
/// Rows of a tile, its head among them.
const TILE_HEIGHT: u16 = 7;

/// The parts of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The figures of the job.
    pub status: Rect,
    /// The head of the one in focus.
    pub head: Rect,
    /// Its turns.
    pub lines: Rect,
    /// Whose it is, where there is room.
    pub about: Option<Rect>,
    /// The others.
    pub others: Others,
}

/// How the others are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// There are none.
    None,
    /// A line each.
    Lines(Rect),
    /// A tile each, so many beside one another.
    Tiles(Rect, u16),
}

impl Layout {
    /// The parts of an area for so many conversations.
    pub fn of(area: Rect, streams: usize) -> Self {
        let area = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let rest = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let others = Others::of(rest, streams);
        let focus = Rect {
            height: rest.height - others.height(),
            ..rest
        };
        let about = (focus.width >= BESIDE_FROM).then(|| {
            let width = (focus.width * 2 / 5).min(ABOUT_WIDTH);
            let x = focus.right() - width;
            Rect { x, width, ..focus }
        });
        let width = focus.width - about.map_or(0, |about| about.width + 2);
        Layout {
            status: Rect { height: 1, ..area },
            head: Rect {
                width,
                height: focus.height.min(1),
                ..focus
            },
            lines: Rect {
                y: focus.y + 1,
                height: focus.height.saturating_sub(1),
                width,
                ..focus
            },
            about,
            others,
        }
    }
}

impl Others {
    fn of(rest: Rect, streams: usize) -> Self {
        let streams = u16::try_from(streams).unwrap_or(u16::MAX);
        if streams < 2 {
            return Others::None;
        }
        let at_foot = |height: u16| Rect {
            y: rest.bottom() - height,
            height,
            ..rest
        };
        let columns = rest.width / TILE_WIDTH;
        let rows = (rest.height / 2 / TILE_HEIGHT).min(streams.div_ceil(columns.max(1)));
        if columns < 2 || rows == 0 {
            return Others::Lines(at_foot(streams.min(rest.height / 3).max(1)));
        }
        Others::Tiles(at_foot(rows * TILE_HEIGHT), columns.min(streams))
    }

    /// Rows that they take with the rule above them.
    fn height(self) -> u16 {
        match self {
            Others::None => 0,
            // Tiles have heads that part them from what is above.
            Others::Lines(area) => area.height + 1,
            Others::Tiles(area, _) => area.height,
        }
    }

    /// How many there is room for.
    pub fn room(self) -> usize {
        match self {
            Others::None => 0,
            Others::Lines(area) => usize::from(area.height),
            Others::Tiles(area, columns) => usize::from(columns * (area.height / TILE_HEIGHT)),
        }
    }

    /// Where the one at a place of those shown stands.
    pub fn area(self, place: usize) -> Rect {
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        match self {
            Others::None => Rect::default(),
            Others::Lines(area) => Rect {
                y: area.y + place.min(area.height),
                height: 1,
                ..area
            },
            Others::Tiles(area, columns) => {
                let width = area.width / columns;
                let (column, row) = (place % columns, place / columns);
                Rect {
                    x: area.x + column * width,
                    y: area.y + row * TILE_HEIGHT,
                    width: width - u16::from(column + 1 < columns),
                    height: TILE_HEIGHT,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_are_shown_where_there_is_more_room_and_none_overlaps() {
        let mut rooms = Vec::new();
        for (width, height) in [(40, 7), (80, 21), (120, 37), (200, 57)] {
            let area = Rect::new(0, 1, width, height);
            let layout = Layout::of(area, 20);
            let shown: Vec<Rect> = (0..layout.others.room())
                .map(|place| layout.others.area(place))
                .collect();
            let parts = [layout.status, layout.head, layout.lines];
            let all: Vec<Rect> = parts.into_iter().chain(layout.about).chain(shown).collect();
            for (place, one) in all.iter().enumerate() {
                assert!(area.intersection(*one) == *one, "{one:?} leaves {area:?}");
                for other in &all[place + 1..] {
                    assert!(!one.intersects(*other), "{one:?} meets {other:?}");
                }
            }
            rooms.push((
                matches!(layout.others, Others::Tiles(..)),
                layout.others.room(),
            ));
        }
        assert_eq!(rooms, [(false, 2), (false, 6), (true, 4), (true, 16)]);
    }

    #[test]
    fn a_single_one_has_all_the_room() {
        let layout = Layout::of(Rect::new(0, 1, 80, 21), 1);
        assert_eq!(layout.others, Others::None);
        assert_eq!(layout.lines.height, 19);
    }
}
