//! Shoppers from shares of a population.

use std::path::{Path, PathBuf};

use super::{Shop, SimulateError};
use crate::dialogue::ProfileGenerator;
use crate::dialogue::data::{DemographicsFile, Festivals};
use crate::domain::Profile;

/// Makes shoppers, each with an errand that the shop's catalogue can meet. The same shop, file and seed give the same
/// shoppers, and a longer list begins like a shorter one.
#[derive(Clone, Debug)]
pub struct UserProfileGenerator {
    shop: Shop,
    seed: u64,
    demographics: Option<PathBuf>,
}

impl UserProfileGenerator {
    /// Shoppers for this shop, from the built-in demographics, with seed 1.
    pub fn new(shop: Shop) -> Self {
        UserProfileGenerator {
            shop,
            seed: 1,
            demographics: None,
        }
    }

    /// The number that all chance starts from.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Draws from the shares in this file; `docs/demographics.md` tells its form.
    pub fn demographics_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.demographics = Some(file.into());
        self
    }

    /// The first `num_profiles` shoppers.
    ///
    /// # Errors
    /// When the demographics file cannot be drawn from; the sentence names the line.
    pub fn generate_profiles(&self, num_profiles: usize) -> Result<Vec<Profile>, SimulateError> {
        Ok(self.drawing()?.generate(num_profiles, self.shop.products()))
    }

    /// Writes shoppers as a JSON array, which `generate --user-profiles` reads.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save_profiles(profiles: &[Profile], to: &Path) -> Result<(), SimulateError> {
        let fail = |source| SimulateError::Write {
            path: to.to_path_buf(),
            source,
        };
        let text = serde_json::to_vec_pretty(profiles).map_err(|error| fail(error.into()))?;
        std::fs::write(to, text).map_err(fail)
    }

    /// What scenarios are drawn with.
    pub(super) fn drawing(&self) -> Result<ProfileGenerator, SimulateError> {
        let demographics = match &self.demographics {
            Some(file) => DemographicsFile::load(file)?,
            None => DemographicsFile::embedded()?,
        };
        let knowledge = self.shop.knowledge().clone();
        let festivals = Festivals::embedded()?;
        Ok(ProfileGenerator::new(
            demographics,
            festivals,
            knowledge,
            self.seed,
        ))
    }
}
