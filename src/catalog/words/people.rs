//! For whom a product is made, as far as its attributes, categories and title say.

use super::fold::{fold, singular, words};
use crate::domain::Product;

/// For whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::catalog) enum Wearer {
    /// Men.
    Men,
    /// Women.
    Women,
    /// Boys.
    Boys,
    /// Girls.
    Girls,
}

impl Wearer {
    pub(in crate::catalog) const ALL: [Wearer; 4] =
        [Wearer::Men, Wearer::Women, Wearer::Boys, Wearer::Girls];

    /// The words that say so, in the singular.
    pub(in crate::catalog) fn words(self) -> &'static [&'static str] {
        match self {
            Wearer::Men => &["man", "male", "gent", "पुरुष", "पुरुषों", "mard"],
            Wearer::Women => &["woman", "female", "lady", "महिला", "महिलाओं", "aurat"],
            Wearer::Boys => &["boy", "लड़के", "लड़कों"],
            Wearer::Girls => &["girl", "लड़की", "लड़कियों"],
        }
    }

    /// For whom a product is; `None` when it does not say, or says several.
    pub(in crate::catalog) fn of(product: &Product) -> Option<Wearer> {
        let gender = product.attributes.get("gender").into_iter().flatten();
        let gender: Vec<&str> = gender.map(String::as_str).collect();
        let categories = product.categories.join(" ");
        let texts = [gender.join(" "), categories, product.title.clone()];
        let mut told = texts.iter().map(|text| Wearer::of_text(text));
        match told.find(|told| !told.is_empty())?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Everyone whom a text names, in the order of [`Wearer::ALL`].
    pub(in crate::catalog) fn of_text(text: &str) -> Vec<Wearer> {
        let mut words = words(text);
        words.iter_mut().for_each(singular);
        let named = |wearer: &Wearer| {
            let mut names = wearer.words().iter();
            names.any(|name| words.contains(&fold(name)))
        };
        Wearer::ALL.into_iter().filter(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_speak_before_categories_and_titles() {
        let product = |gender: &[&str], title: &str| -> Product {
            serde_json::from_value(serde_json::json!({
                "id": "p", "domain": "fashion", "title": title, "attributes": {"gender": gender}
            }))
            .unwrap()
        };
        assert_eq!(
            Wearer::of(&product(&["Men"], "Women's Kurta")),
            Some(Wearer::Men)
        );
        assert_eq!(
            Wearer::of(&product(&[], "Women's Kurta")),
            Some(Wearer::Women)
        );
        assert_eq!(Wearer::of(&product(&["men", "women"], "Kurta")), None);
        assert_eq!(
            Wearer::of(&product(&[], "Watch for Girls")),
            Some(Wearer::Girls)
        );
        assert_eq!(Wearer::of(&product(&[], "Kettle")), None);
    }
}
