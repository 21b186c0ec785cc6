//! The list of products found: one line each, what matches set apart.

use ratatui::layout::{Position, Rect};

use super::describe::{lacking, price_of};
use super::matches;
use super::results::Results;
use crate::catalog::FieldName;
use crate::catalog::highlight::Marker;
use crate::domain::{Product, ProductId};
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Columns of a price.
const PRICE: u16 = 11;

/// Columns of a list from which it also says how products are rated, and from which it says what they lack.
const WITH_RATING: u16 = 48;
const WITH_LACKING: u16 = 84;

/// Columns for what a product lacks.
const LACKING: u16 = 16;

/// Columns of what is said of a product that is sold out.
const SOLD_OUT: u16 = 14;

/// Products marked to be compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a>(pub &'a [ProductId]);

/// The place of the list that a screen position lies on.
pub fn row_at(results: &Results, area: Rect, place: Position) -> Option<usize> {
    let at = window(results, area) + usize::from(place.y.checked_sub(area.y)?);
    (area.contains(place) && at < results.len()).then_some(at)
}

fn window(results: &Results, area: Rect) -> usize {
    let mut list = results.list;
    list.follow(results.len(), usize::from(area.height));
    list.top
}

/// Draws the rows of the window, what the marker finds set apart; one whose page is on its way shows `…`.
pub fn view_rows(
    results: &Results,
    marker: &Marker,
    marks: Marks<'_>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let top = window(results, area);
    let rows = usize::from(area.height).min(results.len().saturating_sub(top));
    for row in 0..rows {
        let at = top + row;
        let line = Rect::new(area.x, area.y + row as u16, area.width, 1);
        let role = if at == results.list.at {
            canvas.fill(line, Role::Selection);
            Role::Selection
        } else {
            Role::Text
        };
        let pointer = if at == results.list.at { ">" } else { " " };
        canvas.put(line.x, line.y, 1, pointer, role);
        match results.get(at) {
            Some(product) => {
                let marked = marks.0.contains(&product.id);
                canvas.put(line.x + 1, line.y, 1, if marked { "•" } else { " " }, role);
                view_row(product, marker, line, role, canvas);
            }
            None => drop(canvas.put(line.x + 3, line.y, 1, "…", Role::Muted)),
        }
    }
}

fn view_row(product: &Product, marker: &Marker, line: Rect, role: Role, canvas: &mut Canvas<'_>) {
    let quiet = |other: Role| if role == Role::Text { other } else { role };
    let mut right = line.right();
    let mut column = |width: u16, text: &str, role: Role, canvas: &mut Canvas<'_>| {
        right = right.saturating_sub(width);
        let room = Rect::new(right, line.y, width.saturating_sub(1), 1);
        canvas.right(room, line.y, text, role);
    };
    let price = if product.price.is_some() {
        role
    } else {
        quiet(Role::Warn)
    };
    column(PRICE, &price_of(product), price, canvas);
    if line.width >= WITH_RATING {
        let stars = product
            .rating
            .map_or_else(String::new, |r| format!("★{r:.1}"));
        column(6, &stars, quiet(Role::Muted), canvas);
    }
    if line.width >= WITH_LACKING {
        let badges = lacking(product).unwrap_or_default();
        column(LACKING, &short(&badges), quiet(Role::Muted), canvas);
    }
    if product.out_of_stock() {
        column(SOLD_OUT, "out of stock", quiet(Role::Bad), canvas);
    }
    let x = line.x + 3;
    let width = right.saturating_sub(x + 1);
    let parts = matches::parts_of(&product.title, FieldName::Title, marker, role);
    let parts: Vec<(Role, &str)> = parts.iter().map(|(r, part)| (*r, part.as_str())).collect();
    canvas.parts(x, line.y, width, &parts);
}

/// The first thing that is lacking, and how many more: `no picture +1`. A price that is lacking stands in its own column.
fn short(badges: &str) -> String {
    let mut others = badges.split(", ").filter(|badge| *badge != "no price");
    match (others.next().unwrap_or_default(), others.count()) {
        (first, 0) => first.to_owned(),
        (first, more) => format!("{first} +{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_told_in_few_columns() {
        assert_eq!(short(""), "");
        assert_eq!(short("no price"), "");
        assert_eq!(short("no price, no brand"), "no brand");
        assert_eq!(
            short("no picture, no brand, no Hindi title"),
            "no picture +2"
        );
        assert!(short("no description, no Hindi title").len() < usize::from(LACKING) + 3);
    }
}
