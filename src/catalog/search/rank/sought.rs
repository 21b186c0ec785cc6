//! Products that have what a shopper wants.
//!
//! Owns: which products these are and what each counts, segment by segment and stretch by stretch. Does not: read words
//! (`wanted`) or pick the best ones (`top`).

use std::ops::ControlFlow;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Query;
use tantivy::{DocId, Score, Searcher, SegmentReader, TantivyError};

use super::passing::Passing;
use super::set::Set;
use super::way::{Held, OneOf, Way};
use super::window::{Bits, Looking, Window};

/// What having every part counts where fewer are enough; more than all parts together can.
const EVERY_PART: Score = 1_000.0;

/// What products have to have, and what counts besides.
#[derive(Default)]
pub(in crate::catalog) struct Sought {
    /// What is wanted. Without any, every product that passes is found.
    pub(super) parts: Vec<OneOf>,
    /// How many of the parts a product may lack.
    pub(super) lacking: usize,
    /// What counts when it is there.
    pub(super) optional: Vec<OneOf>,
    /// What must not be there.
    pub(super) excluded: Vec<OneOf>,
    /// What products have to be.
    pub(super) passing: Option<Passing>,
    /// What products had better be, and what that counts.
    pub(super) better: Option<(Passing, Score)>,
}

impl Sought {
    /// What a query of the library finds.
    pub(super) fn of_query(query: Box<dyn Query>) -> Self {
        let ways = vec![(1.0, Way::Found(query))];
        Sought {
            parts: vec![OneOf { ways }],
            ..Sought::default()
        }
    }

    /// How many products are found, at most `most`: stops there, and scores none.
    pub(in super::super) fn count(&self, searcher: &Searcher, most: u64) -> u64 {
        let mut found = 0;
        for segment in searcher.segment_readers() {
            if found == most {
                break;
            }
            // A damaged index counts nothing here; the search itself will say so.
            let Ok(search) = Search::open(self, segment, Looking::Which) else {
                continue;
            };
            search.each(segment, |_, _| {
                found += 1;
                match found == most {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            });
        }
        found
    }

    /// Hands every product that is found to a collector.
    pub(in super::super) fn collect<C: Collector>(
        &self,
        searcher: &Searcher,
        collector: &C,
    ) -> tantivy::Result<C::Fruit> {
        let looking = match collector.requires_scoring() {
            true => Looking::HowGood,
            false => Looking::Which,
        };
        let mut fruits = Vec::new();
        for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
            let mut child = collector.for_segment(ordinal, segment)?;
            let search = Search::open(self, segment, looking)?;
            search.each(segment, |doc, score| {
                child.collect(doc, score);
                ControlFlow::Continue(())
            });
            fruits.push(child.harvest());
        }
        collector.merge_fruits(fruits)
    }
}

/// A search in one segment.
struct Search {
    products: DocId,
    parts: Vec<Held>,
    lacking: usize,
    optional: Vec<Held>,
    excluded: Vec<Held>,
    /// The products that may be found at all, deleted ones among them.
    passing: Arc<Set>,
    looking: Looking,
    better: Option<(Arc<Set>, Score)>,
}

impl Search {
    fn open(sought: &Sought, segment: &SegmentReader, looking: Looking) -> tantivy::Result<Self> {
        let open = |all: &[OneOf], looking| -> tantivy::Result<Vec<Held>> {
            all.iter().map(|one| one.open(segment, looking)).collect()
        };
        let mut parts = open(&sought.parts, looking)?;
        // What few products have goes first, so that the other lists are only looked at near these.
        parts.sort_by_key(Held::many);
        // What only counts is of no use to whoever asks which products there are.
        let counts = looking == Looking::HowGood;
        let optional: &[OneOf] = if counts { &sought.optional } else { &[] };
        let better = sought.better.as_ref().filter(|_| counts);
        let better =
            better.map(|(better, worth)| Ok::<_, TantivyError>((better.set(segment)?, *worth)));
        Ok(Search {
            products: segment.max_doc(),
            parts,
            lacking: sought.lacking,
            optional: open(optional, looking)?,
            excluded: open(&sought.excluded, Looking::Which)?,
            passing: match &sought.passing {
                Some(passing) => passing.set(segment)?,
                None => Arc::new(Set::full(segment.max_doc())),
            },
            looking,
            better: better.transpose()?,
        })
    }

    /// Gives every product of the segment, in the segment's order, until told to stop.
    fn each(
        mut self,
        segment: &SegmentReader,
        mut found: impl FnMut(DocId, Score) -> ControlFlow<()>,
    ) {
        let mut window = Window::new();
        let mut next = 0;
        while let Some(doc) = self.next_from(next) {
            window.go_to(doc);
            for place in self.gather(&mut window).places() {
                let doc = window.start + place as DocId;
                if !segment.is_deleted(doc) && found(doc, window.scores.get(place)).is_break() {
                    return;
                }
            }
            next = window.end();
        }
    }

    /// No product from `doc` on and before this one is found; `None` when none is left.
    fn next_from(&mut self, doc: DocId) -> Option<DocId> {
        let parts = self.parts.iter_mut().map(|part| part.next_from(doc));
        let mut nexts: Vec<DocId> = parts.collect();
        nexts.sort_unstable();
        // Whoever lacks so few parts comes no earlier than all parts but the last so few.
        let last = nexts.len().checked_sub(self.lacking + 1);
        let next = last.and_then(|last| nexts.get(last).copied());
        let next = self.passing.from(next.unwrap_or(doc).max(doc));
        (next < self.products).then_some(next)
    }

    /// The products of a stretch that are found; what they count is left in the window's scores.
    fn gather(&mut self, window: &mut Window) -> Bits {
        let mut among = Bits::of(&self.passing, window.start);
        for excluded in &mut self.excluded {
            if among.is_empty() {
                break;
            }
            let left_out = excluded.gather(&among, window);
            among.without(&left_out);
        }
        let found = self.with_enough(among, window);
        for optional in &mut self.optional {
            let held = optional.gather(&found, window);
            window.settle(&held);
        }
        if let Some((better, worth)) = &self.better {
            let mut here = Bits::of(better, window.start);
            here.and(&found);
            window.add(&here, *worth);
        }
        found
    }

    /// Those that have enough of the parts. Once more parts were looked at than may be lacking, few products are left, and the
    /// lists of the other parts are looked at only there.
    fn with_enough(&mut self, among: Bits, window: &mut Window) -> Bits {
        // By how many of the parts so far they lack.
        let mut by_lack = vec![Bits::none(); self.lacking + 1];
        by_lack[0] = among.clone();
        let mut left = among;
        for part in &mut self.parts {
            if left.is_empty() {
                break;
            }
            let held = part.gather(&left, window);
            if self.looking == Looking::HowGood {
                window.settle(&held);
            }
            let mut lacking_it = Bits::none();
            left = Bits::none();
            for some in &mut by_lack {
                let before = some.clone();
                some.and(&held);
                some.or(&lacking_it);
                left.or(some);
                lacking_it = before;
                lacking_it.without(&held);
            }
        }
        if self.lacking > 0 && self.looking == Looking::HowGood {
            window.add(&by_lack[0], EVERY_PART);
        }
        left
    }
}
