//! The plan of a run: which shopper comes with which errand, and what the conversation should come out as.
//!
//! Owns: the draw, which depends on the seed, the place, the pool and the cell alone, so that neither concurrency nor a
//! pause nor a resume after a kill changes it. Does not: choose the cell (`quotas` does), read the store, make scenarios.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::LanguageShares;
use super::numbers::number;
use super::quotas::Levels;
use super::settling::Place;
use crate::dialogue::{Aim, Lengths};
use crate::domain::{Departments, Domain, Language, Profile, Shares};
use crate::quality::{Cell, LengthBand};

/// One conversation that is planned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Planned {
    /// Its place in the run, from 0.
    pub(super) ordinal: u32,
    /// The cell that it is planned for.
    pub(super) cell: Cell,
    /// The shopper.
    pub(super) profile: Arc<Profile>,
    /// The department, when one is to be drawn for a new scenario.
    pub(super) domain: Option<Domain>,
    /// Whether the shopper's own scenario is used; each is used once in a run, but for errands that are made once more.
    pub(super) errand: Errand,
    /// The place whose errand it is: its own, or that of one that counts no more.
    pub(super) errand_of: u32,
    /// What it should come out as.
    pub(super) aim: Aim,
}

/// Which scenario a conversation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    /// The profile's own.
    Own,
    /// A new one.
    Fresh,
}

/// What conversations should come out as.
#[derive(Clone, Debug)]
pub(super) struct Aims {
    /// How long; `None` leaves it to the talk.
    pub(super) lengths: Option<Lengths>,
}

/// Draws the conversations of a run.
pub(super) struct Plan {
    seed: u64,
    aims: Aims,
    shelves: Vec<(Language, Option<Domain>, f64)>,
    own: BTreeMap<(Language, Domain), Pool>,
    /// Those without an errand of their own that counts.
    free: BTreeMap<Language, Pool>,
    /// The places whose errands are wanted once more, and those errands once they are drawn.
    once_more: BTreeSet<u32>,
    drawn: BTreeMap<u32, Planned>,
}

impl Plan {
    /// The plan for these shoppers.
    pub(super) fn new(
        seed: u64,
        shares: &LanguageShares,
        domains: &Departments,
        shoppers: Vec<Arc<Profile>>,
        aims: Aims,
    ) -> Self {
        let mut plan = Plan {
            seed,
            aims,
            shelves: Vec::new(),
            own: BTreeMap::new(),
            free: BTreeMap::new(),
            once_more: BTreeSet::new(),
            drawn: BTreeMap::new(),
        };
        let counted = |language| {
            let speaks = |p: &&Arc<Profile>| p.conversation_style.language == language;
            (language, shoppers.iter().filter(speaks).count() as u32)
        };
        let shares = match shares.is_empty() {
            true => Shares::new(Language::ALL.map(counted)),
            false => shares.clone(),
        };
        for (language, part) in shares.parts().filter(|_| !shoppers.is_empty()) {
            plan.stock(language, part, domains, &shoppers);
        }
        plan
    }

    /// Takes in those who speak a language; when nobody does, everybody learns it, rather than that the share is not met.
    fn stock(&mut self, language: Language, part: f64, asked: &Departments, all: &[Arc<Profile>]) {
        let speaks = |p: &&Arc<Profile>| p.conversation_style.language == language;
        let mut speakers: Vec<_> = all.iter().filter(speaks).cloned().collect();
        if speakers.is_empty() {
            speakers = all.iter().map(|p| speaking(p, language)).collect();
        }
        match asked.shares() {
            Some(shares) => self.stock_by_shares(language, part, shares, speakers),
            None => self.stock_as_they_come(language, part, &asked.list(), speakers),
        }
    }

