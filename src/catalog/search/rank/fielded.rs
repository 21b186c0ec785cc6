//! One word over several fields: a match in a second field adds to the first before both are saturated (BM25F).
//!
//! Summing a score per field instead would let a word that stands in title, category and description outweigh a second word
//! of the query; taking the best field alone would not tell a lamp from a thing whose title mentions one.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::window::{Bits, Looking, SIZE, Window};

/// How soon further occurrences of a word stop to count.
const SATURATION: Score = 1.2;
/// How much longer texts are held against a word, 0 to 1.
const LENGTH: Score = 0.75;
/// To look a product up in a list takes as long as to go on by so many in it.
const LOOKING_UP: Score = 20.0;

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

impl Fielded {
    /// The word in one segment, for a caller who wants scores or only products.
    pub(super) fn open(
        &self,
        segment: &SegmentReader,
        looking: Looking,
        times: Score,
    ) -> tantivy::Result<FieldedScorer> {
        let read = match looking {
            Looking::Which => IndexRecordOption::Basic,
            Looking::HowGood => IndexRecordOption::WithFreqs,
        };
        let mut cursors = Vec::with_capacity(self.places.len());
        for place in &self.places {
            let field = place.term.field();
            let index = segment.inverted_index(field)?;
            if let Some(postings) = index.read_block_postings(&place.term, read)? {
                let in_stretch = postings.doc_freq() as Score / segment.max_doc() as Score;
                cursors.push(Cursor {
                    postings,
                    at: 0,
                    lengths: segment.get_fieldnorms_reader(field)?,
                    shares: Shares::of(place),
                    in_stretch: in_stretch * SIZE as Score,
                });
            }
        }
        let mut scorer = FieldedScorer {
            cursors,
            looking,
            worth: self.worth * times,
            doc: TERMINATED,
        };
        scorer.settle();
        Ok(scorer)
    }
}

impl Weight for Fielded {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.open(segment, Looking::HowGood, boost)?))
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

/// What one occurrence counts in a text of every length that the index tells apart.
struct Shares(Box<[Score; 256]>);

impl Shares {
    fn of(place: &Place) -> Self {
        let mut shares = Box::new([0.0; 256]);
        for (id, share) in (0..=u8::MAX).zip(shares.iter_mut()) {
            let words = FieldNormReader::id_to_fieldnorm(id) as Score;
            *share = place.weight / (1.0 - LENGTH + LENGTH * words / place.average_words);
        }
        Shares(shares)
    }
}

/// Goes through the list of a word in one field, block by block.
struct Cursor {
    postings: BlockSegmentPostings,
    /// The place in the block.
    at: usize,
    lengths: FieldNormReader,
    shares: Shares,
    /// How many products of a stretch have the word on average.
    in_stretch: Score,
}

impl Cursor {
    fn doc(&self) -> DocId {
        self.postings.doc(self.at)
    }

    /// What the word counts here, before saturation.
    fn count(&self) -> Score {
        let length = self.lengths.fieldnorm_id(self.doc());
        self.shares.0[usize::from(length)] * self.postings.freq(self.at) as Score
    }

    fn from(&mut self, doc: DocId) -> DocId {
        if self.doc() < doc {
            self.at = self.postings.seek(doc);
        }
        self.doc()
    }

    fn next(&mut self) {
        self.at += 1;
        if self.at >= self.postings.block_len() {
            self.next_block();
        }
    }

    fn next_block(&mut self) {
        self.postings.advance();
        self.at = 0;
    }

    /// Notes every product of the stretch that has the word.
    fn go_through(&mut self, looking: Looking, window: &mut Window, found: &mut Bits) {
        let (start, end) = (window.start, window.end());
        self.from(start);
        while self.at < self.postings.block_len() {
            let docs = self.postings.docs();
            while let Some(doc) = docs.get(self.at) {
                if *doc >= end {
                    return;
                }
                let place = (doc - start) as usize;
                found.insert(place);
                if looking == Looking::HowGood {
                    window.counts.add(place, self.count());
                }
                self.at += 1;
            }
            self.next_block();
        }
    }

    /// Notes those of a few products that have the word.
    fn look_up(&mut self, few: &Bits, looking: Looking, window: &mut Window, found: &mut Bits) {
        for place in few.places() {
            let doc = window.start + place as DocId;
            if self.from(doc) != doc {
                continue;
            }
            found.insert(place);
            if looking == Looking::HowGood {
                window.counts.add(place, self.count());
            }
        }
    }
}

/// A word in one segment.
pub(super) struct FieldedScorer {
    cursors: Vec<Cursor>,
    looking: Looking,
    worth: Score,
    doc: DocId,
}

impl FieldedScorer {
    /// Stands on the first product that any field still has.
    fn settle(&mut self) -> DocId {
        let docs = self.cursors.iter().map(Cursor::doc);
        self.doc = docs.min().unwrap_or(TERMINATED);
        self.doc
    }

    /// What a word counts that was counted so often.
    pub(super) fn saturated(&self, count: Score) -> Score {
        self.worth * count / (count + SATURATION)
    }

    /// Finds the products of a stretch that have the word and leaves in the window's counts how often each does. Of products
    /// that are not `among` those looked for some may be found, others not.
    pub(super) fn gather(&mut self, among: &Bits, window: &mut Window, found: &mut Bits) {
        let looked_for = among.len() as Score;
        for cursor in &mut self.cursors {
            if cursor.in_stretch > looked_for * LOOKING_UP {
                cursor.look_up(among, self.looking, window, found);
            } else {
                cursor.go_through(self.looking, window, found);
            }
        }
    }

    /// No product from `doc` on and before this one has the word.
    pub(super) fn next_from(&mut self, doc: DocId) -> DocId {
        let docs = self.cursors.iter_mut().map(|cursor| cursor.from(doc));
        docs.min().unwrap_or(TERMINATED)
    }
}

impl DocSet for FieldedScorer {
    fn advance(&mut self) -> DocId {
        for cursor in &mut self.cursors {
            if cursor.doc() == self.doc && self.doc != TERMINATED {
                cursor.next();
            }
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for cursor in &mut self.cursors {
            cursor.from(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let hints = self.cursors.iter().map(|cursor| cursor.postings.doc_freq());
        hints.max().unwrap_or(0)
    }
}

impl Scorer for FieldedScorer {
    fn score(&mut self) -> Score {
        let here = self.cursors.iter().filter(|c| c.doc() == self.doc);
        self.saturated(here.map(Cursor::count).sum())
    }
}
