//! Near-duplicates: the same thing in the catalogue under several ids.
//!
//! Candidates come from MinHash signatures of title and brand, cut into bands; then a pair has to hold: no number, colour, size, brand,
//! price or other attribute may speak against it, every word left over has to be a spelling of another, and something more
//! than a title has to speak for it. Groups grow by union, and only while all their members agree. The same products in the
//! same order give the same groups. Owns: the comparing. Does not: keep the groups (the store does), take anything out.

mod bands;
mod evidence;
mod groups;
mod item;
mod tokens;
mod words;

use self::groups::Groups;
use self::item::Shelf;
use crate::domain::{Product, ProductId};

/// How many title words of one product are compared at most.
const MOST_WORDS: usize = 40;

/// Products that are one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearGroup {
    /// Two ids or more, in the order in which they were added.
    pub members: Vec<ProductId>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NearFound {
    /// Groups, in the order of their first members.
    pub groups: Vec<NearGroup>,
    /// Products that read like another, with nothing against it and nothing for it but the title: not grouped.
    pub unproven: u64,
}

/// Takes in products one by one and then finds the groups.
#[derive(Default)]
pub struct NearFinder {
    shelf: Shelf,
    ids: Vec<ProductId>,
}

impl NearFinder {
    /// An empty one.
    pub fn new() -> Self {
        NearFinder::default()
    }

    /// Takes in a product; each id is to come once.
    pub fn add(&mut self, product: &Product) {
        self.shelf.add(product);
        self.ids.push(product.id.clone());
    }

    /// How many were taken in.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether none was taken in.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Compares them. `go_on` is asked between steps; as soon as it says no, the answer is `None`.
    pub fn find(self, mut go_on: impl FnMut() -> bool) -> Option<NearFound> {
        let mut groups = Groups::new(self.shelf.len());
        let mut unproven = vec![false; self.shelf.len()];
        for band in 0..bands::BANDS {
            if !go_on() {
                return None;
            }
            bands::each_pair(&self.shelf, band, |a, b| {
                if groups.are_one(a, b) {
                    return;
                }
                match evidence::of(&self.shelf, a, b) {
                    evidence::Evidence::Same => groups.unite(&self.shelf, a, b),
                    evidence::Evidence::TitleOnly => {
                        unproven[a as usize] = true;
                        unproven[b as usize] = true;
                    }
                    evidence::Evidence::Different => {}
                }
            });
        }
        let members = |numbers: Vec<u32>| NearGroup {
            members: numbers
                .iter()
                .filter_map(|n| self.ids.get(*n as usize).cloned())
                .collect(),
        };
        let lists = groups.into_lists();
        for number in lists.iter().flatten() {
            unproven[*number as usize] = false;
        }
        Some(NearFound {
            groups: lists.into_iter().map(members).collect(),
            unproven: unproven.iter().filter(|yes| **yes).count() as u64,
        })
    }
}

#[cfg(test)]
mod tests;
