//! How well a search finds what people judged to fit.
//!
//! `cargo bench --bench retrieval -- PRODUCTS QRELS [--verbose]` reads the products the way an import does, indexes them, and
//! asks every judged query the way `products search QUERY --limit 10` does. QRELS has lines of query, id and grade, parted
//! by tabs. Prints nDCG@10 with gain 2^grade - 1 over the queries that have a fitting product at all, P@10 (grade 2 or
//! more), and the queries that find nothing: for our search, for the same with one seeded random mistake in each query
//! (`--seeds=N`, 5 unless said), and for plain BM25 over stemmed words of title (three times), description and brand. With
//! `MUSE_EMBEDDINGS_URL` and `MUSE_EMBEDDINGS_MODEL` also for our search put in order by meaning. `--verbose` lists every query, `--show=QUERY` what one finds.

#[path = "support/by_meaning.rs"]
mod by_meaning;

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use muse_studio::catalog::{
    ImportOptions, ProductIndex, ProductQuery, normalise, original_id, words,
};
use muse_studio::domain::{Product, ProductId};
use muse_studio::import::Source;
use muse_studio::jobs::MEANING_DEPTH;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

type Result<T> = std::result::Result<T, Box<dyn Error>>;
/// Every judged query with its grades by id.
type Judged = BTreeMap<String, HashMap<String, i32>>;

const DEPTH: usize = 10;
/// How many seeds the mistakes are drawn with, to tell chance from cause, unless the call says so.
const SEEDS: u64 = 5;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let files: Vec<PathBuf> = arguments
        .iter()
        .filter(|a| !a.starts_with("--"))
        .map(PathBuf::from)
        .collect();
    let verbose = arguments.iter().any(|a| a == "--verbose");
    let [products, judgements] = files.as_slice() else {
        println!("skipped: say cargo bench --bench retrieval -- PRODUCTS QRELS");
        return Ok(());
    };
    let judged = judgements_in(judgements)?;
    let folder = tempfile::tempdir()?;
    let index = ProductIndex::open(folder.path())?;
    let started = Instant::now();
    let products = import(products, &index)?;
    println!(
        "{} products read and indexed in {:.1} s; {} judged queries",
        products.len(),
        started.elapsed().as_secs_f64(),
        judged.len()
    );
    let shown = arguments.iter().filter_map(|a| a.strip_prefix("--show="));
    let shown: Vec<String> = shown.map(str::to_owned).collect();
    let seeds = arguments.iter().find_map(|a| a.strip_prefix("--seeds="));
    let ask = Ask {
        verbose,
        shown,
        seeds: seeds.map_or(Ok(SEEDS), str::parse)?,
    };
    report(&index, &products, &judged, &ask)
}

/// What the call asks for.
struct Ask {
    verbose: bool,
    shown: Vec<String>,
    seeds: u64,
}

