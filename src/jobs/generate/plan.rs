//! The plan of a run: which shopper speaks which language at which place.
//!
//! Owns: the draw, which depends on the seed, the place and the pool alone, so that neither concurrency nor a pause nor
//! a resume after a kill changes it. Does not: read the store or make scenarios.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LanguageShares;
use crate::domain::{Domain, Language, Profile};

/// One conversation that is planned.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Planned {
    /// Its place in the run, from 0.
    pub(super) ordinal: u32,
    /// The shopper.
    pub(super) profile: Arc<Profile>,
    /// The language.
    pub(super) language: Language,
    /// The department, when one is to be drawn for a new scenario.
    pub(super) domain: Option<Domain>,
    /// Whether the shopper's own scenario is used; each is used once in a run.
    pub(super) errand: Errand,
}

/// Which scenario a conversation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    /// The profile's own.
    Own,
    /// A new one.
    Fresh,
}

/// Draws the conversations of a run one after another.
pub(super) struct Plan {
    seed: u64,
    shares: LanguageShares,
    domains: Vec<Domain>,
    pools: BTreeMap<Option<Language>, Pool>,
    next: u32,
    end: u32,
}

impl Plan {
    /// The plan of `count` conversations of these shoppers, of whom there must be one at least.
    pub(super) fn new(
        seed: u64,
        count: u32,
        shares: LanguageShares,
        domains: Vec<Domain>,
        shoppers: Vec<Arc<Profile>>,
    ) -> Self {
        let mut pools = BTreeMap::new();
        if shares.is_empty() {
            pools.insert(None, Pool::new(shoppers));
        } else {
            for language in Language::ALL {
                let speaks = |p: &&Arc<Profile>| p.conversation_style.language == language;
                let mut own: Vec<_> = shoppers.iter().filter(speaks).cloned().collect();
                // Nobody speaks it: everybody learns it, rather than that the share is not met.
                if own.is_empty() {
                    own = shoppers.iter().map(|p| speaking(p, language)).collect();
                }
                pools.insert(Some(language), Pool::new(own));
            }
        }
        Plan {
            seed,
            shares,
            domains,
            pools,
            next: 0,
            end: count,
        }
    }

    fn number(&self, purpose: &str, place: u64) -> u64 {
        number(self.seed, purpose, place)
    }
}

impl Iterator for Plan {
    type Item = Planned;

    fn next(&mut self) -> Option<Planned> {
        if self.next == self.end {
            return None;
        }
        let ordinal = self.next;
        self.next += 1;
        let place = u64::from(ordinal);
        let language = self.shares.at(self.number("language", place));
        let seed = self.seed;
        let (profile, first) = self.pools.get_mut(&language)?.draw(seed, language)?;
        let asked = |domain| self.domains.is_empty() || self.domains.contains(&domain);
        let own = profile.scenario.as_ref().map(|scenario| scenario.domain);
        let errand = match own {
            Some(domain) if first && asked(domain) => Errand::Own,
            _ => Errand::Fresh,
        };
        let domain = match (errand, self.domains.len() as u64) {
            (Errand::Own, _) => own,
            (Errand::Fresh, 0) => None,
            (Errand::Fresh, count) => {
                let drawn = self.number("domain", place) % count;
                self.domains.get(usize::try_from(drawn).ok()?).copied()
            }
        };
        Some(Planned {
            ordinal,
            language: profile.conversation_style.language,
            profile,
            domain,
            errand,
        })
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
            shoppers,
            order: Vec::new(),
            drawn: 0,
            round: 0,
        }
    }

    /// The next shopper, and whether it is this one's first time.
    fn draw(&mut self, seed: u64, language: Option<Language>) -> Option<(Arc<Profile>, bool)> {
        if self.drawn == self.order.len() {
            self.shuffle(seed, language);
        }
        let shopper = self.shoppers.get(*self.order.get(self.drawn)?)?;
        self.drawn += 1;
        Some((shopper.clone(), self.round == 1))
    }

    fn shuffle(&mut self, seed: u64, language: Option<Language>) {
        let purpose = language.map_or("any", Language::code);
        let key = |place: usize| {
            let round = number(seed, purpose, self.round);
            number(round, "order", place as u64)
        };
        let mut order: Vec<(u64, usize)> = (0..self.shoppers.len()).map(|p| (key(p), p)).collect();
        order.sort_unstable();
        self.order = order.into_iter().map(|(_, place)| place).collect();
        self.drawn = 0;
        self.round += 1;
    }
}

fn speaking(profile: &Arc<Profile>, language: Language) -> Arc<Profile> {
    let mut changed = Profile::clone(profile);
    changed.conversation_style.language = language;
    Arc::new(changed)
}

fn number(seed: u64, purpose: &str, place: u64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(purpose.as_bytes());
    hasher.update(&place.to_le_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}

/// The first number for which no run of this seed is there yet.
pub(super) fn next_number(seed: u64, runs: &[crate::domain::Run]) -> u32 {
    let used = runs.iter().filter(|run| run.seed == seed).map(|r| r.number);
    used.max().map_or(0, |last| last.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

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

    fn names(planned: &[Planned]) -> Vec<&str> {
        planned.iter().map(|p| p.profile.user_id.as_str()).collect()
    }

    #[test]
    fn everybody_comes_once_before_anybody_comes_twice() {
        let plan = Plan::new(7, 8, LanguageShares::default(), Vec::new(), shoppers());
        let all: Vec<Planned> = plan.collect();
        for round in names(&all).chunks(4) {
            assert_eq!(round.iter().collect::<BTreeSet<_>>().len(), 4);
        }
        let errands: Vec<Errand> = all.iter().map(|p| p.errand).collect();
        assert_eq!(errands[..4], [Errand::Own; 4]);
        assert_eq!(errands[4..], [Errand::Fresh; 4]);
    }

    #[test]
    fn a_longer_run_begins_like_a_shorter_one() {
        let plan = |count| {
            Plan::new(
                7,
                count,
                "en=1,hi=1".parse().unwrap(),
                Vec::new(),
                shoppers(),
            )
        };
        let (short, long): (Vec<_>, Vec<_>) = (plan(9).collect(), plan(40).collect());
        assert_eq!(short[..], long[..9]);
        let other = Plan::new(8, 40, "en=1,hi=1".parse().unwrap(), Vec::new(), shoppers());
        assert_ne!(long, other.collect::<Vec<_>>());
    }

    #[test]
    fn a_language_that_nobody_speaks_is_learnt() {
        let only = LanguageShares::only(Language::Hi);
        let mut plan = Plan::new(7, 1, only, Vec::new(), shoppers());
        let first = plan.next().unwrap();
        assert_eq!(first.language, Language::Hi);
        assert_eq!(first.profile.conversation_style.language, Language::Hi);
    }

    #[test]
    fn another_department_needs_another_scenario() {
        let wanted = vec![Domain::Fashion];
        let mut plan = Plan::new(7, 1, LanguageShares::default(), wanted, shoppers());
        let first = plan.next().unwrap();
        assert_eq!(first.errand, Errand::Fresh);
        assert_eq!(first.domain, Some(Domain::Fashion));
    }

    #[test]
    fn without_shoppers_there_is_no_plan() {
        let plan = Plan::new(7, 3, LanguageShares::default(), Vec::new(), Vec::new());
        assert_eq!(plan.count(), 0);
    }
}
