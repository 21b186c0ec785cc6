//! A raw row to a [`Product`].
//!
//! Owns: the decisions about meaning. A row without an id or a title is refused. A price, rating, count or picture that
//! cannot be read leaves its field empty and gives a note: nothing is guessed and nothing falls silently. A row that names
//! its own source gets the id `SOURCE:ID`, because files merged from several sources use the same id for different
//! products; so does not a row in the studio's own form. Does not: read files, keep products.

use serde_json::{Map, Value};

use super::attributes::{self, Gather};
use super::columns::{Column, Mapping};
use super::layout::{Columns, Layout};
use super::{categories, clean, department, kinds, numbers, own_form};
use crate::domain::{Currency, Domain, Money, Product, ProductId, is_safe_picture};

/// Which source products are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceName {
    /// What the row says; this one, which may be empty, when it says nothing.
    Otherwise(String),
    /// This one, whatever the row says. As with rows that name their source, ids carry it.
    Always(String),
}

impl SourceName {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            SourceName::Otherwise(name) | SourceName::Always(name) => name,
        }
    }
}

impl Default for SourceName {
    fn default() -> Self {
        SourceName::Otherwise(String::new())
    }
}

/// How rows are to be read.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The source of the rows.
    pub source: SourceName,
    /// The currency of bare numbers when the file has no currency column.
    pub default_currency: Currency,
    /// What a person said about columns; it wins over the synonyms.
    pub mappings: Vec<Mapping>,
    /// What was decided about the columns of this file; columns that are not in it are read by `mappings` and name.
    pub layout: Layout,
}

impl Default for ImportOptions {
    /// No source name, rupees, no mappings.
    fn default() -> Self {
        Self {
            source: SourceName::default(),
            default_currency: Currency::INR,
            mappings: Vec::new(),
            layout: Layout::default(),
        }
    }
}

/// Why a row is no product.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct FieldError {
    /// The field at fault.
    pub field: String,
    /// A sentence.
    pub reason: String,
}

/// A field that was left empty though the row said something.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldNote {
    /// The field.
    pub field: String,
    /// A sentence.
    pub reason: String,
}

/// A product, and what of its row could not be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Normalised {
    /// The product.
    pub product: Product,
    /// Fields left empty, with the reason.
    pub notes: Vec<FieldNote>,
}

/// The longest id that is taken, in bytes.
const MAX_ID_BYTES: usize = 256;
/// The longest title that is taken, in characters.
pub(super) const MAX_TITLE_CHARS: usize = 2_000;

/// Reads one row.
///
/// # Errors
/// A row whose id or title is missing or unusable, or that is in the studio's own form but broken.
pub fn product(
    fields: &Map<String, Value>,
    options: &ImportOptions,
) -> Result<Normalised, FieldError> {
    let item = kinds::item_of(fields);
    let fields = item.as_ref();
    let form = Form::of(fields, options);
    if form == Form::Own
        && let Some(product) = own_form::read(fields, &options.source)
    {
        return Ok(Normalised {
            product,
            notes: Vec::new(),
        });
    }
    let columns = Columns::of(fields, &options.layout, &options.mappings);
    Reader {
        columns,
        options,
        form,
        notes: Vec::new(),
    }
    .read(fields)
}

/// Whose columns a row has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Own,
    Foreign,
}

impl Form {
    fn of(fields: &Map<String, Value>, options: &ImportOptions) -> Form {
        let nothing_said =
            options.mappings.is_empty() && matches!(options.source, SourceName::Otherwise(_));
        match nothing_said && own_form::has_its_columns(fields) {
            true => Form::Own,
            false => Form::Foreign,
        }
    }
}

struct Reader<'a> {
    columns: Columns<'a>,
    options: &'a ImportOptions,
    form: Form,
    notes: Vec<FieldNote>,
}

