//! What a model answered, kept in the workspace so that nothing is paid for twice.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::JobError;
use crate::store::{Change, Durability, Op, Store};

/// The answers of one kind that one model gave to one prompt.
pub(super) struct KeptAnswers {
    store: Store,
    kind: &'static str,
    /// What stands before the question's subject in an answer's digest.
    asked: String,
}

impl KeptAnswers {
    /// `prompt` and `model` name who was asked what: another prompt or model has answers of its own.
    pub(super) fn new(store: Store, kind: &'static str, prompt: &str, model: &str) -> Self {
        KeptAnswers {
            store,
            kind,
            asked: format!("{prompt}\n{model}\n"),
        }
    }

    fn key(&self, about: &str) -> String {
        let digest = blake3::hash(format!("{}{about}", self.asked).as_bytes());
        format!("{}.{}", self.kind, &digest.to_hex()[..24])
    }

    /// The answer about something. What cannot be read any more counts as nothing.
    pub(super) async fn find<T: DeserializeOwned>(
        &self,
        about: &str,
    ) -> Result<Option<T>, JobError> {
        let text = self.store.setting(self.key(about)).await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps answers; they are on disk when this is done.
    pub(super) async fn keep<'a, T: Serialize>(
        &self,
        answers: impl IntoIterator<Item = (&'a str, T)>,
    ) -> Result<(), JobError> {
        let step = |(about, answer): (&str, T)| {
            let text = serde_json::to_string(&answer).unwrap_or_default();
            Op::PutSetting(self.key(about), Some(text))
        };
        let ops: Vec<Op> = answers.into_iter().map(step).collect();
        if !ops.is_empty() {
            let change = Change {
                ops,
                durability: Durability::Full,
                ..Change::default()
            };
            self.store.apply(change).await?;
        }
        Ok(())
    }
}
