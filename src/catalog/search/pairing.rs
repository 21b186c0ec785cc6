//! What goes with a product: other kinds of things, for the same person, in colours that suit it.
//!
//! Owns: which kinds go together and which colours do, as a data file says. Does not: know outfits that people made.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query};
use tantivy::{Score, Term};

use super::asked::Order;
use super::query::ProductQuery;
use super::rank::Shelf;
use super::similar::sharing;
use crate::catalog::index::facets::Side;
use crate::catalog::index::{IndexError, PinnedIndex};
use crate::catalog::typed::Typed;
use crate::catalog::words::accessories;
use crate::catalog::words::fold::{fold, singular, words};
use crate::catalog::words::people::Wearer;
use crate::domain::{Domain, Product, ProductId};

/// What a colour that suits counts, and the very same person, in the worth of a rare word.
const SUITING_COLOR: Score = 2.0;
const SAME_WEARER: Score = 3.0;

/// A product that goes with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Its id.
    pub product: ProductId,
    /// The kind of thing that it is, such as `dupatta`.
    pub kind: &'static str,
    /// How well it goes; only the order within one kind means anything.
    pub score: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    name: String,
    words: Vec<String>,
    with: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Colors {
    neutral: HashSet<String>,
    with: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: Vec<Kind>,
    colors: Colors,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // A unit test reads the same text, so it cannot fail here.
    toml::from_str(include_str!("../data/pairing.toml")).unwrap_or_default()
});

static BY_NAME: LazyLock<HashMap<&'static str, &'static Kind>> = LazyLock::new(|| {
    TABLE
        .kind
        .iter()
        .map(|kind| (kind.name.as_str(), kind))
        .collect()
});

/// The words of a text as kinds are written.
fn keys(text: &str) -> Vec<String> {
    let mut keys = words(text);
    keys.iter_mut().for_each(singular);
    keys
}

impl Kind {
    /// The kind of a product: that whose words stand last in what its title names, of equal ones the longest; else by its
    /// narrowest category.
    fn of(product: &Product) -> Option<&'static Kind> {
        let title = keys(&product.title);
        let own = keys(&accessories::subject(&product.title).join(" "));
        let mut texts = vec![own, title];
        texts.extend(product.categories.iter().rev().map(|name| keys(name)));
        texts.iter().find_map(|text| Kind::named_in(text))
    }

    fn named_in(text: &[String]) -> Option<&'static Kind> {
        let mut best: Option<(usize, usize, &Kind)> = None;
        for kind in &TABLE.kind {
            for name in &kind.words {
                let name = keys(name);
                let mut places = text.windows(name.len().max(1));
                let Some(at) = places.rposition(|place| place == name) else {
                    continue;
                };
                let rank = (at + name.len(), name.len());
                if best.is_none_or(|(end, length, _)| rank > (end, length)) {
                    best = Some((rank.0, rank.1, kind));
                }
            }
        }
        best.map(|(_, _, kind)| kind)
    }
}

/// Whether a text ends with the name of a kind of thing that is known.
pub(in crate::catalog) fn ends_with_kind(text: &str) -> bool {
    let text = keys(text);
    let mut names = TABLE.kind.iter().flat_map(|kind| &kind.words);
    names.any(|name| {
        let name = keys(name);
        !name.is_empty() && text.ends_with(&name)
    })
}

/// The colours that suit these.
fn suiting(colors: &[String]) -> Vec<String> {
    let mut out: Vec<String> = TABLE.colors.neutral.iter().cloned().collect();
    out.sort();
    for color in colors {
        out.push(color.clone());
        out.extend(TABLE.colors.with.get(color).into_iter().flatten().cloned());
    }
    let mut seen = HashSet::new();
    out.retain(|color| seen.insert(color.clone()));
    out
}

impl PinnedIndex {
    /// Products of other kinds that go with this one, taking turns by kind, the most wanted kind first. None when its kind
    /// is not known.
    ///
    /// # Errors
    /// [`IndexError::Broken`] when the files are damaged.
    pub fn pairs(&self, product: &Product, limit: usize) -> Result<Vec<Pair>, IndexError> {
        let Some(kind) = Kind::of(product) else {
            return Ok(Vec::new());
        };
        let query = ProductQuery {
            limit,
            ..ProductQuery::default()
        };
        let mut shelves: Vec<std::vec::IntoIter<Pair>> = Vec::new();
        let companions = kind
            .with
            .iter()
            .filter_map(|name| BY_NAME.get(name.as_str()));
        for companion in companions {
            let built = self.companions(product, companion);
            let answer = self
                .run(&built, &query, Order::Relevance)
                .map_err(|error| IndexError::of(&self.dir, error))?;
            let pair = |hit: super::query::Hit| Pair {
                product: hit.product,
                kind: companion.name.as_str(),
                score: hit.score,
            };
            shelves.push(
                answer
                    .hits
                    .into_iter()
                    .map(pair)
                    .collect::<Vec<_>>()
                    .into_iter(),
            );
        }
        let mut pairs: Vec<Pair> = Vec::new();
        let mut seen: HashSet<ProductId> = HashSet::from([product.id.clone()]);
        while pairs.len() < limit && shelves.iter().any(|shelf| shelf.len() > 0) {
            for shelf in &mut shelves {
                if let Some(pair) = shelf.find(|pair| seen.insert(pair.product.clone())) {
                    pairs.push(pair);
                }
            }
        }
        pairs.truncate(limit);
        Ok(pairs)
    }

