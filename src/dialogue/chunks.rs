//! Text cut into the pieces that a stream delivers.
//!
//! Owns: where a text may be cut. Does not: stream.

use unicode_segmentation::UnicodeSegmentation;

/// The most grapheme clusters in one piece: about a syllable group, so that a stream looks alive.
const CLUSTERS: usize = 4;

/// The pieces of `text`, in order. Joined they are `text`; no piece ends inside a grapheme cluster.
pub(crate) fn chunks(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut count = 0;
    for cluster in text.graphemes(true) {
        piece.push_str(cluster);
        count += 1;
        if count == CLUSTERS || cluster.chars().all(char::is_whitespace) {
            pieces.push(std::mem::take(&mut piece));
            count = 0;
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_join_to_the_text_and_never_split_a_cluster(text in "(\\PC|क्ष|त्रि|हूँ|ज़){0,60}") {
            let pieces = chunks(&text);
            prop_assert_eq!(pieces.concat(), text.clone());
            let whole: Vec<&str> = text.graphemes(true).collect();
            let parts: Vec<&str> = pieces.iter().flat_map(|p| p.graphemes(true)).collect();
            prop_assert_eq!(whole, parts);
        }
    }
}
