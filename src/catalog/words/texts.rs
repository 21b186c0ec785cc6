//! The languages of a product's texts, and how many texts of many products are in which.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::language::{TextLanguage, of};
use crate::domain::Product;

/// The languages of a product's texts. What it does not have is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TextLanguages {
    /// Of the title.
    pub title: TextLanguage,
    /// Of the Hindi title.
    pub title_hi: Option<TextLanguage>,
    /// Of the catalogue's description.
    pub description: Option<TextLanguage>,
}

impl TextLanguages {
    /// Looks at a product.
    pub fn of(product: &Product) -> Self {
        TextLanguages {
            title: of(&product.title),
            title_hi: product.title_hi.as_deref().map(of),
            description: product.description.as_deref().map(of),
        }
    }
}

impl fmt::Display for TextLanguages {
    /// `title and description in English, Hindi title in Hindi`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = match self.description {
            None => format!("title in {}", self.title),
            Some(same) if same == self.title => format!("title and description in {same}"),
            Some(other) => format!("title in {}, description in {other}", self.title),
        };
        f.write_str(&own)?;
        match self.title_hi {
            None => Ok(()),
            Some(hindi) => write!(f, ", Hindi title in {hindi}"),
        }
    }
}

/// How many texts are in one language and script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageCount {
    /// The language and script.
    #[serde(flatten)]
    pub text: TextLanguage,
    /// How many texts.
    pub texts: u64,
}

/// How many texts of many products are in which language and script, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageCounts {
    /// Titles.
    pub titles: Vec<LanguageCount>,
    /// Hindi titles.
    pub hindi_titles: Vec<LanguageCount>,
    /// Descriptions.
    pub descriptions: Vec<LanguageCount>,
}

impl LanguageCounts {
    /// Counts a product's texts.
    pub fn add(&mut self, texts: &TextLanguages) {
        count(&mut self.titles, Some(texts.title));
        count(&mut self.hindi_titles, texts.title_hi);
        count(&mut self.descriptions, texts.description);
    }

    /// A line for each kind of text that there is: `titles: English 1200, Hindi 300`.
    pub fn lines(&self) -> Vec<String> {
        let kinds = [
            ("titles", &self.titles),
            ("Hindi titles", &self.hindi_titles),
            ("descriptions", &self.descriptions),
        ];
        let there = kinds.into_iter().filter(|(_, counts)| !counts.is_empty());
        there
            .map(|(name, counts)| {
                let each = counts
                    .iter()
                    .map(|one| format!("{} {}", one.text, one.texts));
                format!("{name}: {}", each.collect::<Vec<_>>().join(", "))
            })
            .collect()
    }
}

/// Counts a text, and keeps the list in order: what grew moves before what is smaller now.
fn count(counts: &mut Vec<LanguageCount>, text: Option<TextLanguage>) {
    let Some(text) = text else {
        return;
    };
    let mut at = match counts.iter().position(|one| one.text == text) {
        Some(at) => at,
        None => {
            counts.push(LanguageCount { text, texts: 0 });
            counts.len() - 1
        }
    };
    counts[at].texts += 1;
    while at > 0 && counts[at - 1].texts < counts[at].texts {
        counts.swap(at - 1, at);
        at -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(title: &str, hindi: Option<&str>, description: Option<&str>) -> Product {
        serde_json::from_value(serde_json::json!({
            "id": "1", "domain": "fashion", "title": title, "title_hi": hindi, "description": description,
        }))
        .unwrap()
    }

    #[test]
    fn a_products_texts_are_told_in_few_words() {
        for (title, hindi, description, told) in [
            ("Blue kurta", None, None, "title in English"),
            (
                "Blue kurta",
                Some("नीला कुर्ता"),
                Some("A kurta of cotton."),
                "title and description in English, Hindi title in Hindi",
            ),
            (
                "नीला कुर्ता",
                None,
                Some("A kurta of cotton."),
                "title in Hindi, description in English",
            ),
        ] {
            let product = product(title, hindi, description);
            assert_eq!(TextLanguages::of(&product).to_string(), told);
        }
    }

    #[test]
    fn the_most_frequent_comes_first() {
        let mut counts = LanguageCounts::default();
        for title in [
            "नीला कुर्ता",
            "Blue kurta",
            "Red kurta",
            "A kurta",
            "लाल कुर्ता",
            "红色连衣裙",
        ] {
            counts.add(&TextLanguages::of(&product(
                title,
                None,
                Some("Pure cotton"),
            )));
        }
        assert_eq!(
            counts.lines(),
            [
                "titles: English 3, Hindi 2, other letters, or none 1",
                "descriptions: English 6"
            ]
        );
        let kept = serde_json::to_string(&counts).unwrap();
        assert_eq!(
            serde_json::from_str::<LanguageCounts>(&kept).unwrap(),
            counts
        );
    }
}
