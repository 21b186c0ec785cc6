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
    /// Yes, with the policy's own sentence in the language when it has one.
    Yes(Option<String>),
    /// No, with the policy's own sentence in the language when it has one.
    No(Option<String>),
    /// The policy is silent.
    Silent,
}

/// A shop's policy, topic by topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorePolicy {
    topics: BTreeMap<String, Topic>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Topic {
    available: Option<bool>,
    #[serde(default)]
    en: Option<String>,
    #[serde(default)]
    hi: Option<String>,
    #[serde(default)]
    hinglish: Option<String>,
}

impl StorePolicy {
    /// Reads a policy file; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let root: Value = serde_json::from_str(text).map_err(|e| DataError::json(file, &e))?;
        let Some(object) = root.as_object() else {
            return Err(DataError::at(
                file,
                text,
                0,
                "a policy file is a JSON object; write {\"cod\": {\"available\": true, \"en\": \"...\"}}",
            ));
        };
        let holder = object.get("topics").unwrap_or(&root);
        let mut topics = BTreeMap::new();
        for (name, value) in holder.as_object().into_iter().flatten() {
            if !value.is_object() {
                continue;
            }
            let topic = serde_json::from_value(value.clone()).map_err(|error| {
                let byte = text.find(&format!("\"{name}\"")).unwrap_or(0);
                DataError::at(file, text, byte, format!("`{name}`: {error}"))
            })?;
            topics.insert(name.clone(), topic);
        }
        Ok(StorePolicy { topics })
    }

    /// What the policy says on `topic` (cod, emi, returns, exchange, discount, delivery, warranty).
    pub fn answer(&self, topic: &str, language: Language) -> PolicyAnswer {
        let Some(found) = self.topics.get(topic) else {
            return PolicyAnswer::Silent;
        };
        let sentence = match language {
            Language::En => &found.en,
            Language::Hi => &found.hi,
            Language::Hinglish => &found.hinglish,
        };
        match found.available {
            Some(true) => PolicyAnswer::Yes(sentence.clone()),
            Some(false) => PolicyAnswer::No(sentence.clone()),
            None => PolicyAnswer::Silent,
        }
    }
}
