//! One thing that a shopper wants, by every way in which a product may say it: as typed, in other words, written together or
//! apart, meant but misspelt, or begun.

use tantivy::query::{ConstScoreQuery, PhraseQuery};
use tantivy::{Score, Term};

use super::begun::{Begun, Listed, Words};
use super::mend::Mended;
use super::shelf::{Shelf, Weighted};
use super::way::{OneOf, Way};
use crate::catalog::index::schema::SHORT_BEGINNING;
use crate::catalog::search::asked::{Choice, Wanted};
use crate::catalog::words::accessories::{Role, is_accessory_noun};
use crate::catalog::words::fold::singular;
use crate::catalog::words::synonyms;

/// What the beginning of a word counts, against the whole word.
const BEGINNING: Score = 0.5;
/// What a word counts that goes on where the one typed ends, the most frequent first.
const CONTINUED: [Score; 4] = [0.9, 0.8, 0.7, 0.7];
/// Either counts so much of that when the word typed is known as it is.
const WHOLE_ALREADY: Score = 0.4;
/// A word that at most one product in so many has may be a mistake, of the shopper's or of the catalogue's own.
const HARDLY_KNOWN: u64 = 5_000;

/// A wanted thing as a query, and what it counts at most.
pub(super) struct Part {
    pub(super) one: OneOf,
    pub(super) worth: Score,
    /// Whether what is wanted goes with another thing.
    pub(super) role: Role,
}

/// Whether words may have been meant that are not typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Spelling {
    /// Words are meant as typed.
    AsTyped,
    /// Other words that differ in a letter or two may have been meant.
    Forgiven,
}

/// The wanted thing at this place among all that is wanted.
pub(super) fn build(shelf: Shelf<'_>, all: &Mended, at: usize, spelling: Spelling) -> Part {
    let wanted = &all.wanted[at];
    let fields = shelf.fields_of(wanted.field);
    let mut ways = Ways::none(shelf, &fields);
    for choice in &wanted.choices {
        ways.choice(choice, wanted.exact);
    }
    if !wanted.exact
        && let Some(typed) = typed_word(wanted)
    {
        let word = singular_of(typed);
        let known = ways.known;
        ways.synonyms(&word);
        ways.neighbours(&all.wanted, at);
        let rare = known <= shelf.searcher.num_docs() / HARDLY_KNOWN;
        ways.apart(&word, rare || spelling == Spelling::Forgiven);
        for (guess, share) in all.guesses(at) {
            ways.words(std::slice::from_ref(guess), *share);
        }
        // After the guesses: a rare word that begins so counts no more than a common one that was meant.
        if wanted.open {
            ways.beginning(typed, known);
        }
    }
    if ways.worth == 0.0 {
        ways.worth = shelf.rarity(0);
    }
    Part {
        worth: ways.worth,
        role: ways.role,
        one: OneOf { ways: ways.options },
    }
}

/// What must not be there, by any of its names, in any field.
pub(super) fn excluded(shelf: Shelf<'_>, without: &[Wanted]) -> Vec<OneOf> {
    let one = |wanted: &Wanted| {
        let fields = shelf.fields_of(wanted.field);
        let mut ways = Ways::none(shelf, &fields);
        for choice in &wanted.choices {
            ways.choice(choice, wanted.exact);
        }
        OneOf { ways: ways.options }
    };
    without.iter().map(one).collect()
}

/// The word as typed, when it is a single one.
pub(super) fn typed_word(wanted: &Wanted) -> Option<&str> {
    match wanted.choices.first()?.words.as_slice() {
        [word] => Some(word),
        _ => None,
    }
}

/// A folded word in the singular.
pub(super) fn singular_of(word: &str) -> String {
    let mut word = word.to_owned();
    singular(&mut word);
    word
}

/// The ways found so far.
pub(super) struct Ways<'a> {
    pub(super) shelf: Shelf<'a>,
    pub(super) fields: &'a [Weighted],
    pub(super) options: Vec<(Score, Way)>,
    /// How many products have the most frequent way.
    known: u64,
    /// What the best way counts.
    worth: Score,
    role: Role,
}

impl<'a> Ways<'a> {
    fn none(shelf: Shelf<'a>, fields: &'a [Weighted]) -> Self {
        Ways {
            shelf,
            fields,
            options: Vec::new(),
            known: 0,
            worth: 0.0,
            role: Role::Main,
        }
    }
}

