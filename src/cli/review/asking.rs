//! The options of verbs that ask a language model about conversations.

use clap::Args;

use crate::cli::CliError;
use crate::cli::model::{ModelArgs, planned};
use crate::cli::session::Session;
use crate::config::Key;
use crate::jobs::{Allowance, ModelPlan};

/// The model, and what it may use.
#[derive(Debug, Args)]
pub(super) struct AskingArgs {
    /// Ask nothing further once so many tokens, read and written, are used
    #[arg(long, value_name = "N")]
    max_tokens: Option<u64>,
    /// Ask at most so many questions
    #[arg(long, value_name = "N")]
    max_calls: Option<u64>,
    /// How many questions are on their way at a time [default: 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    at_a_time: Option<u16>,
    #[command(flatten)]
    model: ModelArgs,
}

impl AskingArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.model.settings(settings);
    }

    /// The language model that is meant, not yet asked.
    pub(super) fn model(&self, session: &Session) -> Result<ModelPlan, CliError> {
        Ok(planned(session)?.at_a_time(self.concurrency()))
    }

    /// What it may use.
    pub(super) fn allowance(&self) -> Allowance {
        Allowance {
            max_tokens: self.max_tokens,
            max_calls: self.max_calls,
        }
    }

    /// How many questions are on their way at a time.
    pub(super) fn concurrency(&self) -> usize {
        self.at_a_time.map_or(4, usize::from)
    }

    /// Refuses options about a model where none is asked; `with` is the option that asks one.
    pub(super) fn refuse(&self, with: &str) -> Result<(), CliError> {
        let AskingArgs {
            max_tokens,
            max_calls,
            at_a_time,
            model,
        } = self;
        model.refuse(with)?;
        match max_tokens.is_some() || max_calls.is_some() || at_a_time.is_some() {
            true => Err(CliError::usage(format!(
                "--max-tokens, --max-calls and --at-a-time are about a model, and none is asked; add {with}"
            ))),
            false => Ok(()),
        }
    }
}
