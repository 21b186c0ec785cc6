//! W7 and W10: amounts and sizes as people here say them.
//!
//! Owns: amounts that nobody says, foreign sizes. Does not: compare prices with the catalogue.

use super::Utterance;
use super::words::{Rule, has_run, words};
use crate::dialogue::money_words::grouped;

pub(crate) fn check(turn: &Utterance, add: &mut impl FnMut(Rule, String)) {
    let words = words(&turn.text);
    for odd in [
        "साढ़े एक",
        "साढ़े दो",
        "saadhe ek",
        "saadhe do",
        "sadhe do",
        "sadhe ek",
    ] {
        if has_run(&words, odd) {
            add(Rule::W7, format!("nobody says `{odd}`"));
        }
    }
    figures(&turn.text, add);
    for pair in words.windows(2) {
        let us_size = pair[0] == "us" && pair[1].chars().all(|c| c.is_ascii_digit());
        if us_size && !turn.text.contains(&format!("us {} ", pair[1])) {
            add(Rule::W10, format!("`US {}` is no size here", pair[1]));
        }
    }
    if words.iter().any(|w| w == "110v") || has_run(&words, "110 v") {
        add(Rule::W10, "110 V is not our mains".to_owned());
    }
}

/// Figures after ₹: no paise, Indian grouping, no space.
fn figures(text: &str, add: &mut impl FnMut(Rule, String)) {
    for part in text.split('₹').skip(1) {
        if part.starts_with(' ') {
            add(Rule::W7, "a space after ₹".to_owned());
        }
        let figure: String = part
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
            .collect();
        let figure = figure.trim_end_matches([',', '.']);
        if figure.contains('.') {
            add(Rule::W7, format!("₹{figure} has paise"));
            continue;
        }
        let plain = figure.replace(',', "");
        let Ok(rupees) = plain.parse::<i64>() else {
            continue;
        };
        if figure.contains(',') && figure != grouped(rupees) {
            add(
                Rule::W7,
                format!("₹{figure} should be ₹{}", grouped(rupees)),
            );
        }
    }
}
