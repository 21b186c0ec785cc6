//! Conversations of the sample shop, made in memory: for examples to read and for checks of phrasebooks.
//!
//! Owns: a small shop that is searched by shared words, and talks made in it. Does not: write anything, need a workspace, or
//! stand for the real search.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::JobError;
use crate::dialogue::data::{DemographicsFile, Festivals, Knowledge};
use crate::dialogue::{
    Aim, Limits, Machine, Need, PhrasebookVoice, Plan, ProfileGenerator, Recorded, Retrieve, Shows,
    Step,
};
use crate::domain::{Language, Mode, Outcome, Product, ProductId, Profile};

/// A shop in memory.
pub struct SampleShop {
    products: Vec<Product>,
    /// The words of each product by which it is found.
    words: Vec<BTreeSet<String>>,
}

impl SampleShop {
    /// A shop with these products, in this order.
    pub fn new(products: Vec<Product>) -> Self {
        let kind = |p: &Product, name: &str| {
            p.attributes
                .get(name)
                .map_or(String::new(), |v| v.join(" "))
        };
        let found_by = |p: &Product| {
            let text = [
                p.title.clone(),
                p.categories.join(" "),
                kind(p, "type"),
                kind(p, "gender"),
            ];
            words(&text.join(" "))
        };
        let words = products.iter().map(found_by).collect();
        SampleShop { products, words }
    }

    /// Reads products in the studio's own form, one a line.
    ///
    /// # Errors
    /// When a line is no product; the sentence names it.
    pub fn read(text: &str) -> Result<Self, JobError> {
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|error| {
                JobError::layer(format!("line {} of the products is none: {error}", at + 1))
            })
        };
        Ok(SampleShop::new(lines.map(read).collect::<Result<_, _>>()?))
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let all = lower.split(|c: char| !c.is_alphanumeric());
    all.filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Retrieve for SampleShop {
    fn search(&self, need: &Need) -> Vec<(Arc<Product>, f32)> {
        let query = words(&need.query);
        let affordable = |p: &Product| {
            need.price_cap
                .is_none_or(|cap| p.price.is_some_and(|price| price.within(cap)))
        };
        let mut hits: Vec<(usize, usize)> = self
            .products
            .iter()
            .enumerate()
            .filter(|(_, p)| need.domain.is_none_or(|domain| domain == p.domain) && affordable(p))
            .map(|(at, _)| (at, query.intersection(&self.words[at]).count()))
            .filter(|(_, shared)| *shared > 0)
            .collect();
        hits.sort_by_key(|(at, shared)| (usize::MAX - shared, *at));
        hits.truncate(need.limit);
        hits.into_iter()
            .map(|(at, shared)| (Arc::new(self.products[at].clone()), shared as f32))
            .collect()
    }

    fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        let found = self.products.iter().find(|p| p.id == *id)?;
        Some(Arc::new(found.clone()))
    }
}

/// A finished conversation.
#[derive(Clone, Debug)]
pub struct Talk {
    /// The shopper.
    pub profile: Arc<Profile>,
    /// Its turns.
    pub turns: Vec<Recorded>,
    /// The steps that the turns word, one for each.
    pub steps: Vec<Step>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// Which conversations are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TalkPlan {
    /// How many.
    pub count: usize,
    /// In which language.
    pub language: Language,
    /// In which mode.
    pub mode: Mode,
    /// The seed: the same gives the same.
    pub seed: u64,
    /// What they should come out as.
    pub aims: Aims,
}

/// What conversations should come out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aims {
    /// As the talk goes; every fifth shopper shows a picture.
    Natural,
    /// Every length, every ending and a picture in turn, so that each situation is met.
    Varied,
}

impl Aims {
    fn of(self, ordinal: u32) -> Aim {
        let every = |n: u32, what: Shows| if ordinal % n == 1 { what } else { Shows::Words };
        match self {
            Aims::Natural => Aim {
                shows: every(5, Shows::Picture),
                ..Aim::default()
            },
            Aims::Varied => Aim {
                exchanges: Some(3 + ordinal % 8),
                outcome: [None, Some(Outcome::Bought), Some(Outcome::Left)][ordinal as usize % 3],
                shows: every(2, Shows::Picture),
            },
        }
    }
}

/// Makes conversations of the sample shop with the phrasebooks that the program carries.
///
/// # Errors
/// When no line of a phrasebook fits a step, or the data that the program carries cannot be read.
pub fn sample_talks(shop: &Arc<SampleShop>, plan: TalkPlan) -> Result<Vec<Talk>, JobError> {
    let knowledge = Knowledge::embedded().map_err(JobError::layer)?;
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).map_err(JobError::layer)?;
    let people = ProfileGenerator::new(
        DemographicsFile::embedded().map_err(JobError::layer)?,
        Festivals::embedded().map_err(JobError::layer)?,
        Arc::clone(&knowledge),
        plan.seed,
    );
    let profiles = people.generate(plan.count, &shop.products);
    let stories = profiles.into_iter().enumerate();
    stories
        .map(|(at, profile)| {
            let retrieve: Arc<dyn Retrieve> = Arc::clone(shop) as Arc<dyn Retrieve>;
            talk(profile, plan, at as u32, retrieve, &knowledge, &voice)
        })
        .collect()
}

/// The longest talk that the machine can make, as a brake.
const MOST_TURNS: usize = 80;

fn talk(
    profile: Profile,
    plan: TalkPlan,
    ordinal: u32,
    retrieve: Arc<dyn Retrieve>,
    knowledge: &Arc<Knowledge>,
    voice: &PhrasebookVoice,
) -> Result<Talk, JobError> {
    let profile = Arc::new(profile);
    let scenario = profile
        .scenario
        .clone()
        .ok_or_else(|| JobError::layer("a shopper without a scenario was made"))?;
    let mut machine = Machine::new(
        Plan {
            scenario,
            profile: Arc::clone(&profile),
            language: plan.language,
            mode: plan.mode,
            limits: Limits::default(),
            aim: plan.aims.of(ordinal),
            seed: plan.seed,
            ordinal,
        },
        retrieve,
        Arc::clone(knowledge),
    );
    let (mut turns, mut steps) = (Vec::new(), Vec::new());
    while let Some(step) = machine.next().filter(|_| turns.len() < MOST_TURNS) {
        let worded = voice.word(&step).map_err(JobError::layer)?;
        steps.push(step.clone());
        turns.push(machine.record(step, worded.into()));
    }
    Ok(Talk {
        profile,
        turns,
        steps,
        outcome: machine.outcome(),
    })
}
