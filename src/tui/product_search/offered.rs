//! The values that each side of the facets offered before one of them was chosen.
//!
//! A chosen value leaves only products that have it, and the answer's counts name no other one. Kept here, the others stay
//! in sight and in their places, so that a second one can be chosen too.

use super::narrowing::{Narrowing, Pick};
use crate::catalog::{Facet, Side};

/// What was offered for one text.
#[derive(Clone, Debug, Default)]
pub struct Offered {
    words: String,
    sides: Vec<(Side, Vec<String>)>,
}

impl Offered {
    /// Takes the facets of an answer to these words.
    pub fn take(&mut self, words: &str, facets: &[Facet], narrowing: &Narrowing) {
        if self.words != words {
            words.clone_into(&mut self.words);
            self.sides.clear();
        }
        let chosen = |side: Side| {
            let mut picks = narrowing.picks().iter();
            picks.any(|pick| matches!(pick, Pick::Value(of, _) if *of == side))
        };
        for facet in facets.iter().filter(|facet| !chosen(facet.side)) {
            let values = facet.values.iter().map(|(value, _)| value.clone());
            let values: Vec<String> = values.collect();
            match self.sides.iter_mut().find(|(side, _)| *side == facet.side) {
                Some((_, kept)) => *kept = values,
                None => self.sides.push((facet.side, values)),
            }
        }
    }

    /// The values of a side, in the order in which they were offered.
    pub fn of(&self, side: Side) -> &[String] {
        let found = self.sides.iter().find(|(of, _)| *of == side);
        found.map_or(&[], |(_, values)| values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Counted;

    fn colors(values: &[&str]) -> Facet {
        Facet {
            side: Side::Color,
            values: values.iter().map(|v| ((*v).to_owned(), 1)).collect(),
            counted: Counted::All,
        }
    }

    #[test]
    fn what_was_offered_stays_until_the_words_change() {
        let (mut offered, mut narrowing) = (Offered::default(), Narrowing::default());
        offered.take("kurta", &[colors(&["red", "blue"])], &narrowing);
        narrowing.toggle(&Pick::Value(Side::Color, "blue".to_owned()));
        offered.take("kurta", &[colors(&["blue"])], &narrowing);
        assert_eq!(offered.of(Side::Color), ["red", "blue"]);
        offered.take("saree", &[colors(&["blue"])], &narrowing);
        assert!(offered.of(Side::Color).is_empty());
    }
}
