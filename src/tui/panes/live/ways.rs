//! One turn in several ways, side by side, of which a digit picks one.
//!
//! Owns: what is known of each way, and how they share the room. Does not: word them.

use ratatui::layout::Rect;

use crate::domain::{Act, Speaker, TurnId};
use crate::tui::safe::SafeText;
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Columns that a way needs to stand beside another.
const BESIDE: u16 = 34;
/// Columns of the number before a way that stands above another, and the gap after it.
const NUMBER: u16 = 3;
/// Columns between two of them.
const GAP: u16 = 2;

/// How far a way has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Come {
    /// It is being worded.
    On,
    /// It is whole.
    Whole,
    /// There is none, and why.
    Failed(String),
}

#[derive(Debug)]
struct OneWay {
    turn: TurnId,
    text: String,
    come: Come,
}

/// The ways in which a turn is worded.
#[derive(Debug)]
pub struct Ways {
    /// Who says it.
    pub speaker: Speaker,
    /// What it does.
    pub act: Act,
    ways: Vec<OneWay>,
}

impl Ways {
    /// Ways that now begin to be worded.
    pub fn new(speaker: Speaker, act: Act, turns: &[TurnId]) -> Self {
        let begun = |turn: &TurnId| OneWay {
            turn: *turn,
            text: String::new(),
            come: Come::On,
        };
        Ways {
            speaker,
            act,
            ways: turns.iter().map(begun).collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ways.len()
    }

    /// Adds to the words of one.
    pub fn extend(&mut self, turn: TurnId, text: &str) {
        if let Some(way) = self.find(turn) {
            way.text.push_str(text);
        }
    }

    /// One is worded again.
    pub fn again(&mut self, turn: TurnId) {
        if let Some(way) = self.find(turn) {
            way.text.clear();
        }
    }

    /// One is whole, or will not be.
    pub fn done(&mut self, turn: TurnId, text: &Result<String, String>) {
        if let Some(way) = self.find(turn) {
            match text {
                Ok(text) => {
                    way.text.clone_from(text);
                    way.come = Come::Whole;
                }
                Err(why) => way.come = Come::Failed(why.clone()),
            }
        }
    }

    /// The one of a number from 1, when it is whole.
    pub fn whole(&self, number: usize) -> Option<TurnId> {
        let way = self.ways.get(number.checked_sub(1)?)?;
        (way.come == Come::Whole).then_some(way.turn)
    }

    /// Whether none is being worded any more.
    pub fn ready(&self) -> bool {
        self.ways.iter().all(|way| way.come != Come::On)
    }

    fn find(&mut self, turn: TurnId) -> Option<&mut OneWay> {
        self.ways.iter_mut().find(|way| way.turn == turn)
    }

    /// Rows that they take at this width: side by side where there is room.
    pub fn height(&self, width: u16) -> u16 {
        match self.beside(width) {
            Some(each) => {
                let tallest = self.ways.iter().map(|way| way.rows(each)).max();
                tallest.unwrap_or(0).saturating_add(1)
            }
            None => self.ways.iter().fold(0_u16, |sum, way| {
                sum.saturating_add(way.rows(width.saturating_sub(NUMBER)))
            }),
        }
    }

    /// Columns for each when they stand side by side.
    fn beside(&self, width: u16) -> Option<u16> {
        let count = u16::try_from(self.len()).ok().filter(|count| *count > 0)?;
        let each = width.saturating_sub(GAP * (count - 1)) / count;
        (each >= BESIDE).then_some(each)
    }

    /// Draws them.
    pub fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) {
        match self.beside(area.width) {
            Some(each) => self.columns(area, each, canvas),
            None => self.rows(area, canvas),
        }
    }

    fn columns(&self, area: Rect, each: u16, canvas: &mut Canvas<'_>) {
        for (place, way) in self.ways.iter().enumerate() {
            let offset = u16::try_from(place).unwrap_or(0) * (each + GAP);
            let column = Rect {
                x: area.x + offset,
                width: each,
                ..area
            };
            canvas.put(column.x, column.y, each, &way.head(place), Role::Title);
            let below = Rect {
                y: column.y + 1,
                height: column.height.saturating_sub(1),
                ..column
            };
            way.draw(below, canvas);
        }
    }

    fn rows(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let all_fit = self.height(area.width) <= area.height;
        let mut y = area.y;
        for (place, way) in self.ways.iter().enumerate() {
            let left = u16::try_from(self.len() - place).unwrap_or(1);
            let rest = area.bottom().saturating_sub(y);
            let room = Rect {
                x: area.x + NUMBER,
                y,
                width: area.width.saturating_sub(NUMBER),
                // Each has its share where not all fit, so that none is pushed out.
                height: if all_fit {
                    rest
                } else {
                    (rest / left).min(rest)
                },
            };
            if rest == 0 {
                return;
            }
            canvas.put(area.x, y, NUMBER - 1, &(place + 1).to_string(), Role::Title);
            y += way.draw(room, canvas).max(1);
        }
    }
}

impl OneWay {
    /// Rows that its text takes.
    fn rows(&self, width: u16) -> u16 {
        let rows = text::wrap(SafeText::block(self.shown()).as_str(), width).len();
        u16::try_from(rows).unwrap_or(u16::MAX).max(1)
    }

    fn shown(&self) -> &str {
        match (&self.come, self.text.is_empty()) {
            (Come::Failed(why), _) => why,
            (_, true) => "…",
            (_, false) => &self.text,
        }
    }

    fn head(&self, place: usize) -> String {
        let number = place + 1;
        match self.come {
            Come::On => format!("{number} …"),
            Come::Whole => number.to_string(),
            Come::Failed(_) => format!("{number} could not be worded"),
        }
    }

    /// Draws as much as there is room for; the rows that it took.
    fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
        let role = match self.come {
            Come::Failed(_) => Role::Muted,
            Come::On | Come::Whole => Role::Text,
        };
        canvas.wrapped(area, self.shown(), role)
    }
}