    fn companions(&self, product: &Product, kind: &Kind) -> BooleanQuery {
        let fields = &self.fields;
        let shelf = self.shelf();
        let names = kind
            .words
            .iter()
            .filter_map(|name| named(shelf, &keys(name)));
        let names = names.map(|query| (Occur::Should, query)).collect();
        let mut parts: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(BooleanQuery::new(names)))];
        if product.domain == Domain::Fashion {
            let fashion = fields.key(Side::Domain, product.domain.code());
            parts.push((Occur::Must, sharing(fashion, 0.0)));
            for color in suiting(&Typed::of(product).colors) {
                let term = fields.key(Side::Color, &color);
                parts.push((Occur::Should, sharing(term, SUITING_COLOR)));
            }
        }
        if let Some(wearer) = Wearer::of(product) {
            for other in Wearer::ALL {
                let occur = match other == wearer {
                    true => Occur::Should,
                    false => Occur::MustNot,
                };
                for word in other.words() {
                    for field in [fields.title, fields.category, fields.attributes] {
                        let term = Term::from_field_text(field, &fold(word));
                        parts.push((occur, sharing(term, SAME_WEARER)));
                    }
                }
            }
        }
        BooleanQuery::new(parts)
    }
}

/// Products whose title names the thing so.
fn named(shelf: Shelf<'_>, name: &[String]) -> Option<Box<dyn Query>> {
    let fields = shelf.fields;
    match name {
        [] => None,
        [word] => {
            let term = Term::from_field_text(fields.subject, word);
            let worth = shelf.rarity_in_titles(word);
            Some(sharing(term, worth))
        }
        several => {
            let terms = several
                .iter()
                .map(|word| Term::from_field_text(fields.title, word));
            let worth = several
                .iter()
                .map(|word| shelf.rarity_in_titles(word))
                .sum();
            let phrase = PhraseQuery::new(terms.collect());
            Some(Box::new(ConstScoreQuery::new(Box::new(phrase), worth)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(title: &str, category: &str) -> Product {
        serde_json::from_value(serde_json::json!({
            "id": "p", "domain": "fashion", "title": title, "categories": [category]
        }))
        .unwrap()
    }

    #[test]
    fn every_kind_goes_with_kinds_that_there_are() {
        let table: Table = toml::from_str(include_str!("../data/pairing.toml")).unwrap();
        let names: HashSet<&str> = table.kind.iter().map(|kind| kind.name.as_str()).collect();
        assert_eq!(names.len(), table.kind.len(), "each name once");
        for kind in &table.kind {
            assert!(
                !kind.words.is_empty() && !kind.with.is_empty(),
                "{}",
                kind.name
            );
            for other in &kind.with {
                assert!(names.contains(other.as_str()), "{} with {other}", kind.name);
                assert_ne!(other, &kind.name);
            }
            assert!(
                kind.words.iter().all(|word| !keys(word).is_empty()),
                "{}",
                kind.name
            );
        }
    }

    #[test]
    fn a_product_is_what_its_title_names_last() {
        for (title, category, want) in [
            ("Blue Cotton Kurta", "Men", Some("kurta")),
            ("HP 530 Notebook PC", "Computers", Some("desktop")),
            ("Targus Laptop Backpack", "Bags", Some("laptop bag")),
            ("Running Shoes for Men", "Men", Some("sneakers")),
            ("Anarkali", "Kurtas", Some("kurta")),
            ("Something else", "Other", None),
        ] {
            let kind = Kind::of(&product(title, category)).map(|kind| kind.name.as_str());
            assert_eq!(kind, want, "{title}");
        }
    }

    #[test]
    fn neutral_colours_suit_all_and_others_their_own() {
        let blue = suiting(&["blue".to_owned()]);
        for color in ["black", "blue", "pink"] {
            assert!(blue.iter().any(|c| c == color), "{color}");
        }
        assert!(!blue.iter().any(|c| c == "purple"));
    }
}
