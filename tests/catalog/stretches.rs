//! Searches go through a catalogue stretch by stretch: what they find is what a look at every product finds, also where lists
//! are long, products were deleted, and a word is asked to be missing.

use muse_studio::catalog::{Facets, ProductIndex, ProductQuery};
use muse_studio::domain::{Money, Product};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

/// From a word that every second product has to one that few have; none is like another or means anything.
const WORDS: [&str; 8] = [
    "zorbex", "quilmat", "fendrup", "wystolg", "hubrinka", "plomvest", "kragdine", "jutespol",
];

/// More than two stretches.
const PRODUCTS: u32 = 9_500;

struct Shelf {
    titles: Vec<Vec<usize>>,
    deleted: Vec<usize>,
}

impl Shelf {
    fn drawn(rng: &mut ChaCha12Rng) -> Self {
        let title = |rng: &mut ChaCha12Rng| {
            let has = |at: &usize| rng.random_bool(0.5 / (1 << at.min(&5)) as f64);
            (0..WORDS.len()).filter(has).collect::<Vec<_>>()
        };
        let titles = (0..PRODUCTS).map(|_| title(rng)).collect();
        let deleted = (0..PRODUCTS as usize).filter(|at| at % 7 == 3).collect();
        Shelf { titles, deleted }
    }

    fn product(&self, at: usize) -> Product {
        let words: Vec<&str> = self.titles[at].iter().map(|word| WORDS[*word]).collect();
        let title = format!("Thing {}", words.join(" "));
        let (id, price) = (format!("p{at:05}"), 100 + at);
        let row = serde_json::json!({"id": id, "domain": "other", "title": title,
            "price": {"minor": price * 100, "currency": "INR"}});
        serde_json::from_value(row).unwrap()
    }

    /// How many products have all of some words and none of others, and cost no more.
    fn holding(&self, words: &[usize], without: Option<usize>, most: i64) -> u64 {
        let left = (0..self.titles.len()).filter(|at| self.deleted.binary_search(at).is_err());
        let fits = |at: &usize| {
            let title = &self.titles[*at];
            words.iter().all(|word| title.contains(word))
                && without.is_none_or(|word| !title.contains(&word))
                && 100 + *at as i64 <= most
        };
        left.filter(fits).count() as u64
    }
}

#[test]
fn long_lists_find_what_a_look_at_every_product_finds() {
    let rng = &mut ChaCha12Rng::seed_from_u64(7);
    let shelf = Shelf::drawn(rng);
    let folder = tempfile::tempdir().unwrap();
    let index = ProductIndex::open(folder.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for at in 0..shelf.titles.len() {
        writer.add(&shelf.product(at)).unwrap();
    }
    writer.commit().unwrap();
    for at in &shelf.deleted {
        writer.delete(&shelf.product(*at).id);
    }
    writer.commit_small("deleted").unwrap();
    let mut asked = 0;
    for _ in 0..200 {
        let mut words: Vec<usize> = (0..WORDS.len()).filter(|_| rng.random_bool(0.3)).collect();
        let without = Some(rng.random_range(0..WORDS.len())).filter(|_| rng.random_bool(0.4));
        words.retain(|word| Some(*word) != without);
        let most = rng.random_range(2_000..12_000);
        let wanted = shelf.holding(&words, without, most);
        // With fewer, products that lack a word are answers too.
        if words.is_empty() || wanted < 20 {
            continue;
        }
        let mut text: String = words
            .iter()
            .map(|word| format!("{} ", WORDS[*word]))
            .collect();
        text.extend(without.map(|word| format!("-{} ", WORDS[word])));
        let found = index
            .search(&ProductQuery {
                max_price: Some(Money::rupees(most)),
                facets: Facets::Most(5),
                limit: 50,
                ..ProductQuery::shopper(&text)
            })
            .unwrap();
        assert_eq!(found.total, wanted, "{text}");
        let scores: Vec<f32> = found.hits.iter().map(|hit| hit.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{text}: {scores:?}");
        asked += 1;
    }
    assert!(asked > 50, "{asked}");
}
