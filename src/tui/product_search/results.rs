//! The products of an answer, loaded page by page as one scrolls.
//!
//! Owns: which pages are here, the cursor, the window. Does not: ask for pages; it says which are wanted.

use std::collections::BTreeMap;

use crate::catalog::LISTED;
use crate::domain::{Product, ProductId};
use crate::tui::widgets::ListState;

/// Products in a page.
pub const PAGE: usize = LISTED;

/// Pages kept on each side of the cursor's: what lies further off is asked for again when one comes back.
const KEPT: usize = 8;

/// The products of one answer.
#[derive(Clone, Debug, Default)]
pub struct Results {
    pages: BTreeMap<usize, Vec<Product>>,
    total: usize,
    /// The cursor and the window.
    pub list: ListState,
}

impl Results {
    /// An answer whose first page is here.
    pub fn new(rows: Vec<Product>, total: u64) -> Self {
        let mut results = Results {
            total: usize::try_from(total).unwrap_or(usize::MAX),
            ..Results::default()
        };
        results.put(0, rows);
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
    pub fn get(&self, at: usize) -> Option<&Product> {
        self.pages.get(&(at / PAGE))?.get(at % PAGE)
    }

    /// The product under the cursor.
    pub fn chosen(&self) -> Option<&Product> {
        self.get(self.list.at)
    }

    /// Takes a page, and lets go of those far from the cursor.
    pub fn put(&mut self, page: usize, rows: Vec<Product>) {
        self.pages.insert(page, rows);
        let here = self.list.at / PAGE;
        self.pages
            .retain(|at, _| here.abs_diff(*at) <= KEPT || *at == page);
    }

    /// The same answer asked again: the page of the cursor is new, the others are asked for when they are wanted.
    pub fn renew(&mut self, page: usize, rows: Vec<Product>, total: u64) {
        self.total = usize::try_from(total).unwrap_or(usize::MAX);
        self.pages.clear();
        self.list.at = self.list.at.min(self.total.saturating_sub(1));
        self.put(page, rows);
    }

    /// The pages that so many rows need, from the first of the window on, and that are not here.
    pub fn wanted(&self, rows: usize) -> Vec<usize> {
        if self.total == 0 {
            return Vec::new();
        }
        let last = self.total - 1;
        let first = self.list.top.min(self.list.at) / PAGE;
        let end = (self.list.top + rows.max(1) - 1)
            .max(self.list.at)
            .min(last)
            / PAGE;
        (first..=end)
            .filter(|page| !self.pages.contains_key(page))
            .collect()
    }

    /// The first page in another order. Whoever has not moved stays at the best; else the cursor stays on its product.
    pub fn reorder(&mut self, rows: Vec<Product>) {
        let under = self.chosen().map(|product| product.id.clone());
        let moved_to = rows.iter().position(|row| Some(&row.id) == under.as_ref());
        if self.list.at > 0
            && self.list.at < PAGE
            && let Some(to) = moved_to
        {
            self.list.at = to;
        }
        self.put(0, rows);
    }

    /// Puts a changed product in the place of the one with its id, as far as it is here.
    pub fn replace(&mut self, product: &Product) {
        let rows = self.pages.values_mut().flatten();
        for row in rows.filter(|row| row.id == product.id) {
            row.clone_from(product);
        }
    }

    /// The product with this id, as far as it is here.
    pub fn find(&self, id: &ProductId) -> Option<&Product> {
        let mut rows = self.pages.values().flatten();
        rows.find(|product| product.id == *id)
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
        let mut results = Results::new(rows(0, PAGE), 1_000);
        assert!(results.wanted(20).is_empty());
        results.list.move_by(50, results.len(), 20);
        assert!(
            results.wanted(20).is_empty(),
            "the window ends with the page"
        );
        assert_eq!(results.wanted(40), [1]);
        results.put(1, rows(PAGE, PAGE));
        assert_eq!(results.get(PAGE + 1).unwrap().id.as_str(), "p65");
        results.list.jump(usize::MAX, results.len(), 20);
        assert_eq!(results.list.at, 999);
        assert_eq!(results.wanted(20), [15]);
        assert!(results.chosen().is_none());
        results.put(15, rows(960, 40));
        assert_eq!(results.chosen().unwrap().id.as_str(), "p999");
        // The first pages are far away now.
        assert!(results.get(0).is_none());
    }

    #[test]
    fn an_answer_that_shrank_keeps_the_cursor_inside() {
        let mut results = Results::new(rows(0, PAGE), 64);
        results.list.jump(60, 64, 20);
        results.renew(0, rows(0, 3), 3);
        assert_eq!(results.list.at, 2);
    }
}
