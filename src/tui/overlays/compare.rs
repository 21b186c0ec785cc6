//! Two or three products side by side: one row a field, what differs set apart.

use std::collections::BTreeSet;

use ratatui::layout::{Position, Rect};

use super::{Next, Overlay, hint};
use crate::catalog::Typed;
use crate::domain::Product;
use crate::tui::keymap::{KeyCode, KeyEvent, MouseEvent, MouseEventKind};
use crate::tui::panes::Scene;
use crate::tui::product_search::{price_of, stock_line};
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// Columns of the fields' names, and what stands between columns.
const NAMES: u16 = 11;
const GAP: u16 = 2;

/// The widest that a product's column is set.
const WIDEST: u16 = 52;

/// Whether rows that are the same for all are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Same {
    Shown,
    Hidden,
}

/// A field with each product's value.
struct Row {
    name: String,
    values: Vec<String>,
}

impl Row {
    fn differs(&self) -> bool {
        self.values.windows(2).any(|pair| pair[0] != pair[1])
    }
}

/// The comparison.
pub struct Compare {
    products: Vec<Product>,
    same: Same,
    top: usize,
}

impl Compare {
    /// Sets these side by side.
    pub fn new(products: Vec<Product>) -> Self {
        Compare {
            products,
            same: Same::Shown,
            top: 0,
        }
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = fixed_rows(&self.products);
        rows.extend(attribute_rows(&self.products));
        rows.retain(|row| row.values.iter().any(|value| value != NONE));
        if self.same == Same::Hidden {
            rows.retain(Row::differs);
        }
        rows
    }

    fn area(&self, scene: &Scene<'_>) -> Rect {
        let columns = self.products.len() as u16;
        let widest = NAMES + columns * (WIDEST + GAP) + 4;
        let rows = self.rows().len() as u16;
        // Titles and descriptions take several rows; what is not needed stays blank.
        centred(scene.area, widest, (rows + 16).min(scene.area.height))
    }

    /// Columns of a product's values in a box of this inner width.
    fn column(&self, width: u16) -> u16 {
        let columns = (self.products.len() as u16).max(1);
        (width.saturating_sub(NAMES + 1) / columns)
            .saturating_sub(GAP)
            .max(6)
    }

    fn scroll(&mut self, step: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.top = self.top.saturating_add_signed(step).min(last);
    }

    /// Draws one field; the rows that it took.
    fn view_row(&self, row: &Row, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
        let differs = row.differs();
        let (mark, look) = if differs {
            ("≠", Role::Accent)
        } else {
            (" ", Role::Text)
        };
        canvas.put(area.x, area.y, 1, mark, Role::Accent);
        canvas.put(area.x + 1, area.y, NAMES - 1, &row.name, Role::Muted);
        let width = self.column(area.width);
        let mut used = 1;
        for (at, value) in row.values.iter().enumerate() {
            let x = area.x + NAMES + 1 + at as u16 * (width + GAP);
            let room = Rect::new(
                x,
                area.y,
                width.min(area.right().saturating_sub(x)),
                area.height,
            );
            let role = if value == NONE { Role::Muted } else { look };
            used = used.max(canvas.wrapped(room, value, role));
        }
        used
    }
}

/// What stands where a product has nothing.
const NONE: &str = "–";

fn or_none(text: Option<&str>) -> String {
    text.filter(|text| !text.trim().is_empty())
        .unwrap_or(NONE)
        .to_owned()
}

fn joined(values: &[String]) -> String {
    or_none(Some(&values.join(", ")))
}

