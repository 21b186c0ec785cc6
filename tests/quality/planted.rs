//! Faults planted into plain shop talk over the sample catalogue: how many are found, how often the checks cry wolf.
//!
//! The sentences are templates in three languages; every offered product is drawn from `sample_data/`. For each
//! conversation the clean form is checked, and one form for each fault: a price, a brand, an empty stock, a budget.

use std::collections::{BTreeMap, BTreeSet};

use crate::quality_kit::{Catalogue, conversation};
use muse_studio::domain::{Finding, FindingKind, Money, Product, ProductId, Severity};
use muse_studio::quality::{Facts, check};

/// An opening with a budget, and an offer. `B` budget, `I` the item's short name, `R` its brand, `P` its price.
const TALK: [(&str, &str); 9] = [
    (
        "need something under B",
        "Have a look at this R I, it is P.",
    ),
    (
        "hi, my budget is B",
        "How about the R I? It costs P and is rated well.",
    ),
    (
        "not more than B please",
        "One good option: R I at P. Shall I order it?",
    ),
    ("B तक कुछ दिखाइए", "ये देखिए, R का I, P का है।"),
    ("बजट B है", "R ब्रांड का I निकाला है, कीमत P है।"),
    ("B के अंदर बताइए", "R का ये I P में मिल जाएगा, पसंद है?"),
    ("bhai B ke andar batao", "ye R ka I dekhiye, P ka hai"),
    (
        "budget B hai, kuch accha dikhao",
        "R I hai, price P, kaisa laga?",
    ),
    ("B tak", "ye wala lijiye: R I, P mein mil jayega"),
];

/// A catalogue that also answers whether a name is a brand, without a walk over all products.
struct Sample {
    products: Catalogue,
    brands: BTreeSet<String>,
}

impl Facts for Sample {
    fn product(&self, id: &ProductId) -> Option<&Product> {
        self.products.product(id)
    }

    fn is_brand(&self, name: &str) -> bool {
        self.brands.contains(name)
    }
}

fn sample() -> Sample {
    let text = std::fs::read_to_string("sample_data/products.jsonl").unwrap();
    let products: BTreeMap<ProductId, Product> = text
        .lines()
        .map(|line| serde_json::from_str::<Product>(line).unwrap())
        .map(|product| (product.id.clone(), product))
        .collect();
    let brands = products.values().filter_map(|p| p.brand.as_deref());
    let brands = brands.map(str::to_lowercase).collect();
    Sample {
        products: Catalogue(products),
        brands,
    }
}

