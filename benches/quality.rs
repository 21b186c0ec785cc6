//! How the scores go with what people rated.
//!
//! `cargo bench --bench quality -- FILE [--train=FILE]` prints a line `set dimension n rho` for every set and dimension that
//! FILE has ratings of, then the same rows with more figures. FILE has JSON lines, gzipped when its name ends in `.gz`:
//! `{id, set, level, system, context[{role, text}], response, fact, dims{name:[ratings]}}`. The model is fitted to the
//! file named by `--train`, else to `human_judged/human_judged_dev.jsonl.gz` of the shared data, else to FILE itself. An
//! item that the model could have been fitted to is judged by one fitted to the other four fifths; items after the same
//! context are always in the same fifth. Rarity of words
//! is counted over the texts of the training file.

#[path = "support/rated.rs"]
mod rated;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use muse_studio::quality::score::{Background, Fitted};
use muse_studio::quality::statistics::{partial_spearman, spearman};
use rated::{Item, read};

/// The penalty of the fit, the same for all sets. Between 10 and 200 rho moves by less than .04 on the sets it was tried with.
const LAMBDA: f64 = 100.0;
/// Into how many parts the training items are dealt.
const FOLDS: usize = 5;

type Group<'i> = Vec<&'i Item>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments
        .iter()
        .find(|a| !a.starts_with("--"))
        .map(PathBuf::from)
    else {
        println!("skipped: say cargo bench --bench quality -- FILE");
        return Ok(());
    };
    let named = arguments
        .iter()
        .find_map(|a| a.strip_prefix("--train="))
        .map(PathBuf::from);
    let shared = std::env::var_os("MUSE_SHARED").map_or_else(|| "../shared".into(), PathBuf::from);
    let shared = shared.join("data/human_judged/human_judged_dev.jsonl.gz");
    let train = named
        .or_else(|| shared.is_file().then_some(shared))
        .unwrap_or_else(|| file.clone());
    let (mut learned, mut judged) = (read(&train)?, read(&file)?);
    let mut background = Background::default();
    learned
        .iter()
        .flat_map(Item::texts)
        .for_each(|text| background.read(text));
    for item in learned.iter_mut().chain(&mut judged) {
        item.measure(&background);
    }
    report(&learned, &judged, &train);
    Ok(())
}

/// Prints every row.
fn report(learned: &[Item], judged: &[Item], train: &Path) {
    let (learned, judged) = (groups(learned), groups(judged));
    let mut more = Vec::new();
    for ((set, dimension), items) in &judged {
        let Some(own) = learned.get(&(set.clone(), dimension.clone())) else {
            println!(
                "{set} {dimension} {} undefined: no ratings to fit",
                items.len()
            );
            continue;
        };
        let expected = expect(own, items, dimension);
        let people: Vec<f64> = items.iter().map(|item| item.dims[dimension]).collect();
        let length: Vec<f64> = items.iter().map(|item| item.length()).collect();
        let rho = shown(spearman(&expected, &people).ok());
        println!("{set} {dimension} {} {rho}", items.len());
        let left = shown(partial_spearman(&expected, &people, &length).ok());
        let with = shown(spearman(&expected, &length).ok());
        let alone = shown(spearman(&length, &people).ok());
        let within = within(items, &expected, &people);
        more.push(format!(
            "# {set} {dimension} {rho} {left} {with} {alone} {within}"
        ));
    }
    println!(
        "# fitted to {}",
        train.file_name().unwrap_or_default().display()
    );
    println!(
        "# set dimension rho partial_rho_given_length rho_score_length rho_length_people within_system(mean,systems)"
    );
    more.iter().for_each(|line| println!("{line}"));
    for set in ["usr_personachat", "usr_topicalchat"] {
        transfer(&learned, &judged, set);
    }
}

