//! `keys`: keys of models' servers in the system's keyring.
//!
//! Owns: asking for a key without showing it. Does not: print one, or tell whether one is right; `doctor` asks the server.

use std::io::BufRead;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::session::Session;
use super::{CliError, Exit};
use crate::config::{KeyringError, Secret, host_of};

/// Short names of hosts.
const NAMES: [(&str, &str); 2] = [
    ("openai", "api.openai.com"),
    ("anthropic", "api.anthropic.com"),
];

/// `keys`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio keys store anthropic
  pass show openai | muse-studio keys store openai
  muse-studio keys forget 127.0.0.1:8080

A key is taken from the environment, else from the keyring, else from a file (docs/providers.md).")]
pub(super) struct KeysArgs {
    #[command(subcommand)]
    verb: KeysVerb,
}

#[derive(Debug, Subcommand)]
enum KeysVerb {
    /// Keep a key: it is asked for without being shown, or read from standard input
    Store(HostArgs),
    /// Forget a key
    Forget(HostArgs),
}

/// `keys store`, `keys forget`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio keys store openai
  muse-studio keys forget models.example:8080
")]
struct HostArgs {
    /// openai, anthropic, or a host such as models.example:8080; else the one of the settings
    host: Option<String>,
}

#[derive(Serialize)]
struct StoredJson<'a> {
    host: &'a str,
    stored: bool,
}

#[derive(Serialize)]
struct ForgottenJson<'a> {
    host: &'a str,
    forgotten: bool,
}

impl From<KeyringError> for CliError {
    fn from(error: KeyringError) -> Self {
        CliError::failed(error.to_string())
    }
}

pub(super) fn run(args: KeysArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        KeysVerb::Store(args) => store(&host(args, session)?, session),
        KeysVerb::Forget(args) => forget(&host(args, session)?, session),
    }
}

/// The host that is meant.
fn host(args: HostArgs, session: &Session) -> Result<String, CliError> {
    let given = match args.host {
        Some(given) => given,
        None => session.config.model.address().ok_or_else(|| {
            CliError::usage(
                "no server is set up; name the host: openai, anthropic, or such as models.example:8080",
            )
        })?,
    };
    if let Some((_, host)) = NAMES.iter().find(|(name, _)| *name == given) {
        return Ok((*host).to_owned());
    }
    let host = host_of(&given).map(str::to_owned);
    host.ok_or_else(|| CliError::usage(format!("`{given}` is no host such as api.openai.com")))
}

fn store(host: &str, session: &Session) -> Result<Exit, CliError> {
    let text = ask(host, session)?;
    let key = Secret::of(&text).ok_or_else(|| {
        CliError::usage("this is no key but nothing or a placeholder; nothing was kept")
    })?;
    session.host.keyring.store(host, &key)?;
    let told = StoredJson { host, stored: true };
    session.out.result(&told, |told| {
        format!(
            "the keyring keeps the key for {}; `muse-studio doctor` says what is used",
            told.host
        )
    })?;
    Ok(Exit::Done)
}

/// The key as the person gives it: typed unseen at a terminal, else the first line of standard input.
fn ask(host: &str, session: &Session) -> Result<String, CliError> {
    let unreadable = |error| CliError::failed(format!("no key could be read: {error}"));
    match session.host.terminals.input {
        true => unseen(host).map_err(unreadable),
        false => {
            let mut line = String::new();
            std::io::stdin()
                .lock()
                .read_line(&mut line)
                .map_err(unreadable)?;
            Ok(line)
        }
    }
}

#[cfg(feature = "keyring")]
fn unseen(host: &str) -> std::io::Result<String> {
    rpassword::prompt_password(format!("Key for {host} (not shown): "))
}

/// Without a keyring nobody is asked for what cannot be kept.
#[cfg(not(feature = "keyring"))]
fn unseen(_host: &str) -> std::io::Result<String> {
    Err(std::io::Error::other(KeyringError::NotBuilt))
}

fn forget(host: &str, session: &Session) -> Result<Exit, CliError> {
    let forgotten = session.host.keyring.forget(host)?;
    let told = ForgottenJson { host, forgotten };
    session.out.result(&told, |told| match told.forgotten {
        true => format!("the keyring has forgotten the key for {}", told.host),
        false => format!("the keyring has no key for {}", told.host),
    })?;
    Ok(Exit::Done)
}
