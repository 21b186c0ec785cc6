//! What became of the conversations of a run: what is kept, what is planned next, and when it is over.
//!
//! Owns: the rule of what a plan may know. Conversations are planned in the order of their places, and the plan of a place
//! knows what became of those that lie a window or more before it, taken in the order of their places, and of no other.
//! So the number that is made at once changes nothing. Only when all that is wanted is on its way is everything waited
//! for, and what was not kept is made up for. Does not: make conversations or wait for them.

use std::collections::{BTreeMap, VecDeque};

use super::outcome::{Became, NotKept, Why};
use super::pictures::{Kept, Pictured, Pictures, Trial};
use super::quotas::Quotas;
use crate::dialogue::Shows;
use crate::domain::Outcome;
use crate::quality::{Cell, Twins};

/// How far behind a plan is what it knows, where words come from the phrasebook. Not below the most conversations that are
/// made at once.
pub(super) const WINDOW: u32 = 128;
/// The same where a model gives the words: conversations then wait for it by the hundred.
pub(super) const MODEL_WINDOW: u32 = 512;

/// What comes next.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// This place is to be made.
    Plan(Place),
    /// It must be known first what became of a place that is being made.
    Wait,
    /// As many as wanted are kept, or there were as many attempts as there may be.
    Over,
}

/// A place that is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) ordinal: u32,
    /// The cell that it is for.
    pub(super) cell: Cell,
    /// The place whose errand it is once more.
    pub(super) once_more: Option<u32>,
    /// What the shopper is to show.
    pub(super) shows: Shows,
}

/// Whether faults cost a conversation its place in the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Faults {
    /// It is not kept.
    Matter,
    /// It is kept: the published machine makes them by its rules.
    Allowed,
}

/// A later look at what was kept: from one place on, some count no more.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Fill {
    /// The first place that was planned after it.
    pub(super) from: u32,
    /// The places that count no more.
    pub(super) rejected: Vec<u32>,
    /// What is made for them.
    #[serde(default)]
    pub(super) with: FillWith,
}

/// What is made for places that count no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FillWith {
    /// Whatever the emptiest cells need.
    #[default]
    EmptiestCells,
    /// The same shopper on the same errand once more, in another talk.
    SameErrands,
}

/// A place that counts no more, and the one that was made and kept for its errand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The place that counts no more.
    pub lost: u32,
    /// The place that stands in for it.
    pub by: u32,
}

/// The state of a run.
#[derive(Debug)]
pub(super) struct Settling {
    quotas: Quotas,
    pictures: Pictures,
    twins: Twins,
    faults: Faults,
    wanted: u32,
    most: u32,
    window: u32,
    fills: Vec<Fill>,
    /// Errands that are due once more, each with its cell and how often it was tried.
    due: VecDeque<Due>,
    /// The errands of places that are on their way.
    repeating: BTreeMap<u32, Due>,
    replaced: Vec<Replaced>,
    /// What became of places that are not settled yet.
    waiting: BTreeMap<u32, Became>,
    /// What places were planned for, from the first that is not settled on.
    aimed: BTreeMap<u32, (Cell, Shows)>,
    /// The cells of what was kept, with those they were planned for, and what is shown; only while a fill may need them.
    kept_cells: BTreeMap<u32, (Cell, Cell, Shows)>,
    next: u32,
    settled: u32,
    /// Places before it must be settled before the next is planned.
    barrier: u32,
    kept: u32,
    not_kept: Vec<NotKept>,
}

/// An errand that is due once more.
#[derive(Clone, Copy, Debug)]
struct Due {
    lost: u32,
    cell: Cell,
    tries: u32,
}

/// How often an errand is tried once more before the emptiest cell has its place.
const MOST_TRIES: u32 = 3;

/// How many conversations are made at most when so many are wanted: half as many again, and four.
pub(super) fn most_attempts(wanted: u32) -> u32 {
    wanted.saturating_add(wanted / 2).saturating_add(4)
}

