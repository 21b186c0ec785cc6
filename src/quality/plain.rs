//! Plain words of goods: those that name no product.
//!
//! Owns: the list `plain.txt`, folded as tokens are, one word a line: what the sample catalogue says of its goods in running
//! text and attributes, in both scripts, and common words of shops. Does not: know brands, or names of authors and series.

use std::collections::HashSet;
use std::sync::LazyLock;

static PLAIN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("plain.txt").lines().collect());

/// Whether a folded word is plain.
pub(super) fn is_plain(word: &str) -> bool {
    PLAIN.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::words::fold;

    #[test]
    fn the_list_is_folded_and_in_order() {
        let words: Vec<&str> = include_str!("plain.txt").lines().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(words.iter().all(|word| fold(word) == *word));
        assert!(is_plain("kurta") && is_plain("कुर्ता") && !is_plain("sitaar"));
    }
}
