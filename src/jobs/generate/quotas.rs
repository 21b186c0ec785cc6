//! How many conversations of each cell are wanted, and which cell is the emptiest.
//!
//! Owns: the shares of the cells, what was planned for each and what became of it. Does not: know shoppers, or when what
//! became of a conversation may be known (`settling` does).
//!
//! A cell is reached level by level: language, department, length, ending. At each level the value that lacks most is taken:
//! what its share of all so far would be, less what there is, within the part that was chosen above and over the whole
//! set. So every marginal share is met as well as every cell.

use std::collections::BTreeMap;

use super::numbers::{fraction, number};
use crate::domain::{Domain, Language, Outcome};
use crate::quality::{Cell, LengthBand};

/// How much chance there is in the choice between values that lack about the same, in conversations.
const CHANCE: f64 = 0.5;
/// How many times its share a cell is aimed at when it is missed again and again: so a cell that the talk does not allow
/// takes no more than that from the others.
const MOST_AIMS: f64 = 2.0;
/// Aims that a cell has besides, so that a small one gets its chance.
const FIRST_AIMS: f64 = 2.0;
/// More than anything can lack.
const LAST: f64 = 1e12;

/// What the cells of a run are made of. An empty list leaves that level open.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Levels {
    /// Language and department with their parts of the whole; the department is `None` when it is left to the draw.
    pub(super) shelves: Vec<(Language, Option<Domain>, f64)>,
    /// Lengths with their parts.
    pub(super) lengths: Vec<(LengthBand, f64)>,
    /// Endings with their parts.
    pub(super) outcomes: Vec<(Outcome, f64)>,
}

/// The value of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Language(Language),
    Domain(Option<Domain>),
    Length(Option<LengthBand>),
    Outcome(Option<Outcome>),
}

const DEPTH: usize = 4;

fn path(cell: &Cell) -> [Value; DEPTH] {
    [
        Value::Language(cell.language),
        Value::Domain(cell.domain),
        Value::Length(cell.length),
        Value::Outcome(cell.outcome),
    ]
}

/// What is known of a value within the part above it, or over the whole set.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Its part of the whole.
    part: f64,
    /// Conversations that were planned for it and not given up.
    aimed: u32,
    /// Those of them of which it is not known what became of them.
    open: u32,
    /// Conversations that are of it and were kept.
    kept: u32,
    /// Tells the values apart where chance decides.
    mark: u64,
}

impl Count {
    /// How many are missing when there are to be `all` in all. What was aimed at too often comes after everything else.
    fn lack(&self, all: f64) -> f64 {
        let lack = self.part * all - f64::from(self.kept + self.open);
        if f64::from(self.aimed) > MOST_AIMS * self.part * all + FIRST_AIMS {
            return lack - LAST;
        }
        lack
    }
}

/// The cells of a run.
#[derive(Debug)]
pub(super) struct Quotas {
    seed: u64,
    cells: Vec<(Cell, f64)>,
    /// By the values from the language down.
    within: BTreeMap<Vec<Value>, Count>,
    /// By one value.
    overall: BTreeMap<Value, Count>,
    /// What is kept or on its way.
    all: u32,
    planned: u32,
}

impl Quotas {
    /// Empty cells.
    pub(super) fn new(seed: u64, levels: &Levels) -> Self {
        let cells = cells(levels);
        let mut quotas = Quotas {
            seed,
            within: BTreeMap::new(),
            overall: BTreeMap::new(),
            all: 0,
            planned: 0,
            cells: Vec::new(),
        };
        for (cell, part) in &cells {
            let path = path(cell);
            for depth in 0..DEPTH {
                let mark = number(seed, &format!("{:?}", &path[..=depth]), 0);
                let within = quotas.within.entry(path[..=depth].to_vec()).or_default();
                within.part += part;
                within.mark = mark;
                quotas.overall.entry(path[depth]).or_default().part += part;
            }
        }
        quotas.cells = cells;
        quotas
    }

    /// The emptiest cell; it counts as filled until it is known what became of the conversation.
    pub(super) fn plan(&mut self) -> Option<Cell> {
        let chance = number(self.seed, "cell", u64::from(self.planned));
        let mut open: Vec<(Cell, [Value; DEPTH])> =
            self.cells.iter().map(|(c, _)| (*c, path(c))).collect();
        for depth in 0..DEPTH {
            let mut values: Vec<[Value; DEPTH]> = open.iter().map(|(_, path)| *path).collect();
            values.dedup_by_key(|path| path[depth]);
            let lacks = |path: &[Value; DEPTH]| self.lack(&path[..=depth], chance);
            let emptiest = values
                .iter()
                .map(|path| (lacks(path), path[depth]))
                .reduce(|best, one| if one.0 > best.0 { one } else { best })?;
            open.retain(|(_, path)| path[depth] == emptiest.1);
        }
        let (cell, _) = *open.first()?;
        self.aim(&cell);
        Some(cell)
    }

