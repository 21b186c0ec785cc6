//! Conversations that tell the same story in whatever words.

use std::collections::HashMap;

use crate::domain::{Conversation, ProductId, Speaker};
use crate::quality::diversity::Entropy;

/// What a conversation is without its words: who wants what and why, what each turn does, and which product comes when.
type Skeleton = blake3::Hash;

/// Counts stories.
#[derive(Debug, Default)]
pub(super) struct Stories {
    /// The place of the first conversation with this skeleton.
    skeletons: HashMap<Skeleton, u32>,
    /// Later ones with the place of the first.
    again: Vec<(u32, u32)>,
    paths: HashMap<Box<str>, u64>,
    items: HashMap<ProductId, u64>,
    seen: u32,
}

impl Stories {
    /// Takes in the next conversation.
    pub(super) fn add(&mut self, conversation: &Conversation) {
        let path = path(conversation);
        match self.skeletons.get(&skeleton(conversation, &path)) {
            Some(first) => self.again.push((*first, self.seen)),
            None => {
                let skeleton = skeleton(conversation, &path);
                self.skeletons.insert(skeleton, self.seen);
            }
        }
        *self.paths.entry(path.into()).or_default() += 1;
        let mut offered: Vec<&ProductId> = conversation
            .current_turns()
            .filter(|turn| turn.speaker == Speaker::Assistant)
            .flat_map(|turn| &turn.mentioned)
            .collect();
        offered.sort_unstable();
        offered.dedup();
        for item in offered {
            *self.items.entry(item.clone()).or_default() += 1;
        }
        self.seen += 1;
    }

    /// The pairs of the same story, the earlier place first.
    pub(super) fn again(&self) -> &[(u32, u32)] {
        &self.again
    }

    /// How evenly paths of acts are used.
    pub(super) fn paths(&self) -> Entropy {
        Entropy::of(self.paths.values().copied())
    }

    /// How evenly products are offered, each counted once a conversation.
    pub(super) fn items(&self) -> Entropy {
        Entropy::of(self.items.values().copied())
    }
}

/// What each turn does, in order.
fn path(conversation: &Conversation) -> String {
    let mut path = String::new();
    for turn in conversation.current_turns() {
        path.push_str(turn.speaker.role());
        path.push(' ');
        path.push_str(turn.act.code());
        path.push('\n');
    }
    path
}

/// The shopper's facets, the scenario, the path, and the products of each turn, as one hash.
fn skeleton(conversation: &Conversation, path: &str) -> Skeleton {
    let mut hash = blake3::Hasher::new();
    // Each part with its length before it, so that no two lists of parts read alike.
    let mut part = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    let (profile, scenario) = (&conversation.profile, &conversation.scenario);
    part(conversation.language.code());
    part(profile.demographics.gender.code());
    part(&profile.demographics.income_level);
    part(scenario.domain.code());
    part(&scenario.product_type);
    part(scenario.motive.code());
    part(scenario.occasion.as_deref().unwrap_or_default());
    part(scenario.recipient.as_ref().map_or("", |who| &who.relation));
    part(path);
    for turn in conversation.current_turns() {
        part(&turn.mentioned.len().to_string());
        for item in &turn.mentioned {
            part(item.as_str());
        }
    }
    hash.finalize()
}
