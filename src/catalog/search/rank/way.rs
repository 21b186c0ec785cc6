//! The ways in which products may have one thing that is wanted, and the products that have it in one of these ways.
//!
//! Owns: going through a segment stretch by stretch; a product counts by the way that counts most for it. Does not: know which
//! ways there are for a word (`wanted`).

use std::sync::Arc;

use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use super::begun::Begun;
use super::fielded::{Fielded, FieldedScorer};
use super::set::Set;
use super::window::{Bits, Looking, Window};

/// One way to have what is wanted.
pub(super) enum Way {
    /// These words, all of them.
    Words(Vec<Fielded>),
    /// A word that begins so.
    Begun(Begun),
    /// Whatever a query of the library finds and counts.
    Found(Box<dyn Query>),
}

/// Several ways, each with what its count is multiplied by.
#[derive(Default)]
pub(super) struct OneOf {
    pub(super) ways: Vec<(Score, Way)>,
}

impl OneOf {
    /// Only these words, all of them.
    pub(super) fn words(words: Vec<Fielded>) -> Self {
        OneOf {
            ways: vec![(1.0, Way::Words(words))],
        }
    }

    /// The products of a segment that have it.
    pub(super) fn open(&self, segment: &SegmentReader, looking: Looking) -> tantivy::Result<Held> {
        let mut lists = Vec::with_capacity(self.ways.len());
        for (times, way) in &self.ways {
            match way {
                Way::Words(words) => {
                    let open = |word: &Fielded| word.open(segment, looking, *times);
                    let words: Vec<_> = words.iter().map(open).collect::<tantivy::Result<_>>()?;
                    lists.push(List::Words(words));
                }
                Way::Begun(begun) => {
                    let sets = begun.in_segment(segment)?;
                    let sets = sets
                        .iter()
                        .map(|(worth, set)| (worth * times, Arc::clone(set)));
                    lists.extend(sets.map(|(worth, set)| List::Set { set, worth }));
                }
                Way::Found(query) => {
                    // Such queries count all products the same, which needs no statistics.
                    let scoring = EnableScoring::disabled_from_schema(segment.schema());
                    let found = query.weight(scoring)?.scorer(segment, *times)?;
                    lists.push(List::Found(found));
                }
            }
        }
        lists.retain_mut(|list| list.next_from(0) != TERMINATED);
        Ok(Held { lists, looking })
    }
}

/// The products of a segment that have what is wanted, way by way.
pub(super) struct Held {
    looking: Looking,
    lists: Vec<List>,
}

enum List {
    Words(Vec<FieldedScorer>),
    Set { set: Arc<Set>, worth: Score },
    Found(Box<dyn Scorer>),
}

impl Held {
    /// No product from `doc` on and before this one has it.
    pub(super) fn next_from(&mut self, doc: DocId) -> DocId {
        let lists = self.lists.iter_mut().map(|list| list.next_from(doc));
        lists.min().unwrap_or(TERMINATED)
    }

    /// How many products have it, at most and about.
    pub(super) fn many(&self) -> u32 {
        let lists = self.lists.iter().map(List::many);
        lists.fold(0, u32::saturating_add)
    }

    /// Those among some products of a stretch that have it; what it counts is left in the window's best.
    pub(super) fn gather(&mut self, among: &Bits, window: &mut Window) -> Bits {
        let mut found = Bits::none();
        for list in &mut self.lists {
            match list {
                List::Words(words) => {
                    all_words(words, among, self.looking, window, &mut found);
                }
                List::Set { set, worth } => {
                    let mut here = Bits::of(set, window.start);
                    here.and(among);
                    if self.looking == Looking::HowGood {
                        here.places().for_each(|at| window.best.raise(at, *worth));
                    }
                    found.or(&here);
                }
                List::Found(products) => {
                    each(products.as_mut(), among, self.looking, window, &mut found)
                }
            }
        }
        found
    }
}

impl List {
    fn next_from(&mut self, doc: DocId) -> DocId {
        match self {
            List::Words(words) => {
                let words = words.iter_mut().map(|word| word.next_from(doc));
                words.max().unwrap_or(TERMINATED)
            }
            List::Set { set, .. } => set.from(doc),
            List::Found(products) if products.doc() < doc => products.seek(doc),
            List::Found(products) => products.doc(),
        }
    }

    fn many(&self) -> u32 {
        match self {
            List::Words(words) => words.iter().map(DocSet::size_hint).min().unwrap_or(0),
            List::Set { set, .. } => set.len(),
            List::Found(products) => products.size_hint(),
        }
    }
}

/// Products that have all of some words.
fn all_words(
    words: &mut [FieldedScorer],
    among: &Bits,
    looking: Looking,
    window: &mut Window,
    out: &mut Bits,
) {
    let mut here = among.clone();
    let mut first = None;
    for word in words {
        let mut found = Bits::none();
        word.gather(&here, window, &mut found);
        if looking == Looking::HowGood {
            for place in found.places() {
                let count = window.counts.take(place);
                if here.has(place) {
                    window.sums.add(place, word.saturated(count));
                }
            }
        }
        here.and(&found);
        first.get_or_insert_with(|| here.clone());
    }
    if looking == Looking::HowGood {
        for place in first.iter().flat_map(Bits::places) {
            let sum = window.sums.take(place);
            if here.has(place) {
                window.best.raise(place, sum);
            }
        }
    }
    if first.is_some() {
        out.or(&here);
    }
}

fn each(
    products: &mut dyn Scorer,
    among: &Bits,
    looking: Looking,
    window: &mut Window,
    out: &mut Bits,
) {
    if products.doc() < window.start {
        products.seek(window.start);
    }
    while products.doc() < window.end() {
        let place = (products.doc() - window.start) as usize;
        if among.has(place) {
            out.insert(place);
            if looking == Looking::HowGood {
                window.best.raise(place, products.score());
            }
        }
        products.advance();
    }
}