    /// Counts a conversation as planned for this cell.
    pub(super) fn aim(&mut self, cell: &Cell) {
        self.each(&path(cell), |count| {
            count.aimed += 1;
            count.open += 1;
        });
        self.all += 1;
        self.planned += 1;
    }

    /// What the value at the end of the path lacks, with a little chance.
    fn lack(&self, path: &[Value], chance: u64) -> f64 {
        let all = f64::from(self.all + 1);
        let Some(within) = self.within.get(path) else {
            return f64::MIN;
        };
        let overall = path.last().and_then(|value| self.overall.get(value));
        let overall = overall.map_or(0.0, |count| count.lack(all));
        let chance = (chance ^ within.mark).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        within.lack(all) + overall + CHANCE * fraction(chance)
    }

    /// What became of a conversation that was planned for `aimed`: the cell that it is of when it was kept.
    pub(super) fn settle(&mut self, aimed: &Cell, became: Option<&Cell>) {
        self.each(&path(aimed), |count| count.open -= 1);
        match became {
            Some(cell) => self.each(&path(cell), |count| count.kept += 1),
            None => {
                self.each(&path(aimed), |count| count.aimed -= 1);
                self.all -= 1;
            }
        }
    }

    /// A conversation that was kept counts no more.
    pub(super) fn give_up(&mut self, aimed: &Cell, became: &Cell) {
        self.each(&path(aimed), |count| count.aimed -= 1);
        self.each(&path(became), |count| count.kept -= 1);
        self.all -= 1;
    }

    fn each(&mut self, path: &[Value; DEPTH], change: impl Fn(&mut Count)) {
        for depth in 0..DEPTH {
            if let Some(count) = self.within.get_mut(&path[..=depth]) {
                change(count);
            }
            if let Some(count) = self.overall.get_mut(&path[depth]) {
                change(count);
            }
        }
    }

    /// How many conversations each cell is to hold of `all`, and how many it holds.
    pub(super) fn filled(&self, all: u32) -> Vec<(Cell, u32, u32)> {
        let mut wanted = vec![0; self.cells.len()];
        apportion(&self.cells, 0, all, &mut BTreeMap::new(), &mut wanted);
        let filled = self.cells.iter().zip(wanted).map(|((cell, _), wanted)| {
            let count = self.within.get(&path(cell)[..]);
            (*cell, wanted, count.map_or(0, |count| count.kept))
        });
        filled.collect()
    }
}

/// Every cell with its part of the whole, those of one language together, and so on.
fn cells(levels: &Levels) -> Vec<(Cell, f64)> {
    let mut cells = Vec::new();
    let lengths = or_open(&levels.lengths);
    let outcomes = or_open(&levels.outcomes);
    for (language, domain, shelf) in &levels.shelves {
        for (length, long) in &lengths {
            for (outcome, ended) in &outcomes {
                let cell = Cell {
                    language: *language,
                    domain: *domain,
                    length: *length,
                    outcome: *outcome,
                };
                cells.push((cell, shelf * long * ended));
            }
        }
    }
    cells.retain(|(_, part)| *part > 0.0);
    cells.sort_by_key(|(cell, _)| *cell);
    cells
}

fn or_open<T: Copy>(level: &[(T, f64)]) -> Vec<(Option<T>, f64)> {
    if level.is_empty() {
        return vec![(None, 1.0)];
    }
    level
        .iter()
        .map(|(value, part)| (Some(*value), *part))
        .collect()
}

