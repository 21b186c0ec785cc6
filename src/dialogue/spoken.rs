//! A model's answer as one spoken turn.
//!
//! Owns: what comes off around the words (thinking aloud, fences, a remark, a name, quotes), where a second turn is cut
//! away, which answers are no speech, and how much of an answer may be shown while it still comes. Does not: judge what
//! is said.

use super::Piece;
use super::chunks::chunks;
use super::{Brake, BrakeRule};
use crate::domain::Speaker;

/// Names under which models let a side speak.
const SHOPPER: [&str; 10] = [
    "shopper",
    "user",
    "customer",
    "buyer",
    "human",
    "me",
    "ग्राहक",
    "खरीदार",
    "यूज़र",
    "यूजर",
];
/// The same for the other side.
const ASSISTANT: [&str; 9] = [
    "assistant",
    "shop assistant",
    "agent",
    "bot",
    "ai",
    "support",
    "सहायक",
    "असिस्टेंट",
    "दुकानदार",
];
/// No name before a turn is longer, in bytes, its marks included.
const LONGEST_NAME: usize = 48;
/// Quotes that may stand around a whole turn.
const QUOTES: [(char, char); 5] = [('"', '"'), ('“', '”'), ('\'', '\''), ('‘', '’'), ('«', '»')];
/// How an answer begins that is more than a bare turn: it is shown when it is whole.
const WRAPPINGS: [char; 9] = ['"', '“', '\'', '‘', '«', '`', '<', '{', '['];

/// The turn of `speaker` in a whole answer.
///
/// # Errors
/// A breach of [`BrakeRule::NoSpeech`] when there is none.
pub(super) fn spoken(answer: &str, speaker: Speaker) -> Result<String, Brake> {
    let mut text = unfenced(without_thinking(answer)?.trim());
    if is_data(text) {
        return Err(no_speech("the answer is data, not speech"));
    }
    text = without_remark(text);
    // A name may stand inside quotes, and quotes behind a name.
    loop {
        let before = text;
        text = unquoted(unnamed(text, speaker)?);
        if text == before {
            break;
        }
    }
    let text = first_turn(text).trim();
    match text.chars().any(char::is_alphanumeric) {
        true => Ok(text.to_owned()),
        false => Err(no_speech("the answer is empty")),
    }
}

fn no_speech(why: &str) -> Brake {
    Brake::new(BrakeRule::NoSpeech, why)
}

/// The answer without what a model thought aloud before it.
fn without_thinking(answer: &str) -> Result<&str, Brake> {
    let text = answer.trim();
    if !text.starts_with("<think") {
        return Ok(text);
    }
    for end in ["</think>", "</thinking>"] {
        if let Some((_, rest)) = text.rsplit_once(end) {
            return Ok(rest);
        }
    }
    Err(no_speech("the model only thought aloud"))
}

/// The inside of a fenced block that is the whole answer.
fn unfenced(text: &str) -> &str {
    let inside = text
        .strip_prefix("```")
        .and_then(|rest| rest.split_once('\n'));
    inside.map_or(text, |(_, rest)| rest.trim_end().trim_end_matches('`'))
}

fn is_data(text: &str) -> bool {
    let text = text.trim();
    let value = text
        .starts_with(['{', '['])
        .then(|| serde_json::from_str::<serde_json::Value>(text));
    matches!(value, Some(Ok(_))) || text.starts_with("{\"")
}

/// The text without a first line that only announces it: `Here is the shopper's message:`.
fn without_remark(text: &str) -> &str {
    let Some((first, rest)) = text.trim().split_once('\n') else {
        return text;
    };
    let line = first.trim().trim_end_matches('*').to_lowercase();
    let announces = ["here is", "here's", "here’s"]
        .iter()
        .any(|opening| line.contains(opening));
    let of_what = ["message", "reply", "response", "turn", "version"]
        .iter()
        .any(|noun| line.contains(noun));
    if line.ends_with(':') && announces && of_what {
        rest
    } else {
        text
    }
}

