//! What the checks ask of the catalogue.

use crate::domain::{Product, ProductId};

/// The catalogue, as far as the checks need it.
pub trait Facts {
    /// The product of an id; `None` when the catalogue does not know it.
    fn product(&self, id: &ProductId) -> Option<&Product>;

    /// Whether some product of the catalogue has this brand. `name` is in lower case with single spaces between words.
    ///
    /// Without an answer only brands that occur in the conversation are known: those of products that were mentioned
    /// or found, and those that the shopper likes.
    fn is_brand(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// How a folded word sounds, the same for both scripts; `None` for a word that sounds like too many others.
    ///
    /// Without an answer a product is known again only in the script of its titles.
    fn sound(&self, word: &str) -> Option<String> {
        let _ = word;
        None
    }
}
