//! Which pieces are used, by which situations.
//!
//! Owns: the way from situations to pieces, through pieces of pieces. Does not: know whether a piece can be filled.

use std::collections::{BTreeMap, BTreeSet};

use super::places::Places;
use super::{Fault, LineFault};
use crate::dialogue::data::{Beside, Knowledge};
use crate::dialogue::phrasebook::book::{Book, Line, PIECES, piece_group};
use crate::dialogue::phrasebook::template::Piece;
use crate::dialogue::{Exit, Situation};
use crate::domain::{Domain, Language};

/// A fact that a piece's name asks for, such as `occasion` = `diwali`.
pub(super) type Meant = Vec<(String, String)>;

/// How a piece is come to.
#[derive(Default)]
pub(super) struct Use {
    /// The situations that say it.
    pub situations: BTreeSet<String>,
    /// What must be the case; nothing when some line names it outright.
    pub meant: Meant,
    /// Whether that can be the case.
    pub possible: bool,
}

/// Every piece group that a situation comes to.
pub(super) fn uses(book: &Book, knowledge: &Knowledge) -> BTreeMap<String, Use> {
    let mut found: BTreeMap<String, Use> = BTreeMap::new();
    for situation in Situation::all() {
        let group = situation.to_string();
        let mut open = vec![group.clone()];
        let mut seen = BTreeSet::new();
        while let Some(from) = open.pop() {
            for name in book.lines(&from).iter().flat_map(named) {
                for (to, meant) in groups(book, &name) {
                    let entry = found.entry(to.clone()).or_default();
                    entry.situations.insert(group.clone());
                    let known = meant
                        .iter()
                        .all(|(fact, value)| is_known(fact, value, knowledge));
                    if !entry.possible {
                        (entry.meant, entry.possible) = (meant, known);
                    }
                    if seen.insert(to.clone()) {
                        open.push(to);
                    }
                }
            }
        }
    }
    found
}

/// The names of the pieces of a line; `{ack}` and `{why}` are pieces that the program fills.
fn named(line: &Line) -> Vec<String> {
    let mut names: Vec<String> = line.pieces().into_iter().map(str::to_owned).collect();
    let mut slots = Vec::new();
    own_slots(&line.pieces, &mut slots);
    if slots.contains(&"ack") {
        names.push("ack".to_owned());
    }
    if slots.contains(&"why") {
        let whys = PIECES
            .iter()
            .filter_map(|group| group.strip_prefix("piece.why."));
        names.extend(whys.map(|why| format!("why.{why}")));
    }
    names
}

/// The slots of a line, wherever they stand.
pub(super) fn own_slots<'a>(pieces: &'a [Piece], into: &mut Vec<&'a str>) {
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Slot { name, .. } => into.push(name),
            Piece::Optional(inner) => own_slots(inner, into),
            Piece::Choice(ways) => ways.iter().for_each(|way| own_slots(way, into)),
            Piece::BySpeaker(ways) => ways.iter().for_each(|way| own_slots(way, into)),
            Piece::BySlot { slot, forms } => {
                into.push(slot);
                forms.iter().for_each(|form| own_slots(form, into));
            }
        }
    }
}

/// The groups that a piece's name stands for, with what must be the case for each.
fn groups(book: &Book, name: &str) -> Vec<(String, Meant)> {
    let pattern = piece_group(name);
    if !pattern.contains('@') {
        return vec![(pattern, Meant::new())];
    }
    let wanted: Vec<&str> = pattern.split('.').collect();
    let fits = |group: &str| {
        let parts: Vec<&str> = group.split('.').collect();
        let pairs = || wanted.iter().zip(&parts);
        let same = parts.len() == wanted.len()
            && pairs().all(|(want, part)| want.starts_with('@') || want == part);
        let facts = pairs().filter_map(|(want, part)| Some((want.strip_prefix('@')?, *part)));
        same.then(|| {
            facts
                .map(|(fact, value)| (fact.to_owned(), value.to_owned()))
                .collect()
        })
    };
    let all = book.groups();
    all.filter_map(|(group, _)| Some((group.to_owned(), fits(group)?)))
        .collect()
}

/// Pieces that nothing uses, and pieces named after a person, day or thing that there is not.
pub(super) fn check(
    book: &Book,
    places: &Places,
    knowledge: &Knowledge,
    faults: &mut Vec<LineFault>,
) {
    let used = uses(book, knowledge);
    for (group, _) in book
        .groups()
        .filter(|(group, _)| group.starts_with("piece."))
    {
        let Some(line) = places.of_group(group) else {
            continue;
        };
        let reason = match used.get(group) {
            None if PIECES.contains(&group) => continue,
            None => Some(format!(
                "no line is built from `{group}`; use it or take it out"
            )),
            Some(found) if found.possible => None,
            Some(found) => found.meant.first().map(|(fact, value)| {
                format!("`{group}` can never be said: there is no {fact} `{value}`")
            }),
        };
        faults.extend(reason.map(|reason| LineFault {
            line,
            fault: Fault::Unused,
            reason,
        }));
    }
}

fn is_known(fact: &str, value: &str, knowledge: &Knowledge) -> bool {
    match fact {
        "occasion" => {
            let said = knowledge.occasion_phrase(value, Language::En, Beside::Nothing);
            said.is_some()
        }
        "recipient" => knowledge.people.relation(value).is_some(),
        "domain" => Domain::ALL.iter().any(|domain| domain.code() == value),
        "exit" => Exit::ALL.iter().any(|exit| exit.code() == value),
        "thing" => knowledge.nouns.get(value).is_some(),
        _ => false,
    }
}
