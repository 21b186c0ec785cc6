//! What people changed in a product: its edits, laid over what the catalogue says.

use std::collections::BTreeMap;

use super::live_entries;
use crate::domain::{Action, LogEntry, Product, ProductField, ProductValue, Subject};

/// The edits of one product that count, the latest of each field.
///
/// They are kept apart from the product as imported, so that an import that comes later changes what nobody edited and
/// leaves the rest, and so that taking an edit back shows what the catalogue says by then.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProductEdits(BTreeMap<ProductField, LogEntry>);

/// What the log entries of one product add up to. The order of `entries` does not matter.
pub fn product_edits(entries: &[LogEntry]) -> ProductEdits {
    let mut edits = ProductEdits::default();
    for entry in live_entries(entries) {
        if let (Subject::Product(_), Action::Set { after, .. }) = (&entry.subject, &entry.action) {
            edits.0.insert(after.field(), entry.clone());
        }
    }
    edits
}

impl ProductEdits {
    /// Whether nothing is edited.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entry that a field's value comes from; `None` when the catalogue's stands.
    pub fn of(&self, field: &ProductField) -> Option<&LogEntry> {
        self.0.get(field)
    }

    /// The edited fields with the entries that their values come from.
    pub fn iter(&self) -> impl Iterator<Item = (&ProductField, &LogEntry)> {
        self.0.iter()
    }

    /// The product with the edits laid over what was imported.
    pub fn over(&self, imported: &Product) -> Product {
        let mut product = imported.clone();
        for value in self.values() {
            value.put_into(&mut product);
        }
        product
    }

    /// Whether an edit holds another value than a product that is imported.
    pub fn differ_from(&self, imported: &Product) -> bool {
        self.values()
            .any(|value| value.field().of(imported) != *value)
    }

    fn values(&self) -> impl Iterator<Item = &ProductValue> {
        self.0.values().filter_map(|entry| match &entry.action {
            Action::Set { after, .. } => Some(after),
            _ => None,
        })
    }
}
