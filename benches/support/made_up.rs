//! Products made up from a seed: product `n` is the same whoever asks for it and in whichever order.
//!
//! Titles of 6 to 12 words in English, Hinglish and Hindi, descriptions of 20 to 30, from vocabularies with the shape of
//! Zipf's law: a few hundred words of shops in front, then tens of thousands built from syllables. Brands, category paths,
//! colours, sizes, materials, rupee prices, ratings and stock are spread unevenly, as in shops.

use std::collections::BTreeMap;

use muse_studio::domain::{Domain, Money, Product, ProductId};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

#[path = "vocabulary.rs"]
mod vocabulary;

use vocabulary::{Kind, Words};

/// A catalogue of so many products.
pub struct Catalogue {
    seed: u64,
    count: u32,
    english: Words,
    hindi: Words,
    hinglish: Words,
    brands: Words,
}

/// The language of a product's texts.
#[derive(Clone, Copy)]
enum Tongue {
    English,
    Hinglish,
    Hindi,
}

impl Catalogue {
    /// Vocabularies from a seed; products are made when asked for.
    pub fn seeded(seed: u64, count: u32) -> Self {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        Catalogue {
            seed,
            count,
            english: Words::latin(&mut rng, vocabulary::ENGLISH, 40_000),
            hindi: Words::devanagari(&mut rng, vocabulary::HINDI, 12_000),
            hinglish: Words::latin(&mut rng, vocabulary::HINGLISH, 15_000),
            brands: Words::names(&mut rng, 6_000),
        }
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// The one at a place.
    pub fn product(&self, at: u32) -> Product {
        let mut rng = ChaCha12Rng::seed_from_u64(self.seed);
        rng.set_stream(u64::from(at) + 1);
        let rng = &mut rng;
        let kind = vocabulary::KINDS[skewed(rng, vocabulary::KINDS.len())];
        let tongue = match rng.random_range(0..100) {
            0..60 => Tongue::English,
            60..85 => Tongue::Hinglish,
            _ => Tongue::Hindi,
        };
        let color = vocabulary::COLORS[skewed(rng, vocabulary::COLORS.len())];
        let material = vocabulary::MATERIALS[skewed(rng, vocabulary::MATERIALS.len())];
        let size = kind.sizes[rng.random_range(0..kind.sizes.len())];
        let brand = self.brands.any(rng).to_owned();
        let price = Money::rupees((99.0 * 2f64.powf(rng.random_range(0.0..10.5))) as i64);
        let translated = matches!(tongue, Tongue::English) && rng.random_bool(0.3);
        Product {
            id: ProductId::from(format!("made:{at:07}")),
            source: "made".to_owned(),
            domain: kind.domain,
            title: self.title(rng, tongue, kind, &brand, color),
            title_hi: translated.then(|| self.title(rng, Tongue::Hindi, kind, "", color)),
            brand: Some(brand),
            categories: kind.path(rng),
            price: rng.random_bool(0.97).then_some(price),
            mrp: None,
            rating: rng
                .random_bool(0.8)
                .then(|| rng.random_range(20..=50) as f32 / 10.0),
            rating_count: Some(rng.random_range(0..5_000)),
            stock: Some(if rng.random_bool(0.05) {
                0
            } else {
                rng.random_range(1..500)
            }),
            description: Some(self.text(rng, tongue, 20..31)),
            attributes: BTreeMap::from([
                ("color".to_owned(), vec![color.to_owned()]),
                ("material".to_owned(), vec![material.to_owned()]),
                ("size".to_owned(), vec![size.to_owned()]),
            ]),
            image: Some(format!("made/{at:07}.jpg")),
            new_description: None,
        }
    }

    /// Brand, what it is, its colour, and words to make 6 to 12.
    fn title(
        &self,
        rng: &mut ChaCha12Rng,
        tongue: Tongue,
        kind: &Kind,
        brand: &str,
        color: &str,
    ) -> String {
        let mut words: Vec<&str> = brand.split_whitespace().collect();
        let noun = match tongue {
            Tongue::Hindi => kind.hindi,
            _ => kind.noun,
        };
        let wanted = rng.random_range(6..=12);
        words.push(self.word(rng, tongue));
        words.extend([color, noun]);
        while words.len() < wanted {
            words.push(self.word(rng, tongue));
        }
        let mut title = words.join(" ");
        if kind.domain == Domain::Electronics && rng.random_bool(0.5) {
            let letter = char::from(b'A' + rng.random_range(0..26));
            title.push_str(&format!(" {letter}{}", rng.random_range(10..1_000)));
        }
        title
    }

    fn text(&self, rng: &mut ChaCha12Rng, tongue: Tongue, words: std::ops::Range<usize>) -> String {
        let count = rng.random_range(words);
        let words: Vec<&str> = (0..count).map(|_| self.word(rng, tongue)).collect();
        words.join(" ") + "."
    }

    fn word(&self, rng: &mut ChaCha12Rng, tongue: Tongue) -> &str {
        match tongue {
            Tongue::English => self.english.any(rng),
            Tongue::Hinglish if rng.random_bool(0.3) => self.english.any(rng),
            Tongue::Hinglish => self.hinglish.any(rng),
            Tongue::Hindi => self.hindi.any(rng),
        }
    }
}

/// A place in a list, the first ones more often.
fn skewed(rng: &mut ChaCha12Rng, len: usize) -> usize {
    let share: f64 = rng.random();
    ((share * share * len as f64) as usize).min(len - 1)
}
