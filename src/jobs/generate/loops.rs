//! The brake: a conversation in which somebody says the same over and over is ended.

use std::collections::HashMap;

use crate::domain::Speaker;

/// How often one side may say the same words.
const MOST: u32 = 2;

/// What each side has said so far.
#[derive(Debug, Default)]
pub(super) struct Loops(HashMap<(Speaker, String), u32>);

impl Loops {
    /// Takes a turn in; why the conversation must end when it goes round in circles.
    pub(super) fn hear(&mut self, speaker: Speaker, text: &str) -> Option<String> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let times = self.0.entry((speaker, words)).or_default();
        *times += 1;
        (*times > MOST).then(|| {
            let who = match speaker {
                Speaker::User => "the shopper",
                Speaker::Assistant => "the assistant",
            };
            format!("it goes round in circles: {who} said the same {times} times")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_time_is_too_often_and_sides_are_apart() {
        let mut loops = Loops::default();
        for text in ["Is it cotton?", "Is it  cotton? ", "Is it silk?"] {
            assert_eq!(loops.hear(Speaker::User, text), None);
        }
        assert_eq!(loops.hear(Speaker::Assistant, "Is it cotton?"), None);
        let why = loops.hear(Speaker::User, "Is it cotton?").unwrap();
        assert!(why.contains("the shopper"), "{why}");
    }
}
