//! Stock: offered, promised or taken although the catalogue says that none is left.

use super::Facts;
use super::scene::{Said, Scene};
use crate::domain::{Act, Finding, FindingKind, Product, Severity, Speaker};

/// Faults of availability in a turn.
pub(super) fn check(said: &Said<'_>, scene: &Scene, facts: &dyn Facts, out: &mut Vec<Finding>) {
    let named = !said.turn.mentioned.is_empty();
    let concerns = match (said.turn.speaker, said.turn.act) {
        (Speaker::Assistant, Act::Recommend) => named,
        (Speaker::User, Act::Accept) => named || scene.on_offer.len() == 1,
        (Speaker::Assistant, _) => promises(said),
        (Speaker::User, _) => false,
    };
    if !concerns {
        return;
    }
    let scope = scene.scope(said, facts);
    if is_told(said, &scope) {
        return;
    }
    let gone = |product: &&&Product| product.out_of_stock();
    // A promise that names no product is about one of those on offer: sure only when none of them is left.
    if !named && !scope.iter().all(|product| product.out_of_stock()) {
        return;
    }
    for product in scope.iter().filter(gone) {
        out.push(Finding {
            claimed: "available".to_owned(),
            actual: "0 in stock".to_owned(),
            product: Some(product.id.clone()),
            ..said.finding(FindingKind::Stock, Severity::Fault)
        });
    }
}

/// Whether the turn says that the product can be had.
fn promises(said: &Said<'_>) -> bool {
    said.says(&["available", "stock", "उपलब्ध", "स्टॉक", "अवेलेबल"])
        && !said.tokens.iter().any(|token| token.raw == "?")
}

/// Whether the turn says openly that none is left.
///
/// `No blue one in stock, but see this at ₹899` says it of another thing: a price that follows is an offer.
fn is_told(said: &Said<'_>, scope: &[&Product]) -> bool {
    const GONE: &[&str] = &["unavailable", "khatam", "khatm", "खत्म", "sold"];
    const STOCK: &[&str] = &["stock", "available", "स्टॉक", "उपलब्ध", "अवेलेबल"];
    const NO: &[&str] = &[
        "nahi",
        "nahin",
        "nhi",
        "not",
        "no",
        "out",
        "isn",
        "नहीं",
        "नही",
        "आउट",
    ];
    let tokens = &said.tokens;
    let offered_after = |at: usize| {
        let later = said.amounts.iter().filter(|amount| amount.first > at);
        let is_price = |money| scope.iter().any(|product| product.price == Some(money));
        later.map(|amount| amount.money).any(is_price)
    };
    (0..tokens.len()).any(|at| {
        let near = at.saturating_sub(4)..(at + 5).min(tokens.len());
        let denied = tokens[at].is_in(STOCK) && tokens[near].iter().any(|token| token.is_in(NO));
        (denied || tokens[at].is_in(GONE)) && !offered_after(at)
    })
}
