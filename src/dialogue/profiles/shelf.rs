//! The goods that scenarios are about, sorted by kind and price.
//!
//! Owns: finding something that a person could want. Does not: know why it is wanted.

use std::collections::BTreeMap;

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::draw::weighted;
use crate::dialogue::data::{Knowledge, Noun, has};
use crate::dialogue::machine::MadeFor;
use crate::domain::{Currency, Domain, Gender, Product};

/// Goods of a kind that are looked at before another kind is.
const GLANCES: usize = 12;
/// Kinds that are looked at before the purse is opened wider.
const KINDS: usize = 8;

/// Products in an order that does not change, of which those that can be paid in rupees and are in stock are sorted.
#[derive(Clone, Debug)]
pub struct Shelf {
    products: Vec<Product>,
    kinds: Vec<Kind>,
}

/// All goods of one kind.
#[derive(Clone, Debug)]
struct Kind {
    noun: String,
    domain: Domain,
    /// Cheapest first.
    goods: Vec<Good>,
}

#[derive(Clone, Copy, Debug)]
struct Good {
    place: usize,
    /// In paise.
    price: i64,
    made_for: MadeFor,
}

/// Who would use the thing, and what it may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    pub(super) domain: Domain,
    pub(super) gender: Gender,
    /// Years.
    pub(super) age: u8,
    /// In paise.
    pub(super) least: i64,
    /// In paise.
    pub(super) most: i64,
}

impl Shelf {
    /// Sorts products onto a shelf. The same products in the same order give the same shelf.
    pub fn new(products: Vec<Product>, knowledge: &Knowledge) -> Self {
        let mut kinds: BTreeMap<(Domain, String), Vec<Good>> = BTreeMap::new();
        for (place, product) in products.iter().enumerate() {
            let payable = product
                .price
                .filter(|p| p.currency == Currency::INR && p.minor > 0);
            let (Some(price), Some(noun)) = (payable, knowledge.nouns.of(product)) else {
                continue;
            };
            if product.out_of_stock() || !knowledge.nouns.is_told_by(product, noun) {
                continue;
            }
            let made_for = made_for(product, knowledge);
            let goods = kinds.entry((product.domain, noun.key.clone())).or_default();
            goods.push(Good {
                place,
                price: price.minor,
                made_for,
            });
        }
        let sorted = |((domain, noun), mut goods): ((Domain, String), Vec<Good>)| {
            goods.sort_by_key(|good| (good.price, good.place));
            Kind {
                noun,
                domain,
                goods,
            }
        };
        Shelf {
            kinds: kinds.into_iter().map(sorted).collect(),
            products,
        }
    }

    /// How many products stand on it.
    pub fn len(&self) -> usize {
        self.products.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.products.is_empty()
    }

    /// Something that such a person could want, of a kind that `kind` allows; kinds with more goods come more often. When
    /// nothing is within the purse, something dearer or cheaper, and never something of another department.
    pub(super) fn find(
        &self,
        knowledge: &Knowledge,
        search: Search,
        kind: impl Fn(&Noun) -> bool,
        good: impl Fn(&Product) -> bool,
        rng: &mut ChaCha12Rng,
    ) -> Option<&Product> {
        let suits = &knowledge.suits;
        let fitting: Vec<&Kind> = self
            .kinds
            .iter()
            .filter(|of| of.domain == search.domain)
            .filter(|of| {
                knowledge.nouns.get(&of.noun).is_some_and(|noun| {
                    suits.gender(noun, search.gender) && suits.age(noun, search.age) && kind(noun)
                })
            })
            .collect();
        for (least, most) in [(search.least, search.most), (0, search.most), (0, i64::MAX)] {
            let within = Search {
                least,
                most,
                ..search
            };
            if let Some(found) = self.find_among(&fitting, within, &good, rng) {
                return Some(found);
            }
        }
        None
    }

    fn find_among(
        &self,
        kinds: &[&Kind],
        search: Search,
        good: &impl Fn(&Product) -> bool,
        rng: &mut ChaCha12Rng,
    ) -> Option<&Product> {
        let counted = kinds
            .iter()
            .map(|kind| kind.within(search.least, search.most));
        let mut open: Vec<&[Good]> = counted.filter(|goods| !goods.is_empty()).collect();
        for _ in 0..KINDS {
            let places: Vec<usize> = (0..open.len()).collect();
            let place = *weighted(&places, |at| open[*at].len() as f64, rng)?;
            let goods = open.swap_remove(place);
            for _ in 0..GLANCES {
                let one = goods[rng.random_range(0..goods.len())];
                let product = &self.products[one.place];
                if one.made_for.suits_person(search.gender, search.age) && good(product) {
                    return Some(product);
                }
            }
        }
        None
    }

    /// The departments that have goods.
    pub(super) fn domains(&self) -> Vec<Domain> {
        let mut domains: Vec<Domain> = self.kinds.iter().map(|kind| kind.domain).collect();
        domains.dedup();
        domains
    }

    /// Another product of the same kind as one of this key and department.
    pub(super) fn another(
        &self,
        domain: Domain,
        noun: &str,
        rng: &mut ChaCha12Rng,
    ) -> Option<&Product> {
        let kind = self
            .kinds
            .iter()
            .find(|of| of.domain == domain && of.noun == noun)?;
        let good = kind
            .goods
            .get(rng.random_range(0..kind.goods.len().max(1)))?;
        self.products.get(good.place)
    }
}

/// Whom a product is for: as the catalogue says, else as its title or its sizes tell.
pub(super) fn made_for(product: &Product, knowledge: &Knowledge) -> MadeFor {
    let said = MadeFor::of(product);
    if said != MadeFor::Anyone || product.domain == Domain::Books {
        return said;
    }
    let title = product.title.to_lowercase();
    let mut words = title.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    let child = |size: &String| size.ends_with(" years") || size.ends_with("kids");
    let sizes = product.attributes.get("size");
    let small = sizes.is_some_and(|sizes| !sizes.is_empty() && sizes.iter().all(child));
    if small || words.any(|word| has(&knowledge.suits.child_words, word)) {
        return MadeFor::Kids;
    }
    said
}

impl Kind {
    /// The goods of a price range, in paise.
    fn within(&self, least: i64, most: i64) -> &[Good] {
        let from = self.goods.partition_point(|good| good.price < least);
        let to = self.goods.partition_point(|good| good.price <= most);
        self.goods.get(from..to).unwrap_or_default()
    }
}