fn report(index: &ProductIndex, products: &[Product], judged: &Judged, ask: &Ask) -> Result<()> {
    let names: HashMap<&ProductId, &str> =
        products.iter().map(|p| (&p.id, original_id(p))).collect();
    let ours = |text: &str| -> Result<Vec<String>> {
        let hits = index.search(&ProductQuery {
            limit: DEPTH,
            ..ProductQuery::shopper(text)
        })?;
        let name = |id| {
            names
                .get(id)
                .map_or(String::new(), |name| (*name).to_owned())
        };
        Ok(hits.hits.iter().map(|hit| name(&hit.product)).collect())
    };
    for text in &ask.shown {
        println!("\n{text}");
        for id in ours(text)? {
            let grade = judged.get(text).and_then(|grades| grades.get(&id));
            let product = products.iter().find(|p| original_id(p) == id);
            let grade = grade.map_or("-".to_owned(), i32::to_string);
            println!("  {grade} {id} {}", product.map_or("", |p| &p.title));
        }
    }
    let plain = Plain::of(products);
    println!("\n| search | nDCG@10 | P@10 | queries without a hit |");
    println!("|---|---|---|---|");
    let baseline = measure(judged, |text| Ok(plain.search(text)))?;
    baseline.row("plain BM25, stemmed, title x3");
    let clean = measure(judged, ours)?;
    clean.row("ours");
    if let Some(meaning) = by_meaning::ByMeaning::from_env()? {
        let found = measure(judged, |text| meant(index, products, &meaning, text))?;
        found.row(&format!("ours, by meaning ({})", meaning.model));
    }
    let mut mistaken = Vec::new();
    for seed in 0..ask.seeds {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let mut texts = Vec::new();
        let found = measure(judged, |text| {
            texts.push(with_mistake(text, &mut rng));
            ours(&texts[texts.len() - 1])
        })?;
        if ask.verbose {
            costly(&clean, &found, judged.keys().zip(&texts));
        }
        found.row(&format!("ours, one mistake a query, seed {seed}"));
        mistaken.push(found);
    }
    let mean = mistaken.iter().map(Measured::ndcg).sum::<f64>() / ask.seeds as f64;
    println!(
        "\ngain over plain {:+.3}; a mistake costs {:.3} (mean of {} seeds)",
        clean.ndcg() - baseline.ndcg(),
        clean.ndcg() - mean,
        ask.seeds
    );
    if ask.verbose {
        println!("\n{:>6} {:>6} {:>6}  query", "ours", "plain", "typo");
        for (query, score) in &clean.ndcg {
            let typo: f64 = mistaken.iter().map(|m| m.ndcg[query]).sum::<f64>() / ask.seeds as f64;
            println!(
                "{score:>6.2} {:>6.2} {typo:>6.2}  {query}",
                baseline.ndcg[query]
            );
        }
    }
    Ok(())
}

/// What a search finds when its best are put in order by meaning too.
fn meant(
    index: &ProductIndex,
    products: &[Product],
    meaning: &by_meaning::ByMeaning,
    text: &str,
) -> Result<Vec<String>> {
    let hits = index.search(&ProductQuery {
        limit: MEANING_DEPTH,
        ..ProductQuery::shopper(text)
    })?;
    let row = |id: &ProductId| products.iter().find(|product| product.id == *id).cloned();
    let rows = hits.hits.iter().filter_map(|hit| row(&hit.product));
    let ordered = meaning.order(text, rows.collect())?;
    let first = ordered.iter().take(DEPTH);
    Ok(first
        .map(|product| original_id(product).to_owned())
        .collect())
}

/// Lists the mistakes that cost a tenth and more.
fn costly<'a>(
    clean: &Measured,
    found: &Measured,
    texts: impl Iterator<Item = (&'a String, &'a String)>,
) {
    for (query, text) in texts {
        let (Some(before), Some(after)) = (clean.ndcg.get(query), found.ndcg.get(query)) else {
            continue;
        };
        if before - after >= 0.1 {
            println!("    {before:.2} -> {after:.2}  {query} as `{text}`");
        }
    }
}

fn judgements_in(path: &Path) -> Result<Judged> {
    let mut judged = Judged::new();
    for (at, line) in std::fs::read_to_string(path)?.lines().enumerate() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [query, id, grade] = parts.as_slice() else {
            return Err(format!("{}:{}: three columns expected", path.display(), at + 1).into());
        };
        let grade = grade.trim().parse()?;
        let grades = judged.entry((*query).to_owned()).or_default();
        grades.insert((*id).to_owned(), grade);
    }
    Ok(judged)
}

fn import(path: &Path, index: &ProductIndex) -> Result<Vec<Product>> {
    let mut products = Vec::new();
    let mut writer = index.writer()?;
    for row in Source::open(path)? {
        // Rows that an import would leave out are left out here too.
        let Ok(row) = row else { continue };
        let Ok(read) = normalise::product(&row.fields, &ImportOptions::default()) else {
            continue;
        };
        writer.add(&read.product)?;
        products.push(read.product);
    }
    writer.commit()?;
    Ok(products)
}

struct Measured {
    ndcg: BTreeMap<String, f64>,
    precise: f64,
    without_hit: Vec<String>,
}

impl Measured {
    fn ndcg(&self) -> f64 {
        self.ndcg.values().sum::<f64>() / self.ndcg.len() as f64
    }

    fn row(&self, name: &str) {
        println!(
            "| {name} | {:.3} | {:.3} | {} {} |",
            self.ndcg(),
            self.precise,
            self.without_hit.len(),
            self.without_hit.join(", ")
        );
    }
}

