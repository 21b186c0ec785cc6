//! A job that has a model describe products, for search and for the assistant (`new_description`).
//!
//! Each answer is on disk before the next product is counted. A product that has a description already is passed over, so
//! that a job which was stopped, killed or out of budget goes on where it was.

mod answer;
mod waiting;

use std::sync::Arc;

use futures_util::stream::{FuturesUnordered, StreamExt};

use answer::{picture_of, read, request};
use waiting::Waiting;

use super::control::Pass;
use super::runner::{Context, Report};
use super::tokens::Tokens;
use super::{JobEnd, JobError, JobHandle, JobKind, Runner, plural};
use crate::catalog::pictures::Media;
use crate::dialogue::prompts::{Prompt, PromptName};
use crate::domain::{Domain, Product, ProductId, ProductValue};
use crate::llm::{ChatModel, ChatReply, ChatRequest, LlmError};
use crate::store::Durability;

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
    fn end(&self) -> JobEnd {
        match (self.stopped, self.left_out.is_empty()) {
            (true, _) => JobEnd::Stopped,
            (false, true) => JobEnd::Done,
            (false, false) => JobEnd::Partial,
        }
    }

    fn summary(&self) -> String {
        let tokens = Tokens {
            count: self.tokens,
            estimated: self.estimated,
        };
        let mut text = format!(
            "{} described by {}, {} used",
            plural(self.described, "product"),
            self.model,
            tokens.words(),
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
    let (concurrency, budget) = (options.concurrency.max(1), options.max_tokens);
    let media = match options.sight {
        Sight::Shown => Some(Media::new(context.workspace.folder().media())),
        Sight::Withheld => None,
    };
    let existing = options.existing;
    let waiting = Waiting::new(&context, options).await?;
    let planned = Some(waiting.at_most().await?);
    let title = format!("describe products with {}", model.name());
    context.reporter.started(title, planned, None);
    let mut report = Recaptioned {
        model: model.name().to_owned(),
        prompt: prompt.hash().to_owned(),
        existing,
        ..Recaptioned::default()
    };
    let mut work = Work {
        context: &mut context,
        prompt: &prompt,
        model: &*model,
        waiting,
        planned,
        concurrency,
        budget,
        media,
        fatal: None,
    };
    work.all(&mut report).await?;
    Ok(report)
}

/// One such job.
struct Work<'a> {
    context: &'a mut Context,
    prompt: &'a Prompt,
    model: &'a dyn ChatModel,
    waiting: Waiting,
    planned: Option<u64>,
    concurrency: usize,
    budget: Option<u64>,
    /// Where pictures lie, when they are shown.
    media: Option<Media>,
    /// What ends the job once the answers that are on their way have come: they are paid for.
    fatal: Option<LlmError>,
}

impl Work<'_> {
    async fn all(&mut self, report: &mut Recaptioned) -> Result<(), JobError> {
        let mut asked = FuturesUnordered::new();
        loop {
            while asked.len() < self.concurrency && self.may_begin(report).await {
                let Some(product) = self.waiting.next().await? else {
                    break;
                };
                let picture = match &self.media {
                    Some(media) => picture_of(media, &product).await?,
                    None => None,
                };
                let request = request(self.prompt, &product, picture)?;
                let model = self.model;
                asked.push(async move {
                    let answer = model.ask(&request).await;
                    (product, request, answer)
                });
            }
            let Some((product, request, answer)) = asked.next().await else {
                break;
            };
            match answer {
                Err(error) if error.ends_the_run() => {
                    self.fatal.get_or_insert(error);
                }
                answer => take(self.context, report, product, &request, answer).await?,
            }
            let left_out = report.left_out.len() as u64;
            let done = report.described + left_out;
            self.context.reporter.progress(done, left_out, self.planned);
        }
        if let Some(error) = self.fatal.take() {
            return Err(error.into());
        }
        // A budget that was just enough left nothing undone.
        report.out_of_budget = report.out_of_budget && self.waiting.next().await?.is_some();
        Ok(())
    }

    async fn may_begin(&mut self, report: &mut Recaptioned) -> bool {
        report.out_of_budget = self.budget.is_some_and(|most| report.tokens >= most);
        report.stopped = report.stopped || self.context.gate.pass().await == Pass::Stopped;
        !report.out_of_budget && !report.stopped && self.fatal.is_none()
    }
}

/// Keeps a good answer and tells why a bad one is not kept.
async fn take(
    context: &Context,
    report: &mut Recaptioned,
    product: Product,
    request: &ChatRequest,
    answer: Result<ChatReply, LlmError>,
) -> Result<(), JobError> {
    let taken = answer.map_err(|error| error.to_string()).and_then(|reply| {
        count(report, request, &reply);
        read(&reply)
    });
    match taken {
        Ok(text) => {
            put(context, product.id, text).await?;
            report.described += 1;
        }
        Err(why) => {
            let sentence = format!("{}: {why}", product.id);
            context.reporter.left_out(sentence.clone());
            report.left_out.push(sentence);
        }
    }
    Ok(())
}

/// Writes a description into the product, whatever else changed in it while the model wrote. An edit by a person stands.
async fn put(context: &Context, id: ProductId, text: String) -> Result<(), JobError> {
    let text = ProductValue::NewDescription(Some(text));
    let workspace = &context.workspace;
    workspace.enrich(vec![(id, text)], Durability::Full).await
}

fn count(report: &mut Recaptioned, request: &ChatRequest, reply: &ChatReply) {
    report.model.clone_from(&reply.model);
    let mut tokens = Tokens {
        count: report.tokens,
        estimated: report.estimated,
    };
    tokens.add(request, reply);
    (report.tokens, report.estimated) = (tokens.count, tokens.estimated);
}
