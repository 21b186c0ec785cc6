//! The shape that an answer has to have.

use serde_json::Value;

/// A JSON schema with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    name: String,
    value: Value,
}

impl Schema {
    /// The name, for servers that want one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The schema itself.
    pub fn value(&self) -> &Value {
        &self.value
    }
}
