//! The department of a product whose file does not name it.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::catalog::words::fold::words;
use crate::domain::{Attributes, Domain};

static WORDS: LazyLock<HashMap<String, Domain>> = LazyLock::new(|| {
    let table: HashMap<Domain, Vec<String>> =
        toml::from_str(include_str!("../data/domains.toml")).unwrap_or_default();
    table
        .into_iter()
        .flat_map(|(domain, list)| {
            list.into_iter()
                .map(move |word| (crate::catalog::words::fold::fold(&word), domain))
        })
        .collect()
});

fn of_word(word: &str) -> Option<Domain> {
    let singular = || WORDS.get(word.strip_suffix('s')?);
    let stem = || WORDS.get(word.strip_suffix("es")?);
    let y = || WORDS.get(&format!("{}y", word.strip_suffix("ies")?));
    WORDS
        .get(word)
        .or_else(singular)
        .or_else(stem)
        .or_else(y)
        .copied()
}

/// The department that the last known word of a category name tells.
pub(in crate::catalog) fn of_name(name: &str) -> Option<Domain> {
    words(name).iter().rev().find_map(|word| of_word(word))
}

/// Guesses: the widest category with a known word, then what only books have, then the title's last known word.
pub(super) fn guess(categories: &[String], title: &str, attributes: &Attributes) -> Domain {
    let by_category = categories.iter().find_map(|name| of_name(name));
    if let Some(domain) = by_category {
        return domain;
    }
    let bookish = ["author", "isbn", "isbn13"];
    if bookish.iter().any(|name| attributes.contains_key(*name)) {
        return Domain::Books;
    }
    let title: String = title.split(['(', ',']).next().unwrap_or(title).to_owned();
    words(&title)
        .iter()
        .rev()
        .find_map(|w| of_word(w))
        .unwrap_or(Domain::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_by_category_and_title() {
        assert!(WORDS.len() > 200);
        let none = Attributes::new();
        for (path, title, want) in [
            (
                &["Home Furnishing", "Curtains"][..],
                "x",
                Domain::HomeGarden,
            ),
            (&["Clothing", "Women's Clothing"], "x", Domain::Fashion),
            (
                &["Baby Care", "Baby Bath Towels"],
                "Bath Towel",
                Domain::Other,
            ),
            (&[], "Sathiyas Cotton Bath Towel", Domain::HomeGarden),
            (
                &[],
                "Parx Men Blue Slim Fit Checked Casual Shirt",
                Domain::Fashion,
            ),
            (&[], "DKNY Unisex Trolley Bag", Domain::Fashion),
            (
                &[],
                "Noise 20W Bluetooth Speaker (Black)",
                Domain::Electronics,
            ),
            (&[], "नीला सूती कुर्ता", Domain::Fashion),
            (&[], "Something", Domain::Other),
        ] {
            let path: Vec<String> = path.iter().map(|s| (*s).to_owned()).collect();
            assert_eq!(guess(&path, title, &none), want, "{path:?} {title}");
        }
        let book = Attributes::from([("author".to_owned(), vec!["X".to_owned()])]);
        assert_eq!(guess(&[], "The Shirt", &book), Domain::Books);
    }
}
