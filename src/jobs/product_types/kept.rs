//! What a model said of names, kept in the workspace.

use serde::{Deserialize, Serialize};

use super::super::JobError;
use super::super::kept_answers::KeptAnswers;
use super::answer::no;
use crate::catalog::Answer;
use crate::dialogue::prompts::Prompt;
use crate::store::Store;

/// The answers of one model to one prompt.
pub(super) struct Kept {
    answers: KeptAnswers,
    model: String,
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Record {
    name: String,
    model: String,
    answer: YesOrNo,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum YesOrNo {
    Yes,
    No,
}

impl Kept {
    pub(super) fn new(store: Store, prompt: &Prompt, model: &str) -> Self {
        Kept {
            answers: KeptAnswers::new(store, "product_type", prompt.hash(), model),
            model: model.to_owned(),
        }
    }

    /// What the model said of a name.
    pub(super) async fn find(&self, name: &str) -> Result<Option<Answer>, JobError> {
        let record = self.answers.find::<Record>(name).await?;
        Ok(record.map(|record| match record.answer {
            YesOrNo::Yes => Answer::Yes,
            YesOrNo::No => no(),
        }))
    }

    /// Keeps answers; they are on disk when this is done.
    pub(super) async fn keep<'a>(
        &self,
        answers: impl Iterator<Item = (&'a String, &'a Answer)>,
    ) -> Result<(), JobError> {
        let record = |(name, answer): (&'a String, &Answer)| {
            let record = Record {
                name: name.clone(),
                model: self.model.clone(),
                answer: match answer {
                    Answer::Yes => YesOrNo::Yes,
                    Answer::No(_) => YesOrNo::No,
                },
            };
            (name.as_str(), record)
        };
        self.answers.keep(answers.map(record)).await
    }
}
