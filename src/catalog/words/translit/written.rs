//! Devanagari in Latin letters, as people write it.

use super::{heard, sign};

/// A folded Devanagari word as its speakers mostly write it in Latin letters; `None` for other words. Long vowels are
/// written once, and the inherent vowel is left out where it is not spoken: at the end, and between a syllable and another.
///
/// ```
/// use muse_studio::catalog::translit::latin;
/// assert_eq!(latin("कमल").as_deref(), Some("kamal"));
/// assert_eq!(latin("kamal"), None);
/// ```
pub fn latin(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let mut out = String::with_capacity(word.len());
    let letters: Vec<char> = word.chars().collect();
    for (i, letter) in letters.iter().enumerate() {
        if let Some((_, written)) = WRITTEN.iter().find(|(c, _)| c == letter) {
            out.push_str(written);
            if heard(*letter).is_some() && inherent_spoken(&letters, i) {
                out.push('a');
            }
        } else if !matches!(letter, '्' | 'ः' | 'ऽ') {
            return None;
        }
    }
    Some(out)
}

/// Whether the vowel of a bare consonant is spoken.
fn inherent_spoken(letters: &[char], at: usize) -> bool {
    let Some(next) = letters.get(at + 1) else {
        return at == 0;
    };
    if *next == '्' || sign(*next) {
        return false;
    }
    // `कमरा` is kamra: silent before a consonant with a vowel sign, after a syllable with a vowel.
    let after = letters.get(at + 2).is_some_and(|c| sign(*c));
    !(at > 0 && after && heard(*next).is_some() && letters[at - 1] != '्')
}

/// Devanagari letters as people write them in Latin letters.
const WRITTEN: &[(char, &str)] = &[
    ('अ', "a"),
    ('आ', "a"),
    ('इ', "i"),
    ('ई', "i"),
    ('उ', "u"),
    ('ऊ', "u"),
    ('ऋ', "ri"),
    ('ए', "e"),
    ('ऐ', "ai"),
    ('ऍ', "e"),
    ('ओ', "o"),
    ('औ', "au"),
    ('ऑ', "o"),
    ('ा', "a"),
    ('ि', "i"),
    ('ी', "i"),
    ('ु', "u"),
    ('ू', "u"),
    ('ृ', "ri"),
    ('े', "e"),
    ('ै', "ai"),
    ('ॅ', "e"),
    ('ो', "o"),
    ('ौ', "au"),
    ('ॉ', "o"),
    ('ं', "n"),
    ('ँ', "n"),
    ('क', "k"),
    ('ख', "kh"),
    ('ग', "g"),
    ('घ', "gh"),
    ('च', "ch"),
    ('छ', "chh"),
    ('ज', "j"),
    ('झ', "jh"),
    ('ट', "t"),
    ('ठ', "th"),
    ('ड', "d"),
    ('ढ', "dh"),
    ('ण', "n"),
    ('त', "t"),
    ('थ', "th"),
    ('द', "d"),
    ('ध', "dh"),
    ('न', "n"),
    ('प', "p"),
    ('फ', "f"),
    ('ब', "b"),
    ('भ', "bh"),
    ('म', "m"),
    ('य', "y"),
    ('र', "r"),
    ('ल', "l"),
    ('ळ', "l"),
    ('व', "v"),
    ('श', "sh"),
    ('ष', "sh"),
    ('स', "s"),
    ('ह', "h"),
    ('ङ', "n"),
    ('ञ', "n"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::fold;

    #[test]
    fn devanagari_in_latin_letters() {
        for (word, want) in [
            ("हैरी", "hairi"),
            ("कमरा", "kamra"),
            ("नोकिया", "nokiya"),
            ("सोनी", "soni"),
            ("शर्मा", "sharma"),
            ("न", "na"),
        ] {
            assert_eq!(latin(&fold(word)).as_deref(), Some(want), "{word}");
        }
        assert_eq!(latin("カメラ"), None);
    }
}
