//! The model that the settings name, for runs that are begun while the program goes on.
//!
//! Owns: how a wish for a run becomes a model with books. Does not: read settings, or say what a model is asked.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::generate::{ByModel, Speaking};
use super::{Control, JobError, ModelPlan, Workspace};
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
        let config = &self.config;
        let plan = self.plan(wish.model, workspace)?;
        let temperature = wish.temperature.or(config.temperature.value);
        Ok(Speaking::Model(ByModel {
            temperature: temperature.map(|freedom| freedom as f32),
            max_in_flight: config.max_in_flight.value as usize,
            ..ByModel::booked(plan.in_books(workspace.store()))
        }))
    }

    /// Has another model of the server, or another temperature, word the conversations of a running job that have not begun;
    /// says what words them then.
    ///
    /// # Errors
    /// When the phrasebook words the run, or the other model cannot take the place of the one that does.
    pub fn retune(
        &self,
        control: &Control,
        wish: ModelWish,
        workspace: &Workspace,
    ) -> Result<String, JobError> {
        let now = control.by_model().ok_or_else(|| {
            JobError::BadOption(
                "the phrasebook words this run; begin one by a model, e.g. generate 20 model"
                    .to_owned(),
            )
        })?;
        let other = wish.model.filter(|name| name != now.model.name());
        let plan = other.map(|name| self.plan(Some(name), workspace));
        let temperature = wish.temperature.map(|freedom| freedom as f32);
        let retuned = now.retuned(plan.transpose()?, temperature)?;
        let words = retuned.words();
        control.retune(retuned);
        Ok(words)
    }

    /// The model of this name, or of the settings, at today's price.
    fn plan(&self, model: Option<String>, workspace: &Workspace) -> Result<ModelPlan, JobError> {
        let mut config = self.config.clone();
        if let Some(model) = model {
            config.model.model.value = Some(model);
        }
        let now = Timestamp::from_millisecond(workspace.clock().now_ms()).unwrap_or_default();
        ModelPlan::of(&config, &self.paths, now.to_zoned(TimeZone::UTC).date())
    }
}
