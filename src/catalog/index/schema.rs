//! The fields of the index.

use std::collections::BTreeSet;

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use super::facets::Side;
use super::price_order;
use super::sides;
use super::tokenizer;
use crate::catalog::missing::Missing;
use crate::catalog::words::accessories::{self, Role};
use crate::catalog::words::fold::words;
use crate::catalog::words::implied;
use crate::domain::Product;

/// The index's version: a change of fields, tokenizer or folding needs a new number and so a new folder.
pub(in crate::catalog) const VERSION: u32 = 7;

/// The fast column that holds the id.
pub(in crate::catalog) const ID_COLUMN: &str = "id";
/// The fast column that holds the price as [`super::price_order::number`] writes it.
pub(in crate::catalog) const PRICE_COLUMN: &str = "price";
/// The fast column that holds the rating in hundredths.
pub(in crate::catalog) const RATING_COLUMN: &str = "rating";
/// The fast column that holds what a product counts for in facets, see [`super::sides`].
pub(in crate::catalog) const SIDES_COLUMN: &str = "sides";

/// Handles of the fields.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog) struct Fields {
    pub(in crate::catalog) id: Field,
    pub(in crate::catalog) price: Field,
    /// In hundredths.
    pub(in crate::catalog) rating: Field,
    /// What filters compare, every side in one field: see [`super::sides::key`].
    pub(in crate::catalog) keys: Field,
    /// What facets count, every side in one column: see [`super::sides::entry`].
    pub(in crate::catalog) sides: Field,
    pub(in crate::catalog) stock: Field,
    /// The title's words that name the thing itself, not what it is made for: see [`crate::catalog::words::accessories`]; and
    /// the names that it does not give itself: see [`crate::catalog::words::implied`].
    pub(in crate::catalog) subject: Field,
    /// [`MAIN`] when the product is the thing itself and not an accessory of one.
    pub(in crate::catalog) role: Field,
    pub(in crate::catalog) title: Field,
    pub(in crate::catalog) title_hi: Field,
    pub(in crate::catalog) brand: Field,
    pub(in crate::catalog) category: Field,
    pub(in crate::catalog) attributes: Field,
    pub(in crate::catalog) description: Field,
    /// The first one and two letters of the words of title, brand and category: such beginnings have too many words to
    /// gather their products word by word.
    pub(in crate::catalog) begins: Field,
}

/// A searched field: how much a word in it counts, and how many words it holds on average.
///
/// The average is a constant, not measured, so that scores do not depend on how the index came about.
#[derive(Clone, Copy)]
pub(in crate::catalog) struct Weighted {
    pub(in crate::catalog) field: Field,
    pub(in crate::catalog) weight: f32,
    pub(in crate::catalog) average_words: u64,
}

/// The longest beginnings of words that have a list of their products, in characters.
pub(in crate::catalog) const SHORT_BEGINNING: usize = 2;

/// The term that marks products that may be had.
pub(in crate::catalog) const IN_STOCK: &str = "in";
/// The term that marks products that are no accessory.
pub(in crate::catalog) const MAIN: &str = "main";

