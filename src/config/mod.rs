//! Configuration: defaults < `config.toml` of the user < the published `config.json` < `muse.toml` of the workspace <
//! environment < options, and which workspace opens.
//!
//! Owns: the settings, their layers, where each value came from, what is worth a warning. Does not: open the workspace,
//! or write any file. Keys of model providers are read, shown nowhere and written nowhere.

mod choice;
mod error;
mod key;
mod key_file;
mod key_store;
mod layer;
mod prices;
mod published;
mod server;
mod sourced;
mod value;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use choice::{Choice, How, Named, WORKSPACE_FILE, choose};
pub use error::{ConfigError, Notice};
pub use key::Key;
pub use key_store::{Keyring, KeyringError, SystemKeyring, host_of};
pub use prices::{PriceLine, PriceTable};
pub use published::{ProviderKey, Secret};
pub use server::ServerSettings;
pub use sourced::{Source, Sourced};
pub use value::{LogLevel, Pace, PictureSetting};

use crate::domain::{
    BadLimit, BadShares, Language, Outcome, ReviewerId, Shared, Shares, SpendLimit,
};
use crate::paths::{Env, Paths};
use layer::{Entry, Layer};
use server::Places;

/// The most exchanges that a conversation may be given.
const MAX_TURNS_LIMIT: u32 = 100;
/// The most conversations that may be made at a time.
const CONCURRENCY_LIMIT: u32 = 256;
/// The most questions a minute that may be asked for.
const REQUESTS_LIMIT: u32 = 1_000_000;
/// The most repetitions of a question that may be asked for.
const RETRIES_LIMIT: u32 = 20;
/// No settings file is longer than this many bytes.
const FILE_LIMIT: u64 = 1 << 20;

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `--config`: a settings file instead of the user's own.
    pub config: Option<PathBuf>,
    /// `--workspace`.
    pub workspace: Option<PathBuf>,
    /// Settings given as options, still as words.
    pub settings: Vec<(Key, String)>,
}

/// The settings, each with its source.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name that verdicts carry.
    pub reviewer: Sourced<ReviewerId>,
    /// The theme's name.
    pub theme: Sourced<String>,
    /// Where all chance starts; `None` leaves it to the workspace.
    pub seed: Sourced<Option<u64>>,
    /// The most exchanges in a conversation.
    pub max_turns: Sourced<u32>,
    /// How many conversations are made at a time.
    pub concurrency: Sourced<u32>,
    /// How fast words appear in the studio.
    pub pace: Sourced<Pace>,
    /// The shares of the languages; empty leaves each conversation in the language of its profile.
    pub languages: Sourced<Shares<Language>>,
    /// The shares of the endings; empty leaves them to the talk.
    pub outcomes: Sourced<Shares<Outcome>>,
    /// How long conversations are on the average, in exchanges; `None` leaves it to the program.
    pub mean_exchanges: Sourced<Option<f64>>,
    /// The part of the conversations in which the shopper shows a picture, 0 to 1; `None` leaves it to the program.
    pub picture_share: Sourced<Option<f64>>,
    /// How pictures are shown.
    pub pictures: Sourced<PictureSetting>,
    /// How much is logged.
    pub log_level: Sourced<LogLevel>,
    /// The server of a language model.
    pub model: ServerSettings,
    /// How freely the language model chooses its words; `None` leaves that to the server.
    pub temperature: Sourced<Option<f64>>,
    /// How many conversations wait for the language model at a time.
    pub max_in_flight: Sourced<u32>,
    /// How often the language model may be asked in a minute; `None` for as often as the server allows.
    pub requests_per_minute: Sourced<Option<u32>>,
    /// How often a failed question to the language model is repeated.
    pub max_retries: Sourced<u32>,
    /// The most that one run, or one command, may spend on the language model; `None` for no limit.
    pub budget: Sourced<Option<SpendLimit>>,
    /// The server of embeddings.
    pub embeddings: ServerSettings,
    /// The workspace that opens.
    pub workspace: Sourced<Choice>,
    /// Keys of model providers, strongest source first.
    pub keys: Vec<ProviderKey>,
    /// What a person should know about the settings.
    pub notices: Vec<Notice>,
}

