//! What can be seen of a book without saying a line: lines twice, groups too small, empty forms.
//!
//! Owns: these three. Does not: fill lines.

use std::collections::BTreeMap;

use super::places::Places;
use super::{Fault, LineFault};
use crate::dialogue::Situation;
use crate::dialogue::phrasebook::book::{Book, Line};
use crate::dialogue::phrasebook::template::Piece;
use crate::domain::{Formality, Language, Speaker};

/// Fewer lines than this in a situation, and neighbours say the same.
const FEWEST: usize = 2;

pub(super) fn check(book: &Book, places: &Places, language: Language, faults: &mut Vec<LineFault>) {
    for (group, lines) in book.groups() {
        if !group.starts_with("piece.") {
            twice(lines, places, faults);
        }
        for line in lines {
            forms(line, places, language, faults);
        }
    }
    for situation in Situation::all() {
        small(book, places, situation, faults);
    }
}

/// The same fixed words twice in a situation. A line that is built from pieces may stand several times, to be said that much
/// more often, and so may any line of a piece.
fn twice(lines: &[Line], places: &Places, faults: &mut Vec<LineFault>) {
    let mut before: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.pieces().is_empty()) {
        let (Some(number), Some(text)) = (places.of_line(&line.id), places.text(&line.id)) else {
            continue;
        };
        match before.get(text) {
            Some(first) => faults.push(LineFault {
                line: number,
                fault: Fault::Twice,
                reason: format!("`{text}` stands in line {first} already; take one of them out"),
            }),
            None => {
                before.insert(text, number);
            }
        }
    }
}

fn small(book: &Book, places: &Places, situation: Situation, faults: &mut Vec<LineFault>) {
    let group = situation.to_string();
    let Some(place) = places.of_group(&group) else {
        return;
    };
    let manners: &[Formality] = match situation.speaker() {
        Speaker::User => &[Formality::Casual, Formality::Neutral, Formality::Formal],
        Speaker::Assistant => &[Formality::Neutral],
    };
    for manner in manners {
        let suits =
            |line: &&Line| situation.speaker() == Speaker::Assistant || line.style.suits(*manner);
        let count = book.lines(&group).iter().filter(suits).count();
        if count < FEWEST {
            let whom = match situation.speaker() {
                Speaker::User => format!(" that suit somebody {}", manner.code()),
                Speaker::Assistant => String::new(),
            };
            faults.push(LineFault {
                line: place,
                fault: Fault::Small,
                reason: format!("`{group}` has {count} lines{whom}; it needs {FEWEST} or more"),
            });
        }
    }
}

/// An agreement that says nothing in one form and something in another. English adds letters to one form only.
fn forms(line: &Line, places: &Places, language: Language, faults: &mut Vec<LineFault>) {
    let Some(number) = places
        .of_line(&line.id)
        .filter(|_| language != Language::En)
    else {
        return;
    };
    let mut missing = Vec::new();
    find(&line.pieces, &mut missing);
    for what in missing {
        faults.push(LineFault {
            line: number,
            fault: Fault::Form,
            reason: format!("{what} is empty while another form is not; write the missing form"),
        });
    }
}

fn find(pieces: &[Piece], missing: &mut Vec<String>) {
    let uneven = |forms: &[Vec<Piece>]| {
        let empty = forms.iter().position(Vec::is_empty);
        empty.filter(|_| forms.iter().any(|form| !form.is_empty()))
    };
    for piece in pieces {
        match piece {
            Piece::Text(_) | Piece::Slot { .. } => {}
            Piece::Optional(inner) => find(inner, missing),
            Piece::Choice(ways) => ways.iter().for_each(|way| find(way, missing)),
            Piece::BySpeaker(forms) => {
                let names = ["the form of a man", "the form of a woman"];
                missing.extend(uneven(forms).map(|at| names[at].to_owned()));
                forms.iter().for_each(|form| find(form, missing));
            }
            Piece::BySlot { slot, forms } => {
                let told = |at| format!("form {} of `<{slot}:...>`", at + 1);
                missing.extend(uneven(forms).map(told));
                forms.iter().for_each(|form| find(form, missing));
            }
        }
    }
}
