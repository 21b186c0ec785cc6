//! Reading a policy file, with the line of everything that is wrong in it.
//!
//! Owns: the keys of the file and what may stand under them. Does not: answer anything.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::DataError;
use super::error::PlacedFault;
use super::json_places::{Place, Places, inside};
use super::policy::{About, Clause, Status, StorePolicy, Topic, Words};
use crate::domain::Domain;

/// What may stand in a clause.
const CLAUSE: [&str; 9] = [
    "departments",
    "categories",
    "price_from",
    "price_to",
    "status",
    "applies",
    "en",
    "hi",
    "hinglish",
];

/// Reads a policy; every fault is told with its place.
pub(super) fn read(file: &str, text: &str) -> Result<StorePolicy, DataError> {
    let root: Value = serde_json::from_str(text).map_err(|e| DataError::json(file, &e))?;
    let Some(topics) = root.get("topics").and_then(Value::as_object) else {
        let reason = "`topics` is missing; write {\"topics\": {\"cod\": {\"status\": \"known\", \"en\": \"...\"}}}";
        return Err(DataError::at(file, text, 0, reason));
    };
    let mut reader = Reader {
        text,
        places: Places::read(text),
        faults: Vec::new(),
    };
    let topics: BTreeMap<String, Topic> = topics
        .iter()
        .map(|(name, value)| (name.clone(), reader.topic(&inside("topics", name), value)))
        .collect();
    if reader.faults.is_empty() {
        return Ok(StorePolicy { topics });
    }
    reader.faults.sort_by_key(|fault| fault.place);
    Err(DataError::Faults {
        file: file.to_owned(),
        faults: reader.faults,
    })
}

struct Reader<'a> {
    text: &'a str,
    places: Places,
    faults: Vec<PlacedFault>,
}

impl Reader<'_> {
    fn fault(&mut self, path: &str, reason: impl Into<String>) {
        self.faults.push(PlacedFault {
            place: Place::of(self.text, self.places.of(path)),
            reason: reason.into(),
        });
    }

    fn topic(&mut self, path: &str, value: &Value) -> Topic {
        let empty = Map::new();
        let holder = value.as_object().unwrap_or_else(|| {
            self.fault(
                path,
                "a topic is an object such as {\"status\": \"unknown\"}",
            );
            &empty
        });
        if value.is_object() && !holder.contains_key("status") {
            self.fault(path, "`status` is missing; write known, refused or unknown");
        }
        let rest = self.words(path, holder);
        let clauses = inside(path, "clauses");
        let list = self.list(&clauses, holder.get("clauses"));
        let clauses = list.iter().enumerate().map(|(place, value)| {
            let path = inside(&clauses, &place.to_string());
            self.clause(&path, value)
        });
        Topic {
            clauses: clauses.collect(),
            rest,
        }
    }

    fn clause(&mut self, path: &str, value: &Value) -> Clause {
        let empty = Map::new();
        let holder = value.as_object().unwrap_or_else(|| {
            self.fault(
                path,
                "a clause is an object such as {\"departments\": [\"books\"], \"en\": \"...\"}",
            );
            &empty
        });
        for key in holder.keys().filter(|key| !CLAUSE.contains(&key.as_str())) {
            let reason = format!("`{key}` is no part of a clause; use {}", CLAUSE.join(", "));
            self.fault(&inside(path, key), reason);
        }
        let about = self.about(path, holder);
        if value.is_object() && about == About::default() {
            self.fault(path, "the clause does not say what it is about; write `departments`, `categories`, `price_from` or `price_to`");
        }
        let words = self.words(path, holder);
        let silent = words.en.is_empty() && words.hi.is_empty() && words.hinglish.is_empty();
        if value.is_object() && words.status == Status::Known && silent {
            self.fault(path, "the clause says nothing; write `en`, `hi` and `hinglish`, or \"status\": \"unknown\"");
        }
        Clause { about, words }
    }

    fn about(&mut self, path: &str, holder: &Map<String, Value>) -> About {
        let mut departments = Vec::new();
        let named = inside(path, "departments");
        for (place, word) in self
            .sentences(&named, holder.get("departments"))
            .iter()
            .enumerate()
        {
            match word.parse::<Domain>() {
                Ok(domain) => departments.push(domain),
                Err(error) => self.fault(&inside(&named, &place.to_string()), error.to_string()),
            }
        }
        let categories = self.sentences(&inside(path, "categories"), holder.get("categories"));
        let price_from = self.rupees(&inside(path, "price_from"), holder.get("price_from"));
        let price_to = self.rupees(&inside(path, "price_to"), holder.get("price_to"));
        if let (Some(from), Some(to)) = (price_from, price_to)
            && from > to
        {
            self.fault(
                &inside(path, "price_to"),
                format!("`price_to` is below `price_from`, {from}"),
            );
        }
        About {
            departments,
            categories: categories.iter().map(|c| c.trim().to_lowercase()).collect(),
            price_from,
            price_to,
        }
    }

    fn words(&mut self, path: &str, holder: &Map<String, Value>) -> Words {
        let status = match holder.get("status").map(Value::as_str) {
            None | Some(Some("known")) => Status::Known,
            Some(Some("refused")) => Status::Refused,
            Some(Some("unknown")) => Status::Unknown,
            Some(_) => {
                self.fault(
                    &inside(path, "status"),
                    "`status` is known, refused or unknown",
                );
                Status::Unknown
            }
        };
        let mut ways = |name: &str| self.sentences(&inside(path, name), holder.get(name));
        Words {
            status,
            en: ways("en"),
            hi: ways("hi"),
            hinglish: ways("hinglish"),
        }
    }

    /// One text, or a list of texts; none of them empty.
    fn sentences(&mut self, path: &str, value: Option<&Value>) -> Vec<String> {
        let list = match value {
            None => return Vec::new(),
            Some(Value::Array(list)) => list.clone(),
            Some(one) => vec![one.clone()],
        };
        let mut texts = Vec::new();
        for (place, item) in list.iter().enumerate() {
            match item.as_str().filter(|text| !text.trim().is_empty()) {
                Some(text) => texts.push(text.to_owned()),
                None => self.fault(
                    &inside(path, &place.to_string()),
                    "write a text, or a list of texts, none of them empty",
                ),
            }
        }
        texts
    }

    fn list<'v>(&mut self, path: &str, value: Option<&'v Value>) -> &'v [Value] {
        match value {
            None => &[],
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.fault(path, "`clauses` is a list");
                &[]
            }
        }
    }

    fn rupees(&mut self, path: &str, value: Option<&Value>) -> Option<i64> {
        let value = value?;
        let amount = value.as_i64().filter(|amount| (0..=MOST).contains(amount));
        if amount.is_none() {
            self.fault(path, "write whole rupees, such as 10000");
        }
        amount
    }
}

