//! `generate`: makes conversations.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::session::Session;
use super::watch::{exit_of, watch};
use super::{CliError, Exit, files, profiles, record};
use crate::config::Key;
use crate::domain::{Domain, Language, Mode, RunId};
use crate::jobs::{GenerateOptions, Generated, Report, Shoppers};
use crate::review::Filter;
use crate::store::{Cursor, ProfileFilter, Store};

/// How many whole conversations are read at once when they are written to files.
const PAGE: u32 = 200;

/// `generate`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio generate --num-conversations 500
  muse-studio generate --num-conversations 20 --languages hi --domains fashion,books --seed 7
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
    #[arg(long, value_name = "SHARES")]
    languages: Option<String>,
    /// Only these departments, with commas: fashion, electronics, home_garden, books, other
    #[arg(
        long,
        visible_alias = "product-categories",
        value_delimiter = ',',
        value_name = "DOMAIN"
    )]
    domains: Vec<Domain>,
    /// natural, or paper for the published state machine
    #[arg(long, default_value = "natural")]
    mode: Mode,
    /// The fewest exchanges (a user turn and its reply)
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100), value_name = "N")]
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
        ];
        settings.extend(
            given
                .into_iter()
                .filter_map(|(key, text)| Some((key, text?))),
        );
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
            languages: profiles::shares(session),
            domains: self.domains.clone(),
            shoppers,
            min_exchanges: min_exchanges.min(max_exchanges),
            max_exchanges,
            concurrency: *config.concurrency as usize,
            ..GenerateOptions::default()
        })
    }
}

#[derive(Serialize)]
struct Made<'a> {
    run: RunId,
    seed: u64,
    number: u32,
    engine: &'static str,
    planned: u32,
    conversations: u32,
    outcomes: &'a std::collections::BTreeMap<&'static str, u32>,
    turns: u64,
    faults: u64,
    left_out: &'a [String],
    profiles_made: u32,
    stopped: bool,
    output_dir: Option<&'a PathBuf>,
}

pub(super) async fn run(args: GenerateArgs, session: &Session) -> Result<Exit, CliError> {
    let (runner, mut events) = session.runner().await?;
    let (mut shoppers, mut partly) = (Shoppers::default(), false);
    if let Some(file) = &args.user_profiles {
        let file = session.at(file);
        let read = watch(session, runner.import_profiles(file.clone()), &mut events).await?;
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
    let done = watch(session, runner.generate(options), &mut events).await?;
    let dir = args.output_dir.as_ref().map(|dir| session.at(dir));
    if let Some(dir) = &dir {
        write_out(runner.workspace().store(), done.run, dir).await?;
    }
    runner.workspace().close().await?;
    session.out.result(&made(&done, dir.as_ref()), |_| {
        let also = dir
            .as_ref()
            .map(|dir| format!("\nwritten to {}", dir.display()));
        format!(
            "{} (engine: offline, no key, no cost){}",
            done.summary(),
            also.unwrap_or_default()
        )
    })?;
    let exit = match exit_of(&done) {
        Exit::Partial if done.finished() == 0 => Exit::Failed,
        other => other,
    };
    Ok(if partly && exit == Exit::Done {
        Exit::Partial
    } else {
        exit
    })
}

fn made<'a>(done: &'a Generated, output_dir: Option<&'a PathBuf>) -> Made<'a> {
    Made {
        run: done.run,
        seed: done.seed,
        number: done.number,
        engine: "offline",
        planned: done.planned,
        conversations: done.finished(),
        outcomes: &done.outcomes,
        turns: done.turns,
        faults: done.faults,
        left_out: &done.left_out,
        profiles_made: done.profiles_made,
        stopped: done.stopped,
        output_dir,
    }
}

/// Writes a run's conversations: one file each, named by place and id, and all of them in one array.
async fn write_out(store: &Store, run: RunId, dir: &Path) -> Result<(), CliError> {
    std::fs::create_dir_all(dir).map_err(|error| {
        CliError::failed(format!("{} could not be made", dir.display())).because(error)
    })?;
    let spool = tempfile::tempfile_in(dir);
    let mut spool = spool.map_err(|error| cannot_write(dir, error))?;
    let filter = Filter {
        run: Some(run),
        ..Filter::default()
    };
    let (mut cursor, mut first) = (Cursor::First, true);
    loop {
        let page = store
            .conversation_page(filter.clone(), cursor, PAGE)
            .await?;
        for (key, reviewed) in &page.items {
            cursor = Cursor::After(*key);
            let line = record::muse_line(reviewed)?;
            let conversation = &reviewed.conversation;
            let name = format!("{:06}-{}.json", conversation.ordinal, conversation.id);
            files::write_whole(&dir.join(name), |out| out.write_all(line.as_bytes()))?;
            let comma = if first { "[\n" } else { ",\n" };
            first = false;
            let written = spool.write_all(comma.as_bytes());
            let written = written.and_then(|()| spool.write_all(line.trim_end().as_bytes()));
            written.map_err(|error| cannot_write(dir, error))?;
        }
        if !page.more || page.items.is_empty() {
            break;
        }
    }
    let end = if first { "[]\n" } else { "\n]\n" };
    spool
        .write_all(end.as_bytes())
        .map_err(|error| cannot_write(dir, error))?;
    files::write_whole(&dir.join("generated_conversations.json"), |mut out| {
        use std::io::Seek;
        spool.rewind()?;
        std::io::copy(&mut spool, &mut out).map(|_| ())
    })
}

fn cannot_write(dir: &Path, error: std::io::Error) -> CliError {
    CliError::failed(format!(
        "{} could not be written; the conversations are safe in the workspace",
        dir.display()
    ))
    .because(error)
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
