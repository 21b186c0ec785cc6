//! Category names as tags: on which products each stands, whatever its place in the path.

pub(super) mod judge;
pub(super) mod tag_domain;
pub(super) mod tree;

use std::collections::{HashMap, HashSet};

use serde::{Serialize, Serializer};

use self::tree::most;
use super::rows::original_id::original_id;
use crate::domain::{Domain, Product, ProductId};

/// One category name.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// As the catalogue writes it.
    pub name: String,
    /// How many products carry it.
    pub items: u64,
    /// The department of most of them.
    pub domain: Domain,
    /// How many are in that department.
    pub in_domain: u64,
    /// How many are of a brand with which the name begins.
    pub branded: u64,
}

/// All tags of a catalogue with their products, in the order in which they first came.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    entries: Vec<Entry>,
    by_name: HashMap<String, usize>,
    products: Vec<(ProductId, u32)>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    members: Vec<u32>,
    domains: [u64; Domain::ALL.len()],
    branded: u64,
}

impl Tags {
    /// Takes in a product; each id is to come once.
    pub fn add(&mut self, product: &Product) {
        if product.categories.is_empty() {
            return;
        }
        let number = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        let prefix = product.id.as_str().len() - original_id(product).len();
        let prefix = u32::try_from(prefix).unwrap_or(0);
        self.products.push((product.id.clone(), prefix));
        let domain = Domain::ALL
            .iter()
            .position(|d| *d == product.domain)
            .unwrap_or(0);
        for name in &product.categories {
            let entry = self.entry(name);
            // A name that a path holds twice counts once.
            if entry.members.last() == Some(&number) {
                continue;
            }
            entry.members.push(number);
            entry.domains[domain] += 1;
            entry.branded += u64::from(is_branded(name, product.brand.as_deref()));
        }
    }

    fn entry(&mut self, name: &str) -> &mut Entry {
        let next = self.entries.len();
        let at = match self.by_name.get(name) {
            Some(at) => *at,
            None => {
                self.by_name.insert(name.to_owned(), next);
                self.entries.push(Entry {
                    name: name.to_owned(),
                    members: Vec::new(),
                    domains: [0; Domain::ALL.len()],
                    branded: 0,
                });
                next
            }
        };
        &mut self.entries[at]
    }

    /// How many tags there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every tag, in the order in which they first came.
    pub fn iter(&self) -> impl Iterator<Item = Tag> + '_ {
        self.entries.iter().map(|entry| {
            let (domain, in_domain) = most(&entry.domains);
            Tag {
                name: entry.name.clone(),
                items: entry.members.len() as u64,
                domain,
                in_domain,
                branded: entry.branded,
            }
        })
    }

    /// The map from these tags to the ids of their products.
    pub fn map(&self, names: &HashSet<&str>) -> TagMap<'_> {
        let entries: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|e| names.contains(e.name.as_str()))
            .collect();
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let mut ambiguous = HashSet::new();
        let mut items = HashSet::new();
        for number in entries.iter().flat_map(|entry| &entry.members) {
            if items.insert(*number)
                && let Some(other) = seen.insert(self.original(*number), *number)
            {
                ambiguous.extend([other, *number]);
            }
        }
        TagMap {
            tags: self,
            entries,
            items: items.len() as u64,
            ambiguous,
        }
    }

    /// The id that a product had in its own catalogue.
    fn original(&self, number: u32) -> &str {
        let (id, prefix) = &self.products[number as usize];
        id.as_str().get(*prefix as usize..).unwrap_or(id.as_str())
    }
}

fn is_branded(name: &str, brand: Option<&str>) -> bool {
    brand.is_some_and(|brand| {
        let rest = name.to_lowercase();
        let rest = rest.strip_prefix(&brand.to_lowercase());
        !brand.is_empty() && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// Tags with the original ids of their products; written as the published `category2items.json`: `{tag: [ids]}`.
///
/// Tags stand in the order in which products first carried them, products in the order of the catalogue. An id that two
/// catalogues use for two products is written with its source before it.
#[derive(Clone, Debug)]
pub struct TagMap<'t> {
    tags: &'t Tags,
    entries: Vec<&'t Entry>,
    items: u64,
    ambiguous: HashSet<u32>,
}

impl TagMap<'_> {
    /// How many tags it has.
    pub fn categories(&self) -> usize {
        self.entries.len()
    }

    /// How many products stand in it.
    pub fn items(&self) -> u64 {
        self.items
    }

    /// How many times a product stands in it.
    pub fn memberships(&self) -> u64 {
        self.entries
            .iter()
            .map(|entry| entry.members.len() as u64)
            .sum()
    }

    /// How many products keep their source before the id, because another one has the same.
    pub fn ambiguous(&self) -> usize {
        self.ambiguous.len()
    }

    /// A tag's name and the ids of its products.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.entries.iter().map(|entry| {
            let ids = entry.members.iter().map(|number| self.id(*number));
            (entry.name.as_str(), ids.collect())
        })
    }

    fn id(&self, number: u32) -> &str {
        if self.ambiguous.contains(&number) {
            self.tags.products[number as usize].0.as_str()
        } else {
            self.tags.original(number)
        }
    }
}

