//! Why a product matched: the words in its texts that a search asked for.
//!
//! Owns: the same folding, plurals, other words and mistakes that the index forgives, on one text. Does not: search, or draw.

use std::cmp::Reverse;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::asked::{Asked, FieldName, Wanted};
use crate::catalog::words::fold::{fold, singular};
use crate::catalog::words::synonyms;
use crate::domain::Product;

/// The shortest half of a misspelt word that the text has as two, in characters.
const SHORTEST_HALF: usize = 2;
/// Words at least so long may hold a mistake, in characters.
const ONE_MISTAKE: usize = 4;
/// Words at least so long may hold two.
const TWO_MISTAKES: usize = 8;

/// What was asked for, ready to be found in texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marker {
    sought: Vec<Sought>,
}

impl Marker {
    /// Of what was asked for; of nothing, it marks nothing.
    pub fn of(asked: &Asked) -> Self {
        Marker {
            sought: sought(asked),
        }
    }

    /// Every matching word in title, brand, category path (joined by ` > `) and description, as bytes of that text, field by
    /// field and from left to right. A word that is misspelt in the search is found only when the product has it nowhere as
    /// typed.
    pub fn explain(&self, product: &Product) -> Vec<(FieldName, Range<usize>)> {
        if self.sought.is_empty() {
            return Vec::new();
        }
        let category = product.categories.join(" > ");
        let texts = [
            (FieldName::Title, Some(product.title.as_str())),
            (FieldName::Brand, product.brand.as_deref()),
            (FieldName::Category, Some(category.as_str())),
            (FieldName::Description, product.description.as_deref()),
        ];
        let texts: Vec<(FieldName, Vec<Word>)> = texts
            .into_iter()
            .filter_map(|(field, text)| Some((field, words_of(text?))))
            .collect();
        let mut spans: Vec<(FieldName, Range<usize>)> = Vec::new();
        for sought in &self.sought {
            let before = spans.len();
            for near in [Nearness::AsMeant, Nearness::Misspelt] {
                if spans.len() > before {
                    break;
                }
                for (field, words) in &texts {
                    if sought.may_lie_in(*field) {
                        let found = sought.found(words, near);
                        spans.extend(found.into_iter().map(|span| (*field, span)));
                    }
                }
            }
        }
        tidy(spans)
    }

    /// The matching words of one text of this field, as bytes, from left to right. A word that is misspelt in the search is
    /// found only when the text does not have it as typed.
    pub fn spans(&self, field: FieldName, text: &str) -> Vec<Range<usize>> {
        if self.sought.is_empty() {
            return Vec::new();
        }
        let words = words_of(text);
        let mut spans = Vec::new();
        for sought in &self.sought {
            if !sought.may_lie_in(field) {
                continue;
            }
            let mut found = sought.found(&words, Nearness::AsMeant);
            if found.is_empty() {
                found = sought.found(&words, Nearness::Misspelt);
            }
            spans.extend(found.into_iter().map(|span| (field, span)));
        }
        tidy(spans).into_iter().map(|(_, span)| span).collect()
    }
}

/// In order, each span once, none inside another: of `Laptop Bag` for `lapto pbag` the bag is no match of its own.
fn tidy(mut spans: Vec<(FieldName, Range<usize>)>) -> Vec<(FieldName, Range<usize>)> {
    spans.sort_by_key(|(field, span)| (*field, span.start, Reverse(span.end)));
    let inside = |(outer, wide): &(FieldName, Range<usize>), field, span: &Range<usize>| {
        *outer == field && span.end <= wide.end
    };
    let mut kept: Vec<(FieldName, Range<usize>)> = Vec::with_capacity(spans.len());
    for (field, span) in spans {
        if !kept.last().is_some_and(|last| inside(last, field, &span)) {
            kept.push((field, span));
        }
    }
    kept
}

struct Word {
    at: Range<usize>,
    key: String,
}

