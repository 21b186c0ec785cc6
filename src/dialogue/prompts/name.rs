//! The prompts that we ship, by their names.

use std::fmt;
use std::str::FromStr;

use crate::domain::{Language, UnknownWord};

/// A prompt that we ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PromptName {
    /// Words the shopper's turns.
    Shopper(Language),
    /// Words the assistant's turns.
    Assistant(Language),
    /// Writes a shopper's background and first wish.
    Profile,
    /// Words a turn anew.
    Rewriter(Language),
    /// Says whether a rewritten turn still says the same.
    RewriteCheck,
    /// Reviews a conversation.
    Reviewer,
    /// Describes one product.
    Recaption,
    /// Says which tags are product types.
    ProductType,
}

macro_rules! texts {
    ($($name:pat => $stem:literal),+ $(,)?) => {
        impl PromptName {
            /// The name as people type it, such as `shopper.hi`.
            pub fn stem(self) -> &'static str {
                match self { $($name => $stem),+ }
            }

            /// The file's name.
            pub fn file(self) -> &'static str {
                match self { $($name => concat!($stem, ".txt")),+ }
            }

            /// The text that we ship.
            pub fn built_in(self) -> &'static str {
                match self { $($name => include_str!(concat!($stem, ".txt"))),+ }
            }
        }
    };
}

texts! {
    PromptName::Shopper(Language::En) => "shopper.en",
    PromptName::Shopper(Language::Hi) => "shopper.hi",
    PromptName::Shopper(Language::Hinglish) => "shopper.hinglish",
    PromptName::Assistant(Language::En) => "assistant.en",
    PromptName::Assistant(Language::Hi) => "assistant.hi",
    PromptName::Assistant(Language::Hinglish) => "assistant.hinglish",
    PromptName::Profile => "profile",
    PromptName::Rewriter(Language::En) => "rewriter.en",
    PromptName::Rewriter(Language::Hi) => "rewriter.hi",
    PromptName::Rewriter(Language::Hinglish) => "rewriter.hinglish",
    PromptName::RewriteCheck => "rewrite_check",
    PromptName::Reviewer => "reviewer",
    PromptName::Recaption => "recaption",
    PromptName::ProductType => "product_type",
}

impl PromptName {
    /// Every prompt.
    pub const ALL: [PromptName; 14] = [
        PromptName::Shopper(Language::En),
        PromptName::Shopper(Language::Hi),
        PromptName::Shopper(Language::Hinglish),
        PromptName::Assistant(Language::En),
        PromptName::Assistant(Language::Hi),
        PromptName::Assistant(Language::Hinglish),
        PromptName::Profile,
        PromptName::Rewriter(Language::En),
        PromptName::Rewriter(Language::Hi),
        PromptName::Rewriter(Language::Hinglish),
        PromptName::RewriteCheck,
        PromptName::Reviewer,
        PromptName::Recaption,
        PromptName::ProductType,
    ];

    /// What it is for, in a few words.
    pub fn purpose(self) -> &'static str {
        match self {
            PromptName::Shopper(_) => "words a turn of the shopper",
            PromptName::Assistant(_) => "words a turn of the assistant",
            PromptName::Profile => "writes the background of a shopper",
            PromptName::Rewriter(_) => "words a turn anew",
            PromptName::RewriteCheck => "says whether a rewritten turn still says the same",
            PromptName::Reviewer => "reviews a conversation",
            PromptName::Recaption => "describes a product",
            PromptName::ProductType => "says which categories are kinds of products",
        }
    }

    /// The language that it is about; `None` for all.
    pub fn language(self) -> Option<Language> {
        match self {
            PromptName::Shopper(language)
            | PromptName::Assistant(language)
            | PromptName::Rewriter(language) => Some(language),
            _ => None,
        }
    }
}

impl fmt::Display for PromptName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stem())
    }
}

impl FromStr for PromptName {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let stem = text.strip_suffix(".txt").unwrap_or(text);
        let found = PromptName::ALL.into_iter().find(|name| name.stem() == stem);
        found.ok_or_else(|| {
            UnknownWord::new("a prompt; `muse-studio prompts list` names them", text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back_with_or_without_its_ending() {
        for name in PromptName::ALL {
            assert_eq!(name.to_string().parse(), Ok(name));
            assert_eq!(name.file().parse(), Ok(name));
        }
        let error = "shopper.ta".parse::<PromptName>().unwrap_err().to_string();
        assert!(error.contains("prompts list"), "{error}");
    }
}
