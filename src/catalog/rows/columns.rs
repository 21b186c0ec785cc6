//! What a catalogue's columns mean.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use super::attributes;
use crate::domain::Currency;

/// A meaning that a column may have.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize,
)]
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
    /// A paragraph that a model wrote.
    NewDescription,
    /// An object or list of named values.
    Attributes,
    /// A picture.
    Image,
    /// Nothing about the product.
    Ignore,
}

impl Column {
    /// Every meaning.
    pub(super) const ALL: [Column; 18] = [
        Column::Id,
        Column::Source,
        Column::Domain,
        Column::Title,
        Column::TitleHi,
        Column::Brand,
        Column::Categories,
        Column::Price,
        Column::Mrp,
        Column::Currency,
        Column::Rating,
        Column::RatingCount,
        Column::Stock,
        Column::Description,
        Column::NewDescription,
        Column::Attributes,
        Column::Image,
        Column::Ignore,
    ];

    /// Whether a second column of this meaning is kept as an attribute: its words are worth finding.
    pub(super) fn is_text(self) -> bool {
        matches!(
            self,
            Column::Id | Column::Title | Column::Brand | Column::Categories | Column::Description
        )
    }

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
            Column::NewDescription => "new_description",
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
    #[error("`{0}` is nothing that a product has; use one of {known}, a usual attribute such as color, size or material, or attributes.NAME for one of your own", known = known())]
    Column(String),
    /// There is no `=`, or nothing on one side of it.
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

/// What a person may map a column to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A field of a product.
    Field(Column),
    /// An attribute of this name, in snake case.
    Attribute(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Field(column) => column.fmt(f),
            Target::Attribute(name) => write!(f, "attributes.{name}"),
        }
    }
}

impl FromStr for Target {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let unknown = match text.parse::<Column>() {
            Ok(column) => return Ok(Target::Field(column)),
            Err(unknown) => unknown,
        };
        let own = text.strip_prefix("attributes.");
        let name = attributes::snake(own.unwrap_or(text));
        if !name.is_empty() && (own.is_some() || attributes::is_usual(&name)) {
            return Ok(Target::Attribute(name));
        }
        Err(unknown)
    }
}

/// A person's word about one column: it wins over every guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// What the column means.
    pub meaning: Target,
    /// The column's name, compared by letters and digits.
    pub column: String,
}

impl Mapping {
    /// Whether it speaks of the column of this name.
    pub fn is_about(&self, column: &str) -> bool {
        self.column == column || key(&self.column) == key(column)
    }
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.meaning, self.column)
    }
}

impl FromStr for Mapping {
    type Err = MappingError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (meaning, column) = text
            .split_once('=')
            .filter(|(_, column)| !column.trim().is_empty())
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
        toml::from_str(include_str!("../data/columns.toml")).unwrap_or_default();
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

/// What the numbers of a price column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Scale {
    /// Rupees, dollars.
    #[default]
    Major,
    /// Paise, cents.
    Minor,
}

/// What a heading says of the money in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Unit {
    pub(super) currency: Option<Currency>,
    pub(super) scale: Scale,
}

