//! What shoppers' words mean: Hindi and Hinglish words with their English names.
//!
//! Owns: the lists under `data/lexicon/`, the forms in which their words occur, and looking words up, by spelling first and by
//! sound where that leaves no doubt. Does not: decide which words of a search are looked up ([`crate::catalog::search::ask`] does), or know other
//! English words for an English one.

mod forms;
mod rows;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use self::rows::{Row, Rows};
use super::fold::{fold, singular};
use super::translit;

/// What kind of word an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Kind {
    /// A thing or a property that a product has to have.
    Plain,
    /// Praise, or a property that few catalogues name: wished for, not asked for.
    Vague,
    /// A word of politeness or wishing.
    Filler,
    /// A word of grammar: `का`, `के लिए`, `wala`.
    Particle,
}

/// An entry: a word, or several words that mean something together.
#[derive(Debug)]
pub(in crate::catalog) struct Entry {
    /// What kind of word it is.
    pub(in crate::catalog) kind: Kind,
    /// English names, folded, with how well each fits.
    pub(in crate::catalog) english: Vec<(Vec<String>, f32)>,
    /// Its forms in Devanagari, the dictionary's first.
    pub(in crate::catalog) hindi: Vec<Vec<String>>,
    /// Its first spelling in Latin letters.
    pub(in crate::catalog) latin: Option<Vec<String>>,
}

/// How a word was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Sure {
    /// In Devanagari, or in a spelling that is no English word.
    Yes,
    /// By its sound alone: only beside Hindi words is it one.
    BySound,
    /// The same letters are an English word: only beside other Hindi words is it one.
    English,
}

/// A word of the lexicon, whatever its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::catalog) struct Lemma(u32);

/// The whole lexicon.
pub(in crate::catalog) struct Lexicon {
    /// Words in all their forms.
    forms: HashMap<String, Lemma>,
    /// Words in Latin letters by [`translit::spelling`].
    spellings: HashMap<String, Lemma>,
    /// Words by [`translit::key`].
    sounds: HashMap<String, Lemma>,
    entries: HashMap<Vec<Lemma>, Entry>,
    /// Words in Latin letters that are English too.
    english: HashSet<String>,
    /// English words with their Hindi ones.
    hindi: HashMap<String, Vec<Vec<String>>>,
    starts: Vec<(String, Lemma)>,
    longest: usize,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::build(&Rows::read()));

/// The lexicon, read when it is first needed.
pub(in crate::catalog) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// Words of fewer sounds meet too many English ones.
const FEWEST_SOUNDS: usize = 4;
/// How many Hindi words an English one gets.
const MOST_HINDI: usize = 3;
/// How many letters of an unfinished word it takes to look for words that begin so.
const SHORTEST_START: usize = 4;
/// Beginnings that this many words share say nothing.
const MOST_STARTS: usize = 3;

impl Lexicon {
    fn build(rows: &Rows) -> Self {
        let mut made = Self {
            forms: HashMap::new(),
            spellings: HashMap::new(),
            sounds: HashMap::new(),
            hindi: HashMap::new(),
            entries: HashMap::new(),
            english: rows.english.iter().map(|w| fold(w)).collect(),
            starts: Vec::new(),
            longest: 1,
        };
        let singles = rows.lexicon.iter().filter(|(_, row)| !row.is_phrase());
        let mut lemmas = Vec::new();
        for (kind, row) in singles {
            lemmas.push((made.next_lemma(&lemmas), *kind, row));
        }
        // Listed spellings come before made ones, so that no rule takes a word away from its own entry.
        for (lemma, kind, row) in &lemmas {
            for form in row.words() {
                made.forms.entry(form.to_owned()).or_insert(*lemma);
            }
            made.english.extend(row.names());
            if *kind == Kind::Plain {
                made.add_hindi(row);
            }
        }
        for (lemma, kind, row) in &lemmas {
            if matches!(kind, Kind::Plain | Kind::Vague) {
                made.inflect(*lemma, row);
            }
        }
        let mut count = lemmas.len();
        for (lemma, kind, row) in lemmas {
            made.entries
                .entry(vec![lemma])
                .or_insert_with(|| row.entry(kind));
        }
        for (kind, row) in &rows.lexicon {
            made.add_phrase(*kind, row, &mut count);
        }
        made.starts = (made.forms.iter())
            .map(|(form, lemma)| (form.clone(), *lemma))
            .collect();
        made.starts.sort_unstable();
        made
    }

    fn next_lemma(&self, made: &[(Lemma, Kind, &Row)]) -> Lemma {
        Lemma(u32::try_from(made.len()).unwrap_or(u32::MAX))
    }

