//! W4: the verbs that a shopper says of herself or himself follow her or his gender.
//!
//! Owns: the verb forms of the first person, `लूँगी`, `चाहता हूँ`, `मैं ... सोच रही थी`. Does not: check what is said of others, or
//! of a shopper whose gender is not known.

use super::Utterance;
use super::endings::Ending;
use super::words::{Rule, clauses, sentences, words};
use crate::domain::{Gender, Language, Speaker};

/// How the future of the first person ends, in Devanagari and in Latin letters.
const WILL: [(&str, Gender); 10] = [
    ("ूँगा", Gender::Male),
    ("ऊँगा", Gender::Male),
    ("ूंगा", Gender::Male),
    ("ऊंगा", Gender::Male),
    ("unga", Gender::Male),
    ("ूँगी", Gender::Female),
    ("ऊँगी", Gender::Female),
    ("ूंगी", Gender::Female),
    ("ऊंगी", Gender::Female),
    ("ungi", Gender::Female),
];
/// `हूँ`: the participle before it is the speaker's.
const AM: [&str; 6] = ["हूँ", "हूं", "hoon", "hun", "hu", "hoo"];
const WAS: [&str; 4] = ["था", "थी", "tha", "thi"];
/// Participles that are known by no ending of their own.
const PARTICIPLES: [&str; 14] = [
    "रहा",
    "रही",
    "गया",
    "गई",
    "गयी",
    "आया",
    "आई",
    "आयी",
    "raha",
    "rahi",
    "gaya",
    "gayi",
    "aaya",
    "aayi",
];
/// After these somebody else's words may follow, with that person's gender.
const SAID: [&str; 12] = [
    "कहा",
    "कहते",
    "कहती",
    "बोला",
    "बोले",
    "बोली",
    "kaha",
    "kehte",
    "kehti",
    "bola",
    "bole",
    "boli",
];
/// What `lungi` is beside when it is a verb and no cloth.
const BEFORE_LUNGI: [&str; 14] = [
    "yahi", "yehi", "hi", "ye", "yeh", "wahi", "le", "wala", "wali", "bhi", "main", "to", "hu",
    "kar",
];

pub(super) fn check(turn: &Utterance, language: Language, add: &mut impl FnMut(Rule, String)) {
    let about_herself = turn.speaker == Speaker::User && turn.shopper != Gender::Unknown;
    if language == Language::En || !about_herself {
        return;
    }
    for sentence in sentences(&turn.text) {
        if words(sentence)
            .iter()
            .any(|word| SAID.contains(&word.as_str()))
        {
            continue;
        }
        for clause in clauses(sentence) {
            let words = words(clause);
            for place in 0..words.len() {
                let Some((gender, said)) = told(&words, place) else {
                    continue;
                };
                if gender != turn.shopper {
                    let who = match turn.shopper {
                        Gender::Female => "a woman",
                        _ => "a man",
                    };
                    add(
                        Rule::W4,
                        format!("`{said}` is not what {who} says of herself or himself"),
                    );
                }
            }
        }
    }
}

/// The gender that the verb at this place tells of the speaker, with its words.
fn told(words: &[String], place: usize) -> Option<(Gender, String)> {
    let word = words[place].as_str();
    if let Some((_, gender)) = WILL.iter().find(|(end, _)| is_will(words, place, end)) {
        return Some((*gender, word.to_owned()));
    }
    let next = words.get(place + 1)?.as_str();
    let speaks = AM.contains(&next) || (WAS.contains(&next) && i_alone(&words[..place]));
    let gender = participle(word).filter(|_| speaks)?;
    Some((gender, format!("{word} {next}")))
}

fn is_will(words: &[String], place: usize, end: &str) -> bool {
    let word = words[place].as_str();
    let verb = word.strip_suffix(end).is_some_and(|stem| !stem.is_empty());
    match word {
        _ if !verb => false,
        // A cloth too.
        "lungi" => place
            .checked_sub(1)
            .is_some_and(|before| BEFORE_LUNGI.contains(&words[before].as_str())),
        _ => true,
    }
}

/// `चाहता`, `soch rahi`, `gaya`.
fn participle(word: &str) -> Option<Gender> {
    let habit = ["ता", "ती", "ta", "ti"]
        .iter()
        .any(|end| word.strip_suffix(end).is_some_and(|stem| !stem.is_empty()));
    if !habit && !PARTICIPLES.contains(&word) {
        return None;
    }
    match Ending::of(word)? {
        Ending::Aa => Some(Gender::Male),
        Ending::Ii => Some(Gender::Female),
        Ending::E => None,
    }
    .or_else(|| word.ends_with('ई').then_some(Gender::Female))
}

/// Whether `मैं` is the subject of what was said so far, and nothing else.
fn i_alone(before: &[String]) -> bool {
    let Some(place) = before
        .iter()
        .position(|word| ["मैं", "main"].contains(&word.as_str()))
    else {
        return false;
    };
    let others = [
        "ने", "जो", "कि", "वो", "वह", "ne", "jo", "ki", "wo", "woh", "ka", "the",
    ];
    // `the main gate`, `market ka main gate`.
    let opens = place == 0 || !others.contains(&before[place - 1].as_str());
    opens
        && !before[place + 1..]
            .iter()
            .any(|word| others.contains(&word.as_str()))
}
