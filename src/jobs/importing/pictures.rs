//! Pictures named by product id, brought into the workspace's media folder.
//!
//! The rule: a picture is copied under its product's id, so that the workspace stays whole when the folder goes away; one
//! that lies in the media folder already is named where it lies. What is no picture, too large or of no known product is
//! left out with its reason.

mod ids;
mod take;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use self::ids::Ids;
use self::take::take;
use super::super::JobError;
use super::super::control::Pass;
use super::super::runner::Context;
use super::tally::{Figures, ListPlace, Tally, sentence};
use super::{ImportOptions, Imported, Pictures, Rejects};
use crate::domain::{Product, ProductId, ProductValue};
use crate::import::Reject;
use crate::store::Durability;

/// Pictures handled between two looks at whether the job was stopped.
const BATCH: usize = 200;

/// Brings in the pictures of all folders and adds to the figures.
pub(super) async fn import(
    context: &Context,
    folders: &[PathBuf],
    options: &ImportOptions,
    imported: &mut Imported,
) -> Result<(), JobError> {
    // What the rows left out and what the pictures do stands in one list.
    let figures = match &imported.rejects_file {
        Some(list) => Figures::going_on_in(list)?,
        None => Figures::default(),
    };
    let place = match &options.rejects {
        Rejects::File(file) => ListPlace::File(file.clone()),
        Rejects::Workspace => ListPlace::NewIn(context.workspace.folder().rejects()),
    };
    let mut work = Work {
        context: context.clone(),
        tally: Tally::new(figures, place)?,
        rows: (imported.read, imported.rejected),
        pictures: Pictures::default(),
    };
    let mut pass = Pass::Go;
    for folder in folders {
        if pass == Pass::Go {
            pass = work.folder(folder, options.source.as_deref()).await?;
        }
    }
    let stopped = pass == Pass::Stopped;
    let told = work.tally.finish(stopped)?;
    imported.pictures = work.pictures;
    imported.rejected += told.rejected;
    imported.read += told.read;
    imported.reasons.extend(told.reasons);
    imported.rejects.extend(told.rejects);
    imported.rejects_file = told.rejects_file;
    imported.stopped |= stopped;
    Ok(())
}

/// An import of pictures under way.
struct Work {
    context: Context,
    tally: Tally,
    /// Rows read and left out before.
    rows: (u64, u64),
    pictures: Pictures,
}

impl Work {
    /// Brings in one folder, to its end or until the job is stopped.
    async fn folder(&mut self, folder: &Path, source: Option<&str>) -> Result<Pass, JobError> {
        let files = list(folder)?;
        let store = self.context.workspace.store();
        let ids = Ids::of(store, &files, source).await?;
        let mut taken = HashSet::new();
        for batch in files.chunks(BATCH) {
            if self.context.gate.pass().await == Pass::Stopped {
                return Ok(Pass::Stopped);
            }
            self.batch(batch, &ids, &mut taken).await?;
            let figures = &self.tally.figures;
            let (read, rejected) = self.rows;
            self.context
                .reporter
                .progress(read + figures.read, rejected + figures.rejected, None);
        }
        Ok(Pass::Go)
    }

    async fn batch(
        &mut self,
        files: &[PathBuf],
        ids: &Ids,
        taken: &mut HashSet<ProductId>,
    ) -> Result<(), JobError> {
        let named = files.iter().filter_map(|file| ids.of_file(file).ok());
        let products = self.context.workspace.store().products(named.collect());
        let by_id: HashMap<ProductId, Product> = products
            .await?
            .into_iter()
            .map(|p| (p.id.clone(), p))
            .collect();
        let mut changed = Vec::new();
        for file in files {
            self.tally.figures.read += 1;
            let found = ids.of_file(file).and_then(|id| {
                let product = by_id.get(&id).filter(|_| taken.insert(id));
                product.ok_or_else(|| {
                    "another picture of this folder is for the same product".to_owned()
                })
            });
            match self.one(file, found).await? {
                Ok((product, reference)) if product.image.as_ref() == Some(&reference) => {
                    self.pictures.unchanged += 1;
                }
                Ok((product, reference)) => {
                    changed.push((product.id.clone(), ProductValue::Image(Some(reference))));
                }
                Err(reason) => self.leave_out(file, reason)?,
            }
        }
        self.pictures.set += changed.len() as u64;
        let workspace = &self.context.workspace;
        workspace.enrich(changed, Durability::Batched).await
    }

    /// Takes a picture over for the product that was found, if one was.
    async fn one<'p>(
        &self,
        file: &Path,
        found: Result<&'p Product, String>,
    ) -> Result<Result<(&'p Product, String), String>, JobError> {
        let product = match found {
            Ok(product) => product,
            Err(reason) => return Ok(Err(reason)),
        };
        let (file, id) = (file.to_owned(), product.id.clone());
        let media = self.context.workspace.folder().media();
        let reference = tokio::task::spawn_blocking(move || take(&file, &id, &media)).await??;
        Ok(reference.map(|reference| (product, reference)))
    }

    fn leave_out(&mut self, file: &Path, reason: String) -> Result<(), JobError> {
        let reject = reject(file, reason);
        if self.tally.tells_more() {
            self.context.reporter.left_out(sentence(&reject));
        }
        self.tally.reject(&reject)
    }
}

fn reject(file: &Path, reason: String) -> Reject {
    Reject {
        file: file.display().to_string(),
        line: 1,
        byte_offset: 0,
        field: Some("image".to_owned()),
        reason,
        excerpt: String::new(),
    }
}

/// The files of a folder by name, but for hidden ones.
fn list(folder: &Path) -> Result<Vec<PathBuf>, JobError> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if !entry.file_name().to_string_lossy().starts_with('.') {
                files.push(entry.path());
            }
        }
        files.sort();
        Ok(files)
    };
    let files = read().map_err(JobError::file(folder, "read"))?;
    if !files.iter().any(|file| looks_like_picture(file)) {
        return Err(JobError::Layer(format!(
            "{} is a folder without pictures; name a file of products, or a folder of PNG, JPEG or WebP files \
             that are named after product ids",
            folder.display()
        )));
    }
    Ok(files)
}

fn looks_like_picture(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    ["png", "jpg", "jpeg", "webp"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}
