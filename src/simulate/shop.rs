//! A shop: products that can be searched, and what its people know.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::{SAMPLE_PRODUCTS, SimulateError, hits};
use crate::catalog::{PinnedIndex, ProductIndex};
use crate::dialogue::data::Knowledge;
use crate::dialogue::{Need, PhrasebookVoice, Retrieve, Voice};
use crate::domain::{Product, ProductId};

/// A catalogue that can be searched, with the shop's policy and words. Cheap to clone.
#[derive(Clone)]
pub struct Shop(Arc<Inner>);

struct Inner {
    products: Vec<Product>,
    places: HashMap<ProductId, usize>,
    index: PinnedIndex,
    knowledge: Arc<Knowledge>,
    /// Where the index lies; deleted with the shop.
    _folder: TempDir,
}

impl Shop {
    /// A shop that sells the sample catalogue.
    ///
    /// # Errors
    /// When no index can be made in the folder for temporary files.
    pub fn sample() -> Result<Self, SimulateError> {
        let products = SAMPLE_PRODUCTS.lines().map(serde_json::from_str);
        let products = products.collect::<Result<Vec<Product>, _>>();
        // The sample data is part of the program and tested with it.
        Self::of(products.unwrap_or_default())
    }

    /// A shop that sells these products, by the built-in policy.
    ///
    /// # Errors
    /// When there are none, or no index can be made in the folder for temporary files.
    pub fn of(products: Vec<Product>) -> Result<Self, SimulateError> {
        Self::with(products, Knowledge::embedded()?)
    }

    /// A shop that sells these products by the `store_policy.json` of a folder, where there is one.
    ///
    /// # Errors
    /// As [`Shop::of`], and when that file cannot be read.
    pub fn with_policy(products: Vec<Product>, folder: &Path) -> Result<Self, SimulateError> {
        Self::with(products, Knowledge::of_workspace(folder)?)
    }

    fn with(products: Vec<Product>, knowledge: Arc<Knowledge>) -> Result<Self, SimulateError> {
        if products.is_empty() {
            return Err(SimulateError::NoProducts);
        }
        let folder = tempfile::tempdir().map_err(SimulateError::Folder)?;
        let index = ProductIndex::open(folder.path())?;
        let mut writer = index.writer()?;
        writer.add_all(&products)?;
        writer.commit()?;
        index.refresh()?;
        let places = products.iter().enumerate();
        let places = places.map(|(place, product)| (product.id.clone(), place));
        Ok(Shop(Arc::new(Inner {
            places: places.collect(),
            products,
            index: index.pin(),
            knowledge,
            _folder: folder,
        })))
    }

    /// What it sells.
    pub fn products(&self) -> &[Product] {
        &self.0.products
    }

    /// What its people know: words, festivals, policy.
    pub fn knowledge(&self) -> &Arc<Knowledge> {
        &self.0.knowledge
    }

    /// The phrasebook as a voice for either side.
    ///
    /// # Errors
    /// When the built-in phrasebook cannot be read.
    pub fn phrasebook(&self) -> Result<Arc<dyn Voice>, SimulateError> {
        Ok(Arc::new(PhrasebookVoice::new(
            self.0.knowledge.clone(),
            None,
        )?))
    }

    /// The catalogue as conversations search it.
    pub fn retrieve(&self) -> Arc<dyn Retrieve> {
        Arc::new(self.clone())
    }
}

impl Retrieve for Shop {
    fn search(&self, need: &Need) -> Vec<(Arc<Product>, f32)> {
        // The index of a shop lies in its own folder and does not change; without an answer nothing is found.
        let found = hits(&self.0.index, need).unwrap_or_default();
        let scored = found.hits.into_iter().filter_map(|hit| {
            let product = self.product(&hit.product)?;
            Some((product, hit.score))
        });
        scored.collect()
    }

    fn companions(&self, product: &Product, limit: usize) -> Vec<Arc<Product>> {
        let pairs = self.0.index.pairs(product, limit).unwrap_or_default();
        let found = pairs.into_iter().map(|pair| pair.product);
        found.filter_map(|id| self.product(&id)).collect()
    }

    fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        let place = self.0.places.get(id)?;
        let product = self.0.products.get(*place)?;
        Some(Arc::new(product.clone()))
    }
}

impl std::fmt::Debug for Shop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shop({} products)", self.0.products.len())
    }
}
