//! The texts that are searched for, the same for every engine: what people would type who look for one of the products.

use muse_studio::catalog::words;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

use super::made_up::Catalogue;
use super::typed_out::{TYPED, keys};

/// Texts by kind.
pub struct Searches {
    titles: Vec<Vec<String>>,
}

/// Products that are looked for.
const LOOKED_FOR: usize = 300;
/// Of so many the whole text is typed key by key.
const TYPED_OUT: usize = 60;

impl Searches {
    /// Chosen from the products' own titles.
    pub fn of(catalogue: &Catalogue, seed: u64) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let mut title = || {
            let product = catalogue.product(rng.random_range(0..catalogue.len()));
            let mut words = words(&product.title);
            // People start anywhere in a title, mostly not with its brand.
            let from = rng.random_range(0..words.len().saturating_sub(2).max(1));
            words.drain(..from);
            words
        };
        let titles = (0..LOOKED_FOR).map(|_| title()).collect();
        Searches { titles }
    }

    /// The first so many words of every title.
    pub fn words(&self, count: usize) -> Vec<String> {
        let texts = self.titles.iter();
        texts
            .map(|words| {
                words
                    .iter()
                    .take(count)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    /// Every kind with its texts.
    pub fn all(&self) -> Vec<(String, Vec<String>)> {
        let mut kinds = vec![
            ("one word".to_owned(), self.words(1)),
            ("three words".to_owned(), self.words(3)),
        ];
        for letters in 1..=4 {
            let texts = self.words(1).into_iter();
            let texts = texts.map(|word| word.chars().take(letters).collect());
            kinds.push((format!("typed: {letters} letters"), texts.collect()));
        }
        let typed_out = self.words(3).into_iter().take(TYPED_OUT);
        let typed_out = typed_out.flat_map(|text| keys(&text).collect::<Vec<_>>());
        kinds.push((
            "typed: every key of three words".to_owned(),
            typed_out.collect(),
        ));
        let real = TYPED.into_iter().flat_map(keys).collect();
        kinds.push(("typed: every key of eight real searches".to_owned(), real));
        kinds
    }
}
