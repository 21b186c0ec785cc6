//! Who words the turns of a run.

use std::sync::Arc;

use crate::dialogue::data::Knowledge;
use crate::dialogue::{ModelVoice, PhrasebookVoice, Voice};
use crate::domain::{Engine, Price};
use crate::llm::{Budget, ChatModel, Meter, Paced};

use super::super::{BookedModel, JobError, ModelPlan, Workspace};

/// How many conversations wait for a model at a time when nothing else is asked for.
pub const USUAL_IN_FLIGHT: usize = 8;
/// The most tokens of one conversation when nothing else is asked for: several times what the longest ones take.
pub const USUAL_TOKENS_EACH: u64 = 200_000;

/// Who words the turns of a run.
#[derive(Clone, Default)]
pub enum Speaking {
    /// The phrasebook: no key, no network, no cost.
    #[default]
    Phrasebook,
    /// A language model.
    Model(ByModel),
}

/// A language model that words turns.
#[derive(Clone)]
pub struct ByModel {
    /// The model.
    pub model: Arc<dyn ChatModel>,
    /// How freely it chooses its words; `None` leaves that to the server.
    pub temperature: Option<f32>,
    /// How many conversations wait for it at a time; does not change what is planned.
    pub max_in_flight: usize,
    /// The most tokens that one conversation may use.
    pub tokens_each: u64,
    /// What it costs, when that is known.
    pub price: Option<Price>,
    /// The most that the run may spend, when there is a limit. What the run has spent before counts.
    pub budget: Option<Budget>,
    /// How often it may be asked in a minute, when there is a limit.
    pub requests_per_minute: Option<u32>,
    /// What was asked through the model, when it counts.
    pub meter: Option<Meter>,
    /// The model with its books, when it has some: another of its server can take its place.
    pub paced: Option<Arc<Paced>>,
}

impl ByModel {
    /// This model, with everything else as usual.
    pub fn new(model: Arc<dyn ChatModel>) -> Self {
        ByModel {
            model,
            temperature: None,
            max_in_flight: USUAL_IN_FLIGHT,
            tokens_each: USUAL_TOKENS_EACH,
            price: None,
            budget: None,
            requests_per_minute: None,
            meter: None,
            paced: None,
        }
    }

    /// The model with its books, when it has some.
    fn books(&self) -> Option<BookedModel> {
        Some(BookedModel {
            model: self.paced.clone()?,
            meter: self.meter.clone()?,
            price: self.price,
            budget: self.budget.clone(),
            requests_per_minute: self.requests_per_minute,
        })
    }

    /// The same run by another model of the server, `None` for the same one, and at another temperature, `None` for the same.
    ///
    /// # Errors
    /// When it cannot take the other's place.
    pub(in crate::jobs) fn retuned(
        &self,
        model: Option<ModelPlan>,
        temperature: Option<f32>,
    ) -> Result<Self, JobError> {
        let same = ByModel {
            temperature: temperature.or(self.temperature),
            ..self.clone()
        };
        let Some(plan) = model else {
            return Ok(same);
        };
        let books = self.books().ok_or_else(|| {
            JobError::BadOption("this run has no server to ask another model of".to_owned())
        })?;
        Ok(ByModel {
            temperature: same.temperature,
            max_in_flight: self.max_in_flight,
            tokens_each: self.tokens_each,
            ..ByModel::booked(plan.beside(&books)?)
        })
    }

    /// The model and how freely it chooses its words, for people: `qwen3, temperature 0.7`.
    pub(in crate::jobs) fn words(&self) -> String {
        let name = self.model.name();
        match self.temperature {
            Some(temperature) => format!("{name}, temperature {temperature}"),
            None => name.to_owned(),
        }
    }

    /// A model with books, with everything else as usual.
    pub fn booked(booked: BookedModel) -> Self {
        ByModel {
            price: booked.price,
            budget: booked.budget,
            requests_per_minute: booked.requests_per_minute,
            meter: Some(booked.meter),
            paced: Some(booked.model.clone()),
            ..ByModel::new(booked.model)
        }
    }
}

impl Speaking {
    /// The engine, for records.
    pub(super) fn engine(&self) -> Engine {
        match self {
            Speaking::Phrasebook => Engine::Offline,
            Speaking::Model(by) => by.model.engine(),
        }
    }

    /// The model's name, for records; `None` for the phrasebook.
    pub(super) fn model(&self) -> Option<String> {
        match self {
            Speaking::Phrasebook => None,
            Speaking::Model(by) => Some(by.model.name().to_owned()),
        }
    }

    /// The model; `None` for the phrasebook.
    pub(super) fn by_model(&self) -> Option<ByModel> {
        match self {
            Speaking::Phrasebook => None,
            Speaking::Model(by) => Some(by.clone()),
        }
    }

    /// What counts the questions to the model, when something does.
    pub(super) fn meter(&self) -> Option<Meter> {
        match self {
            Speaking::Phrasebook => None,
            Speaking::Model(by) => by.meter.clone(),
        }
    }

    /// The voice, with the workspace's own prompts and phrases.
    pub(super) async fn voice(
        self,
        workspace: &Workspace,
    ) -> Result<(Arc<Knowledge>, Arc<dyn Voice>), JobError> {
        let folder = workspace.folder().clone();
        let open = move || {
            let knowledge = Knowledge::of_workspace(folder.path()).map_err(JobError::layer)?;
            let voice: Arc<dyn Voice> = match self {
                Speaking::Phrasebook => {
                    let lines = folder.phrasebook();
                    let own = lines.is_dir().then_some(lines.as_path());
                    let voice = PhrasebookVoice::new(knowledge.clone(), own);
                    Arc::new(voice.map_err(JobError::layer)?)
                }
                Speaking::Model(by) => {
                    let voice = ModelVoice::new(by.model, &knowledge, Some(&folder.prompts()));
                    let voice = voice.map_err(JobError::layer)?;
                    Arc::new(voice.temperature(by.temperature))
                }
            };
            Ok((knowledge, voice))
        };
        tokio::task::spawn_blocking(open).await?
    }
}
