//! `doctor` and `setup`: what works here, what does not, where each setting comes from, and mending.

mod checks;
mod mend;
mod servers;

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::{CliError, Exit};
use checks::{Check, State};
use servers::ServerJson;

/// `doctor`, `setup`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio doctor
  muse-studio doctor --json
  muse-studio setup --yes
")]
pub(super) struct DoctorArgs {
    /// Mend without asking (setup only)
    #[arg(long, short)]
    yes: bool,
}

/// What is done about what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mending {
    /// It is told.
    Tell,
    /// Mending is offered.
    Offer,
}

#[derive(Serialize)]
struct DoctorJson<'a> {
    ok: bool,
    version: &'static str,
    checks: &'a [Check],
    server: ServerJson,
    settings: Vec<SettingJson>,
    keys: Vec<KeyJson>,
    log: PathBuf,
    mended: &'a [String],
}

#[derive(Serialize)]
struct SettingJson {
    name: &'static str,
    value: String,
    source: String,
    meaning: &'static str,
}

#[derive(Serialize)]
struct KeyJson {
    provider: &'static str,
    source: String,
}

pub(super) async fn run(
    args: DoctorArgs,
    mending: Mending,
    session: &Session,
) -> Result<Exit, CliError> {
    let (server_check, server) = servers::ask(&session.config.model).await;
    let mut found = checks::all(session).await;
    let mut mended = Vec::new();
    if mending == Mending::Offer {
        let answer = if args.yes {
            mend::Answer::Yes
        } else {
            mend::Answer::Ask
        };
        mended = mend::offer(&found, answer, session).await?;
        if !mended.is_empty() {
            found = checks::all(session).await;
        }
    }
    found.push(server_check);
    let ok = found.iter().all(|check| check.state != State::Fail);
    let report = report(session, ok, &found, server, &mended);
    session.out.result(&report, words)?;
    Ok(if ok { Exit::Done } else { Exit::Failed })
}

fn report<'a>(
    session: &Session,
    ok: bool,
    checks: &'a [Check],
    server: ServerJson,
    mended: &'a [String],
) -> DoctorJson<'a> {
    let settings = session
        .config
        .list()
        .into_iter()
        .map(|(key, value, source)| SettingJson {
            name: key.name(),
            value,
            source: source.to_string(),
            meaning: key.meaning(),
        });
    let keys = session.config.keys.iter().map(|key| KeyJson {
        provider: key.provider,
        source: key.secret.source.to_string(),
    });
    DoctorJson {
        ok,
        version: env!("CARGO_PKG_VERSION"),
        checks,
        server,
        settings: settings.collect(),
        keys: keys.collect(),
        log: session.paths.logs(),
        mended,
    }
}

fn words(report: &DoctorJson<'_>) -> String {
    let mut out = format!("muse-studio {}\n", report.version);
    for what in report.mended {
        out.push_str(&format!("mended: {what}\n"));
    }
    for check in report.checks {
        out.push_str(&format!(
            "{:4}  {}: {}\n",
            check.state.word(),
            check.name,
            check.detail
        ));
        if let Some(next) = &check.next {
            out.push_str(&format!("      {next}\n"));
        }
    }
    out.push_str("\nSettings\n");
    for setting in &report.settings {
        out.push_str(&format!(
            "  {:23} {}  ({})\n",
            setting.name, setting.value, setting.source
        ));
    }
    for key in &report.keys {
        out.push_str(&format!("  {} key set  ({})\n", key.provider, key.source));
    }
    out.push_str(&format!("\nThe log lies in {}", report.log.display()));
    out
}
