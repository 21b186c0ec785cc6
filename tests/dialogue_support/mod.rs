//! A catalogue in memory and finished conversations, for the stories of the dialogue.

#![allow(dead_code)]

use std::collections::HashSet;
use std::sync::Arc;

use muse_studio::dialogue::data::{DemographicsFile, Festivals, Knowledge};
use muse_studio::dialogue::{
    Aim, Limits, Machine, Need, PhrasebookVoice, Plan, ProfileGenerator, Recorded, Retrieve, Step,
};
use muse_studio::domain::{Language, Mode, Outcome, Product, ProductId, Profile};

/// Products that are searched by counting shared words.
pub struct Memory {
    pub products: Vec<Product>,
    words: Vec<HashSet<String>>,
}

impl Memory {
    /// The sample catalogue.
    pub fn sample() -> Self {
        Self::of(
            include_str!("../../sample_data/products.jsonl")
                .lines()
                .map(|l| serde_json::from_str(l).unwrap())
                .collect(),
        )
    }

    /// Any products.
    pub fn of(products: Vec<Product>) -> Self {
        let words = products
            .iter()
            .map(|p| {
                words(&format!(
                    "{} {} {:?} {:?}",
                    p.title,
                    p.categories.join(" "),
                    p.attributes.get("type"),
                    p.attributes.get("gender")
                ))
            })
            .collect();
        Memory { products, words }
    }
}

fn words(text: &str) -> HashSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Retrieve for Memory {
    fn search(&self, need: &Need) -> Vec<(Arc<Product>, f32)> {
        let query = words(&need.query);
        let mut hits: Vec<(usize, usize)> = (0..self.products.len())
            .filter(|i| need.domain.is_none_or(|d| d == self.products[*i].domain))
            .filter(|i| {
                need.price_cap
                    .is_none_or(|cap| self.products[*i].price.is_some_and(|p| p.within(cap)))
            })
            .map(|i| (i, query.intersection(&self.words[i]).count()))
            .filter(|(_, score)| *score > 0)
            .collect();
        hits.sort_by_key(|(i, score)| (usize::MAX - score, *i));
        hits.truncate(need.limit);
        hits.into_iter()
            .map(|(i, score)| (Arc::new(self.products[i].clone()), score as f32))
            .collect()
    }

    fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        let found = self.products.iter().find(|p| p.id == *id)?;
        Some(Arc::new(found.clone()))
    }
}

/// A finished conversation.
pub struct Talk {
    pub profile: Arc<Profile>,
    pub turns: Vec<Recorded>,
    pub steps: Vec<Step>,
    pub outcome: Option<Outcome>,
    pub exchanges: u32,
}

impl Talk {
    /// The conversation as people read it.
    pub fn print(&self) -> String {
        let p = &self.profile;
        let s = p.scenario.as_ref().unwrap();
        let mut out = format!(
            "--- {} {:?} {} {:?}/{:?} | {} {:?} {:?} budget {:?} wanted {:?} unwanted {:?} target {} for {:?} -> {:?}\n",
            p.user_id,
            p.demographics.gender,
            p.demographics.age,
            p.conversation_style.formality,
            p.conversation_style.detail_preference,
            s.product_type,
            s.motive,
            s.occasion,
            s.budget.map(|b| b.major()),
            s.wanted.iter().map(|f| f.value.clone()).collect::<Vec<_>>(),
            s.unwanted
                .iter()
                .map(|f| f.value.clone())
                .collect::<Vec<_>>(),
            s.target.is_some(),
            s.recipient.as_ref().map(|r| r.relation.clone()),
            self.outcome
        );
        for turn in &self.turns {
            out.push_str(&format!(
                "{} [{}] {}\n",
                if turn.speaker.role() == "user" {
                    "U"
                } else {
                    "    A"
                },
                turn.provenance.source.split('/').nth(1).unwrap_or(""),
                turn.text
            ));
        }
        out
    }
}

/// The studio's generator with its own data.
pub fn generator(seed: u64) -> ProfileGenerator {
    ProfileGenerator::new(
        DemographicsFile::embedded().unwrap(),
        Festivals::embedded().unwrap(),
        Knowledge::embedded().unwrap(),
        seed,
    )
}

/// One conversation of a profile.
pub fn talk(
    profile: Profile,
    language: Language,
    mode: Mode,
    ordinal: u32,
    retrieve: Arc<dyn Retrieve>,
    knowledge: &Arc<Knowledge>,
    voice: &PhrasebookVoice,
) -> Talk {
    let plan = plan(profile, language, mode, ordinal);
    planned(plan, retrieve, knowledge, voice)
}

/// The plan of a profile's conversation, without an aim.
pub fn plan(profile: Profile, language: Language, mode: Mode, ordinal: u32) -> Plan {
    Plan {
        scenario: profile.scenario.clone().unwrap(),
        profile: Arc::new(profile),
        language,
        mode,
        limits: Limits::default(),
        aim: Aim::default(),
        seed: 7,
        ordinal,
    }
}

/// One planned conversation.
pub fn planned(
    plan: Plan,
    retrieve: Arc<dyn Retrieve>,
    knowledge: &Arc<Knowledge>,
    voice: &PhrasebookVoice,
) -> Talk {
    let profile = Arc::clone(&plan.profile);
    let mut machine = Machine::new(plan, retrieve, Arc::clone(knowledge));
    let (mut turns, mut steps) = (Vec::new(), Vec::new());
    while let Some(step) = machine.next() {
        assert!(turns.len() < 60, "a conversation without an end");
        let worded = voice
            .word(&step)
            .unwrap_or_else(|e| panic!("{e}: {:?}", step.facts));
        steps.push(step.clone());
        turns.push(machine.record(step, worded.into()));
    }
    Talk {
        profile,
        turns,
        steps,
        outcome: machine.outcome(),
        exchanges: machine.exchanges(),
    }
}

/// `count` natural conversations in a language over the given products.
pub fn talks(count: usize, language: Language, mode: Mode, seed: u64, memory: Memory) -> Vec<Talk> {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(
        Arc::clone(&knowledge),
        std::env::var_os("READ_BOOK")
            .map(std::path::PathBuf::from)
            .as_deref(),
    )
    .unwrap();
    let profiles = generator(seed).generate(count, &memory.products);
    let retrieve: Arc<dyn Retrieve> = Arc::new(memory);
    profiles
        .into_iter()
        .enumerate()
        .map(|(i, p)| {
            talk(
                p,
                language,
                mode,
                i as u32,
                Arc::clone(&retrieve),
                &knowledge,
                &voice,
            )
        })
        .collect()
}
