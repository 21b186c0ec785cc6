//! The department of a tag, with how sure that is.

use std::collections::HashMap;

use serde::Serialize;

use super::Tag;
use crate::catalog::rows::department;
use crate::domain::Domain;

/// What a department was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A person's file.
    File,
    /// The words of the tag and its products alike.
    Both,
    /// Its products, where its words say nothing or something else.
    Items,
    /// Its words, where its products are of many departments.
    Words,
}

/// A tag's department.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TagDomain {
    /// The department.
    pub domain: Domain,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
    /// What it was taken from.
    pub by: By,
}

/// Departments that a person gave to tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenDomains(HashMap<String, Domain>);

impl GivenDomains {
    /// Reads `{"Sandals": "fashion"}`, as JSON or as TOML lines `"Sandals" = "fashion"`.
    ///
    /// # Errors
    /// A sentence with the place of what cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let names: HashMap<String, String> = if text.trim_start().starts_with('{') {
            serde_json::from_str(text)
                .map_err(|error| format!("it is no object of names and departments: {error}"))?
        } else {
            toml::from_str(text)
                .map_err(|error| format!("it is no table of names and departments: {error}"))?
        };
        let domain = |(name, domain): (String, String)| match domain.parse() {
            Ok(domain) => Ok((name, domain)),
            Err(error) => Err(format!("{name}: {error}")),
        };
        let mut pairs: Vec<_> = names.into_iter().collect();
        pairs.sort();
        pairs
            .into_iter()
            .map(domain)
            .collect::<Result<_, _>>()
            .map(GivenDomains)
    }
}

/// The share of a tag's products from which they outvote its words.
const OUTVOTES: f32 = 0.8;

/// The department of a tag.
pub fn domain_of(tag: &Tag, given: &GivenDomains) -> TagDomain {
    if let Some(domain) = given.0.get(&tag.name) {
        return TagDomain {
            domain: *domain,
            confidence: 1.0,
            by: By::File,
        };
    }
    let share = if tag.items == 0 {
        0.0
    } else {
        tag.in_domain as f32 / tag.items as f32
    };
    let by_items = |confidence| TagDomain {
        domain: tag.domain,
        confidence,
        by: By::Items,
    };
    match department::of_name(&tag.name) {
        Some(domain) if domain == tag.domain => TagDomain {
            domain,
            confidence: (1.0 + share) / 2.0,
            by: By::Both,
        },
        None => by_items(share * 0.9),
        Some(_) if share >= OUTVOTES && tag.domain != Domain::Other => by_items(share * 0.7),
        Some(domain) => TagDomain {
            domain,
            confidence: 1.0 - share * 0.5,
            by: By::Words,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str, domain: Domain, in_domain: u64) -> Tag {
        Tag {
            name: name.to_owned(),
            items: 10,
            domain,
            in_domain,
            branded: 0,
        }
    }

    #[test]
    fn words_and_products_vote() {
        use Domain::{Books, Electronics, Fashion, HomeGarden, Other};
        for (name, domain, in_domain, want, by) in [
            ("Sandals", Fashion, 10, Fashion, By::Both),
            ("Strand", Fashion, 10, Fashion, By::Items),
            ("Laptop Bags", Electronics, 9, Electronics, By::Items),
            ("Curtains", Other, 10, HomeGarden, By::Words),
            ("Books", Fashion, 4, Books, By::Words),
        ] {
            let found = domain_of(&tag(name, domain, in_domain), &GivenDomains::default());
            assert_eq!((found.domain, found.by), (want, by), "{name}");
            assert!((0.0..=1.0).contains(&found.confidence), "{name}");
        }
        let sure = domain_of(&tag("Sandals", Fashion, 10), &GivenDomains::default());
        let less = domain_of(&tag("Sandals", Fashion, 6), &GivenDomains::default());
        assert!(sure.confidence > less.confidence);
    }

    #[test]
    fn a_file_wins() {
        for text in ["{\"Sandals\": \"books\"}", "\"Sandals\" = \"books\"\n"] {
            let given = GivenDomains::read(text).unwrap();
            let found = domain_of(&tag("Sandals", Domain::Fashion, 10), &given);
            assert_eq!((found.domain, found.by), (Domain::Books, By::File));
        }
        let error = GivenDomains::read("{\"Sandals\": \"shoes\"}").unwrap_err();
        assert!(
            error.contains("Sandals") && error.contains("shoes"),
            "{error}"
        );
        assert!(GivenDomains::read("[1]").is_err() && GivenDomains::read("{").is_err());
    }
}
