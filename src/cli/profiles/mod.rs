//! `profiles`: generate, import, list, show, stats, check-demographics.

mod check;
mod generate;
mod import;
mod list;
mod made;
mod show;
mod stats;

use clap::{Args, Subcommand};

use super::session::Session;
use super::{CliError, Exit};
use crate::config::Key;

/// `profiles`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles generate --num-profiles 200
  muse-studio profiles import user_profiles.json
  muse-studio profiles list --language hinglish
  muse-studio profiles show user_00001
")]
pub(super) struct ProfilesArgs {
    #[command(subcommand)]
    verb: ProfilesVerb,
}

#[derive(Debug, Subcommand)]
enum ProfilesVerb {
    /// Make shoppers from demographics
    Generate(generate::MakeArgs),
    /// Bring shoppers in from a JSON file, comments allowed
    Import(import::ImportArgs),
    /// List the shoppers
    List(list::ListArgs),
    /// Show all that is known of a shopper
    Show(show::ShowArgs),
    /// Count the shoppers beside the shares that were asked for
    Stats(stats::StatsArgs),
    /// Tell everything that is wrong with a demographics file
    CheckDemographics(check::CheckArgs),
}

impl ProfilesArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        if let ProfilesVerb::Generate(args) = &self.verb {
            args.settings(settings);
        }
    }
}

pub(super) async fn run(args: ProfilesArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        ProfilesVerb::Generate(args) => generate::run(args, session).await,
        ProfilesVerb::Import(args) => import::run(args, session).await,
        ProfilesVerb::List(args) => list::run(args, session).await,
        ProfilesVerb::Show(args) => show::run(args, session).await,
        ProfilesVerb::Stats(args) => stats::run(args, session).await,
        ProfilesVerb::CheckDemographics(args) => check::run(args, session).await,
    }
}