    /// Every department has its share, whether or not anybody comes for it: who does not is given an errand there.
    fn stock_by_shares(
        &mut self,
        language: Language,
        part: f64,
        shares: &Shares<Domain>,
        speakers: Vec<Arc<Profile>>,
    ) {
        for (domain, share) in shares.parts() {
            let comes = |p: &&Arc<Profile>| comes_for(p) == Some(domain);
            let mut shoppers: Vec<_> = speakers.iter().filter(comes).cloned().collect();
            if shoppers.is_empty() {
                shoppers.clone_from(&speakers);
            }
            self.own.insert((language, domain), Pool::new(shoppers));
            self.shelves.push((language, Some(domain), part * share));
        }
    }

    /// Departments share out as those do who come for them.
    fn stock_as_they_come(
        &mut self,
        language: Language,
        part: f64,
        asked: &[Domain],
        speakers: Vec<Arc<Profile>>,
    ) {
        let each = part / speakers.len() as f64;
        let (mut free, mut own) = (Vec::new(), BTreeMap::<Domain, Vec<_>>::new());
        for profile in speakers {
            match comes_for(&profile).filter(|domain| asked.is_empty() || asked.contains(domain)) {
                Some(domain) => own.entry(domain).or_default().push(profile),
                None => free.push(profile),
            }
        }
        let mut parts = BTreeMap::<Option<Domain>, f64>::new();
        for (domain, shoppers) in own {
            *parts.entry(Some(domain)).or_default() += each * shoppers.len() as f64;
            self.own.insert((language, domain), Pool::new(shoppers));
        }
        if !free.is_empty() {
            let open: Vec<Option<Domain>> = match asked {
                [] => vec![None],
                _ => asked.iter().copied().map(Some).collect(),
            };
            for domain in &open {
                *parts.entry(*domain).or_default() += each * free.len() as f64 / open.len() as f64;
            }
            self.free.insert(language, Pool::new(free));
        }
        let shelves = parts
            .into_iter()
            .map(|(domain, part)| (language, domain, part));
        self.shelves.extend(shelves);
    }

    /// What the cells of this plan are made of, but for the endings.
    pub(super) fn levels(&self) -> Levels {
        let lengths = self.aims.lengths.as_ref();
        let bands = lengths.map(|lengths| {
            LengthBand::ALL
                .map(|band| (band, lengths.part(|length| LengthBand::of(length) == band)))
        });
        Levels {
            shelves: self.shelves.clone(),
            lengths: bands
                .into_iter()
                .flatten()
                .filter(|(_, part)| *part > 0.0)
                .collect(),
            outcomes: Vec::new(),
        }
    }

    /// The same plan, which remembers the errands of these places.
    pub(super) fn remembering(self, places: BTreeSet<u32>) -> Self {
        Plan {
            once_more: places,
            ..self
        }
    }

    /// The conversation at a place, for a cell of [`Plan::levels`]; `None` when nobody shops there.
    pub(super) fn draw(&mut self, place: Place) -> Option<Planned> {
        let ordinal = place.ordinal;
        let same = place.once_more.and_then(|lost| self.drawn.get(&lost));
        let planned = match same {
            Some(same) => Planned {
                ordinal,
                aim: self.aim(place),
                ..same.clone()
            },
            None => self.draw_anew(place)?,
        };
        if self.once_more.contains(&ordinal) {
            self.drawn.insert(ordinal, planned.clone());
        }
        Some(planned)
    }

    fn draw_anew(&mut self, place: Place) -> Option<Planned> {
        let Place { ordinal, cell, .. } = place;
        let seed = self.seed;
        let language = cell.language;
        let own = cell
            .domain
            .and_then(|domain| self.own.get_mut(&(language, domain)));
        let free = self.free.get_mut(&language);
        let (profile, round) = match (own, free) {
            (Some(own), Some(free)) if own.rounds() > free.rounds() => free.draw(seed)?,
            (Some(own), _) => own.draw(seed)?,
            (None, Some(free)) => free.draw(seed)?,
            (None, None) => return None,
        };
        let is_own = round == 0 && cell.domain.is_some() && comes_for(&profile) == cell.domain;
        Some(Planned {
            ordinal,
            profile,
            domain: cell.domain,
            errand: if is_own { Errand::Own } else { Errand::Fresh },
            errand_of: ordinal,
            aim: self.aim(place),
            cell,
        })
    }

