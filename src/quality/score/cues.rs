//! Words by which shoppers show how they feel, in English, Hindi and Hindi in Latin letters.

use std::ops::Add;

use super::text::Text;

const PLEASED: [&str; 41] = [
    "great",
    "good",
    "perfect",
    "nice",
    "love",
    "loved",
    "awesome",
    "excellent",
    "wonderful",
    "cool",
    "fine",
    "enjoy",
    "enjoyed",
    "helpful",
    "amazing",
    "fantastic",
    "sounds",
    "yes",
    "sure",
    "wow",
    "interesting",
    "fun",
    "glad",
    "happy",
    "lovely",
    "right",
    "accha",
    "acha",
    "badhiya",
    "badiya",
    "sahi",
    "theek",
    "pasand",
    "अच्छा",
    "अच्छी",
    "बढिया",
    "सही",
    "ठीक",
    "पसंद",
    "हां",
    "haan",
];
const DISPLEASED: [&str; 31] = [
    "no",
    "not",
    "don't",
    "dont",
    "didn't",
    "wrong",
    "bad",
    "boring",
    "never",
    "hate",
    "confused",
    "weird",
    "stop",
    "again",
    "already",
    "can't",
    "isn't",
    "doesn't",
    "what",
    "huh",
    "sense",
    "wasn't",
    "nahi",
    "nahin",
    "galat",
    "bekar",
    "नहीं",
    "गलत",
    "बेकार",
    "why",
    "repeat",
];
const THANKS: [&str; 10] = [
    "thanks",
    "thank",
    "thx",
    "bye",
    "goodbye",
    "shukriya",
    "dhanyavaad",
    "शुक्रिया",
    "धन्यवाद",
    "appreciate",
];
const SORRY: [&str; 9] = [
    "sorry",
    "unfortunately",
    "apologize",
    "apologies",
    "afraid",
    "unable",
    "maaf",
    "माफ",
    "क्षमा",
];

/// How many words of each kind a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cues {
    pub pleased: usize,
    pub displeased: usize,
    pub thanks: usize,
    pub sorry: usize,
}

impl Add for Cues {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Cues {
            pleased: self.pleased + other.pleased,
            displeased: self.displeased + other.displeased,
            thanks: self.thanks + other.thanks,
            sorry: self.sorry + other.sorry,
        }
    }
}

/// Counts them.
pub(super) fn cues(text: &Text) -> Cues {
    let count = |list: &[&str]| {
        text.words
            .iter()
            .filter(|w| list.contains(&w.as_str()))
            .count()
    };
    Cues {
        pleased: count(&PLEASED),
        displeased: count(&DISPLEASED),
        thanks: count(&THANKS),
        sorry: count(&SORRY),
    }
}
