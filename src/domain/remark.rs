//! What a person says of a conversation beside a verdict: ratings by dimension, and tags.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{ReviewerId, UnknownWord};

/// What a conversation or turn is scored by, or rated by people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Each turn follows from what was said before.
    Coherence,
    /// The products fit what was asked for.
    Relevance,
    /// Nothing contradicts the profile, the catalogue or an earlier turn.
    Consistency,
    /// The shopper gets what was wanted.
    Satisfaction,
    /// A real person could have said it.
    Naturalness,
    /// It is not like the others of the set.
    Diversity,
    /// Language, script and mix are those of the shopper.
    LanguageFit,
}

impl Dimension {
    /// Every dimension; its digit is its place from 1.
    pub const ALL: [Dimension; 7] = [
        Dimension::Coherence,
        Dimension::Relevance,
        Dimension::Consistency,
        Dimension::Satisfaction,
        Dimension::Naturalness,
        Dimension::Diversity,
        Dimension::LanguageFit,
    ];

    /// The word that files and filters carry.
    pub fn code(self) -> &'static str {
        match self {
            Dimension::Coherence => "coherence",
            Dimension::Relevance => "relevance",
            Dimension::Consistency => "consistency",
            Dimension::Satisfaction => "satisfaction",
            Dimension::Naturalness => "naturalness",
            Dimension::Diversity => "diversity",
            Dimension::LanguageFit => "language_fit",
        }
    }

    /// The key that names it: `1` to `7`.
    pub fn digit(self) -> char {
        let place = Dimension::ALL.iter().position(|d| *d == self).unwrap_or(0);
        char::from_digit(place as u32 + 1, 10).unwrap_or('1')
    }

    /// The question that a rating answers.
    pub fn question(self) -> &'static str {
        match self {
            Dimension::Coherence => "does each turn follow from the one before?",
            Dimension::Relevance => "do the products fit what was asked for?",
            Dimension::Consistency => "does nothing contradict what was said or is known?",
            Dimension::Satisfaction => "do shoppers get what they came for?",
            Dimension::Naturalness => "could people have said it?",
            Dimension::Diversity => "is it unlike the others that you read?",
            Dimension::LanguageFit => "is it the shopper's language, script and mix?",
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Dimension {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.replace('-', "_");
        let found = Dimension::ALL.into_iter().find(|one| one.code() == word);
        let kind = "a dimension (coherence, relevance, consistency, satisfaction, naturalness, diversity, language_fit)";
        found.ok_or_else(|| UnknownWord::new(kind, text))
    }
}

/// A rating from 1, bad, to 5, good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

impl Rating {
    /// The least and the most.
    pub const RANGE: std::ops::RangeInclusive<u8> = 1..=5;

    /// The rating as a number from 1 to 5.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// A number that is no rating.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a rating; use 1 (bad) to 5 (good)")]
pub struct BadRating(String);

impl TryFrom<u8> for Rating {
    type Error = BadRating;

    fn try_from(number: u8) -> Result<Self, BadRating> {
        match Rating::RANGE.contains(&number) {
            true => Ok(Rating(number)),
            false => Err(BadRating(number.to_string())),
        }
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> u8 {
        rating.0
    }
}

impl FromStr for Rating {
    type Err = BadRating;

    fn from_str(text: &str) -> Result<Self, BadRating> {
        let bad = || BadRating(text.to_owned());
        let number: u8 = text.trim().parse().map_err(|_| bad())?;
        Rating::try_from(number).map_err(|_| bad())
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A word that people file a conversation under, in lower case: `bargaining`, `दोहराव`, `for-ravi`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

/// Why a text is no tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a tag; use one word of up to {max} letters, digits, - and _", max = Tag::LONGEST)]
pub struct BadTag(String);

impl Tag {
    /// The most characters that a tag has.
    pub const LONGEST: usize = 40;

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Tag {
    type Error = BadTag;

    fn try_from(text: String) -> Result<Self, BadTag> {
        text.parse()
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> String {
        tag.0
    }
}

impl FromStr for Tag {
    type Err = BadTag;

    fn from_str(text: &str) -> Result<Self, BadTag> {
        let word = text.trim().trim_start_matches('#').to_lowercase();
        // Matras and other marks are parts of Hindi words, and are no letters.
        let fits = |c: char| c.is_alphanumeric() || is_mark(c) || matches!(c, '-' | '_');
        let long = word.chars().count() > Tag::LONGEST;
        match word.is_empty() || long || !word.chars().all(fits) {
            true => Err(BadTag(text.to_owned())),
            false => Ok(Tag(word)),
        }
    }
}

/// Whether it is a sign of Devanagari that stands on a letter, or joins two.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}' | '\u{951}'..='\u{957}' | '\u{962}' | '\u{963}' | '\u{200C}' | '\u{200D}')
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Each reviewer's latest rating of each dimension.
pub type Ratings = BTreeMap<Dimension, BTreeMap<ReviewerId, Rating>>;

/// What becomes of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagChange {
    /// It is put on.
    Added,
    /// It is taken off.
    Removed,
}

impl TagChange {
    /// What takes it back.
    pub fn turned(self) -> Self {
        match self {
            TagChange::Added => TagChange::Removed,
            TagChange::Removed => TagChange::Added,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dimensions_are_read_by_their_codes() {
        for dimension in Dimension::ALL {
            assert_eq!(dimension.code().parse(), Ok(dimension));
        }
        assert_eq!("language-fit".parse(), Ok(Dimension::LanguageFit));
        let error = "beauty".parse::<Dimension>().unwrap_err().to_string();
        assert!(
            error.contains("`beauty`") && error.contains("coherence"),
            "{error}"
        );
    }

    #[test]
    fn a_rating_is_a_whole_number_from_one_to_five() {
        for (text, number) in [("1", 1), (" 5 ", 5)] {
            assert_eq!(text.parse::<Rating>().map(Rating::get), Ok(number));
        }
        for text in ["0", "6", "4.5", "", "-1", "five"] {
            let error = text.parse::<Rating>().unwrap_err().to_string();
            assert!(error.contains("1 (bad) to 5 (good)"), "{error}");
        }
        assert!(serde_json::from_str::<Rating>("6").is_err());
    }

    #[test]
    fn tags_are_single_words_of_any_script() {
        for (text, tag) in [
            ("#Bargaining", "bargaining"),
            ("दोहराव", "दोहराव"),
            ("for-ravi_2", "for-ravi_2"),
        ] {
            assert_eq!(text.parse::<Tag>().unwrap().as_str(), tag);
        }
        for text in ["", "#", "two words", "a,b", "a:b", &"x".repeat(41)] {
            assert!(text.parse::<Tag>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_a_tag_is_written_as_is_read_back(text in "\\PC*") {
            if let Ok(tag) = text.parse::<Tag>() {
                prop_assert_eq!(tag.as_str().parse::<Tag>(), Ok(tag.clone()));
            }
        }
    }
}
