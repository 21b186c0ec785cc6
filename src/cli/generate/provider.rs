//! Options of `generate` that say who words the turns.

use clap::{Args, ValueEnum};

use super::super::CliError;
use super::super::model::{ModelArgs, planned};
use super::super::session::Session;
use crate::config::Key;
use crate::jobs::{ByModel, ModelPlan, Speaking, USUAL_TOKENS_EACH};
use crate::store::Store;

/// Who words the turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Provider {
    /// The phrasebook: no key, no network, no cost
    Offline,
    /// OpenAI
    Openai,
    /// Any server that speaks OpenAI's format, such as one on this machine
    OpenaiCompatible,
    /// Anthropic
    Anthropic,
}

/// Who words the turns, and how it is asked.
#[derive(Debug, Args)]
pub(super) struct ProviderArgs {
    /// Who words the turns
    #[arg(long, value_enum, default_value = "offline")]
    provider: Provider,
    /// The address of the model's server, in place of the setting model_url
    #[arg(long, visible_alias = "model-url", value_name = "URL")]
    base_url: Option<String>,
    #[command(flatten)]
    model: ModelArgs,
    /// How freely the model chooses its words, 0 to 2; left to the server when not given
    #[arg(long, value_name = "T")]
    temperature: Option<String>,
    /// How many conversations wait for the model at a time
    #[arg(long, value_name = "N")]
    max_in_flight: Option<String>,
    /// The most tokens of one conversation; beyond them it is stopped
    #[arg(long, value_name = "N", default_value_t = USUAL_TOKENS_EACH)]
    max_tokens_each: u64,
}

impl ProviderArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        let code = |provider: Provider| {
            let value = provider.to_possible_value();
            value.map(|value| value.get_name().to_owned())
        };
        let asked = (self.provider != Provider::Offline).then_some(self.provider);
        let given = [
            (Key::Provider, &asked.and_then(code)),
            (Key::ModelUrl, &self.base_url),
            (Key::Temperature, &self.temperature),
            (Key::MaxInFlight, &self.max_in_flight),
        ];
        let given = given.into_iter();
        settings.extend(given.filter_map(|(key, text)| Some((key, text.clone()?))));
        self.model.settings(settings);
    }

    /// The model that words the turns, not yet asked; `None` for the phrasebook.
    pub(super) fn model(&self, session: &Session) -> Result<Option<ModelPlan>, CliError> {
        match self.provider {
            Provider::Offline => Ok(None),
            _ => planned(session).map(Some),
        }
    }

    /// Who words the turns, with every question in the books of this store.
    pub(super) fn speaking(
        &self,
        session: &Session,
        model: Option<ModelPlan>,
        books: &Store,
    ) -> Speaking {
        let config = &session.config;
        let Some(model) = model else {
            return Speaking::Phrasebook;
        };
        Speaking::Model(ByModel {
            temperature: config.temperature.value.map(|t| t as f32),
            max_in_flight: config.max_in_flight.value as usize,
            tokens_each: self.max_tokens_each,
            ..ByModel::booked(model.in_books(books))
        })
    }
}
