//! `profiles list`: the shoppers, a line each.

use clap::Args;
use serde::Serialize;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::{Domain, Language, Profile};
use crate::jobs::Access;
use crate::store::{Cursor, ProfileFilter};

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles list
  muse-studio profiles list --language hi --domain books --json
  muse-studio profiles list Mumbai
")]
pub(super) struct ListArgs {
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

#[derive(Serialize)]
struct Keyed<'a> {
    key: i64,
    #[serde(flatten)]
    profile: &'a Profile,
}

pub(super) async fn run(args: ListArgs, session: &Session) -> Result<Exit, CliError> {
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
