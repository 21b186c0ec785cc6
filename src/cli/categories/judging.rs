//! Who judges which names are kinds of products: rules, or a language model.

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::catalog::Tag;
use crate::cli::CliError;
use crate::cli::model::{ModelArgs, planned};
use crate::cli::session::Session;
use crate::config::Key;
use crate::domain::Cost;
use crate::jobs::{AskAbout, ModelPlan, ProductTypeOptions, ProductTypes, Unread};

/// The options about the judge.
#[derive(Debug, Args)]
pub(super) struct JudgeArgs {
    /// Who tells kinds of products from other names; the model is asked where the rules are not sure, and never twice [default: rules]
    #[arg(long, value_enum, value_name = "JUDGE", conflicts_with = "categories")]
    judge: Option<JudgedBy>,
    /// Ask the model about every name, also where the rules are sure
    #[arg(long, requires = "judge")]
    judge_all: bool,
    /// Ask the model nothing further once so many tokens, read and written, are used
    #[arg(long, value_name = "N", requires = "judge")]
    max_tokens: Option<u64>,
    /// How many questions, of 20 names each, are asked at a time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    at_a_time: u16,
    #[command(flatten)]
    model: ModelArgs,
}

/// Who judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum JudgedBy {
    /// Lists of words, and brands.
    Rules,
    /// The language model of the settings model_url and model.
    Model,
}

impl JudgeArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.model.settings(settings);
    }

    /// The model that is to be asked, not yet asked; `None` for the rules alone.
    pub(super) fn model(&self, session: &Session) -> Result<Option<ModelPlan>, CliError> {
        match self.judge {
            Some(JudgedBy::Model) => {
                let model = planned(session)?;
                Ok(Some(model.at_a_time(usize::from(self.at_a_time))))
            }
            Some(JudgedBy::Rules) if self.judge_all => {
                let text =
                    "--judge rules asks no model; write --judge model, or leave --judge-all away";
                Err(CliError::usage(text.to_owned()))
            }
            _ => {
                self.model.refuse("--judge model")?;
                Ok(None)
            }
        }
    }

    /// The job about these names.
    pub(super) fn options(&self, tags: Vec<Tag>) -> ProductTypeOptions {
        ProductTypeOptions {
            tags,
            ask: match self.judge_all {
                true => AskAbout::All,
                false => AskAbout::Unsettled,
            },
            max_tokens: self.max_tokens,
            concurrency: usize::from(self.at_a_time),
        }
    }
}

/// What the model did, for programs.
#[derive(Serialize)]
pub(super) struct Judged<'a> {
    model: &'a str,
    prompt: &'a str,
    settled: u64,
    kept: u64,
    judged: u64,
    unread: &'a [Unread],
    not_asked: u64,
    tokens: u64,
    tokens_estimated: bool,
    costs: Vec<Cost>,
    out_of_budget: bool,
}

impl<'a> Judged<'a> {
    pub(super) fn of(done: &'a ProductTypes) -> Self {
        Judged {
            model: &done.model,
            prompt: &done.prompt,
            settled: done.settled,
            kept: done.kept,
            judged: done.judged,
            unread: &done.unread,
            not_asked: done.not_asked,
            tokens: done.tokens,
            tokens_estimated: done.estimated,
            costs: done.costs.iter().collect(),
            out_of_budget: done.out_of_budget,
        }
    }
}
