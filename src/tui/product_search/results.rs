//! The products of an answer, loaded page by page as one scrolls.
//!
//! Owns: which pages are here, the cursor, the window. Does not: ask for pages; it says which are wanted.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalog::LISTED;
use crate::catalog::{Asked, FieldName};
use crate::domain::{Product, ProductId};
use crate::tui::widgets::ListState;

/// Products in a page.
pub const PAGE: usize = LISTED;

/// Pages kept on each side of the cursor's: what lies further off is asked for again when one comes back.
const KEPT: usize = 8;

/// A product of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The product.
    pub product: Product,
    /// Where it matches, in bytes of the field's text.
    pub spans: Vec<(FieldName, Range<usize>)>,
}

/// The products of one answer.
#[derive(Clone, Debug, Default)]
pub struct Results {
    pages: BTreeMap<usize, Vec<Found>>,
    total: usize,
    /// The cursor and the window.
    pub list: ListState,
}

impl Results {
    /// An answer whose first page is here.
    pub fn new(rows: Vec<Product>, total: u64, asked: &Asked) -> Self {
        let mut results = Results {
            total: usize::try_from(total).unwrap_or(usize::MAX),
            ..Results::default()
        };
        results.put(0, rows, asked);
        results
    }

    /// How many products there are in all.
    pub fn len(&self) -> usize {
        self.total
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The product at a place; `None` when its page is not here.
    pub fn get(&self, at: usize) -> Option<&Found> {
        self.pages.get(&(at / PAGE))?.get(at % PAGE)
    }

    /// The product under the cursor.
    pub fn chosen(&self) -> Option<&Found> {
        self.get(self.list.at)
    }

    /// Takes a page, and lets go of those far from the cursor.
    pub fn put(&mut self, page: usize, rows: Vec<Product>, asked: &Asked) {
        let found = rows.into_iter().map(|product| Found {
            spans: super::matches::of(asked, &product),
            product,
        });
        self.pages.insert(page, found.collect());
        let here = self.list.at / PAGE;
        self.pages
            .retain(|at, _| here.abs_diff(*at) <= KEPT || *at == page);
    }

    /// The same answer asked again: the page of the cursor is new, the others are asked for when they are wanted.
    pub fn renew(&mut self, page: usize, rows: Vec<Product>, total: u64, asked: &Asked) {
        self.total = usize::try_from(total).unwrap_or(usize::MAX);
        self.pages.clear();
        self.list.at = self.list.at.min(self.total.saturating_sub(1));
        self.put(page, rows, asked);
    }

    /// The pages that the window and the page of rows after it need and that are not here.
    pub fn wanted(&self, rows: usize) -> Vec<usize> {
        if self.total == 0 {
            return Vec::new();
        }
        let last = self.total - 1;
        let first = self.list.top.min(self.list.at) / PAGE;
        let end = (self.list.top + 2 * rows).max(self.list.at).min(last) / PAGE;
        (first..=end)
            .filter(|page| !self.pages.contains_key(page))
            .collect()
    }

    /// The first page in another order. Whoever has not moved stays at the best; else the cursor stays on its product.
    pub fn reorder(&mut self, rows: Vec<Product>, asked: &Asked) {
        let under = self.chosen().map(|found| found.product.id.clone());
        let moved_to = rows.iter().position(|row| Some(&row.id) == under.as_ref());
        if self.list.at > 0
            && self.list.at < PAGE
            && let Some(to) = moved_to
        {
            self.list.at = to;
        }
        self.put(0, rows, asked);
    }

    /// Puts a changed product in the place of the one with its id, as far as it is here.
    pub fn replace(&mut self, product: &Product, asked: &Asked) {
        let rows = self.pages.values_mut().flatten();
        for found in rows.filter(|found| found.product.id == product.id) {
            if found.product != *product {
                found.product = product.clone();
                found.spans = super::matches::of(asked, product);
            }
        }
    }

    /// The product with this id, as far as it is here.
    pub fn find(&self, id: &ProductId) -> Option<&Product> {
        let mut rows = self.pages.values().flatten();
        rows.find(|found| found.product.id == *id)
            .map(|found| &found.product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(from: usize, count: usize) -> Vec<Product> {
        (from..from + count)
            .map(|n| {
                serde_json::from_value(serde_json::json!({
                    "id": format!("p{n}"), "domain": "fashion", "title": format!("Kurta {n}"),
                }))
                .unwrap()
            })
            .collect()
    }

    #[test]
    fn pages_come_as_the_window_reaches_them() {
        let asked = Asked::default();
        let mut results = Results::new(rows(0, PAGE), 1_000, &asked);
        assert!(results.wanted(20).is_empty());
        results.list.move_by(50, results.len(), 20);
        assert_eq!(results.wanted(20), [1]);
        results.put(1, rows(PAGE, PAGE), &asked);
        assert_eq!(results.get(PAGE + 1).unwrap().product.id.as_str(), "p65");
        results.list.jump(usize::MAX, results.len(), 20);
        assert_eq!(results.list.at, 999);
        assert_eq!(results.wanted(20), [15]);
        assert!(results.chosen().is_none());
        results.put(15, rows(960, 40), &asked);
        assert_eq!(results.chosen().unwrap().product.id.as_str(), "p999");
        // The first pages are far away now.
        assert!(results.get(0).is_none());
    }

    #[test]
    fn an_answer_that_shrank_keeps_the_cursor_inside() {
        let asked = Asked::default();
        let mut results = Results::new(rows(0, PAGE), 64, &asked);
        results.list.jump(60, 64, 20);
        results.renew(0, rows(0, 3), 3, &asked);
        assert_eq!(results.list.at, 2);
    }
}
