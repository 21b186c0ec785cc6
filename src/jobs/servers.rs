//! From settings to the servers that they name.

use std::time::Duration;

use super::JobError;
use crate::config::ServerSettings;
use crate::domain::Engine;
use crate::llm::{CompatibleEmbedder, Endpoint, Key, LlmError, Provider, Times};

/// How long embedding a few dozen texts may take.
const EMBEDDING_LIMIT: Duration = Duration::from_secs(30);

impl From<LlmError> for JobError {
    fn from(error: LlmError) -> Self {
        JobError::layer(error)
    }
}

/// The language model that the settings name, in its provider's format.
///
/// # Errors
/// When no server or no model is named, a provider's own host has no key, or the address cannot be used.
pub fn provider(settings: &ServerSettings) -> Result<Provider, JobError> {
    let model = settings.model.value.clone();
    let server = provider_of(settings, model.clone().unwrap_or_default())?;
    match model {
        Some(_) => Ok(server),
        None => Err(missing("model")),
    }
}

/// The provider that the settings name, with or without a model: to ask what models it has.
///
/// # Errors
/// As [`provider`], but for the model.
pub fn provider_of(settings: &ServerSettings, model: String) -> Result<Provider, JobError> {
    let times = Times {
        first_byte: settings.first_byte.value,
        idle: settings.idle.value,
        whole: settings.whole.value,
        ..Times::default()
    };
    let endpoint = endpoint(settings, "model", times)?;
    if let (None, Some(variable)) = (&settings.key, settings.usual_variable()) {
        return Err(JobError::BadOption(format!(
            "there is no key for {}: set {variable}, keep it with `muse-studio keys store`, or name a file with model_key_file in your \
             config.toml (docs/providers.md)",
            endpoint.host()
        )));
    }
    let provider = match settings.provider.value {
        Engine::Openai => Provider::openai(endpoint, model),
        Engine::Anthropic => {
            Provider::anthropic(endpoint, model, &settings.anthropic_version.value)
        }
        Engine::Offline | Engine::OpenaiCompatible | Engine::Scripted | Engine::Imported => {
            Provider::compatible(endpoint, model)
        }
    };
    Ok(provider.with_effort(settings.effort.value.clone()))
}

/// The embedding model that the settings name.
///
/// # Errors
/// When no address or no model is named, or the address cannot be used.
pub fn embedder(settings: &ServerSettings) -> Result<CompatibleEmbedder, JobError> {
    let endpoint = endpoint(settings, "embeddings", EMBEDDING_LIMIT.into())?;
    let model = settings.model.value.clone();
    let model = model.ok_or_else(|| missing("embeddings_model"))?;
    Ok(CompatibleEmbedder::new(endpoint, model))
}

fn endpoint(settings: &ServerSettings, what: &str, times: Times) -> Result<Endpoint, JobError> {
    let address = settings.address();
    let address = address.filter(|_| settings.provider.value != Engine::Offline);
    let address = address.ok_or_else(|| missing(&format!("{what}_url")))?;
    let key = settings.key.as_ref().map(|key| Key::new(key.expose()));
    Ok(Endpoint::new(&address, key, times)?)
}

fn missing(name: &str) -> JobError {
    JobError::BadOption(format!(
        "no server is set up for this: put {name} into your config.toml (docs/config.md), such as a server on this \
         machine that speaks the OpenAI format"
    ))
}
