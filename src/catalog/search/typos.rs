//! Words that a misspelt one may have been meant as.
//!
//! Owns: which words of the index are near enough. Does not: decide when a word is misspelt, or what a guess counts.

use std::cmp::Reverse;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// How many words may have been meant.
const MOST: usize = 4;
/// The shortest word that is taken for misspelt, in characters; shorter than [`SURE`] only when nothing has it.
const SHORTEST: usize = 3;
const SURE: usize = 4;
/// From this length two mistakes are forgiven, in characters.
const LONG: usize = 8;
/// A word that is known is taken for misspelt when another is so many times as frequent.
const FREQUENT: u64 = 3;
/// People seldom get the first letter wrong: a word with another one has to be so many times as frequent.
const FIRST_LETTER: u64 = 3;

/// Letters can be swapped or doubled in few ways and be wrong in many, so one certain wrong letter is so much less likely.
const SLIP: u64 = 25;

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    /// The word as the index has it.
    pub(super) word: String,
    /// How many letters are wrong.
    pub(super) edits: u8,
    /// How many products have it in one of the fields.
    pub(super) holding: u64,
}

/// How a guess has to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The whole word.
    Whole,
    /// The whole word, or failing that its beginning: it is still being typed.
    Beginning,
}

/// The words of these fields nearest to `word`, which `known` products have: fewest mistakes first, then the likelier.
pub(super) fn guesses(
    searcher: &Searcher,
    fields: &[Field],
    word: &str,
    known: u64,
    reach: Reach,
) -> Vec<Guess> {
    let letters = word.chars().count();
    let digits = word.chars().any(char::is_numeric);
    if letters < SHORTEST || known > 0 && (letters < SURE || digits) {
        return Vec::new();
    }
    let most_edits = if letters < LONG { 1 } else { 2 };
    let reaches = match reach {
        Reach::Whole => &[Reach::Whole][..],
        Reach::Beginning => &[Reach::Whole, Reach::Beginning],
    };
    for edits in 1..=most_edits {
        for reach in reaches {
            let found = nearest(searcher, fields, word, edits, known, *reach);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

fn nearest(
    searcher: &Searcher,
    fields: &[Field],
    word: &str,
    edits: u8,
    known: u64,
    reach: Reach,
) -> Vec<Guess> {
    let mut found: Vec<Guess> = Vec::new();
    // The index holds singulars; the mistake may keep the plural from being seen.
    let singular = word
        .strip_suffix('s')
        .filter(|start| start.len() >= SHORTEST);
    for form in [Some(word), singular].into_iter().flatten() {
        for field in fields {
            // A damaged index gives no guesses here; the search itself will say so.
            let _ = collect(searcher, *field, form, edits, reach, &mut found);
        }
    }
    let frequent = FREQUENT * known;
    found.retain(|guess| guess.word != word && guess.holding >= frequent.max(1));
    let first = word.chars().next();
    found.sort_by_cached_key(|guess| {
        let same_start = guess.word.chars().next() == first;
        let mut likely = guess.holding * if same_start { FIRST_LETTER } else { 1 };
        if slipped(word, &guess.word) {
            likely *= SLIP;
        }
        (Reverse(likely), guess.word.clone())
    });
    found.truncate(MOST);
    found
}

/// Whether the two differ only in the order of their letters, or in letters that are doubled.
fn slipped(typed: &str, meant: &str) -> bool {
    let single = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.dedup();
        letters
    };
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    // The index holds singulars.
    let forms = [Some(typed), typed.strip_suffix('s')].into_iter().flatten();
    forms
        .into_iter()
        .any(|form| single(form) == single(meant) || sorted(form) == sorted(meant))
}

fn collect(
    searcher: &Searcher,
    field: Field,
    word: &str,
    edits: u8,
    reach: Reach,
    found: &mut Vec<Guess>,
) -> tantivy::Result<()> {
    let term = Term::from_field_text(field, word);
    let query = match reach {
        Reach::Whole => FuzzyTermQuery::new(term, edits, true),
        Reach::Beginning => FuzzyTermQuery::new_prefix(term, edits, true),
    };
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut words = index.terms().search(query.automaton()?).into_stream()?;
        while words.advance() {
            let Ok(near) = std::str::from_utf8(words.key()) else {
                continue;
            };
            let holding = u64::from(words.value().doc_freq);
            match found.iter_mut().find(|guess| guess.word == near) {
                Some(guess) => guess.holding = guess.holding.max(holding),
                None => found.push(Guess {
                    word: near.to_owned(),
                    edits,
                    holding,
                }),
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_and_doubled_letters_are_slips() {
        assert!(slipped("ardio", "radio"));
        assert!(slipped("keyyboard", "keyboard"));
        assert!(slipped("vnas", "van"));
        assert!(!slipped("ardio", "audio"));
    }
}