impl Settling {
    /// A run that is to keep so many.
    pub(super) fn new(
        quotas: Quotas,
        twins: Twins,
        faults: Faults,
        wanted: u32,
        fills: Vec<Fill>,
    ) -> Self {
        let topped: usize = fills.iter().map(|fill| fill.rejected.len()).sum();
        let topped = u32::try_from(topped).unwrap_or(u32::MAX);
        Settling {
            quotas,
            pictures: Pictures::new(0, 0.0, Trial::default()),
            twins,
            faults,
            wanted,
            most: most_attempts(wanted.saturating_add(topped)),
            window: WINDOW,
            fills,
            due: VecDeque::new(),
            repeating: BTreeMap::new(),
            replaced: Vec::new(),
            waiting: BTreeMap::new(),
            aimed: BTreeMap::new(),
            kept_cells: BTreeMap::new(),
            next: 0,
            settled: 0,
            barrier: 0,
            kept: 0,
            not_kept: Vec::new(),
        }
    }

    /// The same, with what is known so far behind.
    pub(super) fn window(self, window: u32) -> Self {
        Settling { window, ..self }
    }

    /// The same, with a share of pictures.
    pub(super) fn picturing(self, pictures: Pictures) -> Self {
        Settling { pictures, ..self }
    }

    /// The most conversations that may be made at once: none waits for what a plan may not know.
    pub(super) fn most_at_once(&self) -> usize {
        (self.window / 2) as usize
    }

    /// What became of a place; places may come in any order.
    pub(super) fn put(&mut self, ordinal: u32, became: Became) {
        self.waiting.insert(ordinal, became);
    }

    /// What is to be done now. The same places with the same ends give the same answers, whenever it is asked.
    pub(super) fn next(&mut self) -> Next {
        loop {
            let known = self.next.saturating_sub(self.window).max(self.barrier);
            while self.settled < known {
                let Some(became) = self.waiting.remove(&self.settled) else {
                    return Next::Wait;
                };
                self.settle(became);
            }
            if self
                .fills
                .first()
                .is_some_and(|fill| fill.from == self.next)
            {
                if self.settled < self.next {
                    self.barrier = self.next;
                    continue;
                }
                self.fill();
            }
            let on_its_way = self.next - self.settled;
            if self.kept + on_its_way >= self.wanted || self.next >= self.most {
                if on_its_way == 0 {
                    return Next::Over;
                }
                self.barrier = self.next;
                continue;
            }
            return self.plan().map_or(Next::Over, Next::Plan);
        }
    }

    /// The next place: for an errand that is due once more, else for the emptiest cell.
    fn plan(&mut self) -> Option<Place> {
        let ordinal = self.next;
        let due = self.due.pop_front();
        let cell = match due {
            Some(due) => {
                self.quotas.aim(&due.cell);
                self.repeating.insert(ordinal, due);
                due.cell
            }
            None => self.quotas.plan()?,
        };
        let all = self.kept + (self.next - self.settled) + 1;
        let shows = self.pictures.plan(ordinal, all);
        self.aimed.insert(ordinal, (cell, shows));
        self.next += 1;
        Some(Place {
            ordinal,
            cell,
            once_more: due.map(|due| due.lost),
            shows,
        })
    }

    fn settle(&mut self, became: Became) {
        let ordinal = self.settled;
        self.settled += 1;
        let Some((aimed, asked)) = self.aimed.remove(&ordinal) else {
            return;
        };
        let cell = became.cell(&aimed);
        let repeated = self.repeating.remove(&ordinal);
        match self.fault_of(&became) {
            None => {
                self.replaced.extend(repeated.map(|due| Replaced {
                    lost: due.lost,
                    by: ordinal,
                }));
                self.kept += 1;
                self.pictures.settle(asked, became.shows, Kept::Yes);
                self.quotas.settle(&aimed, Some(&cell));
                self.twins.keep(became.conversation, became.fingerprint);
                if !self.fills.is_empty() {
                    self.kept_cells.insert(ordinal, (aimed, cell, became.shows));
                }
            }
            Some(why) => {
                let again = repeated.map(|due| Due {
                    tries: due.tries + 1,
                    ..due
                });
                self.due.extend(again.filter(|due| due.tries < MOST_TRIES));
                self.pictures.settle(asked, became.shows, Kept::No);
                self.quotas.settle(&aimed, None);
                self.not_kept.push(NotKept {
                    ordinal,
                    conversation: became.conversation,
                    why,
                });
            }
        }
    }

