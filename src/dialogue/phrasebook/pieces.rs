//! The small pieces that lines are built from: acknowledgements and reasons.
//!
//! Owns: which reason an offer may truly give. Does not: fill it.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::book::{Book, Line, piece_group};
use super::reasons;
use super::template::Piece;
use crate::dialogue::{Fault, Situation, Step};
use crate::domain::Product;

/// The piece groups of a book.
#[derive(Clone, Copy)]
pub(crate) struct Pieces<'a> {
    pub book: &'a Book,
}

/// Fewer ratings than this say little.
const RATINGS: u32 = 20;

impl<'a> Pieces<'a> {
    /// The lines of the piece `name`.
    pub(crate) fn of(&self, name: &str) -> Vec<&'a Line> {
        self.book.lines(&piece_group(name)).iter().collect()
    }

    /// One line of a piece group.
    pub(crate) fn pick(&self, group: &str, rng: &mut ChaCha12Rng) -> Option<&'a [Piece]> {
        let lines = self.book.lines(group);
        if lines.is_empty() {
            return None;
        }
        let line = &lines[rng.random_range(0..lines.len())];
        Some(&line.pieces)
    }

    /// A reason that the facts bear out, with its group; `None` when there is none.
    pub(crate) fn pick_why(
        &self,
        step: &Step,
        product: &Product,
        rng: &mut ChaCha12Rng,
    ) -> Option<(&'static str, &'a [Piece])> {
        if let Some(group) = reasons::owed(step) {
            return Some((group, self.pick(group, rng)?));
        }
        let facts = &step.facts;
        let mut groups = Vec::new();
        if !reasons::worth_saying(&facts.matched).is_empty() {
            groups.extend(["piece.why.match"; 3]);
        }
        let within = facts
            .budget
            .zip(product.price)
            .is_some_and(|(cap, price)| price.within(cap));
        // That an offer keeps to the budget is news once, or after somebody called the last one dear.
        let offered = |situation| matches!(situation, Situation::AssistantRecommend(_));
        let first = !step.history.iter().any(|said| offered(said.situation));
        let dear = step.history.last().is_some_and(|said| {
            matches!(
                said.situation,
                Situation::UserCritique(Fault::Price) | Situation::UserReject(Fault::Price)
            )
        });
        if within && (first || dear) {
            groups.push("piece.why.budget");
        }
        let rated = product.rating.is_some_and(|r| r >= 4.0);
        if rated && product.rating_count.is_none_or(|n| n >= RATINGS) {
            groups.extend(["piece.why.rating"; 2]);
        }
        if groups.is_empty() {
            return None;
        }
        let group = groups[rng.random_range(0..groups.len())];
        Some((group, self.pick(group, rng)?))
    }
}
