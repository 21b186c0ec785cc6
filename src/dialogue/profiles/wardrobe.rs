//! Sizes that a person wears, and what the person bought before.
//!
//! Owns: drawing both so that they agree with the person. Does not: know today's wish.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::ProfileGenerator;
use super::draw::weighted;
use super::person::Person;
use super::shelf::{Search, Shelf};
use crate::dialogue::data::Knowledge;
use crate::domain::{BrandLoyalty, Domain, Gender, Product, Purchase, UsualSize};

/// The most that is remembered.
const REMEMBERED: u32 = 4;
/// Days before the shopping day in which it was bought.
const DAYS: std::ops::RangeInclusive<i64> = 12..=500;

/// Clothes sizes with the shares of women and of men, in percent; the shares are our own choice.
const CLOTHES: [(&str, f64, f64); 7] = [
    ("XS", 8.0, 1.0),
    ("S", 22.0, 10.0),
    ("M", 28.0, 28.0),
    ("L", 22.0, 31.0),
    ("XL", 12.0, 19.0),
    ("XXL", 6.0, 9.0),
    ("3XL", 2.0, 2.0),
];

impl ProfileGenerator {
    /// Sizes that agree with one another: who wears M is no 42 inches round the waist.
    pub(super) fn sizes(&self, gender: Gender, rng: &mut ChaCha12Rng) -> Vec<UsualSize> {
        let places: Vec<usize> = (0..CLOTHES.len()).collect();
        let share = |place: &usize| match gender {
            Gender::Female => CLOTHES[*place].1,
            Gender::Male => CLOTHES[*place].2,
            Gender::Unknown => CLOTHES[*place].1 + CLOTHES[*place].2,
        };
        let place = weighted(&places, share, rng).copied().unwrap_or(2);
        let step = i64::try_from(place).unwrap_or(2);
        let shoe = match gender {
            Gender::Female => rng.random_range(3..=7),
            Gender::Male => rng.random_range(7..=11),
            Gender::Unknown => rng.random_range(5..=8),
        };
        let waist = if gender == Gender::Female { 26 } else { 28 };
        let size = |of: &str, size: String| UsualSize {
            of: of.to_owned(),
            size,
        };
        vec![
            size("clothes", CLOTHES[place].0.to_owned()),
            size("shoes", format!("UK {shoe}")),
            size("waist", format!("{} inch", waist + 2 * step)),
            size("jacket", (34 + 2 * step).to_string()),
        ]
    }

    /// What the person bought in the months before, payable and of use to the person; and the brands that were liked.
    pub(super) fn purchases(
        &self,
        person: &Person,
        shelf: &Shelf,
        rng: &mut ChaCha12Rng,
    ) -> (Vec<Purchase>, Vec<String>) {
        let count = rng.random_range(0..=REMEMBERED);
        let mut bought: Vec<Purchase> = Vec::new();
        let mut loved: Vec<String> = Vec::new();
        let faithful = person.traits.brand_loyalty != BrandLoyalty::Indifferent;
        let domains = shelf.domains();
        for _ in 0..count {
            // Two of three purchases are of the department that the person comes to today.
            let elsewhere = rng.random_range(0..3) == 0;
            let other = domains
                .get(rng.random_range(0..domains.len().max(1)))
                .copied();
            let domain = other.filter(|_| elsewhere).unwrap_or(person.domain);
            let Some(product) = self.once_bought(person, domain, shelf, rng) else {
                continue;
            };
            let Some((price, noun)) = product.price.zip(self.knowledge.nouns.of(product)) else {
                continue;
            };
            let ago = jiff::Span::new().days(rng.random_range(DAYS));
            let date = person.day.checked_sub(ago).unwrap_or(person.day);
            let satisfaction = [2, 3, 3, 4, 4, 4, 5, 5][rng.random_range(0..8)];
            if bought.iter().all(|earlier| earlier.product != product.id) {
                let content = faithful && satisfaction >= 4 && product.domain != Domain::Books;
                let brand = product.brand.as_ref().filter(|_| content);
                loved.extend(brand.filter(|brand| !loved.contains(brand)).cloned());
                bought.push(Purchase {
                    product: product.id.clone(),
                    product_type: noun.key.clone(),
                    price,
                    date: date.to_string(),
                    satisfaction,
                });
            }
        }
        bought.sort_by(|a, b| b.date.cmp(&a.date));
        (bought, loved)
    }

    fn once_bought<'s>(
        &self,
        person: &Person,
        domain: Domain,
        shelf: &'s Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Option<&'s Product> {
        let ranges = self.demographics.budgets_of(&person.income, domain.code());
        let most = ranges.iter().map(|(_, most)| *most).max().unwrap_or(3_000);
        let least = ranges.iter().map(|(least, _)| *least).min().unwrap_or(0);
        let search = Search {
            domain,
            gender: person.gender,
            age: person.age,
            least: least * 100,
            most: most * 100,
        };
        let found = shelf.find(&self.knowledge, search, |_| true, |_| true, rng)?;
        let payable = found.price.is_some_and(|price| price.minor <= search.most);
        payable.then_some(found)
    }
}

impl Person {
    /// Whether a size is one that this person wears, as far as the person's sizes say.
    pub(super) fn wears(&self, product: &Product, size: &str, knowledge: &Knowledge) -> bool {
        let lower = size.to_lowercase();
        if size.ends_with("kids") || lower.starts_with("us ") {
            return false;
        }
        if product.domain != Domain::Fashion {
            return true;
        }
        let own = |of: &str| {
            self.sizes
                .iter()
                .find(|own| own.of == of)
                .map(|own| own.size.as_str())
        };
        let letters = CLOTHES.iter().any(|(name, _, _)| *name == size);
        let measured = if letters {
            own("clothes")
        } else if lower.starts_with("uk ") {
            own("shoes")
        } else if lower.ends_with(" inch") {
            // A blouse goes by the chest, trousers by the waist.
            let chest = knowledge
                .nouns
                .of(product)
                .is_some_and(|noun| noun.key == "blouse");
            if chest {
                return own("jacket").is_none_or(|own| lower == format!("{own} inch"));
            }
            own("waist")
        } else if size.parse::<u8>().is_ok() {
            own("jacket")
        } else {
            None
        };
        measured.is_none_or(|own| own == size)
    }
}
