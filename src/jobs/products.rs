//! One product: all that is known of it, and what a person changes in it.
//!
//! Owns: reading what stands before a change, so that it can be taken back, and keeping the search index after it. Does not:
//! know what a field may hold (that is `domain`) or which value stands in the end (that is `review`).

use std::collections::BTreeSet;

use super::judging::Desk;
use super::{JobError, Workspace};
use crate::catalog::{TextLanguages, Typed};
use crate::domain::{Action, NewEntry, Product, ProductField, ProductId, ProductValue, Subject};
use crate::store::{
    Applied, Change, Cursor, Durability, Op, Page, ProductRecord, ProductVersion, Use,
};

/// How many uses come with a product; the rest is read by the page.
const FIRST_USES: u32 = 20;

/// All that is known of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductDetail {
    /// The product with its version, what was imported and what people changed.
    pub record: ProductRecord,
    /// Its attributes in common words.
    pub typed: Typed,
    /// The languages of its texts.
    pub languages: TextLanguages,
    /// How many conversations name it.
    pub used: u64,
    /// The first of them.
    pub uses: Page<Use>,
    /// The other products that are the same thing, the one that stands for all first.
    pub same: Vec<Product>,
}

impl ProductDetail {
    /// The product as it is now.
    pub fn product(&self) -> &Product {
        &self.record.now.product
    }
}

impl Workspace {
    /// Reads all that is known of a product.
    ///
    /// # Errors
    /// [`JobError::UnknownId`] when it is not there; when the store cannot be read.
    pub async fn product_detail(&self, id: &ProductId) -> Result<ProductDetail, JobError> {
        let store = self.store();
        let record = self.product_record(id).await?;
        let used = store.use_counts(vec![id.clone()]).await?;
        let uses = store.uses_of(id.clone(), Cursor::First, FIRST_USES);
        let group = store.group_of(id.clone()).await?;
        let members = group.map(|group| group.members).unwrap_or_default();
        let others = members.into_iter().filter(|member| member != id);
        Ok(ProductDetail {
            typed: Typed::of(&record.now.product),
            languages: TextLanguages::of(&record.now.product),
            used: used.first().copied().unwrap_or(0),
            uses: uses.await?,
            same: store.products(others.collect()).await?,
            record,
        })
    }

    /// A product with its version, what was imported and what people changed.
    ///
    /// # Errors
    /// As [`Workspace::product_detail`].
    pub async fn product_record(&self, id: &ProductId) -> Result<ProductRecord, JobError> {
        let found = self.store().product_record(id.clone()).await?;
        found.ok_or_else(|| unknown(id))
    }

    /// Every version of a product, oldest first, the one in force last.
    ///
    /// # Errors
    /// As [`Workspace::product_detail`].
    pub async fn product_history(&self, id: &ProductId) -> Result<Vec<ProductVersion>, JobError> {
        let versions = self.store().product_history(id.clone()).await?;
        if versions.is_empty() {
            return Err(unknown(id));
        }
        Ok(versions)
    }
}

impl Desk {
    /// Gives a field of a product another value, read from text; see [`ProductField::read`]. The same value as now writes
    /// nothing.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Conflict`] when the product is no longer at version `expected`; nothing is changed then.
    /// Also when the text is no value of the field, the product is not there, or the store refuses.
    pub async fn edit_product(
        &self,
        id: &ProductId,
        field: &ProductField,
        text: &str,
        expected: Option<u32>,
    ) -> Result<Applied, JobError> {
        let after = field.read(text).map_err(bad_value)?;
        self.set_product_value(id, after, expected).await
    }

    /// The same with a value that is read already.
    ///
    /// # Errors
    /// As [`Desk::edit_product`].
    pub async fn set_product_value(
        &self,
        id: &ProductId,
        after: ProductValue,
        expected: Option<u32>,
    ) -> Result<Applied, JobError> {
        let workspace = self.workspace();
        workspace.writable()?;
        let now = workspace.product_record(id).await?.now;
        after.fits(&now.product).map_err(bad_value)?;
        let base_version = expected.unwrap_or(now.version);
        let before = after.field().of(&now.product);
        if before == after && base_version == now.version {
            return Ok(Applied::default());
        }
        let subject = Subject::Product(id.clone());
        let entry = NewEntry {
            reviewer: self.reviewer().clone(),
            subject: subject.clone(),
            base_version,
            action: Action::Set { before, after },
            reason: None,
            bulk: None,
        };
        let change = Change {
            ops: vec![Op::Review(vec![entry])],
            expected: vec![(subject, base_version)],
            durability: Durability::Full,
        };
        workspace.apply_and_index(change, edited).await
    }
}

impl Workspace {
    /// Adds to what the catalogue says of products what a job found out, and has the index follow at once.
    ///
    /// # Errors
    /// When the store refuses; nothing is changed then.
    pub(super) async fn enrich(
        &self,
        found: Vec<(ProductId, ProductValue)>,
        durability: Durability,
    ) -> Result<(), JobError> {
        let ids: BTreeSet<ProductId> = found.iter().map(|(id, _)| id.clone()).collect();
        let change = Change {
            ops: vec![Op::EnrichProducts(found)],
            durability,
            ..Change::default()
        };
        let altered = |applied: &Applied| match applied.products.updated {
            0 => BTreeSet::new(),
            _ => ids,
        };
        self.apply_and_index(change, altered).await.map(drop)
    }

    /// Writes a change that may alter products, and has the index follow at once; `altered` tells which it altered.
    ///
    /// The new mark goes into the same transaction as the alteration: if the index does not come to follow, the next one
    /// who opens it sees that it lags behind. What was written stays written then, so that is no failure of the change.
    pub(super) async fn apply_and_index(
        &self,
        mut change: Change,
        altered: impl FnOnce(&Applied) -> BTreeSet<ProductId>,
    ) -> Result<Applied, JobError> {
        change.ops.push(super::indexing::put_mark_after_products());
        let turn = self.index_turn().await?;
        let applied = self.store().apply(change).await?;
        let altered = altered(&applied);
        if !altered.is_empty()
            && let Err(error) = self.reindex(turn, altered.into_iter().collect()).await
        {
            tracing::warn!(%error, "the search index lags behind a change");
        }
        Ok(applied)
    }
}

/// The products that the log entries of a change are about.
pub(super) fn edited(applied: &Applied) -> BTreeSet<ProductId> {
    let products = applied.entries.iter().filter_map(|e| e.subject.product());
    products.cloned().collect()
}

fn bad_value(error: crate::domain::BadValue) -> JobError {
    JobError::BadOption(error.to_string())
}

fn unknown(id: &ProductId) -> JobError {
    JobError::UnknownId {
        kind: "product",
        given: id.to_string(),
        hint: "`muse-studio products search WORDS` and `products list` show the ids".to_owned(),
    }
}
