//! The models that a server has.
//!
//! Owns: asking for them, and what the different servers tell of each. No model is known beforehand: they come and go.

use serde_json::Value;

use super::endpoint::{Endpoint, Manner};
use super::{LlmError, Provider};

/// A server with more pages of models than this is not asked further.
const PAGES: usize = 20;

/// A model, as far as its server tells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ModelInfo {
    /// Its name.
    pub id: String,
    /// How much it can read, in tokens.
    pub context: Option<u64>,
    /// How much it can write, in tokens.
    pub longest_answer: Option<u64>,
    /// Whether it sees pictures.
    pub pictures: Option<bool>,
    /// Whether it can be held to a form.
    pub forms: Option<bool>,
}

impl Provider {
    /// The models of the server, in its own order.
    ///
    /// # Errors
    /// As an attempt; [`LlmError::Garbled`] when what comes is no list.
    pub async fn models(&self) -> Result<Vec<ModelInfo>, LlmError> {
        models(self.endpoint()).await
    }
}

/// The models of a server, in its own order.
async fn models(endpoint: &Endpoint) -> Result<Vec<ModelInfo>, LlmError> {
    let (mut all, mut query) = (Vec::new(), first_page(endpoint).to_owned());
    for _ in 0..PAGES {
        let answer = endpoint.get("models", &query).await?;
        // Some servers give the list alone.
        let rows = answer.as_array().or_else(|| answer["data"].as_array());
        let rows = rows.ok_or_else(|| endpoint.garbled("there is no `data` list of models"))?;
        all.extend(rows.iter().filter_map(read));
        match answer["last_id"].as_str() {
            Some(last) if answer["has_more"] == true && is_plain(last) => {
                query = format!("{}&after_id={last}", first_page(endpoint));
            }
            _ => break,
        }
    }
    Ok(all)
}

/// Only one format has pages, and not every server ignores what it does not know.
fn first_page(endpoint: &Endpoint) -> &'static str {
    match endpoint.manner() {
        Manner::Versioned(_) => "limit=1000",
        Manner::Bearer => "",
    }
}

/// Whether a name can stand in a query as it is.
fn is_plain(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn read(row: &Value) -> Option<ModelInfo> {
    let first = |names: &[&str]| names.iter().find_map(|name| row.pointer(name)?.as_u64());
    let told = |names: &[&str]| names.iter().find_map(|name| answer(row.pointer(name)?));
    let holds = |list: &str, word: &str| {
        let list = row.pointer(list)?.as_array()?;
        Some(list.iter().any(|item| item == word))
    };
    Some(ModelInfo {
        id: row["id"].as_str()?.to_owned(),
        context: first(&[
            "/max_input_tokens",
            "/context_length",
            "/max_context_length",
            "/max_model_len",
            "/meta/n_ctx",
            "/meta/n_ctx_train",
        ]),
        longest_answer: first(&["/max_tokens", "/top_provider/max_completion_tokens"]),
        pictures: told(&["/capabilities/image_input", "/capabilities/vision"])
            .or_else(|| holds("/architecture/input_modalities", "image")),
        forms: told(&["/capabilities/structured_outputs"])
            .or_else(|| holds("/supported_parameters", "structured_outputs")),
    })
}

/// Yes or no, also as `{"supported": true}`.
fn answer(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| value["supported"].as_bool())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_server_tells_what_it_tells() {
        let anthropic = json!({"id": "a", "max_input_tokens": 200000, "max_tokens": 64000,
            "capabilities": {"image_input": {"supported": true}, "structured_outputs": {"supported": false}}});
        let gateway = json!({"id": "b", "context_length": 8192, "architecture": {"input_modalities": ["text"]},
            "supported_parameters": ["temperature", "structured_outputs"]});
        let small = json!({"id": "c", "object": "model", "meta": {"n_ctx_train": 2048}});
        let of = |row: &Value| read(row).unwrap();
        assert_eq!(
            of(&anthropic),
            ModelInfo {
                id: "a".to_owned(),
                context: Some(200_000),
                longest_answer: Some(64_000),
                pictures: Some(true),
                forms: Some(false),
            }
        );
        assert_eq!(
            (of(&gateway).pictures, of(&gateway).forms),
            (Some(false), Some(true))
        );
        assert_eq!(
            (of(&small).context, of(&small).pictures),
            (Some(2048), None)
        );
        assert_eq!(read(&json!({"name": "no id"})), None);
    }
}
