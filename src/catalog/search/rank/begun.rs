//! The products with a word that begins so: all the same, whichever word it is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, Score, SegmentReader};

use super::set::Set;

/// Words of one field that all count the same.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) field: Field,
    pub(super) words: Words,
    /// What having one of them counts.
    pub(super) worth: Score,
}

/// Which words of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// The one that is the beginning itself.
    Same,
    /// All that begin so.
    Begun,
}

/// The products with a beginning in one of several fields. They are gathered once for each segment, however often the search
/// goes through them.
pub(super) struct Begun {
    beginning: String,
    lists: Vec<Listed>,
    gathered: Mutex<HashMap<SegmentId, Gathered>>,
}

/// The products of each list, with what having one of its words counts; the list that counts most first.
type Gathered = Arc<[(Score, Arc<Set>)]>;

impl Begun {
    pub(super) fn new(beginning: &str, mut lists: Vec<Listed>) -> Self {
        lists.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        Begun {
            beginning: beginning.to_owned(),
            lists,
            gathered: Mutex::default(),
        }
    }

    /// The products of a segment, list by list.
    pub(super) fn in_segment(&self, segment: &SegmentReader) -> tantivy::Result<Gathered> {
        let mut known = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gathered) = known.get(&segment.segment_id()) {
            return Ok(Arc::clone(gathered));
        }
        let mut sets = Vec::with_capacity(self.lists.len());
        for list in &self.lists {
            sets.push((list.worth, Arc::new(self.gather(segment, list)?)));
        }
        let sets: Gathered = sets.into();
        known.insert(segment.segment_id(), Arc::clone(&sets));
        Ok(sets)
    }

    fn gather(&self, segment: &SegmentReader, list: &Listed) -> tantivy::Result<Set> {
        let mut set = Set::empty(segment.max_doc());
        let index = segment.inverted_index(list.field)?;
        let beginning = self.beginning.as_bytes();
        let words = index.terms().range();
        let words = match list.words {
            Words::Same => words.ge(beginning).le(beginning),
            Words::Begun => words.ge(beginning),
        };
        let mut words = words.into_stream()?;
        while words.advance() && words.key().starts_with(beginning) {
            insert(&index, words.value(), &mut set)?;
        }
        Ok(set)
    }
}

fn insert(index: &InvertedIndexReader, word: &TermInfo, set: &mut Set) -> tantivy::Result<()> {
    let mut postings = index.read_block_postings_from_terminfo(word, IndexRecordOption::Basic)?;
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|doc| set.insert(*doc));
        postings.advance();
    }
    Ok(())
}
