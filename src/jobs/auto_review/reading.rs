//! The conversations that a model reads, one after the other.

use std::collections::VecDeque;

use super::super::JobError;
use super::super::asking::Questions;
use super::super::kept_answers::KeptAnswers;
use super::asking_model::{self, Said};
use super::{Judged, Work};
use crate::dialogue::prompts::Prompt;
use crate::llm::{ChatReply, ChatRequest, LlmError};

/// Conversations that a model reads.
pub(super) struct Reading<'a> {
    pub(super) work: &'a mut Work,
    pub(super) prompt: &'a Prompt,
    pub(super) kept: KeptAnswers,
    /// Read from the store and not asked about yet.
    pub(super) judged: VecDeque<Judged>,
}

impl Reading<'_> {
    /// Adds what the model said to the program's answers, and decides.
    async fn settle(&mut self, mut judged: Judged, said: &Said) -> Result<(), JobError> {
        let mut answers = std::mem::take(&mut judged.answers);
        said.add_to(&mut answers, &judged.seen());
        judged.answers = answers;
        self.work.decide(vec![judged]).await
    }
}

impl Questions for Reading<'_> {
    /// The conversation, and the data that it was asked with.
    type Subject = (Judged, String);

    async fn next(&mut self) -> Result<Option<(Self::Subject, ChatRequest)>, JobError> {
        loop {
            let Some(judged) = self.judged.pop_front() else {
                let items = self.work.waiting.page().await?;
                if items.is_empty() {
                    return Ok(None);
                }
                self.judged = self.work.judge(items).await?.into();
                continue;
            };
            let request = asking_model::request(self.prompt, &judged.seen())?;
            let data = format!("{:?}", request.parts);
            match self.kept.find::<Said>(&data).await? {
                Some(said) => {
                    self.work.report.kept_answers += 1;
                    self.settle(judged, &said).await?;
                }
                None => return Ok(Some(((judged, data), request))),
            }
        }
    }

    async fn take(
        &mut self,
        (judged, data): Self::Subject,
        answer: Result<ChatReply, LlmError>,
    ) -> Result<(), JobError> {
        let answer = answer.map_err(|error| error.to_string());
        match answer.and_then(|reply| asking_model::read(&reply)) {
            Ok(said) => {
                self.kept.keep([(data.as_str(), &said)]).await?;
                self.settle(judged, &said).await
            }
            Err(why) => {
                let sentence = format!("#{} {}: {why}", judged.number, judged.id());
                self.work.reporter.left_out(sentence.clone());
                self.work.report.left_out.push(sentence);
                Ok(())
            }
        }
    }

    fn done(&self) -> (u64, u64) {
        self.work.done()
    }
}
