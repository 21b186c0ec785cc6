//! Products of one segment as a set of bits.

use tantivy::{DocId, TERMINATED};

/// Bits of one word.
pub(super) const WORD: u32 = u64::BITS;

/// Products of one segment, one bit each.
pub(super) struct Set {
    words: Vec<u64>,
}

impl Set {
    /// No product of so many.
    pub(super) fn empty(products: DocId) -> Self {
        Set {
            words: vec![0; products.div_ceil(WORD) as usize],
        }
    }

    /// Every product of so many.
    pub(super) fn full(products: DocId) -> Self {
        let mut set = Set::empty(products);
        set.words.fill(u64::MAX);
        let over = products % WORD;
        if let Some(last) = set.words.last_mut().filter(|_| over > 0) {
            *last = (1 << over) - 1;
        }
        set
    }

    pub(super) fn insert(&mut self, doc: DocId) {
        if let Some(word) = self.words.get_mut((doc / WORD) as usize) {
            *word |= 1 << (doc % WORD);
        }
    }

    /// Those that are in the other set too.
    pub(super) fn and(&self, other: &Set) -> Set {
        let both = self.words.iter().zip(&other.words).map(|(a, b)| a & b);
        Set {
            words: both.collect(),
        }
    }

    pub(super) fn len(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The first one from `doc` on; [`TERMINATED`] when there is none.
    pub(super) fn from(&self, doc: DocId) -> DocId {
        let mut at = (doc / WORD) as usize;
        let Some(first) = self.words.get(at) else {
            return TERMINATED;
        };
        let mut word = first & (u64::MAX << (doc % WORD));
        while word == 0 {
            at += 1;
            match self.words.get(at) {
                Some(next) => word = *next,
                None => return TERMINATED,
            }
        }
        at as DocId * WORD + word.trailing_zeros()
    }

    /// The words of the set that hold the products from `doc` on, which is a multiple of [`WORD`].
    pub(super) fn words_from(&self, doc: DocId) -> &[u64] {
        self.words.get((doc / WORD) as usize..).unwrap_or(&[])
    }

    pub(super) fn bytes(&self) -> usize {
        self.words.len() * size_of::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(docs: &[DocId]) -> Set {
        let mut set = Set::empty(200);
        docs.iter().for_each(|doc| set.insert(*doc));
        set
    }

    #[test]
    fn a_set_gives_its_products_in_order() {
        let docs = [0, 1, 63, 64, 130, 199];
        let set = set(&docs);
        let mut seen = vec![set.from(0)];
        while let Some(last) = seen.last().filter(|doc| **doc != TERMINATED) {
            seen.push(set.from(last + 1));
        }
        assert_eq!(seen.pop(), Some(TERMINATED));
        assert_eq!(seen, docs);
        assert_eq!(set.len(), 6);
        assert_eq!(set.from(TERMINATED), TERMINATED);
    }

    #[test]
    fn two_sets_share_what_both_have() {
        let both = set(&[1, 64, 150]).and(&set(&[2, 64, 150, 151]));
        assert_eq!(
            (both.from(0), both.from(65), both.from(151)),
            (64, 150, TERMINATED)
        );
        assert_eq!(set(&[]).from(0), TERMINATED);
        assert_eq!(Set::empty(0).from(0), TERMINATED);
    }

    #[test]
    fn a_full_set_has_every_product_and_none_beyond() {
        for products in [0, 1, 63, 64, 65, 200] {
            let full = Set::full(products);
            assert_eq!(full.len(), products);
            assert_eq!(full.from(products), TERMINATED);
        }
    }
}
