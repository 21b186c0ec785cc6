//! The trial before a run: how many shoppers find a picture of their kind of thing in the catalogue.

use std::sync::Arc;

use super::super::{Folder, JobError};
use super::catalogue::Catalogue;
use super::pictures::Trial;
use crate::dialogue::data::Knowledge;
use crate::dialogue::{Aim, Limits, Machine, Plan, Shows};
use crate::domain::{Mode, Profile};

/// How many shoppers look.
const LOOKING: usize = 48;

/// Lets some shoppers look for a picture, evenly out of all who come with an errand of their own. Nothing is made.
///
/// # Errors
/// When a search fails.
pub(super) async fn look(
    shoppers: &[Arc<Profile>],
    catalogue: Arc<Catalogue>,
    folder: &Folder,
    seed: u64,
) -> Result<Trial, JobError> {
    let own: Vec<Arc<Profile>> = shoppers
        .iter()
        .filter(|profile| profile.scenario.is_some())
        .cloned()
        .collect();
    let step = own.len().div_ceil(LOOKING).max(1);
    let looking: Vec<Arc<Profile>> = own.into_iter().step_by(step).collect();
    let folder = folder.clone();
    let look = move || {
        let knowledge = Knowledge::of_workspace(folder.path()).map_err(JobError::layer)?;
        let mut trial = Trial::default();
        for profile in looking {
            let Some(scenario) = profile.scenario.clone() else {
                continue;
            };
            let plan = Plan {
                language: profile.conversation_style.language,
                profile,
                scenario,
                mode: Mode::Natural,
                limits: Limits::default(),
                aim: Aim {
                    shows: Shows::Picture,
                    ..Aim::default()
                },
                seed,
                ordinal: trial.asked,
            };
            let machine = Machine::new(plan, catalogue.clone(), knowledge.clone());
            trial.asked += 1;
            trial.found += u32::from(machine.finds_a_picture());
        }
        catalogue.take_fault().map_or(Ok(trial), Err)
    };
    tokio::task::spawn_blocking(look).await?
}
