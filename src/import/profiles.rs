//! Profiles in the structure of the published sample: one object, a list, or lines; comments allowed.
//!
//! Owns: reading [`Profile`] values, and naming the field at fault by its path. Does not: make profiles, store them, or
//! guess at other structures.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::error::ImportError;
use super::reject::Reject;
use super::source::{Comments, Source};
use crate::domain::{
    ConversationStyle, Demographics, Preferences, Profile, Purchase, Scenario, Traits,
};

/// Profiles of a file, streamed; each is a profile or a reject with line and field path.
pub struct Profiles {
    source: Source,
}

/// Opens a file of profiles.
///
/// # Errors
/// As [`Source::open`].
pub fn open(path: &Path) -> Result<Profiles, ImportError> {
    Ok(Profiles {
        source: Source::open_with(path, Comments::Strip)?,
    })
}

impl Profiles {
    /// Reads profiles from an opened source (opened with [`Comments::Strip`] when comments may stand in it).
    pub fn new(source: Source) -> Self {
        Self { source }
    }

    /// The file below, for progress and failure.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

impl Iterator for Profiles {
    type Item = Result<Profile, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.source.next()? {
            Ok(row) => row,
            Err(reject) => return Some(Err(reject)),
        };
        Some(profile(&row.fields).map_err(|(field, reason)| {
            let field = (!field.is_empty()).then_some(field);
            self.source.reject(&row, field, reason)
        }))
    }
}

/// Reads one profile, or names the path of the field at fault and says why.
///
/// # Errors
/// The field's path such as `demographics.age`, and a sentence.
pub fn profile(fields: &Map<String, Value>) -> Result<Profile, (String, String)> {
    serde_json::from_value(Value::Object(fields.clone()))
        .map_err(|error| blame(fields).unwrap_or_else(|| (String::new(), error.to_string())))
}

/// Finds the first field that cannot be read, by trying each one alone in an otherwise sound section.
fn blame(fields: &Map<String, Value>) -> Option<(String, String)> {
    match fields.get("user_id") {
        None => return Some(missing("user_id")),
        Some(Value::String(id)) if !id.trim().is_empty() => {}
        Some(_) => {
            return Some((
                "user_id".to_owned(),
                "`user_id` must be a text that is not empty".to_owned(),
            ));
        }
    }
    section::<Demographics>(
        fields,
        "demographics",
        json!({"age": 1, "location": "", "income_level": ""}),
    )
    .or_else(|| {
        let sound = json!({"style": "", "budget_range": "1-2"});
        section::<Preferences>(fields, "preferences", sound)
    })
    .or_else(|| {
        section::<ConversationStyle>(fields, "conversation_style", json!({"language": "en"}))
    })
    .or_else(|| {
        fields.get("traits")?;
        section::<Traits>(fields, "traits", json!({}))
    })
    .or_else(|| {
        let given = fields.get("purchases")?.clone();
        let error = serde_json::from_value::<Vec<Purchase>>(given).err()?;
        Some(("purchases".to_owned(), format!("`purchases`: {error}")))
    })
    .or_else(|| {
        fields.get("scenario")?;
        let sound = json!({"domain": "other", "product_type": "", "motive": "work"});
        section::<Scenario>(fields, "scenario", sound)
    })
}

fn missing(path: &str) -> (String, String) {
    let reason = format!("`{path}` is missing");
    (path.to_owned(), reason)
}

fn section<T: DeserializeOwned>(
    fields: &Map<String, Value>,
    name: &str,
    sound: Value,
) -> Option<(String, String)> {
    let Some(value) = fields.get(name) else {
        return Some(missing(name));
    };
    let Value::Object(given) = value else {
        let reason = format!("`{name}` must be an object with named values");
        return Some((name.to_owned(), reason));
    };
    for required in sound.as_object()?.keys() {
        if !given.contains_key(required) {
            return Some(missing(&format!("{name}.{required}")));
        }
    }
    for (key, value) in given {
        let mut probe = sound.clone();
        probe[key.as_str()] = value.clone();
        if let Err(error) = serde_json::from_value::<T>(probe) {
            return Some((format!("{name}.{key}"), format!("`{name}.{key}`: {error}")));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"{
  "user_id": "user_7", // an id
  "demographics": {"age": 28, "gender": "female", "location": "Pune", "income_level": "middle"},
  "preferences": {"style": "casual", "budget_range": "1000-5000", "preferred_brands": ["A"], "occasions": ["office"]},
  "conversation_style": {
    "language": "mixed",  // Hindi-English mix
    "formality": "casual", "detail_preference": "moderate"
  }
}"#;

    fn read(name: &str, text: String) -> Vec<Result<Profile, Reject>> {
        let source = Source::from_reader(
            name,
            std::io::Cursor::new(text.into_bytes()),
            Comments::Strip,
        );
        Profiles::new(source.unwrap()).collect()
    }

    #[test]
    fn the_published_sample_is_one_profile_and_not_four_rows() {
        let published = r#"{
  "user_id": "user_12345",
  "demographics": {"age": 28, "gender": "female", "location": "Mumbai", "income_level": "middle"},
  "preferences": {"style": "casual", "budget_range": "1000-5000"},
  "conversation_style": {
    "language": "mixed"  // Hindi-English mix
  }
}"#;
        let read = read("p.json", published.to_owned());
        assert_eq!(read.len(), 1, "{read:?}");
        assert_eq!(read[0].as_ref().unwrap().user_id.as_str(), "user_12345");
    }

    #[test]
    fn one_object_a_list_and_lines_all_read() {
        let one = read("p.json", SAMPLE.to_owned());
        assert_eq!(one.len(), 1, "{one:?}");
        let profile = one[0].clone().unwrap();
        assert_eq!(profile.user_id.as_str(), "user_7");
        let list = read("p.json", format!("// mine\n[{SAMPLE},\n{SAMPLE}]"));
        assert_eq!(list.iter().filter(|p| p.is_ok()).count(), 2, "{list:?}");
        let line = serde_json::to_string(&profile).unwrap();
        let lines = read("p.jsonl", format!("{line}\n{line} // twice\n"));
        assert_eq!(lines.iter().filter(|p| p.is_ok()).count(), 2, "{lines:?}");
    }

    #[test]
    fn a_fault_is_named_by_line_and_path() {
        let list = read(
            "p.json",
            format!(
                "[{SAMPLE},\n{}]",
                SAMPLE.replace("28", "\"old\"").replace("user_7", "user_8")
            ),
        );
        let reject = list[1].clone().unwrap_err();
        assert_eq!(reject.line, 10);
        assert_eq!(reject.field.as_deref(), Some("demographics.age"));
        let list = read("p.json", SAMPLE.replace("\"style\": \"casual\", ", ""));
        let reject = list[0].clone().unwrap_err();
        assert_eq!(reject.reason, "`preferences.style` is missing");
        let list = read("p.json", SAMPLE.replace("1000-5000", "cheap"));
        let reject = list[0].clone().unwrap_err();
        assert_eq!(reject.field.as_deref(), Some("preferences.budget_range"));
    }
}
