//! The head of a search: the field, what was found and in which order, how the words were understood, what is chosen.

use ratatui::layout::{Position, Rect};

use super::meaning::Ranking;
use super::narrowing::order_name;
use super::{Aside, ProductSearch};
use crate::tui::effect::Relation;
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Columns that the field keeps beside what was found.
const FIELD: u16 = 24;

/// What a screen position of the head is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadZone {
    /// The field.
    Field,
    /// The order.
    Order,
    /// The chip of this place.
    Chip(usize),
    /// What turns all chips off.
    Clear,
}

/// Rows that the head takes. Always as many, so that nothing below it jumps when a facet is chosen.
pub const HEAD_ROWS: u16 = 2;

/// What a screen position of a head in `area` is about.
pub fn head_zone(search: &ProductSearch, area: Rect, place: Position) -> Option<HeadZone> {
    if !area.contains(place) {
        return None;
    }
    match place.y - area.y {
        0 => {
            let order = text::width(&summary(search));
            let at_right = place.x >= area.right().saturating_sub(order);
            Some(if at_right {
                HeadZone::Order
            } else {
                HeadZone::Field
            })
        }
        1 if search.aside().is_none() => {
            let mut x = area.x;
            for (at, chip) in chips(search).iter().enumerate() {
                let end = x + text::width(chip);
                if (x..end).contains(&place.x) {
                    return Some(HeadZone::Chip(at));
                }
                x = end + 1;
            }
            (x > area.x && (x..x + CLEAR.len() as u16).contains(&place.x))
                .then_some(HeadZone::Clear)
        }
        _ => None,
    }
}

/// What stands after the chips.
const CLEAR: &str = "x clears";

/// What an empty field says of itself.
const HOW_TO_ASK: &str = "in any language: laal kurta 2000 tak, brand:NAME, color:red, price<2000";

fn chips(search: &ProductSearch) -> Vec<String> {
    let picks = search.narrowing.picks().iter();
    picks.map(|pick| format!("[{} ×]", pick.label())).collect()
}

/// `1,204 found · best first`.
fn summary(search: &ProductSearch) -> String {
    if !search.answered() {
        return "searching …".to_owned();
    }
    let count = grouped(search.results().len());
    match search.aside().map(|aside| aside.relation) {
        Some(Relation::Alike) => format!("the {count} most like it"),
        Some(Relation::GoesWith) => format!("{count} that go with it"),
        None => format!("{count} found · {}", order_words(search)),
    }
}

/// The order, and whether it rests on meaning too.
fn order_words(search: &ProductSearch) -> String {
    let name = order_name(search.order());
    match search.ranking() {
        Ranking::Words => name.to_owned(),
        Ranking::MeaningComing => format!("{name}, meaning …"),
        Ranking::Meaning => "best by meaning".to_owned(),
    }
}

/// A count with its thousands set apart.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Draws the head, with a note before what was found; the field's cursor.
pub fn view_head(
    search: &ProductSearch,
    note: &str,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Option<Position> {
    canvas.put(area.x, area.y, 2, "/", Role::HintKey);
    let told = summary(search);
    let role = match search.ranking() {
        Ranking::Meaning => Role::Accent,
        Ranking::Words | Ranking::MeaningComing => Role::Muted,
    };
    let room = area.width.saturating_sub(FIELD + 3);
    let mut parts = vec![(role, told.as_str())];
    if !note.is_empty() {
        parts.splice(0..0, [(Role::Accent, note), (Role::Muted, " · ")]);
    }
    let width: u16 = parts.iter().map(|(_, part)| canvas.width(part)).sum();
    let right = width.min(room);
    let field = Rect::new(area.x + 2, area.y, area.width.saturating_sub(right + 4), 1);
    let cursor = search.field.view(canvas, field);
    canvas.parts(area.right() - right, area.y, right, &parts);
    if area.height > 1 {
        let line = Rect::new(area.x, area.y + 1, area.width, 1);
        narrowed_and_understood(search, line, canvas);
    }
    cursor
}

/// What is chosen, then how the words were understood; over relatives, what they are relatives of.
fn narrowed_and_understood(search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>) {
    if let Some(aside) = search.aside() {
        let parts = [
            (Role::Accent, relation_words(aside)),
            (Role::Text, aside.product.title.as_str()),
            (Role::Muted, "   Esc goes back"),
        ];
        canvas.parts(area.x, area.y, area.width, &parts);
        return;
    }
    let mut x = area.x;
    for chip in chips(search) {
        let room = area.right().saturating_sub(x);
        x += canvas.put(x, area.y, room, &chip, Role::Accent) + 1;
    }
    if x > area.x {
        let room = area.right().saturating_sub(x);
        x += canvas.put(x, area.y, room, CLEAR, Role::Muted) + 3;
    }
    let rest = Rect {
        x: x.min(area.right()),
        width: area.right().saturating_sub(x),
        ..area
    };
    understood(search, rest, canvas);
}

fn understood(search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>) {
    let understood = &search.asked().understood;
    let meanings: Vec<&str> = understood
        .iter()
        .map(|part| part.meaning.as_str())
        .collect();
    if meanings.is_empty() {
        let bare = search.field.text().trim().is_empty() && search.narrowing.picks().is_empty();
        if bare {
            canvas.put(area.x, area.y, area.width, HOW_TO_ASK, Role::Muted);
        }
        return;
    }
    let meant = meanings.join(" · ");
    let parts = [
        (Role::Muted, "understood: "),
        (Role::Accent, meant.as_str()),
    ];
    canvas.parts(area.x, area.y, area.width, &parts);
}

fn relation_words(aside: &Aside) -> &'static str {
    match aside.relation {
        Relation::Alike => "like ",
        Relation::GoesWith => "goes with ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_at_a_glance() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_204), "1,204");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
