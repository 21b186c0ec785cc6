//! W1, W4, W5, W10: forms that a table filled in without care would get wrong.
//!
//! Owns: colours before a postposition, words before compounds, sizes by age, English plurals, catalogue words left in Latin
//! letters. Does not: check agreement beside a noun.

use super::Utterance;
use super::agreement::ADJECTIVES;
use super::words::{Rule, sentences, words};
use crate::dialogue::data::Knowledge;
use crate::domain::Language;

pub(crate) fn check(
    turn: &Utterance,
    language: Language,
    knowledge: &Knowledge,
    add: &mut impl FnMut(Rule, String),
) {
    for sentence in sentences(&turn.text) {
        let words = words(sentence);
        ages(&words, add);
        match language {
            Language::En => plurals(&words, knowledge, add),
            Language::Hi => {
                direct(&words, add);
                compounds(&words, knowledge, add);
                latin(&words, knowledge, add);
            }
            Language::Hinglish => {
                direct(&words, add);
                compounds(&words, knowledge, add);
            }
        }
    }
}

/// `हरा में`: a colour before a postposition is oblique.
fn direct(words: &[String], add: &mut impl FnMut(Rule, String)) {
    for pair in words.windows(2) {
        let singular = ADJECTIVES.iter().any(|forms| forms[0] == pair[0]);
        if singular && matches!(pair[1].as_str(), "में" | "mein" | "me") {
            add(
                Rule::W5,
                format!("`{} {}` needs the oblique", pair[0], pair[1]),
            );
        }
    }
}

/// `नीली पानी की बोतल`: the colour stands beside the head, `पानी की नीली बोतल`.
fn compounds(said: &[String], knowledge: &Knowledge, add: &mut impl FnMut(Rule, String)) {
    const JOINTS: [&str; 6] = ["का", "के", "की", "ka", "ke", "ki"];
    let nouns = knowledge.nouns.nouns().iter();
    let compounds = nouns.flat_map(|n| [&n.hi, &n.latin]).filter_map(|noun| {
        let parts = words(noun);
        let joint = parts.iter().position(|w| JOINTS.contains(&w.as_str()))?;
        (joint > 0 && joint + 1 < parts.len()).then_some(parts)
    });
    for noun in compounds {
        for run in said.windows(noun.len() + 1).filter(|r| r[1..] == noun[..]) {
            // A good book of poems is a good one either way; a colour is not.
            let good = |forms: &&[&str; 3]| !matches!(forms[0], "अच्छा" | "accha" | "नया" | "naya");
            let mut colours = ADJECTIVES.iter().filter(good);
            if colours.any(|f| f.contains(&run[0].as_str())) {
                add(
                    Rule::W4,
                    format!("`{}` stands too far from its head", run.join(" ")),
                );
            }
        }
    }
}

/// `13-14 साल नहीं है`: an age is no size by itself.
fn ages(words: &[String], add: &mut impl FnMut(Rule, String)) {
    const AFTER: [&str; 11] = [
        "है",
        "नहीं",
        "अभी",
        "मिल",
        "मिलेगा",
        "hai",
        "nahi",
        "abhi",
        "mil",
        "milega",
        "is",
    ];
    for run in words.windows(4) {
        let number = |w: &String| w.chars().all(|c| c.is_ascii_digit()) && w.len() <= 2;
        let age = number(&run[0]) && number(&run[1]);
        let unit = matches!(run[2].as_str(), "साल" | "saal" | "years");
        if age && unit && AFTER.contains(&run[3].as_str()) {
            add(
                Rule::W10,
                format!("`{}` needs the word size", run.join(" ")),
            );
        }
    }
}

/// `this sandals is`: English nouns that are always several.
fn plurals(said: &[String], knowledge: &Knowledge, add: &mut impl FnMut(Rule, String)) {
    const STOPS: [&str; 22] = [
        "at", "of", "for", "in", "look", "these", "the", "some", "and", "two", "few", "but",
        "want", "need", "show", "have", "see", "like", "photo", "picture", "pic", "similar",
    ];
    let nouns = knowledge.nouns.nouns().iter();
    for noun in nouns.filter(|n| n.en == n.en_plural) {
        let parts = words(&noun.en);
        for (place, run) in said.windows(parts.len()).enumerate() {
            if run != &parts[..] {
                continue;
            }
            let before = said[..place].iter().rev().take(5);
            let single = before
                .take_while(|w| !STOPS.contains(&w.as_str()))
                .any(|w| matches!(w.as_str(), "this" | "a" | "an"));
            // `My idea of earbuds is this`: the idea is.
            let owned = said[..place].iter().rev().take(3).any(|w| w == "of");
            let is = !owned && said.get(place + parts.len()).is_some_and(|w| w == "is");
            if single || is {
                add(Rule::W4, format!("`{}` are several", noun.en));
            }
        }
    }
}

/// `मटीरियल alloy है`, `Kolkata में`: words of the catalogue and cities have their Devanagari.
fn latin(words: &[String], knowledge: &Knowledge, add: &mut impl FnMut(Rule, String)) {
    for word in words.iter().filter(|w| w.is_ascii() && w.len() >= 3) {
        let value = knowledge.attributes.get(word);
        let known = value.is_some_and(|v| !v.hi.0[0].is_ascii());
        if known || knowledge.is_city(word) {
            add(Rule::W1, format!("`{word}` in Latin letters"));
        }
    }
}
