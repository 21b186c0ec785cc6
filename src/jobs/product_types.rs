//! A job that asks a model which category names are kinds of products, where the rules cannot tell.
//!
//! Each answer is on disk before it is counted, and is never asked for again of the same model with the same prompt: a job
//! that was stopped, killed or out of budget goes on where it was, and a second one costs nothing. Of a name without a
//! readable answer the rules tell; it is asked about again the next time.

mod answer;
mod kept;

use std::slice::Chunks;
use std::sync::Arc;

use answer::{read, request};
use kept::Kept;

use super::asking::{Allowance, Asking, Questions, cost_words};
use super::runner::{Context, Report};
use super::tokens::Tokens;
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::catalog::{ByModel, ByRules, Tag};
use crate::dialogue::prompts::{Prompt, PromptName};
use crate::domain::Costs;
use crate::llm::{ChatModel, ChatReply, ChatRequest, LlmError};

/// How many names one question holds.
const AT_ONCE: usize = 20;

/// Which names are asked about, and how much it may take.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductTypeOptions {
    /// The names to be judged.
    pub tags: Vec<Tag>,
    /// Which of them the model judges.
    pub ask: AskAbout,
    /// No further question is asked once so many tokens, read and written, are used.
    pub max_tokens: Option<u64>,
    /// How many questions are on their way at a time.
    pub concurrency: usize,
}

/// Which names a model judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AskAbout {
    /// Those that the rules do not settle.
    #[default]
    Unsettled,
    /// Every one.
    All,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct ProductTypes {
    /// The judge: what the model said, now and before, over the rules.
    pub judge: ByModel,
    /// Names that the rules settled, so that they were not asked about.
    pub settled: u64,
    /// Names that this model had judged before.
    pub kept: u64,
    /// Names that it judged now.
    pub judged: u64,
    /// Names without a readable answer, each with the reason; the rules tell of these.
    pub unread: Vec<Unread>,
    /// Names that were not asked about any more; the rules tell of these too.
    pub not_asked: u64,
    /// Tokens used, read and written.
    pub tokens: u64,
    /// Whether some of the tokens are estimated, because the server does not count.
    pub estimated: bool,
    /// What the answers cost, as far as that is known.
    pub costs: Costs,
    /// The model, by the name that it was asked under.
    pub model: String,
    /// The prompt, by its bytes.
    pub prompt: String,
    /// Whether the budget ended it.
    pub out_of_budget: bool,
    /// Whether a person stopped it.
    pub stopped: bool,
}

/// A name without a readable answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unread {
    /// The name.
    pub name: String,
    /// Why there is no answer, in a few words.
    pub reason: String,
}

impl Report for ProductTypes {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.unread.len() as u64
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
            "{} judged by {}, {} judged before, {} settled by rules, {} used{}",
            plural(self.judged, "name"),
            self.model,
            self.kept,
            self.settled,
            tokens.words(),
            cost_words(&self.costs),
        );
        if !self.unread.is_empty() {
            let count = self.unread.len();
            text.push_str(&format!(
                "; {count} without a readable answer, judged by rules"
            ));
        }
        if self.out_of_budget {
            let left = self.not_asked;
            text.push_str(&format!(
                "; the budget is used up, {left} judged by rules; the same command goes on"
            ));
        } else if self.stopped {
            text.push_str("; stopped, the same command goes on");
        }
        text
    }
}

impl Runner {
    /// Asks a model which names are kinds of products.
    pub fn judge_product_types(
        &self,
        options: ProductTypeOptions,
        model: Arc<dyn ChatModel>,
    ) -> JobHandle<ProductTypes> {
        self.start(JobKind::ProductTypes, |context| {
            judge(context, options, model)
        })
    }
}

async fn judge(
    mut context: Context,
    options: ProductTypeOptions,
    model: Arc<dyn ChatModel>,
) -> Result<ProductTypes, JobError> {
    context.workspace.writable()?;
    let folder = context.workspace.folder().prompts();
    let prompt = Prompt::load(PromptName::ProductType, &folder).map_err(JobError::layer)?;
    let mut report = ProductTypes {
        model: model.name().to_owned(),
        prompt: prompt.hash().to_owned(),
        ..ProductTypes::default()
    };
    let kept = Kept::new(context.workspace.store().clone(), &prompt, model.name());
    let mut open = Vec::new();
    for tag in options.tags {
        if options.ask == AskAbout::Unsettled && ByRules::settle(&tag).is_some() {
            report.settled += 1;
        } else if let Some(answer) = kept.find(&tag.name).await? {
            report.kept += 1;
            report.judge.0.insert(tag.name, answer);
        } else {
            open.push(tag.name);
        }
    }
    let planned = open.len() as u64;
    let title = format!("ask {} which names are kinds of products", model.name());
    context.reporter.started(title, Some(planned), None);
    let mut work = Work {
        context: context.clone(),
        prompt: &prompt,
        kept,
        waiting: open.chunks(AT_ONCE),
        report: &mut report,
    };
    let mut asking = Asking {
        model: &*model,
        concurrency: options.concurrency,
        allowance: Allowance {
            max_tokens: options.max_tokens,
            ..Allowance::default()
        },
        gate: &mut context.gate,
        reporter: &context.reporter,
        planned: Some(planned),
    };
    let spent = asking.all(&mut work).await?;
    report.not_asked = planned - report.judged - report.unread.len() as u64;
    (report.tokens, report.estimated) = (spent.tokens.count, spent.tokens.estimated);
    report.costs = spent.costs;
    (report.out_of_budget, report.stopped) = (spent.out_of_budget, spent.stopped);
    Ok(report)
}

/// One such job.
struct Work<'a> {
    context: Context,
    prompt: &'a Prompt,
    kept: Kept,
    waiting: Chunks<'a, String>,
    report: &'a mut ProductTypes,
}

impl<'a> Questions for Work<'a> {
    type Subject = &'a [String];

    async fn next(&mut self) -> Result<Option<(&'a [String], ChatRequest)>, JobError> {
        let Some(names) = self.waiting.next() else {
            return Ok(None);
        };
        Ok(Some((names, request(self.prompt, names)?)))
    }

    /// Keeps what can be read of an answer, and tells of which names it says nothing.
    async fn take(
        &mut self,
        names: &'a [String],
        answer: Result<ChatReply, LlmError>,
    ) -> Result<(), JobError> {
        let (answers, why) = match answer {
            Ok(reply) => {
                let why = "the model's answer says neither yes nor no";
                (read(&reply.text, names.len()), why.to_owned())
            }
            Err(error) => (vec![None; names.len()], error.to_string()),
        };
        let readable = names.iter().zip(&answers);
        let readable = readable.filter_map(|(name, answer)| Some((name, answer.as_ref()?)));
        self.kept.keep(readable).await?;
        for (name, answer) in names.iter().zip(answers) {
            match answer {
                Some(answer) => {
                    self.report.judged += 1;
                    self.report.judge.0.insert(name.clone(), answer);
                }
                None => {
                    let sentence = format!("`{name}` is judged by rules: {why}");
                    self.context.reporter.left_out(sentence);
                    self.report.unread.push(Unread {
                        name: name.clone(),
                        reason: why.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    fn done(&self) -> (u64, u64) {
        let unread = self.report.unread.len() as u64;
        (self.report.judged + unread, unread)
    }
}
