//! Prices: every amount that the assistant says of a product, against the catalogue.

use super::Facts;
use super::claim::{Role, is_rough, role};
use super::money::{Amount, Written};
use super::scene::{Said, Scene};
use crate::domain::{Act, Finding, FindingKind, Money, Product, Severity, Speaker};

/// Faults of the prices that an assistant's turn states.
pub(super) fn check(said: &Said<'_>, scene: &Scene, facts: &dyn Facts, out: &mut Vec<Finding>) {
    if said.turn.speaker != Speaker::Assistant || said.amounts.is_empty() {
        return;
    }
    // Without a product named, only an answer is surely about what is on offer; a question may speak of other goods.
    let about_offer = matches!(said.turn.act, Act::Answer | Act::Recommend | Act::Compare);
    let scope = scene.scope(said, facts);
    if scope.is_empty() || (said.turn.mentioned.is_empty() && !about_offer) {
        return;
    }
    for amount in &said.amounts {
        let printed = match role(&said.tokens, amount) {
            Role::Price => false,
            Role::Printed => true,
            Role::Limit | Role::Floor | Role::Difference | Role::Charge => continue,
        };
        let claim = Claim {
            said,
            amount,
            printed,
        };
        if !claim.is_true(&scope) && !claim.is_about_something_else(&scope, scene, facts) {
            out.push(claim.fault(&scope));
        }
    }
}

struct Claim<'a> {
    said: &'a Said<'a>,
    amount: &'a Amount,
    printed: bool,
}

impl Claim<'_> {
    fn is_true(&self, scope: &[&Product]) -> bool {
        let fits = |money: Option<Money>| money.is_some_and(|money| self.fits(money));
        scope.iter().any(|product| match self.printed {
            // What it cost before is the printed price, and `MRP 499` may be said of a product that costs just that.
            true => fits(product.mrp) || (product.mrp.is_none() && fits(product.price)),
            false => fits(product.price),
        })
    }

    /// Whether the amount is this price: to the rupee, or within a tenth when it is said to be a rough one.
    fn fits(&self, price: Money) -> bool {
        let claimed = self.amount.money;
        if claimed.currency != price.currency {
            return false;
        }
        let apart = (claimed.minor - price.minor).abs();
        apart < price.currency.minor_per_major()
            || (is_rough(&self.said.tokens, self.amount) && apart * 10 <= price.minor)
    }

    /// Whether the amount is no price of these products: the shopper's own words, a sum, an earlier offer.
    fn is_about_something_else(
        &self,
        scope: &[&Product],
        scene: &Scene,
        facts: &dyn Facts,
    ) -> bool {
        let claimed = self.amount.money;
        scene.users_amounts.contains(&claimed)
            || self.amount.in_range
            || self.is_sum(scope)
            || self.is_earlier_offer(scene, facts)
    }

    fn is_sum(&self, scope: &[&Product]) -> bool {
        const TOTAL: &[&str] = &[
            "total",
            "kul",
            "कुल",
            "dono",
            "दोनों",
            "both",
            "together",
            "saath",
            "साथ",
            "milakar",
            "मिलाकर",
            "pair",
            "sets",
            "teeno",
            "तीनों",
        ];
        if !self.said.says(TOTAL) {
            return false;
        }
        let prices = || scope.iter().filter_map(|product| product.price);
        let sum: i64 = prices().map(|price| price.minor).sum();
        let claimed = self.amount.money.minor;
        let multiple =
            |price: Money| price.minor > 0 && (2..=6).any(|n| price.minor * n == claimed);
        claimed == sum || prices().any(multiple)
    }

    fn is_earlier_offer(&self, scene: &Scene, facts: &dyn Facts) -> bool {
        const BACK: &[&str] = &[
            "pehle",
            "pehla",
            "pehli",
            "पहले",
            "पहला",
            "पहली",
            "pichla",
            "pichle",
            "pichli",
            "पिछला",
            "पिछली",
            "पिछले",
            "earlier",
            "previous",
            "first",
            "former",
            "purana",
            "wahi",
            "वही",
            "doosra",
            "dusra",
            "doosri",
            "dusri",
            "दूसरा",
            "दूसरी",
            "other",
            "than",
            "compared",
            "se",
            "से",
        ];
        let offered = || scene.offered.iter().filter_map(|id| facts.product(id));
        self.said.says(BACK)
            && offered().any(|product| product.price.is_some_and(|price| self.fits(price)))
    }

    fn fault(&self, scope: &[&Product]) -> Finding {
        let value = |product: &Product| match self.printed {
            true => product.mrp,
            false => product.price,
        };
        let claimed = self.amount.money;
        let known = scope.iter().filter(|product| value(product).is_some());
        let nearest = known.min_by_key(|product| {
            value(product).map_or(i64::MAX, |money| (money.minor - claimed.minor).abs())
        });
        let product = nearest.or(scope.first());
        let actual = product.and_then(|product| value(product));
        // People round what they say in words; what the catalogue does not know it does not contradict.
        let rounded = self.amount.written != Written::Digits
            && actual.is_some_and(|money| {
                money.currency == claimed.currency
                    && (money.minor - claimed.minor).abs() * 50 <= money.minor
            });
        let severity = match actual.is_none() || rounded {
            true => Severity::Note,
            false => Severity::Fault,
        };
        Finding {
            span: Some(self.amount.span),
            claimed: self.said.words(self.amount.span),
            actual: actual.map_or_else(
                || "no price in the catalogue".to_owned(),
                |money| money.to_string(),
            ),
            product: product.map(|product| product.id.clone()),
            ..self.said.finding(FindingKind::Price, severity)
        }
    }
}
