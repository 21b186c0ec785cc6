//! `generate`: makes conversations.

mod detached;
mod foreseen;
mod made;
mod provider;
mod written;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::provider::ProviderArgs;
use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit, Hangup, ids};
use crate::config::Key;
use crate::domain::{Departments, Language, Mode, RunId};
use crate::jobs::{
    Apart, GenerateOptions, Generated, IN_BACKGROUND, JobHandle, OnceMore, Report, Reviewing,
    Runner, Shoppers, USUAL_PICTURES,
};
use crate::store::{ProfileFilter, Store};

/// `generate`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio generate --num-conversations 500
  muse-studio generate --num-conversations 20 --languages hi --domains fashion,books --seed 7
  muse-studio generate --num-conversations 300 --domains fashion=50,electronics=30,home_garden=20
  muse-studio generate --num-conversations 300 --outcomes bought=60,left=40 --mean-exchanges 5
  muse-studio generate --fill
  muse-studio generate --num-conversations 20000 --detach
  muse-studio generate --stop
  muse-studio generate --again #12 --seed 9
  muse-studio generate -n 2000 --provider anthropic --model NAME --budget 25 --dry-run
  muse-studio generate -n 20 --provider openai-compatible --base-url http://127.0.0.1:11434/v1 --model qwen3
  muse-studio generate --user-profiles user_profiles_output.json --num-conversations 5000 \\
      --output-dir generated_conversations/
")]
pub(super) struct GenerateArgs {
    /// How many
    #[arg(long, short = 'n', default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    num_conversations: u32,
    /// Take the shoppers from this file and add them to the workspace, instead of those that are there
    #[arg(long, value_name = "FILE")]
    user_profiles: Option<PathBuf>,
    /// Only the workspace's shoppers of this language
    #[arg(long, conflicts_with = "user_profiles", value_name = "LANGUAGE")]
    profile_language: Option<Language>,
    /// Also write each conversation to a file here, and all to generated_conversations.json
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// The shares of the languages, such as hi, or en=35,hi=25,hinglish=40
    #[arg(long, visible_alias = "language-mix", value_name = "SHARES")]
    languages: Option<String>,
    /// Only these departments, such as fashion,books, or with shares: fashion=50,electronics=30,home_garden=20
    #[arg(long, visible_alias = "product-categories", value_name = "SHARES")]
    domains: Option<Departments>,
    /// natural, or paper for the published state machine
    #[arg(long, default_value = "natural")]
    mode: Mode,
    /// The shares of the endings, such as bought=60,left=40; left to the talk when not given
    #[arg(long, value_name = "SHARES")]
    outcomes: Option<String>,
    /// How many exchanges conversations have on the average; 6.4, or as near as the range allows
    #[arg(long, value_name = "N")]
    mean_exchanges: Option<String>,
    /// The part of the conversations in which the shopper shows a picture, 0 to 1
    #[arg(long, value_name = "PART")]
    picture_share: Option<String>,
    /// What a conversation must not be nearly the same as, to count
    #[arg(long, value_enum, default_value = "run", value_name = "WHAT")]
    apart_from: ApartFrom,
    /// Have the program review each conversation before it counts, as `review auto` does alone; what it discards is made up for
    #[arg(long, value_enum, default_value = "off", value_name = "WHAT")]
    review: ReviewName,
    /// The fewest exchanges (a user turn and its reply)
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100), value_name = "N")]
    min_turns: u32,
    /// The most exchanges (a user turn and its reply)
    #[arg(long, value_name = "N")]
    max_turns: Option<String>,
    /// The fewest and the most exchanges at once, such as 3,10
    #[arg(long, value_parser = range, conflicts_with_all = ["min_turns", "max_turns"], value_name = "MIN,MAX")]
    conversation_length_range: Option<(u32, u32)>,
    /// The number that all chance starts from; the same seed gives the same conversations
    #[arg(long, value_name = "N")]
    seed: Option<String>,
    /// How many are made at a time; does not change what is made
    #[arg(long, value_name = "N")]
    concurrency: Option<String>,
    #[command(flatten)]
    provider: ProviderArgs,
    /// Only say what would be made and what a model would be asked; nothing is asked and nothing is made
    #[arg(long, conflicts_with_all = ["resume", "fill", "output_dir"])]
    dry_run: bool,
    /// Make nothing new: finish the last run, or this one
    #[arg(long, num_args = 0..=1, default_missing_value = LAST, conflicts_with_all = ANEW, value_name = "RUN")]
    resume: Option<String>,
    /// The same, and make up for the conversations of it that were rejected
    #[arg(long, num_args = 0..=1, default_missing_value = LAST, conflicts_with_all = ANEW, conflicts_with = "resume", value_name = "RUN")]
    fill: Option<String>,
    /// Make one more conversation of the shopper and wish of this one, with other chance (--seed) or by a model; the old one stays, and `review undo` takes the link away
    #[arg(long, conflicts_with_all = BESIDE, conflicts_with_all = ["resume", "fill", "dry_run", "detach"], value_name = "ID")]
    again: Option<String>,
    /// Make it in a process of its own, which goes on when the terminal is closed; what it says goes to a log
    #[arg(long, conflicts_with = "dry_run")]
    detach: bool,
    /// Make nothing: have the process that makes this run stop, or the only one there is
    #[arg(long, num_args = 0..=1, default_missing_value = LAST, conflicts_with_all = ANEW, conflicts_with_all = ["resume", "fill", "dry_run", "detach", "output_dir"], value_name = "RUN")]
    stop: Option<String>,
    /// Set for the process that --detach starts
    #[arg(long = IN_BACKGROUND, hide = true)]
    in_background: bool,
}