    fn aim(&self, place: Place) -> Aim {
        let Place { ordinal, cell, .. } = place;
        let drawn = number(self.seed, "length", u64::from(ordinal));
        let lengths = self.aims.lengths.as_ref().zip(cell.length);
        Aim {
            exchanges: lengths.and_then(|(lengths, band)| {
                lengths.draw(|length| LengthBand::of(length) == band, drawn)
            }),
            outcome: cell.outcome,
            shows: place.shows,
        }
    }
}

/// Shoppers who take turns: each once, in a drawn order, then all again in another.
struct Pool {
    shoppers: Vec<Arc<Profile>>,
    order: Vec<usize>,
    drawn: usize,
    round: u64,
}

impl Pool {
    fn new(shoppers: Vec<Arc<Profile>>) -> Self {
        Pool {
            order: Vec::new(),
            drawn: shoppers.len(),
            shoppers,
            round: 0,
        }
    }

    /// How often each has come on the average.
    fn rounds(&self) -> f64 {
        let drawn = self.drawn as f64 / self.shoppers.len() as f64;
        self.round as f64 + drawn - 1.0
    }

    /// The next shopper, and how often this one came before.
    fn draw(&mut self, seed: u64) -> Option<(Arc<Profile>, u64)> {
        if self.drawn == self.shoppers.len() {
            self.shuffle(seed);
        }
        let shopper = self.shoppers.get(*self.order.get(self.drawn)?)?;
        self.drawn += 1;
        Some((shopper.clone(), self.round - 1))
    }

    fn shuffle(&mut self, seed: u64) {
        let key = |shopper: &Arc<Profile>| number(seed, shopper.user_id.as_str(), self.round);
        let places = self.shoppers.iter().enumerate();
        let mut order: Vec<(u64, usize)> = places.map(|(at, shopper)| (key(shopper), at)).collect();
        order.sort_unstable();
        self.order = order.into_iter().map(|(_, place)| place).collect();
        self.drawn = 0;
        self.round += 1;
    }
}

/// The department of the shopper's own errand.
fn comes_for(profile: &Arc<Profile>) -> Option<Domain> {
    let own = profile.scenario.as_ref();
    own.map(|scenario| scenario.domain)
}

fn speaking(profile: &Arc<Profile>, language: Language) -> Arc<Profile> {
    let mut changed = Profile::clone(profile);
    changed.conversation_style.language = language;
    Arc::new(changed)
}