impl Ways<'_> {
    fn choice(&mut self, choice: &Choice, exact: bool) {
        let mut words = choice.words.clone();
        words.iter_mut().for_each(singular);
        self.name(&words);
        if exact && words.len() > 1 {
            return self.phrase(&words, choice.weight);
        }
        self.words(&words, choice.weight);
    }

    /// Notes when words that are surely meant name an accessory.
    pub(super) fn name(&mut self, words: &[String]) {
        if words.iter().any(|word| is_accessory_noun(word)) {
            self.role = Role::Accessory;
        }
    }

    /// Words that all have to be there, counting together as one.
    pub(super) fn words(&mut self, words: &[String], weight: Score) {
        let counts: Vec<u64> = words
            .iter()
            .map(|word| self.shelf.holding(self.fields, word))
            .collect();
        let known = counts.iter().copied().min().unwrap_or(0);
        let worth: Score = counts.iter().map(|n| self.shelf.rarity(*n)).sum();
        // Several words are one thing: not so many things.
        let share = 1.0 / (words.len() as Score).sqrt();
        // A rare word for a common thing counts no more than the common one.
        let cap = if self.options.is_empty() || self.known == 0 {
            1.0
        } else {
            (self.worth / (worth * share)).min(1.0)
        };
        let word = |(word, holding): (&String, &u64)| {
            let worth = self.shelf.rarity(*holding) * share * cap;
            self.shelf.word(self.fields, word, worth)
        };
        let parts = words.iter().zip(&counts).map(word).collect();
        if known > 0 {
            self.worth = self.worth.max(worth * share * cap * weight);
        }
        self.known = self.known.max(known);
        self.options.push((weight, Way::Words(parts)));
    }

    /// Words beside one another in the title.
    fn phrase(&mut self, words: &[String], weight: Score) {
        let counts = words
            .iter()
            .map(|word| self.shelf.holding(self.fields, word));
        let worth: Score = counts.map(|n| self.shelf.rarity(n)).sum();
        let fields = self.shelf.fields;
        for field in [fields.title, fields.title_hi] {
            let terms = words.iter().map(|word| Term::from_field_text(field, word));
            let phrase = PhraseQuery::new(terms.collect());
            let query = ConstScoreQuery::new(Box::new(phrase), worth);
            self.options.push((weight, Way::Found(Box::new(query))));
        }
        self.worth = self.worth.max(worth * weight);
        self.known = self.known.max(1);
    }

    fn synonyms(&mut self, word: &str) {
        for synonym in synonyms::of(&[word.to_owned()]) {
            self.words(&synonym.words, synonym.weight);
        }
    }

    /// Every word that begins so: the most frequent by their rarity, the others all the same.
    fn beginning(&mut self, word: &str, known: u64) {
        // Half a plural ending finds the singular: `dresse`, `batteri`.
        for ending in ["s", "es"] {
            let mut whole = format!("{word}{ending}");
            singular(&mut whole);
            if self.shelf.holding(self.fields, &whole) > 0 {
                self.words(&[whole], 1.0);
            }
        }
        let weight = match known {
            0 => 1.0,
            // A word that stands for itself is seldom the beginning of another.
            _ => WHOLE_ALREADY,
        };
        let worth = self.shelf.rarity(self.known.max(1));
        let lists = if word.chars().count() <= SHORT_BEGINNING {
            vec![Listed {
                field: self.shelf.fields.begins,
                words: Words::Same,
                worth,
            }]
        } else {
            self.continued(word, known, weight);
            let in_field = |weighted: &Weighted| Listed {
                field: weighted.field,
                words: Words::Begun,
                worth: worth * weighted.weight / (weighted.weight + 1.0),
            };
            self.fields.iter().map(in_field).collect()
        };
        let begun = Way::Begun(Begun::new(word, lists));
        self.options.push((BEGINNING * weight, begun));
    }

    /// The most frequent words that begin so, by their rarity.
    fn continued(&mut self, word: &str, known: u64, weight: Score) {
        let continued = self.shelf.continued(self.fields, word, CONTINUED.len());
        for (continued, share) in continued.iter().zip(CONTINUED) {
            if known == 0 {
                self.name(std::slice::from_ref(continued));
            }
            self.words(std::slice::from_ref(continued), share * weight);
        }
    }
}
