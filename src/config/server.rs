//! Servers of models: whose they are, an address, a model's name, and the key that is for this address alone.
//!
//! An address, the provider it follows from, and the place of the key are a person's own: a workspace that came from
//! elsewhere may not name them, so that it cannot send texts or keys anywhere.

use std::time::Duration;

use super::key_file;
use super::published::ProviderKey;
use super::{ConfigError, Key, Notice, Secret, Source, Sourced, layer::Layer, pick};
use crate::domain::Engine;
use crate::paths::Env;

/// The hosts to which the common variables' keys belong without being named: provider, host, path of its models.
const HOMES: [(Engine, &str, &str); 2] = [
    (Engine::Openai, "https://api.openai.com", "/v1"),
    (Engine::Anthropic, "https://api.anthropic.com", "/v1"),
];
/// What `provider` may be.
const PROVIDERS: [Engine; 4] = [
    Engine::Offline,
    Engine::Openai,
    Engine::OpenaiCompatible,
    Engine::Anthropic,
];
/// How long the beginning of an answer is waited for. Small machines read long questions slowly.
const FIRST_BYTE: Duration = Duration::from_secs(120);
/// How long the next piece is waited for. Models that think are silent meanwhile.
const IDLE: Duration = Duration::from_secs(60);
/// The longest that a person may ask to wait, in seconds.
const LONGEST_WAIT: f64 = 3_600.0;
/// The version of Anthropic's format that every model of theirs speaks.
const ANTHROPIC_VERSION: &str = "2023-06-01";

/// What the settings say of one server.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Whose format it speaks; offline when there is no server.
    pub provider: Sourced<Engine>,
    /// Its address, such as `http://127.0.0.1:8080/v1`, when one is given.
    pub url: Sourced<Option<String>>,
    /// The model's name there.
    pub model: Sourced<Option<String>>,
    /// The environment variable that holds the key.
    pub key_variable: Sourced<Option<String>>,
    /// The file that holds the key.
    pub key_file: Sourced<Option<String>>,
    /// The key.
    pub key: Option<Secret>,
    /// How long the model is to think, in its provider's words.
    pub effort: Sourced<Option<String>>,
    /// How long the beginning of an answer is waited for.
    pub first_byte: Sourced<Duration>,
    /// How long the next piece of an answer is waited for.
    pub idle: Sourced<Duration>,
    /// Which version of its format Anthropic is asked for.
    pub anthropic_version: Sourced<String>,
}

impl ServerSettings {
    /// The address: the one that is given, else the provider's own.
    pub fn address(&self) -> Option<String> {
        let own = || {
            let home = HOMES.iter().find(|(of, ..)| *of == self.provider.value)?;
            Some(format!("{}{}", home.1, home.2))
        };
        self.url.value.clone().or_else(own)
    }

    /// The variable in which the key for this address is looked for when nothing else is named.
    pub fn usual_variable(&self) -> Option<&'static str> {
        match home_of(&self.address()?)? {
            Engine::Openai => Some("OPENAI_API_KEY"),
            Engine::Anthropic => Some("ANTHROPIC_API_KEY"),
            _ => None,
        }
    }
}

/// Which settings describe a server.
pub(super) struct Names {
    pub(super) provider: Option<Key>,
    pub(super) url: Key,
    pub(super) model: Key,
    pub(super) variable: Key,
    pub(super) file: Option<Key>,
    /// What the key is called in messages and logs.
    pub(super) what: &'static str,
}

/// The server of a language model.
pub(super) const CHAT: Names = Names {
    provider: Some(Key::Provider),
    url: Key::ModelUrl,
    model: Key::Model,
    variable: Key::ModelKeyVariable,
    file: Some(Key::ModelKeyFile),
    what: "model",
};

/// The server of embeddings.
pub(super) const EMBEDDINGS: Names = Names {
    provider: None,
    url: Key::EmbeddingsUrl,
    model: Key::EmbeddingsModel,
    variable: Key::EmbeddingsKeyVariable,
    file: None,
    what: "embeddings",
};

