//! The InScript keyboard, read as the Latin one.
//!
//! Owns: which Latin key lies under a Devanagari character, so that commands work while a Hindi layout is on.
//! Does not: act in text fields, where a Devanagari character is what the user wants to write.

/// Each key of the standard layout: Latin plain and shifted, Devanagari plain and shifted.
const KEYS: [(char, char, char, char); 36] = [
    ('`', '~', 'ॊ', 'ऒ'),
    ('1', '!', '१', 'ऍ'),
    ('2', '@', '२', 'ॅ'),
    ('=', '+', 'ृ', 'ऋ'),
    ('q', 'Q', 'ौ', 'औ'),
    ('w', 'W', 'ै', 'ऐ'),
    ('e', 'E', 'ा', 'आ'),
    ('r', 'R', 'ी', 'ई'),
    ('t', 'T', 'ू', 'ऊ'),
    ('y', 'Y', 'ब', 'भ'),
    ('u', 'U', 'ह', 'ङ'),
    ('i', 'I', 'ग', 'घ'),
    ('o', 'O', 'द', 'ध'),
    ('p', 'P', 'ज', 'झ'),
    ('[', '{', 'ड', 'ढ'),
    (']', '}', '\u{93c}', 'ञ'),
    ('\\', '|', 'ॉ', 'ऑ'),
    ('a', 'A', 'ो', 'ओ'),
    ('s', 'S', 'े', 'ए'),
    ('d', 'D', '\u{94d}', 'अ'),
    ('f', 'F', 'ि', 'इ'),
    ('g', 'G', 'ु', 'उ'),
    ('h', 'H', 'प', 'फ'),
    ('j', 'J', 'र', '\u{931}'),
    ('k', 'K', 'क', 'ख'),
    ('l', 'L', 'त', 'थ'),
    (';', ':', 'च', 'छ'),
    ('\'', '"', 'ट', 'ठ'),
    ('z', 'Z', 'ॆ', 'ऎ'),
    ('x', 'X', 'ं', 'ँ'),
    ('c', 'C', 'म', 'ण'),
    ('v', 'V', 'न', '\u{929}'),
    ('b', 'B', 'व', '\u{934}'),
    ('n', 'N', 'ल', 'ळ'),
    ('m', 'M', 'स', 'श'),
    ('/', '?', 'य', '\u{95f}'),
];

/// Keys of which only the shifted side is Devanagari.
const SHIFTED_ONLY: [(char, char); 3] = [('_', 'ः'), ('<', 'ष'), ('>', '।')];

/// The Latin character at the key that types `c` on an InScript keyboard; none if `c` is not of that layout.
///
/// The digits ०-९ are read as 0-9 wherever they came from.
pub fn to_latin(c: char) -> Option<char> {
    if let '०'..='९' = c {
        return char::from_digit(u32::from(c) - u32::from('०'), 10);
    }
    let shifted_only = SHIFTED_ONLY.iter().find(|(_, hindi)| *hindi == c);
    if let Some((latin, _)) = shifted_only {
        return Some(*latin);
    }
    KEYS.iter()
        .find_map(|(plain, shifted, hindi, hindi_shifted)| {
            if *hindi == c {
                Some(*plain)
            } else if *hindi_shifted == c {
                Some(*shifted)
            } else {
                None
            }
        })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_keys_of_the_main_task_work_on_a_hindi_layout() {
        for (hindi, latin) in [
            ('ो', 'a'),
            ('ी', 'r'),
            ('ा', 'e'),
            ('ह', 'u'),
            ('र', 'j'),
            ('क', 'k'),
            ('छ', ':'),
            ('य', '/'),
            ('\u{95f}', '?'),
            ('ङ', 'U'),
            ('०', '0'),
            ('९', '9'),
            ('।', '>'),
            ('ष', '<'),
            ('ः', '_'),
        ] {
            assert_eq!(to_latin(hindi), Some(latin), "{hindi}");
        }
    }

    #[test]
    fn latin_characters_are_not_of_the_layout() {
        for c in (' '..='~').chain(['₹', 'é', 'ব', '\u{1b}']) {
            assert_eq!(to_latin(c), None, "{c}");
        }
    }

    #[test]
    fn every_latin_letter_has_a_place_and_no_place_is_taken_twice() {
        let hindi = (0x900..0x980).filter_map(char::from_u32);
        let latin: Vec<char> = hindi.filter_map(to_latin).collect();
        let once: HashSet<char> = latin.iter().copied().collect();
        assert!(
            ('a'..='z')
                .chain('A'..='Z')
                .chain('0'..='9')
                .all(|c| once.contains(&c))
        );
        assert_eq!(latin.len(), once.len());
    }
}
