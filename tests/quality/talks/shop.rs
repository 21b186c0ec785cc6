//! The sample shop: its catalogue as the checks ask it, and its conversations as they are stored.

use std::collections::BTreeMap;
use std::rc::Rc;

use muse_studio::catalog::translit;
use muse_studio::domain::{
    Branch, Conversation, Engine, Finding, IdSequence, Language, Mode, Product, ProductId,
    Severity, Turn,
};
use muse_studio::quality::{Facts, check};

use crate::dialogue_support::{Memory, Talk, talks};

/// The sample catalogue, with one product changed or gone.
#[derive(Clone)]
pub struct Shop {
    products: Rc<BTreeMap<ProductId, Product>>,
    changed: Option<(ProductId, Option<Product>)>,
}

impl Facts for Shop {
    fn product(&self, id: &ProductId) -> Option<&Product> {
        match &self.changed {
            Some((changed, product)) if changed == id => product.as_ref(),
            _ => self.products.get(id),
        }
    }

    fn sound(&self, word: &str) -> Option<String> {
        translit::key(word)
    }
}

impl Shop {
    pub fn open() -> Self {
        let products = Memory::sample().products.into_iter();
        Shop {
            products: Rc::new(products.map(|p| (p.id.clone(), p)).collect()),
            changed: None,
        }
    }

    /// The same shop with `product` in place of the one of its id, or without it.
    pub fn with(&self, id: &ProductId, product: Option<Product>) -> Self {
        Shop {
            products: Rc::clone(&self.products),
            changed: Some((id.clone(), product)),
        }
    }

    /// What the checks hold against a conversation; notes are no faults.
    pub fn faults(&self, conversation: &Conversation) -> Vec<Finding> {
        let mut found = check(conversation, &|turn| &turn.text, self);
        found.retain(|finding| finding.severity == Severity::Fault);
        found
    }
}

/// Conversations of the sample shop in one language.
pub fn made(count: usize, language: Language, mode: Mode, seed: u64) -> Vec<Conversation> {
    let all = talks(count, language, mode, seed, Memory::sample());
    let stored = all.iter().enumerate();
    stored
        .map(|(at, talk)| stored_as(talk, language, mode, at as u32))
        .collect()
}

fn stored_as(talk: &Talk, language: Language, mode: Mode, ordinal: u32) -> Conversation {
    let ids = IdSequence::new(11, 0);
    let branch = ids.branch(ordinal, 0);
    let mut made = Conversation {
        id: ids.conversation(ordinal),
        run: Some(ids.run()),
        ordinal,
        profile: (*talk.profile).clone(),
        scenario: talk.profile.scenario.clone().unwrap(),
        language,
        mode,
        engine: Engine::Offline,
        outcome: talk.outcome,
        current: branch,
        branches: vec![Branch {
            id: branch,
            parent: None,
            turns: vec![],
            passed_over_by: None,
        }],
        turns: BTreeMap::new(),
    };
    for (at, turn) in talk.turns.iter().enumerate() {
        made.push(Turn {
            id: ids.turn(ordinal, at as u32),
            speaker: turn.speaker,
            act: turn.act,
            language,
            text: turn.text.clone(),
            mentioned: turn.mentioned.clone(),
            provenance: Some(turn.provenance.clone()),
        });
    }
    made
}

/// A conversation as people read it.
pub fn print(conversation: &Conversation) -> String {
    let lines = conversation.current_turns();
    lines
        .map(|t| format!("{} [{}] {}\n", t.speaker.role(), t.act, t.text))
        .collect()
}
