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
        let rows = window(lines.len(), rows);
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
        let count = lines(search).len();
        let last = count.saturating_sub(window(count, rows));
        self.top = self.top.saturating_add_signed(step).min(last);
    }

    /// The value at a screen position.
    pub fn value_at(&self, search: &ProductSearch, area: Rect, place: Position) -> Option<Pick> {
        if !area.contains(place) {
            return None;
        }
        let lines = lines(search);
        let row = usize::from(place.y - area.y);
        if row >= window(lines.len(), usize::from(area.height)) {
            return None;
        }
        match lines.into_iter().nth(row + self.top)? {
            Line::Value(pick, _) => Some(pick),
            Line::Head(_) | Line::Gap => None,
        }
    }

    /// Draws the panel; with the focus its cursor shows.
    pub fn view(&self, search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>, focused: bool) {
        let chosen = self.chosen(search).filter(|_| focused);
        let lines = lines(search);
        let rows = window(lines.len(), usize::from(area.height));
        let below = lines.len().saturating_sub(self.top + rows);
        if below > 0 && area.height > 0 {
            let text = format!("↓ {below} more");
            canvas.put(area.x, area.bottom() - 1, area.width, &text, Role::Muted);
        }
        let shown = lines.into_iter().skip(self.top).take(rows);
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

/// Rows for lines: the last one says how many more there are, when there are more than fit.
fn window(lines: usize, rows: usize) -> usize {
    if lines > rows {
        rows.saturating_sub(1).max(1)
    } else {
        rows
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

/// The values of a side: in the order of the answer; while one of them is chosen, in the order in which all were offered,
/// so that the others stay in their places and can be chosen too. What is chosen is in sight in any case.
fn names(search: &ProductSearch, side: Side, listed: &[(String, u64)]) -> Vec<String> {
    let picks = search
        .narrowing
        .picks()
        .iter()
        .filter_map(|pick| match pick {
            Pick::Value(of, name) if *of == side => Some(name.clone()),
            _ => None,
        });
    let picks: Vec<String> = picks.collect();
    let listed = listed.iter().map(|(name, _)| name.clone());
    let offered = if picks.is_empty() {
        &[][..]
    } else {
        search.offered(side)
    };
    let mut names: Vec<String> = Vec::new();
    for name in offered.iter().cloned().chain(picks).chain(listed) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
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
        let counted = |name: &String| listed.iter().find(|(value, _)| value == name);
        let line = |name: &String| {
            let count = counted(name).map(|(_, n)| count(*n));
            Line::Value(Pick::Value(side, name.clone()), count)
        };
        let mut values: Vec<Line> = names(search, side, listed).iter().map(line).collect();
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