impl Config {
    /// The settings of this user in this directory.
    ///
    /// # Errors
    /// [`ConfigError`] names the file and line, the variable or the option that cannot be used.
    pub fn load(
        options: &Options,
        env: &Env,
        paths: &Paths,
        current: &Path,
        keyring: &dyn Keyring,
    ) -> Result<Self, ConfigError> {
        let (mut layers, mut keys) = (Vec::new(), published::keys_of_env(env));
        let own = match &options.config {
            Some(named) if !current.join(named).is_file() => {
                let cause = std::io::ErrorKind::NotFound.into();
                return Err(ConfigError::Unreadable {
                    path: named.clone(),
                    cause,
                });
            }
            Some(named) => current.join(named),
            None => paths.config_file(),
        };
        layers.push(read_layer(&own, &mut keys)?);
        let settings = last_text(&layers, Key::Workspace);
        let named = Named {
            option: options.workspace.as_deref(),
            environment: env.get("MUSE_WORKSPACE"),
            settings: settings.as_ref().map(|entry| entry.text.as_str()),
        };
        let choice = choose(named, current, paths);
        if let Some(json) = published_file(&choice, current) {
            layers.push(read_layer(&json, &mut keys)?);
        }
        let file = choice.dir.join(WORKSPACE_FILE);
        let mut own = layer::of_toml(&file)?;
        own.refuse(Key::Workspace, "a workspace cannot name another one");
        for key in Key::ALL.into_iter().filter(|key| key.is_personal()) {
            own.refuse(
                key,
                "a workspace may not say where texts and keys are sent, nor what may be spent",
            );
        }
        layers.push(own);
        layers.push(layer::of_env(env));
        layers.push(of_options(options));
        let source = source_of(&choice, settings, &file);
        build(
            layers,
            keys,
            Sourced {
                value: choice,
                source,
            },
            Places { env, keyring },
        )
    }

    /// Every setting as words, with its source, in the order of [`Key::ALL`].
    pub fn list(&self) -> Vec<(Key, String, &Source)> {
        let one = |key| match key {
            Key::Reviewer => (self.reviewer.value.to_string(), &self.reviewer.source),
            Key::Theme => (self.theme.value.clone(), &self.theme.source),
            Key::Workspace => (
                self.workspace.dir.display().to_string(),
                &self.workspace.source,
            ),
            Key::Seed => (
                or_words(self.seed.value, "the workspace's"),
                &self.seed.source,
            ),
            Key::MaxTurns => (self.max_turns.value.to_string(), &self.max_turns.source),
            Key::Concurrency => (self.concurrency.value.to_string(), &self.concurrency.source),
            Key::Pace => (self.pace.value.to_string(), &self.pace.source),
            Key::Languages => or_asked(&self.languages, "as each profile speaks"),
            Key::Outcomes => or_asked(&self.outcomes, "as the talk goes"),
            Key::MeanExchanges => or_usual(&self.mean_exchanges, "6.4"),
            Key::PictureShare => or_usual(&self.picture_share, "0.2"),
            Key::Pictures => (self.pictures.value.to_string(), &self.pictures.source),
            Key::LogLevel => (self.log_level.value.to_string(), &self.log_level.source),
            Key::Provider => (
                self.model.provider.code().to_owned(),
                &self.model.provider.source,
            ),
            Key::ModelUrl => or_none(&self.model.url),
            Key::Model => or_none(&self.model.model),
            Key::ModelKeyVariable => or_none(&self.model.key_variable),
            Key::ModelKeyFile => or_none(&self.model.key_file),
            Key::Effort => (
                or_words(self.model.effort.value.as_ref(), "the model's own"),
                &self.model.effort.source,
            ),
            Key::FirstByteSeconds => seconds(&self.model.first_byte),
            Key::IdleSeconds => seconds(&self.model.idle),
            Key::AnswerSeconds => seconds(&self.model.whole),
            Key::AnthropicVersion => (
                self.model.anthropic_version.value.clone(),
                &self.model.anthropic_version.source,
            ),
            Key::Temperature => or_usual(&self.temperature, "the server's"),
            Key::MaxInFlight => (
                self.max_in_flight.value.to_string(),
                &self.max_in_flight.source,
            ),
            Key::RequestsPerMinute => (
                or_words(self.requests_per_minute.value, "as the server allows"),
                &self.requests_per_minute.source,
            ),
            Key::MaxRetries => (self.max_retries.value.to_string(), &self.max_retries.source),
            Key::Budget => (or_words(self.budget.value, "no limit"), &self.budget.source),
            Key::EmbeddingsUrl => or_none(&self.embeddings.url),
            Key::EmbeddingsModel => or_none(&self.embeddings.model),
            Key::EmbeddingsKeyVariable => or_none(&self.embeddings.key_variable),
        };
        let all = Key::ALL.into_iter().map(|key| {
            let (text, source) = one(key);
            (key, text, source)
        });
        all.collect()
    }
}

