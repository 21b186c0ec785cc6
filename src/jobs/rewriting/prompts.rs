//! The two questions about a turn: another wording of it, and whether that still says the same.

use serde_json::{Value, json};

use super::super::JobError;
use super::waiting::{Fault, Item};
use crate::dialogue::prompts::{Prompt, PromptName, values};
use crate::domain::{Language, Speaker, TurnId};
use crate::jobs::Folder;
use crate::llm::{ChatRequest, Part};

/// The longest answer to the second question, in tokens: a word, and a reason.
const CHECK_TOKENS: u32 = 60;
/// Tokens that a wording may take beside those of its letters.
const TOKENS_BESIDE: u32 = 64;

/// How a turn may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::jobs) enum Style {
    /// As it was.
    Plain,
    /// As people talk.
    Colloquial,
}

/// What the first question is filled in with.
pub(in crate::jobs) fn wording(
    speaker: Speaker,
    keep: &[String],
    message: &str,
    faults: &[Fault],
    style: Style,
) -> Value {
    json!({
        "speaker": values::speaker(speaker),
        "keep": keep,
        "message": message,
        "faults": faults,
        "colloquial": style == Style::Colloquial,
    })
}

/// What the second question is filled in with.
pub(in crate::jobs) fn comparison(
    speaker: Speaker,
    before: &str,
    after: &str,
    faults: &[Fault],
) -> Value {
    json!({
        "speaker": values::speaker(speaker),
        "before": before,
        "after": after,
        "faults": faults,
    })
}

/// The prompts of a rewriting.
pub(super) struct Prompts {
    rewriters: [Prompt; 3],
    check: Prompt,
    /// The share of turns that may be colloquial.
    colloquial: f64,
}

impl Prompts {
    pub(super) fn load(folder: &Folder, colloquial: f64) -> Result<Self, JobError> {
        let folder = folder.prompts();
        let load = |name| Prompt::load(name, &folder).map_err(JobError::layer);
        Ok(Prompts {
            rewriters: [
                load(PromptName::Rewriter(Language::En))?,
                load(PromptName::Rewriter(Language::Hi))?,
                load(PromptName::Rewriter(Language::Hinglish))?,
            ],
            check: load(PromptName::RewriteCheck)?,
            colloquial,
        })
    }

    /// The second question's prompt, by its bytes.
    pub(super) fn check_hash(&self) -> &str {
        self.check.hash()
    }

    fn rewriter(&self, language: Language) -> &Prompt {
        let [en, hi, hinglish] = &self.rewriters;
        match language {
            Language::En => en,
            Language::Hi => hi,
            Language::Hinglish => hinglish,
        }
    }

    /// Asks for another wording.
    pub(super) fn rewrite(&self, item: &Item) -> Result<ChatRequest, JobError> {
        let prompt = self.rewriter(item.language);
        let style = match is_within(item.turn, self.colloquial) {
            true => Style::Colloquial,
            false => Style::Plain,
        };
        let Item {
            speaker,
            keep,
            before,
            faults,
            ..
        } = item;
        let filled = prompt.fill(wording(*speaker, keep, before, faults, style));
        let filled = filled.map_err(JobError::layer)?;
        // A Devanagari letter can take a token of its own, and some take two.
        let letters = u32::try_from(item.before.chars().count()).unwrap_or(u32::MAX);
        let max_tokens = letters.saturating_mul(2).saturating_add(TOKENS_BESIDE);
        let parts = [Part::Text(filled.data)];
        Ok(ChatRequest {
            temperature: Some(0.9),
            ..ChatRequest::new(filled.instructions, parts, max_tokens)
        })
    }

    /// Asks whether a wording says the same.
    pub(super) fn check(&self, item: &Item, after: &str) -> Result<ChatRequest, JobError> {
        let values = comparison(item.speaker, &item.before, after, &item.faults);
        let filled = self.check.fill(values);
        let filled = filled.map_err(JobError::layer)?;
        let parts = [Part::Text(filled.data)];
        Ok(ChatRequest {
            temperature: Some(0.1),
            ..ChatRequest::new(filled.instructions, parts, CHECK_TOKENS)
        })
    }
}

/// Whether a turn is among a share of all turns; the same turn always is or never.
fn is_within(turn: TurnId, share: f64) -> bool {
    let hash = blake3::hash(turn.0.as_bytes());
    let mut first = [0; 4];
    first.copy_from_slice(&hash.as_bytes()[..4]);
    f64::from(u32::from_le_bytes(first)) < share * f64::from(u32::MAX)
}

/// What the second answer says: `Ok(None)` for yes, `Ok(Some(why))` for no.
pub(super) fn read_check(text: &str) -> Result<Option<String>, String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let end = text.find(|c: char| !c.is_alphanumeric());
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    let why = rest.trim_matches(|c: char| !c.is_alphanumeric());
    match word.to_lowercase().as_str() {
        "yes" => Ok(None),
        "no" if why.is_empty() => Ok(Some("it says something else".to_owned())),
        "no" => Ok(Some(why.to_owned())),
        _ => Err("the answer says neither yes nor no".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_second_answer_is_read_with_its_reason() {
        assert_eq!(read_check("Yes."), Ok(None));
        assert_eq!(read_check("**yes**"), Ok(None));
        let no = |why: &str| Ok(Some(why.to_owned()));
        assert_eq!(
            read_check("No: the colour is gone."),
            no("the colour is gone")
        );
        assert_eq!(read_check("no"), no("it says something else"));
        assert!(read_check("Nothing is missing").is_err());
        assert!(read_check("").is_err());
    }

    #[test]
    fn the_colloquial_share_is_met_and_the_same_for_a_turn() {
        let turns = (0..2_000).map(|n| TurnId(Uuid::from_u128(n)));
        let within = turns.filter(|turn| is_within(*turn, 0.2)).count();
        assert!((340..=460).contains(&within), "{within}");
        assert!(!is_within(TurnId(Uuid::nil()), 0.0));
    }
}