/// Reads one server from the layers; its key joins `keys`, so that logs blot it out.
pub(super) fn read(
    layers: &[Layer],
    names: &Names,
    env: &Env,
    keys: &mut Vec<ProviderKey>,
    notices: &mut Vec<Notice>,
) -> Result<ServerSettings, ConfigError> {
    let text = |key| pick(layers, key, None, |text| Ok(some(text)));
    let url: Sourced<Option<String>> = text(names.url)?;
    let by_url = Sourced {
        value: url.value.as_deref().map_or(Engine::Offline, provider_at),
        source: url.source.clone(),
    };
    let provider = match names.provider {
        Some(key) => pick(layers, key, None, |text| provider(text).map(Some))?,
        None => Sourced::default_of(None),
    };
    let key_file = match names.file {
        Some(key) => pick(layers, key, None, |text| match text {
            "" => Ok(None),
            text => key_file::path_of(text, env).map(|path| Some(path.display().to_string())),
        })?,
        None => Sourced::default_of(None),
    };
    let mut settings = ServerSettings {
        provider: provider.value.map_or(by_url, |value| Sourced {
            value,
            source: provider.source,
        }),
        model: text(names.model)?,
        url,
        key_variable: text(names.variable)?,
        key_file,
        key: None,
        effort: text(Key::Effort)?,
        first_byte: pick(layers, Key::FirstByteSeconds, FIRST_BYTE, seconds)?,
        idle: pick(layers, Key::IdleSeconds, IDLE, seconds)?,
        anthropic_version: pick(
            layers,
            Key::AnthropicVersion,
            ANTHROPIC_VERSION.to_owned(),
            version,
        )?,
    };
    settings.key = key(&settings, names, env, keys, notices);
    Ok(settings)
}

/// The key for this server: from the variable that is named for it, from the file, or, for the host that it belongs to,
/// from where such keys usually are.
fn key(
    settings: &ServerSettings,
    names: &Names,
    env: &Env,
    keys: &mut Vec<ProviderKey>,
    notices: &mut Vec<Notice>,
) -> Option<Secret> {
    let (secret, source) = if let Some(name) = &settings.key_variable.value {
        let secret = env.get(name).and_then(Secret::of)?;
        (secret, Source::Environment(name.clone()))
    } else if let Some(path) = &settings.key_file.value {
        let path = std::path::Path::new(path);
        let read = key_file::read(path, &settings.key_file.source);
        let secret = read.map_err(|notice| notices.push(notice)).ok()?;
        let path = path.to_path_buf();
        (secret, Source::File { path, line: 1 })
    } else {
        let home = home_of(&settings.address()?)?;
        let found = keys.iter().find(|key| key.provider == home.code())?;
        return Some(found.secret.value.clone());
    };
    keys.push(ProviderKey {
        provider: names.what,
        secret: Sourced {
            value: secret.clone(),
            source,
        },
    });
    Some(secret)
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The provider whose own host an address is at.
fn home_of(url: &str) -> Option<Engine> {
    let is_at = |home: &str| {
        url.strip_prefix(home)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let home = HOMES.iter().find(|(_, home, _)| is_at(home))?;
    Some(home.0)
}

/// Whose format is spoken at an address when nothing says so.
fn provider_at(url: &str) -> Engine {
    home_of(url).unwrap_or(Engine::OpenaiCompatible)
}

fn provider(text: &str) -> Result<Engine, String> {
    let found = PROVIDERS.into_iter().find(|engine| engine.code() == text);
    found.ok_or_else(|| {
        let known = PROVIDERS.map(Engine::code).join(", ");
        format!("`{text}` is no provider; known are {known}")
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    let number = text
        .parse()
        .ok()
        .filter(|n| (0.1..=LONGEST_WAIT).contains(n));
    let number = number.map(Duration::from_secs_f64);
    number.ok_or_else(|| format!("`{text}` is not a number of seconds from 0.1 to {LONGEST_WAIT}"))
}

fn version(text: &str) -> Result<String, String> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == '-');
    match plain && !text.is_empty() {
        true => Ok(text.to_owned()),
        false => Err(format!(
            "`{text}` is not a version; write it as {ANTHROPIC_VERSION}"
        )),
    }
}
