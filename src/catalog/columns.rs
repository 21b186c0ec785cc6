//! What a catalogue's columns mean.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::domain::Currency;

/// A meaning that a column may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The id.
    Id,
    /// The data set.
    Source,
    /// The department.
    Domain,
    /// The title.
    Title,
    /// The title in Hindi.
    TitleHi,
    /// The brand.
    Brand,
    /// The category path.
    Categories,
    /// The selling price.
    Price,
    /// The printed maximum price.
    Mrp,
    /// The currency of both.
    Currency,
    /// Mean rating.
    Rating,
    /// How many rated.
    RatingCount,
    /// Pieces in stock, or words about it.
    Stock,
    /// A paragraph.
    Description,
    /// An object or list of named values.
    Attributes,
    /// A picture.
    Image,
    /// Nothing about the product.
    Ignore,
}

impl Column {
    /// The name as `--map NAME=COLUMN` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::Source => "source",
            Column::Domain => "domain",
            Column::Title => "title",
            Column::TitleHi => "title_hi",
            Column::Brand => "brand",
            Column::Categories => "categories",
            Column::Price => "price",
            Column::Mrp => "mrp",
            Column::Currency => "currency",
            Column::Rating => "rating",
            Column::RatingCount => "rating_count",
            Column::Stock => "stock",
            Column::Description => "description",
            Column::Attributes => "attributes",
            Column::Image => "image",
            Column::Ignore => "ignore",
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A `--map` that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The left side names no meaning.
    #[error("`{0}` is nothing that a product has; use one of {known}", known = known())]
    Column(String),
    /// There is no `=`.
    #[error("`{0}` maps nothing; write NAME=COLUMN, such as price=discounted_price")]
    Form(String),
}

fn known() -> String {
    let names: Vec<&str> = TABLES.lists.keys().map(|c| c.name()).collect();
    names.join(", ")
}

impl FromStr for Column {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        TABLES
            .lists
            .keys()
            .find(|c| c.name() == text.trim())
            .copied()
            .ok_or_else(|| MappingError::Column(text.to_owned()))
    }
}

/// A person's word about one column: it wins over the synonyms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// What the column means.
    pub meaning: Column,
    /// The column's name, compared by letters and digits.
    pub column: String,
}

impl FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (meaning, column) = text
            .split_once('=')
            .ok_or_else(|| MappingError::Form(text.to_owned()))?;
        Ok(Mapping {
            meaning: meaning.parse()?,
            column: column.trim().to_owned(),
        })
    }
}

struct Tables {
    lists: BTreeMap<Column, Vec<String>>,
    by_name: HashMap<String, Vec<(Column, usize)>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    // The file is part of the program, and a unit test reads it; an unreadable one would mean no synonyms, not a panic.
    let lists: BTreeMap<Column, Vec<String>> =
        toml::from_str(include_str!("data/columns.toml")).unwrap_or_default();
    let mut by_name: HashMap<String, Vec<(Column, usize)>> = HashMap::new();
    for (column, names) in &lists {
        for (rank, name) in names.iter().enumerate() {
            by_name
                .entry(key(name))
                .or_default()
                .push((*column, rank + 1));
        }
    }
    Tables { lists, by_name }
});

/// A name by its letters and digits, in lower case.
fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A heading without the currency in brackets at its end, and that currency.
fn heading(name: &str) -> (&str, Option<Currency>) {
    let trimmed = name.trim();
    let currency = trimmed
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('))
        .and_then(|(base, inside)| Some((base.trim_end(), inside.parse().ok()?)));
    match currency {
        Some((base, currency)) => (base, Some(currency)),
        None => (trimmed, None),
    }
}

/// One column of a row that has a meaning.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a Value,
    pub(super) currency: Option<Currency>,
}

/// A row's columns, told apart.
pub(super) struct Columns<'a> {
    found: Vec<(Column, usize, Found<'a>)>,
    rest: Vec<(&'a str, &'a Value)>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(fields: &'a Map<String, Value>, mappings: &[Mapping]) -> Self {
        let mut found = Vec::with_capacity(fields.len());
        let mut rest = Vec::new();
        for (name, value) in fields {
            let (base, currency) = heading(name);
            let key = key(base);
            let said = mappings
                .iter()
                .find(|m| m.column == *name || self::key(&m.column) == self::key(name));
            let one = Found {
                name,
                value,
                currency,
            };
            if let Some(mapping) = said {
                found.push((mapping.meaning, 0, one));
            } else if let Some(meanings) = TABLES.by_name.get(&key) {
                found.extend(meanings.iter().map(|(column, rank)| (*column, *rank, one)));
            } else {
                rest.push((name.as_str(), value));
            }
        }
        found.sort_by_key(|(column, rank, _)| (*column, *rank));
        Columns { found, rest }
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

    /// Columns without a meaning of their own, which become attributes.
    pub(super) fn rest(&self) -> &[(&'a str, &'a Value)] {
        &self.rest
    }
}

/// What each heading of a file would be taken for, to show before an import; `None` becomes an attribute.
pub(super) fn explain(headings: &[&str], mappings: &[Mapping]) -> Vec<(String, Option<Column>)> {
    let fields: Map<String, Value> = headings
        .iter()
        .map(|name| ((*name).to_owned(), Value::Null))
        .collect();
    let columns = Columns::of(&fields, mappings);
    headings
        .iter()
        .map(|name| {
            let column = columns
                .found
                .iter()
                .find(|(_, _, found)| found.name == *name)
                .map(|(column, _, _)| *column);
            ((*name).to_owned(), column)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_every_meaning_has_names() {
        let lists: BTreeMap<Column, Vec<String>> =
            toml::from_str(include_str!("data/columns.toml")).unwrap();
        assert_eq!(lists.len(), 17);
        assert!(lists.values().all(|names| !names.is_empty()));
    }

    #[test]
    fn headings_in_the_wild_are_understood() {
        let told = explain(
            &[
                "ProductID",
                "ProductName",
                "Price (INR)",
                "PrimaryColor",
                "Uniq Id",
                "crawl_timestamp",
            ],
            &[],
        );
        let columns: Vec<Option<Column>> = told.into_iter().map(|t| t.1).collect();
        assert_eq!(
            columns,
            [
                Some(Column::Id),
                Some(Column::Title),
                Some(Column::Price),
                None,
                Some(Column::Id),
                Some(Column::Ignore)
            ]
        );
        assert_eq!(heading("Price (INR)"), ("Price", Some(Currency::INR)));
        assert_eq!(heading("Size (cm)"), ("Size (cm)", None));
    }

    #[test]
    fn a_mapping_wins() {
        let mapping: Mapping = "price=Wholesale".parse().unwrap();
        let told = explain(&["wholesale"], &[mapping]);
        assert_eq!(told[0].1, Some(Column::Price));
        assert!("cost=x".parse::<Mapping>().is_err());
        assert!("price".parse::<Mapping>().is_err());
    }
}