impl Serialize for TagMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Reads names of categories: a JSON list of names, a JSON object whose keys are names, or one name a line.
///
/// # Errors
/// A sentence when it is JSON of another shape.
pub fn names_in(text: &str) -> Result<Vec<String>, String> {
    use serde_json::Value;
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with(['[', '{']) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        return Ok(lines.map(str::to_owned).collect());
    }
    let shape = "a list of names such as [\"Sandals\", \"Boots\"], an object whose keys are names, or one name a line";
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map.into_iter().map(|(name, _)| name).collect()),
        Ok(Value::Array(list)) => {
            let name = |(at, value)| match value {
                Value::String(name) => Ok(name),
                other => Err(format!(
                    "entry {at} is {other}, no name; expected is {shape}"
                )),
            };
            (1..).zip(list).map(name).collect()
        }
        Ok(other) => Err(format!("it holds {other}; expected is {shape}")),
        Err(error) => Err(format!("it is no JSON ({error}); expected is {shape}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, source: &str, path: &[&str], brand: Option<&str>) -> Product {
        let json = serde_json::json!({
            "id": id, "source": source, "domain": "fashion", "title": "x", "categories": path, "brand": brand,
        });
        serde_json::from_value(json).unwrap()
    }

    fn tags() -> Tags {
        let mut tags = Tags::default();
        tags.add(&product(
            "off:2",
            "off",
            &["Clothing", "Women", "Shoes", "Sandals"],
            None,
        ));
        tags.add(&product(
            "off:1",
            "off",
            &["Clothing", "Women", "Shoes", "Boots"],
            None,
        ));
        tags.add(&product(
            "1",
            "",
            &["Clothing", "Boots", "Bata Boots"],
            Some("Bata"),
        ));
        tags.add(&product("3", "", &[], None));
        tags
    }

    #[test]
    fn tags_come_in_order_with_their_counts() {
        let tags = tags();
        let all: Vec<_> = tags.iter().map(|t| (t.name, t.items, t.branded)).collect();
        let want = [
            ("Clothing", 3, 0),
            ("Women", 2, 0),
            ("Shoes", 2, 0),
            ("Sandals", 1, 0),
            ("Boots", 2, 0),
            ("Bata Boots", 1, 1),
        ];
        let want: Vec<_> = want.map(|(n, i, b)| (n.to_owned(), i, b)).into();
        assert_eq!(all, want);
    }

    #[test]
    fn the_map_has_the_published_shape() {
        let tags = tags();
        let map = tags.map(&HashSet::from(["Boots", "Sandals", "Nothing"]));
        // Two products are called 1 in their own catalogues.
        assert_eq!(
            serde_json::to_string(&map).unwrap(),
            r#"{"Sandals":["2"],"Boots":["off:1","1"]}"#
        );
        assert_eq!(
            (
                map.categories(),
                map.items(),
                map.memberships(),
                map.ambiguous()
            ),
            (2, 3, 3, 2)
        );
        let map = tags.map(&HashSet::from(["Sandals"]));
        assert_eq!((map.items(), map.ambiguous()), (1, 0));
    }

    #[test]
    fn names_are_read_in_three_shapes() {
        let want = ["Sandals", "Ties, Belts & More"];
        for text in [
            "[\"Sandals\", \"Ties, Belts & More\"]",
            "{\"Sandals\": [], \"Ties, Belts & More\": [1]}",
            "Sandals\r\n\nTies, Belts & More\n",
        ] {
            assert_eq!(names_in(text).unwrap(), want);
        }
        for (text, why) in [("[1]", "entry 1"), ("[\"a\"", "no JSON")] {
            assert!(names_in(text).unwrap_err().contains(why), "{text}");
        }
    }
}
