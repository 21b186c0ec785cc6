//! Budget: offered although dearer than what the shopper said, or although the price cannot be compared.

use super::Facts;
use super::scene::{Said, Scene};
use crate::domain::{Act, Finding, FindingKind, Money, Product, Severity, Span, Speaker};

/// Faults of a recommendation against the lowest budget stated so far.
pub(super) fn check(said: &Said<'_>, scene: &Scene, facts: &dyn Facts, out: &mut Vec<Finding>) {
    let recommends = said.turn.speaker == Speaker::Assistant && said.turn.act == Act::Recommend;
    let Some(budget) = scene.budget.filter(|_| recommends) else {
        return;
    };
    let open = is_told(said);
    for id in &said.turn.mentioned {
        let Some(product) = facts.product(id) else {
            continue;
        };
        let (severity, actual) = match product.price {
            Some(price) if price.within(budget) => continue,
            Some(_) if open => continue,
            Some(price) if price.currency == budget.currency => {
                (Severity::Fault, price.to_string())
            }
            Some(price) => (Severity::Note, price.to_string()),
            None => (Severity::Note, "no price in the catalogue".to_owned()),
        };
        out.push(Finding {
            span: place(said, product),
            claimed: format!("budget {budget}"),
            actual,
            product: Some(id.clone()),
            ..said.finding(FindingKind::Budget, severity)
        });
    }
}

/// Where the product's price is said.
fn place(said: &Said<'_>, product: &Product) -> Option<Span> {
    let is_price = |money: Money| product.price == Some(money);
    let amount = said.amounts.iter().find(|amount| is_price(amount.money));
    amount.map(|amount| amount.span)
}

/// Whether the turn says openly that the offer is above the budget.
fn is_told(said: &Said<'_>) -> bool {
    const MEASURE: &[&str] = &["budget", "बजट", "limit", "range"];
    const ABOVE: &[&str] = &[
        "upar",
        "uper",
        "oopar",
        "zyada",
        "jyada",
        "bahar",
        "baahar",
        "above",
        "over",
        "beyond",
        "exceeds",
        "exceed",
        "stretch",
        "more",
        "higher",
        "outside",
        "paar",
        "ऊपर",
        "ज्यादा",
        "बाहर",
        "पार",
        "अधिक",
        "costlier",
        "mehenga",
        "mehnga",
        "महंगा",
        "महंगी",
        "mehengi",
        "costly",
        "pricier",
    ];
    const NO: &[&str] = &[
        "nahi",
        "nahin",
        "nhi",
        "not",
        "isn",
        "without",
        "bina",
        "bilkul",
        "नहीं",
        "बिना",
    ];
    let tokens = &said.tokens;
    (0..tokens.len()).any(|at| {
        let near =
            |reach: usize| &tokens[at.saturating_sub(reach)..(at + reach + 1).min(tokens.len())];
        let amount = said
            .amounts
            .iter()
            .any(|amount| (amount.first..=amount.last).contains(&at));
        // Above the shopper's own figure, or above the budget by name.
        let measured = near(5).iter().any(|token| token.is_in(MEASURE)) || {
            let theirs = said
                .amounts
                .iter()
                .find(|amount| at.abs_diff(amount.last) <= 4 || at.abs_diff(amount.first) <= 4);
            theirs.is_some()
                && tokens[at].is_in(&[
                    "upar",
                    "uper",
                    "zyada",
                    "jyada",
                    "above",
                    "over",
                    "ऊपर",
                    "ज्यादा",
                ])
        };
        !amount
            && tokens[at].is_in(ABOVE)
            && measured
            && !near(3).iter().any(|token| token.is_in(NO))
    })
}
