//! Files that verbs write beside the workspace: whole or not at all.

use std::io::{BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::CliError;

/// Writes values as a JSON array, one value a line. The file appears whole or stays as it was.
pub(super) fn write_json<T: Serialize>(file: &Path, values: &[T]) -> Result<(), CliError> {
    write_whole(file, |out| {
        out.write_all(b"[")?;
        for (place, value) in values.iter().enumerate() {
            out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *out, value)?;
        }
        out.write_all(b"\n]\n")
    })
}

/// Writes a file under a temporary name beside it, syncs it and puts it in place.
pub(super) fn write_whole(
    file: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), CliError> {
    let fail = |error| {
        CliError::failed(format!(
            "{} could not be written; what is in the workspace is safe, name another file",
            file.display()
        ))
        .because(error)
    };
    let write = || -> std::io::Result<()> {
        let folder = file.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut part = temporary(folder)?;
        let mut out = BufWriter::new(part.as_file_mut());
        fill(&mut out)?;
        out.flush()?;
        drop(out);
        part.as_file().sync_all()?;
        part.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(fail)
}

/// A temporary file that, once in place, has the rights that any new file has.
fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