fn fixed_rows(products: &[Product]) -> Vec<Row> {
    let row = |name: &str, value: &dyn Fn(&Product) -> String| Row {
        name: name.to_owned(),
        values: products.iter().map(value).collect(),
    };
    vec![
        row("title", &|p| p.title.clone()),
        row("Hindi", &|p| or_none(p.title_hi.as_deref())),
        row("price", &price_of),
        row("MRP", &|p| {
            p.mrp.map_or_else(|| NONE.to_owned(), |mrp| mrp.to_string())
        }),
        row("stock", &stock_line),
        row("brand", &|p| or_none(p.brand.as_deref())),
        row("category", &|p| or_none(Some(&p.categories.join(" > ")))),
        row("colour", &|p| joined(&Typed::of(p).colors)),
        row("size", &|p| joined(&Typed::of(p).sizes)),
        row("material", &|p| joined(&Typed::of(p).materials)),
        row("about", &|p| or_none(p.description.as_deref())),
        row("id", &|p| p.id.to_string()),
    ]
}

/// The attributes that no row above tells already.
fn attribute_rows(products: &[Product]) -> impl Iterator<Item = Row> {
    let told = ["color", "colour", "size", "material"];
    let names: BTreeSet<&String> = products
        .iter()
        .flat_map(|product| product.attributes.keys())
        .filter(|name| !told.contains(&name.as_str()) && !name.starts_with("noun_"))
        .collect();
    names.into_iter().map(|name| Row {
        name: name.replace('_', " "),
        values: products
            .iter()
            .map(|product| {
                product
                    .attributes
                    .get(name)
                    .map_or_else(|| NONE.to_owned(), |v| joined(v))
            })
            .collect(),
    })
}

impl Overlay for Compare {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | 'c') => return Next::close(),
            KeyCode::Down | KeyCode::Char('j') => self.scroll(1),
            KeyCode::Up | KeyCode::Char('k') => self.scroll(-1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.scroll(8),
            KeyCode::PageUp => self.scroll(-8),
            KeyCode::Char('d') => {
                self.top = 0;
                self.same = match self.same {
                    Same::Shown => Same::Hidden,
                    Same::Hidden => Same::Shown,
                };
            }
            _ => {}
        }
        Next::stay()
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Next {
        let place = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollDown => self.scroll(2),
            MouseEventKind::ScrollUp => self.scroll(-2),
            MouseEventKind::Down(_) if !self.area(scene).contains(place) => return Next::close(),
            _ => {}
        }
        Next::stay()
    }

    fn hints(&self) -> Vec<(String, String)> {
        let same = match self.same {
            Same::Shown => "only what differs",
            Same::Hidden => "all of it",
        };
        vec![hint("d", same), hint("↓↑", "scroll"), hint("Esc", "back")]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = self.area(scene);
        let inner = canvas.boxed(area, "Side by side: ≠ marks what differs");
        let mut y = inner.y;
        let rows = self.rows();
        for row in rows.iter().skip(self.top) {
            if y >= inner.bottom() {
                canvas.right(inner, area.bottom() - 1, " more: ↓ ", Role::HintKey);
                break;
            }
            let room = Rect::new(inner.x, y, inner.width, inner.bottom() - y);
            y += self.view_row(row, room, canvas);
        }
        if rows.is_empty() {
            let text = "They are the same in everything that the catalogue says.";
            canvas.wrapped(inner, text, Role::Muted);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, price: i64, color: &str) -> Product {
        serde_json::from_value(serde_json::json!({
            "id": id, "domain": "fashion", "title": "Kurta", "brand": "Zari",
            "price": {"minor": price * 100, "currency": "INR"},
            "attributes": {"color": [color], "sleeve_length": ["long"]},
        }))
        .unwrap()
    }

    #[test]
    fn what_differs_is_known_and_what_none_has_is_left_out() {
        let mut compare = Compare::new(vec![product("a", 500, "red"), product("b", 600, "red")]);
        let names = |compare: &Compare| -> Vec<String> {
            compare.rows().into_iter().map(|row| row.name).collect()
        };
        let all = names(&compare);
        assert!(all.contains(&"sleeve length".to_owned()), "{all:?}");
        assert!(!all.contains(&"Hindi".to_owned()), "{all:?}");
        compare.same = Same::Hidden;
        assert_eq!(names(&compare), ["price", "id"]);
    }
}
