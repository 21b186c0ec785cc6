//! Who is to show a picture, so that the share of conversations with one is met.
//!
//! Owns: how many are asked, in view of how many of those who were asked found a picture of their kind of thing. Does not:
//! know the catalogue; whether it has a picture shows in what became of a talk, and in a trial before the run.

use serde::{Deserialize, Serialize};

use super::numbers::{fraction, number};
use crate::dialogue::Shows;

/// The smallest part of the asked that is reckoned with: below it, everybody is asked.
const LEAST: f64 = 0.02;

/// How many of those who looked for a picture found one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Trial {
    /// Those who looked.
    pub(super) asked: u32,
    /// Those who found one.
    pub(super) found: u32,
}

/// How many conversations of a run show a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pictured {
    /// Of the kept conversations, how many were to.
    pub wanted: u32,
    /// How many do.
    pub kept: u32,
}

/// The state of the share.
#[derive(Debug)]
pub(super) struct Pictures {
    seed: u64,
    share: f64,
    /// The trial before the run, and all who were asked in the run and whose talks are known.
    known: Trial,
    /// Asked, and not known yet.
    open: u32,
    kept: u32,
}

impl Pictures {
    /// For a part of the kept conversations.
    pub(super) fn new(seed: u64, share: f64, trial: Trial) -> Self {
        Pictures {
            seed,
            share,
            known: trial,
            open: 0,
            kept: 0,
        }
    }

    /// What the shopper of a place is to show, when with it there are `all` conversations kept or on their way.
    pub(super) fn plan(&mut self, ordinal: u32, all: u32) -> Shows {
        let hope = self.hope();
        let due = self.share * f64::from(all) - f64::from(self.kept) - hope * f64::from(self.open);
        // A little chance, so that it is not every fifth.
        let chance = fraction(number(self.seed, "picture", u64::from(ordinal)));
        if due <= hope * chance {
            return Shows::Words;
        }
        self.open += 1;
        Shows::Picture
    }

    /// The part of those who are asked that is likely to find a picture.
    fn hope(&self) -> f64 {
        let Trial { asked, found } = self.known;
        if asked == 0 {
            return 1.0;
        }
        (f64::from(found) / f64::from(asked)).max(LEAST)
    }

    /// What became of a place: what it was to show, what it showed, and whether it was kept.
    pub(super) fn settle(&mut self, asked: Shows, showed: Shows, kept: Kept) {
        if asked == Shows::Picture {
            self.open -= 1;
            self.known.asked += 1;
            self.known.found += u32::from(showed == Shows::Picture);
        }
        self.kept += u32::from(showed == Shows::Picture && kept == Kept::Yes);
    }

    /// A conversation that was kept counts no more.
    pub(super) fn give_up(&mut self, showed: Shows) {
        self.kept -= u32::from(showed == Shows::Picture);
    }

    /// What there is, of so many kept conversations.
    pub(super) fn pictured(&self, all: u32) -> Pictured {
        Pictured {
            wanted: (self.share * f64::from(all)).round() as u32,
            kept: self.kept,
        }
    }
}

/// Whether a conversation counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// Plays a run of so many in which what became of a place is known 128 places later, and a part of those who look
    /// finds a picture. The share that shows one.
    fn play(wished: f64, finds: f64, count: u32, trial: Trial) -> f64 {
        let mut pictures = Pictures::new(7, wished, trial);
        let mut open = VecDeque::new();
        let settle = |pictures: &mut Pictures, (ordinal, asked): (u32, Shows)| {
            let found = fraction(number(9, "found", u64::from(ordinal))) < finds;
            let showed = match asked {
                Shows::Picture if found => Shows::Picture,
                _ => Shows::Words,
            };
            pictures.settle(asked, showed, Kept::Yes);
        };
        for ordinal in 0..count {
            open.push_back((ordinal, pictures.plan(ordinal, ordinal + 1)));
            if open.len() > 128 {
                let one = open.pop_front().unwrap();
                settle(&mut pictures, one);
            }
        }
        open.into_iter().for_each(|one| settle(&mut pictures, one));
        f64::from(pictures.kept) / f64::from(count)
    }

    #[test]
    fn the_share_is_met_wherever_enough_shoppers_find_a_picture() {
        let untried = Trial::default();
        for (wished, finds) in [(0.2, 1.0), (0.2, 0.27), (0.5, 0.6), (0.05, 0.1), (1.0, 1.0)] {
            let got = play(wished, finds, 10_000, untried);
            assert!((got - wished).abs() < 0.01, "{wished} of {finds}: {got}");
        }
        assert!(
            (play(0.2, 0.1, 10_000, untried) - 0.1).abs() < 0.01,
            "as far as there are any"
        );
        assert_eq!(play(0.0, 1.0, 1_000, untried), 0.0);
        assert_eq!(play(0.2, 0.0, 1_000, untried), 0.0);
    }

    #[test]
    fn a_trial_lets_a_short_run_meet_it_too() {
        let trial = Trial {
            asked: 48,
            found: 13,
        };
        let got = play(0.2, 0.27, 100, trial);
        assert!((got - 0.2).abs() <= 0.08, "{got}");
        let untried = play(0.2, 0.27, 100, Trial::default());
        assert!(untried < 0.1, "{untried}");
    }
}
