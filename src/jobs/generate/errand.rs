//! What a shopper comes for: the profile's own scenario, or a new one drawn for this conversation.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::super::JobError;
use super::super::making_profiles::{Drawing, drawing};
use super::super::runner::Context;
use super::plan::{Errand, Planned};
use crate::domain::Scenario;

/// Gives each planned conversation its scenario.
pub(super) struct Errands {
    context: Context,
    seed: u64,
    /// Gathered when the first new scenario is needed: a run of own scenarios starts at once.
    drawing: OnceCell<Arc<Drawing>>,
}

impl Errands {
    /// Ready to draw under the run's seed.
    pub(super) fn new(context: Context, seed: u64) -> Self {
        Errands {
            context,
            seed,
            drawing: OnceCell::new(),
        }
    }

    /// The scenario of a planned conversation. It depends on the seed, the place whose errand it is, the shopper and the
    /// catalogue.
    pub(super) async fn scenario(&self, planned: &Planned) -> Result<Scenario, JobError> {
        if let (Some(own), Errand::Own) = (&planned.profile.scenario, planned.errand) {
            return Ok(own.clone());
        }
        let drawing = self
            .drawing
            .get_or_try_init(|| self.gather())
            .await?
            .clone();
        let (profile, domain) = (planned.profile.clone(), planned.domain);
        let place = u64::from(planned.errand_of);
        let draw = move || {
            let Drawing { generator, shelf } = &*drawing;
            generator.scenario_for(&profile, place, domain, shelf)
        };
        Ok(tokio::task::spawn_blocking(draw).await?)
    }

    async fn gather(&self) -> Result<Arc<Drawing>, JobError> {
        let drawing = drawing(&self.context, &Default::default(), self.seed).await?;
        Ok(Arc::new(drawing))
    }
}
