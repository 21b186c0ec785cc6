//! What an offer's reason speaks of, and which reason an offer owes.
//!
//! Owns: wishes that have to be confirmed, or told to be unknown. Does not: word them.
//!
//! A name shows colour and brand, and a short name of a product neither size nor language. Who asked for one hears of it with
//! every offer: that it is there, or that the product's data does not say.

use crate::dialogue::{Offering, Situation, Step};
use crate::domain::Feature;

/// Wishes that no name shows and that decide whether a thing is of any use.
const STRICT: [&str; 2] = ["size", "language"];

/// The reason that the offer has to give; `None` when any will do.
pub(in crate::dialogue::phrasebook) fn owed(step: &Step) -> Option<&'static str> {
    let Situation::AssistantRecommend(how) = step.situation else {
        return None;
    };
    if !matches!(how, Offering::First | Offering::Again | Offering::Closest) {
        return None;
    }
    let strict = |f: &&Feature| STRICT.contains(&f.name.as_str());
    let facts = &step.facts;
    let silent = facts.unsure.iter().find(strict);
    let met = facts.matched.iter().find(strict);
    match (silent, met) {
        (Some(silent), _) => Some(silence(silent)),
        (None, Some(met)) if met.name == "size" => Some("piece.why.size"),
        (None, Some(_)) => Some("piece.why.language"),
        (None, None) => facts.unsure.first().map(silence),
    }
}

/// The group that says that nothing is known of a wish.
fn silence(wish: &Feature) -> &'static str {
    match wish.name.as_str() {
        "size" => "piece.why.unsure.size",
        "language" => "piece.why.unsure.language",
        "color" => "piece.why.unsure.color",
        "material" => "piece.why.unsure.material",
        _ => "piece.why.unsure.other",
    }
}

/// The wishes that a reason of this group speaks of.
pub(in crate::dialogue::phrasebook) fn spoken_of(step: &Step, group: &str) -> Vec<Feature> {
    let facts = &step.facts;
    let named = |name: &'static str| {
        let all = facts.matched.iter().filter(move |f| f.name == name);
        all.cloned().collect::<Vec<_>>()
    };
    match group {
        "piece.why.size" => named("size"),
        "piece.why.language" => named("language"),
        _ if group.starts_with("piece.why.unsure.") => {
            let silent = facts.unsure.iter().filter(|f| silence(f) == group);
            silent.cloned().collect()
        }
        _ => worth_saying(&facts.matched),
    }
}

/// Matches that the short name does not already show, and that a plain reason can tell.
pub(in crate::dialogue::phrasebook) fn worth_saying(matched: &[Feature]) -> Vec<Feature> {
    let silent = ["color", "brand", "size", "language"];
    let worth = matched
        .iter()
        .filter(|f| !silent.contains(&f.name.as_str()));
    worth.cloned().collect()
}
