//! In which language and script a product's text is written.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::fold::fold_into;
use crate::domain::Language;

/// The letters of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Devanagari.
    Devanagari,
    /// Latin and Devanagari, a tenth of the letters or more of each.
    Mixed,
    /// Other letters, or none.
    Other,
}

impl Script {
    /// The word for people.
    pub fn name(self) -> &'static str {
        match self {
            Script::Latin => "Latin",
            Script::Devanagari => "Devanagari",
            Script::Mixed => "Latin and Devanagari",
            Script::Other => "other",
        }
    }
}

/// What was found out about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TextLanguage {
    /// The language; `None` for one that the studio does not work in, and for texts without words.
    pub language: Option<Language>,
    /// The letters.
    pub script: Script,
}

impl fmt::Display for TextLanguage {
    /// The language; the letters too where they are not its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.language {
            Some(Language::En) => "English",
            Some(Language::Hi) => "Hindi",
            Some(Language::Hinglish) => "Hinglish",
            None if self.script == Script::Other => return f.write_str("other letters, or none"),
            None => "another language",
        };
        let own = match self.language {
            Some(Language::Hi) => Script::Devanagari,
            _ => Script::Latin,
        };
        match self.script == own {
            true => f.write_str(name),
            false => write!(f, "{name} in {} letters", self.script.name()),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    Hinglish,
    English,
    Foreign,
}

const DATA: &str = include_str!("../data/language.toml");

static SIDES: LazyLock<HashMap<String, Side>> = LazyLock::new(|| {
    let table: HashMap<Side, Vec<String>> = toml::from_str(DATA).unwrap_or_default();
    let pairs = table
        .into_iter()
        .flat_map(|(side, list)| list.into_iter().map(move |word| (word, side)));
    pairs.collect()
});

/// How many bytes of a text are looked at; the beginning of a long one tells what it is.
const LOOK_AT: usize = 600;

/// Looks at a text.
///
/// Devanagari is Hindi as soon as it carries most of the letters; Hindi beside English in one text is Hinglish, and so are
/// Latin letters with two or more Hindi words that outnumber the English ones.
pub fn of(text: &str) -> TextLanguage {
    let text = beginning(text);
    let (mut latin, mut devanagari, mut other) = (0usize, 0usize, 0usize);
    for c in text.chars() {
        match c {
            '\u{900}'..='\u{963}' | '\u{971}'..='\u{97f}' => devanagari += 1,
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
            c if c.is_alphabetic() => other += 1,
            _ => {}
        }
    }
    let script = match latin + devanagari + other {
        0 => Script::Other,
        all if other * 2 > all => Script::Other,
        all if latin * 10 >= all && devanagari * 10 >= all => Script::Mixed,
        _ if devanagari > latin => Script::Devanagari,
        _ => Script::Latin,
    };
    let language = match script {
        Script::Other => None,
        Script::Devanagari => Some(Language::Hi),
        // A brand or a unit in Latin letters does not make a Hindi text Hinglish.
        Script::Mixed if devanagari >= latin => Some(Language::Hi),
        Script::Mixed => Some(Language::Hinglish),
        Script::Latin => of_latin(text),
    };
    TextLanguage { language, script }
}

fn beginning(text: &str) -> &str {
    let ends = (0..=LOOK_AT.min(text.len())).rev();
    let end = ends.into_iter().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

fn of_latin(text: &str) -> Option<Language> {
    let (mut hinglish, mut english, mut foreign) = (0, 0, 0);
    let mut seen: Vec<&str> = Vec::new();
    let mut folded = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        fold_into(word, &mut folded);
        match SIDES.get_key_value(&folded) {
            // The same word twice is rather a name.
            Some((word, Side::Hinglish)) if seen.contains(&word.as_str()) => {}
            Some((word, Side::Hinglish)) => {
                hinglish += 1;
                seen.push(word);
            }
            Some((_, Side::English)) => english += 1,
            Some((_, Side::Foreign)) => foreign += 1,
            None => {}
        }
    }
    if foreign > hinglish && foreign > english {
        return None;
    }
    let mixed = hinglish >= 2 && hinglish > english;
    Some(if mixed {
        Language::Hinglish
    } else {
        Language::En
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_scripts() {
        use Language::{En, Hi, Hinglish};
        for (text, language, script) in [
            ("Pure cotton kurta for men", Some(En), Script::Latin),
            ("नीला सूती कुर्ता", Some(Hi), Script::Devanagari),
            (
                "किचोरा Tez Neo नीला 320 लीटर डबल डोर फ़्रिज",
                Some(Hi),
                Script::Mixed,
            ),
            (
                "Blue Cotton Kurta for Men (नीला)",
                Some(Hinglish),
                Script::Mixed,
            ),
            (
                "Ladkiyon ke liye lal rang ka sundar kurta",
                Some(Hinglish),
                Script::Latin,
            ),
            (
                "Hari Puttar aur paras patthar ki kahani",
                Some(Hinglish),
                Script::Latin,
            ),
            ("Casual shoes with the best grip", Some(En), Script::Latin),
            ("Xerox 006R90321", Some(En), Script::Latin),
            ("Camisa para mujer con botones", None, Script::Latin),
            ("红色连衣裙", None, Script::Other),
            ("12345 !!", None, Script::Other),
            ("", None, Script::Other),
        ] {
            assert_eq!(of(text), TextLanguage { language, script }, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_told_by_its_beginning() {
        let text = "सूती कुर्ता ".repeat(100) + &"in plain English ".repeat(1_000);
        let told = of(&text);
        assert_eq!(
            (told.language, told.script),
            (Some(Language::Hi), Script::Devanagari)
        );
    }

    #[test]
    fn the_letters_are_named_where_they_are_not_the_usual_ones() {
        for (text, told) in [
            ("Pure cotton kurta", "English"),
            ("नीला कुर्ता", "Hindi"),
            (
                "Blue Cotton Kurta for Men (नीला)",
                "Hinglish in Latin and Devanagari letters",
            ),
            ("Camisa para mujer con botones", "another language"),
            ("12345", "other letters, or none"),
        ] {
            assert_eq!(of(text).to_string(), told, "{text}");
        }
    }

    #[test]
    fn the_data_file_is_sound() {
        let table: HashMap<Side, Vec<String>> = toml::from_str(DATA).unwrap();
        let all: usize = table.values().map(Vec::len).sum();
        assert_eq!(table.len(), 3);
        // No word stands on two sides.
        assert_eq!(SIDES.len(), all);
    }
}