fn words_of(text: &str) -> Vec<Word> {
    let word = |(at, word): (usize, &str)| Word {
        at: at..at + word.len(),
        key: key_of(word),
    };
    text.unicode_word_indices().map(word).collect()
}

fn key_of(word: &str) -> String {
    let mut key = fold(word);
    singular(&mut key);
    key
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nearness {
    AsMeant,
    Misspelt,
}

/// Everything that one wanted thing may be called.
#[derive(Clone, Debug, PartialEq)]
struct Sought {
    /// The only field that it may lie in.
    field: Option<FieldName>,
    /// Whether no mistake is forgiven.
    exact: bool,
    /// Whether its last word may go on.
    open: bool,
    names: Vec<Vec<String>>,
}

/// What was asked for, with pairs of words that are written together or have other names.
fn sought(asked: &Asked) -> Vec<Sought> {
    let typed = |wanted: &Wanted| -> Option<String> {
        match wanted.choices.first()?.words.as_slice() {
            [word] if !wanted.exact => Some(key_of(word)),
            _ => None,
        }
    };
    let mut all = Vec::new();
    for (at, wanted) in asked.wanted.iter().enumerate() {
        let choices = wanted.choices.iter();
        let mut names: Vec<Vec<String>> = choices
            .map(|choice| choice.words.iter().map(|word| key_of(word)).collect())
            .collect();
        if let Some(word) = typed(wanted) {
            let single = [word.clone()];
            names.extend(synonyms::of(&single).iter().map(|s| s.words.clone()));
            if let Some(next) = asked.wanted.get(at + 1).and_then(typed) {
                names.push(vec![format!("{word}{next}")]);
                let pair = [word, next];
                names.extend(synonyms::of(&pair).iter().map(|s| s.words.clone()));
            }
        }
        all.push(Sought {
            field: wanted.field,
            exact: wanted.exact,
            open: wanted.open,
            names,
        });
    }
    all
}

impl Sought {
    fn may_lie_in(&self, field: FieldName) -> bool {
        self.field.is_none_or(|wanted| wanted == field)
    }

    fn found(&self, words: &[Word], near: Nearness) -> Vec<Range<usize>> {
        if near == Nearness::Misspelt && self.exact {
            return Vec::new();
        }
        let mut spans = Vec::new();
        for name in &self.names {
            for at in 0..words.len() {
                if let Some(length) = self.length(&words[at..], name, near) {
                    spans.push(words[at].at.start..words[at + length - 1].at.end);
                }
            }
        }
        spans
    }

    /// How many words from here on are this name.
    fn length(&self, words: &[Word], name: &[String], near: Nearness) -> Option<usize> {
        if let [one] = name
            && let [first, second, ..] = words
            && apart(one, [&first.key, &second.key], near)
        {
            return Some(2);
        }
        let here = words.get(..name.len())?;
        let last = name.len().checked_sub(1)?;
        let same = |(at, (word, key)): (usize, (&Word, &String))| {
            let begun = self.open && at == last && word.key.starts_with(key.as_str());
            match near {
                Nearness::AsMeant => word.key == *key || begun,
                Nearness::Misspelt => misspelt(key, &word.key),
            }
        };
        let all = here.iter().zip(name).enumerate().all(same);
        all.then_some(name.len())
    }
}

/// Whether a text has as two what was asked for as one word.
fn apart(one: &str, [first, second]: [&str; 2], near: Nearness) -> bool {
    let long = |half: &str| half.chars().count() >= SHORTEST_HALF;
    match near {
        Nearness::AsMeant => one.strip_prefix(first) == Some(second),
        Nearness::Misspelt => {
            long(first) && long(second) && misspelt(one, &[first, second].concat())
        }
    }
}

/// Whether one word may have been meant by another, as the index forgives mistakes.
fn misspelt(typed: &str, word: &str) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    let word: Vec<char> = word.chars().collect();
    let allowed = match typed.len() {
        TWO_MISTAKES.. => 2,
        ONE_MISTAKE.. => 1,
        _ => return false,
    };
    typed.len().abs_diff(word.len()) <= allowed && edits(&typed, &word) <= allowed
}