fn measure(
    judged: &Judged,
    mut search: impl FnMut(&str) -> Result<Vec<String>>,
) -> Result<Measured> {
    let mut found = Measured {
        ndcg: BTreeMap::new(),
        precise: 0.0,
        without_hit: Vec::new(),
    };
    for (query, grades) in judged {
        let ids = search(query)?;
        if ids.is_empty() {
            found.without_hit.push(query.clone());
        }
        let gains: Vec<i32> = ids
            .iter()
            .map(|id| grades.get(id).copied().unwrap_or(0))
            .collect();
        let mut ideal: Vec<i32> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let ideal = discounted(&ideal);
        if ideal > 0.0 {
            found.ndcg.insert(query.clone(), discounted(&gains) / ideal);
            let fitting = gains.iter().filter(|grade| **grade >= 2).count();
            found.precise += fitting as f64 / DEPTH as f64;
        }
    }
    found.precise /= found.ndcg.len() as f64;
    Ok(found)
}

fn discounted(grades: &[i32]) -> f64 {
    let gain = |(at, grade): (usize, &i32)| (2f64.powi(*grade) - 1.0) / (at as f64 + 2.0).log2();
    grades.iter().take(DEPTH).enumerate().map(gain).sum()
}

/// The text with one letter substituted, dropped, doubled or swapped with the next.
fn with_mistake(text: &str, rng: &mut ChaCha12Rng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (0..letters.len())
        .filter(|at| letters[*at].is_alphanumeric())
        .collect();
    let at = places[rng.random_range(0..places.len())];
    match rng.random_range(0..4) {
        0 => letters[at] = char::from(b'a' + rng.random_range(0..26u8)),
        1 if letters.len() > 1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

/// Plain BM25 over one text a product.
struct Plain {
    ids: Vec<String>,
    lengths: Vec<f64>,
    average: f64,
    postings: HashMap<String, Vec<(usize, f64)>>,
}

impl Plain {
    fn of(products: &[Product]) -> Plain {
        let mut plain = Plain {
            ids: Vec::new(),
            lengths: Vec::new(),
            average: 0.0,
            postings: HashMap::new(),
        };
        for (at, product) in products.iter().enumerate() {
            let title = stems(&product.title);
            let brand = product.brand.as_deref().unwrap_or_default();
            let description = product.description.as_deref().unwrap_or_default();
            let mut counts: HashMap<String, f64> = HashMap::new();
            let rest = [stems(description), stems(brand)].concat();
            for (list, times) in [(title, 3.0), (rest, 1.0)] {
                list.into_iter()
                    .for_each(|word| *counts.entry(word).or_default() += times);
            }
            plain.ids.push(original_id(product).to_owned());
            plain.lengths.push(counts.values().sum());
            for (word, count) in counts {
                plain.postings.entry(word).or_default().push((at, count));
            }
        }
        plain.average = plain.lengths.iter().sum::<f64>() / plain.lengths.len().max(1) as f64;
        plain
    }

    fn search(&self, text: &str) -> Vec<String> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for word in stems(text) {
            let postings = self.postings.get(&word).map_or(&[][..], Vec::as_slice);
            let (all, having) = (self.ids.len() as f64, postings.len() as f64);
            let rarity = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
            for (at, count) in postings {
                let length = self.lengths[*at] / self.average;
                let part = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length));
                *scores.entry(*at).or_default() += rarity * part;
            }
        }
        let mut found: Vec<(usize, f64)> = scores.into_iter().collect();
        found.sort_by(|a, b| {
            let by_id = || self.ids[a.0].cmp(&self.ids[b.0]);
            b.1.total_cmp(&a.1).then_with(by_id)
        });
        let first = found.into_iter().take(DEPTH);
        first.map(|(at, _)| self.ids[at].clone()).collect()
    }
}

/// The words of a text without the plural.
fn stems(text: &str) -> Vec<String> {
    let stem = |word: String| {
        let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
        match word.strip_suffix("ies") {
            Some(start) if word.len() > 4 => format!("{start}y"),
            _ if plural => word[..word.len() - 1].to_owned(),
            _ => word,
        }
    };
    words(text).into_iter().map(stem).collect()
}