    /// Adds the forms that a word takes in a sentence, its other spellings and its sounds.
    fn inflect(&mut self, lemma: Lemma, row: &Row) {
        for word in row.words() {
            let loan = self.is_english(word);
            if let Some(key) = translit::key(word).filter(|key| key.len() >= FEWEST_SOUNDS) {
                self.sounds.entry(key).or_insert(lemma);
            }
            if loan {
                continue;
            }
            for form in forms::of(word) {
                self.forms.entry(form).or_insert(lemma);
            }
            if let Some(spelling) = translit::spelling(word) {
                self.spellings.entry(spelling).or_insert(lemma);
            }
        }
    }

    /// The Hindi words for the first English name.
    fn add_hindi(&mut self, row: &Row) {
        let entry = row.entry(Kind::Plain);
        if let Some(([name], _)) = entry
            .english
            .first()
            .map(|(words, w)| (words.as_slice(), w))
        {
            let mut name = name.clone();
            singular(&mut name);
            let words = entry.hindi.into_iter().take(MOST_HINDI).collect();
            self.hindi.entry(name).or_insert(words);
        }
    }

    fn add_phrase(&mut self, kind: Kind, row: &Row, count: &mut usize) {
        for phrase in row.phrases() {
            let mut lemmas = Vec::new();
            for word in phrase {
                if self.is_particle(word) {
                    continue;
                }
                let lemma = match self.forms.get(word) {
                    Some(lemma) => *lemma,
                    None => {
                        let lemma = Lemma(u32::try_from(*count).unwrap_or(u32::MAX));
                        *count += 1;
                        self.forms.insert(word.clone(), lemma);
                        for form in forms::of(word) {
                            self.forms.entry(form).or_insert(lemma);
                        }
                        lemma
                    }
                };
                lemmas.push(lemma);
            }
            lemmas.sort_unstable();
            self.longest = self.longest.max(lemmas.len());
            if !lemmas.is_empty() {
                self.entries
                    .entry(lemmas)
                    .or_insert_with(|| row.entry(kind));
            }
        }
    }

    fn is_particle(&self, word: &str) -> bool {
        (self.forms.get(word))
            .and_then(|lemma| self.entries.get(&vec![*lemma]))
            .is_some_and(|entry| entry.kind == Kind::Particle)
    }

    /// The word of the lexicon that a folded word is a form of, and how sure that is.
    pub(in crate::catalog) fn lemma(&self, word: &str) -> Option<(Lemma, Sure)> {
        if let Some(lemma) = self.forms.get(word) {
            let sure = if self.is_english(word) {
                Sure::English
            } else {
                Sure::Yes
            };
            return Some((*lemma, sure));
        }
        if self.is_english(word) {
            return None;
        }
        if let Some(lemma) = translit::spelling(word).and_then(|s| self.spellings.get(&s)) {
            return Some((*lemma, Sure::Yes));
        }
        let key = translit::key(word)?;
        let lemma = self.sounds.get(&key)?;
        let sure = if word.is_ascii() {
            Sure::BySound
        } else {
            Sure::Yes
        };
        Some((*lemma, sure))
    }

    /// Whether a word in Latin letters is an English one that Hindi words are spelled like.
    fn is_english(&self, word: &str) -> bool {
        if !word.is_ascii() {
            return false;
        }
        let mut one = word.to_owned();
        singular(&mut one);
        self.english.contains(word) || self.english.contains(&one)
    }

    /// What words mean together, in whatever order.
    pub(in crate::catalog) fn entry(&self, lemmas: &[Lemma]) -> Option<&Entry> {
        if let [lemma] = lemmas {
            return self.entries.get(std::slice::from_ref(lemma));
        }
        let mut sorted = lemmas.to_vec();
        sorted.sort_unstable();
        self.entries.get(&sorted)
    }

    /// Of how many words the longest entry is, particles left out.
    pub(in crate::catalog) fn longest(&self) -> usize {
        self.longest
    }

    /// Hindi words for a folded English word.
    pub(in crate::catalog) fn hindi(&self, word: &str) -> &[Vec<String>] {
        let mut one = word.to_owned();
        singular(&mut one);
        self.hindi.get(&one).map_or(&[], Vec::as_slice)
    }

    /// The few entries that an unfinished word may become.
    pub(in crate::catalog) fn starting(&self, start: &str) -> Vec<&Entry> {
        if start.chars().count() < SHORTEST_START || self.is_english(start) {
            return Vec::new();
        }
        let first = self
            .starts
            .partition_point(|(form, _)| form.as_str() < start);
        let mut lemmas: Vec<Lemma> = Vec::new();
        for (_, lemma) in self.starts[first..]
            .iter()
            .take_while(|(form, _)| form.starts_with(start))
        {
            if !lemmas.contains(lemma) {
                lemmas.push(*lemma);
            }
            if lemmas.len() > MOST_STARTS {
                return Vec::new();
            }
        }
        lemmas
            .iter()
            .filter_map(|lemma| self.entry(&[*lemma]))
            .filter(|entry| entry.kind == Kind::Plain)
            .collect()
    }
}

#[cfg(test)]
mod tests;