/// Shares `all` out over cells that agree above this depth, in whole numbers that add up to it: level by level, so that
/// those of each language add up as well. What is rounded away from a value here is owed to it elsewhere.
fn apportion(
    cells: &[(Cell, f64)],
    depth: usize,
    all: u32,
    owed: &mut BTreeMap<Value, f64>,
    wanted: &mut [u32],
) {
    if let (DEPTH, [wanted]) = (depth, &mut *wanted) {
        *wanted = all;
        return;
    }
    let value = |cell: &Cell| path(cell)[depth];
    let groups = || cells.chunk_by(|(a, _), (b, _)| value(a) == value(b));
    let weigh = |group: &[(Cell, f64)]| group.iter().map(|(_, part)| part).sum::<f64>();
    let total = weigh(cells);
    let mut shares: Vec<(Value, f64, u32)> = groups()
        .map(|group| {
            let exact = f64::from(all) * weigh(group) / total;
            (value(&group[0].0), exact, exact.floor() as u32)
        })
        .collect();
    let given: u32 = shares.iter().map(|(.., whole)| whole).sum();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| {
        let due = |at: usize| {
            let (value, exact, _) = shares[at];
            exact.fract() + owed.get(&value).copied().unwrap_or_default()
        };
        due(*b).total_cmp(&due(*a))
    });
    for place in order.into_iter().take(all.saturating_sub(given) as usize) {
        shares[place].2 += 1;
    }
    let mut rest = wanted;
    for (group, (value, exact, whole)) in groups().zip(shares) {
        *owed.entry(value).or_default() += exact - f64::from(whole);
        let (own, others) = rest.split_at_mut(group.len());
        apportion(group, depth + 1, whole, owed, own);
        rest = others;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels() -> Levels {
        let shelf = |language, domain, part| (language, Some(domain), part);
        Levels {
            shelves: vec![
                shelf(Language::En, Domain::Fashion, 0.2),
                shelf(Language::En, Domain::Books, 0.15),
                shelf(Language::Hi, Domain::Fashion, 0.25),
                shelf(Language::Hinglish, Domain::Electronics, 0.4),
            ],
            lengths: vec![(LengthBand::Short, 0.3), (LengthBand::Long, 0.7)],
            outcomes: vec![(Outcome::Bought, 0.6), (Outcome::Left, 0.4)],
        }
    }

    fn share(quotas: &Quotas, holds: impl Fn(&Cell) -> bool) -> f64 {
        let filled = quotas.filled(quotas.all);
        let kept = filled.iter().filter(|(cell, ..)| holds(cell));
        let kept: u32 = kept.map(|(_, _, kept)| kept).sum();
        f64::from(kept) / f64::from(quotas.all)
    }

    #[test]
    fn cells_fill_by_their_shares() {
        let mut quotas = Quotas::new(7, &levels());
        for _ in 0..200 {
            let cell = quotas.plan().unwrap();
            quotas.settle(&cell, Some(&cell));
        }
        for (cell, wanted, kept) in quotas.filled(200) {
            assert!(wanted.abs_diff(kept) <= 2, "{cell}: {kept} of {wanted}");
        }
        assert!((share(&quotas, |c| c.language == Language::Hi) - 0.25).abs() < 0.01);
        assert!((share(&quotas, |c| c.outcome == Some(Outcome::Left)) - 0.4).abs() < 0.01);
    }

    #[test]
    fn a_talk_that_honours_two_of_three_aims_still_meets_the_shares() {
        let mut quotas = Quotas::new(7, &levels());
        for turn in 0..3_000 {
            let aimed = quotas.plan().unwrap();
            let outcome = match turn % 3 {
                0 => Some(Outcome::Bought),
                _ => aimed.outcome,
            };
            quotas.settle(&aimed, Some(&Cell { outcome, ..aimed }));
        }
        let left = share(&quotas, |c| c.outcome == Some(Outcome::Left));
        assert!((left - 0.4).abs() < 0.01, "{left}");
    }

    #[test]
    fn a_cell_that_cannot_be_had_takes_no_more_than_twice_its_share() {
        let mut quotas = Quotas::new(7, &levels());
        let mut aims = 0;
        for _ in 0..1_000 {
            let aimed = quotas.plan().unwrap();
            aims += u32::from(aimed.length == Some(LengthBand::Short));
            let length = Some(LengthBand::Long);
            quotas.settle(&aimed, Some(&Cell { length, ..aimed }));
        }
        assert!((300..=620).contains(&aims), "{aims}");
        assert!((share(&quotas, |c| c.language == Language::En) - 0.35).abs() < 0.01);
    }

    #[test]
    fn what_is_not_kept_is_wanted_again() {
        let mut quotas = Quotas::new(7, &levels());
        for turn in 0..400 {
            let cell = quotas.plan().unwrap();
            let kept = turn % 2 == 0 || cell.language != Language::Hi;
            quotas.settle(&cell, kept.then_some(&cell));
        }
        assert!((share(&quotas, |c| c.language == Language::Hi) - 0.25).abs() < 0.01);
        let given = quotas
            .filled(100)
            .iter()
            .map(|(_, wanted, _)| wanted)
            .sum::<u32>();
        assert_eq!(given, 100);
        let left = quotas.filled(100).into_iter();
        let left = left.filter(|(cell, ..)| cell.outcome == Some(Outcome::Left));
        assert_eq!(left.map(|(_, wanted, _)| wanted).sum::<u32>(), 40);
    }

    #[test]
    fn nothing_asked_for_is_one_cell_a_shelf() {
        let levels = Levels {
            shelves: vec![(Language::En, None, 1.0)],
            ..Levels::default()
        };
        let mut quotas = Quotas::new(7, &levels);
        let cell = quotas.plan().unwrap();
        assert_eq!((cell.domain, cell.length, cell.outcome), (None, None, None));
        assert_eq!(Quotas::new(7, &Levels::default()).plan(), None);
    }
}
