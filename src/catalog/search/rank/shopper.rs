//! What a shopper asked for, as queries: first for products that have every word, then for those that have most.

use std::sync::Arc;

use tantivy::Score;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, QueryClone};

use super::beside::Beside;
use super::filters;
use super::lazily::{Adding, BestOf};
use super::mend::Mended;
use super::passing::{Kept, Passing, Rule};
use super::shelf::Shelf;
use super::wanted::{self, Spelling};
use crate::catalog::index::schema::MAIN;
use crate::catalog::search::asked::Asked;
use crate::catalog::search::query::ProductQuery;
use crate::catalog::words::accessories::Role;

/// What having every word counts; more than all words together can.
const EVERY_WORD: Score = 1_000.0;
/// What being the thing itself counts when no accessory was asked for, against the worth of all words.
const MAIN_THING: Score = 0.1;
/// Of so many words every choice is asked for by itself: at most six choices.
const MOST_CHOSEN_FROM: usize = 4;
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
    passing: Option<Passing>,
    required: Vec<Box<dyn Query>>,
    optional: Vec<Box<dyn Query>>,
    excluded: Vec<Box<dyn Query>>,
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
        let rules = filters::of(shelf.fields, query, Some(&asked.filters))?;
        let mut plan = Plan {
            passing: (!rules.is_empty()).then(|| Passing::new(rules, kept)),
            required: Vec::new(),
            optional: Vec::new(),
            excluded: wanted::excluded(shelf, &asked.without),
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
                plan.optional.push(part.query);
            } else {
                plan.required.push(part.query);
            }
        }
        let typed = !query.text.trim().is_empty();
        if typed && asked.wanted.is_empty() && asked.understood.is_empty() {
            return None;
        }
        if role == Role::Main && worth > 0.0 {
            let main = Term::from_field_text(shelf.fields.role, MAIN);
            let main = Passing::new(vec![Rule::AnyOf(vec![main])], kept);
            plan.optional.push(Box::new(ConstScoreQuery::new(
                Box::new(main),
                MAIN_THING * worth,
            )));
        }
        Some(plan)
    }

    /// Products that have every word.
    pub(in super::super) fn every(&self) -> Box<dyn Query> {
        self.with(self.required(), Vec::new())
    }

    fn required(&self) -> Vec<Box<dyn Query>> {
        self.required.iter().map(QueryClone::box_clone).collect()
    }

    /// How few of the words a product may have: most of them, then any; nothing when one word is all there is.
    pub(in super::super) fn fewer(&self) -> Vec<usize> {
        match self.required.len() {
            0 | 1 => Vec::new(),
            2 => vec![1],
            n => vec![n - n.div_ceil(4), 1],
        }
    }

    /// Products that have at least so many of the words, those with every word first.
    pub(in super::super) fn at_least(&self, words: usize) -> Box<dyn Query> {
        let some: Box<dyn Query> = if words > 1 && self.required.len() <= MOST_CHOSEN_FROM {
            self.chosen(words)
        } else {
            let parts = self.required().into_iter();
            let parts = parts.map(|part| (Occur::Should, part)).collect();
            Box::new(BooleanQuery::with_minimum_required_clauses(parts, words))
        };
        let every = ConstScoreQuery::new(all_of(self.required()), EVERY_WORD);
        self.with(vec![some], vec![Box::new(every)])
    }

    /// So many of the words, in any choice of them: the lists of a choice skip what they do not share, while those of all words
    /// would have to be gone through whole.
    fn chosen(&self, words: usize) -> Box<dyn Query> {
        let all = 0..1u32 << self.required.len();
        let choices = all.filter(|choice| choice.count_ones() as usize == words);
        let query = |choice: u32| {
            let parts = self.required.iter().enumerate();
            let parts = parts.filter(|(at, _)| choice & (1 << at) != 0);
            (
                0.0,
                all_of(parts.map(|(_, part)| part.box_clone()).collect()),
            )
        };
        Box::new(Adding {
            base: Box::new(BestOf {
                options: choices.map(query).collect(),
            }),
            more: self.required(),
            without: Vec::new(),
        })
    }

    /// Products that match all that is needed and pass, those that match more first.
    fn with(
        &self,
        mut needed: Vec<Box<dyn Query>>,
        mut more: Vec<Box<dyn Query>>,
    ) -> Box<dyn Query> {
        needed.extend(self.passing.iter().map(QueryClone::box_clone));
        let base = match needed.len() {
            0 => filters::everything(),
            1 => needed.remove(0),
            _ => all_of(needed),
        };
        more.extend(self.optional.iter().map(QueryClone::box_clone));
        let without = self.excluded.iter().map(QueryClone::box_clone).collect();
        Box::new(Adding {
            base,
            more,
            without,
        })
    }
}

/// The best of several, each counting so much.
pub(super) fn best_of(mut options: Vec<(Score, Box<dyn Query>)>) -> Box<dyn Query> {
    let boost = |(weight, query): (Score, Box<dyn Query>)| -> Box<dyn Query> {
        if weight == 1.0 {
            query
        } else {
            Box::new(BoostQuery::new(query, weight))
        }
    };
    match options.len() {
        1 => boost(options.remove(0)),
        _ => Box::new(BestOf { options }),
    }
}

/// All of several.
pub(super) fn all_of(parts: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    let parts = parts.into_iter().map(|part| (Occur::Must, part));
    Box::new(BooleanQuery::new(parts.collect()))
}
