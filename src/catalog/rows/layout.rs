//! How the columns of one file are read: decided once for the file, then followed for every row.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::attributes;
use super::columns::{self, Column, Mapping, Target, Unit};

/// What one column is used for.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Use {
    /// Fields with the rank of the column's name: 0 is a person's word, lower wins.
    pub(super) fields: Vec<(Column, usize)>,
    /// The attribute that it becomes where no field takes it.
    pub(super) attribute: String,
    /// What its money is counted in.
    pub(super) unit: Unit,
}

impl Use {
    /// Read as this field.
    pub(super) fn field(column: Column, rank: usize, name: &str) -> Use {
        Use {
            fields: vec![(column, rank)],
            attribute: attributes::clean_name(name),
            unit: columns::by_name(name)
                .map(|known| known.1)
                .unwrap_or_default(),
        }
    }

    /// Kept as this attribute.
    pub(super) fn attribute(name: String) -> Use {
        Use {
            attribute: name,
            ..Use::default()
        }
    }

    /// What the name alone says.
    pub(super) fn by_name(name: &str) -> Use {
        let (fields, unit) = match columns::by_name(name) {
            Some((fields, unit)) => (fields.to_vec(), unit),
            None => (Vec::new(), Unit::default()),
        };
        Use {
            fields,
            attribute: attributes::clean_name(name),
            unit,
        }
    }

    /// What a person said.
    pub(super) fn said(mapping: &Mapping, name: &str) -> Use {
        match &mapping.meaning {
            Target::Field(column) => Use::field(*column, 0, name),
            Target::Attribute(attribute) => Use::attribute(attribute.clone()),
        }
    }
}

/// The uses of a file's columns; a column that is not in it is read by its name.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layout {
    uses: HashMap<String, Use>,
}

impl Layout {
    /// A layout of these uses.
    pub(super) fn new(uses: HashMap<String, Use>) -> Self {
        Layout { uses }
    }
}

/// One column of a row that has a meaning.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a Value,
    pub(super) unit: Unit,
}

/// A value that no field takes, with the name of its attribute.
pub(super) struct Rest<'a> {
    pub(super) name: &'a str,
    pub(super) attribute: std::borrow::Cow<'a, str>,
    pub(super) value: &'a Value,
}

/// A row's columns, told apart.
pub(super) struct Columns<'a> {
    found: Vec<(Column, usize, Found<'a>)>,
    rest: Vec<Rest<'a>>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(
        fields: &'a Map<String, Value>,
        layout: &'a Layout,
        mappings: &[Mapping],
    ) -> Self {
        let mut columns = Columns {
            found: Vec::with_capacity(fields.len()),
            rest: Vec::new(),
        };
        for (name, value) in fields {
            match layout.uses.get(name) {
                Some(decided) => columns.put(name, value, decided, |u| u.attribute.as_str().into()),
                None => {
                    let said = mappings.iter().find(|mapping| mapping.is_about(name));
                    let by_name = said.map_or_else(|| Use::by_name(name), |m| Use::said(m, name));
                    columns.put(name, value, &by_name, |u| u.attribute.clone().into());
                }
            }
        }
        columns
            .found
            .sort_by_key(|(column, rank, _)| (*column, *rank));
        columns
    }

    fn put<'u>(
        &mut self,
        name: &'a str,
        value: &'a Value,
        used: &'u Use,
        attribute: impl FnOnce(&'u Use) -> std::borrow::Cow<'a, str>,
    ) {
        let found = Found {
            name,
            value,
            unit: used.unit,
        };
        let meant = used.fields.iter();
        self.found
            .extend(meant.map(|(column, rank)| (*column, *rank, found)));
        if used.fields.is_empty() {
            self.rest.push(Rest {
                name,
                attribute: attribute(used),
                value,
            });
        }
    }

    /// Every column with this meaning, best name first.
    pub(super) fn all(&self, column: Column) -> impl Iterator<Item = Found<'a>> + '_ {
        self.found
            .iter()
            .filter(move |(c, _, _)| *c == column)
            .map(|(_, _, found)| *found)
    }

    /// The column with the best name.
    pub(super) fn best(&self, column: Column) -> Option<Found<'a>> {
        self.all(column).next()
    }

    /// The best-named column that is not blank.
    pub(super) fn filled(&self, column: Column) -> Option<Found<'a>> {
        self.all(column).find(|f| !super::clean::is_blank(f.value))
    }

    /// Columns with this meaning that say something, but for the one that the field is read from.
    pub(super) fn spare(&self, column: Column) -> impl Iterator<Item = Found<'a>> + '_ {
        self.all(column)
            .filter(|f| !super::clean::is_blank(f.value))
            .skip(1)
    }

    /// Columns without a meaning of their own, which become attributes.
    pub(super) fn rest(&self) -> &[Rest<'a>] {
        &self.rest
    }
}
