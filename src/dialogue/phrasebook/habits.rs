//! One person's habits of writing, kept through a conversation.
//!
//! Owns: spelling variants, capitals, end punctuation, ways to say money and colours. Does not: choose lines.

use std::cmp::Ordering;

use rand::RngExt;

use crate::dialogue::money_words::MoneyHabit;
use crate::dialogue::names::ColourHabit;
use crate::dialogue::random::stream;
use crate::domain::{Formality, Language, Speaker, SpellingHabit};

/// Hinglish words that people spell in several ways; the first is the phrasebook's own.
pub(crate) const SPELLINGS: &[&[&str]] = &[
    &["nahi", "nahin", "nhi"],
    &["chahiye", "chaiye"],
    &["hoon", "hu", "hun"],
    &["mein", "me"],
    &["accha", "acha", "achha"],
    &["acchi", "achi", "achhi"],
    &["acche", "ache", "achhe"],
    &["theek", "thik"],
    &["bahut", "bohot"],
    &["kyunki", "kyuki"],
    &["zyada", "jyada"],
    &["haan", "han"],
    &["hazaar", "hazar"],
    &["waise", "vaise"],
    &["kaunsa", "konsa"],
    &["kaunse", "konse"],
    &["kaunsi", "konsi"],
    &["phir", "fir"],
];

/// The places in [`SPELLINGS`] of words that one person spells alike: who writes `achha` writes `achhi`.
const TOGETHER: [&[usize]; 2] = [&[4, 5, 6], &[14, 15, 16]];

/// How one speaker of one conversation writes.
#[derive(Clone, Debug)]
pub(crate) struct Habits {
    pub money: MoneyHabit,
    pub colours: ColourHabit,
    spelling: Vec<usize>,
    /// Whether English words are typed as short as can be.
    clipped: bool,
    formality: Formality,
    speaker: Speaker,
    language: Language,
}

impl Habits {
    /// The habits of a conversation's user or assistant.
    pub(crate) fn new(
        seed: u64,
        speaker: Speaker,
        language: Language,
        formality: Formality,
    ) -> Self {
        let mut rng = stream(seed, speaker.role(), 0);
        let money = match (speaker, language, rng.random_range(0..10)) {
            (Speaker::Assistant, Language::Hi, 0..4) => MoneyHabit::Words,
            (Speaker::Assistant, ..) => MoneyHabit::Sign,
            (_, Language::En, 0..4) => MoneyHabit::Short,
            (_, Language::En, 4..7) => MoneyHabit::Digits,
            (_, Language::En, 7..9) => MoneyHabit::Rs,
            (_, Language::Hi, 0..7) => MoneyHabit::Words,
            (_, Language::Hi, 7..9) => MoneyHabit::Digits,
            (_, Language::Hinglish, 0..4) => MoneyHabit::Short,
            (_, Language::Hinglish, 4..7) => MoneyHabit::Digits,
            (_, Language::Hinglish, 7..10) => MoneyHabit::Words,
            _ => MoneyHabit::Sign,
        };
        let colours = if rng.random_bool(0.6) {
            ColourHabit::English
        } else {
            ColourHabit::Hindi
        };
        let mut spelling: Vec<usize> = SPELLINGS
            .iter()
            .map(|ways| match speaker {
                Speaker::Assistant => 0,
                Speaker::User if rng.random_bool(0.55) => 0,
                Speaker::User => rng.random_range(0..ways.len()),
            })
            .collect();
        for together in TOGETHER {
            let first = spelling[together[0]];
            together.iter().for_each(|place| spelling[*place] = first);
        }
        Habits {
            money,
            colours,
            spelling,
            clipped: false,
            formality,
            speaker,
            language,
        }
    }

