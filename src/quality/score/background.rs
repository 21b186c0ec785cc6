//! How rare a word is in the talk that surrounds a conversation.

use std::collections::{HashMap, HashSet};

use super::text::Text;

/// In how many texts each word stands, learned from the texts that are scored; no list of words is needed.
#[derive(Clone, Debug, Default)]
pub struct Background {
    texts: u32,
    holding: HashMap<String, u32>,
}

impl Background {
    /// Counts the words of one turn.
    pub fn read(&mut self, text: &str) {
        self.texts += 1;
        let words = Text::new(text).words;
        let different: HashSet<String> = words.into_iter().collect();
        for word in different {
            *self.holding.entry(word).or_default() += 1;
        }
    }

    /// The inverse document frequency `ln((N + 1) / (n + 1))` of a folded word (Spärck Jones 1972, smoothed); 0 or more.
    pub fn rarity(&self, word: &str) -> f64 {
        let holding = self.holding.get(word).copied().unwrap_or(0);
        (f64::from(self.texts + 1) / f64::from(holding + 1)).ln()
    }
}
