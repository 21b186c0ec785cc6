//! Servers of models: whose they are, an address, a model's name, and the key that is for this address alone.
//!
//! An address, the provider it follows from, and the place of the key are a person's own: a workspace that came from
//! elsewhere may not name them, so that it cannot send texts or keys anywhere.

use std::path::Path;
use std::time::Duration;

use super::key_file;
use super::published::ProviderKey;
use super::{
    ConfigError, Key, Keyring, Notice, Secret, Source, Sourced, host_of, layer::Layer, pick,
};
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
/// How long a whole answer may take. Servers that are stuck may send signs of life for ever.
const WHOLE: Duration = Duration::from_secs(30 * 60);
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
    /// How long a whole answer may take.
    pub whole: Sourced<Duration>,
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

/// Where keys lie besides files.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) env: &'a Env,
    pub(super) keyring: &'a dyn Keyring,
}

/// Reads one server from the layers; its key joins `keys`, so that logs blot it out.
pub(super) fn read(
    layers: &[Layer],
    names: &Names,
    places: Places<'_>,
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
            text => {
                key_file::path_of(text, places.env).map(|path| Some(path.display().to_string()))
            }
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
        whole: pick(layers, Key::AnswerSeconds, WHOLE, seconds)?,
        anthropic_version: pick(
            layers,
            Key::AnthropicVersion,
            ANTHROPIC_VERSION.to_owned(),
            version,
        )?,
    };
    settings.key = key(&settings, names, places, keys, notices);
    Ok(settings)
}

/// The key for this server: from the variable that is named for it or, for the host that it belongs to, the usual one; else
/// from the keyring, from the file that is named, or from where the published scripts keep it.
fn key(
    settings: &ServerSettings,
    names: &Names,
    places: Places<'_>,
    keys: &mut Vec<ProviderKey>,
    notices: &mut Vec<Notice>,
) -> Option<Secret> {
    let address = settings.address();
    let home = address.as_deref().and_then(home_of);
    let usual = |of_environment: bool| {
        let mut own = keys
            .iter()
            .filter(|key| Some(key.provider) == home.map(Engine::code));
        let from = |key: &&ProviderKey| {
            matches!(key.secret.source, Source::Environment(_)) == of_environment
        };
        own.find(from).map(|key| key.secret.value.clone())
    };
    let named = of_variable(settings, places.env);
    let refused = settings.key_variable.value.is_some();
    if named.is_none()
        && !refused
        && let Some(secret) = usual(true)
    {
        return Some(secret);
    }
    let host = address.as_deref().and_then(host_of);
    let kept = || of_keyring(host?, home, places.keyring, notices);
    let found = match named.or_else(kept) {
        Some(found) => found,
        None => match &settings.key_file.value {
            Some(path) => of_file(Path::new(path), &settings.key_file.source, notices)?,
            None if refused => return None,
            None => return usual(false),
        },
    };
    keys.push(ProviderKey {
        provider: names.what,
        secret: found.clone(),
    });
    Some(found.value)
}

fn of_variable(settings: &ServerSettings, env: &Env) -> Option<Sourced<Secret>> {
    let name = settings.key_variable.value.as_ref()?;
    Some(Sourced {
        value: env.get(name).and_then(Secret::of)?,
        source: Source::Environment(name.clone()),
    })
}

/// The key that the keyring has for this host. That it does not answer is told only where a key is needed.
fn of_keyring(
    host: &str,
    home: Option<Engine>,
    keyring: &dyn Keyring,
    notices: &mut Vec<Notice>,
) -> Option<Sourced<Secret>> {
    let source = Source::Keyring(host.to_owned());
    match keyring.find(host) {
        Ok(found) => found.map(|value| Sourced { value, source }),
        Err(error) => {
            notices.extend(home.map(|_| Notice {
                place: source,
                sentence: error.to_string(),
                next: "`muse-studio doctor` says where keys were found".to_owned(),
            }));
            None
        }
    }
}

fn of_file(path: &Path, place: &Source, notices: &mut Vec<Notice>) -> Option<Sourced<Secret>> {
    let read = key_file::read(path, place);
    let value = read.map_err(|notice| notices.push(notice)).ok()?;
    let path = path.to_path_buf();
    Some(Sourced {
        value,
        source: Source::File { path, line: 1 },
    })
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
