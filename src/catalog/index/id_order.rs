//! The order of products by their ids, and the ids themselves.
//!
//! The library's dictionary of ids unpacks a block for every id that is read from it, which takes longer than many a search.
//! Owns: the ids of each segment in memory, about 15 bytes a product. Does not: know what is searched for.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::index::SegmentId;
use tantivy::{DocId, Score, Searcher, SegmentReader};

use super::schema::ID_COLUMN;

/// The ids of one segment, in order.
#[derive(Default)]
struct Names {
    text: String,
    /// Where each ends in the text.
    ends: Vec<u32>,
}

impl Names {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let mut names = Names::default();
        if let Some(column) = segment.fast_fields().str(ID_COLUMN)? {
            let mut ids = column.dictionary().stream()?;
            while ids.advance() {
                names.text.push_str(&String::from_utf8_lossy(ids.key()));
                // An index of so many bytes of ids does not fit any memory.
                names
                    .ends
                    .push(u32::try_from(names.text.len()).unwrap_or(u32::MAX));
            }
            names.text.shrink_to_fit();
            names.ends.shrink_to_fit();
        }
        Ok(names)
    }

    fn get(&self, ord: u64) -> Option<&str> {
        let at = usize::try_from(ord).ok()?;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..*self.ends.get(at)? as usize)
    }
}

/// The ids of segments, which never change.
#[derive(Default)]
pub(super) struct Ids {
    known: Mutex<HashMap<SegmentId, Arc<Names>>>,
}

impl Ids {
    /// The order of ids in these segments; those of segments that are no more are forgotten.
    pub(super) fn order(&self, searcher: &Searcher) -> tantivy::Result<ById> {
        let segments = searcher.segment_readers();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|id, _| segments.iter().any(|segment| segment.segment_id() == *id));
        for segment in segments {
            if let Entry::Vacant(new) = known.entry(segment.segment_id()) {
                new.insert(Arc::new(Names::read(segment)?));
            }
        }
        Ok(ById {
            names: known.clone(),
        })
    }
}

/// Sorts products by their ids.
pub(in crate::catalog) struct ById {
    names: HashMap<SegmentId, Arc<Names>>,
}

impl SortKeyComputer for ById {
    type SortKey = Option<String>;
    type Child = InSegment;
    type Comparator = NaturalComparator;

    fn segment_sort_key_computer(&self, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        let column = segment.fast_fields().str(ID_COLUMN)?;
        let names = self.names.get(&segment.segment_id());
        Ok(InSegment {
            ords: column.map(|column| column.ords().clone()),
            names: names.cloned().unwrap_or_default(),
        })
    }
}

/// The ids of one segment.
pub(in crate::catalog) struct InSegment {
    ords: Option<Column<u64>>,
    names: Arc<Names>,
}

impl SegmentSortKeyComputer for InSegment {
    type SortKey = Option<String>;
    type SegmentSortKey = Option<u64>;
    type SegmentComparator = NaturalComparator;

    #[inline]
    fn segment_sort_key(&mut self, doc: DocId, _: Score) -> Option<u64> {
        self.ords.as_ref()?.first(doc)
    }

    fn convert_segment_sort_key(&self, ord: Option<u64>) -> Option<String> {
        self.names.get(ord?).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_place() {
        let names = Names {
            text: "ab-1क".to_owned(),
            ends: vec![1, 4, 7],
        };
        assert_eq!(names.get(0), Some("a"));
        assert_eq!(names.get(1), Some("b-1"));
        assert_eq!(names.get(2), Some("क"));
        assert_eq!(names.get(3), None);
        assert_eq!(Names::default().get(0), None);
    }
}
