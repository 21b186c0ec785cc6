//! What a model is asked about names, and what is taken of its answer.

use serde_json::json;

use super::super::JobError;
use crate::catalog::Answer;
use crate::dialogue::prompts::Prompt;
use crate::llm::{ChatRequest, Part};

/// The longest answer for one name, in tokens: a number, a colon, a word and the end of the line, with room for chatter.
const TOKENS_PER_NAME: u32 = 12;
/// Tokens that any answer may take beside.
const TOKENS_BESIDE: u32 = 64;

/// The question about these names.
pub(super) fn request(prompt: &Prompt, names: &[String]) -> Result<ChatRequest, JobError> {
    let filled = prompt
        .fill(json!({"tags": names}))
        .map_err(JobError::layer)?;
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let max_tokens = count
        .saturating_mul(TOKENS_PER_NAME)
        .saturating_add(TOKENS_BESIDE);
    let parts = [Part::Text(filled.data)];
    Ok(ChatRequest {
        temperature: Some(0.0),
        ..ChatRequest::new(filled.instructions, parts, max_tokens)
    })
}

/// What an answer says of each of `count` names, by their numbers from 1. Nothing counts of a name that it speaks of twice in
/// two ways, or not at all.
pub(super) fn read(text: &str, count: usize) -> Vec<Option<Answer>> {
    let mut said: Vec<Option<Said>> = vec![None; count];
    for line in text.lines() {
        let Some((number, says)) = one(line, count) else {
            continue;
        };
        if let Some(place) = number.checked_sub(1).and_then(|at| said.get_mut(at)) {
            *place = Some(match *place {
                Some(before) if before != says => Said::Both,
                _ => says,
            });
        }
    }
    let answer = |said: Option<Said>| match said? {
        Said::Yes => Some(Answer::Yes),
        Said::No => Some(no()),
        Said::Both => None,
    };
    said.into_iter().map(answer).collect()
}

/// The answer no, in the words that a report shows.
pub(super) fn no() -> Answer {
    Answer::No("a model says that it is no kind of product".to_owned())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Yes,
    No,
    Both,
}

/// `3: Yes`, also as `3. **yes**` or `3) No, that is a season`; a lone `Yes` where there is one name only.
fn one(line: &str, count: usize) -> Option<(usize, Said)> {
    let mut words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let first = words.next()?;
    let (number, word) = match first.parse() {
        Ok(number) => (number, words.next()?),
        Err(_) if count == 1 => (1, first),
        Err(_) => return None,
    };
    match word.to_lowercase().as_str() {
        "yes" => Some((number, Said::Yes)),
        "no" => Some((number, Said::No)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(text: &str, count: usize) -> String {
        let sign = |answer: Option<Answer>| match answer {
            Some(Answer::Yes) => '+',
            Some(Answer::No(_)) => '-',
            None => '?',
        };
        read(text, count).into_iter().map(sign).collect()
    }

    #[test]
    fn answers_are_read_by_their_numbers_and_not_by_their_order() {
        for (text, want) in [
            ("1: Yes\n2: No\n3: yes", "+-+"),
            ("3) no\n\n1. **Yes**\n- 2: `No`, a season", "+--"),
            ("Here you are:\n1: Yes\n2: maybe", "+??"),
            ("1: Yes\n1: No\n2: No\n2: No\n9: Yes\n0: Yes", "?-?"),
            ("Yes\nNo\nYes", "???"),
            ("I cannot say.", "???"),
            ("", "???"),
        ] {
            assert_eq!(signs(text, 3), want, "{text}");
        }
        assert_eq!(signs("Yes.", 1), "+");
        assert_eq!(signs("no", 1), "-");
        assert_eq!(signs("Certainly", 1), "?");
    }
}
