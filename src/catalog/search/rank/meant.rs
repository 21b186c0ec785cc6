//! Which words were meant by one that may be misspelt, and what each counts.
//!
//! A guess is as good as the mistake is likely and as products are many that have it beside the other words of the search:
//! `laptop bg` is a bag, though `bg` is a word of the index too.

use tantivy::Score;

use super::beside::Beside;
use crate::catalog::search::typos::Guess;

/// How many words may have been meant.
const MOST: usize = 4;
/// A word that is known is taken for misspelt when another is so many times as frequent.
const FREQUENT: f32 = 3.0;
/// The same for short words and those with digits: they are often names of their own.
const FREQUENT_SHORT: f32 = 20.0;
/// A word so short or shorter is short, in characters.
const SHORT: usize = 3;
/// Such words hide only what fingers slip into, see [`crate::catalog::search::mistake`].
const SLIPPED: f32 = 5.0;
/// Where no product has such a word beside the other words, so many products tell that another was meant.
const TELLING: u64 = 3;
/// What a guess counts beside a word that is known as typed.
const KNOWN: Score = 0.8;
/// What the second guess counts beside the first when both are as likely.
const SECOND: Score = 0.75;
/// How soon less likely guesses count less: the power of how much less likely they are.
const FADING: f32 = 0.4;
/// A product that has a word next to its neighbour in the search counts so many times as one that has both somewhere.
const ADJACENT: f32 = 10.0;
/// So much of all products with a word counts beside those that have the other words too.
const ALONE: f32 = 0.0001;

/// A word as typed.
pub(super) struct Suspect<'a> {
    /// Folded.
    pub(super) typed: &'a str,
    /// The same in the singular.
    pub(super) word: &'a str,
    /// How many products have it.
    pub(super) known: u64,
}

/// What was meant, the likeliest first, with what each counts.
pub(super) fn meant(
    suspect: &Suspect<'_>,
    beside: &Beside<'_>,
    near: &[Guess],
) -> Vec<(String, Score)> {
    let mut likely = likely(suspect, beside, near);
    likely.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    likely.truncate(MOST);
    let best = likely.first().map_or(1.0, |(_, likely)| *likely);
    let first = if suspect.known > 0 { KNOWN } else { 1.0 };
    let weighted = likely.into_iter().enumerate().map(|(at, (word, likely))| {
        let share = if at == 0 { 1.0 } else { SECOND };
        (word, first * share * (likely / best).powf(FADING))
    });
    weighted.collect()
}

fn likely(suspect: &Suspect<'_>, beside: &Beside<'_>, near: &[Guess]) -> Vec<(String, f32)> {
    let mut fitting = Vec::new();
    if !beside.is_empty() {
        let typed = match suspect.known {
            0 => 0,
            _ => beside.holding(&[suspect.word]),
        };
        for guess in near {
            let holding = beside.holding(&[&guess.word]);
            if holding > 0 && may_be_meant(suspect, guess, holding, typed) {
                let next = ADJACENT * beside.adjacent(&guess.word) as f32;
                let products = holding as f32 + next + ALONE * guess.holding as f32;
                fitting.push((guess.word.clone(), guess.likely(products)));
            }
        }
        if !fitting.is_empty() || suspect.known > 0 {
            return fitting;
        }
    }
    for guess in near {
        if may_be_meant(suspect, guess, guess.holding, suspect.known) {
            fitting.push((guess.word.clone(), guess.likely(guess.holding as f32)));
        }
    }
    fitting
}

/// Whether a guess that so many products have may stand for the word typed, which so many have.
fn may_be_meant(suspect: &Suspect<'_>, guess: &Guess, holding: u64, typed: u64) -> bool {
    if suspect.known == 0 {
        return true;
    }
    if typed == 0 {
        return holding >= TELLING;
    }
    let digits = suspect.typed.chars().any(char::is_numeric);
    let short = digits || suspect.typed.chars().count() <= SHORT;
    let times = if short { FREQUENT_SHORT } else { FREQUENT };
    holding as f32 >= times * typed as f32 && (!short || guess.likelihood >= SLIPPED)
}
