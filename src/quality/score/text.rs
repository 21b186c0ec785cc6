//! A turn as words.

use std::collections::{HashMap, HashSet};

use super::Background;
use crate::quality::words::{Kind, tokens};

/// Words of one turn, folded, in their order; numbers are words.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    pub words: Vec<String>,
    /// Question marks.
    pub questions: usize,
}

impl Text {
    /// Cuts a text into words.
    pub fn new(text: &str) -> Self {
        let tokens = tokens(text);
        let questions = tokens.iter().filter(|t| t.raw == "?").count();
        let of_words = |kind| matches!(kind, Kind::Word | Kind::Number);
        let words = tokens.into_iter().filter(|t| of_words(t.kind));
        Text {
            words: words.map(|t| t.folded).collect(),
            questions,
        }
    }

    /// Its different words.
    pub fn different(&self) -> HashSet<&str> {
        self.words.iter().map(String::as_str).collect()
    }

    /// The share of different runs of `n` words among all; 1 of a text that has none.
    pub fn distinct(&self, n: usize) -> f64 {
        let all = self.words.windows(n).count();
        let different: HashSet<&[String]> = self.words.windows(n).collect();
        match all {
            0 => 1.0,
            all => different.len() as f64 / all as f64,
        }
    }

    /// The share of its runs of `n` words that stand in one of `earlier` too; 0 of a text that has none.
    pub fn repeated(&self, n: usize, earlier: &[&Text]) -> f64 {
        let known: HashSet<&[String]> = earlier.iter().flat_map(|t| t.words.windows(n)).collect();
        let all = self.words.windows(n).count().max(1);
        self.words
            .windows(n)
            .filter(|run| known.contains(run))
            .count() as f64
            / all as f64
    }

    /// The cosine of the two texts as vectors of word counts times rarity (Salton 1975); 0 when one has no weight.
    pub fn cosine(&self, other: &Text, background: &Background) -> f64 {
        let (own, others) = (self.weights(background), other.weights(background));
        let product: f64 = own
            .iter()
            .map(|(word, weight)| weight * others.get(word).copied().unwrap_or(0.0))
            .sum();
        let length = |of: &HashMap<&str, f64>| of.values().map(|w| w * w).sum::<f64>().sqrt();
        match length(&own) * length(&others) {
            0.0 => 0.0,
            lengths => product / lengths,
        }
    }

    fn weights(&self, background: &Background) -> HashMap<&str, f64> {
        let mut out = HashMap::new();
        for word in &self.words {
            *out.entry(word.as_str()).or_default() += background.rarity(word);
        }
        out
    }
}