/// The highest price that a clause may name, in whole rupees.
const MOST: i64 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn faults(text: &str) -> Vec<(usize, String)> {
        match read("p.json", text) {
            Err(DataError::Faults { faults, .. }) => {
                let fault = |f: &PlacedFault| (f.place.line, f.reason.clone());
                faults.iter().map(fault).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let text = "{\"topics\": {\n\"cod\": {\"status\": \"maybe\"},\n\"return\": {\"status\": \"known\", \"en\": \"Yes.\", \"clauses\": [\n\
            {\"departments\": [\"books\",\n\"toys\"], \"en\": \"No.\"},\n{\"en\": \"No.\"},\n{\"departments\": \"books\"},\n\
            {\"department\": [\"books\"], \"categories\": [\"x\"], \"hi\": 3},\n\
            {\"price_from\": 10, \"price_to\": 5, \"en\": \"x\"}, 7]},\n\"emi\": {\"en\": \"x\"}}}";
        let found = faults(text);
        let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 5, 6, 7, 8, 8, 8, 9, 9, 10], "{found:#?}");
        assert!(found[1].1.contains("`toys` is not a domain"), "{found:?}");
        assert!(found[2].1.contains("what it is about"), "{found:?}");
    }

    #[test]
    fn files_without_clauses_are_read_as_before() {
        let text = r#"{"topics": {"cod": {"status": "known", "applies": "all", "note": 1, "en": ["a", "b"], "hi": "c"}}}"#;
        let policy = read("p.json", text).unwrap();
        let topic = &policy.topics["cod"];
        assert_eq!(
            (
                topic.rest.en.len(),
                topic.rest.hi.len(),
                topic.clauses.len()
            ),
            (2, 1, 0)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[{}\\[\\]\",:a-z0-9 \n]{0,80}") {
            let _ = read("p.json", &text);
            let _ = read("p.json", &format!("{{\"topics\": {{\"cod\": {text}}}}}"));
        }
    }
}
