//! The words for colours, materials and measures in three languages.
//!
//! Owns: how an attribute value is said, with its agreeing forms. Does not: know what a product has.

use std::collections::HashMap;

use serde::Deserialize;

use super::DataError;

/// A value's forms: masculine singular, masculine plural or oblique, feminine. All alike when it does not inflect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms(pub [String; 3]);

impl<'de> Deserialize<'de> for Forms {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Raw {
            One(String),
            Three([String; 3]),
        }
        Ok(match Raw::deserialize(deserializer)? {
            Raw::One(word) => Forms([word.clone(), word.clone(), word]),
            Raw::Three(words) => Forms(words),
        })
    }
}

/// One value in three languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Word {
    /// English, as catalogues write it, in lower case.
    pub en: String,
    /// Devanagari.
    pub hi: Forms,
    /// Latin letters, the Hindi word.
    pub latin: Forms,
    /// Whether Hinglish speakers also say the English word.
    #[serde(default)]
    pub english_too: bool,
}

#[derive(Deserialize)]
struct File {
    word: Vec<Word>,
    unit: HashMap<String, String>,
}

/// All known values, and the units of measures.
#[derive(Clone, Debug)]
pub struct AttributeWords {
    words: HashMap<String, Word>,
    units: HashMap<String, String>,
}

impl AttributeWords {
    /// Reads the table; `file` names it in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let read: File = toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))?;
        Ok(AttributeWords {
            words: read
                .word
                .into_iter()
                .map(|word| (word.en.clone(), word))
                .collect(),
            units: read.unit,
        })
    }

    /// The word of a value, when the table has it.
    pub fn get(&self, value: &str) -> Option<&Word> {
        self.words.get(&value.trim().to_lowercase())
    }

    /// A measure such as `5 litre` with its unit in Devanagari; other text as it is.
    pub fn measure_hi(&self, value: &str) -> String {
        let words = value.split_whitespace().map(|word| {
            let unit = self.units.get(&word.to_lowercase());
            unit.map_or(word, String::as_str)
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
