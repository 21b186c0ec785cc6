//! The arguments: nouns, verbs, and the options that all of them know.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::{
    CliError, Exit, Hangup, Host, categories, conversations, demo, doctor, evaluate, examples,
    export, generate, init, keys, phrasebook, products, profiles, prompts, review, spelling,
    workspace,
};
use crate::config::{Key, Options};

/// How help is laid out: examples come first.
const HELP: &str =
    "{before-help}{about-with-newline}\n{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  muse-studio demo                                     try the studio on sample data
  muse-studio                                          open the studio
  muse-studio init my-set && cd my-set                 make a workspace
  muse-studio products import catalogue.jsonl.gz       bring products in
  muse-studio profiles generate --num-profiles 200     make shoppers
  muse-studio generate --num-conversations 500         make conversations
  muse-studio review accept --filter 'lang:hi' --all   judge many at once
  muse-studio export --format sft --output-file sft.jsonl
";

const CODES: &str = "\
Exit codes:
  0 done   1 could not be done   2 asked for wrongly   3 done, something left out   130 interrupted

Without a verb the studio opens. Option names may be written with underscores (--num_profiles).
docs/cli.md describes every --json shape; `muse-studio doctor` lists all settings and where each comes from.";

/// A terminal studio for data sets of shopping conversations in English, Hindi and Hinglish.
#[derive(Debug, Parser)]
#[command(name = "muse-studio", version, before_help = EXAMPLES, after_help = CODES, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(flatten)]
    pub(super) looks: Looks,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
}

/// What every verb knows.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every verb")]
pub(super) struct Global {
    /// The workspace's directory
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) workspace: Option<PathBuf>,
    /// A settings file instead of your config.toml; .json is read as the published config.json
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Print results as JSON: one object, or one a line
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Print no progress and no notes on standard error; failures are still told
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// How much goes to the log file: off, error, warn, info, debug, trace
    #[arg(long, global = true, value_name = "LEVEL")]
    pub(super) log_level: Option<String>,
    /// The name that your verdicts carry
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) reviewer: Option<String>,
}

/// What the studio knows.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of the studio")]
pub(super) struct Looks {
    /// The colours: dark, light, or the name of a theme file
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// How fast offline words appear: instant, reading, slow, or a number of words a second
    #[arg(long, value_name = "PACE")]
    pace: Option<String>,
    /// How pictures are shown: auto, kitty, iterm2, sixel, blocks, off
    #[arg(long, value_name = "HOW")]
    pictures: Option<String>,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Make a workspace in a directory
    Init(init::InitArgs),
    /// Open the studio on a copy of the sample data
    Demo(demo::DemoArgs),
    /// Bring products in, look them up
    Products(products::ProductsArgs),
    /// Count the categories of products, list those that are kinds of products, map them to products
    Categories(categories::CategoriesArgs),
    /// Make shoppers, bring them in, list them
    Profiles(profiles::ProfilesArgs),
    /// Make conversations
    Generate(Box<generate::GenerateArgs>),
    /// List and read conversations
    Conversations(conversations::ConversationsArgs),
    /// List, preview, check and change what language models are told
    Prompts(prompts::PromptsArgs),
    /// Accept, reject, edit, undo, redo; have a program review and rewrite
    Review(review::ReviewArgs),
    /// Check conversations against the catalogue
    Evaluate(evaluate::EvaluateArgs),
    /// Write files for a trainer
    Export(export::ExportArgs),
    /// Write conversations to read, or a sheet for readers to mark
    Examples(examples::ExamplesArgs),
    /// Check the lines of the offline engine
    Phrasebook(phrasebook::PhrasebookArgs),
    /// Copy a workspace, tell about it
    Workspace(workspace::WorkspaceArgs),
    /// Say what works here, what does not, and where each setting comes from
    Doctor(doctor::DoctorArgs),
    /// Keep the key of a model's server in the system's keyring, or forget it
    Keys(keys::KeysArgs),
    /// Do what doctor does and offer to mend what it finds
    Setup(doctor::DoctorArgs),
}

/// Reads the arguments.
pub(super) fn parse(host: &Host) -> Result<Cli, clap::Error> {
    let command = with_examples_first(Cli::command());
    let matches = command.try_get_matches_from(spelling::dashed(&host.arguments))?;
    Cli::from_arg_matches(&matches)
}

/// Gives every verb below this one the same layout of help.
fn with_examples_first(command: clap::Command) -> clap::Command {
    command
        .help_template(HELP)
        .mut_subcommands(with_examples_first)
}

/// Prints help, the version, or what was wrong with the arguments.
pub(super) fn answer(error: &clap::Error) -> Result<Exit, CliError> {
    let good = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    match error.print() {
        Ok(()) if good => Ok(Exit::Done),
        Ok(()) => Ok(Exit::Usage),
        Err(error) => Err(CliError::writing(error)),
    }
}

impl Cli {
    /// What the end of the terminal means to what was asked for.
    pub(super) fn hangup(&self) -> Hangup {
        match &self.verb {
            Some(Verb::Generate(args)) => args.hangup(),
            _ => Hangup::Interrupts,
        }
    }

    /// What the arguments say about settings.
    pub(super) fn options(&self) -> Result<Options, CliError> {
        if let Some(place) = &self.global.workspace
            && place.to_str().is_some_and(|text| text.contains("://"))
        {
            return Err(CliError::usage(format!(
                "{} is the address of a database; this version keeps workspaces in directories, name one",
                place.display()
            )));
        }
        let mut settings = Vec::new();
        let mut add = |key, value: &Option<String>| {
            settings.extend(value.iter().map(|value| (key, value.clone())));
        };
        add(Key::LogLevel, &self.global.log_level);
        add(Key::Reviewer, &self.global.reviewer);
        add(Key::Theme, &self.looks.theme);
        add(Key::Pace, &self.looks.pace);
        add(Key::Pictures, &self.looks.pictures);
        match &self.verb {
            Some(Verb::Generate(args)) => args.settings(&mut settings),
            Some(Verb::Profiles(args)) => args.settings(&mut settings),
            Some(Verb::Products(args)) => args.settings(&mut settings),
            Some(Verb::Categories(args)) => args.settings(&mut settings),
            Some(Verb::Review(args)) => args.settings(&mut settings),
            _ => {}
        }
        Ok(Options {
            config: self.global.config.clone(),
            workspace: self.global.workspace.clone(),
            settings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_verbs_is_sound() {
        with_examples_first(Cli::command()).debug_assert();
    }

    #[test]
    fn every_verb_shows_examples_before_its_usage() {
        fn look(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            let help = command.clone().render_long_help().to_string();
            let (examples, usage) = (help.find("Examples:"), help.find("Usage:"));
            assert!(examples.is_some() && examples < usage, "{path}:\n{help}");
            for verb in command.get_subcommands() {
                look(verb, &path);
            }
        }
        look(&with_examples_first(Cli::command()), "");
    }
}
