//! The panel of facets: values to narrow a search by, with how many products have them.
//!
//! Owns: its cursor, which stays on its value while the counts around it change.

use ratatui::layout::{Position, Rect};

use super::ProductSearch;
use super::head::grouped;
use super::narrowing::{Pick, side_name};
use crate::catalog::{Counted, Missing, Side};
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// The sides, in the order in which people narrow a search.
const ORDER: [Side; 7] = [
    Side::Domain,
    Side::Price,
    Side::Color,
    Side::Brand,
    Side::Category,
    Side::Size,
    Side::Material,
];

/// A line of the panel.
enum Line {
    Head(&'static str),
    Value(Pick, Option<String>),
    Gap,
}

/// The panel.
#[derive(Clone, Debug, Default)]
pub struct FacetPanel {
    at: Option<Pick>,
    top: usize,
}

impl FacetPanel {
    /// The value under the cursor.
    pub fn chosen(&self, search: &ProductSearch) -> Option<Pick> {
        let values = values(search);
        let at = self.place(&values);
        values.into_iter().nth(at)
    }

    fn place(&self, values: &[Pick]) -> usize {
        let on = |pick: &Pick| values.iter().position(|value| value == pick);
        self.at.as_ref().and_then(on).unwrap_or(0)
    }

    /// Moves the cursor by values.
    pub fn move_by(&mut self, search: &ProductSearch, step: isize, rows: usize) {
        let values = values(search);
        let last = values.len().saturating_sub(1);
        let to = self.place(&values).saturating_add_signed(step).min(last);
        self.at = values.into_iter().nth(to);
        self.follow(search, rows);
    }

    /// Puts the cursor on a value.
    pub fn go_to(&mut self, pick: Pick) {
        self.at = Some(pick);
    }

    /// To the next or previous side.
    pub fn turn(&mut self, search: &ProductSearch, step: isize, rows: usize) {
        let values = values(search);
        let here = self.place(&values);
        let kind = |pick: &Pick| match pick {
            Pick::Value(side, _) => Some(*side),
            Pick::Lacking(_) => None,
        };
        let Some(now) = values.get(here).map(kind) else {
            return;
        };
        let to = if step > 0 {
            (here..values.len()).find(|at| kind(&values[*at]) != now)
        } else {
            let other = (0..here).rev().find(|at| kind(&values[*at]) != now);
            other.map(|last| {
                let same = |at: &usize| kind(&values[*at]) == kind(&values[last]);
                (0..=last).find(same).unwrap_or(last)
            })
        };
        let to = to.unwrap_or(if step > 0 { here } else { 0 });
        self.at = values.into_iter().nth(to);
        self.follow(search, rows);
    }

    /// Scrolls so that the cursor, and the name of its side, are seen.
    fn follow(&mut self, search: &ProductSearch, rows: usize) {
        let lines = lines(search);
        let on =
            |line: &Line| matches!(line, Line::Value(pick, _) if Some(pick) == self.at.as_ref());
        let at = lines.iter().position(on).unwrap_or(0);
        self.top = self.top.min(at.saturating_sub(1));
        if at >= self.top + rows {
            self.top = at + 1 - rows;
        }
    }

    /// Scrolls by lines.
    pub fn scroll(&mut self, search: &ProductSearch, step: isize, rows: usize) {
        let last = lines(search).len().saturating_sub(rows);
        self.top = self.top.saturating_add_signed(step).min(last);
    }

    /// The value at a screen position.
    pub fn value_at(&self, search: &ProductSearch, area: Rect, place: Position) -> Option<Pick> {
        if !area.contains(place) {
            return None;
        }
        let row = usize::from(place.y - area.y) + self.top;
        match lines(search).into_iter().nth(row)? {
            Line::Value(pick, _) => Some(pick),
            Line::Head(_) | Line::Gap => None,
        }
    }

    /// Draws the panel; with the focus its cursor shows.
    pub fn view(&self, search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>, focused: bool) {
        let chosen = self.chosen(search).filter(|_| focused);
        let rows = usize::from(area.height);
        let shown = lines(search).into_iter().skip(self.top).take(rows);
        for (row, line) in shown.enumerate() {
            let line_area = Rect::new(area.x, area.y + row as u16, area.width, 1);
            match line {
                Line::Gap => {}
                Line::Head(name) => {
                    canvas.put(area.x, line_area.y, area.width, name, Role::Title);
                }
                Line::Value(pick, count) => {
                    let on = search.narrowing.is_on(&pick);
                    let at = chosen.as_ref() == Some(&pick);
                    let look = match (at, on) {
                        (true, _) => Role::Selection,
                        (false, true) => Role::Accent,
                        (false, false) => Role::Text,
                    };
                    let mark = if on { "[×] " } else { "[ ] " };
                    let label = format!("{mark}{}", pick.label());
                    value_line(&label, count.as_deref(), look, line_area, canvas);
                }
            }
        }
    }
}

fn value_line(label: &str, count: Option<&str>, role: Role, area: Rect, canvas: &mut Canvas<'_>) {
    if role == Role::Selection {
        canvas.fill(area, role);
    }
    let count = count.unwrap_or_default();
    let room = area.width.saturating_sub(canvas.width(count) + 1);
    canvas.put(area.x, area.y, room, label, role);
    let quiet = if role == Role::Text {
        Role::Muted
    } else {
        role
    };
    canvas.right(area, area.y, count, quiet);
}

fn values(search: &ProductSearch) -> Vec<Pick> {
    let value = |line| match line {
        Line::Value(pick, _) => Some(pick),
        Line::Head(_) | Line::Gap => None,
    };
    lines(search).into_iter().filter_map(value).collect()
}

fn lines(search: &ProductSearch) -> Vec<Line> {
    let mut lines = Vec::new();
    for side in ORDER {
        let facet = search.facets().iter().find(|facet| facet.side == side);
        let listed = facet.map_or(&[][..], |facet| &facet.values);
        let near = facet.is_some_and(|facet| facet.counted == Counted::Sample);
        let count = |n: u64| {
            let mark = if near { "~" } else { "" };
            format!(
                "{mark}{}",
                grouped(usize::try_from(n).unwrap_or(usize::MAX))
            )
        };
        // What is on stays in sight, also when no product that is left has it.
        let on = search.narrowing.picks().iter().filter(|pick| {
            matches!(pick, Pick::Value(of, name)
                if *of == side && !listed.iter().any(|(value, _)| value == name))
        });
        let mut values: Vec<Line> = on.map(|pick| Line::Value(pick.clone(), None)).collect();
        values.extend(
            listed
                .iter()
                .map(|(name, n)| Line::Value(Pick::Value(side, name.clone()), Some(count(*n)))),
        );
        if !values.is_empty() {
            lines.push(Line::Head(side_name(side)));
            lines.append(&mut values);
            lines.push(Line::Gap);
        }
    }
    lines.push(Line::Head("Lacking"));
    lines.extend(
        Missing::ALL
            .into_iter()
            .map(|kind| Line::Value(Pick::Lacking(kind), None)),
    );
    lines
}