/// The first number for which no run of this seed is there yet.
pub(super) fn next_number(seed: u64, runs: &[crate::domain::Run]) -> u32 {
    let used = runs.iter().filter(|run| run.seed == seed).map(|r| r.number);
    used.max().map_or(0, |last| last.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::quotas::Quotas;
    use super::*;
    use crate::dialogue::Shows;

    fn shopper(name: &str, language: &str) -> Arc<Profile> {
        let text = format!(
            r#"{{"user_id":"{name}","demographics":{{"age":28,"location":"Pune","income_level":"middle"}},
            "preferences":{{"style":"casual","budget_range":"1000-5000"}},"conversation_style":{{"language":"{language}"}},
            "scenario":{{"domain":"books","product_type":"novel","motive":"gift"}}}}"#
        );
        Arc::new(serde_json::from_str(&text).unwrap())
    }

    fn shoppers() -> Vec<Arc<Profile>> {
        ["a", "b", "c", "d"].map(|name| shopper(name, "en")).into()
    }

    fn plan(seed: u64, shares: &str, domains: &[Domain], shoppers: Vec<Arc<Profile>>) -> Plan {
        let shares = shares.parse().unwrap_or_default();
        let domains = Departments::Among(domains.to_vec());
        Plan::new(seed, &shares, &domains, shoppers, usual())
    }

    fn usual() -> Aims {
        Aims {
            lengths: Some(Lengths::new(3, 10, 6.4)),
        }
    }

    fn drawn(mut plan: Plan, count: u32) -> Vec<Planned> {
        let mut quotas = Quotas::new(plan.seed, &plan.levels());
        let cells = (0..count).map_while(|ordinal| Some((ordinal, quotas.plan()?)));
        let place = |(ordinal, cell)| Place {
            ordinal,
            cell,
            once_more: None,
            shows: Shows::Words,
        };
        cells
            .map(place)
            .map_while(|place| plan.draw(place))
            .collect()
    }

    fn names(planned: &[Planned]) -> Vec<&str> {
        planned.iter().map(|p| p.profile.user_id.as_str()).collect()
    }

    #[test]
    fn everybody_comes_once_before_anybody_comes_twice() {
        let all = drawn(plan(7, "", &[], shoppers()), 8);
        for round in names(&all).chunks(4) {
            assert_eq!(round.iter().collect::<BTreeSet<_>>().len(), 4);
        }
        let errands: Vec<Errand> = all.iter().map(|p| p.errand).collect();
        assert_eq!(errands[..4], [Errand::Own; 4]);
        assert_eq!(errands[4..], [Errand::Fresh; 4]);
    }

    #[test]
    fn a_longer_run_begins_like_a_shorter_one() {
        let planned = |seed, count| drawn(plan(seed, "en=1,hi=1", &[], shoppers()), count);
        let long = planned(7, 40);
        assert_eq!(planned(7, 9)[..], long[..9]);
        assert_ne!(long, planned(8, 40));
    }

    #[test]
    fn a_language_that_nobody_speaks_is_learnt() {
        let first = drawn(plan(7, "hi", &[], shoppers()), 1).remove(0);
        assert_eq!(first.cell.language, Language::Hi);
        assert_eq!(first.profile.conversation_style.language, Language::Hi);
    }

    #[test]
    fn another_department_needs_another_scenario() {
        let wanted = [Domain::Fashion, Domain::Electronics];
        let all = drawn(plan(7, "", &wanted, shoppers()), 8);
        assert!(all.iter().all(|planned| planned.errand == Errand::Fresh));
        let fashion = all.iter().filter(|p| p.domain == Some(Domain::Fashion));
        assert_eq!(fashion.count(), 4);
    }

    #[test]
    fn departments_come_by_their_shares_and_own_errands_before_others() {
        let domains = "books=50,fashion=30,electronics=20".parse().unwrap();
        let shares = "en=40,hi=60".parse().unwrap();
        let all = drawn(Plan::new(7, &shares, &domains, shoppers(), usual()), 200);
        let of = |language, domain| {
            let is = |p: &&Planned| p.cell.language == language && p.domain == Some(domain);
            all.iter().filter(is).count()
        };
        for (domain, hindi, english) in [
            (Domain::Books, 60, 40),
            (Domain::Fashion, 36, 24),
            (Domain::Electronics, 24, 16),
        ] {
            assert!(of(Language::Hi, domain).abs_diff(hindi) <= 2, "{domain:?}");
            assert!(
                of(Language::En, domain).abs_diff(english) <= 2,
                "{domain:?}"
            );
        }
        // All four come for books: once in English and, having learnt it, once in Hindi.
        let own = all.iter().filter(|p| p.errand == Errand::Own);
        assert!(own.clone().all(|p| p.domain == Some(Domain::Books)));
        assert_eq!(own.count(), 8);
    }

    #[test]
    fn lengths_come_as_often_as_asked() {
        let all = drawn(plan(7, "en=35,hi=65", &[], shoppers()), 4_000);
        let lengths = all.iter().filter_map(|planned| planned.aim.exchanges);
        let mean = f64::from(lengths.sum::<u32>()) / 4_000.0;
        assert!((mean - 6.4).abs() < 0.1, "{mean}");
    }

    #[test]
    fn without_shoppers_there_is_no_plan() {
        assert!(drawn(plan(7, "en=1", &[], Vec::new()), 3).is_empty());
    }
}
