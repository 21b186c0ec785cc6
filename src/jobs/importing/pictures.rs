//! Pictures named by product id, brought into the workspace's media folder.
//!
//! The rule: a picture is copied under its product's id, so that the workspace stays whole when the folder goes away; one
//! that lies in the media folder already is named where it lies. What is no picture, too large or of no known product is
//! left out with its reason. The search index knows no pictures, so it stays as it is.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::JobError;
use super::super::control::Pass;
use super::super::runner::Context;
use super::tally::{ListPlace, Tally};
use super::{ImportOptions, Imported, Rejects, tally};
use crate::domain::{Product, ProductId, ProductValue};
use crate::import::Reject;
use crate::store::{Change, Cursor, Op, Store};

/// Pictures handled between two looks at whether the job was stopped.
const BATCH: usize = 200;
/// The largest file that is taken: 64 MiB, as when pictures are shown.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// Products read at once while the ids of other sources are looked through.
const PAGE: u32 = 5_000;

/// Brings in the pictures of all folders and adds to the figures.
pub(super) async fn import(
    context: &Context,
    folders: &[PathBuf],
    options: &ImportOptions,
    imported: &mut Imported,
) -> Result<(), JobError> {
    let store = context.workspace.store();
    let place = match (&options.rejects, &imported.rejects_file) {
        (Rejects::File(file), None) => ListPlace::File(file.clone()),
        // The rows' list is whole already; that of the pictures lies beside it.
        _ => ListPlace::NewIn(context.workspace.folder().rejects()),
    };
    let mut tally = Tally::new(tally::Figures::default(), place)?;
    let mut gate = context.gate.clone();
    let mut stopped = false;
    for folder in folders {
        let files = list(folder)?;
        let ids = Ids::of(store, &files, options.source.as_deref()).await?;
        for batch in files.chunks(BATCH) {
            if gate.pass().await == Pass::Stopped {
                stopped = true;
                break;
            }
            one_batch(context, batch, &ids, &mut tally, imported).await?;
            let figures = &tally.figures;
            context.reporter.progress(
                imported.read + figures.read,
                imported.rejected + figures.rejected,
                None,
            );
        }
    }
    let pictures = tally.finish(stopped)?;
    imported.rejected += pictures.rejected;
    imported.read += pictures.read;
    imported.reasons.extend(pictures.reasons);
    imported.rejects.extend(pictures.rejects);
    imported.rejects_file = imported.rejects_file.take().or(pictures.rejects_file);
    imported.stopped |= stopped;
    Ok(())
}