/// Stands for the run that was begun last.
const LAST: &str = "last";
/// What only a new run can be asked.
const ANEW: [&str; 15] = [
    "num_conversations",
    "user_profiles",
    "profile_language",
    "languages",
    "domains",
    "mode",
    "outcomes",
    "mean_exchanges",
    "picture_share",
    "apart_from",
    "review",
    "min_turns",
    "max_turns",
    "conversation_length_range",
    "seed",
];

/// What the conversation that is made once more decides.
const BESIDE: [&str; 14] = [
    "num_conversations",
    "user_profiles",
    "profile_language",
    "languages",
    "domains",
    "mode",
    "outcomes",
    "mean_exchanges",
    "picture_share",
    "apart_from",
    "review",
    "min_turns",
    "max_turns",
    "conversation_length_range",
];

/// What conversations are kept apart from.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ApartFrom {
    /// Earlier ones of the run; the same seed then gives the same set
    Run,
    /// Also those that are in the workspace
    Workspace,
}

/// What a review does with a conversation that is not good enough.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReviewName {
    /// There is none
    Off,
    /// It is discarded, and another is made
    #[value(alias = "regenerate", alias = "reject")]
    Discard,
}

/// Two numbers such as `3,10`, `3-10` or `(3, 10)`.
fn range(text: &str) -> Result<(u32, u32), String> {
    let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
    let fail = || format!("`{text}` is not a range; write two whole numbers such as 3,10");
    let (low, high) = inner.split_once([',', '-']).ok_or_else(fail)?;
    let read = |part: &str| part.trim().parse::<u32>().ok().filter(|n| *n > 0);
    match (read(low), read(high)) {
        (Some(low), Some(high)) if low <= high && high <= 100 => Ok((low, high)),
        _ => Err(fail()),
    }
}

impl GenerateArgs {
    /// What the end of the terminal means to this run.
    pub(super) fn hangup(&self) -> Hangup {
        match self.in_background {
            true => Hangup::Ignored,
            false => Hangup::Interrupts,
        }
    }

    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        let range = self
            .conversation_length_range
            .map(|(_, most)| most.to_string());
        let given = [
            (Key::Seed, self.seed.clone()),
            (Key::Languages, self.languages.clone()),
            (Key::MaxTurns, self.max_turns.clone().or(range)),
            (Key::Concurrency, self.concurrency.clone()),
            (Key::Outcomes, self.outcomes.clone()),
            (Key::MeanExchanges, self.mean_exchanges.clone()),
            (Key::PictureShare, self.picture_share.clone()),
        ];
        settings.extend(
            given
                .into_iter()
                .filter_map(|(key, text)| Some((key, text?))),
        );
        self.provider.settings(settings);
    }

    fn options(&self, session: &Session, shoppers: Shoppers) -> Result<GenerateOptions, CliError> {
        let config = &session.config;
        let max_exchanges = *config.max_turns;
        let min_exchanges = self
            .conversation_length_range
            .map_or(self.min_turns, |range| range.0);
        if min_exchanges > max_exchanges && self.conversation_length_range.is_some() {
            return Err(CliError::usage(format!(
                "at least {min_exchanges} and at most {max_exchanges} exchanges cannot both be; change one"
            )));
        }
        Ok(GenerateOptions {
            count: self.num_conversations,
            seed: config.seed.value,
            mode: self.mode,
            languages: config.languages.value.clone(),
            domains: self.domains.clone().unwrap_or_default(),
            outcomes: config.outcomes.value.clone(),
            mean_exchanges: config.mean_exchanges.value,
            picture_share: config.picture_share.value.unwrap_or(USUAL_PICTURES),
            apart: match self.apart_from {
                ApartFrom::Run => Apart::Run,
                ApartFrom::Workspace => Apart::Workspace,
            },
            review: match self.review {
                ReviewName::Off => Reviewing::Off,
                ReviewName::Discard => Reviewing::Discard,
            },
            shoppers,
            min_exchanges: min_exchanges.min(max_exchanges),
            max_exchanges,
            concurrency: *config.concurrency as usize,
            ..GenerateOptions::default()
        })
    }
}

