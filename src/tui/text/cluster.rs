//! Grapheme clusters and their width in terminal columns.
//!
//! Owns: the only use of the Unicode width and segmentation tables.
//! Does not: decide where lines break.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// What a reader sees as one character: a letter with its signs, or a whole emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Byte offset in the text it came from.
    pub start: usize,
    /// Its bytes.
    pub text: &'a str,
    /// Columns it takes; 0 for a lone mark or a control character.
    pub width: u16,
}

impl Cluster<'_> {
    /// Byte offset just past it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The clusters of `text`, in order. Joined again they are `text`.
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = Cluster<'_>> {
    text.grapheme_indices(true).map(|(start, text)| Cluster {
        start,
        text,
        width: cluster_width(text),
    })
}

/// Columns that `text` takes on one row.
pub fn width(text: &str) -> u16 {
    if is_plain(text) {
        return u16::try_from(text.len()).unwrap_or(u16::MAX);
    }
    clusters(text).fold(0, |sum, cluster| sum.saturating_add(cluster.width))
}

/// Columns of one code point standing alone; 0 for marks and controls.
pub fn char_width(c: char) -> u16 {
    UnicodeWidthChar::width(c).map_or(0, |columns| columns as u16)
}

/// Whether `symbol` holds more than one code point, so that terminals may disagree on its columns.
pub fn is_cluster(symbol: &str) -> bool {
    symbol.chars().nth(1).is_some()
}

/// Whether a terminal that counts code points one by one would leave its cursor elsewhere than we expect.
pub fn moves_unevenly(symbol: &str) -> bool {
    is_cluster(symbol) && symbol.chars().map(char_width).sum::<u16>() != cluster_width(symbol)
}

/// Whether `c` attaches to whatever stands before it: a vowel sign, a virama, an accent.
pub fn joins_previous(c: char) -> bool {
    // Nothing below the combining marks block attaches to a letter.
    if c < '\u{300}' {
        return false;
    }
    let mut pair = String::with_capacity(5);
    pair.push('a');
    pair.push(c);
    pair.graphemes(true).count() == 1
}

/// Printable ASCII alone: one byte, one cluster, one column.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The terminal library's own measure, but 0 where that would refuse a control character.
fn cluster_width(text: &str) -> u16 {
    if text.chars().any(char::is_control) {
        return 0;
    }
    text.cell_width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_terminals_that_count_code_points() {
        for (text, columns) in [
            ("", 0),
            ("price", 5),
            ("हिन्दी", 5),
            ("क्षत्रिय", 6),
            ("स्त्री", 4),
            ("कि", 2),
            ("मैं साड़ी ढूंढ रही हूँ", 15),
            ("日本", 4),
            ("a\u{1b}b", 2),
        ] {
            assert_eq!(width(text), columns, "{text:?}");
        }
    }

    #[test]
    fn a_conjunct_is_one_cluster() {
        let found: Vec<&str> = clusters("हिन्दी स्त्री").map(|cluster| cluster.text).collect();
        assert_eq!(found, ["हि", "न्दी", " ", "स्त्री"]);
    }

    #[test]
    fn signs_join_and_letters_do_not() {
        assert!(joins_previous('ि') && joins_previous('ु') && joins_previous('\u{94d}'));
        assert!(!joins_previous('क') && !joins_previous('x') && !joins_previous('₹'));
    }
}
