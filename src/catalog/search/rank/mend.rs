//! A search with its mistakes mended: words that the index does not know give way to those that were meant, so that these get
//! all that words as typed get; words that it knows stay, with guesses beside them.

use tantivy::Score;

use super::beside::Beside;
use super::meant::{self, Suspect};
use super::shelf::{Shelf, Weighted};
use super::spaces;
use super::wanted::{singular_of, typed_word};
use crate::catalog::index::schema::SHORT_BEGINNING;
use crate::catalog::search::asked::{Choice, Wanted};
use crate::catalog::search::typos::{Guess, Reach};

/// How likely an unknown word is not misspelt but not typed to its end, see [`Guess::likelihood`].
const BEGUN: f32 = 30.0;
/// How many words that begin so are held against guesses.
const MOST_BEGUN: usize = 4;

/// What is wanted, with the words that may have been meant.
pub(super) struct Mended {
    /// What is wanted, unknown words replaced.
    pub(super) wanted: Vec<Wanted>,
    /// Other words for each, with what they count.
    guesses: Vec<Vec<(String, Score)>>,
}

impl Mended {
    /// Every word as typed.
    pub(super) fn as_typed(all: &[Wanted]) -> Self {
        Mended {
            wanted: all.to_vec(),
            guesses: vec![Vec::new(); all.len()],
        }
    }

    /// Words that differ in a letter or two may have been meant.
    pub(super) fn forgiven(shelf: Shelf<'_>, all: &[Wanted]) -> Self {
        let mut mended = Mended::as_typed(all);
        mended.move_spaces(shelf);
        for at in 0..all.len() {
            mended.guess(shelf, at);
        }
        mended
    }

    /// Other words for what stands at a place, with what they count.
    pub(super) fn guesses(&self, at: usize) -> &[(String, Score)] {
        self.guesses.get(at).map_or(&[], Vec::as_slice)
    }

    fn move_spaces(&mut self, shelf: Shelf<'_>) {
        for first in 1..self.wanted.len() {
            let pair = first - 1..first + 1;
            let unknown = self.wanted[pair.clone()]
                .iter()
                .any(|wanted| known(shelf, wanted) == 0);
            if !unknown {
                continue;
            }
            if let Some(words) = spaces::moved(shelf, &self.wanted, first - 1) {
                for (wanted, word) in self.wanted[pair].iter_mut().zip(words) {
                    replace(wanted, word);
                }
            }
        }
    }

    fn guess(&mut self, shelf: Shelf<'_>, at: usize) {
        let wanted = &self.wanted[at];
        let Some(typed) = typed_word(wanted).filter(|_| !wanted.exact) else {
            return;
        };
        let known = known(shelf, wanted);
        let fields = shelf.fields_of(wanted.field);
        let reach = match wanted.open {
            true => Reach::Beginning,
            false => Reach::Whole,
        };
        let mut near = shelf.near(&shelf.short(&fields), typed, reach);
        let misspelt = near.len();
        if wanted.open && known == 0 {
            near.extend(begun(shelf, &fields, typed));
        }
        let suspect = Suspect {
            typed,
            word: &singular_of(typed),
            known,
        };
        let beside = Beside::of(shelf, &self.wanted, at..at + 1);
        let mut meant = meant::meant(&suspect, &beside, &near);
        let mended = known == 0
            && (meant.first())
                .is_some_and(|(best, _)| near[..misspelt].iter().any(|g| g.word == *best));
        if mended {
            replace(&mut self.wanted[at], meant.remove(0).0);
        }
        self.guesses[at] = meant;
    }
}

/// How many products have something wanted, at least.
fn known(shelf: Shelf<'_>, wanted: &Wanted) -> u64 {
    let fields = shelf.fields_of(wanted.field);
    let holding = |choice: &Choice| {
        let words = choice.words.iter();
        words
            .map(|word| shelf.holding(&fields, &singular_of(word)))
            .min()
    };
    let choices = wanted.choices.iter().filter_map(holding);
    choices.max().unwrap_or(0)
}

/// The words that begin so, beside which a misspelt one has to hold its own.
fn begun(shelf: Shelf<'_>, fields: &[Weighted], start: &str) -> Vec<Guess> {
    if start.chars().count() <= SHORT_BEGINNING {
        return Vec::new();
    }
    let guess = |word: String| Guess {
        likelihood: BEGUN,
        holding: shelf.holding(fields, &word),
        word,
    };
    let words = shelf.continued(fields, start, MOST_BEGUN);
    words.into_iter().map(guess).collect()
}

fn replace(wanted: &mut Wanted, word: String) {
    wanted.open = false;
    wanted.choices = vec![Choice {
        words: vec![word],
        weight: 1.0,
    }];
}