/// The meanings of a column by its name, each with the place of the name in the list of synonyms, from 1; and the unit of
/// its money when the heading names one, as `Price (INR)` and `amount_in_paise` do.
pub(super) fn by_name(name: &str) -> Option<(&'static [(Column, usize)], Unit)> {
    let known = |base: &str| TABLES.by_name.get(&key(base)).map(Vec::as_slice);
    if let Some(meanings) = known(name) {
        return Some((meanings, Unit::default()));
    }
    let trimmed = name.trim();
    let bracketed = trimmed
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('))
        .and_then(|(base, inside)| Some((base.trim_end(), unit(inside)?)));
    let suffixed = || {
        let (base, last) = trimmed.rsplit_once(['_', ' ', '-'])?;
        let base = ["_in", " in", "-in"]
            .iter()
            .find_map(|end| base.strip_suffix(end))
            .unwrap_or(base);
        Some((base, unit(last)?))
    };
    let (base, unit) = bracketed.or_else(suffixed)?;
    Some((known(base)?, unit))
}

fn unit(word: &str) -> Option<Unit> {
    let word = word.trim();
    let minor = |currency| Unit {
        currency,
        scale: Scale::Minor,
    };
    Some(match word.to_lowercase().as_str() {
        "paise" | "paisa" => minor(Some(Currency::INR)),
        "cents" => minor(None),
        "pence" => minor(Some(Currency::GBP)),
        "rupees" | "rupee" | "रुपये" | "रुपए" | "रु" => Unit {
            currency: Some(Currency::INR),
            scale: Scale::Major,
        },
        _ => Unit {
            currency: Some(money_word(word)?),
            scale: Scale::Major,
        },
    })
}

/// A currency that shops name in headings; not every three letters are one.
pub(super) fn money_word(word: &str) -> Option<Currency> {
    let currency: Currency = word.parse().ok()?;
    let usual = [
        "INR", "USD", "EUR", "GBP", "JPY", "AED", "AUD", "CAD", "SGD", "CNY", "CHF", "NPR", "BDT",
        "PKR", "LKR",
    ];
    usual.contains(&currency.code()).then_some(currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(name: &str) -> Vec<Column> {
        let found = by_name(name).map(|(meanings, _)| meanings.iter().map(|m| m.0).collect());
        found.unwrap_or_default()
    }

    #[test]
    fn the_table_reads_and_every_meaning_has_names() {
        let lists: BTreeMap<Column, Vec<String>> =
            toml::from_str(include_str!("../data/columns.toml")).unwrap();
        assert_eq!(lists.len(), 18);
        assert!(lists.values().all(|names| !names.is_empty()));
    }

    #[test]
    fn headings_in_the_wild_are_understood() {
        assert_eq!(meant("ProductID"), [Column::Id]);
        assert_eq!(meant("ProductName"), [Column::Title]);
        assert_eq!(meant("Price (INR)"), [Column::Price]);
        assert_eq!(meant("Uniq Id"), [Column::Id]);
        assert_eq!(meant("crawl_timestamp"), [Column::Ignore]);
        assert_eq!(meant("PrimaryColor"), []);
        assert_eq!(meant("Size (cm)"), []);
        assert_eq!(meant("actual_price"), [Column::Price, Column::Mrp]);
    }

    #[test]
    fn hindi_headings_are_understood() {
        for (heading, column) in [
            ("नाम", Column::Title),
            ("उत्पाद का नाम", Column::Title),
            ("मूल्य", Column::Price),
            ("कीमत (INR)", Column::Price),
            ("मूल्य (₹)", Column::Price),
            ("मूल्य (रुपये)", Column::Price),
            ("ब्रांड", Column::Brand),
            ("विवरण", Column::Description),
        ] {
            assert_eq!(meant(heading), [column], "{heading}");
        }
    }

    #[test]
    fn headings_name_the_unit_of_money() {
        let unit = |name| by_name(name).map(|(_, unit)| (unit.currency, unit.scale));
        let inr = Some(Currency::INR);
        assert_eq!(unit("Price (INR)"), Some((inr, Scale::Major)));
        assert_eq!(unit("price_usd"), Some((Some(Currency::USD), Scale::Major)));
        assert_eq!(unit("price_in_paise"), Some((inr, Scale::Minor)));
        assert_eq!(unit("MRP (paise)"), Some((inr, Scale::Minor)));
        assert_eq!(unit("amount_cents"), Some((None, Scale::Minor)));
        assert_eq!(unit("price"), Some((None, Scale::Major)));
        assert_eq!(unit("price_tag"), None);
    }

    #[test]
    fn a_mapping_reads_back_as_it_was_written() {
        for (text, shown) in [
            ("price=Wholesale", "price=Wholesale"),
            ("color = attr_t_x", "attributes.color=attr_t_x"),
            ("attributes.Neck Line=neck", "attributes.neck_line=neck"),
        ] {
            let mapping: Mapping = text.parse().unwrap();
            assert_eq!(mapping.to_string(), shown);
            assert_eq!(shown.parse::<Mapping>().unwrap(), mapping);
        }
        for text in ["cost=x", "price", "price=", "attributes.=x", "=x"] {
            assert!(text.parse::<Mapping>().is_err(), "{text}");
        }
    }
}