/// The items of every set and dimension. Sets of one family are a group besides, when they are rated alike.
fn groups(items: &[Item]) -> BTreeMap<(String, String), Group<'_>> {
    let mut out: BTreeMap<(String, String), Group<'_>> = BTreeMap::new();
    for item in items {
        for dimension in item.dims.keys() {
            let mut names = vec![item.name()];
            if item.set.starts_with("crsarena_") {
                names.push("crsarena".to_owned());
            }
            for name in names {
                out.entry((name, dimension.clone())).or_default().push(item);
            }
        }
    }
    out
}

/// The ratings expected of items, each by a model that has not seen it.
fn expect(learned: &Group<'_>, items: &Group<'_>, dimension: &str) -> Vec<f64> {
    let fit = |without: Option<usize>| {
        let kept = learned
            .iter()
            .filter(|known| Some(known.part(FOLDS)) != without);
        let (rows, ratings): (Vec<_>, Vec<_>) = kept
            .map(|known| (known.features.clone(), known.dims[dimension]))
            .unzip();
        Fitted::fit(&rows, &ratings, LAMBDA)
    };
    let folds: Vec<Option<Fitted>> = (0..FOLDS).map(|fold| fit(Some(fold))).collect();
    let whole = fit(None);
    let known: HashSet<&str> = learned.iter().map(|item| item.id.as_str()).collect();
    let model = |item: &Item| match known.contains(item.id.as_str()) {
        true => folds[item.part(FOLDS)].as_ref(),
        false => whole.as_ref(),
    };
    items
        .iter()
        .map(|item| model(item).map_or(f64::NAN, |fitted| fitted.at(&item.features)))
        .collect()
}

/// The mean of rho inside each system that has 10 items or more, weighted by items.
fn within(items: &Group<'_>, expected: &[f64], people: &[f64]) -> String {
    let systems: BTreeSet<&str> = items.iter().map(|item| item.system.as_str()).collect();
    let (mut sum, mut weight, mut count) = (0.0, 0.0, 0);
    for system in systems {
        let of: Vec<usize> = (0..items.len())
            .filter(|at| items[*at].system == system)
            .collect();
        let pick = |from: &[f64]| of.iter().map(|at| from[*at]).collect::<Vec<f64>>();
        if let (10.., Ok(rho)) = (of.len(), spearman(&pick(expected), &pick(people))) {
            sum += rho * of.len() as f64;
            weight += of.len() as f64;
            count += 1;
        }
    }
    format!("{},{count}", shown((weight > 0.0).then(|| sum / weight)))
}

/// Overall ratings of a set, expected by a model fitted to the other sets of turns alone.
fn transfer(
    learned: &BTreeMap<(String, String), Group<'_>>,
    judged: &BTreeMap<(String, String), Group<'_>>,
    set: &str,
) {
    let Some(items) = judged.get(&(set.to_owned(), "overall".to_owned())) else {
        return;
    };
    let alike = [
        "overall",
        "engaging_overall",
        "coherence",
        "appropriateness",
    ];
    let (mut rows, mut ratings) = (Vec::new(), Vec::new());
    for ((other, dimension), known) in learned {
        if other == set
            || !known.iter().all(|item| item.is_turn())
            || !alike.contains(&dimension.as_str())
        {
            continue;
        }
        let values: Vec<f64> = known.iter().map(|item| item.dims[dimension]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let spread = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64;
        rows.extend(known.iter().map(|item| item.features.clone()));
        ratings.extend(values.iter().map(|v| (v - mean) / spread.sqrt().max(1e-9)));
    }
    let Some(fitted) = Fitted::fit(&rows, &ratings, LAMBDA) else {
        return;
    };
    let expected: Vec<f64> = items.iter().map(|item| fitted.at(&item.features)).collect();
    let people: Vec<f64> = items.iter().map(|item| item.dims["overall"]).collect();
    let rho = shown(spearman(&expected, &people).ok());
    println!(
        "# fitted to the other sets alone: {set} overall {} {rho}",
        items.len()
    );
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "undefined".to_owned(), |value| format!("{value:.3}"))
}
