//! The media folder: which file a product's picture is.
//!
//! A reference comes from data and is not trusted: it may name a file below the folder, or the file of an id, and nothing
//! else. Links are followed first and judged by where they end.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::PictureError;
use crate::domain::{Product, ProductId};

/// The endings that an id is tried with, in this order.
const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "webp"];

/// The folder of a workspace that holds its pictures.
#[derive(Clone, Debug)]
pub struct Media(PathBuf);

impl Media {
    /// The pictures below this folder, which need not exist.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Media(folder.into())
    }

    /// The file of a product's picture: the one that the catalogue names, else the one that bears the product's id.
    ///
    /// # Errors
    /// As [`Self::find`]; [`PictureError::None`] when nothing is named and no file bears the id.
    pub fn of(&self, product: &Product) -> Result<PathBuf, PictureError> {
        match product.image.as_deref().map(str::trim) {
            Some(reference) if !reference.is_empty() => self.find(reference),
            _ => self.of_id(&product.id),
        }
    }

    /// The file that bears a product's id.
    ///
    /// # Errors
    /// [`PictureError::None`] when there is none.
    pub fn of_id(&self, id: &ProductId) -> Result<PathBuf, PictureError> {
        // An id that could not be a file's name names no file, and is nobody's mistake.
        self.find(id.as_str()).map_err(|_| PictureError::None)
    }

    /// The file that a reference means: a path below the folder, or an id whose ending is tried.
    ///
    /// # Errors
    /// The reference is a web address, leads out of the folder, or there is no such file.
    pub fn find(&self, reference: &str) -> Result<PathBuf, PictureError> {
        let inside = inside(reference)?;
        let missing = || PictureError::Missing(reference.to_owned());
        let root = self.0.canonicalize().map_err(|_| missing())?;
        let named = root.join(&inside);
        let with_endings = ENDINGS.iter().map(|ending| {
            let mut name = named.clone().into_os_string();
            name.push(".");
            name.push(ending);
            PathBuf::from(name)
        });
        for candidate in std::iter::once(named.clone()).chain(with_endings) {
            match candidate.canonicalize() {
                Ok(found) => return file_below(&root, found, reference),
                Err(error) if is_absence(&error) => {}
                Err(error) => return Err(PictureError::Unreadable(error)),
            }
        }
        Err(missing())
    }
}

/// A missing part of the path, or a file where a folder should be: either way the picture is not there.
fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename
    )
}

fn file_below(root: &Path, found: PathBuf, reference: &str) -> Result<PathBuf, PictureError> {
    if !found.starts_with(root) {
        return Err(PictureError::Outside(reference.to_owned()));
    }
    // Asked before it is opened: opening a pipe would wait for its other end.
    match found.metadata() {
        Ok(about) if about.is_file() => Ok(found),
        Ok(_) => Err(PictureError::NotAFile(reference.to_owned())),
        Err(error) => Err(PictureError::Unreadable(error)),
    }
}

/// The reference as a path of plain names.
fn inside(reference: &str) -> Result<PathBuf, PictureError> {
    let outside = || PictureError::Outside(reference.to_owned());
    let lower = reference.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("//") {
        return Err(PictureError::OnTheWeb(reference.to_owned()));
    }
    if reference.contains(':') {
        return Err(PictureError::Scheme(reference.to_owned()));
    }
    let odd = |c: char| c.is_control() || c == '\\';
    if reference.starts_with('~') || reference.chars().any(odd) {
        return Err(outside());
    }
    let path = Path::new(reference);
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            _ => return Err(outside()),
        }
    }
    if plain.as_os_str().is_empty() {
        return Err(PictureError::NotAFile(reference.to_owned()));
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Media) {
        let dir = tempfile::tempdir().unwrap();
        let media = dir.path().join("media");
        std::fs::create_dir_all(media.join("deep")).unwrap();
        for name in ["a.png", "deep/b.jpg", "c.d.webp"] {
            std::fs::write(media.join(name), "x").unwrap();
        }
        std::fs::write(dir.path().join("secret.png"), "x").unwrap();
        (dir, Media::new(media))
    }

    #[test]
    fn paths_and_ids_find_their_file() {
        let (_dir, media) = folder();
        for (reference, name) in [
            ("a.png", "a.png"),
            ("./a.png", "a.png"),
            ("a", "a.png"),
            ("deep/b", "b.jpg"),
            ("deep/b.jpg", "b.jpg"),
            ("c.d", "c.d.webp"),
        ] {
            assert!(
                media.find(reference).unwrap().ends_with(name),
                "{reference}"
            );
        }
    }

    #[test]
    fn what_leads_elsewhere_is_refused_with_its_reason() {
        let (dir, media) = folder();
        let absolute = dir.path().join("secret.png").display().to_string();
        for reference in [
            "../secret.png",
            "deep/../../secret",
            &absolute,
            "~/x.png",
            "a\\b",
            "a\n",
        ] {
            let refused = media.find(reference).unwrap_err();
            assert!(matches!(refused, PictureError::Outside(_)), "{refused}");
        }
        for reference in [
            "file:a.png",
            "data:image/png;base64,AA",
            "C:a.png",
            "ftp://h/a.png",
        ] {
            let refused = media.find(reference).unwrap_err();
            assert!(matches!(refused, PictureError::Scheme(_)), "{refused}");
        }
        for reference in ["https://example.org/a.png", "HTTP://h/a.png", "//h/a.png"] {
            let refused = media.find(reference).unwrap_err();
            assert!(matches!(refused, PictureError::OnTheWeb(_)), "{refused}");
        }
        for reference in ["", ".", "deep"] {
            let refused = media.find(reference).unwrap_err();
            assert!(matches!(refused, PictureError::NotAFile(_)), "{refused}");
        }
        for reference in ["none.png", "a.png/b", &"x".repeat(5_000)] {
            let refused = media.find(reference).unwrap_err();
            assert!(matches!(refused, PictureError::Missing(_)), "{refused}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_judged_by_where_it_ends() {
        let (dir, media) = folder();
        let link = |from: &str, to: &Path| {
            std::os::unix::fs::symlink(to, dir.path().join("media").join(from)).unwrap();
        };
        link("in.png", &dir.path().join("media/a.png"));
        link("out.png", &dir.path().join("secret.png"));
        link("away", dir.path());
        assert!(media.find("in.png").unwrap().ends_with("a.png"));
        for reference in ["out.png", "out", "away/secret.png"] {
            let refused = media.find(reference).unwrap_err();
            assert!(matches!(refused, PictureError::Outside(_)), "{refused}");
        }
    }

    #[test]
    fn no_folder_holds_no_picture() {
        let media = Media::new("/nowhere/at/all");
        assert!(matches!(media.find("a"), Err(PictureError::Missing(_))));
    }
}
