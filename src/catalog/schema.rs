//! The fields of the index.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::fold::fold;
use super::tokenizer;
use crate::domain::Product;

/// The index's version: a change of fields, tokenizer or folding needs a new number and so a new folder.
pub(super) const VERSION: u32 = 1;

/// The fast column that holds the id.
pub(super) const ID_COLUMN: &str = "id";

/// Handles of the fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) id: Field,
    pub(super) domain: Field,
    pub(super) brand_key: Field,
    pub(super) currency: Field,
    pub(super) price: Field,
    pub(super) stock: Field,
    pub(super) title: Field,
    pub(super) title_hi: Field,
    pub(super) brand: Field,
    pub(super) category: Field,
    pub(super) attributes: Field,
    pub(super) description: Field,
}

/// A searched field: how much a word in it counts, and how many words it holds on average.
///
/// The average is a constant, not measured, so that scores do not depend on how the index came about.
#[derive(Clone, Copy)]
pub(super) struct Weighted {
    pub(super) field: Field,
    pub(super) weight: f32,
    pub(super) average_words: u64,
    pub(super) short_prefix: bool,
}

/// The term that marks products that may be had.
pub(super) const IN_STOCK: &str = "in";

impl Fields {
    /// The schema and its handles.
    pub(super) fn build() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer::NAME)
                .set_index_option(IndexRecordOption::WithFreqs),
        );
        let fields = Fields {
            id: builder.add_text_field(ID_COLUMN, STRING | FAST),
            domain: builder.add_text_field("domain", STRING),
            brand_key: builder.add_text_field("brand_key", STRING),
            currency: builder.add_text_field("currency", STRING),
            price: builder.add_i64_field("price", NumericOptions::default().set_fast()),
            stock: builder.add_text_field("stock", STRING),
            title: builder.add_text_field("title", words.clone()),
            title_hi: builder.add_text_field("title_hi", words.clone()),
            brand: builder.add_text_field("brand", words.clone()),
            category: builder.add_text_field("category", words.clone()),
            attributes: builder.add_text_field("attributes", words.clone()),
            description: builder.add_text_field("description", words),
        };
        (builder.build(), fields)
    }

    /// The searched fields: title before brand, category, attributes and description.
    pub(super) fn weighted(&self) -> [Weighted; 6] {
        let one = |field, weight, average_words, short_prefix| Weighted {
            field,
            weight,
            average_words,
            short_prefix,
        };
        [
            one(self.title, 4.0, 10, true),
            one(self.title_hi, 4.0, 8, true),
            one(self.brand, 3.0, 2, true),
            one(self.category, 2.0, 5, true),
            one(self.attributes, 1.5, 12, false),
            one(self.description, 1.0, 40, false),
        ]
    }

    /// A product as the index keeps it: nothing is stored, only its id can be read back.
    pub(super) fn document(&self, product: &Product) -> TantivyDocument {
        let mut doc = TantivyDocument::default();
        doc.add_text(self.id, product.id.as_str());
        doc.add_text(self.domain, product.domain.code());
        doc.add_text(self.title, &product.title);
        if let Some(title) = &product.title_hi {
            doc.add_text(self.title_hi, title);
        }
        if let Some(brand) = &product.brand {
            doc.add_text(self.brand, brand);
            doc.add_text(self.brand_key, brand_key(brand));
        }
        for name in &product.categories {
            doc.add_text(self.category, name);
        }
        for value in product.attributes.values().flatten() {
            doc.add_text(self.attributes, value);
        }
        if let Some(description) = &product.description {
            doc.add_text(self.description, description);
        }
        if let Some(price) = product.price {
            doc.add_text(self.currency, price.currency.code());
            doc.add_i64(self.price, price.minor);
        }
        if !product.out_of_stock() {
            doc.add_text(self.stock, IN_STOCK);
        }
        doc
    }
}

/// A brand as filters compare it: folded, without outer or doubled white space, at most 200 characters.
pub(super) fn brand_key(brand: &str) -> String {
    let key = fold(&brand.split_whitespace().collect::<Vec<_>>().join(" "));
    key.chars().take(200).collect()
}
