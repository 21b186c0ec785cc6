//! What a set of shoppers is like: shares beside their targets, what hangs together, what is alike.
//!
//! Owns: counting. Does not: draw, or judge whether a difference matters.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::novelty::{Gate, Novelty};
use super::targets::{band_name, targets};
use crate::dialogue::data::DemographicsFile;
use crate::domain::{Profile, ProfileId};

/// Pairs of stories that are told by their ids; all are counted.
const PAIRS_TOLD: usize = 20;

/// How many have a value, beside how many should.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// What is counted, such as `language`.
    pub what: String,
    /// The value.
    pub value: String,
    /// How many people.
    pub people: u64,
    /// Their share of all who have some value, from 0 to 1.
    pub share: f64,
    /// The share that the demographics ask for; `None` when they do not say.
    pub target: Option<f64>,
    /// The share less its target, in points (hundredths).
    pub points: Option<f64>,
}

/// How two things go together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossed {
    /// What the rows are.
    pub rows: String,
    /// What the columns are.
    pub columns: String,
    /// People by row, then by column.
    pub people: BTreeMap<String, BTreeMap<String, u64>>,
}

/// What people of an income mean to spend today.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Purse {
    /// The income.
    pub income: String,
    /// How many have a budget.
    pub people: u64,
    /// A quarter has at most this, in rupees.
    pub quarter: i64,
    /// Half has at most this, in rupees.
    pub half: i64,
    /// Three quarters have at most this, in rupees.
    pub three_quarters: i64,
}

/// What a set of shoppers is like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileStats {
    /// How many there are.
    pub profiles: u64,
    /// Shares, grouped by what they are of.
    pub shares: Vec<Share>,
    /// How things go together.
    pub crossed: Vec<Crossed>,
    /// Budgets by income.
    pub purses: Vec<Purse>,
    /// The share of shoppers with a wish who have no target, from 0 to 1; `None` when nobody has a wish.
    pub target_free: Option<f64>,
    /// People by the number of their wishes.
    pub wishes: BTreeMap<usize, u64>,
    /// How stories were compared.
    pub novelty: String,
    /// How many stories are near to an earlier one.
    pub alike: u64,
    /// The first of them, each with the earlier one.
    pub alike_pairs: Vec<(ProfileId, ProfileId)>,
    /// Words of a story, on the average; `None` without stories.
    pub story_words: Option<f64>,
    /// Different words in all stories.
    pub different_words: u64,
}

impl ProfileStats {
    /// Counts a set.
    pub fn of(profiles: &[Profile], file: &DemographicsFile, novelty: Novelty) -> Self {
        let counted = Counted::of(profiles, file);
        let stories = Stories::of(profiles, novelty);
        let wishes: Vec<_> = profiles
            .iter()
            .filter_map(|p| p.scenario.as_ref())
            .collect();
        let free = wishes.iter().filter(|wish| wish.target.is_none()).count();
        let mut by_number = BTreeMap::new();
        for wish in &wishes {
            *by_number.entry(wish.wanted.len()).or_default() += 1;
        }
        ProfileStats {
            profiles: profiles.len() as u64,
            shares: counted.beside(file),
            crossed: vec![
                crossed(profiles, file, ["language", "region"]),
                crossed(profiles, file, ["age", "domain"]),
                crossed(profiles, file, ["age", "income"]),
                crossed(profiles, file, ["domain", "motive"]),
                crossed(profiles, file, ["income", "price sensitivity"]),
            ],
            purses: purses(profiles),
            target_free: (!wishes.is_empty()).then(|| free as f64 / wishes.len() as f64),
            wishes: by_number,
            novelty: novelty.to_string(),
            alike: stories.alike,
            alike_pairs: stories.pairs,
            story_words: stories.mean,
            different_words: stories.different,
        }
    }
}

/// What is counted, in the order of the report.
const COUNTED: [&str; 16] = [
    "language",
    "domain",
    "age",
    "gender",
    "region",
    "city tier",
    "income",
    "formality",
    "detail",
    "motive",
    "price sensitivity",
    "decisiveness",
    "patience",
    "brand loyalty",
    "buys for",
    "spelling",
];

