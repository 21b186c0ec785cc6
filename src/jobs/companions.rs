//! Products beside a product: those like it, and those that go with it.

use std::collections::{HashMap, HashSet};

use super::{JobError, Workspace};
use crate::catalog::{Hits, IndexError, Pair, PinnedIndex, fold};
use crate::domain::{Product, ProductId};

/// More are asked of the index than are shown, because the same thing under another id is left out.
const SPARE: usize = 20;

/// A product that goes with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Companion {
    /// The product.
    pub product: Product,
    /// The kind of thing that it is, such as `dupatta`.
    pub kind: &'static str,
}

impl Workspace {
    /// Products like this one, the most alike first; the same thing under another id is left out.
    ///
    /// # Errors
    /// [`JobError::UnknownId`] when it is not there; when index or store cannot be read.
    pub async fn similar_products(
        &self,
        id: &ProductId,
        limit: usize,
    ) -> Result<Vec<Product>, JobError> {
        let product = self.product_record(id).await?.now.product;
        let group = self.store().group_of(id.clone()).await?;
        let same: HashSet<ProductId> = group.into_iter().flat_map(|group| group.members).collect();
        let title = fold(&product.title);
        let asked = limit.saturating_add(SPARE);
        let like = move |index: &PinnedIndex| index.similar(&product, asked);
        let hits: Hits = self.beside(like).await?;
        let ids = hits.hits.into_iter().map(|hit| hit.product).collect();
        let mut titles = HashSet::from([title]);
        let mut found = self.in_order(ids).await?;
        found.retain(|other| !same.contains(&other.id) && titles.insert(fold(&other.title)));
        found.truncate(limit);
        Ok(found)
    }

    /// Products of other kinds that go with this one, taking turns by kind; none when its kind is not known.
    ///
    /// # Errors
    /// As [`Workspace::similar_products`].
    pub async fn companions(
        &self,
        id: &ProductId,
        limit: usize,
    ) -> Result<Vec<Companion>, JobError> {
        let product = self.product_record(id).await?.now.product;
        let with = move |index: &PinnedIndex| index.pairs(&product, limit);
        let pairs: Vec<Pair> = self.beside(with).await?;
        let kinds: HashMap<ProductId, &'static str> = pairs
            .iter()
            .map(|pair| (pair.product.clone(), pair.kind))
            .collect();
        let ids = pairs.into_iter().map(|pair| pair.product).collect();
        let found = self.in_order(ids).await?.into_iter();
        let companion = |product: Product| {
            let kind = kinds.get(&product.id)?;
            Some(Companion { product, kind })
        };
        Ok(found.filter_map(companion).collect())
    }

    /// Asks the index away from the thread that must not wait.
    async fn beside<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&PinnedIndex) -> Result<T, IndexError> + Send + 'static,
    ) -> Result<T, JobError> {
        let pinned = self.index().await?.pin();
        Ok(tokio::task::spawn_blocking(move || ask(&pinned)).await??)
    }

    /// The products with these ids, in their order; one that the store has no more is left out.
    async fn in_order(&self, ids: Vec<ProductId>) -> Result<Vec<Product>, JobError> {
        let products = self.store().products(ids.clone()).await?;
        let mut by_id: HashMap<ProductId, Product> =
            products.into_iter().map(|p| (p.id.clone(), p)).collect();
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }
}
