//! Candidates: products whose MinHash signatures agree in a band.

use super::item::{Shelf, long};
use crate::likeness::scatter;

/// How many bands a signature has. With two rows a pair that shares half of its words is missed once in thirty times, one
/// that shares four words of five practically never.
pub(super) const BANDS: u64 = 12;
/// Rows of a band.
const ROWS: u64 = 2;
/// Rows to which a band may grow where too many products agree.
const MOST_ROWS: u64 = 7;
/// The most products that are all compared with one another.
const CROWD: usize = 40;
/// With how many others each is compared in a crowd that no row parts.
const NEIGHBOURS: usize = 8;

/// Hands over each pair that agrees in this band, in the same order every time.
pub(super) fn each_pair(shelf: &Shelf, band: u64, mut pair: impl FnMut(u32, u32)) {
    let all = 0..u32::try_from(shelf.len()).unwrap_or(u32::MAX);
    let with_words = all.filter(|number| !shelf.words(shelf.item(*number)).is_empty());
    let keyed = with_words.map(|number| {
        let mut key = shelf.item(number).numbers;
        for row in 0..ROWS {
            key = scatter(key ^ least(shelf, number, band, row));
        }
        (key, number)
    });
    part(shelf, keyed.collect(), band, ROWS, &mut pair);
}

/// The least hash of a product's words in one row.
fn least(shelf: &Shelf, number: u32, band: u64, row: u64) -> u64 {
    let seed = scatter((band * MOST_ROWS + row + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let words = shelf.words(shelf.item(number)).iter();
    words
        .map(|word| scatter(u64::from(*word) ^ seed))
        .min()
        .unwrap_or(0)
}

/// Parts keyed products into crowds of the same key and pairs what is in each.
fn part(
    shelf: &Shelf,
    mut keyed: Vec<(u64, u32)>,
    band: u64,
    rows: u64,
    pair: &mut impl FnMut(u32, u32),
) {
    keyed.sort_unstable();
    for crowd in keyed.chunk_by(|a, b| a.0 == b.0) {
        if crowd.len() <= CROWD {
            for (i, (_, a)) in crowd.iter().enumerate() {
                crowd[i + 1..].iter().for_each(|(_, b)| pair(*a, *b));
            }
        } else if rows < MOST_ROWS {
            let next = crowd
                .iter()
                .map(|(_, n)| (least(shelf, *n, band, rows), *n));
            part(shelf, next.collect(), band, rows + 1, pair);
        } else {
            neighbours(shelf, crowd, pair);
        }
    }
}

/// Too many that read alike: those are compared whose traits and prices lie side by side.
fn neighbours(shelf: &Shelf, crowd: &[(u64, u32)], pair: &mut impl FnMut(u32, u32)) {
    let key = |number: u32| {
        let item = shelf.item(number);
        let words = shelf
            .words(item)
            .iter()
            .fold(0, |sum, w| scatter(sum ^ u64::from(*w)));
        (
            words,
            long(&format!("{:?}", shelf.traits(item))),
            item.price,
            number,
        )
    };
    let mut sorted: Vec<_> = crowd.iter().map(|(_, number)| key(*number)).collect();
    sorted.sort_unstable();
    for (i, (_, _, _, a)) in sorted.iter().enumerate() {
        let next = sorted[i + 1..].iter().take(NEIGHBOURS);
        next.for_each(|(_, _, _, b)| pair(*a, *b));
    }
}
