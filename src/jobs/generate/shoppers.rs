//! The shoppers of a run, read from the workspace or brought along.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::super::JobError;
use super::super::profile_pages::each_profile;
use super::settings::Pool;
use crate::domain::{ConversationId, Domain, Profile};
use crate::store::{ProfileFilter, Store};

/// The profiles that a filter keeps, with the key of the last one.
pub(super) async fn filtered(
    store: &Store,
    filter: &ProfileFilter,
    until: i64,
) -> Result<(Vec<Arc<Profile>>, i64), JobError> {
    let (mut found, mut last) = (Vec::new(), 0);
    each_profile(store, filter, |key, profile| {
        if key > until {
            return ControlFlow::Break(());
        }
        last = key;
        found.push(Arc::new(profile));
        ControlFlow::Continue(())
    })
    .await?;
    Ok((found, last))
}

/// The shoppers of a run that was begun earlier.
pub(super) async fn again(store: &Store, pool: &Pool) -> Result<Vec<Arc<Profile>>, JobError> {
    match pool {
        Pool::Given(ids) => {
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.extend(store.profile(id.clone()).await?.map(Arc::new));
            }
            Ok(found)
        }
        Pool::Of(id) => of(store, *id).await,
        Pool::Filtered {
            language,
            domain,
            words,
            until,
        } => {
            let filter = ProfileFilter {
                language: *language,
                domain: *domain,
                words: words.clone(),
            };
            Ok(filtered(store, &filter, *until).await?.0)
        }
    }
}

/// The shopper of a conversation, who wants what was wanted in it; nobody when it is gone.
pub(super) async fn of(store: &Store, id: ConversationId) -> Result<Vec<Arc<Profile>>, JobError> {
    let found = store.conversation(id).await?;
    let shopper = found.map(|reviewed| {
        let conversation = reviewed.conversation;
        Arc::new(Profile {
            scenario: Some(conversation.scenario),
            ..conversation.profile
        })
    });
    Ok(shopper.into_iter().collect())
}

/// Those who shop in these departments anyway, when there are any; else all, who then get another scenario.
pub(super) fn shopping_in(all: Vec<Arc<Profile>>, domains: &[Domain]) -> Vec<Arc<Profile>> {
    let fits = |profile: &&Arc<Profile>| {
        let own = profile.scenario.as_ref();
        own.is_none_or(|scenario| domains.contains(&scenario.domain))
    };
    let fitting: Vec<_> = all.iter().filter(fits).cloned().collect();
    if domains.is_empty() || fitting.is_empty() {
        return all;
    }
    fitting
}

/// A filter in words, for messages.
pub(super) fn in_words(filter: &ProfileFilter) -> String {
    let language = filter.language.map(|l| format!("language {l}"));
    let domain = filter.domain.map(|d| format!("department {d}"));
    let words = (!filter.words.is_empty()).then(|| format!("the words {}", filter.words.join(" ")));
    let all: Vec<String> = [language, domain, words].into_iter().flatten().collect();
    if all.is_empty() {
        return "what was asked for".to_owned();
    }
    all.join(", ")
}
