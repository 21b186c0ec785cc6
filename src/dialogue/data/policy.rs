//! The shop's own policy: the only source for what is said about payment, returns and delivery.
//!
//! Owns: reading the policy file and answering by topic. Does not: word the answer.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::DataError;
use crate::domain::Language;

/// What the policy says on one topic.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyAnswer {
    /// The policy's own words in the language of the conversation, in one or several ways; never empty.
    Says(Vec<String>),
    /// The policy is silent, or says that it does not know.
    Silent,
}

/// A shop's policy, topic by topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorePolicy {
    topics: BTreeMap<String, Topic>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Known,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Topic {
    status: Status,
    #[serde(default)]
    en: Wordings,
    #[serde(default)]
    hi: Wordings,
    #[serde(default)]
    hinglish: Wordings,
}

/// One sentence, or several that say the same.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(untagged)]
enum Wordings {
    #[default]
    None,
    One(String),
    Several(Vec<String>),
}

impl Wordings {
    fn sentences(&self) -> Vec<String> {
        match self {
            Wordings::None => Vec::new(),
            Wordings::One(sentence) => vec![sentence.clone()],
            Wordings::Several(sentences) => sentences.clone(),
        }
    }
}

impl StorePolicy {
    /// The sample policy that the program carries.
    pub fn embedded() -> Result<Self, DataError> {
        let text = include_str!("../../../sample_data/store_policy.json");
        Self::parse("store_policy.json", text)
    }

    /// Reads a policy file; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let root: Value = serde_json::from_str(text).map_err(|e| DataError::json(file, &e))?;
        let Some(holder) = root.get("topics").and_then(Value::as_object) else {
            let reason = "`topics` is missing; write {\"topics\": {\"cod\": {\"status\": \"known\", \"en\": \"...\"}}}";
            return Err(DataError::at(file, text, 0, reason));
        };
        let mut topics = BTreeMap::new();
        for (name, value) in holder {
            let topic = serde_json::from_value(value.clone()).map_err(|error| {
                let byte = text.find(&format!("\"{name}\"")).unwrap_or(0);
                DataError::at(file, text, byte, format!("`{name}`: {error}"))
            })?;
            topics.insert(name.clone(), topic);
        }
        Ok(StorePolicy { topics })
    }

    /// What the policy says on `topic`, such as cod, emi, return, exchange, discount, delivery_date, warranty.
    pub fn answer(&self, topic: &str, language: Language) -> PolicyAnswer {
        let Some(found) = self.topics.get(topic).filter(|t| t.status == Status::Known) else {
            return PolicyAnswer::Silent;
        };
        let sentences = match language {
            Language::En => &found.en,
            Language::Hi => &found.hi,
            Language::Hinglish => &found.hinglish,
        }
        .sentences();
        if sentences.is_empty() {
            PolicyAnswer::Silent
        } else {
            PolicyAnswer::Says(sentences)
        }
    }

    /// What the shop promises, each promise once.
    pub fn promises(&self, language: Language) -> Vec<String> {
        let first = |topic: &String| match self.answer(topic, language) {
            PolicyAnswer::Says(sentences) => sentences.into_iter().next(),
            PolicyAnswer::Silent => None,
        };
        self.topics.keys().filter_map(first).collect()
    }

    /// Every sentence of the policy in a language: what may be said about the shop.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let topics = self.topics.keys();
        topics
            .flat_map(|topic| match self.answer(topic, language) {
                PolicyAnswer::Says(sentences) => sentences,
                PolicyAnswer::Silent => Vec::new(),
            })
            .collect()
    }
}
