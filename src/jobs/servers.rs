//! From settings to the servers that they name.

use std::time::Duration;

use super::JobError;
use crate::config::ServerSettings;
use crate::llm::{CompatibleEmbedder, Endpoint, Key, LlmError, Provider, Unpaced};

/// How long a model may write.
const CHAT_LIMIT: Duration = Duration::from_secs(120);
/// How long embedding a few dozen texts may take.
const EMBEDDING_LIMIT: Duration = Duration::from_secs(30);

impl From<LlmError> for JobError {
    fn from(error: LlmError) -> Self {
        JobError::layer(error)
    }
}

/// The language model that the settings name.
///
/// # Errors
/// When no address or no model is named, or the address cannot be used.
pub fn chat_model(settings: &ServerSettings) -> Result<Unpaced, JobError> {
    let (endpoint, model) = named(settings, "model", CHAT_LIMIT)?;
    Ok(Unpaced::new(Provider::compatible(endpoint, model)))
}

/// The embedding model that the settings name.
///
/// # Errors
/// As [`chat_model`].
pub fn embedder(settings: &ServerSettings) -> Result<CompatibleEmbedder, JobError> {
    let (endpoint, model) = named(settings, "embeddings", EMBEDDING_LIMIT)?;
    Ok(CompatibleEmbedder::new(endpoint, model))
}

fn named(
    settings: &ServerSettings,
    what: &str,
    limit: Duration,
) -> Result<(Endpoint, String), JobError> {
    let missing = |name: &str| {
        JobError::BadOption(format!(
            "no server is set up for this: put {name} into your config.toml (docs/config.md), such as a server on this \
             machine that speaks the OpenAI format"
        ))
    };
    let url = settings.url.value.as_deref();
    let url = url.ok_or_else(|| missing(&format!("{what}_url")))?;
    let name = if what == "model" {
        "model"
    } else {
        "embeddings_model"
    };
    let model = settings.model.value.clone().ok_or_else(|| missing(name))?;
    let key = settings.key.as_ref().map(|key| Key::new(key.expose()));
    Ok((Endpoint::new(url, key, limit)?, model))
}
