//! `review rate`, `tag`, `untag`, `comment`.

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit, ids};
use crate::domain::{ConversationId, Dimension, Rating, Tag, TagChange};
use crate::jobs::{Access, Remark};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review rate #12 coherence=4 naturalness=2
  muse-studio review rate #12 9f3a17c2 satisfaction=5
  muse-studio review rate #12 coherence=none
")]
pub(super) struct RateArgs {
    /// Ids, six letters of either end of them, or numbers such as #12; then ratings such as coherence=4, from 1 (bad) to 5 (good), or none to take yours away: coherence, relevance, consistency, satisfaction, naturalness, diversity, language_fit
    #[arg(value_name = "ID... DIMENSION=RATING", required = true)]
    words: Vec<String>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review tag #12 bargaining
  muse-studio review tag #12 #13 --tag bargaining --tag for-ravi
  muse-studio review untag #12 bargaining
")]
pub(super) struct TagArgs {
    /// Ids, six letters of either end of them, or numbers such as #12; without --tag the last word is the tag
    #[arg(value_name = "ID", required = true)]
    words: Vec<String>,
    /// A tag: one word; may be given more than once
    #[arg(long, value_name = "TAG")]
    tag: Vec<Tag>,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio review comment #12 'the price in turn 4 is last year's'
  muse-studio review comment #12 ''
")]
pub(super) struct CommentArgs {
    /// An id, six letters of either end of it, or a number such as #12
    #[arg(value_name = "ID")]
    id: String,
    /// The comment; it takes the place of the one before
    #[arg(value_name = "TEXT")]
    text: String,
}

#[derive(Serialize)]
struct RemarkedJson {
    conversations: usize,
    changed: usize,
    bulk: Option<String>,
}

pub(super) async fn rate(args: RateArgs, session: &Session) -> Result<Exit, CliError> {
    let (mut given, mut remarks) = (Vec::new(), Vec::new());
    for word in args.words {
        match word.split_once('=') {
            Some((dimension, rating)) => remarks.push(rating_of(dimension, rating)?),
            None => given.push(word),
        }
    }
    if remarks.is_empty() {
        return Err(CliError::usage(
            "a rating is missing; write e.g. `muse-studio review rate #12 coherence=4`",
        ));
    }
    remark(&given, &remarks, session).await
}

fn rating_of(dimension: &str, rating: &str) -> Result<Remark, CliError> {
    let wrong = |error: &dyn std::error::Error| CliError::usage(error.to_string());
    let dimension: Dimension = dimension.parse().map_err(|error| wrong(&error))?;
    let rating = match rating {
        "none" => None,
        number => Some(number.parse::<Rating>().map_err(|error| wrong(&error))?),
    };
    Ok(Remark::Rate(dimension, rating))
}

pub(super) async fn tag(
    args: TagArgs,
    change: TagChange,
    session: &Session,
) -> Result<Exit, CliError> {
    let (mut given, mut tags) = (args.words, args.tag);
    if tags.is_empty()
        && let Some(last) = given.pop()
    {
        let tag = last.parse::<Tag>();
        tags.push(tag.map_err(|error| CliError::usage(error.to_string()))?);
    }
    let remarks: Vec<Remark> = tags
        .into_iter()
        .map(|tag| Remark::Tag(tag, change))
        .collect();
    remark(&given, &remarks, session).await
}

pub(super) async fn comment(args: CommentArgs, session: &Session) -> Result<Exit, CliError> {
    remark(&[args.id], &[Remark::Comment(args.text)], session).await
}

async fn remark(given: &[String], remarks: &[Remark], session: &Session) -> Result<Exit, CliError> {
    if given.is_empty() {
        return Err(CliError::usage(
            "which conversation? name it by its id or its number, such as #12",
        ));
    }
    let workspace = session.open(Access::Write).await?;
    let found: Vec<ConversationId> = ids::conversations(workspace.store(), given).await?;
    let applied = session.desk(&workspace).remark(&found, remarks).await?;
    workspace.close().await?;
    let done = RemarkedJson {
        conversations: found.len(),
        changed: applied.entries.len(),
        bulk: applied
            .entries
            .first()
            .and_then(|entry| entry.bulk)
            .map(|bulk| bulk.0.to_string()),
    };
    session.out.result(&done, |done| match done.changed {
        0 => "it stands so already; nothing was written".to_owned(),
        _ => "saved; `muse-studio review undo` takes it back".to_owned(),
    })?;
    Ok(Exit::Done)
}
