//! Budget: offered although dearer than what the shopper said, or although the price cannot be compared.
//!
//! An offer above the budget is no fault when the assistant says so in the same turn. When it is said only in reply to the
//! refusal, the offer stays worth a look.

use super::Facts;
use super::scene::{Said, Scene};
use crate::domain::{
    Act, Finding, FindingKind, Money, Product, ProductId, Severity, Span, Speaker, TurnId,
};

/// Faults of what is offered in a turn against the lowest budget stated so far.
pub(super) fn check(said: &Said<'_>, scene: &Scene, facts: &dyn Facts, out: &mut Vec<Finding>) {
    if said.turn.speaker != Speaker::Assistant {
        return;
    }
    let Some(budget) = scene.budget else {
        return;
    };
    let open = is_told(said);
    if open {
        excuse(scene.refused, out);
    }
    // What another turn shows for the first time is an offer too, unless the shopper showed it.
    let recommends = said.turn.act == Act::Recommend;
    let known = |id: &ProductId| scene.offered.contains(id) || scene.shown.contains(id);
    let offered = |id: &&ProductId| recommends || !known(id);
    for id in said.turn.mentioned.iter().filter(offered) {
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

/// Takes the fault from an offer of which the assistant says now, after it was refused, that it is above the budget.
fn excuse(refused: Option<TurnId>, out: &mut [Finding]) {
    let of_offer = |finding: &&mut Finding| {
        finding.kind == FindingKind::Budget && Some(finding.turn) == refused
    };
    for finding in out.iter_mut().filter(of_offer) {
        finding.severity = Severity::Note;
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
        "no",
        "never",
        "na",
        "mat",
        "मत",
        "ना",
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
            && !near(5).iter().any(|token| token.is_in(NO))
    })
}