impl Fields {
    /// The schema and its handles.
    pub(in crate::catalog) fn build() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer::NAME)
                .set_index_option(IndexRecordOption::WithFreqs),
        );
        let indexed = |option| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer::NAME);
            TextOptions::default().set_indexing_options(indexing.set_index_option(option))
        };
        let fields = Fields {
            id: builder.add_text_field(ID_COLUMN, STRING | FAST),
            price: builder.add_u64_field(PRICE_COLUMN, NumericOptions::default().set_fast()),
            rating: builder.add_u64_field(RATING_COLUMN, NumericOptions::default().set_fast()),
            keys: builder.add_text_field("keys", STRING),
            sides: builder.add_text_field(SIDES_COLUMN, FAST),
            stock: builder.add_text_field("stock", STRING),
            subject: builder.add_text_field("subject", words.clone()),
            role: builder.add_text_field("role", STRING),
            // With positions, for quoted phrases.
            title: builder
                .add_text_field("title", indexed(IndexRecordOption::WithFreqsAndPositions)),
            title_hi: builder.add_text_field(
                "title_hi",
                indexed(IndexRecordOption::WithFreqsAndPositions),
            ),
            brand: builder.add_text_field("brand", words.clone()),
            category: builder.add_text_field("category", words.clone()),
            attributes: builder.add_text_field("attributes", words.clone()),
            description: builder.add_text_field("description", words),
            begins: builder.add_text_field("begins", STRING),
        };
        (builder.build(), fields)
    }

    /// The searched fields: title before brand, category, attributes and description.
    pub(in crate::catalog) fn weighted(&self) -> [Weighted; 6] {
        let one = |field, weight, average_words| Weighted {
            field,
            weight,
            average_words,
        };
        [
            one(self.title, 4.0, 10),
            one(self.title_hi, 4.0, 8),
            one(self.brand, 3.0, 2),
            one(self.category, 2.0, 5),
            one(self.attributes, 1.5, 12),
            one(self.description, 1.0, 40),
        ]
    }

    /// A product as the index keeps it: nothing is stored, only its id can be read back.
    pub(in crate::catalog) fn document(&self, product: &Product) -> TantivyDocument {
        let mut doc = TantivyDocument::default();
        doc.add_text(self.id, product.id.as_str());
        doc.add_text(self.title, &product.title);
        let mut subject = accessories::subject(&product.title).join(" ");
        // Twice: other products of the kind say it in their category too.
        for name in implied::names(&product.title) {
            subject.push_str(&format!(" {name} {name}"));
        }
        if accessories::role(product) == Role::Main {
            doc.add_text(self.role, MAIN);
        }
        doc.add_text(self.subject, subject);
        if let Some(title) = &product.title_hi {
            doc.add_text(self.title_hi, title);
        }
        if let Some(brand) = &product.brand {
            doc.add_text(self.brand, brand);
        }
        for name in &product.categories {
            doc.add_text(self.category, name);
        }
        for value in product.attributes.values().flatten() {
            doc.add_text(self.attributes, value);
        }
        let descriptions = [&product.description, &product.new_description];
        for description in descriptions.into_iter().flatten() {
            doc.add_text(self.description, description);
        }
        if let Some(price) = product.price {
            doc.add_u64(self.price, price_order::number(price));
        }
        if let Some(rating) = product.rating {
            doc.add_u64(self.rating, hundredths(rating));
        }
        if !product.out_of_stock() {
            doc.add_text(self.stock, IN_STOCK);
        }
        for (side, value) in sides::of(product) {
            doc.add_text(self.keys, sides::key(side, &value));
            doc.add_text(self.sides, sides::entry(side, &value));
        }
        for begin in beginnings(product) {
            doc.add_text(self.begins, begin);
        }
        for missing in Missing::of(product) {
            doc.add_text(self.keys, sides::lacking(missing));
        }
        doc
    }

    /// The term that the products have which are so on one side, whatever the case of `value`.
    pub(in crate::catalog) fn key(&self, side: Side, value: &str) -> Term {
        Term::from_field_text(self.keys, &sides::key(side, value))
    }

    /// The term that the products have which lack something.
    pub(in crate::catalog) fn lacking(&self, missing: Missing) -> Term {
        Term::from_field_text(self.keys, &sides::lacking(missing))
    }
}

/// The beginnings that [`Fields::begins`] holds, each once.
fn beginnings(product: &Product) -> BTreeSet<String> {
    let texts = [
        Some(&product.title),
        product.title_hi.as_ref(),
        product.brand.as_ref(),
    ];
    let texts = texts.into_iter().flatten().chain(&product.categories);
    let mut out = BTreeSet::new();
    for word in texts.flat_map(|text| words(text)) {
        let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends.by_ref().take(SHORT_BEGINNING) {
            out.insert(word[..end].to_owned());
        }
    }
    out
}

/// A rating as the index keeps it.
pub(in crate::catalog) fn hundredths(rating: f32) -> u64 {
    (f64::from(rating) * 100.0).round() as u64
}
