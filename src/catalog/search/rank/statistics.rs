//! Word statistics for scoring: counts of the index, average lengths as the schema fixes them.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Score, Searcher, Term};

use crate::catalog::index::schema::Fields;

/// What the search library asks about words.
pub(in crate::catalog) struct Statistics<'a> {
    pub(in crate::catalog) searcher: &'a Searcher,
    pub(in crate::catalog) fields: &'a Fields,
}

/// How many products the index holds, deleted ones that still lie in it among them.
pub(super) fn documents(searcher: &Searcher) -> u64 {
    let segments = searcher.segment_readers().iter();
    segments.map(|segment| u64::from(segment.max_doc())).sum()
}

/// How much a word says that so many of so many products hold: the rarer, the more.
pub(super) fn rarity(holding: u64, of: u64) -> Score {
    let holding = holding.min(of) as Score;
    (1.0 + (of as Score - holding + 0.5) / (holding + 0.5)).ln()
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let weighted = self.fields.weighted();
        let average = weighted
            .iter()
            .find(|w| w.field == field)
            .map_or(1, |w| w.average_words);
        Ok(documents(self.searcher) * average)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(documents(self.searcher))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_say_more_and_no_count_is_negative() {
        assert!(rarity(1, 1_000) > rarity(10, 1_000));
        assert!(rarity(1_000, 1_000) > 0.0);
        assert!(rarity(2_000, 1_000) > 0.0);
    }
}
