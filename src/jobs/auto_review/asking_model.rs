//! What a model is asked of a conversation, and what counts of its answer.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::JobError;
use super::offline::Seen;
use super::proposal::{Answers, No, Scores, for_readers};
use super::question::Question;
use crate::dialogue::prompts::{Prompt, values};
use crate::domain::{Language, Scenario, Speaker};
use crate::llm::{ChatReply, ChatRequest, Part, Schema, Shape};

/// The longest answer, in tokens.
const ANSWER_TOKENS: u32 = 1_200;
/// The most of one aspect.
const FULL: f32 = 2.0;

/// What a model said, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    answers: Vec<One>,
    content_quality: Option<f32>,
    logical_fluency: Option<f32>,
    user_consistency: Option<f32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct One {
    id: String,
    answer: String,
    #[serde(default)]
    turn: Option<u32>,
    #[serde(default)]
    quote: Option<String>,
}

/// What the question about a conversation is filled in with.
pub(in crate::jobs) fn read_by<'a>(
    language: Language,
    scenario: &Scenario,
    turns: impl Iterator<Item = (Speaker, &'a str)>,
) -> Value {
    let turns: Vec<_> = turns
        .map(|(speaker, text)| json!({"speaker": values::speaker(speaker), "text": text}))
        .collect();
    let questions: Vec<_> = for_readers()
        .map(|question| json!({"id": question.code(), "words": question.words()}))
        .collect();
    json!({
        "language": language,
        "wants": values::wants(scenario, None),
        "turns": turns,
        "questions": questions,
    })
}

/// The question about a conversation.
pub(super) fn request(prompt: &Prompt, seen: &Seen<'_>) -> Result<ChatRequest, JobError> {
    let conversation = &seen.reviewed.conversation;
    let turns = seen.turns.iter().map(|(turn, text)| (turn.speaker, *text));
    let values = read_by(conversation.language, &conversation.scenario, turns);
    let filled = prompt.fill(values).map_err(JobError::layer)?;
    let parts = [Part::Text(filled.data)];
    Ok(ChatRequest {
        temperature: Some(0.0),
        schema: Some(Arc::new(form())),
        ..ChatRequest::new(filled.instructions, parts, ANSWER_TOKENS)
    })
}

/// The form of an answer, for servers that can hold a model to one. An answer that fits it but for a score out of range is
/// read all the same.
fn form() -> Schema {
    let one = Shape::object([
        ("id", Shape::one_of(for_readers().map(Question::code))),
        ("answer", Shape::one_of(["yes", "no"])),
        (
            "turn",
            Shape::Whole {
                least: 1,
                most: i64::from(u32::MAX),
            }
            .or_null(),
        ),
        ("quote", Shape::Text.or_null()),
    ]);
    let score = Shape::Number {
        least: 0.0,
        most: f64::from(FULL),
    };
    Schema::new(
        "review",
        [
            ("answers", one.listed()),
            ("content_quality", score.clone()),
            ("logical_fluency", score.clone()),
            ("user_consistency", score),
        ],
    )
}

/// The answer in a reply, or why it cannot be read.
pub(super) fn read(reply: &ChatReply) -> Result<Said, String> {
    let text = &reply.text;
    let inside = text
        .find('{')
        .zip(text.rfind('}'))
        .and_then(|(start, end)| text.get(start..=end))
        .ok_or_else(|| "the model's answer holds no JSON object".to_owned())?;
    let said: Said = serde_json::from_str(inside).map_err(|error| match reply.cut() {
        true => "the model's answer was cut off".to_owned(),
        false => match form().read(inside) {
            Err(misfit) => format!("the model's answer cannot be read: {misfit}"),
            Ok(_) => format!("the model's answer cannot be read: {error}"),
        },
    })?;
    match said.answers.iter().any(|one| one.yes().is_some()) {
        true => Ok(said),
        false => Err("the model's answer says neither yes nor no".to_owned()),
    }
}

impl One {
    /// Yes, no, or neither.
    fn yes(&self) -> Option<bool> {
        match self.answer.trim().to_lowercase().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

impl Said {
    /// Adds to the program's answers what counts of the model's: a no whose quoted words do not stand in the turn that it
    /// names is void, and its question stays unseen.
    pub(super) fn add_to(&self, answers: &mut Answers, seen: &Seen<'_>) {
        let open: Vec<Question> = for_readers()
            .filter(|question| answers.unseen.contains(question))
            .collect();
        for question in open {
            let mut about = self.answers.iter().filter(|one| one.id == question.code());
            let (Some(one), None) = (about.next(), about.next()) else {
                continue;
            };
            match one.yes() {
                Some(true) => {}
                Some(false) => match evidence(one, question, seen) {
                    Some(no) => answers.no.push(no),
                    None => {
                        answers.void += 1;
                        continue;
                    }
                },
                None => continue,
            }
            answers.unseen.retain(|unseen| *unseen != question);
        }
        answers.no.sort_by_key(|no| no.question);
        answers.read = self.scores();
    }

    /// The scores, when all three are there.
    fn scores(&self) -> Option<Scores> {
        let score =
            |score: Option<f32>| score.filter(|s| s.is_finite()).map(|s| s.clamp(0.0, FULL));
        Some(Scores {
            content_quality: score(self.content_quality)?,
            logical_fluency: score(self.logical_fluency)?,
            user_consistency: score(self.user_consistency)?,
        })
    }
}

fn evidence(one: &One, question: Question, seen: &Seen<'_>) -> Option<No> {
    let at = usize::try_from(one.turn?).ok()?.checked_sub(1)?;
    let quote = one.quote.as_deref()?.trim();
    let (_, text) = seen.turns.get(at)?;
    if quote.is_empty() || !text.contains(quote) {
        return None;
    }
    Some(No {
        question,
        evidence: vec![seen.quote(at, quote, "a model says so")],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_in_the_prompt_has_the_form_that_servers_are_given() {
        let prompt = include_str!("../../dialogue/prompts/reviewer.txt");
        let (instructions, _) = prompt.split_once("\n---\n").unwrap();
        let example = &instructions[instructions.find('{').unwrap()..];
        form().read(example).unwrap();
        let one = |text: &str| read(&ChatReply::whole("m", text));
        assert!(one(example).is_ok());
        let error = one(&example.replace("\"turn\": 3", "\"turn\": \"third\"")).unwrap_err();
        assert!(error.contains("`answers[0].turn` is \"third\""), "{error}");
    }
}
