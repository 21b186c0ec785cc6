//! A picture in words: what a product looks like, from what the catalogue says.
//!
//! Owns: the line that stands for a picture where none is shown, and beside one for those who cannot see it.
//! Does not: look at the picture; only what the catalogue states is said.

use crate::domain::Product;

/// Colours that are named at most; more are "multicolour".
const COLOURS: usize = 3;

/// A picture in words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AltText {
    /// In English: colour, pattern, material and type, as far as they are known.
    pub en: String,
    /// In Hindi: the catalogue's own Hindi title, which names the same.
    pub hi: Option<String>,
}

/// What a product looks like, in words.
pub fn of(product: &Product) -> AltText {
    AltText {
        en: english(product),
        hi: product
            .title_hi
            .as_deref()
            .map(str::trim)
            .filter(|title| !title.is_empty())
            .map(str::to_owned),
    }
}

fn english(product: &Product) -> String {
    let known = |name: &str| {
        let value = product.attribute(name).map(str::trim);
        value.filter(|value| !value.is_empty())
    };
    let kind = known("type")
        .or_else(|| product.categories.last().map(|name| name.trim()))
        .filter(|kind| !kind.is_empty())
        .unwrap_or(product.title.trim());
    let colours = colours(product);
    let mut words: Vec<&str> = Vec::new();
    words.extend(colours.as_deref());
    for name in ["pattern", "material"] {
        // "printed cotton" and "cotton" say cotton twice, and so does "denim jeans".
        let value = known(name).filter(|value| !has_word(kind, value) && !words.contains(value));
        words.extend(value);
    }
    words.push(kind);
    capitalised(&words.join(" "))
}

fn colours(product: &Product) -> Option<String> {
    let all = product.attributes.get("color")?;
    let mut named: Vec<&str> = all
        .iter()
        .map(|c| c.trim())
        .filter(|c| !c.is_empty())
        .collect();
    named.dedup();
    match named.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [first @ .., last] if named.len() <= COLOURS => {
            Some(format!("{} and {last}", first.join(", ")))
        }
        _ => Some("multicolour".to_owned()),
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(' ').any(|part| part.eq_ignore_ascii_case(word))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Attributes, Domain, ProductId};

    fn product(attributes: &[(&str, &[&str])]) -> Product {
        let attributes: Attributes = attributes
            .iter()
            .map(|(name, values)| {
                let values = values.iter().map(|value| (*value).to_owned()).collect();
                ((*name).to_owned(), values)
            })
            .collect();
        Product {
            id: ProductId::from("x"),
            source: String::new(),
            domain: Domain::Fashion,
            title: "A Title".to_owned(),
            title_hi: None,
            brand: None,
            categories: Vec::new(),
            price: None,
            mrp: None,
            rating: None,
            rating_count: None,
            stock: None,
            description: None,
            attributes,
            image: None,
            new_description: None,
        }
    }

    #[test]
    fn colour_pattern_and_material_come_before_the_type() {
        let dress = product(&[
            ("type", &["dress"]),
            ("color", &["sky blue"]),
            ("pattern", &["polka dot"]),
            ("material", &["crepe"]),
        ]);
        assert_eq!(of(&dress).en, "Sky blue polka dot crepe dress");
        let two = product(&[("type", &["cap"]), ("color", &["grey", "olive"])]);
        assert_eq!(of(&two).en, "Grey and olive cap");
        let many = product(&[("type", &["cap"]), ("color", &["a", "b", "c", "d"])]);
        assert_eq!(of(&many).en, "Multicolour cap");
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        assert_eq!(of(&product(&[])).en, "A Title");
        let mut shelf = product(&[("material", &[" "])]);
        shelf.categories = vec!["Home".to_owned(), "Shelves".to_owned()];
        assert_eq!(of(&shelf).en, "Shelves");
    }

    #[test]
    fn hindi_is_the_catalogues_own() {
        let mut saree = product(&[("type", &["saree"])]);
        saree.title_hi = Some("लाल साड़ी".to_owned());
        assert_eq!(of(&saree).hi.as_deref(), Some("लाल साड़ी"));
    }
}
