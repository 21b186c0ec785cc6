//! Another product in the place of the one that a turn names: the turn names it, and its words follow as far as they can.

use super::Review;
use super::editing::Editing;
use crate::domain::{Language, Product, ProductId, Turn};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;

impl Review {
    /// Puts a product into the turn under the cursor and opens its words to be looked over.
    pub(super) fn use_product(&mut self, product: &Product) -> Effects {
        let tell = |text: &str| vec![Effect::Tell(Level::Warn, text.to_owned())];
        if self.editing.is_some() {
            return tell("an edit is open: save it or go back, then use the product");
        }
        if self.opening.is_some() {
            return tell("the conversation is still being read; try again");
        }
        let Some(reader) = &self.reader else {
            return tell(
                "open a conversation here first; the product goes into the turn under the cursor",
            );
        };
        let Some(turn) = reader.turn().cloned() else {
            return Effects::new();
        };
        let review = &reader.reading.reviewed.review;
        let named = review.mentioned(&turn);
        if named.contains(&product.id) {
            return tell("the turn names this product already");
        }
        let old = named
            .iter()
            .find(|id| {
                self.card_product()
                    .is_none_or(|(shown, ..)| shown.id == **id)
            })
            .or(named.first());
        let products = replaced(named, old, &product.id);
        let before = review.text(&turn).to_owned();
        let old = old.and_then(|id| reader.reading.products.get(id));
        let words = reworded(&before, &turn, old, product);
        let (id, version) = (reader.id(), review.version(turn.id));
        self.outstanding += 1;
        let editing = Editing::new(id, turn.id, version, &before, Some(&words));
        self.editing = Some(editing);
        let text = "the turn names it now; look its words over: Ctrl-S saves them, Esc leaves them as they were";
        vec![
            Effect::Mention {
                conversation: id,
                turn: turn.id,
                products,
            },
            Effect::Tell(Level::Info, text.to_owned()),
        ]
    }
}

/// The products named with one in the place of another, or at the end when there is none to replace.
fn replaced(named: &[ProductId], old: Option<&ProductId>, new: &ProductId) -> Vec<ProductId> {
    let mut products = named.to_vec();
    match old.and_then(|old| products.iter().position(|id| id == old)) {
        Some(at) => products[at] = new.clone(),
        None => products.push(new.clone()),
    }
    products
}

/// The text with title, brand and prices of the old product changed to those of the new one; where none of them stands in
/// it, the new title and price are put at the end.
fn reworded(text: &str, turn: &Turn, old: Option<&Product>, new: &Product) -> String {
    let mut words = text.to_owned();
    for (before, after) in old.map_or_else(Vec::new, |old| pairs(old, new)) {
        words = words.replace(&before, &after);
    }
    if words != text {
        return words;
    }
    let title = match (turn.language, &new.title_hi) {
        (Language::Hi, Some(hindi)) => hindi,
        _ => &new.title,
    };
    let price = new
        .price
        .map_or_else(String::new, |price| format!(", {price}"));
    format!("{} {title}{price}", text.trim_end())
}

/// What the old product's texts become, the longest first, so that no part of one is taken for another.
fn pairs(old: &Product, new: &Product) -> Vec<(String, String)> {
    let price = |product: &Product| product.price.map(|price| price.to_string());
    let plain = |product: &Product| {
        let shown = price(product)?;
        Some(
            shown
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>(),
        )
    };
    let bare = |product: &Product| Some(price(product)?.trim_start_matches('₹').to_owned());
    let both = [
        (Some(old.title.clone()), Some(new.title.clone())),
        (old.title_hi.clone(), new.title_hi.clone()),
        (old.brand.clone(), new.brand.clone()),
        (price(old), price(new)),
        (bare(old), bare(new)),
        (plain(old), plain(new)),
    ];
    let known = both
        .into_iter()
        .filter_map(|(before, after)| Some((before?, after?)));
    // A text of one or two letters stands in too many others.
    let mut pairs: Vec<(String, String)> = known
        .filter(|(before, after)| before.chars().count() > 2 && before != after)
        .collect();
    pairs.sort_by_key(|(before, _)| std::cmp::Reverse(before.len()));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, brand: &str, price: i64) -> Product {
        serde_json::from_value(serde_json::json!({
            "id": id, "domain": "fashion", "title": format!("{brand} Blue Kurta"),
            "title_hi": format!("{brand} नीला कुर्ता"), "brand": brand,
            "price": {"minor": price * 100, "currency": "INR"},
        }))
        .unwrap()
    }

    fn turn(language: &str) -> Turn {
        let ids = crate::domain::IdSequence::new(7, 0);
        serde_json::from_value(serde_json::json!({
            "id": ids.turn(0, 0), "speaker": "assistant", "act": "recommend", "language": language,
            "text": "", "mentioned": [],
        }))
        .unwrap()
    }

    #[test]
    fn words_follow_the_product_as_far_as_they_name_it() {
        let (old, new) = (
            product("a", "Tarang", 1_499),
            product("b", "Rangsutra", 999),
        );
        let text = "ye dekhiye, Tarang ka blue kurta, ₹1,499 ka hai (1499 only)";
        assert_eq!(
            reworded(text, &turn("hinglish"), Some(&old), &new),
            "ye dekhiye, Rangsutra ka blue kurta, ₹999 ka hai (999 only)"
        );
        let hindi = reworded("ये देखिए।", &turn("hi"), Some(&old), &new);
        assert_eq!(hindi, "ये देखिए। Rangsutra नीला कुर्ता, ₹999");
        let english = reworded("Here.", &turn("en"), None, &new);
        assert_eq!(english, "Here. Rangsutra Blue Kurta, ₹999");
    }

    #[test]
    fn one_product_takes_the_place_of_another() {
        let ids: Vec<ProductId> = ["a", "b"].into_iter().map(ProductId::from).collect();
        let new = ProductId::from("c");
        assert_eq!(
            replaced(&ids, Some(&ids[1]), &new),
            [ids[0].clone(), new.clone()]
        );
        assert_eq!(replaced(&[], None, &new), [new]);
    }
}
