//! A walk over the workspace's profiles, page by page.

use std::ops::ControlFlow;

use super::JobError;
use crate::domain::Profile;
use crate::store::{Cursor, ProfileFilter, Store};

/// How many profiles are read at once.
const PAGE: u32 = 2_000;

/// Hands each profile that the filter keeps to `take`, with the store's key, in the order of first import, until it breaks off.
pub(super) async fn each_profile(
    store: &Store,
    filter: &ProfileFilter,
    mut take: impl FnMut(i64, Profile) -> ControlFlow<()>,
) -> Result<(), JobError> {
    let mut cursor = Cursor::First;
    loop {
        let page = store.profile_page(filter.clone(), cursor, PAGE).await?;
        for (key, profile) in page.items {
            cursor = Cursor::After(key);
            if take(key, profile).is_break() {
                return Ok(());
            }
        }
        if !page.more {
            return Ok(());
        }
    }
}
