//! Files as people name them.

use std::path::PathBuf;

use crate::jobs::ImportOptions;

/// An import whose files are named in full.
pub fn at_home(mut options: ImportOptions) -> ImportOptions {
    for file in &mut options.files {
        *file = whole_path(&file.to_string_lossy());
    }
    options
}

/// A file as a person names it: `~` is the home folder, and what is relative counts from where the studio was started.
pub fn whole_path(named: &str) -> PathBuf {
    let path = match (named.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(named),
    };
    std::path::absolute(&path).unwrap_or(path)
}
