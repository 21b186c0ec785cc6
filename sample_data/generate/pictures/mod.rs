//! Drawings of some of the sample products, in their own colours and patterns.
//!
//! Owns: which products get one, what it is called, its pixels (`drawings` on a `sheet`), and its file. The same
//! catalogue gives the same pixels on every machine. Does not: write files.

mod colour;
mod drawings;
mod look;
mod png;
mod shape;
mod sheet;

use std::collections::HashSet;

use muse_studio::domain::Product;

use drawings::{Draw, KINDS};
use look::Look;
pub use sheet::SIDE;
use sheet::Sheet;

/// A product's picture.
pub struct Drawing {
    /// Its file in the media folder.
    pub file: String,
    look: Look,
    draw: Draw,
}

impl Drawing {
    /// The picture's bytes, red, green and blue for each pixel of a square of [`SIDE`].
    pub fn pixels(&self) -> Vec<u8> {
        let mut sheet = Sheet::new(self.look.base.card());
        (self.draw)(&mut sheet, &self.look);
        sheet.bytes()
    }
}

/// Chooses the products that get a picture, names it in them, and returns the pictures in the order of the catalogue.
pub fn name(products: &mut [Product]) -> Vec<Drawing> {
    let mut wanted: Vec<usize> = KINDS.iter().map(|kind| kind.count).collect();
    let mut seen = HashSet::new();
    let mut drawn = Vec::new();
    for product in products {
        let place = KINDS
            .iter()
            .position(|kind| product.attribute("type") == Some(kind.name));
        let Some(place) = place.filter(|place| wanted[*place] > 0) else {
            continue;
        };
        // The second picture of a kind shows another colour or pattern than the first.
        let looks = ["color", "pattern"].map(|name| product.attribute(name).map(str::to_owned));
        if !seen.insert((place, looks)) {
            continue;
        }
        wanted[place] -= 1;
        let file = format!("{}.png", product.id);
        product.image = Some(file.clone());
        drawn.push(Drawing {
            file,
            look: Look::of(product, KINDS[place].usual),
            draw: KINDS[place].draw,
        });
    }
    drawn
}

/// The PNG file of a picture's pixels.
///
/// # Errors
/// As the compressor's.
pub fn file(pixels: &[u8]) -> std::io::Result<Vec<u8>> {
    png::file(pixels, SIDE)
}
