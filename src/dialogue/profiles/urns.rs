//! Draws that keep to their shares.
//!
//! Owns: drawing in proportion to what is still owed. Does not: know what is drawn.
//!
//! An urn remembers how often it gave each name. A name that is owed nothing is not drawn, so after any number of draws no
//! name is more than one ahead of its share, and few lag behind by more. Each condition (`income` of an age band, `city`
//! of a language and region) has an urn of its own: what hangs together stays together.

use std::collections::HashMap;

use rand::rngs::ChaCha12Rng;

use super::draw::weighted;

/// All urns of a sequence of people.
#[derive(Clone, Debug, Default)]
pub(super) struct Urns {
    given: HashMap<(&'static str, String), Vec<u32>>,
}

impl Urns {
    /// The place of one of `weights`, from the urn of `what` under `condition`; `None` when no weight is above 0.
    pub(super) fn draw(
        &mut self,
        what: &'static str,
        condition: &str,
        weights: &[f64],
        rng: &mut ChaCha12Rng,
    ) -> Option<usize> {
        self.draw_among(what, condition, weights, |_| true, rng)
    }

    /// The same among the places that may be drawn now. What may not is owed, and comes the sooner when it may.
    pub(super) fn draw_among(
        &mut self,
        what: &'static str,
        condition: &str,
        weights: &[f64],
        may: impl Fn(usize) -> bool,
        rng: &mut ChaCha12Rng,
    ) -> Option<usize> {
        let total: f64 = weights.iter().sum();
        let given = self.given.entry((what, condition.to_owned())).or_default();
        given.resize(weights.len(), 0);
        let draws = f64::from(given.iter().sum::<u32>() + 1);
        let owed: Vec<(usize, f64)> = weights
            .iter()
            .zip(given.iter())
            .map(|(weight, given)| weight / total * draws - f64::from(*given))
            .enumerate()
            .filter(|(place, _)| weights[*place] > 0.0 && may(*place))
            .collect();
        let due = |(_, owed): &(usize, f64)| owed.max(0.0);
        // Where nothing that may be drawn is owed, chance goes by the shares.
        let (place, _) = weighted(&owed, due, rng)
            .or_else(|| weighted(&owed, |(place, _)| weights[*place], rng))?;
        given[*place] += 1;
        Some(*place)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dialogue::random::stream;

    proptest! {
        #[test]
        fn no_share_strays_at_any_time(
            weights in proptest::collection::vec(0.0_f64..50.0, 2..9),
            seed in any::<u64>(),
        ) {
            prop_assume!(weights.iter().sum::<f64>() > 1.0);
            let (mut urns, mut rng) = (Urns::default(), stream(seed, "urns", 0));
            let total: f64 = weights.iter().sum();
            let mut given = vec![0_u32; weights.len()];
            for draws in 1..=600_u32 {
                let place = urns.draw("it", "", &weights, &mut rng).unwrap();
                given[place] += 1;
                for (weight, given) in weights.iter().zip(&given) {
                    let off = f64::from(*given) - weight / total * f64::from(draws);
                    prop_assert!((-4.0..=1.0 + 1e-9).contains(&off), "{off} of {weights:?} after {draws}");
                }
            }
            for (weight, given) in weights.iter().zip(&given) {
                prop_assert!(*weight > 0.0 || *given == 0);
            }
        }
    }

    #[test]
    fn urns_of_other_conditions_do_not_disturb_one_another() {
        let draws = |with_other: &[&str]| {
            let mut urns = Urns::default();
            let mut seen = Vec::new();
            for place in 0..50 {
                for condition in with_other {
                    let mut rng = stream(1, condition, place);
                    let drawn = urns.draw("city", condition, &[1.0, 2.0, 3.0], &mut rng);
                    seen.extend((*condition == "en").then_some(drawn));
                }
            }
            seen
        };
        assert_eq!(draws(&["en"]), draws(&["hi", "en"]));
    }

    #[test]
    fn an_urn_without_weights_gives_nothing() {
        let mut rng = stream(1, "urns", 0);
        assert_eq!(Urns::default().draw("it", "", &[], &mut rng), None);
        assert_eq!(Urns::default().draw("it", "", &[0.0, 0.0], &mut rng), None);
    }
}