/// The text without the speaker's name before it.
fn unnamed(text: &str, speaker: Speaker) -> Result<&str, Brake> {
    match name_of(text) {
        Some((named, rest)) if named == speaker => Ok(rest),
        Some(_) => Err(no_speech("the model speaks as the other side")),
        None => Ok(text),
    }
}

/// Whose name a line begins with, and what comes after it.
fn name_of(line: &str) -> Option<(Speaker, &str)> {
    let marks = ['*', '#', '[', ']', '<', '>', '_', ' '];
    let (name, rest) = line.trim_start().split_once([':', '：'])?;
    if name.len() > LONGEST_NAME || name.contains('\n') {
        return None;
    }
    let name = name.trim_matches(marks).to_lowercase();
    let of = |names: &[&str]| names.contains(&name.as_str());
    let rest = rest.trim_start_matches(['*', '_']).trim_start();
    match (of(&SHOPPER), of(&ASSISTANT)) {
        (true, _) => Some((Speaker::User, rest)),
        (_, true) => Some((Speaker::Assistant, rest)),
        _ => None,
    }
}

/// The text up to a later line that begins with a name: there another turn begins.
fn first_turn(text: &str) -> &str {
    let mut end = 0;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        if at > 0 && name_of(line).is_some() {
            return &text[..end];
        }
        end += line.len();
    }
    text
}

/// The inside of quotes that are around the whole text.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |(open, close): &(char, char)| {
        let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inside.contains([*open, *close])).then_some(inside)
    };
    QUOTES.iter().find_map(inside).unwrap_or(text)
}

/// An answer that still comes, as far as it may be shown.
pub(super) struct Showing {
    speaker: Speaker,
    answer: String,
    shown: String,
}

impl Showing {
    /// Nothing came yet.
    pub(super) fn new(speaker: Speaker) -> Self {
        Showing {
            speaker,
            answer: String::new(),
            shown: String::new(),
        }
    }

    /// Takes in what came; gives what can be shown of it now.
    pub(super) fn take(&mut self, text: &str) -> Vec<Piece> {
        self.answer.push_str(text);
        let settled = settled(&self.answer);
        if settled.trim_start().starts_with(WRAPPINGS) {
            return Vec::new();
        }
        match spoken(settled, self.speaker) {
            Ok(now) if now.starts_with(&self.shown) => self.show(&now),
            _ => Vec::new(),
        }
    }

    /// What is still to be shown of the turn that the answer came to.
    pub(super) fn end(&mut self, turn: &str) -> Vec<Piece> {
        if turn.starts_with(&self.shown) {
            return self.show(turn);
        }
        let mut pieces = vec![Piece::Again];
        self.shown.clear();
        pieces.extend(self.show(turn));
        pieces
    }

    /// Nothing that came counts; the pieces that say so.
    pub(super) fn again(&mut self) -> Option<Piece> {
        self.answer.clear();
        let shown = !std::mem::take(&mut self.shown).is_empty();
        shown.then_some(Piece::Again)
    }

    fn show(&mut self, now: &str) -> Vec<Piece> {
        let more = &now[self.shown.len()..];
        let pieces = chunks(more).into_iter().map(Piece::Text).collect();
        self.shown.push_str(more);
        pieces
    }
}

