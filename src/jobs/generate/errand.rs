//! What a shopper comes for: the profile's own scenario, or a new one drawn for this conversation.

use crate::domain::Scenario;

use super::plan::{Errand, Planned};

/// Gives each planned conversation its scenario.
pub(super) struct Errands;

impl Errands {
    /// The scenario of a planned conversation; a sentence when there can be none. Blocks.
    pub(super) fn scenario(&self, planned: &Planned) -> Result<Scenario, String> {
        match (&planned.profile.scenario, planned.errand) {
            (Some(scenario), Errand::Own | Errand::Fresh) => Ok(scenario.clone()),
            (None, _) => Err(format!(
                "the profile {} says nothing of what is wanted",
                planned.profile.user_id
            )),
        }
    }
}
