//! How a word sounds, roughly, whichever script and spelling it is written in.
//!
//! Owns: one key in which `कुर्ता`, `kurta`, `kurtaa` and `kurtha` meet. Does not: know words (the lexicon does), or write
//! Devanagari in Latin letters for people to read.
//!
//! The key keeps consonants, and vowels in five classes. Whatever writers of Hindi in Latin letters leave to taste is dropped:
//! aspiration, doubling, length, `a` inside a word (Latin letters do not tell `आ` from the inherent vowel, which is not
//! always spoken) and the vowel at the end, which is also where Hindi inflects and English falls silent.

mod written;

pub use written::latin;

/// A sound is one ASCII letter; the buffer is as long as any word worth comparing.
const MOST_SOUNDS: usize = 24;
/// Words with fewer sounds than this meet too many others.
const FEWEST_SOUNDS: usize = 3;

/// The key of a folded word, or `None` when the word has signs other than letters of the two scripts, or too few sounds to
/// be told from others.
///
/// ```
/// use muse_studio::catalog::translit::key;
/// assert_eq!(key("कुर्ता"), key("kurtaa"));
/// assert_ne!(key("shirt"), key("short"));
/// assert_eq!(key("lal"), None);
/// ```
pub fn key(word: &str) -> Option<String> {
    let sounds = sounds(word)?;
    (sounds.len() >= FEWEST_SOUNDS).then_some(sounds)
}

/// A folded word in Latin letters without what writers of Hindi double, lengthen or aspirate by taste; closer to the
/// spelling than [`key`]. `None` for words in other letters, and for short ones.
///
/// ```
/// use muse_studio::catalog::translit::spelling;
/// assert_eq!(spelling("kurthaa"), spelling("kurta"));
/// assert_ne!(spelling("cart"), spelling("kurta"));
/// ```
pub fn spelling(word: &str) -> Option<String> {
    if word.len() < SHORTEST_SPELLING || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut out = String::with_capacity(word.len());
    let mut letters = word.bytes().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let written = match (letter, next) {
            (b'e', Some(b'e')) => b'i',
            (b'o', Some(b'o')) => b'u',
            (b'p', Some(b'h')) => b'f',
            (b'w', _) => b'v',
            (b'z', _) => b'j',
            // The breath after `k g c j t d p b`, and at the end.
            (b'h', None) => continue,
            (b'h', _) if before.is_some_and(|b| b"kgcjtdfb".contains(&b)) => continue,
            (letter, _) => letter,
        };
        if (letter == b'e' || letter == b'o') && next == Some(letter) {
            letters.next();
        }
        if before != Some(written) {
            out.push(char::from(written));
        }
        before = Some(written);
    }
    Some(out)
}

/// Shorter words are spelled like too many others.
const SHORTEST_SPELLING: usize = 4;

/// The sounds of a word of any length.
fn sounds(word: &str) -> Option<String> {
    let spoken = if word.is_ascii() {
        latin_sounds(word.as_bytes())?
    } else {
        devanagari_sounds(word)?
    };
    Some(skeleton(&spoken))
}

/// What is heard: a consonant, or a vowel by its class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    /// One of `k g c j t d n p f b m y r l v s S h`, where `c` is `ch` and `S` is `sh`.
    Consonant(u8),
    /// One of `a i u e o`.
    Vowel(u8),
}

use Sound::{Consonant, Vowel};

/// Drops what is left to taste.
fn skeleton(spoken: &[Sound]) -> String {
    let last_consonant = spoken.iter().rposition(|s| matches!(s, Consonant(_)));
    let mut out = String::with_capacity(spoken.len().min(MOST_SOUNDS));
    let mut before = None;
    for (i, sound) in spoken.iter().enumerate() {
        if out.len() == MOST_SOUNDS {
            break;
        }
        match *sound {
            Consonant(_) if before == Some(*sound) => {}
            // `mehndi(h)`, `chashmah`: an h at the end is not heard.
            Consonant(b'h') if i + 1 == spoken.len() && i > 0 => {}
            // `ladkiyon` is `ladkion`.
            Consonant(b'y') if before == Some(Vowel(b'i')) => {}
            Consonant(c) => out.push(char::from(c)),
            Vowel(_) if i > 0 && last_consonant.is_none_or(|last| i > last) => {}
            Vowel(b'a') if i > 0 => {}
            Vowel(_) if i > 0 && before_r(&spoken[i..]) => {}
            Vowel(_) if before == Some(*sound) => {}
            Vowel(v) => out.push(char::from(v)),
        }
        before = Some(*sound);
    }
    out
}

