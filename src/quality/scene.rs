//! What the checks know when a turn is said: the products on offer, and what the shopper has said of money.

use std::collections::BTreeSet;

use super::Facts;
use super::claim::{Role, role};
use super::money::{Amount, bare, find};
use super::words::{Token, tokens};
use crate::domain::{
    Act, Currency, Finding, FindingKind, Money, Product, ProductId, Severity, Span, Speaker, Turn,
    TurnId,
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
    /// Every product of which the shopper showed a picture: to speak of it is no offer.
    pub shown: BTreeSet<ProductId>,
    /// The budget that the shopper stated last, or a lower amount told after it.
    pub budget: Option<Money>,
    /// Every amount that the shopper said.
    pub users_amounts: Vec<Money>,
    /// The turn of an offer that the shopper has just refused or found fault with.
    pub refused: Option<TurnId>,
    /// The assistant's last turn.
    last_reply: Option<TurnId>,
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
    pub fn hear(&mut self, said: &Said<'_>, facts: &dyn Facts) {
        match said.turn.speaker {
            Speaker::Assistant => {
                self.last_reply = Some(said.turn.id);
                if !said.turn.mentioned.is_empty() {
                    self.on_offer.clone_from(&said.turn.mentioned);
                    self.offered.extend(said.turn.mentioned.iter().cloned());
                }
                // Who offers something and says that it is within the budget asks for none.
                self.asked_for_budget = said.turn.mentioned.is_empty()
                    && (said.says(BUDGET_WORDS) || said.says(&["kitne", "कितने"]));
            }
            Speaker::User => {
                let refuses = matches!(said.turn.act, Act::Reject | Act::Critique);
                self.refused = self.last_reply.filter(|_| refuses);
                self.shown.extend(said.turn.mentioned.iter().cloned());
                self.shown.retain(|id| !self.offered.contains(id));
                self.hear_budget(said, facts);
            }
        }
    }

    /// The budget that a turn of the shopper states.
    ///
    /// A limit (`2000 tak`), an answer to the question for it, and any amount beside the word itself are explicit and
    /// replace what was said before; people do raise it. Another amount in a turn that tells needs only lowers it.
    fn hear_budget(&mut self, said: &Said<'_>, facts: &dyn Facts) {
        let names_budget = said.says(BUDGET_WORDS) || said.says(RAISES);
        let answer = match self.asked_for_budget && said.amounts.is_empty() {
            true => bare(&said.tokens),
            false => Vec::new(),
        };
        let all = said.amounts.iter().chain(&answer);
        let rupees: Vec<&Amount> = all
            .filter(|amount| amount.money.currency == Currency::INR)
            .collect();
        let quoted = self.prices_on_offer(facts);
        for (at, amount) in rupees.iter().enumerate() {
            self.users_amounts.push(amount.money);
            // Of a range the upper end is the budget.
            if amount.in_range && rupees.get(at + 1).is_some_and(|next| next.in_range) {
                continue;
            }
            let role = role(&said.tokens, amount);
            let plain = role == Role::Price;
            // Whoever says the price of what lies there speaks of that thing.
            let own = !quoted.contains(&amount.money);
            let answers = self.asked_for_budget && own;
            let explicit =
                role == Role::Limit || (plain && (names_budget || answers || amount.in_range));
            let told = plain && tells_needs(said) && own;
            let lower = self
                .budget
                .is_none_or(|before| amount.money.minor < before.minor);
            if explicit || (told && lower) {
                self.budget = Some(amount.money);
            }
        }
    }

    fn prices_on_offer(&self, facts: &dyn Facts) -> Vec<Money> {
        let products = self.on_offer.iter().filter_map(|id| facts.product(id));
        products.filter_map(|product| product.price).collect()
    }
}

/// Whether a turn of the shopper tells what is needed, and not what was seen or paid elsewhere.
fn tells_needs(said: &Said<'_>) -> bool {
    const ELSEWHERE: &[&str] = &[
        "saw",
        "liked",
        "market",
        "bought",
        "paid",
        "online",
        "amazon",
        "flipkart",
        "dekha",
        "dekhi",
        "liya",
        "li",
        "देखा",
        "देखी",
        "लिया",
        "मार्केट",
        "बाजार",
        "bazaar",
        "last",
        "pichli",
        "पिछली",
    ];
    let acts = [Act::Inform, Act::Answer, Act::Critique, Act::Reject];
    acts.contains(&said.turn.act) && !said.says(ELSEWHERE)
}
