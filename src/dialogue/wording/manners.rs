//! W12 and W14: one spelling, chat length, one question, one greeting.
//!
//! Owns: counts over a turn and over a conversation. Does not: check words.

use super::words::{Rule, has_run, sentences, words};
use super::{Broken, Utterance};
use crate::dialogue::phrasebook::SPELLINGS;
use crate::domain::{Language, Speaker};

/// The most words of a user's turn, of an assistant's turn, and the most sentences of the latter.
const USER_WORDS: usize = 32;
const ASSISTANT_WORDS: usize = 48;
const ASSISTANT_SENTENCES: usize = 4;

/// Words that open a conversation, once.
const HELLOS: [&str; 6] = ["hi", "hii", "hey", "hello", "हेलो", "हाय"];

/// Spellings that only a transliterator makes.
const MACHINE: [&str; 10] = [
    "caahie", "kurtaa", "laala", "chaahie", "hUM", "mujhako", "acchaa", "nahIM", "hE", "lie",
];

pub(crate) fn check(turn: &Utterance, language: Language, add: &mut impl FnMut(Rule, String)) {
    let count = words(&turn.text).len();
    let limit = match turn.speaker {
        Speaker::User => USER_WORDS,
        Speaker::Assistant => ASSISTANT_WORDS,
    };
    if count > limit {
        add(Rule::W14, format!("{count} words are too many for a chat"));
    }
    if turn.text.trim().is_empty() {
        add(Rule::W14, "an empty turn".to_owned());
    }
    if turn.speaker == Speaker::Assistant {
        let questions = turn.text.matches('?').count();
        if questions > 1 {
            add(Rule::W14, format!("{questions} questions at a time"));
        }
        let said = turn.sources.iter().fold(turn.text.clone(), |text, source| {
            text.replace(source.as_str(), ".")
        });
        if sentences(&said.replace("Rs.", "Rs"))
            .filter(|s| words(s).len() > 1)
            .count()
            > ASSISTANT_SENTENCES
        {
            add(Rule::W14, "too many sentences".to_owned());
        }
    }
    if language == Language::Hinglish {
        let found = turn
            .text
            .split(|c: char| !c.is_alphanumeric())
            .find(|w| MACHINE.contains(w));
        if let Some(word) = found {
            add(
                Rule::W12,
                format!("`{word}` is a transliterator's spelling"),
            );
        }
    }
}

/// What can be seen only over a whole conversation.
pub(crate) fn across(turns: &[Utterance], language: Language) -> Vec<Broken> {
    let mut broken = Vec::new();
    for speaker in [Speaker::User, Speaker::Assistant] {
        let own: Vec<(usize, Vec<String>)> = turns
            .iter()
            .enumerate()
            .filter(|(_, turn)| turn.speaker == speaker)
            .map(|(place, turn)| (place, words(&turn.text)))
            .collect();
        let hello = |w: &[String]| {
            let first = w.first().map_or("", String::as_str);
            has_run(w, "नमस्ते") || has_run(w, "namaste") || HELLOS.contains(&first)
        };
        let hellos: Vec<usize> = own
            .iter()
            .filter(|(_, w)| hello(w))
            .map(|(place, _)| *place)
            .collect();
        if let Some(second) = hellos.get(1) {
            broken.push(Broken {
                rule: Rule::W14,
                turn: *second,
                reason: "a second greeting".to_owned(),
            });
        }
        if language == Language::Hinglish {
            spellings(&own, &mut broken);
        }
    }
    broken
}

fn spellings(own: &[(usize, Vec<String>)], broken: &mut Vec<Broken>) {
    for ways in SPELLINGS {
        let mut first: Option<&str> = None;
        for (place, words) in own {
            for word in words.iter().filter(|w| ways.contains(&w.as_str())) {
                let before = *first.get_or_insert(word);
                if before != word {
                    let reason = format!("`{word}` after `{before}`");
                    broken.push(Broken {
                        rule: Rule::W12,
                        turn: *place,
                        reason,
                    });
                }
            }
        }
    }
}
