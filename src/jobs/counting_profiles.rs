//! What a workspace's shoppers are like, and whether a demographics file can be drawn from.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::profile_pages::each_profile;
use super::{JobError, Workspace};
use crate::dialogue::data::{DemographicsFile, PlacedFault};
use crate::dialogue::profiles::{Novelty, ProfileStats};
use crate::store::ProfileFilter;

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
        let mut profiles = Vec::new();
        each_profile(self.store(), &ProfileFilter::default(), |_, profile| {
            profiles.push(profile);
            ControlFlow::Continue(())
        })
        .await?;
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
