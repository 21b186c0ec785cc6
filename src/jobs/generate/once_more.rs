//! One more conversation of a shopper and a wish, beside the one that there is: with other chance, or by another voice.
//!
//! Owns: what the new one has in common with the old one, and the link between them. Does not: touch the old one's text or
//! verdict.

use super::super::runner::Context;
use super::super::{Desk, JobError};
use super::options::{GenerateOptions, LanguageShares, Shoppers};
use super::report::Generated;
use super::settings::Settings;
use super::speaking::Speaking;
use super::start;
use crate::domain::{ConversationId, Outcome, ReviewerId};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed, Store};

/// How many queue lines are read at once.
const PAGE: u32 = 100;

/// Which conversation is made once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnceMore {
    /// The old one.
    pub conversation: ConversationId,
    /// Where all chance starts from; `None` takes a seed that no run had yet.
    pub seed: Option<u64>,
    /// Who asks for it: the link is an entry of the review log.
    pub reviewer: ReviewerId,
}

/// Makes it as a run of its own, and notes in the log that it stands in the place of the old one.
pub(super) async fn make(
    context: Context,
    wanted: OnceMore,
    speaking: Speaking,
) -> Result<Generated, JobError> {
    let workspace = context.workspace.clone();
    let desk = Desk::new(&workspace, wanted.reviewer.clone());
    let old = desk.read(wanted.conversation).await?;
    let options = options(workspace.store(), &old, wanted.seed).await?;
    let made = start::new(context, options, speaking).await?;
    if let Some(new) = finished(workspace.store(), &made).await? {
        desk.replace(wanted.conversation, Some(new)).await?;
    }
    Ok(made)
}

/// What the old one was asked for, as far as that is known.
async fn options(
    store: &Store,
    old: &Reviewed,
    seed: Option<u64>,
) -> Result<GenerateOptions, JobError> {
    let conversation = &old.conversation;
    let run = match conversation.run {
        Some(run) => store.run(run).await?,
        None => None,
    };
    let settings = run.and_then(|run| serde_json::from_value::<Settings>(run.settings).ok());
    let usual = GenerateOptions::default();
    let (least, most) = settings.map_or((usual.min_exchanges, usual.max_exchanges), |settings| {
        (settings.min_exchanges, settings.max_exchanges)
    });
    Ok(GenerateOptions {
        count: 1,
        seed,
        mode: conversation.mode,
        languages: LanguageShares::only(conversation.language),
        shoppers: Shoppers::Of(conversation.id),
        min_exchanges: least,
        max_exchanges: most,
        concurrency: 1,
        ..usual
    })
}

/// The conversation that counts; `None` when none came to an end of its own.
async fn finished(store: &Store, made: &Generated) -> Result<Option<ConversationId>, JobError> {
    let filter = Filter {
        run: Some(made.run),
        ..Filter::default()
    };
    let page = store.summaries(filter, Cursor::Last, PAGE).await?;
    let lines = page.items.into_iter().map(|(_, line)| line);
    let counts = |id: ConversationId| !made.not_kept.iter().any(|one| one.conversation == id);
    let found = lines
        .filter(|line| line.outcome.is_some_and(|end| end != Outcome::Stopped) && counts(line.id))
        .last();
    Ok(found.map(|line| line.id))
}