    /// Why a conversation is not kept, if it is not.
    fn fault_of(&self, became: &Became) -> Option<Why> {
        if became.outcome == Outcome::Stopped {
            return Some(became.brake.map_or(Why::Unfinished, Why::Braked));
        }
        if became.faults > 0 && self.faults == Faults::Matter {
            return Some(Why::Faults(became.faults));
        }
        if let Some(reason) = became.rejected {
            return Some(Why::Rejected(reason));
        }
        let twin = self.twins.twin_of(&became.fingerprint);
        twin.map(Why::Twin)
    }

    /// Settles all that is known, over the places of which nothing is: the run ends early.
    pub(super) fn close(&mut self) {
        while let Some((ordinal, became)) = self.waiting.pop_first() {
            self.settled = ordinal;
            self.settle(became);
        }
    }

    fn fill(&mut self) {
        let fill = self.fills.remove(0);
        for ordinal in fill.rejected {
            if let Some((aimed, cell, shows)) = self.kept_cells.remove(&ordinal) {
                self.quotas.give_up(&aimed, &cell);
                self.pictures.give_up(shows);
                self.kept -= 1;
                if fill.with == FillWith::SameErrands {
                    self.due.push_back(Due {
                        lost: ordinal,
                        cell: aimed,
                        tries: 0,
                    });
                }
            }
        }
    }

    /// How many were kept of those that are settled.
    pub(super) fn kept(&self) -> u32 {
        self.kept
    }

    /// The next place to be planned.
    pub(super) fn attempts(&self) -> u32 {
        self.next
    }

    /// What was not kept, in the order of the places.
    pub(super) fn not_kept(&self) -> &[NotKept] {
        &self.not_kept
    }

    /// How many of those that are to be kept show a picture.
    pub(super) fn pictured(&self) -> Pictured {
        self.pictures.pictured(self.wanted)
    }

