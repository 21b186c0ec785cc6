//! Taking a picture's file over into the media folder.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use super::super::super::JobError;
use crate::domain::ProductId;

/// The largest file that is taken: 64 MiB, as when pictures are shown.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Takes one picture over and gives its reference, a path below the media folder; or why it is not taken.
///
/// # Errors
/// When the media folder cannot be written.
pub(super) fn take(
    file: &Path,
    id: &ProductId,
    media: &Path,
) -> Result<Result<String, String>, JobError> {
    if let (Ok(whole), Ok(media)) = (file.canonicalize(), media.canonicalize())
        && let Ok(inside) = whole.strip_prefix(&media)
    {
        let reference = inside.to_string_lossy().replace('\\', "/");
        return Ok(read(file).map(|_| reference));
    }
    let (bytes, ending) = match read(file) {
        Ok(picture) => picture,
        Err(reason) => return Ok(Err(reason)),
    };
    let name = format!("{}.{ending}", file_name(id));
    let to = media.join(&name);
    put(&bytes, &to, media).map_err(JobError::file(&to, "written"))?;
    Ok(Ok(name))
}

/// The bytes of a picture with the ending that fits them, or why the file is none.
fn read(file: &Path) -> Result<(Vec<u8>, &'static str), String> {
    let unread = |error: io::Error| format!("the file cannot be read: {error}");
    // Asked before it is opened: opening a pipe would wait for its other end.
    let meta = fs::metadata(file).map_err(unread)?;
    if !meta.is_file() {
        return Err("this is a folder, not a picture".to_owned());
    }
    let mut bytes = Vec::new();
    let opened = File::open(file).map_err(unread)?;
    opened
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(unread)?;
    if bytes.len() as u64 > MAX_BYTES {
        let mib = MAX_BYTES / (1024 * 1024);
        return Err(format!("the picture is over {mib} MiB; make it smaller"));
    }
    match ending(&bytes) {
        Some(ending) => Ok((bytes, ending)),
        None => Err("this is no picture of a kind that is shown: PNG, JPEG or WebP".to_owned()),
    }
}

/// The ending that fits a picture's first bytes.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'R', b'I', b'F', b'F', ..] if bytes.get(8..12) == Some(b"WEBP") => Some("webp"),
        _ => None,
    }
}

/// Writes a file, whole or not at all; one that holds just these bytes is left alone.
fn put(bytes: &[u8], to: &Path, media: &Path) -> io::Result<()> {
    fs::create_dir_all(media)?;
    if holds(to, bytes)? {
        return Ok(());
    }
    let mut part = tempfile::NamedTempFile::new_in(media)?;
    part.write_all(bytes)?;
    part.as_file().sync_all()?;
    part.persist(to).map_err(|error| error.error)?;
    Ok(())
}

fn holds(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    match fs::metadata(file) {
        Ok(meta) => Ok(meta.len() == bytes.len() as u64 && fs::read(file)? == bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
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
