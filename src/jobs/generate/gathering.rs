//! Whose conversations a new run is made of.

use std::sync::Arc;

use super::super::making_profiles::{ProfileOptions, make_profiles, put_profiles};
use super::super::runner::Context;
use super::super::{JobError, Writing};
use super::settings::Pool;
use super::shoppers;
use super::{GenerateOptions, Shoppers};
use crate::domain::{Profile, ProfileId};

/// The most profiles that are made unasked.
const MOST_UNASKED: u32 = 200;

/// The shoppers of a run, how to find them again, and how many were made for it.
pub(super) struct Gathered {
    pub(super) shoppers: Vec<Arc<Profile>>,
    pub(super) pool: Pool,
    pub(super) made: u32,
}

impl Gathered {
    fn given(profiles: &[Profile], made: u32) -> Self {
        let ids: Vec<ProfileId> = profiles.iter().map(|p| p.user_id.clone()).collect();
        Gathered {
            shoppers: profiles.iter().cloned().map(Arc::new).collect(),
            pool: Pool::Given(ids),
            made,
        }
    }
}

/// The shoppers that the options name. When there are none, some are made.
///
/// # Errors
/// When nobody fits.
pub(super) async fn gather(
    context: &Context,
    options: &GenerateOptions,
    seed: u64,
    writing: Writing,
) -> Result<Gathered, JobError> {
    let store = context.workspace.store();
    let filter = match &options.shoppers {
        Shoppers::Given(profiles) => return bring(context, profiles, writing).await,
        Shoppers::Of(id) => {
            return Ok(Gathered {
                shoppers: shoppers::of(store, *id).await?,
                pool: Pool::Of(*id),
                made: 0,
            });
        }
        Shoppers::Workspace(filter) => filter,
    };
    let mut made = 0;
    if store.counts().await?.profiles == 0 {
        made = options.count.min(MOST_UNASKED);
        let asked = ProfileOptions {
            count: made,
            seed: Some(seed),
            demographics: options.demographics.clone(),
            languages: options.languages.clone(),
            domains: options.domains.clone(),
            ..ProfileOptions::default()
        };
        let drawn = make_profiles(context, &asked, seed, 0).await?;
        if writing == Writing::Dry {
            return Ok(Gathered::given(&drawn.profiles, made));
        }
        put_profiles(context, &drawn.profiles).await?;
    }
    let (shoppers, until) = shoppers::filtered(store, filter, i64::MAX).await?;
    if shoppers.is_empty() {
        return Err(JobError::NoProfiles {
            filter: shoppers::in_words(filter),
        });
    }
    Ok(Gathered {
        shoppers,
        pool: Pool::filtered(filter.clone(), until),
        made,
    })
}

async fn bring(
    context: &Context,
    profiles: &[Profile],
    writing: Writing,
) -> Result<Gathered, JobError> {
    if profiles.is_empty() {
        return Err(JobError::BadOption(
            "the list of profiles is empty; give one at least".to_owned(),
        ));
    }
    if writing == Writing::Really {
        put_profiles(context, profiles).await?;
    }
    Ok(Gathered::given(profiles, 0))
}
