//! The diversity of a set, as `conversations stats` and `evaluate` tell it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figures::{EntropyJson, number};
use crate::jobs::{Measured, short_id};
use crate::quality::diversity::Entropy;
use crate::quality::{ALIKE, Variety};

/// The diversity of a set in JSON.
#[derive(Serialize)]
pub(super) struct DiversityJson {
    variety: BTreeMap<&'static str, VarietyJson>,
    items: EntropyJson,
    openings: EntropyJson,
    cells: EntropyJson,
    act_paths: EntropyJson,
    alike: u64,
    alike_pairs: Vec<AlikeJson>,
    same_story: u64,
    story_pairs: Vec<[String; 2]>,
}

#[derive(Serialize)]
struct VarietyJson {
    ead_1: Option<f64>,
    ead_2: Option<f64>,
    words: u64,
    different_words: u64,
    word_pairs: u64,
    different_word_pairs: u64,
    mtld: Option<f64>,
    mtld_conversations: u64,
    zlib_ratio: Option<f64>,
    zlib_ratio_shuffled: Option<f64>,
}

#[derive(Serialize)]
struct AlikeJson {
    earlier: String,
    later: String,
    likeness: f64,
}

impl From<&Measured> for DiversityJson {
    fn from(done: &Measured) -> Self {
        let figures = &done.figures;
        let variety = figures.variety.iter();
        let alike = done
            .alike_pairs
            .iter()
            .map(|(earlier, later, likeness)| AlikeJson {
                earlier: earlier.to_string(),
                later: later.to_string(),
                likeness: *likeness,
            });
        let stories = done.story_pairs.iter();
        DiversityJson {
            variety: variety
                .map(|(language, v)| (language.code(), v.into()))
                .collect(),
            items: figures.spread.items.into(),
            openings: figures.spread.openings.into(),
            cells: figures.spread.cells.into(),
            act_paths: figures.spread.paths.into(),
            alike: figures.alike,
            alike_pairs: alike.collect(),
            same_story: figures.same_story,
            story_pairs: stories
                .map(|(a, b)| [a.to_string(), b.to_string()])
                .collect(),
        }
    }
}

impl From<&Variety> for VarietyJson {
    fn from(variety: &Variety) -> Self {
        VarietyJson {
            ead_1: variety.ead_1(),
            ead_2: variety.ead_2(),
            words: variety.words.all,
            different_words: variety.words.different,
            word_pairs: variety.pairs.all,
            different_word_pairs: variety.pairs.different,
            mtld: variety.mtld,
            mtld_conversations: variety.mtld_of,
            zlib_ratio: variety.compression,
            zlib_ratio_shuffled: variety.compression_shuffled,
        }
    }
}

/// The diversity of a set in lines.
pub(super) fn lines(done: &Measured) -> Vec<String> {
    let figures = &done.figures;
    let mut lines =
        vec!["variety of words (different ones against chance, MTLD, zlib ratio):".to_owned()];
    for (language, v) in &figures.variety {
        lines.push(format!(
            "  {:<9}EAD-1 {}  EAD-2 {}  MTLD {} ({} of 50 words and more)  zlib {} ({} shuffled)",
            language.code(),
            number(v.ead_1()),
            number(v.ead_2()),
            number(v.mtld),
            v.mtld_of,
            number(v.compression),
            number(v.compression_shuffled),
        ));
    }
    lines.push("spread (entropy in bits; as many used alike would be as varied):".to_owned());
    let spread = &figures.spread;
    lines.push(spread_line("items", spread.items));
    lines.push(spread_line("openings", spread.openings));
    lines.push(spread_line("cells", spread.cells));
    lines.push(spread_line("act paths", spread.paths));
    let all = figures.conversations;
    lines.push(format!(
        "{:<11}{} with a word 3-gram likeness of {ALIKE} or more to an earlier one",
        "alike",
        part(figures.alike, all),
    ));
    let alike = done.alike_pairs.iter();
    lines.extend(alike.map(|(a, b, likeness)| {
        format!("  {} like {} ({likeness:.2})", short_id(*b), short_id(*a))
    }));
    lines.push(format!(
        "{:<11}{} with the shopper's kind, scenario, acts and products of an earlier one",
        "same story",
        part(figures.same_story, all),
    ));
    let stories = done.story_pairs.iter();
    lines.extend(stories.map(|(a, b)| format!("  {} as {}", short_id(*b), short_id(*a))));
    lines
}

fn spread_line(name: &str, entropy: Entropy) -> String {
    format!(
        "  {name:<10}{:.2} bits, as {:.1} of {}",
        entropy.bits,
        entropy.effective(),
        entropy.kinds,
    )
}

fn part(count: u64, all: u64) -> String {
    format!(
        "{count} ({:.1} %)",
        100.0 * count as f64 / all.max(1) as f64
    )
}
