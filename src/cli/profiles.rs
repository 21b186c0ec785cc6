//! `profiles`: generate, import, list.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit};
use crate::config::Key;
use crate::domain::{Domain, Language, Profile};
use crate::jobs::{Access, LanguageShares, ProfileOptions, ProfilesMade, Report};
use crate::store::{Cursor, ProfileFilter};

/// `profiles`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles generate --num-profiles 200
  muse-studio profiles import user_profiles.json
  muse-studio profiles list --language hinglish
")]
pub(super) struct ProfilesArgs {
    #[command(subcommand)]
    verb: ProfilesVerb,
}

#[derive(Debug, Subcommand)]
enum ProfilesVerb {
    /// Make shoppers from demographics
    Generate(MakeArgs),
    /// Bring shoppers in from a JSON file, comments allowed
    Import(ImportArgs),
    /// List the shoppers
    List(ListArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles generate --num-profiles 200
  muse-studio profiles generate --num-profiles 1000 --demographics-file user_demographics.json \\
      --output-file user_profiles_output.json
")]
struct MakeArgs {
    /// How many
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    num_profiles: u32,
    /// Where ages, places, incomes and tastes are drawn from; the built-in one when not given
    #[arg(long, value_name = "FILE")]
    demographics_file: Option<PathBuf>,
    /// Also write the shoppers to this file, as a JSON array
    #[arg(long, visible_alias = "out", value_name = "FILE")]
    output_file: Option<PathBuf>,
    /// The number that all chance starts from
    #[arg(long, value_name = "N")]
    seed: Option<String>,
    /// The shares of the languages, such as en=35,hi=25,hinglish=40
    #[arg(long, value_name = "SHARES")]
    languages: Option<String>,
    /// Only these departments, with commas
    #[arg(
        long,
        visible_alias = "product-categories",
        value_delimiter = ',',
        value_name = "DOMAIN"
    )]
    domains: Vec<Domain>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles import user_profiles_output.json
")]
struct ImportArgs {
    /// The file: one profile, an array of them, or one a line
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles list
  muse-studio profiles list --language hi --domain books --json
  muse-studio profiles list Mumbai
")]
struct ListArgs {
    /// Words that must all occur in id, city, style or brands
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Only this language: en, hi, hinglish
    #[arg(long)]
    language: Option<Language>,
    /// Only shoppers of this department
    #[arg(long)]
    domain: Option<Domain>,
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Go on after this key (the `key` of the last row)
    #[arg(long, value_name = "KEY")]
    after: Option<i64>,
}

impl ProfilesArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        if let ProfilesVerb::Generate(args) = &self.verb {
            settings.extend(args.seed.iter().map(|value| (Key::Seed, value.clone())));
            settings.extend(
                args.languages
                    .iter()
                    .map(|value| (Key::Languages, value.clone())),
            );
        }
    }
}

pub(super) async fn run(args: ProfilesArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        ProfilesVerb::Generate(args) => generate(args, session).await,
        ProfilesVerb::Import(args) => import(args, session).await,
        ProfilesVerb::List(args) => list(args, session).await,
    }
}

/// The language shares as jobs take them.
pub(super) fn shares(session: &Session) -> LanguageShares {
    let shares = session.config.languages.value.as_ref();
    shares.map_or_else(LanguageShares::default, |shares| {
        LanguageShares::new(shares.iter())
    })
}

#[derive(Serialize)]
struct MadeJson<'a> {
    profiles: usize,
    replaced: u64,
    left_out: &'a [String],
    seed: Option<u64>,
    output_file: Option<&'a PathBuf>,
    stopped: bool,
}

async fn generate(args: MakeArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let options = ProfileOptions {
        count: args.num_profiles,
        seed: session.config.seed.value,
        demographics: args.demographics_file.map(|file| session.at(file)),
        languages: shares(session),
        domains: args.domains,
    };
    let made = watch(session, runner.make_profiles(options), &mut events).await?;
    runner.workspace().close().await?;
    let file = args.output_file.map(|file| session.at(file));
    if let Some(file) = &file {
        super::files::write_json(file, &made.profiles)?;
    }
    tell(session, &made, file.as_ref())
}

async fn import(args: ImportArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let file = session.at(args.file);
    let made = watch(session, runner.import_profiles(file), &mut events).await?;
    runner.workspace().close().await?;
    tell(session, &made, None)
}

fn tell(session: &Session, made: &ProfilesMade, file: Option<&PathBuf>) -> Result<Exit, CliError> {
    let result = MadeJson {
        profiles: made.profiles.len(),
        replaced: made.replaced,
        left_out: &made.rejects,
        seed: made.seed,
        output_file: file,
        stopped: made.stopped,
    };
    session.out.result(&result, |_| {
        let also = file.map(|file| format!("\nwritten to {}", file.display()));
        made.summary() + &also.unwrap_or_default()
    })?;
    Ok(exit_of(made))
}

#[derive(Serialize)]
struct Keyed<'a> {
    key: i64,
    #[serde(flatten)]
    profile: &'a Profile,
}

async fn list(args: ListArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let filter = ProfileFilter {
        language: args.language,
        domain: args.domain,
        words: args.words,
    };
    let cursor = args.after.map_or(Cursor::First, Cursor::After);
    let page = workspace
        .store()
        .profile_page(filter, cursor, args.limit)
        .await?;
    workspace.close().await?;
    for (key, profile) in &page.items {
        session
            .out
            .result(&Keyed { key: *key, profile }, |_| line(profile))?;
    }
    if page.more
        && let Some((last, _)) = page.items.last()
    {
        session.out.note(&format!("more: --after {last}"));
    }
    Ok(Exit::Done)
}

/// A profile on one line.
fn line(profile: &Profile) -> String {
    let who = &profile.demographics;
    let wants = profile
        .scenario
        .as_ref()
        .map_or_else(String::new, |scenario| {
            format!("  wants {} ({})", scenario.product_type, scenario.domain)
        });
    format!(
        "{}  {}, {}, {}  {}  {}{wants}",
        profile.user_id,
        who.age,
        who.location,
        who.income_level,
        profile.conversation_style.language,
        profile.preferences.budget_range,
    )
}
