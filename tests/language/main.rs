//! The rules of shop talk: bad sentences are caught, good ones pass, and so does what the studio says itself.

mod agreement;
#[path = "../dialogue_support/mod.rs"]
mod dialogue_support;
mod friends;
mod generated;
mod latin;
mod phrasebook;
mod reading;

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::wording::{Utterance, check};
use muse_studio::domain::{Language, Speaker};

struct Row {
    rule: String,
    language: Language,
    turn: Utterance,
}

fn rows(text: &str) -> Vec<Row> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let parts: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
            let speaker = if parts[2] == "user" {
                Speaker::User
            } else {
                Speaker::Assistant
            };
            Row {
                rule: parts[0].to_owned(),
                language: parts[1].parse().unwrap(),
                turn: Utterance::new(speaker, parts[3]),
            }
        })
        .collect()
}

#[test]
fn bad_sentences_are_caught_by_their_rule() {
    let knowledge = Knowledge::embedded().unwrap();
    let mut missed = Vec::new();
    for row in rows(include_str!("bad.txt")) {
        let broken = check(std::slice::from_ref(&row.turn), row.language, &knowledge);
        if !broken.iter().any(|b| format!("{:?}", b.rule) == row.rule) {
            missed.push(format!("{} {}: {broken:?}", row.rule, row.turn.text));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn good_sentences_pass() {
    let knowledge = Knowledge::embedded().unwrap();
    let mut wrong = Vec::new();
    for row in rows(include_str!("good.txt")) {
        let broken = check(std::slice::from_ref(&row.turn), row.language, &knowledge);
        if !broken.is_empty() {
            wrong.push(format!("{}: {broken:?}", row.turn.text));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each rule has examples of both kinds; what of a rule only a reader can see stands in docs/phrasebook.md.
#[test]
fn every_rule_has_bad_and_good_examples() {
    let named = |text: &str| {
        rows(text)
            .into_iter()
            .map(|row| row.rule)
            .collect::<Vec<_>>()
    };
    let (bad, good) = (
        named(include_str!("bad.txt")),
        named(include_str!("good.txt")),
    );
    for number in 1..=15 {
        let rule = format!("W{number}");
        assert!(bad.contains(&rule) && good.contains(&rule), "{rule}");
    }
}

#[test]
fn habits_of_a_conversation_are_checked_over_all_its_turns() {
    let knowledge = Knowledge::embedded().unwrap();
    let user = |text: &str| Utterance::new(Speaker::User, text);
    let mixed = [user("nahi chahiye"), user("ye nhi")];
    let broken = check(&mixed, Language::Hinglish, &knowledge);
    assert_eq!(broken.len(), 1, "{broken:?}");
    let twice = [
        Utterance::new(Speaker::Assistant, "नमस्ते जी"),
        Utterance::new(Speaker::Assistant, "नमस्ते, क्या चाहिए?"),
    ];
    assert!(!check(&twice, Language::Hi, &knowledge).is_empty());
    let hello = [
        user("hi, need some help"),
        user("hello, do you have a kurta?"),
    ];
    assert!(!check(&hello, Language::En, &knowledge).is_empty());
    let title =
        "Suti Men's Regular Fit Solid Cotton Mandarin Collar Kurta for Festive Wear".to_owned();
    let long = Utterance {
        titles: vec![title.clone()],
        ..Utterance::new(Speaker::User, format!("{title} pasand aaya"))
    };
    assert!(!check(&[long], Language::Hinglish, &knowledge).is_empty());
}