/// Whether a short vowel stands before an `r` that closes the syllable: `shirt` is `शर्ट`, `potter` is `पॉटर`.
fn before_r(spoken: &[Sound]) -> bool {
    matches!(spoken, [Vowel(b'i' | b'u' | b'e'), Consonant(b'r')])
        || matches!(
            spoken,
            [Vowel(b'i' | b'u' | b'e'), Consonant(b'r'), Consonant(_), ..]
        )
}

/// Spellings of more than one Latin letter, longest first, with what is heard.
const DIGRAPHS: &[(&[u8], &[Sound])] = &[
    (b"ight", &[Vowel(b'i'), Consonant(b't')]),
    (b"tion", &[Consonant(b'S'), Consonant(b'n')]),
    (b"chh", &[Consonant(b'c')]),
    (b"tch", &[Consonant(b'c')]),
    (b"ksh", &[Consonant(b'k'), Consonant(b'S')]),
    (b"kh", &[Consonant(b'k')]),
    (b"gh", &[Consonant(b'g')]),
    (b"ch", &[Consonant(b'c')]),
    (b"jh", &[Consonant(b'j')]),
    (b"th", &[Consonant(b't')]),
    (b"dh", &[Consonant(b'd')]),
    (b"ph", &[Consonant(b'f')]),
    (b"bh", &[Consonant(b'b')]),
    (b"sh", &[Consonant(b'S')]),
    (b"ck", &[Consonant(b'k')]),
    (b"aa", &[Vowel(b'a')]),
    (b"ee", &[Vowel(b'i')]),
    (b"ea", &[Vowel(b'i')]),
    (b"ii", &[Vowel(b'i')]),
    (b"oo", &[Vowel(b'u')]),
    (b"uu", &[Vowel(b'u')]),
    (b"ai", &[Vowel(b'e')]),
    (b"ay", &[Vowel(b'e')]),
    (b"ei", &[Vowel(b'e')]),
    (b"ey", &[Vowel(b'e')]),
    (b"au", &[Vowel(b'o')]),
    (b"aw", &[Vowel(b'o')]),
    (b"ou", &[Vowel(b'o')]),
    (b"ow", &[Vowel(b'o')]),
    (b"oa", &[Vowel(b'o')]),
];

/// Latin letters, read as Hindi and as English in Latin letters mostly are.
fn latin_sounds(word: &[u8]) -> Option<Vec<Sound>> {
    let mut out = Vec::with_capacity(word.len());
    let mut rest = word;
    while let Some(&letter) = rest.first() {
        if let Some((spelling, heard)) = DIGRAPHS.iter().find(|(s, _)| rest.starts_with(s)) {
            out.extend_from_slice(heard);
            rest = &rest[spelling.len()..];
            continue;
        }
        let soft = matches!(rest.get(1), Some(b'e' | b'i' | b'y'));
        let vowel_follows = matches!(rest.get(1), Some(b'a' | b'e' | b'i' | b'o' | b'u'));
        match letter {
            b'a' | b'i' | b'u' | b'e' | b'o' => out.push(Vowel(letter)),
            b'y' if vowel_follows => out.push(Consonant(b'y')),
            b'y' => out.push(Vowel(b'i')),
            b'c' if soft => out.push(Consonant(b's')),
            b'c' | b'q' | b'k' => out.push(Consonant(b'k')),
            b'x' => out.extend([Consonant(b'k'), Consonant(b's')]),
            b'w' | b'v' => out.push(Consonant(b'v')),
            b'z' | b'j' => out.push(Consonant(b'j')),
            b'b' | b'd' | b'f' | b'g' | b'h' | b'l' | b'm' | b'n' | b'p' | b'r' | b's' | b't' => {
                out.push(Consonant(letter));
            }
            _ => return None,
        }
        rest = &rest[1..];
    }
    Some(out)
}

/// Devanagari, folded: no nukta, no joiners.
fn devanagari_sounds(word: &str) -> Option<Vec<Sound>> {
    let mut out = Vec::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        if let Some(vowel) = vowel(letter) {
            out.push(Vowel(vowel));
            continue;
        }
        match letter {
            'ं' | 'ँ' => match letters.peek() {
                Some('प' | 'फ' | 'ब' | 'भ' | 'म') => out.push(Consonant(b'm')),
                _ => out.push(Consonant(b'n')),
            },
            '्' | 'ः' | 'ऽ' => {}
            'ृ' | 'ऋ' => out.extend([Consonant(b'r'), Vowel(b'i')]),
            consonant => {
                out.push(Consonant(heard(consonant)?));
                // The inherent vowel, unless a sign or the virama says otherwise.
                if !letters
                    .peek()
                    .is_some_and(|next| *next == '्' || sign(*next))
                {
                    out.push(Vowel(b'a'));
                }
            }
        }
    }
    Some(out)
}