    /// The same habits with the spelling that a person states; `None` leaves them. The assistant spells as the phrasebook.
    pub(crate) fn spelling(mut self, habit: Option<SpellingHabit>) -> Self {
        let Some(habit) = habit.filter(|_| self.speaker == Speaker::User) else {
            return self;
        };
        let by_length = |ways: &&[&str], longest: Ordering| {
            let mut best = 0;
            for (place, way) in ways.iter().enumerate() {
                if way.len().cmp(&ways[best].len()) == longest {
                    best = place;
                }
            }
            best
        };
        let place = |ways: &&[&str]| match habit {
            SpellingHabit::Standard => 0,
            SpellingHabit::Short => by_length(ways, Ordering::Less),
            SpellingHabit::Long => by_length(ways, Ordering::Greater),
        };
        self.spelling = SPELLINGS.iter().map(place).collect();
        self.clipped = habit == SpellingHabit::Short && self.formality != Formality::Formal;
        self
    }

    /// A filled line as this person types it.
    pub(crate) fn write(&self, line: &str) -> String {
        let mut text = tidy(line);
        if self.language == Language::Hinglish {
            text = self.respell(&text);
        }
        if self.language == Language::En && self.clipped {
            text = replaced(&text, clip);
        }
        let careful = self.speaker == Speaker::Assistant || self.formality != Formality::Casual;
        if careful && self.language != Language::Hi {
            text = capitals(&text);
        }
        let full_stop = self.speaker == Speaker::Assistant || self.formality == Formality::Formal;
        if full_stop && text.chars().next_back().is_some_and(Mark::ends_a_word) {
            text.push(if self.language == Language::Hi {
                '।'
            } else {
                '.'
            });
        }
        text
    }

    fn respell(&self, text: &str) -> String {
        let respell = |word: &str| {
            let lower = word.to_lowercase();
            for (ways, way) in SPELLINGS.iter().zip(&self.spelling) {
                if ways[0] == lower {
                    return ways[*way].to_owned();
                }
            }
            word.to_owned()
        };
        replaced(text, respell)
    }
}

/// English words that quick writers clip.
const CLIPPED: [(&str, &str); 8] = [
    ("you", "u"),
    ("your", "ur"),
    ("are", "r"),
    ("please", "pls"),
    ("thanks", "thx"),
    ("because", "bcoz"),
    ("okay", "ok"),
    ("something", "smth"),
];

fn clip(word: &str) -> String {
    let lower = word.to_lowercase();
    let short = CLIPPED.iter().find(|(long, _)| *long == lower);
    short.map_or(word, |(_, short)| short).to_owned()
}

/// The text with each word put through `change`.
fn replaced(text: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        out.push_str(&change(&std::mem::take(&mut word)));
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

trait Mark {
    fn ends_a_word(self) -> bool;
}

impl Mark for char {
    fn ends_a_word(self) -> bool {
        self.is_alphanumeric() || ('\u{900}'..='\u{963}').contains(&self) || self == '%'
    }
}

/// Single spaces, none before punctuation.
fn tidy(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        let joins = word.starts_with([',', '.', '?', '!', '।']) && word.chars().count() <= 2;
        if !text.is_empty() && !joins {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.trim_start_matches([',', ' ']).to_owned()
}

/// A capital at the start of each sentence.
fn capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    let mut ended = false;
    for c in text.chars() {
        if start && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            start = false;
        } else {
            out.push(c);
            start = start && !c.is_alphanumeric() || (ended && c.is_whitespace());
        }
        ended = matches!(c, '.' | '?' | '!');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_one_spelling() {
        for seed in 0..40 {
            let habits = Habits::new(seed, Speaker::User, Language::Hinglish, Formality::Casual);
            let first = habits.write("nahi chahiye, accha nahi hai");
            let second = habits.write("acchi nahi");
            let word = first.split(' ').next().unwrap();
            assert!(second.ends_with(word), "{first} / {second}");
            assert_eq!(first.contains("achha"), second.contains("achhi"));
        }
    }

    #[test]
    fn the_assistant_writes_whole_sentences() {
        let habits = Habits::new(1, Speaker::Assistant, Language::En, Formality::Neutral);
        assert_eq!(
            habits.write("sure , have a look. it is blue"),
            "Sure, have a look. It is blue."
        );
        assert_eq!(habits.write("₹1.5 lakh is fine"), "₹1.5 lakh is fine.");
    }
}