async fn one_batch(
    context: &Context,
    files: &[PathBuf],
    ids: &Ids,
    tally: &mut Tally,
    imported: &mut Imported,
) -> Result<(), JobError> {
    let store = context.workspace.store();
    let named: Vec<ProductId> = files
        .iter()
        .filter_map(|file| ids.of_file(file).ok())
        .collect();
    let products = store.products(named).await?;
    let mut by_id: HashMap<ProductId, Product> =
        products.into_iter().map(|p| (p.id.clone(), p)).collect();
    let mut changed = Vec::new();
    for file in files {
        tally.figures.read += 1;
        let media = context.workspace.folder().media();
        let found = ids.of_file(file).and_then(|id| {
            by_id
                .remove(&id)
                .ok_or_else(|| "another picture of this folder is for the same product".to_owned())
        });
        let taken = match found {
            Err(reason) => Err(reason),
            Ok(product) => {
                let (file, id) = (file.clone(), product.id.clone());
                let taking = move || take(&file, &id, &media);
                tokio::task::spawn_blocking(taking)
                    .await??
                    .map(|reference| {
                        let news = product.image.as_deref() != Some(&reference);
                        ((product.id, ProductValue::Image(Some(reference))), news)
                    })
            }
        };
        match taken {
            Ok((picture, true)) => changed.push(picture),
            Ok((_, false)) => imported.pictures.unchanged += 1,
            Err(reason) => {
                let reject = reject(file, reason);
                if tally.tells_more() {
                    context.reporter.left_out(tally::sentence(&reject));
                }
                tally.reject(&reject)?;
            }
        }
    }
    imported.pictures.set += changed.len() as u64;
    if !changed.is_empty() {
        store
            .apply(Change::batched(vec![Op::EnrichProducts(changed)]))
            .await?;
    }
    Ok(())
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

/// Which product a file's name means.
struct Ids(HashMap<String, Result<ProductId, String>>);

impl Ids {
    /// Looks the names up: as they stand, with the source before them, and else as the own id of a product of any source
    /// when there is just one.
    async fn of(store: &Store, files: &[PathBuf], source: Option<&str>) -> Result<Ids, JobError> {
        let mut found: HashMap<String, Result<ProductId, String>> = HashMap::new();
        let stems: Vec<String> = files.iter().map(|file| stem(file)).collect();
        for stems in stems.chunks(BATCH) {
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

    fn of_file(&self, file: &Path) -> Result<ProductId, String> {
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

/// Takes one picture over and gives its reference: a path below the media folder.
fn take(file: &Path, id: &ProductId, media: &Path) -> Result<Result<String, String>, JobError> {
    let ending = match ending(file) {
        Ok(ending) => ending,
        Err(reason) => return Ok(Err(reason)),
    };
    if let (Ok(whole), Ok(media)) = (file.canonicalize(), media.canonicalize())
        && let Ok(inside) = whole.strip_prefix(&media)
    {
        return Ok(Ok(inside.to_string_lossy().replace('\\', "/")));
    }
    let name = format!("{}.{ending}", file_name(id));
    let to = media.join(&name);
    let copy = || -> std::io::Result<()> {
        fs::create_dir_all(media)?;
        if same(file, &to)? {
            return Ok(());
        }
        let mut part = tempfile::NamedTempFile::new_in(media)?;
        std::io::copy(&mut fs::File::open(file)?, part.as_file_mut())?;
        part.as_file().sync_all()?;
        part.persist(&to).map_err(|error| error.error)?;
        Ok(())
    };
    copy().map_err(JobError::file(&to, "written"))?;
    Ok(Ok(name))
}

/// The ending that fits a picture's first bytes, or why the file is none.
fn ending(file: &Path) -> Result<&'static str, String> {
    let unread = |error: std::io::Error| format!("the file cannot be read: {error}");
    let meta = fs::metadata(file).map_err(unread)?;
    if !meta.is_file() {
        return Err("this is a folder, not a picture".to_owned());
    }
    if meta.len() > MAX_BYTES {
        let mib = MAX_BYTES / (1024 * 1024);
        return Err(format!("the picture is over {mib} MiB; make it smaller"));
    }
    let mut head = Vec::new();
    let opened = fs::File::open(file).map_err(unread)?;
    opened.take(16).read_to_end(&mut head).map_err(unread)?;
    match head.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => Ok("png"),
        [0xff, 0xd8, 0xff, ..] => Ok("jpg"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Ok("webp"),
        _ => Err("this is no picture of a kind that is shown: PNG, JPEG or WebP".to_owned()),
    }
}

/// An id as a file name: what other systems refuse in names becomes `_`, and a digest keeps such ids apart.
fn file_name(id: &ProductId) -> String {
    let id = id.as_str();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.chars().all(plain) && !id.starts_with('.') && id.len() <= 100 {
        return id.to_owned();
    }
    let kept: String = id
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .take(60)
        .collect();
    let digest = blake3::hash(id.as_bytes()).to_hex();
    format!("{}-{}", kept.trim_start_matches('.'), &digest[..8])
}

fn same(one: &Path, other: &Path) -> std::io::Result<bool> {
    match fs::metadata(other) {
        Ok(meta) if meta.len() == fs::metadata(one)?.len() => {
            Ok(fs::read(one)? == fs::read(other)?)
        }
        Ok(_) => Ok(false),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_make_names_that_every_system_takes() {
        assert_eq!(file_name(&"fa-00001".into()), "fa-00001");
        let odd = file_name(&"shop:a/../b".into());
        assert!(
            odd.starts_with("shop_a_.._b-") && !odd.contains('/'),
            "{odd}"
        );
        assert_ne!(file_name(&"a:b".into()), file_name(&"a/b".into()));
        assert!(!file_name(&"..".into()).starts_with('.'));
    }
}
