//! What the catalogue says of a product's looks: its colours and its pattern.

use muse_studio::domain::Product;

use super::colour::{MANY, Rgb};
use super::shape::Shape;
use super::sheet::Sheet;

/// Colours and pattern of a product.
pub struct Look {
    /// The first colour.
    pub base: Rgb,
    /// The second colour, or one that is seen upon the first.
    pub accent: Rgb,
    /// What lies on the cloth.
    pub pattern: Pattern,
}

/// A pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// None.
    Plain,
    /// Stripes upright.
    Stripes,
    /// Squares of crossing bands.
    Checks,
    /// Dots in rows.
    Dots,
    /// Flowers.
    Flowers,
    /// Small stitched flowers.
    Stitches,
    /// Printed diamonds with a dot.
    Blocks,
    /// Large diamonds.
    Diamonds,
    /// Close small glints.
    Sequins,
    /// Rings, as knots leave in dyeing.
    Rings,
    /// One colour above, another below.
    Halves,
    /// Bands of many colours.
    Many,
}

impl Pattern {
    /// The pattern of a name in the catalogue.
    pub fn named(name: &str) -> Option<Pattern> {
        Some(match name {
            "solid" => Pattern::Plain,
            "striped" => Pattern::Stripes,
            "checked" => Pattern::Checks,
            "polka dot" => Pattern::Dots,
            "printed" | "floral print" | "Jaipuri print" => Pattern::Flowers,
            "embroidered" | "chikankari" | "phulkari" => Pattern::Stitches,
            "block print" => Pattern::Blocks,
            "geometric print" | "woven design" => Pattern::Diamonds,
            "sequin" => Pattern::Sequins,
            "bandhani" | "tie-dye" => Pattern::Rings,
            "colour block" => Pattern::Halves,
            _ => return None,
        })
    }
}

impl Look {
    /// The look of a product. A product whose catalogue entry names no colour is drawn in `usual`.
    pub fn of(product: &Product, usual: Rgb) -> Look {
        let names = product
            .attributes
            .get("color")
            .map_or(&[][..], Vec::as_slice);
        let mut colours = names.iter().filter_map(|name| Rgb::named(name));
        let base = colours.next().unwrap_or(usual);
        let stated = product.attribute("pattern").and_then(Pattern::named);
        let many = names.iter().any(|name| name == "multicolour");
        Look {
            base,
            accent: colours
                .next()
                .unwrap_or(if many { MANY[3] } else { base.accent() }),
            pattern: match stated {
                None | Some(Pattern::Plain) if many => Pattern::Many,
                stated => stated.unwrap_or(Pattern::Plain),
            },
        }
    }

    /// Lays the cloth over a shape: base colour, pattern, edge.
    pub fn cloth(&self, sheet: &mut Sheet, shape: &Shape) {
        sheet.paint(shape, 1.0, |x, y| self.at(x, y));
        sheet.fill(&shape.edge(1.8), self.base.edge());
    }

    /// The colour of the cloth at a point.
    fn at(&self, x: f64, y: f64) -> Rgb {
        let (base, accent) = (self.base, self.accent);
        let on = |inside: bool| if inside { accent } else { base };
        match self.pattern {
            Pattern::Plain => base,
            Pattern::Stripes => on(x % 14.0 < 5.0),
            Pattern::Checks => match (x % 18.0 < 7.0, y % 18.0 < 7.0) {
                (true, true) => accent,
                (false, false) => base,
                _ => base.mix(accent, 0.5),
            },
            Pattern::Dots => {
                let (dx, dy) = place(x, y, 17.0);
                on(dx * dx + dy * dy < 17.0)
            }
            Pattern::Flowers => self.flower(place(x, y, 26.0), 1.5),
            Pattern::Stitches => self.flower(place(x, y, 20.0), 0.9),
            Pattern::Blocks => {
                let (dx, dy) = place(x, y, 21.0);
                let far = dx.abs() + dy.abs();
                on(far < 7.5 && far > 2.4)
            }
            Pattern::Diamonds => on(((x + y) % 26.0 < 13.0) != ((x + 320.0 - y) % 26.0 < 13.0)),
            Pattern::Sequins => {
                let (dx, dy) = place(x, y, 8.0);
                on(dx * dx + dy * dy < 2.6)
            }
            Pattern::Rings => {
                let (dx, dy) = place(x, y, 18.0);
                let far = dx * dx + dy * dy;
                on(far < 26.0 && far > 5.0)
            }
            Pattern::Halves => on(y > 78.0),
            Pattern::Many => MANY[(x / 11.0) as usize % MANY.len()],
        }
    }

    fn flower(&self, (dx, dy): (f64, f64), size: f64) -> Rgb {
        let (dx, dy) = (dx / size, dy / size);
        let petal = |x: f64, y: f64| (dx - x) * (dx - x) + (dy - y) * (dy - y) < 6.5;
        if dx * dx + dy * dy < 3.0 {
            self.base.mix(MANY[1], 0.8)
        } else if petal(3.0, 0.0) || petal(-3.0, 0.0) || petal(0.0, 3.0) || petal(0.0, -3.0) {
            self.accent
        } else {
            self.base
        }
    }
}

/// Where a point lies from the middle of its field, in rows of fields that are shifted by half a field each.
fn place(x: f64, y: f64, field: f64) -> (f64, f64) {
    let row = (y / field).floor();
    let shift = if row % 2.0 == 0.0 { 0.0 } else { field / 2.0 };
    (
        (x + shift) % field - field / 2.0,
        y - row * field - field / 2.0,
    )
}
