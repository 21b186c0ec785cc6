//! Gender and number in finished turns: the bad ones are found, the good ones are not.

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::wording::{Rule, Utterance, check};
use muse_studio::domain::{Gender, Language, Speaker};

struct Row {
    language: Language,
    turn: Utterance,
}

fn rows(text: &str) -> Vec<Row> {
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines
        .map(|line| {
            let parts: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
            let speaker = match parts[2] {
                "user" => Speaker::User,
                _ => Speaker::Assistant,
            };
            let shopper = match parts[1] {
                "female" => Gender::Female,
                "male" => Gender::Male,
                _ => Gender::Unknown,
            };
            Row {
                language: parts[0].parse().unwrap(),
                turn: Utterance {
                    shopper,
                    ..Utterance::new(speaker, parts[3])
                },
            }
        })
        .collect()
}

/// What the rule of agreement says of a row.
fn said(row: &Row, knowledge: &Knowledge) -> Vec<String> {
    let broken = check(std::slice::from_ref(&row.turn), row.language, knowledge);
    let of_agreement = broken.into_iter().filter(|broken| broken.rule == Rule::W4);
    of_agreement.map(|broken| broken.reason).collect()
}

#[test]
fn what_does_not_agree_is_found() {
    let knowledge = Knowledge::embedded().unwrap();
    let bad = rows(include_str!("agreement/bad.txt"));
    assert!(bad.len() >= 40, "{}", bad.len());
    let missed = bad.iter().filter(|row| said(row, &knowledge).is_empty());
    let missed: Vec<&str> = missed.map(|row| row.turn.text.as_str()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_agrees_is_left_alone() {
    let knowledge = Knowledge::embedded().unwrap();
    let good = rows(include_str!("agreement/good.txt"));
    assert!(good.len() >= 80, "{}", good.len());
    let wrong = good
        .iter()
        .map(|row| (&row.turn.text, said(row, &knowledge)));
    let wrong: Vec<_> = wrong.filter(|(_, said)| !said.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
