//! Six incremental frames show what one full repaint of the last frame shows.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier, Style};

use muse_studio::tui::safe::SafeText;
use muse_studio::tui::terminal::{Keyboard, Modes, Mouse, Session};
use muse_studio::tui::text::{clear_area, clusters, put, truncate, width};

use crate::emulators::{alacritty_grid, difference, vt100_grid};
use crate::random::{Random, hindi_word, word};

pub const SIZE: Size = Size {
    width: 40,
    height: 12,
};
pub const MODES: Modes = Modes {
    mouse: Mouse::Released,
    keyboard: Keyboard::Legacy,
};
const RUNS: u64 = 200;

/// A table of three columns with a selected row and, at times, a popup over it.
#[derive(Clone)]
pub struct Table {
    rows: Vec<[SafeText; 3]>,
    selected: usize,
    popup: Option<Rect>,
}

impl Table {
    pub fn random(random: &mut Random, of: fn(&mut Random) -> String) -> Self {
        let rows = (0..usize::from(SIZE.height))
            .map(|_| row(random, of))
            .collect();
        Self {
            rows,
            selected: 0,
            popup: None,
        }
    }

    /// What happens between two frames: some rows change, the selection moves, a popup opens or closes.
    fn step(&mut self, random: &mut Random, of: fn(&mut Random) -> String) {
        for _ in 0..random.below(4) {
            let at = random.below(self.rows.len());
            self.rows[at] = row(random, of);
        }
        if random.below(3) == 0 {
            let (middle, count) = (random.below(self.rows.len()), self.rows.len());
            self.rows.rotate_left(middle % count);
        }
        self.selected = random.below(self.rows.len());
        self.popup = (random.below(3) == 0).then(|| {
            let x = random.below(30) as u16;
            Rect::new(x, random.below(9) as u16, 3 + random.below(12) as u16, 3)
        });
    }

    pub fn view(&self, frame: &mut Frame<'_>) {
        let buf = frame.buffer_mut();
        for (y, cells) in self.rows.iter().enumerate() {
            let style = if y == self.selected {
                Style::new()
                    .bg(Color::Blue)
                    .add_modifier(Modifier::REVERSED)
            } else {
                Style::new().fg(Color::Yellow)
            };
            let y = y as u16;
            for (cell, (x, columns)) in cells.iter().zip([(0, 14), (15, 12), (28, 12)]) {
                put(buf, x, y, columns, &truncate(cell, columns), style);
            }
        }
        if let Some(popup) = self.popup {
            clear_area(buf, popup);
            put(
                buf,
                popup.x,
                popup.y,
                popup.width,
                "│ पॉपअप है",
                Style::new(),
            );
        }
    }
}

fn row(random: &mut Random, of: fn(&mut Random) -> String) -> [SafeText; 3] {
    std::array::from_fn(|_| {
        let words: Vec<String> = (0..random.below(4)).map(|_| of(random)).collect();
        SafeText::line(&words.join(" "))
    })
}

/// The bytes of these frames, from entering the terminal on.
pub fn bytes_of(tables: &[Table]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut session = Session::over(&mut bytes, SIZE, MODES).unwrap();
    for table in tables {
        session.draw(|frame| table.view(frame)).unwrap();
    }
    // Leaving would switch the model back to its first screen.
    std::mem::forget(session);
    bytes
}

fn mismatches(of: fn(&mut Random) -> String, first_seed: u64) -> Vec<String> {
    let mut found = Vec::new();
    for seed in first_seed..first_seed + RUNS {
        let mut random = Random::new(seed);
        let mut table = Table::random(&mut random, of);
        let mut frames = vec![table.clone()];
        for _ in 1..6 {
            table.step(&mut random, of);
            frames.push(table.clone());
        }
        let (steps, whole) = (bytes_of(&frames), bytes_of(&frames[5..]));
        for (model, grid) in [
            ("vt100", vt100_grid as fn(&[u8], u16, u16) -> _),
            ("alacritty", alacritty_grid),
        ] {
            let shown = grid(&steps, SIZE.width, SIZE.height);
            let expected = grid(&whole, SIZE.width, SIZE.height);
            found.extend(
                difference(&shown, &expected).map(|text| format!("{model} seed {seed}: {text}")),
            );
        }
    }
    found
}

#[test]
fn hindi_and_english_frames_add_up_to_a_full_repaint() {
    let found = mismatches(hindi_word, 1);
    assert!(found.is_empty(), "{} of {RUNS}: {}", found.len(), found[0]);
}

#[test]
fn frames_with_emoji_add_up_to_a_full_repaint() {
    let found = mismatches(word, 10_000);
    assert!(found.is_empty(), "{} of {RUNS}: {}", found.len(), found[0]);
}

#[test]
fn every_cluster_stands_in_its_own_cell() {
    for seed in 0..RUNS {
        let mut random = Random::new(seed);
        let table = Table::random(&mut random, hindi_word);
        let grid = vt100_grid(
            &bytes_of(std::slice::from_ref(&table)),
            SIZE.width,
            SIZE.height,
        );
        for (y, cells) in table.rows.iter().enumerate() {
            let shown = truncate(&cells[0], 14);
            assert!(width(&shown) <= 14);
            let row: String = grid[y][..14]
                .iter()
                .map(|cell| cell.split(' ').next().unwrap_or(""))
                .collect();
            let expected: String = clusters(&shown)
                .map(|cluster| cluster.text.trim())
                .collect();
            assert_eq!(row, expected, "seed {seed} row {y}");
        }
    }
}
