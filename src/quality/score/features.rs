//! What can be counted of one turn: features that people's ratings are fitted to.

use std::collections::HashSet;

use super::text::Text;
use super::{Background, Line};

/// A word that stands in fewer than one turn of `e^3`, about twenty, tells something.
const TELLING: f64 = 3.0;

/// The names of the features of a turn, in their order.
pub const OF_TURN: [&str; 19] = [
    "length",
    "mean rarity",
    "greatest rarity",
    "common words",
    "word length",
    "distinct words",
    "distinct pairs",
    "like the turn before",
    "like what was said",
    "words of the turn before",
    "new words",
    "words of the facts",
    "weight of the facts",
    "pairs of the facts",
    "longest run of the facts",
    "repeats own turns",
    "question",
    "word twice in a row",
    "telling words",
];

/// The features of the last line of a talk, given what was said before and the facts that it could use (a profile,
/// products; empty when there are none). One value for each name of [`OF_TURN`]; always finite.
pub fn of_turn(
    before: &[Line<'_>],
    reply: &Line<'_>,
    facts: &str,
    background: &Background,
) -> Vec<f64> {
    let said = Text::new(reply.text);
    let earlier: Vec<Text> = before.iter().map(|line| Text::new(line.text)).collect();
    let last = earlier.last().cloned().unwrap_or_default();
    let talk = Text {
        words: earlier.iter().flat_map(|text| text.words.clone()).collect(),
        questions: 0,
    };
    // A line follows the other side's: its own side spoke every second line before.
    let own: Vec<&Text> = earlier.iter().rev().skip(1).step_by(2).collect();
    let rarities: Vec<f64> = said
        .words
        .iter()
        .map(|word| background.rarity(word))
        .collect();
    let count = said.words.len().max(1) as f64;
    let letters: usize = said.words.iter().map(|word| word.chars().count()).sum();
    let [shared, weight, pairs, run] = of_facts(&said, &Text::new(facts), background);
    let telling = telling(&said, background);
    let in_last = telling.intersection(&last.different()).count() as f64;
    let known = telling.intersection(&talk.different()).count() as f64;
    let twice = said
        .words
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .count() as f64;
    vec![
        count.ln(),
        rarities.iter().sum::<f64>() / count,
        rarities.iter().copied().fold(0.0, f64::max),
        rarities.iter().filter(|rarity| **rarity < TELLING).count() as f64 / count,
        letters as f64 / count,
        said.distinct(1),
        said.distinct(2),
        said.cosine(&last, background),
        said.cosine(&talk, background),
        in_last.ln_1p(),
        1.0 - known / telling.len().max(1) as f64,
        shared,
        weight,
        pairs,
        run,
        said.repeated(3, &own),
        (said.questions as f64).min(1.0),
        twice.ln_1p(),
        (telling.len() as f64).ln_1p(),
    ]
}

/// How much of a text comes from the facts: telling words, their weight, pairs of words, the longest run; each `ln(1 + x)`.
fn of_facts(said: &Text, facts: &Text, background: &Background) -> [f64; 4] {
    let telling_words = telling(said, background);
    let from: HashSet<&str> = facts.different();
    let shared: Vec<&&str> = telling_words.intersection(&from).collect();
    let weight: f64 = shared.iter().map(|word| background.rarity(word)).sum();
    let known: HashSet<&[String]> = facts.words.windows(2).collect();
    let (mut pairs, mut run, mut longest) = (0_u32, 0_u32, 0_u32);
    for pair in said.words.windows(2) {
        let hit = known.contains(pair);
        pairs += u32::from(hit);
        run = if hit { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    [
        shared.len() as f64,
        weight,
        f64::from(pairs),
        f64::from(longest),
    ]
    .map(f64::ln_1p)
}

/// The different words that are rare enough to tell something.
fn telling<'t>(text: &'t Text, background: &Background) -> HashSet<&'t str> {
    let mut words = text.different();
    words.retain(|word| background.rarity(word) >= TELLING);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Speaker;

    fn features(before: &str, reply: &str, facts: &str) -> Vec<f64> {
        let mut background = Background::default();
        for _ in 0..40 {
            background.read("i like the a");
        }
        let line = |by, text| Line { by, text };
        let (before, reply) = (
            [line(Speaker::User, before)],
            line(Speaker::Assistant, reply),
        );
        of_turn(&before, &reply, facts, &background)
    }

    fn named(values: &[f64], name: &str) -> f64 {
        values[OF_TURN.iter().position(|n| *n == name).unwrap()]
    }

    #[test]
    fn facts_count_only_by_words_that_tell_something() {
        let without = features("hi", "i like the sari", "i like the kurta");
        let with = features("hi", "i like the kurta", "i like the kurta");
        assert_eq!(named(&without, "words of the facts"), 0.0);
        assert_eq!(named(&with, "words of the facts"), 2.0_f64.ln());
    }

    #[test]
    fn nothing_at_all_has_finite_features() {
        let values = features("", "", "");
        assert_eq!(values.len(), OF_TURN.len());
        assert!(values.iter().all(|value| value.is_finite()));
    }
}