/// How many letters have to be put in, left out, changed or swapped with the next.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::search::ask;
    use crate::catalog::search::query::Style;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let asked = ask::read(query, Style::TypeAhead);
        let spans = Marker::of(&asked).spans(FieldName::Title, text);
        spans
            .into_iter()
            .map(|span| text[span].to_owned())
            .collect()
    }

    #[test]
    fn words_are_found_as_the_index_finds_them() {
        for (query, text, want) in [
            ("dresses", "Red Dress", vec!["Dress"]),
            ("red dre", "Red Dress", vec!["Red", "Dress"]),
            ("laptop", "HP 530 Notebook PC", vec!["Notebook"]),
            ("power bank", "Powerbank 10000 mAh", vec!["Powerbank"]),
            ("powerbank ", "Slim Power Bank", vec!["Power Bank"]),
            ("keybord ", "USB Keyboard", vec!["Keyboard"]),
            ("कुर्ता ", "नीला कुर्ता", vec!["कुर्ता"]),
            ("lamp", "Table", vec![]),
            ("shoes -leather ", "Leather Shoe", vec!["Shoe"]),
        ] {
            assert_eq!(marked(query, text), want, "{query}");
        }
    }

    #[test]
    fn words_written_together_or_apart_are_marked_whole() {
        for (query, text, want) in [
            ("tshirt ", "Cotton T Shirt", vec!["T Shirt"]),
            ("tshirts ", "Cotton T-Shirts", vec!["T-Shirts"]),
            ("t shirt ", "Cotton Tshirt", vec!["Tshirt"]),
            ("t-shirts ", "Cotton Tshirt", vec!["Tshirt"]),
            ("lunchbox ", "Steel Lunch Box", vec!["Lunch Box"]),
            ("lunch box ", "Steel Lunchboxes", vec!["Lunchboxes"]),
            ("lunch bo", "Steel Lunchbox", vec!["Lunchbox"]),
            ("lapto pbag ", "Laptop Bag", vec!["Laptop Bag"]),
            ("lunch bxo ", "Lunchbox", vec!["Lunchbox"]),
            ("lunchbxo ", "Lunch Box", vec!["Lunch Box"]),
            ("टीशर्ट ", "सूती टी शर्ट", vec!["टी शर्ट"]),
            ("टी शर्ट ", "सूती टीशर्ट", vec!["टीशर्ट"]),
            ("title:tshirt ", "Cotton T Shirt", vec!["T Shirt"]),
            ("\"lunch box\" ", "Steel Lunchbox", vec![]),
            ("rtx2060 ", "RTX 2060 Card", vec!["RTX 2060"]),
            ("rtx 2060 ", "RTX2060 Card", vec!["RTX2060"]),
            ("blue tshirt ", "Blue T Shirt", vec!["Blue", "T Shirt"]),
        ] {
            assert_eq!(marked(query, text), want, "{query}");
        }
    }

    #[test]
    fn swapped_letters_are_one_mistake() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(edits(&chars("tripdo"), &chars("tripod")), 1);
        assert_eq!(edits(&chars("lamp"), &chars("lamps")), 1);
        assert_eq!(edits(&chars("lamp"), &chars("lmapy")), 2);
        assert_eq!(edits(&chars(""), &chars("ab")), 2);
    }

    #[test]
    fn a_mistake_is_found_only_where_nothing_fits_as_typed() {
        let product: Product = serde_json::from_value(serde_json::json!({
            "id": "p", "domain": "fashion", "title": "Shirt", "brand": "Shirts & Skirts"
        }))
        .unwrap();
        let asked = ask::read("shirt ", Style::TypeAhead);
        let found = Marker::of(&asked).explain(&product);
        assert_eq!(found, [(FieldName::Title, 0..5), (FieldName::Brand, 0..6)]);
    }
}
