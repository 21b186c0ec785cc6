//! W1, W2, W3, W13, W15: the tone of a shop.
//!
//! Owns: ban lists and forms of address. Does not: check grammar.

use super::Utterance;
use super::words::{Rule, has_run, sentences, words};
use crate::domain::{Language, Speaker};

/// Words of textbooks and officials that nobody says in a shop.
const TEXTBOOK: [&str; 36] = [
    "अनुशंसा",
    "उत्पाद",
    "उत्पादों",
    "क्रय",
    "विक्रय",
    "परिधान",
    "उपलब्ध",
    "वितरण",
    "भुगतान",
    "छूट प्राप्त",
    "सिफ़ारिश",
    "सिफारिश",
    "आभारी",
    "अत्यंत",
    "कृपया",
    "सहायता",
    "आपूर्ति",
    "मूल्य",
    "वस्त्र",
    "उपयुक्त",
    "विकल्प",
    "उत्कृष्ट",
    "प्रदान",
    "चयन",
    "आवश्यकता",
    "उपहार स्वरूप",
    "anushansa",
    "utpad",
    "kripya",
    "sahayata",
    "uplabdh",
    "vikalp",
    "mulya",
    "bhugtan",
    "atyant",
    "aabhari",
];

/// What no shopper in India writes.
const FOREIGN: [&str; 10] = [
    "awesome",
    "on the lookout",
    "y'all",
    "black friday",
    "thanksgiving",
    "fall collection",
    "for fall",
    "dear",
    "cyber monday",
    "super bowl",
];

/// First person forms that show the speaker's gender.
const GENDERED_HI: [&str; 16] = [
    "रहा हूँ",
    "रही हूँ",
    "रहा हूं",
    "रही हूं",
    "करता हूँ",
    "करती हूँ",
    "दिखाता हूँ",
    "दिखाती हूँ",
    "बताता हूँ",
    "बताती हूँ",
    "सकता हूँ",
    "सकती हूँ",
    "देता हूँ",
    "देती हूँ",
    "चाहता हूँ",
    "चाहती हूँ",
];

pub(crate) fn check(turn: &Utterance, language: Language, add: &mut impl FnMut(Rule, String)) {
    let words = words(&turn.text);
    for ban in TEXTBOOK.iter().filter(|ban| has_run(&words, ban)) {
        add(Rule::W1, format!("`{ban}` is a textbook word"));
    }
    for ban in FOREIGN.iter().filter(|ban| has_run(&words, ban)) {
        let rule = if ban.contains("friday") {
            Rule::W11
        } else {
            Rule::W15
        };
        add(rule, format!("`{ban}` is not said here"));
    }
    if turn.speaker == Speaker::Assistant {
        gendered(&words, add);
        address(&words, add);
    }
    if words
        .iter()
        .any(|w| matches!(w.as_str(), "तू" | "तेरा" | "तेरे" | "तेरी" | "तुझे"))
    {
        add(Rule::W3, "`तू` is rude in a shop".to_owned());
    }
    if language == Language::Hinglish {
        article(&turn.text, add);
    }
}

fn gendered(words: &[String], add: &mut impl FnMut(Rule, String)) {
    for form in GENDERED_HI.iter().filter(|form| has_run(words, form)) {
        add(Rule::W2, format!("the assistant says `{form}`"));
    }
    let last_hi = |w: &str| {
        ["ूँगा", "ूँगी", "ऊँगा", "ऊँगी", "ूंगा", "ूंगी"]
            .iter()
            .any(|end| w.ends_with(end))
    };
    let last_latin = |w: &str| {
        ["unga", "ungi", "oonga", "oongi"]
            .iter()
            .any(|end| w.ends_with(end))
    };
    for word in words.iter().filter(|w| last_hi(w) || last_latin(w)) {
        add(Rule::W2, format!("the assistant says `{word}`"));
    }
    for pair in words.windows(2) {
        let own = matches!(pair[1].as_str(), "hoon" | "hun" | "hu" | "हूँ" | "हूं");
        let shows = ["ta", "ti", "raha", "rahi", "ता", "ती"]
            .iter()
            .any(|end| pair[0].ends_with(end));
        if own && shows {
            add(
                Rule::W2,
                format!("the assistant says `{} {}`", pair[0], pair[1]),
            );
        }
    }
}

fn address(words: &[String], add: &mut impl FnMut(Rule, String)) {
    let low = [
        "तुम",
        "तुम्हारा",
        "तुम्हारे",
        "तुम्हारी",
        "तुम्हें",
        "tum",
        "tumhara",
        "tumhare",
        "tumhe",
        "tu",
        "tera",
        "tere",
        "teri",
        "बताओ",
        "दिखाओ",
        "देखो",
        "बोलो",
        "लो",
        "batao",
        "dikhao",
        "dekho",
        "bolo",
        "bata",
        "बता",
    ];
    let polite = |next: Option<&String>| {
        next.is_some_and(|w| {
            ["दीजिए", "dijiye", "dein", "दें", "दूँ", "do", "देंगे"].contains(&w.as_str()) && w != "do"
        })
    };
    for (place, word) in words.iter().enumerate() {
        let stem = matches!(word.as_str(), "bata" | "बता");
        let can = words
            .get(place + 1)
            .is_some_and(|w| w.starts_with("सक") || w.starts_with("sak"));
        if low.contains(&word.as_str()) && !(stem && (polite(words.get(place + 1)) || can)) {
            add(Rule::W3, format!("the assistant says `{word}`"));
        }
    }
}

/// An English article before Hindi: `the kurta is pasand`.
fn article(text: &str, add: &mut impl FnMut(Rule, String)) {
    const HINDI: [&str; 14] = [
        "hai", "hain", "pasand", "chahiye", "ke", "ki", "ka", "mein", "kya", "nahi", "wala",
        "dikhao", "accha", "liye",
    ];
    for sentence in sentences(text) {
        let words = words(sentence);
        let hindi = words.iter().any(|w| HINDI.contains(&w.as_str()));
        // `the` may be the Hindi past plural, but not before a noun at the start of a sentence.
        let opens = words.first().is_some_and(|w| w == "the");
        let inner = words
            .windows(2)
            .any(|w| (w[0] == "a" || w[0] == "an") && w[1].is_ascii());
        if hindi && (opens || inner) {
            add(
                Rule::W13,
                format!("an English article in `{}`", sentence.trim()),
            );
        }
    }
}
