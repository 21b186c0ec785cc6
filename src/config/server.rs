//! Servers of models: an address, a model's name, and the key that is for this address alone.
//!
//! An address and the variable of its key are a person's own: a workspace that came from elsewhere may not name them, so
//! that it cannot send texts or keys anywhere.

use super::published::ProviderKey;
use super::{ConfigError, Key, Secret, Source, Sourced, layer::Layer, pick};
use crate::paths::Env;

/// The one host to which the common variable's key belongs without being named.
const OPENAI: &str = "https://api.openai.com";

/// What the settings say of one server.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Its address, such as `http://127.0.0.1:8080/v1`.
    pub url: Sourced<Option<String>>,
    /// The model's name there.
    pub model: Sourced<Option<String>>,
    /// The environment variable that holds the key.
    pub key_variable: Sourced<Option<String>>,
    /// The key.
    pub key: Option<Secret>,
}

/// Which settings describe a server.
pub(super) struct Names {
    pub(super) url: Key,
    pub(super) model: Key,
    pub(super) variable: Key,
    /// What the key is called in messages and logs.
    pub(super) provider: &'static str,
}

/// The server of a language model.
pub(super) const CHAT: Names = Names {
    url: Key::ModelUrl,
    model: Key::Model,
    variable: Key::ModelKeyVariable,
    provider: "model",
};

/// The server of embeddings.
pub(super) const EMBEDDINGS: Names = Names {
    url: Key::EmbeddingsUrl,
    model: Key::EmbeddingsModel,
    variable: Key::EmbeddingsKeyVariable,
    provider: "embeddings",
};

/// Reads one server from the layers; its key joins `keys`, so that logs blot it out.
pub(super) fn read(
    layers: &[Layer],
    names: &Names,
    env: &Env,
    keys: &mut Vec<ProviderKey>,
) -> Result<ServerSettings, ConfigError> {
    let text = |key| {
        pick(layers, key, None, |text| {
            Ok((!text.is_empty()).then(|| text.to_owned()))
        })
    };
    let url: Sourced<Option<String>> = text(names.url)?;
    let variable: Sourced<Option<String>> = text(names.variable)?;
    let key = match (&variable.value, &url.value) {
        (Some(name), _) => env.get(name).and_then(Secret::of).inspect(|secret| {
            keys.push(ProviderKey {
                provider: names.provider,
                secret: Sourced {
                    value: secret.clone(),
                    source: Source::Environment(name.clone()),
                },
            });
        }),
        (None, Some(url)) if belongs_to_openai(url) => {
            let found = keys.iter().find(|key| key.provider == "openai");
            found.map(|key| key.secret.value.clone())
        }
        _ => None,
    };
    Ok(ServerSettings {
        model: text(names.model)?,
        url,
        key_variable: variable,
        key,
    })
}

fn belongs_to_openai(url: &str) -> bool {
    url.strip_prefix(OPENAI)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