/// The words of a title after its brand, up to its third word.
fn short_name(product: &Product) -> String {
    let brand = product.brand.as_deref().unwrap_or_default();
    let rest = product.title.strip_prefix(brand).unwrap_or(&product.title);
    let rest = rest.split([',', '(', ':']).next().unwrap_or_default();
    rest.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

fn talk(
    at: usize,
    item: &Product,
    budget: Money,
    brand: &str,
    price: Money,
    facts: &Sample,
) -> Vec<Finding> {
    let (ask, offer) = TALK[at % TALK.len()];
    let fill = |text: &str| -> String {
        let word = |word: &str| match word.trim_end_matches([',', '.', '?', ':', '।']) {
            "B" => word.replacen('B', &budget.to_string(), 1),
            "I" => word.replacen('I', &short_name(item), 1),
            "R" => word.replacen('R', brand, 1),
            "P" => word.replacen('P', &price.to_string(), 1),
            _ => word.to_owned(),
        };
        text.split(' ').map(word).collect::<Vec<_>>().join(" ")
    };
    let lines = [
        format!("u:inform::{}", fill(ask)),
        format!("a:recommend:{}:{}", item.id, fill(offer)),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let made = conversation(&lines);
    check(&made, &|turn| &turn.text, facts)
}

#[derive(Default, Debug)]
struct Score {
    planted: u32,
    found: u32,
    false_alarms: u32,
}

fn count(score: &mut Score, found: &[Finding], kind: FindingKind, examples: &mut Vec<String>) {
    let faults = found.iter().filter(|f| f.severity == Severity::Fault);
    let (hits, others): (Vec<_>, Vec<_>) = faults.partition(|f| f.kind == kind);
    score.planted += 1;
    score.found += u32::from(!hits.is_empty());
    score.false_alarms += others.len() as u32;
    if (hits.is_empty() || !others.is_empty()) && examples.len() < 12 {
        examples.push(format!("{kind:?}: {found:?}"));
    }
}

#[test]
fn planted_faults_are_found_and_clean_talk_is_left_alone() {
    let mut facts = sample();
    let all: Vec<Product> = facts.products.0.values().cloned().collect();
    let offered = all
        .iter()
        .filter(|p| p.price.is_some() && p.brand.is_some() && !p.out_of_stock());
    let (mut scores, mut clean, mut turns) = (BTreeMap::<&str, Score>::new(), 0, 0);
    let mut examples = Vec::new();
    for (at, item) in offered.enumerate() {
        let (price, brand) = (item.price.unwrap(), item.brand.clone().unwrap());
        let enough = Money::rupees(price.major() + 500);
        let found = talk(at, item, enough, &brand, price, &facts);
        let faults: Vec<_> = found
            .iter()
            .filter(|f| f.severity == Severity::Fault)
            .collect();
        turns += 1;
        clean += faults.len();
        if !faults.is_empty() && examples.len() < 12 {
            examples.push(format!("clean {}: {faults:?}", item.title));
        }
        let wrong = Money::rupees(price.major() * 6 / 5 + 1);
        let found = talk(
            at,
            item,
            Money::rupees(wrong.major() + 700),
            &brand,
            wrong,
            &facts,
        );
        count(
            scores.entry("price").or_default(),
            &found,
            FindingKind::Price,
            &mut examples,
        );
        let other = all[(at * 37 + 11) % all.len()].brand.clone();
        if let Some(other) =
            other.filter(|other| !item.title.contains(other.as_str()) && *other != brand)
        {
            let found = talk(at, item, enough, &other, price, &facts);
            count(
                scores.entry("brand").or_default(),
                &found,
                FindingKind::Brand,
                &mut examples,
            );
        }
        if price.major() > 60 {
            let little = Money::rupees(price.major() - price.major() / 10 - 1);
            let found = talk(at, item, little, &brand, price, &facts);
            count(
                scores.entry("budget").or_default(),
                &found,
                FindingKind::Budget,
                &mut examples,
            );
        }
        facts.products.0.get_mut(&item.id).unwrap().stock = Some(0);
        let found = talk(at, item, enough, &brand, price, &facts);
        count(
            scores.entry("stock").or_default(),
            &found,
            FindingKind::Stock,
            &mut examples,
        );
        facts.products.0.get_mut(&item.id).unwrap().stock = item.stock;
    }
    let examples = examples.join("\n");
    println!("{turns} clean conversations, {clean} false alarms");
    assert!(turns > 1_000, "{turns}");
    assert!(
        clean * 200 <= turns,
        "{clean} false alarms in {turns}\n{examples}"
    );
    for (kind, score) in &scores {
        let recall = f64::from(score.found) / f64::from(score.planted);
        let precision =
            f64::from(score.found) / f64::from(score.found + score.false_alarms).max(1.0);
        println!("{kind}: {score:?} recall {recall:.3} precision {precision:.3}");
    }
    for (kind, score) in scores {
        let recall = f64::from(score.found) / f64::from(score.planted);
        let precision =
            f64::from(score.found) / f64::from(score.found + score.false_alarms).max(1.0);
        assert!(
            recall >= 0.95 && precision >= 0.98,
            "{kind}: {score:?}\n{examples}"
        );
    }
}
