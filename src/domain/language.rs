//! The three languages of the data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the data. Written `en`, `hi`, `hinglish`; readers accept the usual other spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Indian English.
    En,
    /// Hindi in Devanagari.
    Hi,
    /// Hindi and English mixed, in Latin letters.
    Hinglish,
}

impl Language {
    /// Every language, in the order in which reports list them.
    pub const ALL: [Language; 3] = [Language::En, Language::Hi, Language::Hinglish];

    /// The code that files carry: `en`, `hi`, `hinglish`.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Hi => "hi",
            Language::Hinglish => "hinglish",
        }
    }

    /// The name as a report prints it.
    pub fn name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Hi => "Hindi",
            Language::Hinglish => "Mixed (Hinglish)",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that names none of the three languages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of the studio; use en, hi or hinglish")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded: String = text
            .trim()
            .to_lowercase()
            .chars()
            .map(|c| if c == '_' || c == ' ' { '-' } else { c })
            .collect();
        match folded.as_str() {
            "en" | "eng" | "english" | "en-in" | "en-us" | "en-gb" | "en-latn" => Ok(Language::En),
            "hi" | "hin" | "hindi" | "hi-in" | "hi-deva" | "hi-deva-in" | "deva" => {
                Ok(Language::Hi)
            }
            "hinglish" | "mixed" | "hi-latn" | "hi-latn-in" | "hi-en" | "en-hi" | "enhi"
            | "hien" | "code-mixed" | "mixed-(hinglish)" => Ok(Language::Hinglish),
            _ => Err(UnknownLanguage(text.to_owned())),
        }
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_accept_the_usual_spellings() {
        for (text, want) in [
            ("English", Language::En),
            ("hi_Deva", Language::Hi),
            ("mixed", Language::Hinglish),
            ("hi-Latn", Language::Hinglish),
        ] {
            assert_eq!(text.parse(), Ok(want), "{text}");
        }
        assert!("tamil".parse::<Language>().is_err());
    }
}
