//! A stretch of products that are looked at together.
//!
//! A frequent word stands in hundreds of thousands of products. To go through its lists stretch by stretch costs a few
//! nanoseconds a product, to ask every list of every word for one product after another costs a hundred times as much. Owns:
//! the products of a stretch and what they count so far. Does not: know words.

use tantivy::{DocId, Score};

use super::set::{Set, WORD};

/// As many products are looked at together: their scores fit the nearest cache.
pub(super) const SIZE: DocId = 4_096;
const WORDS: usize = (SIZE / WORD) as usize;

/// Some products of a stretch, by their place in it.
#[derive(Clone)]
pub(super) struct Bits([u64; WORDS]);

impl Bits {
    /// None.
    pub(super) fn none() -> Self {
        Bits([0; WORDS])
    }

    /// Those of a set from a product on, which is the first of a stretch.
    pub(super) fn of(set: &Set, start: DocId) -> Self {
        let mut bits = Bits::none();
        for (word, own) in bits.0.iter_mut().zip(set.words_from(start)) {
            *word = *own;
        }
        bits
    }

    pub(super) fn insert(&mut self, place: usize) {
        if let Some(word) = self.0.get_mut(place / WORD as usize) {
            *word |= 1 << (place % WORD as usize);
        }
    }

    pub(super) fn and(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    pub(super) fn or(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    pub(super) fn without(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    pub(super) fn has(&self, place: usize) -> bool {
        let word = self.0.get(place / WORD as usize);
        word.is_some_and(|word| word >> (place % WORD as usize) & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(super) fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The places, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let next = (rest != 0).then(|| at * WORD as usize + rest.trailing_zeros() as usize);
                rest &= rest.wrapping_sub(1);
                next
            })
        })
    }
}

/// A number for every product of a stretch.
pub(super) struct Numbers(Box<[Score; SIZE as usize]>);

impl Numbers {
    pub(super) fn zeros() -> Self {
        Numbers(Box::new([0.0; SIZE as usize]))
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(0.0);
    }

    pub(super) fn get(&self, place: usize) -> Score {
        self.0.get(place).copied().unwrap_or(0.0)
    }

    pub(super) fn add(&mut self, place: usize, more: Score) {
        if let Some(number) = self.0.get_mut(place) {
            *number += more;
        }
    }

    pub(super) fn raise(&mut self, place: usize, to: Score) {
        if let Some(number) = self.0.get_mut(place) {
            *number = number.max(to);
        }
    }

    /// The number, which is zero afterwards.
    pub(super) fn take(&mut self, place: usize) -> Score {
        self.0.get_mut(place).map(std::mem::take).unwrap_or(0.0)
    }
}

/// Whether products are only looked for or scored as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looking {
    /// Which they are.
    Which,
    /// And how much they count.
    HowGood,
}

/// The stretch that is looked at, with room for numbers.
pub(super) struct Window {
    /// Its first product.
    pub(super) start: DocId,
    /// How often a word stands in each product, weighed; zeros between uses.
    pub(super) counts: Numbers,
    /// What several words count together; zeros between uses.
    pub(super) sums: Numbers,
    /// What the best way counts; zeros between uses.
    pub(super) best: Numbers,
    /// What each product counts so far.
    pub(super) scores: Numbers,
}

impl Window {
    pub(super) fn new() -> Self {
        Window {
            start: 0,
            counts: Numbers::zeros(),
            sums: Numbers::zeros(),
            best: Numbers::zeros(),
            scores: Numbers::zeros(),
        }
    }

    /// Goes to the stretch that a product is in; nothing counts anything there yet.
    pub(super) fn go_to(&mut self, doc: DocId) {
        self.start = doc / SIZE * SIZE;
        self.scores.clear();
    }

    /// The first product after the stretch.
    pub(super) fn end(&self) -> DocId {
        self.start.saturating_add(SIZE)
    }

    /// Adds what the best way counts to the scores of these products.
    pub(super) fn settle(&mut self, found: &Bits) {
        for place in found.places() {
            let best = self.best.take(place);
            self.scores.add(place, best);
        }
    }

    /// Adds the same to the scores of these products.
    pub(super) fn add(&mut self, found: &Bits, more: Score) {
        found
            .places()
            .for_each(|place| self.scores.add(place, more));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_join_and_come_in_order() {
        let of = |places: &[usize]| {
            let mut bits = Bits::none();
            places.iter().for_each(|place| bits.insert(*place));
            bits
        };
        let some = of(&[0, 63, 64, 4_095]);
        assert_eq!(some.places().collect::<Vec<_>>(), [0, 63, 64, 4_095]);
        assert_eq!(some.len(), 4);
        let mut both = some.clone();
        both.and(&of(&[1, 63, 4_095]));
        assert_eq!(both.places().collect::<Vec<_>>(), [63, 4_095]);
        let mut rest = some.clone();
        rest.without(&both);
        assert_eq!(rest.places().collect::<Vec<_>>(), [0, 64]);
        rest.or(&of(&[5]));
        assert!(rest.has(5) && !rest.has(6) && !rest.has(usize::MAX));
        assert!(Bits::none().is_empty());
    }

    #[test]
    fn a_stretch_of_a_set_starts_where_the_stretch_does() {
        let mut set = Set::empty(SIZE + 100);
        set.insert(SIZE + 3);
        assert!(Bits::of(&set, 0).is_empty());
        assert_eq!(Bits::of(&set, SIZE).places().collect::<Vec<_>>(), [3]);
        assert!(Bits::of(&set, SIZE * 2).is_empty());
    }
}
