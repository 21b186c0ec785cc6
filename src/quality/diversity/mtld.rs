//! How long a text goes on without repeating too many of its words.

use std::collections::HashSet;
use std::hash::Hash;

/// A stretch ends where its different words are this many in a hundred of its words, or fewer.
const THRESHOLD: usize = 72;

/// MTLD, the measure of textual lexical diversity: the mean length in words of stretches that keep a share of different
/// words above .72, with a part of a stretch at the end, as the mean of reading forth and back (McCarthy and Jarvis 2010).
/// Steady from about a hundred words on. A text that never repeats a word counts as one stretch. `None` of no word.
pub fn mtld<W: Hash + Eq>(words: &[W]) -> Option<f64> {
    if words.is_empty() {
        return None;
    }
    let forth = stretches(words.iter());
    let back = stretches(words.iter().rev());
    let length = words.len() as f64;
    Some(f64::midpoint(length / forth, length / back))
}

/// How many stretches there are, with the share of the last; never 0.
fn stretches<'a, W: Hash + Eq + 'a>(words: impl Iterator<Item = &'a W>) -> f64 {
    let (mut seen, mut length, mut whole) = (HashSet::new(), 0, 0.0);
    for word in words {
        seen.insert(word);
        length += 1;
        if seen.len() * 100 <= THRESHOLD * length {
            whole += 1.0;
            length = 0;
            seen.clear();
        }
    }
    let share = seen.len() as f64 / length.max(1) as f64;
    let rest = match length {
        0 => 0.0,
        _ => (1.0 - share) / (1.0 - THRESHOLD as f64 / 100.0),
    };
    match whole + rest {
        0.0 => 1.0,
        stretches => stretches,
    }
}
