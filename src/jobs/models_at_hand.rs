//! The model that the settings name, for runs that are begun while the program goes on.
//!
//! Owns: how a wish for a run becomes a model with books. Does not: read settings, or say what a model is asked.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::generate::{ByModel, Speaking};
use super::{JobError, ModelPlan, Workspace};
use crate::config::Config;
use crate::paths::Paths;

/// The server that the settings name, with what they say of it. Nothing is asked of it yet.
#[derive(Clone, Debug)]
pub struct ModelsAtHand {
    config: Config,
    paths: Paths,
}

/// What one run is to have otherwise than the settings say.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ModelWish {
    /// Another model of the same server.
    pub model: Option<String>,
    /// How freely it chooses its words, 0 to 2.
    pub temperature: Option<f64>,
}

impl ModelsAtHand {
    /// Those of these settings.
    pub fn new(config: Config, paths: Paths) -> Self {
        ModelsAtHand { config, paths }
    }

    /// The model for one run, with every question in the books of the workspace. A budget is for each run anew.
    ///
    /// # Errors
    /// When the settings name no server or no model, there is no key for it, or its budget cannot be kept.
    pub fn speaking(&self, wish: ModelWish, workspace: &Workspace) -> Result<Speaking, JobError> {
        let mut config = self.config.clone();
        if let Some(model) = wish.model {
            config.model.model.value = Some(model);
        }
        let now = Timestamp::from_millisecond(workspace.clock().now_ms()).unwrap_or_default();
        let today = now.to_zoned(TimeZone::UTC).date();
        let plan = ModelPlan::of(&config, &self.paths, today)?;
        let temperature = wish.temperature.or(config.temperature.value);
        Ok(Speaking::Model(ByModel {
            temperature: temperature.map(|freedom| freedom as f32),
            max_in_flight: config.max_in_flight.value as usize,
            ..ByModel::booked(plan.in_books(workspace.store()))
        }))
    }
}
