//! Words that a misspelt one may have been meant as.
//!
//! Owns: which words of the index are near enough, and how likely each was meant. Does not: decide when a word is misspelt, or
//! what a guess counts.

use std::sync::{Mutex, PoisonError};

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::mistake;
use crate::catalog::words::fold::singular;

/// How many words may have been meant.
const MOST: usize = 16;
/// The shortest word that is taken for misspelt, in characters.
const SHORTEST: usize = 2;
/// From this length two mistakes are forgiven, in characters.
const LONG: usize = 8;
/// The shortest word whose beginning may be misspelt, in characters.
const SHORTEST_BEGINNING: usize = 3;
/// Words whose guesses are kept.
const KEPT: usize = 64;

/// A word that may have been meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Guess {
    /// The word as the index has it.
    pub(super) word: String,
    /// How likely it was typed so, see [`mistake::likelihood`].
    pub(super) likelihood: f32,
    /// How many products have it in one of the fields.
    pub(super) holding: u64,
}

impl Guess {
    /// How likely it was meant, when so many products have what was meant. Shoppers do not ask twice as often for what a shop
    /// has twice as many of.
    pub(super) fn likely(&self, products: f32) -> f32 {
        self.likelihood * products.sqrt()
    }
}

/// How a guess has to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The whole word.
    Whole,
    /// The whole word, or failing that its beginning: it is still being typed.
    Beginning,
}

/// A word that guesses were made for.
#[derive(Clone, Debug, PartialEq)]
struct Puzzle {
    generation: u64,
    fields: Vec<Field>,
    typed: String,
    reach: Reach,
}

/// Guesses made lately, the latest last: while somebody types a third word the first two are the same with every key.
#[derive(Default)]
pub(in crate::catalog) struct Guesses(Mutex<Vec<(Puzzle, Vec<Guess>)>>);

impl Guesses {
    /// As [`near`] in this generation of the index.
    pub(super) fn near(
        &self,
        (generation, searcher): (u64, &Searcher),
        fields: &[Field],
        typed: &str,
        reach: Reach,
    ) -> Vec<Guess> {
        let puzzle = Puzzle {
            generation,
            fields: fields.to_vec(),
            typed: typed.to_owned(),
            reach,
        };
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, guesses)) = known().iter().find(|(solved, _)| *solved == puzzle) {
            return guesses.clone();
        }
        let guesses = near(searcher, fields, typed, reach);
        let mut known = known();
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((puzzle, guesses.clone()));
        guesses
    }
}

/// The words of these fields nearest to a folded word, the likeliest first, whatever else was asked for.
fn near(searcher: &Searcher, fields: &[Field], typed: &str, reach: Reach) -> Vec<Guess> {
    let letters = typed.chars().count();
    if letters < SHORTEST {
        return Vec::new();
    }
    let reaches = match reach {
        Reach::Beginning if letters >= SHORTEST_BEGINNING => &[Reach::Whole, Reach::Beginning][..],
        _ => &[Reach::Whole],
    };
    let most_edits = if letters < LONG { 1 } else { 2 };
    for edits in 1..=most_edits {
        for reach in reaches {
            let found = within(searcher, fields, typed, edits, *reach);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

fn within(
    searcher: &Searcher,
    fields: &[Field],
    typed: &str,
    edits: u8,
    reach: Reach,
) -> Vec<Guess> {
    let mut found: Vec<Guess> = Vec::new();
    for form in forms(typed) {
        // A damaged index gives no guesses here; the search itself will say so.
        let _ = collect(searcher, fields, &form, edits, reach, &mut found);
    }
    let mut meant = typed.to_owned();
    singular(&mut meant);
    found.retain(|guess| guess.word != typed && guess.word != meant);
    for guess in &mut found {
        guess.likelihood = match reach {
            Reach::Whole => mistake::likelihood(typed, &guess.word),
            Reach::Beginning => mistake::likelihood_begun(typed, &guess.word),
        };
    }
    let likely = |guess: &Guess| guess.likely(guess.holding as f32);
    found.sort_by(|a, b| {
        let by_word = || a.word.cmp(&b.word);
        likely(b).total_cmp(&likely(a)).then_with(by_word)
    });
    found.truncate(MOST);
    found
}

/// A word as typed and without what may be a plural: the index holds singulars, and the mistake may hide the ending.
fn forms(typed: &str) -> Vec<String> {
    let mut one = typed.to_owned();
    singular(&mut one);
    let bare = typed
        .strip_suffix('s')
        .filter(|start| start.len() >= SHORTEST);
    let mut forms = vec![typed.to_owned(), one];
    forms.extend(bare.map(str::to_owned));
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Adds the words of all these fields that are so near; the automaton that knows them is built once.
fn collect(
    searcher: &Searcher,
    fields: &[Field],
    word: &str,
    edits: u8,
    reach: Reach,
    found: &mut Vec<Guess>,
) -> tantivy::Result<()> {
    let Some(any) = fields.first() else {
        return Ok(());
    };
    let term = Term::from_field_text(*any, word);
    let query = match reach {
        Reach::Whole => FuzzyTermQuery::new(term, edits, true),
        Reach::Beginning => FuzzyTermQuery::new_prefix(term, edits, true),
    };
    let automaton = query.automaton()?;
    for segment in searcher.segment_readers() {
        for field in fields {
            let index = segment.inverted_index(*field)?;
            let mut words = index.terms().search(&automaton).into_stream()?;
            while words.advance() {
                let Ok(near) = std::str::from_utf8(words.key()) else {
                    continue;
                };
                let holding = u64::from(words.value().doc_freq);
                match found.iter_mut().find(|guess| guess.word == near) {
                    Some(guess) => guess.holding = guess.holding.max(holding),
                    None => found.push(Guess {
                        word: near.to_owned(),
                        likelihood: 0.0,
                        holding,
                    }),
                }
            }
        }
    }
    Ok(())
}