pub(super) async fn run(args: GenerateArgs, session: &Session) -> Result<Exit, CliError> {
    if let Some(run) = &args.stop {
        return detached::stop(run, session).await;
    }
    if args.detach {
        return detached::begin(session).await;
    }
    let model = args.provider.model(session)?;
    let (runner, mut events) = session.runner().await?;
    let books = runner.workspace().store();
    let speaking = args.provider.speaking(session, model, books);
    let mut partly = false;
    let job: JobHandle<Generated> = match (&args.resume, &args.fill) {
        _ if args.again.is_some() => {
            let given = args.again.as_deref().unwrap_or_default();
            let wanted = OnceMore {
                conversation: ids::conversation(runner.workspace().store(), given).await?,
                seed: session.config.seed.value,
                reviewer: session.config.reviewer.value.clone(),
            };
            runner.generate_once_more(wanted, speaking)
        }
        (Some(run), _) => {
            let run = run_named(runner.workspace().store(), run).await?;
            runner.resume_run_by(run, speaking)
        }
        (_, Some(run)) => {
            let run = run_named(runner.workspace().store(), run).await?;
            runner.fill_run_by(run, speaking)
        }
        _ => {
            let mut shoppers = Shoppers::default();
            if let Some(file) = &args.user_profiles {
                let file = session.at(file);
                let read = runner.import_profiles(file.clone());
                let read = watch(session, read, &mut events).await?;
                partly = !read.rejects.is_empty();
                if read.profiles.is_empty() {
                    return Err(CliError::failed(format!(
                        "{} holds no profile that can be used; see docs/formats.md for their shape",
                        file.display()
                    )));
                }
                shoppers = Shoppers::Given(read.profiles);
            } else if args.profile_language.is_some() {
                shoppers = Shoppers::Workspace(ProfileFilter {
                    language: args.profile_language,
                    ..ProfileFilter::default()
                });
            }
            let options = args.options(session, shoppers)?;
            if args.dry_run {
                let job = runner.foresee(options, speaking);
                let foreseen = watch(session, job, &mut events).await?;
                runner.workspace().close().await?;
                return foreseen::tell(session, &foreseen);
            }
            runner.generate_by(options, speaking)
        }
    };
    let done = watch(session, job, &mut events).await?;
    let dir = args.output_dir.as_ref().map(|dir| session.at(dir));
    tell(session, &runner, &done, dir.as_ref()).await?;
    let exit = match exit_of(&done) {
        // A budget that was too small for one conversation was kept to all the same.
        Exit::Partial if done.finished() + done.earlier == 0 && !done.out_of_budget() => {
            Exit::Failed
        }
        other => other,
    };
    Ok(if partly && exit == Exit::Done {
        Exit::Partial
    } else {
        exit
    })
}

async fn tell(
    session: &Session,
    runner: &Runner,
    done: &Generated,
    dir: Option<&PathBuf>,
) -> Result<(), CliError> {
    if let Some(dir) = dir {
        written::write_out(runner.workspace().store(), done, dir).await?;
    }
    runner.workspace().close().await?;
    session.out.result(&made::Made::of(done, dir), |_| {
        let also = dir.map(|dir| format!("\nwritten to {}", dir.display()));
        format!(
            "{} (engine: {}){}{}{}",
            done.summary(),
            made::engine(done),
            made::levels(&done.cells),
            made::pictures(done),
            also.unwrap_or_default()
        )
    })
}

/// The run that a person means: its id, or the one that was begun last.
pub(super) async fn run_named(store: &Store, given: &str) -> Result<RunId, CliError> {
    let runs = store.runs().await?;
    let found = match given {
        LAST => runs.last(),
        id => runs.iter().find(|run| run.id.to_string() == id),
    };
    found.map(|run| run.id).ok_or_else(|| {
        CliError::usage(match runs.last() {
            Some(last) => format!("there is no run {given}; the last one is {}", last.id),
            None => "there is no run yet; `muse-studio generate -n 10` begins one".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_the_published_spelling() {
        assert_eq!(range("(3, 10)"), Ok((3, 10)));
        assert_eq!(range("3-10"), Ok((3, 10)));
        for bad in ["10,3", "0,3", "3", "a,b", "1,1000"] {
            assert!(range(bad).is_err(), "{bad}");
        }
    }
}
