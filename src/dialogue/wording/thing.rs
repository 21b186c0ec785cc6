//! W4: what is said of a thing follows its gender: `ये साड़ी ₹899 की है`, `घड़ी कार्ट में डाल दी`, `कुर्ता अच्छा लग रहा है`.
//!
//! Owns: the words before and after a thing that follow its gender. Does not: check number or case.

use super::Utterance;
use super::endings::{self, Ending};
use super::words::{Rule, clauses, words};
use crate::dialogue::data::{Knowledge, NounGender};
use crate::domain::Language;

/// Words between a thing and what is said of it.
const THROUGH: [&str; 22] = [
    "बहुत",
    "काफ़ी",
    "भी",
    "तो",
    "ही",
    "मुझे",
    "हमें",
    "थोड़ी",
    "थोड़ा",
    "सच",
    "ज़्यादा",
    "bahut",
    "kaafi",
    "bhi",
    "to",
    "hi",
    "mujhe",
    "humein",
    "thodi",
    "thoda",
    "sach",
    "zyada",
];
const NOT: [&str; 3] = ["नहीं", "nahi", "nahin"];
/// Verbs that join a thing and its quality.
const JOINS: [&str; 12] = [
    "है",
    "हैं",
    "था",
    "थी",
    "लग",
    "लगा",
    "hai",
    "hain",
    "tha",
    "thi",
    "lag",
    "laga",
];

pub(super) fn check(
    turn: &Utterance,
    language: Language,
    knowledge: &Knowledge,
    add: &mut impl FnMut(Rule, String),
) {
    if language == Language::En {
        return;
    }
    for clause in clauses(&turn.text) {
        let words = words(clause);
        let mut place = 0;
        while place < words.len() {
            let Some((gender, length)) = knowledge.nouns.spoken_at(&words[place..]) else {
                place += 1;
                continue;
            };
            let (thing, rest) = words[place..].split_at(length);
            let before = before(&words, place);
            let said = [before, quality(rest), price(rest), put(rest)];
            for said in said.into_iter().flatten() {
                if disagrees(&said, gender) {
                    let thing = thing.join(" ");
                    add(Rule::W4, format!("`{said}` does not agree with `{thing}`"));
                }
            }
            place += length;
        }
    }
}

/// `अच्छी साड़ी`; but `अच्छा साड़ी नहीं` begins with a nod.
fn before(words: &[String], place: usize) -> Option<String> {
    let quality = words[..place]
        .last()
        .filter(|word| endings::is_quality(word))?;
    let nod = place == 1 && ["अच्छा", "accha", "acha"].contains(&quality.as_str());
    let denied = words[place..]
        .iter()
        .take(3)
        .any(|word| NOT.contains(&word.as_str()));
    (!nod || !denied).then(|| quality.clone())
}

/// Whether the word can only be said of the other gender.
fn disagrees(word: &str, gender: NounGender) -> bool {
    matches!(
        (Ending::of(word), gender),
        (Some(Ending::Aa), NounGender::Feminine) | (Some(Ending::Ii), NounGender::Masculine)
    )
}

/// `साड़ी 899 की है`: whose price follows the thing.
fn price(rest: &[String]) -> Option<String> {
    let number = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let amount = rest.iter().take_while(|word| number(word)).count();
    let unit = ["रुपये", "रुपए", "rupaye", "rupees", "rs"];
    let after = rest
        .get(amount)
        .is_some_and(|word| unit.contains(&word.as_str()));
    let owner = rest
        .get(amount + usize::from(after))
        .filter(|_| amount > 0)?;
    let next = rest
        .get(amount + usize::from(after) + 1)
        .map(String::as_str);
    let ends = next.is_none_or(|next| JOINS.contains(&next));
    (endings::is_genitive(owner) && ends).then(|| owner.clone())
}

/// `घड़ी कार्ट में डाल दी`.
fn put(rest: &[String]) -> Option<String> {
    let words: Vec<&str> = rest.iter().map(String::as_str).collect();
    let rest = words.strip_prefix(&["कार्ट", "में"]);
    let rest = rest.or_else(|| words.strip_prefix(&["cart", "mein"]))?;
    match rest {
        [stem, done, ..] if endings::is_deed(stem) && endings::is_done(done) => {
            Some((*done).to_owned())
        }
        [done, ..] if endings::is_done(done) => Some((*done).to_owned()),
        _ => None,
    }
}

/// `कुर्ता बहुत अच्छा है`, `कुर्ता अच्छा लग रहा है`.
fn quality(rest: &[String]) -> Option<String> {
    let skipped = rest
        .iter()
        .take_while(|word| THROUGH.contains(&word.as_str()))
        .count();
    let quality = rest.get(skipped).filter(|word| endings::is_quality(word))?;
    let joined = rest
        .get(skipped + 1)
        .is_some_and(|word| JOINS.contains(&word.as_str()));
    joined.then(|| quality.clone())
}