fn or_asked<'a, T: Shared>(
    shares: &'a Sourced<Shares<T>>,
    otherwise: &str,
) -> (String, &'a Source) {
    let asked = (!shares.value.is_empty()).then_some(&shares.value);
    (or_words(asked, otherwise), &shares.source)
}

fn or_usual<'a>(value: &'a Sourced<Option<f64>>, usual: &str) -> (String, &'a Source) {
    (or_words(value.value, usual), &value.source)
}

fn or_none(value: &Sourced<Option<String>>) -> (String, &Source) {
    (or_words(value.value.as_ref(), "none"), &value.source)
}

fn seconds(time: &Sourced<Duration>) -> (String, &Source) {
    (time.value.as_secs_f64().to_string(), &time.source)
}

fn or_words(value: Option<impl ToString>, otherwise: &str) -> String {
    value.map_or_else(|| otherwise.to_owned(), |value| value.to_string())
}

/// A file that exists, as text; `None` when there is none.
fn read_text(path: &Path) -> Result<Option<String>, ConfigError> {
    let fail = |cause| ConfigError::Unreadable {
        path: path.to_path_buf(),
        cause,
    };
    match std::fs::metadata(path) {
        Ok(about) if about.len() > FILE_LIMIT => {
            let why = "it is longer than a settings file can be (1 MiB)";
            Err(fail(std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                why,
            )))
        }
        Ok(_) => std::fs::read_to_string(path).map(Some).map_err(fail),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Ok(None),
        Err(error) => Err(fail(error)),
    }
}

fn read_layer(path: &Path, keys: &mut Vec<ProviderKey>) -> Result<Layer, ConfigError> {
    if path.extension().is_some_and(|ending| ending == "json") {
        let (layer, found) = published::read(path)?;
        keys.extend(found);
        return Ok(layer);
    }
    layer::of_toml(path)
}

/// The published scripts' file: in the workspace, else in the current directory when it looks like theirs.
fn published_file(choice: &Choice, current: &Path) -> Option<PathBuf> {
    let inside = choice.dir.join("config.json");
    if inside.is_file() {
        return Some(inside);
    }
    let here = current.join("config.json");
    let text = read_text(&here).ok().flatten()?;
    let ours = [
        "\"conversation_settings\"",
        "\"openai_api_key\"",
        "\"anthropic_api_key\"",
    ];
    ours.iter().any(|name| text.contains(name)).then_some(here)
}

fn of_options(options: &Options) -> Layer {
    let entries = options.settings.iter().map(|(key, text)| Entry {
        key: *key,
        text: text.clone(),
        source: Source::Flag(key.option()),
    });
    Layer {
        entries: entries.collect(),
        notices: Vec::new(),
    }
}

fn source_of(choice: &Choice, settings: Option<Entry>, file: &Path) -> Source {
    match choice.how {
        How::Option => Source::Flag("--workspace".to_owned()),
        How::Environment => Source::Environment("MUSE_WORKSPACE".to_owned()),
        How::Parent => Source::File {
            path: file.to_path_buf(),
            line: 1,
        },
        How::Settings => settings.map_or(Source::Default, |entry| entry.source),
        How::Default => Source::Default,
    }
}

fn last_text(layers: &[Layer], key: Key) -> Option<Entry> {
    let mut entries = layers.iter().flat_map(|layer| &layer.entries);
    entries.rfind(|entry| entry.key == key).cloned()
}

