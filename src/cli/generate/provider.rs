//! Options of `generate` that say who words the turns.

use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::super::CliError;
use super::super::session::Session;
use crate::config::{Key, PriceTable};
use crate::domain::Price;
use crate::jobs::{self, ByModel, Speaking, USUAL_TOKENS_EACH, WorkspaceLedger};
use crate::llm::{self, Pace, Paced, Patience, Wire};

/// Requests a minute when nobody sets a rate: so many that only the server's own limits count.
const UNBOUND: u32 = 100_000;

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
    /// The model's name there, in place of the setting
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// How freely the model chooses its words, 0 to 2; left to the server when not given
    #[arg(long, value_name = "T")]
    temperature: Option<String>,
    /// How many conversations wait for the model at a time
    #[arg(long, value_name = "N")]
    max_in_flight: Option<String>,
    /// How often the model may be asked in a minute
    #[arg(long, value_name = "N")]
    requests_per_minute: Option<String>,
    /// How often a failed question is repeated
    #[arg(long, value_name = "N")]
    max_retries: Option<String>,
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
            (Key::Model, &self.model),
            (Key::Temperature, &self.temperature),
            (Key::MaxInFlight, &self.max_in_flight),
            (Key::RequestsPerMinute, &self.requests_per_minute),
            (Key::MaxRetries, &self.max_retries),
        ];
        let given = given.into_iter();
        settings.extend(given.filter_map(|(key, text)| Some((key, text.clone()?))));
    }

    /// The model that words the turns, not yet asked; `None` for the phrasebook. Whether it can be asked at all is known
    /// before anything is made.
    pub(super) fn model(&self, session: &Session) -> Result<Option<Asked>, CliError> {
        if self.provider == Provider::Offline {
            return Ok(None);
        }
        let wire = jobs::provider(&session.config.model)?;
        let prices = PriceTable::load(&session.paths.prices())?;
        let now = jiff::Timestamp::from_millisecond(session.host.clock.now_ms());
        let today = now.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
        let line = prices.line(wire.name(), today.date());
        let price = line.map(|line| line.price);
        Ok(Some(Asked { wire, price }))
    }

    /// Who words the turns, with every question in these books.
    pub(super) fn speaking(
        &self,
        session: &Session,
        model: Option<Asked>,
        books: WorkspaceLedger,
    ) -> Speaking {
        let config = &session.config;
        let Some(Asked { wire, price }) = model else {
            return Speaking::Phrasebook;
        };
        let pace = Pace {
            requests: config.requests_per_minute.value.unwrap_or(UNBOUND),
            in_flight: config.max_in_flight.value,
            ..Pace::default()
        };
        let patience = Patience {
            retries: config.max_retries.value,
            ..Patience::default()
        };
        let seed = config.seed.value.unwrap_or_default();
        let model = Paced::new(Arc::new(wire), pace, patience, Arc::new(books), seed);
        Speaking::Model(ByModel {
            temperature: config.temperature.value.map(|t| t as f32),
            max_in_flight: config.max_in_flight.value as usize,
            tokens_each: self.max_tokens_each,
            ..ByModel::new(Arc::new(model.at_price(price)))
        })
    }
}

/// A model that will be asked.
pub(super) struct Asked {
    wire: llm::Provider,
    /// What it costs, when that is known.
    price: Option<Price>,
}
