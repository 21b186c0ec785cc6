//! `profiles show`: all that is known of a shopper.

use clap::Args;

use crate::cli::session::Session;
use crate::cli::{CliError, Exit};
use crate::domain::{Feature, Profile, Purchase, Scenario, UsualSize};
use crate::jobs::Access;

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio profiles show user_00001
  muse-studio profiles show user_00001 --json
")]
pub(super) struct ShowArgs {
    /// The shopper's id, as `profiles list` shows it
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) async fn run(args: ShowArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let found = workspace.store().profile(args.id.as_str().into()).await?;
    workspace.close().await?;
    let profile = found.ok_or_else(|| {
        CliError::usage(format!(
            "there is no shopper `{}`; `muse-studio profiles list` shows the ids",
            args.id
        ))
    })?;
    session.out.result(&profile, words)?;
    Ok(Exit::Done)
}

fn words(profile: &Profile) -> String {
    let (who, likes) = (&profile.demographics, &profile.preferences);
    let talks = &profile.conversation_style;
    let mut rows = vec![
        (
            "who",
            format!(
                "{} years, {}, {}, income {}",
                who.age,
                who.gender.code(),
                who.location,
                who.income_level
            ),
        ),
        (
            "talks",
            format!(
                "{}, {}, {}",
                talks.language.name(),
                talks.formality.code(),
                talks.detail_preference.code()
            ),
        ),
        ("likes", likes.style.clone()),
        ("usually spends", format!("₹{}", likes.budget_range)),
        ("brands", likes.preferred_brands.join(", ")),
        ("occasions", likes.occasions.join(", ")),
        ("wears", UsualSize::in_words(&likes.usual_sizes)),
        ("bought before", Purchase::in_words(&profile.purchases)),
    ];
    rows.extend(profile.traits.words());
    rows.extend(profile.scenario.iter().flat_map(wants));
    let filled = rows.iter().filter(|(_, value)| !value.is_empty());
    let lines = filled.map(|(name, value)| format!("  {name:<18} {value}"));
    let lines: Vec<String> = lines.collect();
    format!("{}\n{}", profile.user_id, lines.join("\n"))
}

fn wants(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let budget = scenario.budget.map(|most| format!(", up to {most}"));
    let recipient = scenario.recipient.as_ref().map(|r| r.relation.clone());
    vec![
        (
            "wants",
            format!("{}{}", scenario.product_type, budget.unwrap_or_default()),
        ),
        ("why", scenario.motive.code().to_owned()),
        ("occasion", scenario.occasion.clone().unwrap_or_default()),
        ("for", recipient.unwrap_or_default()),
        ("should have", features(&scenario.wanted)),
        ("must not have", features(&scenario.unwanted)),
        (
            "target",
            scenario
                .target
                .as_ref()
                .map_or("none", |id| id.as_str())
                .to_owned(),
        ),
        ("story", scenario.story.clone()),
    ]
}

fn features(list: &[Feature]) -> String {
    let words: Vec<String> = list
        .iter()
        .map(|f| format!("{} {}", f.name, f.value))
        .collect();
    words.join(", ")
}
