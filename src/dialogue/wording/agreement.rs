//! W4, W5, W6: gender, number, case.
//!
//! Owns: the number of adjectives before nouns (their gender is `thing`'s), nouns before postpositions, respect for elders. Does not: parse whole sentences.

use super::Utterance;
use super::words::{Rule, clauses, sentences, words};
use crate::dialogue::data::{Knowledge, Noun, NounGender, NounNumber};
use crate::domain::Language;

/// Adjectives that agree: masculine singular, masculine plural or oblique, feminine.
pub(super) const ADJECTIVES: [[&str; 3]; 18] = [
    ["अच्छा", "अच्छे", "अच्छी"],
    ["नया", "नए", "नई"],
    ["काला", "काले", "काली"],
    ["नीला", "नीले", "नीली"],
    ["पीला", "पीले", "पीली"],
    ["हरा", "हरे", "हरी"],
    ["भूरा", "भूरे", "भूरी"],
    ["बड़ा", "बड़े", "बड़ी"],
    ["छोटा", "छोटे", "छोटी"],
    ["accha", "acche", "acchi"],
    ["naya", "naye", "nayi"],
    ["kala", "kale", "kali"],
    ["neela", "neele", "neeli"],
    ["peela", "peele", "peeli"],
    ["hara", "hare", "hari"],
    ["bada", "bade", "badi"],
    ["chota", "chote", "choti"],
    ["महँगा", "महँगे", "महँगी"],
];

const POSTPOSITIONS: [&str; 16] = [
    "में",
    "से",
    "को",
    "का",
    "के",
    "की",
    "पर",
    "ने",
    "mein",
    "se",
    "ko",
    "ka",
    "ke",
    "ki",
    "pe",
    "par",
];

const ELDERS: [&str; 22] = [
    "पापा",
    "मम्मी",
    "माँ",
    "पिताजी",
    "दादी",
    "दादा",
    "नाना",
    "नानी",
    "बुआ",
    "मौसी",
    "भाभी",
    "दीदी",
    "papa",
    "mummy",
    "dadi",
    "dada",
    "nana",
    "nani",
    "bua",
    "mausi",
    "bhabhi",
    "didi",
];

pub(crate) fn check(
    turn: &Utterance,
    language: Language,
    knowledge: &Knowledge,
    add: &mut impl FnMut(Rule, String),
) {
    if language == Language::En {
        return;
    }
    for clause in clauses(&turn.text) {
        adjectives(&words(clause), knowledge, add);
    }
    for sentence in sentences(&turn.text) {
        let words = words(sentence);
        cases(&words, knowledge, add);
        ergative(&words, add);
        elders(&words, add);
    }
}

fn noun<'a>(word: &str, knowledge: &'a Knowledge) -> Option<&'a Noun> {
    let mut all = knowledge.nouns.nouns().iter();
    all.find(|n| n.hi == word || n.latin == word || n.hi_oblique == word || n.latin_oblique == word)
}

fn adjectives(words: &[String], knowledge: &Knowledge, add: &mut impl FnMut(Rule, String)) {
    for (place, pair) in words.windows(2).enumerate() {
        let Some(forms) = ADJECTIVES
            .iter()
            .find(|forms| forms.contains(&pair[0].as_str()))
        else {
            continue;
        };
        let Some(noun) = noun(&pair[1], knowledge) else {
            continue;
        };
        // A longer noun may follow: `naya laptop bag`.
        let longer = words.get(place + 2).is_some_and(|third| {
            let both = format!("{} {third}", pair[1]);
            knowledge
                .nouns
                .nouns()
                .iter()
                .any(|n| n.hi.starts_with(&both) || n.latin.starts_with(&both))
        });
        let oblique = words
            .get(place + 2)
            .is_some_and(|w| POSTPOSITIONS.contains(&w.as_str()));
        let right = match (noun.gender, noun.number) {
            // Gender is `thing`'s to find.
            (NounGender::Feminine, _) => true,
            _ if pair[0] == forms[2] => true,
            (NounGender::Masculine, NounNumber::Plural) => pair[0] == forms[1],
            (NounGender::Masculine, NounNumber::Singular) => {
                pair[0] == forms[0] || oblique || pair[1] != noun.hi
            }
        };
        if !right && !longer {
            add(
                Rule::W4,
                format!("`{} {}` does not agree", pair[0], pair[1]),
            );
        }
    }
}

fn cases(words: &[String], knowledge: &Knowledge, add: &mut impl FnMut(Rule, String)) {
    for (place, pair) in words.windows(2).enumerate() {
        if !POSTPOSITIONS.contains(&pair[1].as_str()) {
            continue;
        }
        let direct = knowledge.nouns.nouns().iter().any(|n| {
            (n.hi == pair[0] && n.hi_oblique != n.hi && n.number == NounNumber::Singular)
                || (n.latin == pair[0]
                    && n.latin_oblique != n.latin
                    && n.number == NounNumber::Singular)
        });
        if direct {
            add(
                Rule::W5,
                format!("`{} {}` needs the oblique", pair[0], pair[1]),
            );
        }
        let pointer = place.checked_sub(1).and_then(|p| words.get(p));
        let known = noun(&pair[0], knowledge).is_some();
        if known
            && pointer.is_some_and(|w| {
                ["ये", "यह", "वो", "वह", "ye", "yeh", "wo", "woh"].contains(&w.as_str())
            })
        {
            add(
                Rule::W5,
                format!(
                    "the pointer before `{} {}` needs the oblique",
                    pair[0], pair[1]
                ),
            );
        }
    }
}

/// `मैं किताब लिया`: a past transitive verb after a bare `मैं`.
fn ergative(words: &[String], add: &mut impl FnMut(Rule, String)) {
    let past = [
        "लिया",
        "ली",
        "लिए",
        "ख़रीदा",
        "खरीदा",
        "ख़रीदी",
        "liya",
        "li",
        "liye",
        "kharida",
        "kharidi",
    ];
    for (place, word) in words.iter().enumerate() {
        let bare = matches!(word.as_str(), "मैं" | "main");
        let near = words.iter().skip(place + 1).take(3);
        // `ke liye` is no verb.
        let taken = near.clone().any(|w| past.contains(&w.as_str()))
            && !near.clone().any(|w| w == "के" || w == "ke");
        if bare && taken {
            add(Rule::W5, format!("`{word}` with a past verb needs `ne`"));
        }
    }
}

fn elders(words: &[String], add: &mut impl FnMut(Rule, String)) {
    let Some(elder) = words.iter().find(|w| ELDERS.contains(&w.as_str())) else {
        return;
    };
    let low = |w: &&String| {
        let pronoun = [
            "उसका",
            "उसकी",
            "उसके",
            "उसको",
            "uska",
            "uski",
            "uske",
            "usko",
        ]
        .contains(&w.as_str());
        pronoun
            || [
                "पहनेगा",
                "पहनेगी",
                "करेगा",
                "करेगी",
                "pehnega",
                "pehnegi",
                "karega",
                "karegi",
            ]
            .contains(&w.as_str())
    };
    if let Some(word) = words.iter().find(low) {
        add(Rule::W6, format!("`{word}` of `{elder}` lacks respect"));
    }
}
