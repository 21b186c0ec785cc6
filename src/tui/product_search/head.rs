//! The head of a search: the field, what was found and in which order, how the words were understood, what is chosen.

use ratatui::layout::{Position, Rect};

use super::narrowing::order_name;
use super::{Aside, ProductSearch};
use crate::tui::effect::Relation;
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

/// How many rows the head takes.
pub fn head_rows(search: &ProductSearch) -> u16 {
    if search.narrowing.picks().is_empty() {
        2
    } else {
        3
    }
}

/// What a screen position of a head in `area` is about.
pub fn head_zone(search: &ProductSearch, area: Rect, place: Position) -> Option<HeadZone> {
    if !area.contains(place) {
        return None;
    }
    match place.y - area.y {
        0 => {
            let order = summary(search).chars().count() as u16;
            let at_right = place.x >= area.right().saturating_sub(order);
            Some(if at_right {
                HeadZone::Order
            } else {
                HeadZone::Field
            })
        }
        2 => {
            let mut x = area.x;
            for (at, chip) in chips(search).iter().enumerate() {
                let end = x + chip.chars().count() as u16;
                if (x..end).contains(&place.x) {
                    return Some(HeadZone::Chip(at));
                }
                x = end + 1;
            }
            (x..x + CLEAR.len() as u16)
                .contains(&place.x)
                .then_some(HeadZone::Clear)
        }
        _ => None,
    }
}

/// What stands after the chips.
const CLEAR: &str = "x clears";

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
    match search.aside() {
        Some(_) => format!("{count} of them"),
        None => format!("{count} found · {}", order_name(search.order())),
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

/// Draws the head; the field's cursor.
pub fn view_head(search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>) -> Option<Position> {
    canvas.put(area.x, area.y, 2, "/", Role::HintKey);
    let told = summary(search);
    let room = area.width.saturating_sub(FIELD + 3);
    let right = canvas.width(&told).min(room);
    let field = Rect::new(area.x + 2, area.y, area.width.saturating_sub(right + 4), 1);
    let cursor = search.field.view(canvas, field);
    let at = area.right() - right;
    canvas.put(at, area.y, right, &told, Role::Muted);
    understood(search, Rect::new(area.x, area.y + 1, area.width, 1), canvas);
    if area.height > 2 {
        chip_line(search, Rect::new(area.x, area.y + 2, area.width, 1), canvas);
    }
    cursor
}

fn understood(search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>) {
    if let Some(aside) = search.aside() {
        let parts = [
            (Role::Accent, relation_words(aside)),
            (Role::Text, aside.product.title.as_str()),
            (Role::Muted, "   Esc goes back"),
        ];
        canvas.parts(area.x, area.y, area.width, &parts);
        return;
    }
    let meanings: Vec<&str> = search
        .asked()
        .understood
        .iter()
        .map(|part| part.meaning.as_str())
        .collect();
    if meanings.is_empty() {
        let text = if search.field.text().trim().is_empty() {
            "in any language: laal kurta 2000 tak, brand:NAME, color:red, price<2000"
        } else {
            ""
        };
        canvas.put(area.x, area.y, area.width, text, Role::Muted);
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

fn chip_line(search: &ProductSearch, area: Rect, canvas: &mut Canvas<'_>) {
    let mut x = area.x;
    for chip in chips(search) {
        let room = area.right().saturating_sub(x);
        x += canvas.put(x, area.y, room, &chip, Role::Accent) + 1;
    }
    let room = area.right().saturating_sub(x);
    canvas.put(x, area.y, room, CLEAR, Role::Muted);
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
