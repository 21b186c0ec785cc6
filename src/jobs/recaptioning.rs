//! A job that has a model describe products, for search and for the assistant (`new_description`).
//!
//! Each answer is on disk before the next product is counted. A product that has a description already is passed over, so
//! that a job which was stopped, killed or out of budget goes on where it was. A model of whose answers one after the other
//! is of no use is not asked through the whole catalogue.

mod answer;
mod waiting;

use std::sync::Arc;

pub(super) use answer::shown;
use answer::{picture_of, read, request};
use waiting::Waiting;

use super::asking::{Allowance, Asking, Questions, cost_words};
use super::runner::{Context, Report};
use super::tokens::Tokens;
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::catalog::pictures::Media;
use crate::dialogue::prompts::{Prompt, PromptName};
use crate::domain::{Costs, Domain, ProductId, ProductValue};
use crate::llm::{ChatModel, ChatReply, ChatRequest, LlmError};
use crate::store::Durability;

/// After so many answers in a row that are not taken, the next would not be either.
const HOPELESS: u64 = 20;

/// What is to be described, and how much it may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecaptionOptions {
    /// Only these products; empty for all.
    pub ids: Vec<ProductId>,
    /// Only this department.
    pub domain: Option<Domain>,
    /// At most so many products.
    pub limit: Option<u64>,
    /// No further product is begun once so many tokens, read and written, are used.
    pub max_tokens: Option<u64>,
    /// How many are asked for at a time.
    pub concurrency: usize,
    /// What happens to products that have one already.
    pub existing: Existing,
    /// Whether the model gets to see pictures.
    pub sight: Sight,
}

/// Whether a model gets to see the pictures that lie in the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sight {
    /// It gets the texts alone.
    #[default]
    Withheld,
    /// It gets the picture too, where there is one.
    Shown,
}

/// What happens to products that were described before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Existing {
    /// They are passed over.
    #[default]
    Keep,
    /// They are described again.
    Replace,
}

