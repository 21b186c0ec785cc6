//! One word over several fields: a match in a second field adds to the first before both are saturated (BM25F).
//!
//! Summing a score per field instead would let a word that stands in title, category and description outweigh a second word
//! of the query; taking the best field alone would not tell a lamp from a thing whose title mentions one.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// How soon further occurrences of a word stop to count.
const SATURATION: Score = 1.2;
/// How much longer texts are held against a word, 0 to 1.
const LENGTH: Score = 0.75;

/// A word in one field.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The word as the field's index has it.
    pub(super) term: Term,
    /// What it counts there.
    pub(super) weight: Score,
    /// How many words the field holds on average.
    pub(super) average_words: Score,
}

/// A word wherever it may stand.
#[derive(Clone, Debug)]
pub(super) struct Fielded {
    /// The fields, each with its own term.
    pub(super) places: Vec<Place>,
    /// What the word counts at most.
    pub(super) worth: Score,
}

impl Query for Fielded {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for place in &self.places {
            visitor(&place.term, false);
        }
    }
}

impl Weight for Fielded {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut cursors = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let field = place.term.field();
            let index = reader.inverted_index(field)?;
            let postings = index.read_postings(&place.term, IndexRecordOption::WithFreqs)?;
            if let Some(postings) = postings {
                cursors.push(Cursor {
                    postings,
                    lengths: reader.get_fieldnorms_reader(field)?,
                    weight: place.weight,
                    average_words: place.average_words,
                });
            }
        }
        let mut scorer = FieldedScorer {
            cursors,
            worth: self.worth * boost,
            doc: TERMINATED,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(
                "the product does not match".to_owned(),
            ));
        }
        Ok(Explanation::new(
            "one word over several fields",
            scorer.score(),
        ))
    }
}

struct Cursor {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    weight: Score,
    average_words: Score,
}

impl Cursor {
    /// What the word counts here, before saturation.
    fn count(&self) -> Score {
        let length = self.lengths.fieldnorm(self.postings.doc()) as Score / self.average_words;
        self.weight * self.postings.term_freq() as Score / (1.0 - LENGTH + LENGTH * length)
    }
}

struct FieldedScorer {
    cursors: Vec<Cursor>,
    worth: Score,
    doc: DocId,
}

impl FieldedScorer {
    /// Stands on the first product that any field still has.
    fn settle(&mut self) -> DocId {
        let docs = self.cursors.iter().map(|cursor| cursor.postings.doc());
        self.doc = docs.min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for FieldedScorer {
    fn advance(&mut self) -> DocId {
        for cursor in &mut self.cursors {
            if cursor.postings.doc() == self.doc {
                cursor.postings.advance();
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for cursor in &mut self.cursors {
            if cursor.postings.doc() < target {
                cursor.postings.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self
            .cursors
            .iter()
            .map(|cursor| cursor.postings.size_hint());
        hints.max().unwrap_or(0)
    }
}

impl Scorer for FieldedScorer {
    fn score(&mut self) -> Score {
        let here = self.cursors.iter().filter(|c| c.postings.doc() == self.doc);
        let count: Score = here.map(Cursor::count).sum();
        self.worth * count / (count + SATURATION)
    }
}
