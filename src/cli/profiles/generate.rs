//! `profiles generate`: shoppers from demographics.

use std::path::PathBuf;

use clap::Args;

use super::made::tell;
use crate::cli::session::Session;
use crate::cli::watch::watch;
use crate::cli::{CliError, Exit, files};
use crate::config::Key;
use crate::domain::Departments;
use crate::jobs::{Construction, Novelty, ProfileOptions};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles generate --num-profiles 200
  muse-studio profiles generate --num-profiles 1000 --demographics-file user_demographics.json \\
      --output-file user_profiles_output.json
")]
pub(super) struct MakeArgs {
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
    /// Only these departments, such as fashion,books, or with shares: fashion=50,electronics=30,home_garden=20
    #[arg(long, visible_alias = "product-categories", value_name = "SHARES")]
    domains: Option<Departments>,
    /// What comes first: a product that would be just right, the person, or both by turns: target-first, user-first, mixed
    #[arg(long, default_value_t, value_name = "WAY")]
    construction: Construction,
    /// What keeps stories apart: minhash[:LIMIT], bleu[:LIMIT] as published (its time grows with the square), or off
    #[arg(long, default_value_t, value_name = "MEASURE")]
    novelty: Novelty,
}

impl MakeArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        settings.extend(self.seed.iter().map(|value| (Key::Seed, value.clone())));
        let languages = self.languages.iter();
        settings.extend(languages.map(|value| (Key::Languages, value.clone())));
    }
}

pub(super) async fn run(args: MakeArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let options = ProfileOptions {
        count: args.num_profiles,
        seed: session.config.seed.value,
        demographics: args.demographics_file.map(|file| session.at(file)),
        languages: session.config.languages.value.clone(),
        domains: args.domains.unwrap_or_default(),
        construction: args.construction,
        novelty: args.novelty,
    };
    let made = watch(session, runner.make_profiles(options), &mut events).await?;
    runner.workspace().close().await?;
    let file = args.output_file.map(|file| session.at(file));
    if let Some(file) = &file {
        files::write_json(file, &made.profiles)?;
    }
    tell(session, &made, file.as_ref())
}
