//! Search keys: one form for texts that a reader takes for the same word.

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// The longest word that is indexed, in bytes; of longer ones the beginning counts.
pub(in crate::catalog) const MAX_WORD_BYTES: usize = 120;

/// Lower case, NFC, nukta taken off (`ज़` is `ज`), Devanagari digits as ASCII, joiners dropped.
///
/// ```
/// use muse_studio::catalog::fold;
/// assert_eq!(fold("Kurta"), "kurta");
/// assert_eq!(fold("मेज़"), fold("मेज"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// As [`fold`], into a text that is emptied first.
pub(in crate::catalog) fn fold_into(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else if is_nfc(text) {
        text.chars().for_each(|c| push_folded(c, out));
    } else {
        text.nfc().for_each(|c| push_folded(c, out));
    }
}

fn push_folded(c: char, out: &mut String) {
    let c = match c {
        // The nukta itself, and the joiners.
        '\u{93c}' | '\u{200c}' | '\u{200d}' => return,
        // Letters that hold a nukta.
        '\u{929}' => '\u{928}',
        '\u{931}' => '\u{930}',
        '\u{934}' => '\u{933}',
        '\u{958}' => '\u{915}',
        '\u{959}' => '\u{916}',
        '\u{95a}' => '\u{917}',
        '\u{95b}' => '\u{91c}',
        '\u{95c}' => '\u{921}',
        '\u{95d}' => '\u{922}',
        '\u{95e}' => '\u{92b}',
        '\u{95f}' => '\u{92f}',
        // Devanagari digits.
        '\u{966}'..='\u{96f}' => char::from(b'0' + (c as u32 - 0x966) as u8),
        c => c,
    };
    out.extend(c.to_lowercase());
}

/// The folded words of a text by UAX #29, so that a Devanagari word with its vowel signs stays whole.
pub fn words(text: &str) -> Vec<String> {
    text.unicode_words()
        .map(|word| {
            let mut word = fold(word);
            cut(&mut word);
            word
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Cuts a word at [`MAX_WORD_BYTES`], never inside a character.
pub(in crate::catalog) fn cut(word: &mut String) {
    if word.len() > MAX_WORD_BYTES {
        let end = (0..=MAX_WORD_BYTES)
            .rev()
            .find(|at| word.is_char_boundary(*at))
            .unwrap_or(0);
        word.truncate(end);
    }
}

/// Plurals that no rule makes.
const IRREGULAR: [(&str, &str); 10] = [
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("mice", "mouse"),
    ("feet", "foot"),
    ("knives", "knife"),
    ("shelves", "shelf"),
    ("scarves", "scarf"),
    ("tvs", "tv"),
    ("cds", "cd"),
];

/// Takes the plural and the possessive off a folded word in Latin letters: `laptops`, `batteries`, `men's`; other words stay.
///
/// Wrong singulars do no harm as long as text and query get the same one.
pub(in crate::catalog) fn singular(word: &mut String) {
    for possessive in ["'s", "\u{2019}s"] {
        if let Some(owner) = word.strip_suffix(possessive) {
            word.truncate(owner.len());
        }
    }
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| many == word) {
        word.clear();
        word.push_str(one);
        return;
    }
    let len = word.len();
    if len < 4 || !word.is_ascii() || !word.ends_with('s') {
        return;
    }
    if ["ss", "us"].iter().any(|end| word.ends_with(end)) {
        return;
    }
    if word.ends_with("ies") && len > 4 {
        word.truncate(len - 3);
        word.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| word.ends_with(end))
    {
        word.truncate(len - 2);
    } else if word.as_bytes()[len - 2].is_ascii_alphabetic() {
        word.truncate(len - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_fold_to_one_form() {
        for (word, want) in [
            ("laptops", "laptop"),
            ("watches", "watch"),
            ("batteries", "battery"),
            ("dresses", "dress"),
            ("dress", "dress"),
            ("bus", "bus"),
            ("kurtas", "kurta"),
            ("kurtis", "kurti"),
            ("photos", "photo"),
            ("tvs", "tv"),
            ("men's", "man"),
            ("women\u{2019}s", "woman"),
            ("2000s", "2000s"),
            ("jeans", "jean"),
            ("कुर्तs", "कुर्तs"),
        ] {
            let mut folded = word.to_owned();
            singular(&mut folded);
            assert_eq!(folded, want);
        }
    }

    #[test]
    fn hindi_words_stay_whole() {
        assert_eq!(words("नीला कुर्ता, Size-38"), ["नीला", "कुर्ता", "size", "38"]);
    }

    #[test]
    fn nukta_in_either_spelling_folds() {
        assert_eq!(fold("फ\u{93c}ोन"), fold("\u{95e}ोन"));
        assert_eq!(fold("\u{95e}ोन"), "फोन");
        assert_eq!(fold("₹१२"), "₹12");
    }
}
