//! Finding something to offer: real retrieval, then the wishes told so far.
//!
//! Owns: the query, what may be offered, and the order. Does not: see what the shopper keeps to himself.

use std::sync::Arc;

use super::fit::{Has, MadeFor, has};
use super::known::Known;
use crate::dialogue::data::Knowledge;
use crate::dialogue::{Need, Retrieval, Retrieve, StockWish};
use crate::domain::{Candidate, Currency, Feature, Gender, Money, Product, ProductId};

/// The hits that are looked through for one offer.
const LOOKED_AT: usize = 40;

/// Candidates kept in the provenance.
const KEPT: usize = 10;

/// A product that may be offered.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub product: Arc<Product>,
    /// Its place among the retrieval's hits.
    pub rank: usize,
    /// Told wishes that it is known not to meet.
    pub lacks: Vec<Feature>,
    /// Told wishes that it is known to meet.
    pub matched: Vec<Feature>,
}

/// A finished search.
#[derive(Clone, Debug, Default)]
pub(crate) struct Searched {
    pub found: Vec<Found>,
    pub retrieval: Retrieval,
}

impl Searched {
    /// The provenance of offering `found`.
    pub(crate) fn choosing(&self, found: &Found) -> Retrieval {
        Retrieval {
            chosen_rank: u32::try_from(found.rank).ok(),
            ..self.retrieval.clone()
        }
    }
}

/// The words that the assistant searches for.
pub(crate) fn query(known: &Known, knowledge: &Knowledge) -> String {
    let mut words = Vec::new();
    words.extend(
        known
            .features
            .iter()
            .filter(|f| f.name != "size")
            .map(|f| f.value.clone()),
    );
    let wears = known.wears(knowledge).filter(|_| worn(known, knowledge));
    match wears {
        Some(Gender::Female) => words.push("women".to_owned()),
        Some(Gender::Male) => words.push("men".to_owned()),
        _ => {}
    }
    let noun = knowledge.nouns.get(&known.thing);
    words.push(noun.map_or_else(|| known.thing.clone(), |noun| noun.en.clone()));
    words.join(" ")
}

fn worn(known: &Known, knowledge: &Knowledge) -> bool {
    knowledge.people.worn_by_both.contains(&known.thing)
}

/// Searches for what is known. `cap` is the budget to keep to, `seen` what must not come again.
pub(crate) fn search(
    known: &Known,
    cap: Option<Money>,
    seen: &[ProductId],
    retrieve: &Arc<dyn Retrieve>,
    knowledge: &Knowledge,
) -> Searched {
    let need = Need {
        query: query(known, knowledge),
        domain: known.domain,
        price_cap: cap,
        brand: None,
        stock: StockWish::InStock,
        limit: LOOKED_AT,
    };
    let hits = retrieve.search(&need);
    let retrieval = Retrieval {
        query: need.query,
        candidates: hits.iter().take(KEPT).map(candidate).collect(),
        chosen_rank: None,
        forced: false,
    };
    let mut found: Vec<Found> = hits
        .into_iter()
        .enumerate()
        .filter(|(_, (product, _))| may_offer(product, known, cap, seen, knowledge))
        .map(|(rank, (product, _))| judged(product, rank, known))
        .collect();
    found.sort_by_key(|f| (f.lacks.len(), unpriced(&f.product), f.rank));
    Searched { found, retrieval }
}

fn candidate((product, score): &(Arc<Product>, f32)) -> Candidate {
    Candidate {
        product: product.id.clone(),
        score: *score,
    }
}

fn unpriced(product: &Product) -> u8 {
    u8::from(product.price.is_none_or(|p| p.currency != Currency::INR))
}

fn may_offer(
    product: &Product,
    known: &Known,
    cap: Option<Money>,
    seen: &[ProductId],
    knowledge: &Knowledge,
) -> bool {
    let within = cap.is_none_or(|cap| product.price.is_some_and(|price| price.within(cap)));
    let disliked = known.avoids.iter().any(|f| has(product, f) == Has::Yes);
    let age = known.recipient.as_ref().and_then(|r| r.age);
    let suits = MadeFor::of(product).suits(known.wears(knowledge), age);
    within
        && !disliked
        && suits
        && !product.out_of_stock()
        && !seen.contains(&product.id)
        && same_kind(product, known, knowledge)
}

/// Whether the product is of the kind asked for, as far as the lexicon can tell.
pub(crate) fn same_kind(product: &Product, known: &Known, knowledge: &Knowledge) -> bool {
    match knowledge.nouns.get(&known.thing) {
        Some(noun) => knowledge
            .nouns
            .of(product)
            .is_some_and(|of| of.key == noun.key),
        None => {
            let title = product.title.to_lowercase();
            let categories = product.categories.join(" ").to_lowercase();
            known
                .thing
                .to_lowercase()
                .split_whitespace()
                .any(|word| title.contains(word) || categories.contains(word))
        }
    }
}

fn judged(product: Arc<Product>, rank: usize, known: &Known) -> Found {
    let with = |wish: Has| {
        let wishes = known.features.iter().filter(|f| has(&product, f) == wish);
        wishes.cloned().collect::<Vec<_>>()
    };
    let (lacks, matched) = (with(Has::No), with(Has::Yes));
    Found {
        product,
        rank,
        lacks,
        matched,
    }
}