struct Counted(Vec<(&'static str, BTreeMap<String, u64>)>);

impl Counted {
    fn of(profiles: &[Profile], file: &DemographicsFile) -> Self {
        let count = |what: &'static str| {
            let mut found = BTreeMap::new();
            for value in profiles.iter().filter_map(|p| value(p, what, file)) {
                *found.entry(value).or_default() += 1;
            }
            (what, found)
        };
        Counted(COUNTED.into_iter().map(count).collect())
    }

    /// The counts with the targets: in the file's order, then what the file does not know.
    fn beside(self, file: &DemographicsFile) -> Vec<Share> {
        let targets = targets(file);
        let mut shares = Vec::new();
        for (what, mut found) in self.0 {
            let all: u64 = found.values().sum();
            let wanted = targets
                .iter()
                .find(|(of, _)| *of == what)
                .map(|(_, shares)| shares);
            for (name, target) in wanted.into_iter().flatten() {
                let people = found.remove(name).unwrap_or(0);
                shares.push(Share::of(what, name, [people, all], Some(*target)));
            }
            let known = wanted.is_some_and(|wanted| !wanted.is_empty());
            let others = found.into_iter();
            shares.extend(
                others.map(|(name, people)| {
                    Share::of(what, &name, [people, all], known.then_some(0.0))
                }),
            );
        }
        shares
    }
}

impl Share {
    fn of(what: &str, value: &str, [people, all]: [u64; 2], target: Option<f64>) -> Self {
        let share = people as f64 / all.max(1) as f64;
        Share {
            what: what.to_owned(),
            value: value.to_owned(),
            people,
            share,
            target,
            points: target.map(|target| (share - target) * 100.0),
        }
    }
}

/// A person's value; `None` when the profile does not say.
fn value(profile: &Profile, what: &str, file: &DemographicsFile) -> Option<String> {
    let (who, talks) = (&profile.demographics, &profile.conversation_style);
    let (wish, traits) = (profile.scenario.as_ref(), &profile.traits);
    let city = || file.cities.iter().find(|city| city.name == who.location);
    let stated = |word: &str| (!traits.is_unstated()).then(|| word.to_owned());
    match what {
        "language" => Some(talks.language.code().to_owned()),
        "domain" => wish.map(|wish| wish.domain.code().to_owned()),
        "age" => {
            let mut bands = file.age_bands.iter();
            let band = bands.find(|band| (band.min..=band.max).contains(&who.age));
            Some(band.map_or_else(|| "another age".to_owned(), band_name))
        }
        "gender" => Some(who.gender.code().to_owned()),
        "region" => Some(city().map_or_else(|| "elsewhere".to_owned(), |c| c.region.clone())),
        "city tier" => traits.city_tier.map(|tier| u8::from(tier).to_string()),
        "income" => Some(who.income_level.clone()),
        "formality" => Some(talks.formality.code().to_owned()),
        "detail" => Some(talks.detail_preference.code().to_owned()),
        "motive" => wish.map(|wish| wish.motive.code().to_owned()),
        "price sensitivity" => stated(traits.price_sensitivity.code()),
        "decisiveness" => stated(traits.decisiveness.code()),
        "patience" => traits
            .patience
            .map(|patience| patience.exchanges().to_string()),
        "brand loyalty" => stated(traits.brand_loyalty.code()),
        "buys for" => stated(traits.buys_for.code()),
        "spelling" => traits.spelling_habit.map(|habit| habit.code().to_owned()),
        "occupation" => {
            let work = who.extra.get("occupation").and_then(Value::as_str);
            work.map(str::to_owned)
        }
        _ => None,
    }
}

fn crossed(profiles: &[Profile], file: &DemographicsFile, [rows, columns]: [&str; 2]) -> Crossed {
    let mut people: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for profile in profiles {
        let both = value(profile, rows, file).zip(value(profile, columns, file));
        if let Some((row, column)) = both {
            *people.entry(row).or_default().entry(column).or_default() += 1;
        }
    }
    Crossed {
        rows: rows.to_owned(),
        columns: columns.to_owned(),
        people,
    }
}

fn purses(profiles: &[Profile]) -> Vec<Purse> {
    let mut amounts: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for profile in profiles {
        let budget = profile.scenario.as_ref().and_then(|wish| wish.budget);
        let income = profile.demographics.income_level.clone();
        amounts
            .entry(income)
            .or_default()
            .extend(budget.map(|budget| budget.major()));
    }
    let purse = |(income, mut amounts): (String, Vec<i64>)| {
        amounts.sort_unstable();
        let part = |quarters: usize| {
            amounts.get((amounts.len() * quarters / 4).min(amounts.len().saturating_sub(1)))
        };
        let [quarter, half, three_quarters] = [1, 2, 3].map(|q| part(q).copied().unwrap_or(0));
        Purse {
            income,
            people: amounts.len() as u64,
            quarter,
            half,
            three_quarters,
        }
    };
    amounts
        .into_iter()
        .map(purse)
        .filter(|purse| purse.people > 0)
        .collect()
}

struct Stories {
    alike: u64,
    pairs: Vec<(ProfileId, ProfileId)>,
    mean: Option<f64>,
    different: u64,
}

impl Stories {
    fn of(profiles: &[Profile], novelty: Novelty) -> Self {
        let mut gate = Gate::new(novelty);
        let (mut alike, mut pairs) = (0, Vec::new());
        let (mut words, mut different) = (0_usize, BTreeSet::new());
        let told = profiles
            .iter()
            .filter_map(|p| Some((p, p.scenario.as_ref()?)));
        let told: Vec<_> = told.filter(|(_, wish)| !wish.story.is_empty()).collect();
        for (profile, wish) in &told {
            let mut count = 0;
            for word in wish
                .story
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| !w.is_empty())
            {
                different.insert(word.to_lowercase());
                count += 1;
            }
            words += count;
            if let Some(place) = gate.alike(&wish.story) {
                alike += 1;
                let earlier = told.get(place).map(|(earlier, _)| earlier.user_id.clone());
                let pair = earlier.map(|earlier| (profile.user_id.clone(), earlier));
                pairs.extend(pair.filter(|_| pairs.len() < PAIRS_TOLD));
            }
            gate.remember(&wish.story);
        }
        Stories {
            alike,
            pairs,
            mean: (!told.is_empty()).then(|| words as f64 / told.len() as f64),
            different: different.len() as u64,
        }
    }
}
