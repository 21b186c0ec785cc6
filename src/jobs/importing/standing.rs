//! Rows beside what the store holds: what is there just so is left out, and no source takes another's id.
//!
//! What was handed over a moment ago may not be written yet, so the last batches are remembered here: a file that names a
//! product twice ends with its last row, wherever the two rows lie.

use std::collections::{HashMap, VecDeque};

use super::super::JobError;
use super::QUEUE;
use crate::domain::{Product, ProductId};
use crate::store::Store;

/// Batches that may not be written yet: those in the queue, one that was taken from it, one that is being written, and one
/// on its way in.
const UNDER_WAY: usize = QUEUE + 3;

/// A product with the line of its row.
pub(super) struct Waiting {
    pub(super) line: u64,
    pub(super) product: Product,
}

/// What becomes of a batch.
#[derive(Default)]
pub(super) struct Compared {
    /// What the store gets.
    pub(super) products: Vec<Product>,
    /// How each of them will stand there.
    pub(super) shown: Vec<Product>,
    /// Those among them that stood there before, in other words.
    pub(super) replaced: Vec<ProductId>,
    /// How many stand there just so.
    pub(super) unchanged: u64,
    /// Ids that another source has already, each with the line of the row.
    pub(super) taken: Vec<(u64, ProductId)>,
}

/// What the store holds, or will hold when all that was handed over is written.
pub(super) struct Standing {
    store: Store,
    under_way: VecDeque<HashMap<ProductId, Product>>,
}

impl Standing {
    pub(super) fn new(store: Store) -> Self {
        Standing {
            store,
            under_way: VecDeque::new(),
        }
    }

    /// Compares a batch with what stands. To be called on a thread that may wait.
    pub(super) fn compare(&self, batch: Vec<Waiting>) -> Result<Compared, JobError> {
        let ids = batch.iter().map(|row| row.product.id.clone()).collect();
        let mut held = self.held(ids)?;
        let mut compared = Compared::default();
        let (products, moved) = apart(batch, &held, &mut compared);
        if !moved.is_empty() {
            held.extend(self.held(moved)?);
        }
        for mut product in products {
            let shown = match held.get(&product.id) {
                Some(before) => {
                    let shown = beside(&mut product, before);
                    if shown == *before {
                        compared.unchanged += 1;
                        continue;
                    }
                    compared.replaced.push(product.id.clone());
                    shown
                }
                None => product.clone(),
            };
            held.insert(shown.id.clone(), shown.clone());
            compared.products.push(product);
            compared.shown.push(shown);
        }
        Ok(compared)
    }

    /// Remembers a batch that was handed over.
    pub(super) fn handed_over(&mut self, shown: Vec<Product>) {
        if self.under_way.len() == UNDER_WAY {
            self.under_way.pop_front();
        }
        let by_id = shown.into_iter().map(|p| (p.id.clone(), p));
        self.under_way.push_back(by_id.collect());
    }

    fn held(&self, ids: Vec<ProductId>) -> Result<HashMap<ProductId, Product>, JobError> {
        // Asked before the store is: what leaves the queue meanwhile is in the store's answer, or it is here.
        let under_way: Vec<Product> = ids
            .iter()
            .filter_map(|id| self.under_way.iter().rev().find_map(|batch| batch.get(id)))
            .cloned()
            .collect();
        let written = tokio::runtime::Handle::current().block_on(self.store.products(ids))?;
        let both = written.into_iter().chain(under_way);
        Ok(both.map(|p| (p.id.clone(), p)).collect())
    }
}

/// An id that stands for a product of another source already is not taken from it: the new product gets the id
/// `SOURCE:ID`. Gives all products, and the ids that were made.
fn apart(
    batch: Vec<Waiting>,
    held: &HashMap<ProductId, Product>,
    compared: &mut Compared,
) -> (Vec<Product>, Vec<ProductId>) {
    let mut sources: HashMap<ProductId, String> = HashMap::with_capacity(batch.len());
    let mut moved = Vec::new();
    let apart = |Waiting { line, mut product }: Waiting| {
        let before = sources.get(&product.id);
        let before = before.or_else(|| held.get(&product.id).map(|other| &other.source));
        if before.is_some_and(|before| !before.is_empty() && *before != product.source) {
            let own = ProductId::from(format!("{}:{}", product.source, product.id));
            let taken = std::mem::replace(&mut product.id, own);
            compared.taken.push((line, taken));
            moved.push(product.id.clone());
        } else {
            sources.insert(product.id.clone(), product.source.clone());
        }
        product
    };
    let products = batch.into_iter().map(apart).collect();
    (products, moved)
}

/// How a row's product will stand beside what was added here: a picture and a model's description stay where the row has
/// none, and a picture in the workspace stays before one on the web.
fn beside(product: &mut Product, held: &Product) -> Product {
    let on_the_web =
        |image: &Option<String>| image.as_ref().is_some_and(|image| image.contains("://"));
    if held.image.is_some() && !on_the_web(&held.image) && on_the_web(&product.image) {
        product.image = None;
    }
    product.clone().keeping_finds_of(held)
}
