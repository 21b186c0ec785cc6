//! What a model said of names, kept in the workspace.

use serde::{Deserialize, Serialize};

use super::super::JobError;
use super::answer::no;
use crate::catalog::Answer;
use crate::dialogue::prompts::Prompt;
use crate::store::{Change, Op, Store};

/// The answers of one model to one prompt.
pub(super) struct Kept {
    store: Store,
    /// What stands before the name in an answer's digest.
    asked: String,
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
            store,
            asked: format!("{}\n{model}\n", prompt.hash()),
            model: model.to_owned(),
        }
    }

    fn key(&self, name: &str) -> String {
        let digest = blake3::hash(format!("{}{name}", self.asked).as_bytes());
        format!("product_type.{}", &digest.to_hex()[..24])
    }

    /// What the model said of a name. What cannot be read any more counts as nothing.
    pub(super) async fn find(&self, name: &str) -> Result<Option<Answer>, JobError> {
        let text = self.store.setting(self.key(name)).await?;
        let record = text.and_then(|text| serde_json::from_str::<Record>(&text).ok());
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
        let ops: Vec<Op> = answers
            .map(|(name, answer)| self.step(name, answer))
            .collect();
        if !ops.is_empty() {
            let change = Change {
                ops,
                ..Change::default()
            };
            self.store.apply(change).await?;
        }
        Ok(())
    }

    fn step(&self, name: &str, answer: &Answer) -> Op {
        let record = Record {
            name: name.to_owned(),
            model: self.model.clone(),
            answer: match answer {
                Answer::Yes => YesOrNo::Yes,
                Answer::No(_) => YesOrNo::No,
            },
        };
        let text = serde_json::to_string(&record).unwrap_or_default();
        Op::PutSetting(self.key(name), Some(text))
    }
}
