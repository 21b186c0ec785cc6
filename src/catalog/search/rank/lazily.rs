//! Queries that score only the products for which a score is asked.
//!
//! The library's own unions score all that lies in a window ahead, also for a caller who skips most of it: a search for several
//! frequent words would score every product that has any of them. Owns: the best of several and a sum, scored one product at a
//! time. Does not: know words.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// Products that match one of several queries, each scored by the one that counts most for it.
#[derive(Debug)]
pub(super) struct BestOf {
    /// The queries, with what each one's score is multiplied by.
    pub(super) options: Vec<(Score, Box<dyn Query>)>,
}

/// Products that match a query and none of some others, scored by it and by those of some more that they match too.
#[derive(Debug)]
pub(super) struct Adding {
    /// What a product has to match.
    pub(super) base: Box<dyn Query>,
    /// What it may match besides.
    pub(super) more: Vec<Box<dyn Query>>,
    /// What it must not match. The library's own exclusion asks phrases for products that they have gone past.
    pub(super) without: Vec<Box<dyn Query>>,
}

impl Clone for BestOf {
    fn clone(&self) -> Self {
        let options = self.options.iter();
        BestOf {
            options: options.map(|(times, q)| (*times, q.box_clone())).collect(),
        }
    }
}

impl Clone for Adding {
    fn clone(&self) -> Self {
        Adding {
            base: self.base.box_clone(),
            more: self.more.iter().map(|query| query.box_clone()).collect(),
            without: self.without.iter().map(|query| query.box_clone()).collect(),
        }
    }
}

impl Query for BestOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weigh = |(times, query): &(Score, Box<dyn Query>)| Ok((*times, query.weight(scoring)?));
        let options = self.options.iter().map(weigh);
        Ok(Box::new(BestOfWeight(
            options.collect::<tantivy::Result<_>>()?,
        )))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for (_, query) in &self.options {
            query.query_terms(visitor);
        }
    }
}

impl Query for Adding {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = |queries: &[Box<dyn Query>]| -> tantivy::Result<Vec<Box<dyn Weight>>> {
            queries.iter().map(|query| query.weight(scoring)).collect()
        };
        Ok(Box::new(AddingWeight {
            base: self.base.weight(scoring)?,
            more: match scoring.is_scoring_enabled() {
                true => weights(&self.more)?,
                false => Vec::new(),
            },
            without: weights(&self.without)?,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.base.query_terms(visitor);
        for query in &self.more {
            query.query_terms(visitor);
        }
    }
}

struct BestOfWeight(Vec<(Score, Box<dyn Weight>)>);

impl Weight for BestOfWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut options = Vec::with_capacity(self.0.len());
        for (times, weight) in &self.0 {
            let scorer = weight.scorer(segment, boost * times)?;
            if scorer.doc() != TERMINATED {
                options.push(scorer);
            }
        }
        if options.len() == 1 {
            return Ok(options.remove(0));
        }
        let mut best = BestOfScorer {
            options,
            doc: TERMINATED,
        };
        best.settle();
        Ok(Box::new(best))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained("the best of several", self.scorer(segment, 1.0)?, doc)
    }
}

struct AddingWeight {
    base: Box<dyn Weight>,
    more: Vec<Box<dyn Weight>>,
    without: Vec<Box<dyn Weight>>,
}

impl Weight for AddingWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorers = |weights: &[Box<dyn Weight>]| -> tantivy::Result<Vec<Box<dyn Scorer>>> {
            let scorers = weights.iter().map(|weight| weight.scorer(segment, boost));
            scorers.collect()
        };
        let mut adding = AddingScorer {
            base: self.base.scorer(segment, boost)?,
            more: scorers(&self.more)?,
            without: scorers(&self.without)?,
        };
        adding.pass();
        Ok(Box::new(adding))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained("a sum", self.scorer(segment, 1.0)?, doc)
    }
}

fn explained(
    what: &'static str,
    mut scorer: Box<dyn Scorer>,
    doc: DocId,
) -> tantivy::Result<Explanation> {
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(
            "the product does not match".to_owned(),
        ));
    }
    Ok(Explanation::new(what, scorer.score()))
}

struct BestOfScorer {
    options: Vec<Box<dyn Scorer>>,
    doc: DocId,
}

impl BestOfScorer {
    /// Stands on the first product that any option still has.
    fn settle(&mut self) -> DocId {
        let docs = self.options.iter().map(|option| option.doc());
        self.doc = docs.min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for BestOfScorer {
    fn advance(&mut self) -> DocId {
        for option in &mut self.options {
            if option.doc() == self.doc && self.doc != TERMINATED {
                option.advance();
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for option in &mut self.options {
            if option.doc() < target {
                option.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.options.iter().map(|option| option.size_hint());
        hints.fold(0, u32::saturating_add)
    }
}

impl Scorer for BestOfScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let here = self.options.iter_mut().filter(|o| o.doc() == doc);
        here.map(|option| option.score()).fold(0.0, Score::max)
    }
}

struct AddingScorer {
    base: Box<dyn Scorer>,
    more: Vec<Box<dyn Scorer>>,
    without: Vec<Box<dyn Scorer>>,
}

impl AddingScorer {
    /// Goes on to the first product that is not to be left out.
    fn pass(&mut self) -> DocId {
        while self.base.doc() != TERMINATED && self.is_left_out() {
            self.base.advance();
        }
        self.base.doc()
    }

    fn is_left_out(&mut self) -> bool {
        let doc = self.base.doc();
        let mut without = self.without.iter_mut();
        without.any(|left_out| reaches(left_out.as_mut(), doc))
    }
}

/// Whether a list that may stand before or behind a product has it.
fn reaches(list: &mut dyn Scorer, doc: DocId) -> bool {
    if list.doc() < doc {
        list.seek(doc);
    }
    list.doc() == doc
}

impl DocSet for AddingScorer {
    fn advance(&mut self) -> DocId {
        self.base.advance();
        self.pass()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.base.seek(target);
        self.pass()
    }

    fn doc(&self) -> DocId {
        self.base.doc()
    }

    fn size_hint(&self) -> u32 {
        self.base.size_hint()
    }
}

impl Scorer for AddingScorer {
    fn score(&mut self) -> Score {
        let doc = self.base.doc();
        let mut score = self.base.score();
        for more in &mut self.more {
            if reaches(more.as_mut(), doc) {
                score += more.score();
            }
        }
        score
    }
}