fn sign(letter: char) -> bool {
    matches!(letter, '\u{93e}'..='\u{94c}')
}

fn vowel(letter: char) -> Option<u8> {
    Some(match letter {
        'अ' | 'आ' | 'ा' => b'a',
        'इ' | 'ई' | 'ि' | 'ी' => b'i',
        'उ' | 'ऊ' | 'ु' | 'ू' => b'u',
        'ए' | 'ऐ' | 'ऍ' | 'ऎ' | 'े' | 'ै' | 'ॅ' | 'ॆ' => b'e',
        'ओ' | 'औ' | 'ऑ' | 'ऒ' | 'ो' | 'ौ' | 'ॉ' | 'ॊ' => b'o',
        _ => return None,
    })
}

fn heard(consonant: char) -> Option<u8> {
    Some(match consonant {
        'क' | 'ख' => b'k',
        'ग' | 'घ' => b'g',
        'च' | 'छ' => b'c',
        'ज' | 'झ' => b'j',
        'ट' | 'ठ' | 'त' | 'थ' => b't',
        'ड' | 'ढ' | 'द' | 'ध' => b'd',
        'ङ' | 'ञ' | 'ण' | 'न' => b'n',
        'प' => b'p',
        'फ' => b'f',
        'ब' | 'भ' => b'b',
        'म' => b'm',
        'य' => b'y',
        'र' => b'r',
        'ल' | 'ळ' => b'l',
        'व' => b'v',
        'श' | 'ष' => b'S',
        'स' => b's',
        'ह' => b'h',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::fold;

    fn sound(word: &str) -> Option<String> {
        key(&fold(word))
    }

    #[test]
    fn spellings_of_one_word_meet() {
        for words in [
            &["कुर्ता", "कुर्ते", "kurta", "kurtaa", "kurtha", "kurte", "kurti"][..],
            &["जूता", "joota", "juta", "jutaa", "jootha"],
            &["नीला", "neela", "nila", "neelaa", "nili"],
            &["सफ़ेद", "safed", "safaid", "saphed", "safeid"],
            &["शर्ट", "shirt", "shart"],
            &["मोबाइल", "mobile", "mobil"],
            &["पॉटर", "potter", "poter"],
            &["हज़ार", "hazaar", "hazar", "hajaar"],
            &["चप्पल", "chappal", "chapal", "chhappal"],
            &["मेहंदी", "mehndi", "mehandi"],
            &["साइज़", "size"],
            &["वेलवेट", "velvet", "welwet"],
            &["लड़कियाँ", "ladkiyan", "ladkian"],
        ] {
            let keys: Vec<_> = words.iter().map(|w| sound(w)).collect();
            assert!(keys[0].is_some(), "{words:?}");
            assert!(keys.windows(2).all(|k| k[0] == k[1]), "{words:?} {keys:?}");
        }
    }

    #[test]
    fn other_words_do_not_meet() {
        for (one, other) in [
            ("shirt", "short"),
            ("shirt", "skirt"),
            ("कुर्ता", "कुर्सी"),
            ("black", "block"),
            ("truck", "track"),
            ("table", "tablet"),
            ("सरसों", "सरकार"),
            ("pink", "punk"),
        ] {
            assert_ne!(sound(one), sound(other), "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_word_of_the_two_scripts_has_no_key() {
        for word in ["", "lal", "2k", "i5-9400", "カメラ", "größe", "१२"] {
            assert_eq!(sound(word), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC{0,40}") {
            if let Some(key) = sound(&text) {
                prop_assert!(key.len() >= FEWEST_SOUNDS && key.len() <= MOST_SOUNDS);
                prop_assert!(key.bytes().all(|b| b.is_ascii_alphabetic()));
            }
        }

        #[test]
        fn length_doubling_and_aspiration_are_taste(word in "(k|g|t|d|b|n|m|l|r|s)(a|i|u|e|o)(k|t|d|b|l|s)(a|i|u|e|o)(k|t|d|n|m)") {
            let key = sound(&word);
            prop_assert_eq!(sound(&word.replace('a', "aa")), key.clone());
            prop_assert_eq!(sound(&word.replace('t', "th").replace('k', "kh").replace('d', "dh")), key.clone());
            prop_assert_eq!(sound(&word.replace('l', "ll").replace('s', "ss")), key.clone());
            prop_assert_eq!(sound(&format!("{word}a")), key);
        }
    }
}
