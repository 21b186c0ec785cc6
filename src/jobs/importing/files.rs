//! What an import was given: files of rows, and folders of pictures.

use std::path::{Path, PathBuf};

use super::super::JobError;
use super::{ImportOptions, Rejects};

/// The paths, told apart.
pub(super) struct Inputs {
    /// Files of rows, in the order given.
    pub(super) files: Vec<PathBuf>,
    /// Folders of pictures.
    pub(super) pictures: Vec<PathBuf>,
}

impl Inputs {
    /// Tells them apart.
    pub(super) fn of(options: &ImportOptions) -> Result<Inputs, JobError> {
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = options
            .files
            .iter()
            .cloned()
            .partition(|path| path.is_dir());
        let pictures: Vec<PathBuf> = folders
            .into_iter()
            .chain(options.pictures.clone())
            .collect();
        if files.is_empty() && pictures.is_empty() {
            let text = "name at least one file of products (JSON, JSONL, CSV, TSV, each also as .gz or .zst, or Parquet), \
                        or a folder of pictures named by product id";
            return Err(JobError::BadOption(text.to_owned()));
        }
        if let Some(path) = pictures.iter().find(|path| !path.is_dir()) {
            let text = format!(
                "{} is no folder; name the folder in which the pictures lie",
                path.display()
            );
            return Err(JobError::BadOption(text));
        }
        if let Rejects::File(list) = &options.rejects
            && let Some(file) = files.iter().find(|file| is_one_file(file, list))
        {
            let text = format!(
                "{} is read, so it cannot be the list of the rows left out; name another file with --rejects",
                file.display()
            );
            return Err(JobError::BadOption(text));
        }
        Ok(Inputs { files, pictures })
    }

    /// A few words for people.
    pub(super) fn title(&self) -> String {
        let all = self.files.iter().chain(&self.pictures);
        let names: Vec<String> = all.map(|path| name(path)).collect();
        format!("import {}", names.join(", "))
    }
}

/// Whether two paths lead to one file that is there.
fn is_one_file(one: &Path, other: &Path) -> bool {
    let whole = (one.canonicalize(), other.canonicalize());
    matches!(whole, (Ok(one), Ok(other)) if one == other)
}

/// A file's own name.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// The name of a file without the endings that tell its format: what its rows come from when nothing else says so.
pub(super) fn stem(path: &Path) -> String {
    let mut name = name(path);
    const ENDINGS: [&str; 12] = [
        ".gz", ".zst", ".zstd", ".jsonl", ".ndjson", ".jl", ".json", ".csv", ".tsv", ".tab",
        ".parquet", ".txt",
    ];
    while let Some(end) = ENDINGS
        .iter()
        .find(|end| name.len() > end.len() && name.to_lowercase().ends_with(*end))
    {
        name.truncate(name.len() - end.len());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_after_its_file() {
        for (path, want) in [
            ("a/products_170k.jsonl.gz", "products_170k"),
            ("My Shop.CSV", "My Shop"),
            ("x.v2.parquet", "x.v2"),
            (".csv", ".csv"),
            ("गहने.json.zst", "गहने"),
        ] {
            assert_eq!(stem(Path::new(path)), want);
        }
    }
}