    /// What stands in for places that count no more, in the order of the new places.
    pub(super) fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    /// The cells with what they are to hold and what they hold.
    pub(super) fn cells(&self) -> Vec<(Cell, u32, u32)> {
        self.quotas.filled(self.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::super::quotas::Levels;
    use super::*;
    use crate::domain::{IdSequence, Language, Reason};
    use crate::quality::{Fingerprint, LengthBand};

    fn settling(wanted: u32, fills: Vec<Fill>) -> Settling {
        let levels = Levels {
            shelves: vec![(Language::En, None, 0.35), (Language::Hi, None, 0.65)],
            lengths: vec![(LengthBand::Short, 0.5), (LengthBand::Long, 0.5)],
            outcomes: vec![(Outcome::Bought, 0.6), (Outcome::Left, 0.4)],
        };
        let quotas = Quotas::new(7, &levels);
        Settling::new(quotas, Twins::default(), Faults::Matter, wanted, fills)
    }

    /// What becomes of a place: every ninth has a fault, every eleventh is a twin of the one before, and every fifth
    /// ends otherwise than it was planned.
    fn end(ordinal: u32, cell: &Cell) -> Became {
        let told = if ordinal % 11 == 10 {
            ordinal - 1
        } else {
            ordinal
        };
        let words: Vec<String> = (0..40).map(|word| format!("t{told}w{word}")).collect();
        Became {
            conversation: IdSequence::new(7, 0).conversation(ordinal),
            outcome: match (ordinal % 5, cell.outcome) {
                (0, _) | (_, None) => Outcome::Bought,
                (_, Some(outcome)) => outcome,
            },
            exchanges: if cell.length == Some(LengthBand::Short) {
                4
            } else {
                9
            },
            brake: None,
            shows: Shows::Words,
            rejected: (ordinal % 13 == 12).then_some(Reason::WrongLanguage),
            faults: u32::from(ordinal % 9 == 8),
            fingerprint: Fingerprint::of([words.join(" ").as_str()]),
        }
    }

    /// Plays a run in which so many are made at once, each finishing at a time drawn from `seed`.
    fn play(mut settling: Settling, at_once: usize, seed: u64) -> (Vec<Place>, Settling) {
        let (mut plan, mut making) = (Vec::new(), Vec::new());
        loop {
            let next = settling.next();
            let full = making.len() >= at_once;
            match next {
                Next::Over => return (plan, settling),
                Next::Plan(place) => {
                    plan.push(place);
                    making.push(place);
                }
                Next::Wait => assert!(!making.is_empty()),
            }
            if full || next == Next::Wait {
                let which = super::super::numbers::number(seed, "which", plan.len() as u64);
                let place = making.remove((which % making.len() as u64) as usize);
                settling.put(place.ordinal, end(place.ordinal, &place.cell));
            }
        }
    }

    #[test]
    fn the_number_made_at_once_changes_nothing() {
        let (expected, one) = play(settling(700, Vec::new()), 1, 1);
        assert_eq!(one.kept(), 700);
        assert!(one.not_kept().len() > 100);
        for (at_once, seed) in [(2, 1), (8, 2), (64, 3), (100, 4)] {
            let (plan, other) = play(settling(700, Vec::new()), at_once, seed);
            assert!(plan == expected, "{at_once} at once");
            assert_eq!(other.not_kept(), one.not_kept());
        }
    }

    #[test]
    fn what_is_not_kept_is_made_up_for_with_its_reason() {
        let (plan, done) = play(settling(60, Vec::new()), 4, 1);
        assert_eq!(done.kept(), 60);
        assert_eq!(plan.len(), 60 + done.not_kept().len());
        let faulty = done
            .not_kept()
            .iter()
            .filter(|one| one.why == Why::Faults(1));
        assert!(faulty.count() >= 6);
        let rejected = Why::Rejected(Reason::WrongLanguage);
        let rejected = done.not_kept().iter().filter(|one| one.why == rejected);
        assert!(rejected.count() >= 4);
        let twin = done
            .not_kept()
            .iter()
            .find(|one| one.ordinal == 10)
            .unwrap();
        assert_eq!(twin.why, Why::Twin(IdSequence::new(7, 0).conversation(9)));
        let held: u32 = done.cells().iter().map(|(_, _, kept)| kept).sum();
        assert_eq!(held, 60);
    }

    #[test]
    fn attempts_have_an_end() {
        let mut settling = settling(10, Vec::new());
        let mut made = 0;
        loop {
            match settling.next() {
                Next::Over => break,
                Next::Plan(Place { ordinal, cell, .. }) => {
                    made += 1;
                    let faults = 1;
                    settling.put(
                        ordinal,
                        Became {
                            faults,
                            ..end(ordinal, &cell)
                        },
                    );
                }
                Next::Wait => panic!("everything is known"),
            }
        }
        assert_eq!((made, settling.kept()), (most_attempts(10), 0));
    }

    #[test]
    fn a_fill_makes_up_for_what_was_rejected_and_changes_nothing_before_it() {
        let (before, done) = play(settling(100, Vec::new()), 4, 1);
        let fill = Fill {
            from: done.attempts(),
            rejected: vec![0, 1, 2, 3, 4, 5, 6],
            with: FillWith::EmptiestCells,
        };
        let (plan, filled) = play(settling(100, vec![fill.clone()]), 4, 1);
        assert!(plan.starts_with(&before));
        assert!(plan.len() >= before.len() + 7);
        assert_eq!(filled.kept(), 100);
        let (again, _) = play(settling(100, vec![fill]), 64, 9);
        assert!(again == plan);
    }

    #[test]
    fn the_errands_of_lost_places_are_made_once_more_for_their_own_cells() {
        let (before, done) = play(settling(100, Vec::new()), 4, 1);
        let lost: Vec<u32> = (0..8).collect();
        let fill = Fill {
            from: done.attempts(),
            rejected: lost.clone(),
            with: FillWith::SameErrands,
        };
        let (plan, filled) = play(settling(100, vec![fill.clone()]), 4, 1);
        assert!(plan.starts_with(&before));
        assert_eq!(filled.kept(), 100);
        let made: BTreeMap<u32, Place> = plan.iter().map(|p| (p.ordinal, *p)).collect();
        for Replaced { lost, by } in filled.replaced() {
            assert_eq!(made[by].cell, made[lost].cell);
            assert_eq!(made[by].once_more, Some(*lost));
        }
        let mut stood_in_for: Vec<u32> = filled.replaced().iter().map(|r| r.lost).collect();
        stood_in_for.sort_unstable();
        assert_eq!(stood_in_for, lost);
        let (again, _) = play(settling(100, vec![fill]), 64, 9);
        assert!(again == plan);
    }
}
