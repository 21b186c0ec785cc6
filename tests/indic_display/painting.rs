//! Painting anywhere, over anything, keeps the buffer whole; a resized screen shows what a new one would.

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;

use muse_studio::tui::safe::SafeText;
use muse_studio::tui::terminal::Session;
use muse_studio::tui::text::{clear_area, put};

use crate::emulators::{alacritty_grid, difference, vt100_grid};
use crate::frames::{MODES, SIZE, Table};
use crate::random::{Random, hostile_text, word};
use crate::silence::Shared;

/// No cell that a wide cluster covers holds anything, and no cluster hangs over the edge.
fn is_whole(buf: &Buffer) -> Result<(), String> {
    for row in buf.area.rows() {
        let mut covered = 0;
        for x in row.left()..row.right() {
            let cell = &buf[(x, row.y)];
            if covered > 0 {
                covered -= 1;
                if cell.symbol() != " " {
                    return Err(format!("{:?} at {x},{} is covered", cell.symbol(), row.y));
                }
                continue;
            }
            covered = cell.cell_width().saturating_sub(1);
            if x + covered >= row.right() {
                return Err(format!("{:?} hangs over the edge", cell.symbol()));
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn painting_never_breaks_the_buffer(seed in any::<u64>(), width in 1u16..30, height in 1u16..4) {
        let mut random = Random::new(seed);
        let mut buf = Buffer::empty(Rect::new(1, 1, width, height));
        for _ in 0..20 {
            let (x, y) = (random.below(34) as u16, random.below(6) as u16);
            let room = random.below(40) as u16;
            if random.below(4) == 0 {
                clear_area(&mut buf, Rect::new(x, y, room, 2));
            } else {
                let text = SafeText::line(&hostile_text(&mut random));
                let used = put(&mut buf, x, y, room, &text, Style::new());
                prop_assert!(used <= room && (used == 0 || x + used <= buf.area.right()));
            }
            prop_assert_eq!(is_whole(&buf), Ok(()));
        }
    }
}

#[test]
fn a_resized_screen_shows_what_a_new_one_would() {
    let sizes = [
        (40, 12),
        (20, 5),
        (1, 1),
        (13, 7),
        (40, 1),
        (2, 12),
        (60, 20),
        (40, 12),
    ];
    for seed in 0..30 {
        let screen = Shared::default();
        let mut session = Session::over(screen.clone(), SIZE, MODES).unwrap();
        let mut random = Random::new(seed);
        for (columns, rows) in sizes {
            let table = Table::random(&mut random, word);
            session.resize(Size::new(columns, rows));
            screen.take();
            session.draw(|frame| table.view(frame)).unwrap();
            let resized = screen.take();
            let fresh = Shared::default();
            let mut other = Session::over(fresh.clone(), Size::new(columns, rows), MODES).unwrap();
            other.draw(|frame| table.view(frame)).unwrap();
            let fresh = fresh.take();
            for grid in [vt100_grid, alacritty_grid] {
                let found =
                    difference(&grid(&resized, columns, rows), &grid(&fresh, columns, rows));
                assert_eq!(found, None, "seed {seed} {columns}x{rows}");
            }
        }
    }
}
