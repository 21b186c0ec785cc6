//! The checks over whole conversations of the sample shop: silence where nothing is wrong, and a finding for each planted
//! fault.

mod plant;
mod shop;

use std::collections::BTreeMap;

use muse_studio::domain::{Finding, Language, Mode};
use plant::{Injector, Planted, Way};
use shop::{Shop, made, print};

const ALL_WAYS: [Way; 3] = [Way::LastAsked, Way::First, Way::ByAssistant];

/// Every way to plant a fault, with a name.
const INJECTORS: [(&str, Injector, &[Way]); 9] = [
    ("target by its title", plant::title_early, &ALL_WAYS),
    (
        "target in the other script",
        plant::title_in_the_other_script,
        &ALL_WAYS,
    ),
    ("target by brand and model", plant::model_early, &ALL_WAYS),
    (
        "over the budget, untold",
        plant::over_budget,
        &[Way::LastAsked],
    ),
    ("wrong price", plant::wrong_price, &[Way::LastAsked]),
    ("wrong brand", plant::wrong_brand, &[Way::LastAsked]),
    ("sold out", plant::sold_out, &[Way::LastAsked]),
    ("words of the other side", plant::swapped, &[Way::LastAsked]),
    ("no such product", plant::unknown, &[Way::LastAsked]),
];

/// Planted cases of each kind.
const CASES: usize = 200;

/// Cases of one kind that tell enough; more only take time.
const ENOUGH: usize = 230;

/// Conversations of each language.
const TALKS: usize = 220;

#[derive(Default)]
struct Score {
    planted: usize,
    found: usize,
    missed: Vec<String>,
}

impl Score {
    fn count(&mut self, case: &Planted) {
        let faults = case.shop.faults(&case.conversation);
        let here = |f: &Finding| f.kind == case.kind && case.turns.contains(&f.turn);
        self.planted += 1;
        match faults.iter().any(here) {
            true => self.found += 1,
            false => self.missed.push(case.print()),
        }
    }

    fn is_short(&self) -> bool {
        self.planted < CASES || self.found * 100 < self.planted * 95
    }
}

/// `TALKS` and `SEED` ask for more conversations, or for others.
fn var(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

#[test]
fn planted_faults_are_found_and_the_same_talk_without_them_is_left_alone() {
    let shop = Shop::open();
    let (count, seed) = (var("TALKS", TALKS), var("SEED", 31) as u64);
    let all = Language::ALL.map(|language| made(count, language, Mode::Natural, seed));
    // One of each language after the other, so that enough cases are some of each.
    let talks = (0..count).flat_map(|at| all.iter().map(move |talks| &talks[at]));
    let (mut scores, mut alarms, mut clean) = (BTreeMap::new(), Vec::new(), 0);
    for talk in talks {
        clean += 1;
        for fault in shop.faults(talk) {
            alarms.push(format!("{fault:?}\n{}", print(talk)));
        }
        for (name, plant, ways) in INJECTORS {
            let score: &mut Score = scores.entry(name).or_default();
            if score.planted >= ENOUGH {
                continue;
            }
            let cases = ways.iter().filter_map(|way| plant(talk, &shop, *way));
            cases.for_each(|case| score.count(&case));
        }
    }
    println!("{clean} conversations, {} false alarms", alarms.len());
    let mut told = alarms;
    told.truncate(10);
    for (name, score) in &scores {
        let line = format!("{name}: {} of {} found", score.found, score.planted);
        println!("{line}");
        if score.is_short() {
            told.extend(
                [
                    vec![line],
                    score.missed[..score.missed.len().min(40)].to_vec(),
                ]
                .concat(),
            );
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
