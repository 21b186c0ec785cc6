//! What a shopper asked for, as queries: first for products that have every word, then for those that have most.

use std::sync::Arc;

use tantivy::Score;
use tantivy::Term;

use super::beside::Beside;
use super::filters;
use super::mend::Mended;
use super::passing::{Kept, Passing, Rule};
use super::shelf::Shelf;
use super::sought::Sought;
use super::wanted::{self, Spelling};
use crate::catalog::index::schema::MAIN;
use crate::catalog::search::asked::Asked;
use crate::catalog::search::query::ProductQuery;
use crate::catalog::words::accessories::Role;

/// What being the thing itself counts when no accessory was asked for, against the worth of all words.
const MAIN_THING: Score = 0.1;
/// So few products with every word where words tell most leave doubt.
const FEW: u64 = 3;

/// Whether the words of a search, each of them known, may still not be those that were meant: hardly any product has them all
/// in its title, brand, categories and attributes.
pub(in super::super) fn is_doubtful(shelf: Shelf<'_>, asked: &Asked) -> bool {
    let required = asked.wanted.iter().filter(|wanted| !wanted.optional);
    required.count() > 1 && Beside::of(shelf, &asked.wanted, 0..0).fewer_than(FEW)
}

/// A search, ready to be run as strictly as its answers allow.
pub(in super::super) struct Plan {
    sought: Sought,
}

impl Plan {
    /// Reads a search; `None` when nothing can match.
    pub(in super::super) fn of(
        shelf: Shelf<'_>,
        kept: &Arc<Kept>,
        query: &ProductQuery,
        asked: &Asked,
        spelling: Spelling,
    ) -> Option<Plan> {
        let typed = !query.text.trim().is_empty();
        if typed && asked.wanted.is_empty() && asked.understood.is_empty() {
            return None;
        }
        let rules = filters::of(shelf.fields, query, Some(&asked.filters))?;
        let mut sought = Sought {
            passing: (!rules.is_empty()).then(|| Passing::new(rules, kept)),
            excluded: wanted::excluded(shelf, &asked.without),
            ..Sought::default()
        };
        let mut worth = 0.0;
        let mut role = Role::Main;
        let all = match spelling {
            Spelling::AsTyped => Mended::as_typed(&asked.wanted),
            Spelling::Forgiven => Mended::forgiven(shelf, &asked.wanted),
        };
        for (at, one) in asked.wanted.iter().enumerate() {
            let part = wanted::build(shelf, &all, at, spelling);
            worth += part.worth;
            if part.role == Role::Accessory {
                role = Role::Accessory;
            }
            if one.optional {
                sought.optional.push(part.one);
            } else {
                sought.parts.push(part.one);
            }
        }
        if role == Role::Main && worth > 0.0 {
            let main = Term::from_field_text(shelf.fields.role, MAIN);
            let main = Passing::new(vec![Rule::AnyOf(vec![main])], kept);
            sought.better = Some((main, MAIN_THING * worth));
        }
        Some(Plan { sought })
    }

    /// The products that fit: those that have every word, until [`Plan::ask_for`] asks for fewer.
    pub(in super::super) fn sought(&self) -> &Sought {
        &self.sought
    }

    /// How few of the words a product may have: most of them, then any; nothing when one word is all there is.
    pub(in super::super) fn fewer(&self) -> Vec<usize> {
        match self.sought.parts.len() {
            0 | 1 => Vec::new(),
            2 => vec![1],
            n => vec![n - n.div_ceil(4), 1],
        }
    }

    /// Lets products have only so many of the words; those with every word still come first.
    pub(in super::super) fn ask_for(&mut self, words: usize) {
        self.sought.lacking = self.sought.parts.len().saturating_sub(words);
    }
}