/// The part of an answer whose meaning no later text changes: not its last line while that may become a name, nor its last
/// word, which may go on or turn out to be a closing quote.
fn settled(answer: &str) -> &str {
    let start = answer.rfind('\n').map_or(0, |at| at + 1);
    if answer.len() - start <= LONGEST_NAME && !answer[start..].contains([':', '：']) {
        return &answer[..start];
    }
    let word = answer.rfind(char::is_whitespace).unwrap_or(0);
    &answer[..word.max(start)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    const USER: Speaker = Speaker::User;

    #[test]
    fn what_models_wrap_around_a_turn_comes_off() {
        let plain = "Is it cotton?";
        let wrapped = [
            "Is it cotton?",
            "  Is it cotton?\n",
            "\"Is it cotton?\"",
            "“Is it cotton?”",
            "Shopper: Is it cotton?",
            "**Customer:** Is it cotton?",
            "[User]: Is it cotton?",
            "ग्राहक: Is it cotton?",
            "Me: \"Is it cotton?\"",
            "\"Shopper: Is it cotton?\"",
            "```\nIs it cotton?\n```",
            "```text\nShopper: Is it cotton?\n```",
            "Here is the shopper's next message:\n\nIs it cotton?",
            "Sure! Here's a reply in English:\n\"Is it cotton?\"",
            "<think>\nThey want cotton.\n</think>\n\nIs it cotton?",
            "Is it cotton?\nAssistant: Yes, it is.\nShopper: Fine.",
            "Is it cotton?\n\n**Assistant**: Yes.",
        ];
        for answer in wrapped {
            assert_eq!(spoken(answer, USER).unwrap(), plain, "{answer}");
        }
    }

    #[test]
    fn plain_turns_stay_as_they_are() {
        let turns = [
            "One thing: I need it by Diwali.",
            "Budget: 2,000. Colour: blue.",
            "My mother said \"cotton only\" and meant it.",
            "'Classic' or 'Slim'?",
            "₹1,499 है, नीला वाला।",
            "Here are two: the Tarang and the Anvika.",
            "Two options:\n1. Tarang kurta, ₹1,499\n2. Anvika kurta, ₹799",
            "It is 5' tall, and \"wide\"",
        ];
        for turn in turns {
            assert_eq!(spoken(turn, USER).unwrap(), turn);
        }
    }

    #[test]
    fn what_is_no_speech_says_why() {
        let bad = [
            ("", "empty"),
            ("  \n\"\"", "empty"),
            ("...", "empty"),
            ("Assistant: How can I help?", "other side"),
            ("{\"message\": \"Is it cotton?\"}", "data"),
            ("```json\n{\"message\": \"Is it cotton?\"}\n```", "data"),
            ("<think>They want cotton", "thought aloud"),
        ];
        for (answer, why) in bad {
            let brake = spoken(answer, USER).unwrap_err();
            assert_eq!(brake.rule, BrakeRule::NoSpeech);
            assert!(brake.why.contains(why), "{answer}: {brake}");
        }
    }

    /// What somebody sees who follows the pieces.
    fn seen(pieces: impl IntoIterator<Item = Piece>) -> String {
        let mut seen = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => seen.push_str(&text),
                Piece::Again => seen.clear(),
                other => panic!("{other:?}"),
            }
        }
        seen
    }

    proptest! {
        #[test]
        fn whatever_the_cuts_the_turn_is_seen_whole_and_no_cluster_is_split(
            parts in prop::collection::vec(
                "(Shopper: |Assistant: |\n|\"|“|”|```\n|Here is a message:\n|<think>|</think>|नीला कुर्ता |क्षत्रिय |is it cotton\\? |[a-z ,.]{1,40}|👩‍🦰 ){1,3}",
                0..12,
            ),
        ) {
            let answer = parts.concat();
            let mut showing = Showing::new(USER);
            let mut pieces = Vec::new();
            for part in &parts {
                pieces.extend(showing.take(part));
            }
            if let Ok(turn) = spoken(&answer, USER) {
                pieces.extend(showing.end(&turn));
                let last = pieces.iter().rposition(|piece| *piece == Piece::Again);
                let mut at = 0;
                let starts: Vec<usize> = turn.grapheme_indices(true).map(|(at, _)| at).collect();
                for piece in &pieces[last.map_or(0, |at| at + 1)..] {
                    if let Piece::Text(text) = piece {
                        at += text.len();
                        prop_assert!(at == turn.len() || starts.contains(&at), "{text:?}");
                    }
                }
                prop_assert_eq!(seen(pieces), turn);
            }
        }

        #[test]
        fn no_answer_panics_and_a_turn_is_spoken_once(answer in "\\PC{0,200}") {
            if let Ok(turn) = spoken(&answer, USER) {
                prop_assert!(!turn.trim().is_empty());
            }
        }
    }
}
