//! The walk through a conversation, turn by turn.

use super::brand::Brands;
use super::leak::Secret;
use super::scene::{Said, Scene};
use super::{Facts, brand, budget, leak, price, roles, stock};
use crate::domain::{Conversation, Finding, FindingKind, Severity, Turn};

/// Every fault that the checks find in the current branch, in the order of turns and, within a turn, of kinds.
///
/// `text_of` gives the text of a turn that is in force, so that an edit that mends a fault also takes its finding away.
pub fn check<'a>(
    conversation: &'a Conversation,
    text_of: &dyn Fn(&'a Turn) -> &'a str,
    facts: &dyn Facts,
) -> Vec<Finding> {
    let brands = Brands::of(conversation, facts);
    let secret = Secret::of(conversation, facts);
    let mut scene = Scene::default();
    let mut out = Vec::new();
    let mut turns = conversation.current_turns().peekable();
    while let Some(turn) = turns.next() {
        let said = Said::new(turn, text_of(turn));
        price::check(&said, &scene, facts, &mut out);
        brand::check(&said, &scene, &brands, facts, &mut out);
        stock::check(&said, &scene, facts, &mut out);
        budget::check(&said, &scene, facts, &mut out);
        unknown(&said, facts, &mut out);
        if let Some(secret) = &secret {
            leak::check(&said, &scene, secret, facts, &mut out);
        }
        roles::check(&said, turns.peek().copied(), &scene, facts, &mut out);
        scene.hear(&said, facts);
    }
    out
}

/// Products that a turn names and the catalogue does not know.
fn unknown(said: &Said<'_>, facts: &dyn Facts, out: &mut Vec<Finding>) {
    let named = said.turn.mentioned.iter().enumerate();
    let first = |at: usize, id| !said.turn.mentioned[..at].contains(id);
    for (_, id) in named.filter(|(at, id)| first(*at, id) && facts.product(id).is_none()) {
        out.push(Finding {
            claimed: id.to_string(),
            actual: "not in the catalogue".to_owned(),
            product: Some(id.clone()),
            ..said.finding(FindingKind::UnknownProduct, Severity::Fault)
        });
    }
}
