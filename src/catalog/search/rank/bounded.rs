//! Counting what matches no further than somebody cares.

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet, Searcher, TERMINATED};

/// How many products match, at most `most`: stops there, and scores none.
pub(in crate::catalog) fn count(searcher: &Searcher, query: &dyn Query, most: u64) -> u64 {
    // A damaged index counts nothing here; the search itself will say so.
    let Ok(weight) = query.weight(EnableScoring::disabled_from_searcher(searcher)) else {
        return 0;
    };
    let mut found = 0;
    for segment in searcher.segment_readers() {
        let Ok(mut matching) = weight.scorer(segment, 1.0) else {
            continue;
        };
        while matching.doc() != TERMINATED && found < most {
            found += u64::from(!segment.is_deleted(matching.doc()));
            matching.advance();
        }
    }
    found
}
