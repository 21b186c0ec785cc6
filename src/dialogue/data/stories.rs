//! The pieces that background stories are put together from.
//!
//! Owns: reading and checking the pieces. Does not: choose or fill them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::DataError;

/// What stands between braces in a piece.
pub(crate) const SLOTS: [&str; 18] = [
    "who", "age", "city", "thing", "bare", "relation", "years", "occasion", "wish", "budget",
    "past", "They", "they", "them", "themself", "their", "Their", "theirs",
];

#[derive(Deserialize)]
struct Group {
    any: Vec<String>,
}

/// Pieces by group, such as `why.gift`.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    groups: BTreeMap<String, Vec<String>>,
}

impl Stories {
    /// Reads the pieces; `file` names them in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let read: BTreeMap<String, Group> =
            toml::from_str(text).map_err(|e| DataError::toml(file, text, &e))?;
        let groups: BTreeMap<_, _> = read.into_iter().map(|(name, g)| (name, g.any)).collect();
        for piece in groups.values().flatten() {
            for slot in piece.split('{').skip(1) {
                let name = slot.split('}').next().unwrap_or_default();
                if !SLOTS.contains(&name) {
                    let byte = text.find(piece.as_str()).unwrap_or(0);
                    let known = SLOTS.join(", ");
                    let reason = format!("no story knows the slot {{{name}}}; use one of {known}");
                    return Err(DataError::at(file, text, byte, reason));
                }
            }
        }
        Ok(Stories { groups })
    }

    /// The pieces of a group; empty for an unknown one.
    pub fn group(&self, name: &str) -> &[String] {
        self.groups.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_that_no_story_knows_is_told_with_its_line() {
        let text = "[who]\nany = [\n  \"{They} came.\",\n  \"{name} came.\",\n]\n";
        let told = Stories::parse("stories.toml", text)
            .unwrap_err()
            .to_string();
        assert!(told.contains("line 4") && told.contains("{name}"), "{told}");
    }
}
