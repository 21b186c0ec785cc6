//! What a workspace's shoppers are like, and whether a demographics file can be drawn from.

use std::path::{Path, PathBuf};

use super::making_profiles::PAGE;
use super::{JobError, Workspace};
use crate::dialogue::data::{DemographicsFile, PlacedFault};
use crate::dialogue::profiles::{Novelty, ProfileStats};
use crate::store::{Cursor, ProfileFilter};

impl Workspace {
    /// Counts all shoppers beside the shares of `demographics`; `None` takes the built-in file.
    ///
    /// # Errors
    /// When the file cannot be drawn from, or the store fails.
    pub async fn profile_stats(
        &self,
        demographics: Option<PathBuf>,
        novelty: Novelty,
    ) -> Result<ProfileStats, JobError> {
        let store = self.store();
        let (mut profiles, mut cursor) = (Vec::new(), Cursor::First);
        loop {
            let page = store
                .profile_page(ProfileFilter::default(), cursor, PAGE)
                .await?;
            for (key, profile) in page.items {
                cursor = Cursor::After(key);
                profiles.push(profile);
            }
            if !page.more {
                break;
            }
        }
        let count = move || {
            let file = match &demographics {
                Some(path) => DemographicsFile::load(path),
                None => DemographicsFile::embedded(),
            };
            file.map(|file| ProfileStats::of(&profiles, &file, novelty))
        };
        let counted = tokio::task::spawn_blocking(count).await?;
        counted.map_err(JobError::layer)
    }
}

/// Everything that is wrong with a demographics file; nothing when it can be drawn from.
///
/// # Errors
/// When the file cannot be read.
pub fn demographics_faults(path: &Path) -> Result<Vec<PlacedFault>, JobError> {
    let text = crate::dialogue::data::read(path).map_err(JobError::layer)?;
    Ok(DemographicsFile::faults(&text))
}