impl Default for RecaptionOptions {
    /// Everything that has no description yet, four at a time, without a limit.
    fn default() -> Self {
        RecaptionOptions {
            ids: Vec::new(),
            domain: None,
            limit: None,
            max_tokens: None,
            concurrency: 4,
            existing: Existing::Keep,
            sight: Sight::Withheld,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Recaptioned {
    /// Products described.
    pub described: u64,
    /// Products whose answer was not taken, each a sentence with the reason.
    pub left_out: Vec<String>,
    /// Tokens used, read and written.
    pub tokens: u64,
    /// Whether some of the tokens are estimated, because the server does not count.
    pub estimated: bool,
    /// What the answers cost, as far as that is known.
    pub costs: Costs,
    /// The model that answered, as the server names it.
    pub model: String,
    /// The prompt, by its bytes.
    pub prompt: String,
    /// What happened to products that were described before.
    pub existing: Existing,
    /// Whether the budget ended it.
    pub out_of_budget: bool,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Report for Recaptioned {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.left_out.len() as u64
    }

    fn out_of_budget(&self) -> bool {
        self.out_of_budget
    }

    fn summary(&self) -> String {
        let tokens = Tokens {
            count: self.tokens,
            estimated: self.estimated,
        };
        let mut text = format!(
            "{} described by {}, {} used{}",
            plural(self.described, "product"),
            self.model,
            tokens.words(),
            cost_words(&self.costs),
        );
        if !self.left_out.is_empty() {
            text.push_str(&format!(", {} left out", self.left_out.len()));
        }
        let rest = match self.existing {
            Existing::Keep => "the same command goes on with the rest",
            // Nobody can tell any more which descriptions are new.
            Existing::Replace => "the same command begins with the first product again",
        };
        if self.out_of_budget {
            text.push_str(&format!("; the budget is used up, {rest}"));
        } else if self.stopped {
            text.push_str(&format!("; stopped, {rest}"));
        }
        text
    }
}

impl Runner {
    /// Has a model describe products.
    pub fn recaption(
        &self,
        options: RecaptionOptions,
        model: Arc<dyn ChatModel>,
    ) -> JobHandle<Recaptioned> {
        self.start(JobKind::Recaption, |context| {
            recaption(context, options, model)
        })
    }
}

async fn recaption(
    mut context: Context,
    options: RecaptionOptions,
    model: Arc<dyn ChatModel>,
) -> Result<Recaptioned, JobError> {
    context.workspace.writable()?;
    let folder = context.workspace.folder().prompts();
    let prompt = Prompt::load(PromptName::Recaption, &folder).map_err(JobError::layer)?;
    let concurrency = options.concurrency;
    let allowance = Allowance {
        max_tokens: options.max_tokens,
        ..Allowance::default()
    };
    let media = match options.sight {
        Sight::Shown => Some(Media::new(context.workspace.folder().media())),
        Sight::Withheld => None,
    };
    let existing = options.existing;
    let waiting = Waiting::new(&context, options).await?;
    let planned = Some(waiting.at_most().await?);
    let title = format!("describe products with {}", model.name());
    context.reporter.started(title, planned, None);
    let mut work = Work {
        context: context.clone(),
        prompt: &prompt,
        waiting,
        media,
        described: 0,
        left_out: Vec::new(),
        in_a_row: 0,
        last: String::new(),
    };
    let mut asking = Asking {
        model: &*model,
        concurrency,
        allowance,
        gate: &mut context.gate,
        reporter: &context.reporter,
        planned,
    };
    let spent = asking.all(&mut work).await?;
    Ok(Recaptioned {
        described: work.described,
        left_out: work.left_out,
        tokens: spent.tokens.count,
        estimated: spent.tokens.estimated,
        costs: spent.costs,
        model: spent.model.unwrap_or_else(|| model.name().to_owned()),
        prompt: prompt.hash().to_owned(),
        existing,
        out_of_budget: spent.out_of_budget,
        stopped: spent.stopped,
    })
}

/// One such job.
struct Work<'a> {
    context: Context,
    prompt: &'a Prompt,
    waiting: Waiting,
    /// Where pictures lie, when they are shown.
    media: Option<Media>,
    described: u64,
    left_out: Vec<String>,
    /// How many answers were not taken since the last that was.
    in_a_row: u64,
    /// Why the last of these was not.
    last: String,
}

impl Questions for Work<'_> {
    type Subject = ProductId;

    async fn next(&mut self) -> Result<Option<(ProductId, ChatRequest)>, JobError> {
        let Some(product) = self.waiting.next().await? else {
            return Ok(None);
        };
        let picture = match &self.media {
            Some(media) => picture_of(media, &product).await?,
            None => None,
        };
        let request = request(self.prompt, &product, picture)?;
        Ok(Some((product.id, request)))
    }

    /// Keeps a good answer and tells why a bad one is not kept.
    async fn take(
        &mut self,
        id: ProductId,
        answer: Result<ChatReply, LlmError>,
    ) -> Result<(), JobError> {
        let answer = answer.map_err(|error| error.to_string());
        match answer.and_then(|reply| read(&reply)) {
            Ok(text) => {
                put(&self.context, id, text).await?;
                self.described += 1;
                self.in_a_row = 0;
            }
            Err(why) => {
                self.in_a_row += 1;
                self.last.clone_from(&why);
                let sentence = format!("{id}: {why}");
                self.context.reporter.left_out(sentence.clone());
                self.left_out.push(sentence);
            }
        }
        Ok(())
    }

    fn done(&self) -> (u64, u64) {
        let left_out = self.left_out.len() as u64;
        (self.described + left_out, left_out)
    }

    fn given_up(&self) -> Option<JobError> {
        (self.in_a_row >= HOPELESS).then(|| JobError::NoUse {
            in_a_row: self.in_a_row,
            why: self.last.clone(),
            kept: plural(self.described, "product"),
        })
    }
}

/// Writes a description into the product, whatever else changed in it while the model wrote. An edit by a person stands.
async fn put(context: &Context, id: ProductId, text: String) -> Result<(), JobError> {
    let text = ProductValue::NewDescription(Some(text));
    let workspace = &context.workspace;
    workspace.enrich(vec![(id, text)], Durability::Full).await
}
