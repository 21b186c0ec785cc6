//! Which product a picture's file name means.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::super::JobError;
use crate::domain::ProductId;
use crate::store::{Cursor, Store};

/// Names looked up at once.
const NAMES: usize = 200;
/// Products read at once while the ids of other sources are looked through.
const PAGE: u32 = 5_000;

/// Which product a file's name means.
pub(super) struct Ids(HashMap<String, Result<ProductId, String>>);

impl Ids {
    /// Looks the names up: as they stand, with the source before them, and else as the own id of a product of any source
    /// when there is just one.
    pub(super) async fn of(
        store: &Store,
        files: &[PathBuf],
        source: Option<&str>,
    ) -> Result<Ids, JobError> {
        let mut found: HashMap<String, Result<ProductId, String>> = HashMap::new();
        let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
        for stems in stems.chunks(NAMES) {
            let with_source = |stem: &String| source.map(|source| format!("{source}:{stem}"));
            let asked = stems
                .iter()
                .cloned()
                .chain(stems.iter().filter_map(with_source));
            let products = store.products(asked.map(ProductId::from).collect()).await?;
            for product in products {
                let id = product.id.as_str();
                let own = source
                    .and_then(|s| id.strip_prefix(s)?.strip_prefix(':'))
                    .unwrap_or(id);
                found.insert(own.to_owned(), Ok(product.id.clone()));
            }
        }
        let mut open: HashMap<&str, Vec<ProductId>> = stems
            .iter()
            .filter(|stem| !found.contains_key(*stem))
            .map(|stem| (stem.as_str(), Vec::new()))
            .collect();
        if !open.is_empty() {
            look_through(store, &mut open).await?;
        }
        let closed = open
            .into_iter()
            .map(|(stem, ids)| (stem.to_owned(), only(stem, ids)));
        let closed: Vec<_> = closed.collect();
        found.extend(closed);
        Ok(Ids(found))
    }

    pub(super) fn of_file(&self, file: &Path) -> Result<ProductId, String> {
        let stem = stem(file);
        self.0
            .get(&stem)
            .cloned()
            .unwrap_or_else(|| Err(unknown(&stem)))
    }
}

fn unknown(stem: &str) -> String {
    format!(
        "no product has the id `{stem}`; import the products first, or name the file after the id"
    )
}

fn only(stem: &str, mut ids: Vec<ProductId>) -> Result<ProductId, String> {
    match (ids.pop(), ids.pop()) {
        (Some(id), None) => Ok(id),
        (Some(one), Some(other)) => Err(format!(
            "`{stem}` is the id of products of several sources ({other}, {one}); say which with --source"
        )),
        (None, _) => Err(unknown(stem)),
    }
}

/// Finds the products whose id after their source is one of these.
async fn look_through(
    store: &Store,
    open: &mut HashMap<&str, Vec<ProductId>>,
) -> Result<(), JobError> {
    let mut cursor = Cursor::First;
    loop {
        let page = store.product_page(cursor, PAGE).await?;
        for (key, product) in &page.items {
            cursor = Cursor::After(*key);
            let own = product
                .id
                .as_str()
                .strip_prefix(product.source.as_str())
                .and_then(|rest| rest.strip_prefix(':'));
            if let Some(ids) = own.and_then(|own| open.get_mut(own)) {
                ids.push(product.id.clone());
            }
        }
        if !page.more || page.items.is_empty() {
            return Ok(());
        }
    }
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or(file.as_os_str());
    stem.to_string_lossy().into_owned()
}
