//! The options about the language model that a verb asks, the same for every verb.

use clap::Args;

use super::CliError;
use super::session::Session;
use crate::config::Key;
use crate::jobs::ModelPlan;

/// Which model is asked, how fast, how patiently and for how much.
#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    /// The model's name on the server, in place of the setting
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// How often the model may be asked in a minute
    #[arg(long, value_name = "N")]
    requests_per_minute: Option<String>,
    /// How often a failed question is repeated
    #[arg(long, value_name = "N")]
    max_retries: Option<String>,
    /// The most that may be spent on the model, such as 5 or 5 USD; what the same run has spent before counts
    #[arg(long, value_name = "AMOUNT")]
    budget: Option<String>,
}

impl ModelArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        let given = [
            (Key::Model, &self.model),
            (Key::RequestsPerMinute, &self.requests_per_minute),
            (Key::MaxRetries, &self.max_retries),
            (Key::Budget, &self.budget),
        ];
        let given = given.into_iter();
        settings.extend(given.filter_map(|(key, text)| Some((key, text.clone()?))));
    }

    /// Refuses these options where no model is asked; `with` is the option that asks one.
    pub(super) fn refuse(&self, with: &str) -> Result<(), CliError> {
        let mut given = Vec::new();
        self.settings(&mut given);
        let names: Vec<String> = given.iter().map(|(key, _)| key.option()).collect();
        match names.is_empty() {
            true => Ok(()),
            false => Err(CliError::usage(format!(
                "{} is about a model, and none is asked; add {with}, or leave it away",
                names.join(", ")
            ))),
        }
    }
}

/// The model of the settings, not yet asked. Whether it can be asked at all is known before anything is done.
pub(super) fn planned(session: &Session) -> Result<ModelPlan, CliError> {
    let now = jiff::Timestamp::from_millisecond(session.host.clock.now_ms());
    let today = now.unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
    Ok(ModelPlan::of(
        &session.config,
        &session.paths,
        today.date(),
    )?)
}
