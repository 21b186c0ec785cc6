//! The products that pass a filter, as sets of bits that are kept from one search to the next.
//!
//! Who types with a filter on asks for the same filter with every key. A filter looks at every product of a segment once;
//! segments never change, so that its set stays right for as long as the segment lives. Owns: finding, keeping and joining such
//! sets. Does not: say which filters a search has (`filters` does).

use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{
    EnableScoring, Explanation, Query, QueryClone, RangeQuery, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::set::Set;

/// As many bytes of sets are kept: 48 filters over a million products.
const MOST_BYTES: usize = 6 * 1024 * 1024;

/// One thing that a product has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Rule {
    /// It has one of these terms.
    AnyOf(Vec<Term>),
    /// Its number lies between these, both included.
    Between(Term, Term),
}

impl Rule {
    fn queries(&self) -> Vec<Box<dyn Query>> {
        match self {
            Rule::AnyOf(terms) => {
                let holding = |term: &Term| TermQuery::new(term.clone(), IndexRecordOption::Basic);
                terms.iter().map(|term| holding(term).box_clone()).collect()
            }
            Rule::Between(low, high) => {
                let (low, high) = (Bound::Included(low.clone()), Bound::Included(high.clone()));
                vec![Box::new(RangeQuery::new(low, high))]
            }
        }
    }

    fn passing(&self, segment: &SegmentReader) -> tantivy::Result<Set> {
        let mut set = Set::empty(segment.max_doc());
        for query in self.queries() {
            let weight = query.weight(EnableScoring::disabled_from_schema(segment.schema()))?;
            weight.for_each_no_score(segment, &mut |docs| {
                docs.iter().for_each(|doc| set.insert(*doc));
            })?;
        }
        Ok(set)
    }
}

/// Sets that were found lately, the latest last.
#[derive(Default)]
pub(in crate::catalog) struct Kept {
    sets: Mutex<Vec<(SegmentId, Rule, Arc<Set>)>>,
}

impl Kept {
    fn of(&self, segment: &SegmentReader, rule: &Rule) -> tantivy::Result<Arc<Set>> {
        if let Some(known) = self.known(segment.segment_id(), rule) {
            return Ok(known);
        }
        let set = Arc::new(rule.passing(segment)?);
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        sets.push((segment.segment_id(), rule.clone(), Arc::clone(&set)));
        let mut bytes: usize = sets.iter().map(|(_, _, set)| set.bytes()).sum();
        while bytes > MOST_BYTES && sets.len() > 1 {
            bytes -= sets.remove(0).2.bytes();
        }
        Ok(set)
    }

    fn known(&self, segment: SegmentId, rule: &Rule) -> Option<Arc<Set>> {
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        let at = sets
            .iter()
            .position(|(of, had, _)| *of == segment && had == rule)?;
        let found = sets.remove(at);
        let set = Arc::clone(&found.2);
        sets.push(found);
        Some(set)
    }
}

/// Products that keep every one of some rules; none counts more than another.
#[derive(Clone)]
pub(in crate::catalog) struct Passing {
    rules: Arc<[Rule]>,
    kept: Arc<Kept>,
}

impl Passing {
    /// Products that keep all these rules, of which there is at least one.
    pub(in crate::catalog) fn new(rules: Vec<Rule>, kept: &Arc<Kept>) -> Self {
        Passing {
            rules: rules.into(),
            kept: Arc::clone(kept),
        }
    }
}

impl fmt::Debug for Passing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Passing").field(&self.rules).finish()
    }
}

impl Query for Passing {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Passing {
    /// The products of a segment that keep all rules.
    pub(super) fn set(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Set>> {
        let mut all: Option<Arc<Set>> = None;
        for rule in self.rules.iter() {
            let set = self.kept.of(segment, rule)?;
            all = Some(match all {
                Some(before) => Arc::new(before.and(&set)),
                None => set,
            });
        }
        Ok(all.unwrap_or_else(|| Arc::new(Set::empty(0))))
    }
}

impl Weight for Passing {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let set = self.set(segment)?;
        Ok(Box::new(Cursor {
            len: set.len(),
            doc: set.from(0),
            set,
        }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(
                "the product does not pass the filters".to_owned(),
            ));
        }
        Ok(Explanation::new("passes the filters", 0.0))
    }
}

/// Goes through a set.
struct Cursor {
    set: Arc<Set>,
    doc: DocId,
    len: u32,
}

impl DocSet for Cursor {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.set.from(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = self.set.from(target);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.len
    }
}

impl Scorer for Cursor {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_skips_to_any_product() {
        let mut set = Set::empty(200);
        [0, 1, 63, 64, 130, 199]
            .iter()
            .for_each(|doc| set.insert(*doc));
        let mut cursor = Cursor {
            len: set.len(),
            doc: set.from(0),
            set: Arc::new(set),
        };
        assert_eq!(cursor.size_hint(), 6);
        for (target, found) in [
            (1, 1),
            (2, 63),
            (64, 64),
            (65, 130),
            (131, 199),
            (200, TERMINATED),
        ] {
            assert_eq!(cursor.seek(target), found);
        }
        assert_eq!(cursor.seek(TERMINATED), TERMINATED);
        assert_eq!(cursor.advance(), TERMINATED);
    }
}