/// The value of a setting from the strongest layer that gives one.
fn pick<T>(
    layers: &[Layer],
    key: Key,
    default: T,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Sourced<T>, ConfigError> {
    let Some(entry) = last_text(layers, key) else {
        return Ok(Sourced::default_of(default));
    };
    let value = read(entry.text.trim()).map_err(|why| ConfigError::Value {
        key,
        source_of: entry.source.clone(),
        why,
    })?;
    Ok(Sourced {
        value,
        source: entry.source,
    })
}

fn build(
    mut layers: Vec<Layer>,
    mut keys: Vec<ProviderKey>,
    workspace: Sourced<Choice>,
    places: Places<'_>,
) -> Result<Config, ConfigError> {
    let mut notices: Vec<Notice> = layers
        .iter_mut()
        .flat_map(|layer| std::mem::take(&mut layer.notices))
        .collect();
    let layers = &layers;
    let model = server::read(layers, &server::CHAT, places, &mut keys, &mut notices)?;
    let embeddings = server::read(layers, &server::EMBEDDINGS, places, &mut keys, &mut notices)?;
    Ok(Config {
        model,
        embeddings,
        reviewer: pick(layers, Key::Reviewer, pseudonym(places.env), reviewer)?,
        theme: pick(layers, Key::Theme, "dark".to_owned(), theme)?,
        seed: pick(layers, Key::Seed, None, |text| {
            text.parse()
                .map(Some)
                .map_err(|_| format!("`{text}` is not a whole number from 0 upwards"))
        })?,
        max_turns: pick(layers, Key::MaxTurns, 10, |t| within(t, 1, MAX_TURNS_LIMIT))?,
        concurrency: pick(layers, Key::Concurrency, 4, |t| {
            within(t, 1, CONCURRENCY_LIMIT)
        })?,
        pace: pick(layers, Key::Pace, Pace::default(), str::parse)?,
        languages: pick(layers, Key::Languages, Shares::default(), shares)?,
        outcomes: pick(layers, Key::Outcomes, Shares::default(), shares)?,
        mean_exchanges: pick(layers, Key::MeanExchanges, None, |t| {
            between(t, 1.0, f64::from(MAX_TURNS_LIMIT)).map(Some)
        })?,
        picture_share: pick(layers, Key::PictureShare, None, |t| {
            between(t, 0.0, 1.0).map(Some)
        })?,
        temperature: pick(layers, Key::Temperature, None, |t| {
            between(t, 0.0, 2.0).map(Some)
        })?,
        max_in_flight: pick(layers, Key::MaxInFlight, 8, |t| {
            within(t, 1, CONCURRENCY_LIMIT)
        })?,
        requests_per_minute: pick(layers, Key::RequestsPerMinute, None, |t| {
            within(t, 1, REQUESTS_LIMIT).map(Some)
        })?,
        max_retries: pick(layers, Key::MaxRetries, 3, |t| within(t, 0, RETRIES_LIMIT))?,
        budget: pick(layers, Key::Budget, None, |t| {
            t.parse()
                .map(Some)
                .map_err(|error: BadLimit| error.to_string())
        })?,
        pictures: pick(layers, Key::Pictures, PictureSetting::default(), str::parse)?,
        log_level: pick(layers, Key::LogLevel, LogLevel::default(), str::parse)?,
        workspace,
        keys,
        notices,
    })
}

fn within(text: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = text.parse().ok().filter(|n| (least..=most).contains(n));
    number.ok_or_else(|| format!("`{text}` is not a whole number from {least} to {most}"))
}

fn between(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|n| (least..=most).contains(n));
    number.ok_or_else(|| format!("`{text}` is not a number from {least} to {most}"))
}

fn shares<T: Shared>(text: &str) -> Result<Shares<T>, String> {
    text.parse().map_err(|error: BadShares| error.to_string())
}

fn reviewer(text: &str) -> Result<ReviewerId, String> {
    let plain = !text.chars().any(char::is_control);
    if text.is_empty() || text.chars().count() > 64 || !plain {
        return Err("a reviewer's name has 1 to 64 printable characters".to_owned());
    }
    Ok(ReviewerId::from(text))
}

fn theme(text: &str) -> Result<String, String> {
    let plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if text.is_empty() || !plain {
        return Err(format!(
            "`{text}` is not a theme's name; use dark, light or a file's name in themes/"
        ));
    }
    Ok(text.to_owned())
}

/// A name that stays the same for one system user and does not tell who that is.
fn pseudonym(env: &Env) -> ReviewerId {
    let names = ["USER", "LOGNAME", "USERNAME", "HOME", "USERPROFILE"];
    let user = names
        .iter()
        .find_map(|name| env.get(name))
        .unwrap_or("nobody");
    let hash = blake3::derive_key("muse-studio reviewer pseudonym", user.as_bytes());
    let hex: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    ReviewerId::from(format!("reviewer-{hex}"))
}

#[cfg(test)]
mod tests;