impl Reader<'_> {
    fn read(mut self, fields: &Map<String, Value>) -> Result<Normalised, FieldError> {
        let title = self.title()?;
        let id = self.id(fields)?;
        let source = match &self.options.source {
            SourceName::Always(name) => Some(name.clone()),
            SourceName::Otherwise(_) => self.text(Column::Source),
        };
        let id = match &source {
            Some(source) if self.form == Form::Foreign => format!("{source}:{id}"),
            _ => id,
        };
        check_id(&id)?;
        let mut categories = self
            .columns
            .filled(Column::Categories)
            .map(|f| categories::path(f.value))
            .unwrap_or_default();
        categories::without_title(&mut categories, &title);
        let price = self.price(Column::Price, None);
        let mrp = self.price(Column::Mrp, price);
        let attributes = self.attributes();
        let domain = self.domain(&categories, &title, &attributes);
        let product = Product {
            id: ProductId::from(id),
            source: source.unwrap_or_else(|| self.options.source.name().to_owned()),
            domain,
            title_hi: self.text(Column::TitleHi),
            brand: self.text(Column::Brand),
            categories,
            price,
            mrp,
            rating: self.number(Column::Rating, numbers::rating),
            rating_count: self.number(Column::RatingCount, numbers::count),
            stock: self.stock(),
            description: self.paragraph(Column::Description),
            attributes,
            image: self.image(),
            new_description: self.paragraph(Column::NewDescription),
            title,
        };
        Ok(Normalised {
            product,
            notes: self.notes,
        })
    }

    fn note(&mut self, field: &str, reason: impl Into<String>) {
        self.notes.push(FieldNote {
            field: field.to_owned(),
            reason: reason.into(),
        });
    }

    fn text(&self, column: Column) -> Option<String> {
        let text = clean::scalar(self.columns.filled(column)?.value)?;
        let text = clean::line(&text);
        (!clean::is_blank_text(&text)).then_some(text)
    }

    fn title(&self) -> Result<String, FieldError> {
        let fail = |reason: &str| {
            Err(FieldError {
                field: "title".to_owned(),
                reason: reason.to_owned(),
            })
        };
        let Some(title) = self.text(Column::Title) else {
            return match self.columns.best(Column::Title) {
                Some(found) => fail(&format!("the title in column `{}` is empty", found.name)),
                None => fail("no column is a title; name one with --map title=COLUMN"),
            };
        };
        if title.chars().count() > MAX_TITLE_CHARS {
            return fail("the title is over 2,000 characters long; the columns may be shifted");
        }
        Ok(title)
    }

    fn id(&self, fields: &Map<String, Value>) -> Result<String, FieldError> {
        let Some(column) = self.columns.best(Column::Id) else {
            // No column is an id, so the row's own content has to name it: the same row gets the same id again.
            let mut hasher = blake3::Hasher::new();
            hasher.update(Value::Object(fields.clone()).to_string().as_bytes());
            return Ok(format!("row-{}", &hasher.finalize().to_hex()[..16]));
        };
        let text = match column.value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => clean::plain_number(number),
            _ => String::new(),
        };
        if clean::is_blank_text(&text) {
            return Err(FieldError {
                field: "id".to_owned(),
                reason: format!("the id in column `{}` is empty", column.name),
            });
        }
        Ok(text)
    }

    fn price(&mut self, column: Column, price: Option<Money>) -> Option<Money> {
        // A column that carries the price is not the printed price as well.
        let taken = self.columns.filled(Column::Price).map(|f| f.name);
        let found = self
            .columns
            .all(column)
            .filter(|f| column == Column::Price || Some(f.name) != taken)
            .find(|f| !clean::is_blank(f.value))?;
        let named = self.columns.best(Column::Currency);
        let currency = match (found.unit.currency, named) {
            (Some(currency), _) => Some(currency),
            (None, Some(named)) => self.currency(named.value),
            (None, None) => Some(self.options.default_currency),
        };
        match numbers::price(found.value, currency, found.unit.scale) {
            Ok(Some(read)) => {
                if let Some(reason) = read.note {
                    self.note(column.name(), reason);
                }
                if price.is_some_and(|p| p.currency != read.money.currency) {
                    self.note(column.name(), "it is in another currency than the price");
                    return None;
                }
                if price.is_some_and(|p| p.minor > read.money.minor) {
                    self.note(
                        column.name(),
                        "it is below the selling price; both were kept as the file has them",
                    );
                }
                Some(read.money)
            }
            Ok(None) => None,
            Err(reason) => {
                self.note(column.name(), reason);
                None
            }
        }
    }

    fn currency(&self, value: &Value) -> Option<Currency> {
        value.as_str()?.parse().ok()
    }

    fn number<T>(&mut self, column: Column, read: fn(&Value) -> numbers::Read<T>) -> Option<T> {
        let found = self.columns.filled(column)?;
        match read(found.value) {
            Ok(number) => number,
            Err(reason) => {
                self.note(column.name(), reason);
                None
            }
        }
    }

    fn stock(&mut self) -> Option<u32> {
        let found = self.columns.filled(Column::Stock)?;
        // In a column that asks whether there is any, 1 means yes.
        let asks = found.name.to_lowercase().contains("available")
            || found.name.to_lowercase().replace(['_', ' '], "") == "instock";
        if asks && clean::scalar(found.value).as_deref() == Some("1") {
            return None;
        }
        self.number(Column::Stock, numbers::stock)
    }

    fn paragraph(&self, column: Column) -> Option<String> {
        let text = match self.columns.filled(column)?.value {
            Value::Array(list) => list
                .iter()
                .filter_map(clean::scalar)
                .collect::<Vec<_>>()
                .join("\n"),
            other => clean::scalar(other)?,
        };
        let text = clean::paragraph(&text);
        (!text.is_empty()).then_some(text)
    }

    fn attributes(&mut self) -> crate::domain::Attributes {
        let mut gather = Gather::default();
        for rest in self.columns.rest() {
            match rest.value {
                Value::Object(_) => gather.add_nested(rest.name, rest.value),
                _ => gather.add_as(&rest.attribute, rest.name, rest.value),
            }
        }
        for found in self.columns.all(Column::Attributes) {
            gather.add_nested(found.name, found.value);
        }
        // A second title, brand or description is kept as well, and so is an ISBN beside the shop's own number.
        for column in [
            Column::Id,
            Column::Title,
            Column::Brand,
            Column::Categories,
            Column::Description,
        ] {
            for found in self.columns.spare(column) {
                if !self.says_already(column, found.value) {
                    let name = attributes::clean_name(found.name);
                    gather.add_as(&name, found.name, found.value);
                }
            }
        }
        let mut gather = gather.finish();
        for (field, reason) in std::mem::take(&mut gather.left_out) {
            self.note(&format!("attributes.{field}"), reason);
        }
        gather.attributes
    }

    /// Whether the column that a field is read from holds this value's text too.
    fn says_already(&self, column: Column, value: &Value) -> bool {
        let first = self
            .columns
            .filled(column)
            .and_then(|f| clean::scalar(f.value));
        match (first, clean::scalar(value)) {
            (Some(first), Some(other)) => {
                first.to_lowercase().contains(&other.trim().to_lowercase())
            }
            _ => false,
        }
    }

    fn domain(
        &mut self,
        categories: &[String],
        title: &str,
        attributes: &crate::domain::Attributes,
    ) -> Domain {
        let said = self.text(Column::Domain);
        if let Some(domain) = said.as_deref().and_then(|text| text.parse().ok()) {
            return domain;
        }
        let mut path: Vec<String> = said.into_iter().collect();
        path.extend_from_slice(categories);
        department::guess(&path, title, attributes)
    }

    fn image(&mut self) -> Option<String> {
        let found = self.columns.filled(Column::Image)?;
        let parsed = found
            .value
            .as_str()
            .and_then(super::attributes::inside)
            .unwrap_or_else(|| found.value.clone());
        let image = first_text(&parsed)?;
        if !is_safe_picture(&image) {
            self.note("image", "it is a path outside the media folder");
            return None;
        }
        Some(image)
    }
}

fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !clean::is_blank_text(text) => Some(text.trim().to_owned()),
        Value::Array(list) => list.iter().find_map(first_text),
        Value::Object(map) => ["large", "hi_res", "url", "src", "link", "thumb"]
            .iter()
            .find_map(|key| map.get(*key).and_then(first_text)),
        _ => None,
    }
}

/// Refuses an id that could not be kept or shown.
pub(super) fn check_id(id: &str) -> Result<(), FieldError> {
    let reason = if id.trim().is_empty() {
        "the id is empty".to_owned()
    } else if id.len() > MAX_ID_BYTES {
        format!("the id is over {MAX_ID_BYTES} bytes long")
    } else if id.chars().any(char::is_control) {
        "the id holds control characters".to_owned()
    } else {
        return Ok(());
    };
    Err(FieldError {
        field: "id".to_owned(),
        reason,
    })
}
