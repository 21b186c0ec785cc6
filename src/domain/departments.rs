//! Which departments a set is about: a plain list, `fashion,books`, or shares, `fashion=50,books=50`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{BadShares, Domain, Shared, Shares};

/// The departments that a set is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Departments {
    /// These, each as often as the shoppers come for it; none stands for all.
    Among(Vec<Domain>),
    /// These, each as often as its share says.
    By(Shares<Domain>),
}

impl Default for Departments {
    fn default() -> Self {
        Departments::Among(Vec::new())
    }
}

impl Departments {
    /// The departments; none for all.
    pub fn list(&self) -> Vec<Domain> {
        match self {
            Departments::Among(list) => list.clone(),
            Departments::By(shares) => shares.iter().map(|(domain, _)| domain).collect(),
        }
    }

    /// The shares, where they were asked for.
    pub fn shares(&self) -> Option<&Shares<Domain>> {
        match self {
            Departments::Among(_) => None,
            Departments::By(shares) => Some(shares),
        }
    }
}

impl Shared for Domain {
    const NAME: &'static str = "department";
    const EXAMPLE: &'static str = "fashion,books, or fashion=50,electronics=30,home_garden=20; \
         the departments are fashion, electronics, home_garden, books and other";

    fn read(word: &str) -> Option<Self> {
        word.parse().ok()
    }

    fn word(self) -> &'static str {
        self.code()
    }
}

impl FromStr for Departments {
    type Err = BadShares;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shares: Shares<Domain> = text.parse()?;
        Ok(match text.contains(['=', ':']) {
            true => Departments::By(shares),
            false => Departments::Among(shares.iter().map(|(domain, _)| domain).collect()),
        })
    }
}

impl fmt::Display for Departments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Departments::Among(list) => {
                let codes: Vec<&str> = list.iter().map(|domain| domain.code()).collect();
                f.write_str(&codes.join(","))
            }
            Departments::By(shares) => shares.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_shares_read_and_write() {
        for (text, list) in [
            ("fashion,books", vec![Domain::Fashion, Domain::Books]),
            (
                "home_garden=20,fashion=80",
                vec![Domain::HomeGarden, Domain::Fashion],
            ),
        ] {
            let read: Departments = text.parse().unwrap();
            assert_eq!(read.list(), list);
            assert_eq!(read.to_string(), text);
            let stored = serde_json::to_string(&read).unwrap();
            assert_eq!(serde_json::from_str::<Departments>(&stored).unwrap(), read);
        }
        let error = "shoes=3".parse::<Departments>().unwrap_err().to_string();
        assert!(
            error.contains("shoes") && error.contains("home_garden"),
            "{error}"
        );
        assert!("fashion=1,clothing=2".parse::<Departments>().is_err());
    }

    #[test]
    fn records_of_plain_lists_read_on() {
        let read: Departments = serde_json::from_str(r#"["books","fashion"]"#).unwrap();
        assert_eq!(read.to_string(), "books,fashion");
        let read: Departments = serde_json::from_str("[]").unwrap();
        assert_eq!(read, Departments::default());
    }
}
