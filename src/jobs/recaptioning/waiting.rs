//! The products that wait to be described.

use std::collections::{HashSet, VecDeque};

use super::super::JobError;
use super::super::runner::Context;
use super::{Existing, RecaptionOptions};
use crate::domain::Product;
use crate::store::{Cursor, Store};

/// How many products are read at once.
const PAGE: u32 = 500;

/// The products that have to be described, in the order in which they came in, read a page at a time.
pub(super) struct Waiting {
    store: Store,
    options: RecaptionOptions,
    read: VecDeque<Product>,
    /// Where the next page begins; `None` when all were read.
    cursor: Option<Cursor>,
    left: u64,
}

impl Waiting {
    pub(super) async fn new(
        context: &Context,
        options: RecaptionOptions,
    ) -> Result<Self, JobError> {
        let store = context.workspace.store().clone();
        let mut waiting = Waiting {
            left: options.limit.unwrap_or(u64::MAX),
            read: VecDeque::new(),
            cursor: Some(Cursor::First),
            store,
            options,
        };
        if !waiting.options.ids.is_empty() {
            waiting.cursor = None;
            let mut seen = HashSet::new();
            let mut ids = waiting.options.ids.clone();
            // Each is paid for once, however often it is named.
            ids.retain(|id| seen.insert(id.clone()));
            let found = waiting.store.products(ids.clone()).await?;
            let unknown = ids.iter().find(|id| !found.iter().any(|p| p.id == **id));
            if let Some(id) = unknown {
                return Err(JobError::UnknownId {
                    kind: "product",
                    given: id.to_string(),
                    hint: "look it up with `muse-studio products search WORD`".to_owned(),
                });
            }
            waiting.take_in(found);
        }
        Ok(waiting)
    }

    /// How many there are at most.
    pub(super) async fn at_most(&self) -> Result<u64, JobError> {
        let there = match self.cursor {
            Some(_) => self.store.counts().await?.products,
            None => self.read.len() as u64,
        };
        Ok(there.min(self.left))
    }

    pub(super) async fn next(&mut self) -> Result<Option<Product>, JobError> {
        while self.left > 0 {
            if let Some(product) = self.read.pop_front() {
                self.left -= 1;
                return Ok(Some(product));
            }
            let Some(cursor) = self.cursor.take() else {
                break;
            };
            let page = self.store.product_page(cursor, PAGE).await?;
            self.cursor = match page.items.last() {
                Some((last, _)) if page.more => Some(Cursor::After(*last)),
                _ => None,
            };
            self.take_in(page.items.into_iter().map(|(_, product)| product));
        }
        Ok(None)
    }

    fn take_in(&mut self, products: impl IntoIterator<Item = Product>) {
        let options = &self.options;
        let fits = |product: &Product| {
            options.domain.is_none_or(|domain| domain == product.domain)
                && (options.existing == Existing::Replace || product.new_description.is_none())
        };
        self.read.extend(products.into_iter().filter(fits));
    }
}
