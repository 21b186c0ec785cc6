//! Reading the category paths of all products: as a tree, and as tags.

use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::catalog::{CategoryTree, Tags};
use crate::store::Cursor;

/// How many products are read at once.
const PAGE: u32 = 2_000;

/// What the category paths of the workspace say.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    /// Products read.
    pub products: u64,
    /// The tree of the paths.
    pub tree: CategoryTree,
    /// The names in them, with their products.
    pub tags: Tags,
    /// Whether a person stopped the reading; then the figures are of some products only.
    pub stopped: bool,
}

impl Report for Categories {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        0
    }

    fn summary(&self) -> String {
        let text = format!(
            "{} read: {} categories",
            plural(self.products, "product"),
            self.tree.len()
        );
        if self.stopped {
            text + "; stopped"
        } else {
            text
        }
    }
}

impl Runner {
    /// Reads the categories of all products, in the order of their first import. Writes nothing.
    pub fn read_categories(&self) -> JobHandle<Categories> {
        self.start(JobKind::Categories, read)
    }
}

async fn read(mut context: Context) -> Result<Categories, JobError> {
    let workspace = context.workspace.clone();
    let store = workspace.store();
    let total = store.counts().await?.products;
    context
        .reporter
        .started("read categories".to_owned(), Some(total), None);
    let mut all = Categories::default();
    let mut cursor = Cursor::First;
    loop {
        context.gate.pass().await;
        if context.gate.stopped() {
            all.stopped = true;
            return Ok(all);
        }
        let page = store.product_page(cursor, PAGE).await?;
        let Some((last, _)) = page.items.last() else {
            return Ok(all);
        };
        cursor = Cursor::After(*last);
        let more = page.more;
        let take_in = move || {
            for (_, product) in &page.items {
                all.products += 1;
                all.tree.add(product);
                all.tags.add(product);
            }
            all
        };
        all = tokio::task::spawn_blocking(take_in).await?;
        context.reporter.progress(all.products, 0, Some(total));
        if !more {
            return Ok(all);
        }
    }
}
