//! What the checks know when a turn is said: the products on offer, and what the shopper has said of money.

use std::collections::BTreeSet;

use super::Facts;
use super::claim::{Role, role};
use super::money::{Amount, bare, find};
use super::words::{Token, tokens};
use crate::domain::{
    Currency, Finding, FindingKind, Money, Product, ProductId, Severity, Span, Speaker, Turn,
};

/// A turn that is being checked.
pub(super) struct Said<'a> {
    pub turn: &'a Turn,
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    pub amounts: Vec<Amount>,
}

impl<'a> Said<'a> {
    pub fn new(turn: &'a Turn, text: &'a str) -> Self {
        let tokens = tokens(text);
        let amounts = find(&tokens);
        Said {
            turn,
            text,
            tokens,
            amounts,
        }
    }

    /// Whether one of these folded words is said.
    pub fn says(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| token.is_in(words))
    }

    /// The text of a place.
    pub fn words(&self, span: Span) -> String {
        let length = (span.end - span.start) as usize;
        self.text
            .chars()
            .skip(span.start as usize)
            .take(length)
            .collect()
    }

    pub fn finding(&self, kind: FindingKind, severity: Severity) -> Finding {
        Finding {
            turn: self.turn.id,
            kind,
            severity,
            span: None,
            claimed: String::new(),
            actual: String::new(),
            product: None,
        }
    }
}

/// What was said before a turn.
#[derive(Default)]
pub(super) struct Scene {
    /// The products of the last turn of the assistant that named any.
    pub on_offer: Vec<ProductId>,
    /// Every product that the assistant named so far.
    pub offered: BTreeSet<ProductId>,
    /// The lowest budget that the shopper stated and did not raise.
    pub budget: Option<Money>,
    /// Every amount that the shopper said.
    pub users_amounts: Vec<Money>,
    /// Whether the assistant just asked for the budget.
    asked_for_budget: bool,
}

const BUDGET_WORDS: &[&str] = &["budget", "बजट", "kharch", "खर्च", "spend"];
const RAISES: &[&str] = &[
    "badha",
    "badhaa",
    "badhakar",
    "stretch",
    "extend",
    "increase",
    "raise",
    "chalega",
    "chalegi",
    "बढा",
    "बढाकर",
    "चलेगा",
    "upar",
    "ऊपर",
    "instead",
];

impl Scene {
    /// The products that a turn speaks of: those it names, else those on offer.
    pub fn scope<'f>(&self, said: &Said<'_>, facts: &'f dyn Facts) -> Vec<&'f Product> {
        let ids = match said.turn.mentioned.is_empty() {
            true => &self.on_offer,
            false => &said.turn.mentioned,
        };
        ids.iter().filter_map(|id| facts.product(id)).collect()
    }

    /// Takes a turn in, after it was checked.
    pub fn hear(&mut self, said: &Said<'_>) {
        match said.turn.speaker {
            Speaker::Assistant => {
                if !said.turn.mentioned.is_empty() {
                    self.on_offer.clone_from(&said.turn.mentioned);
                    self.offered.extend(said.turn.mentioned.iter().cloned());
                }
                self.asked_for_budget = said.says(BUDGET_WORDS) || said.says(&["kitne", "कितने"]);
            }
            Speaker::User => self.hear_budget(said),
        }
    }

    fn hear_budget(&mut self, said: &Said<'_>) {
        let raised = said.says(RAISES);
        let names_budget = raised || said.says(BUDGET_WORDS);
        let answer = match self.asked_for_budget && said.amounts.is_empty() {
            true => bare(&said.tokens),
            false => Vec::new(),
        };
        let rupees: Vec<&Amount> = said
            .amounts
            .iter()
            .chain(&answer)
            .filter(|amount| amount.money.currency == Currency::INR)
            .collect();
        self.users_amounts
            .extend(rupees.iter().map(|amount| amount.money));
        let stated = rupees.iter().enumerate().filter(|(at, amount)| {
            let role = role(&said.tokens, amount);
            // Of a range the upper end is the budget.
            let lower_end = amount.in_range && rupees.get(at + 1).is_some_and(|next| next.in_range);
            let meant = role == Role::Limit
                || (role == Role::Price
                    && (names_budget || self.asked_for_budget || amount.in_range));
            meant && !lower_end
        });
        let Some(lowest) = stated
            .map(|(_, amount)| amount.money)
            .min_by_key(|money| money.minor)
        else {
            return;
        };
        self.budget = match self.budget {
            Some(before) if !raised && before.minor <= lowest.minor => Some(before),
            _ => Some(lowest),
        };
    }
}
