//! A file that gets its name only when it is whole.
//!
//! It is written under a temporary name in the directory of the final one, synced, and renamed. Dropping it before
//! removes it.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{ExportError, FileEntry, Overwrite};

/// The sidecar that lies beside a file for trainers: `sft.jsonl` has `sft.meta.jsonl`.
pub fn meta_path(path: &Path) -> PathBuf {
    match path.extension() {
        Some(extension) if extension == "jsonl" => path.with_extension("meta.jsonl"),
        _ => appended(path, ".meta.jsonl"),
    }
}

/// The manifest that lies beside every export: `sft.jsonl.manifest.json`.
pub fn manifest_path(path: &Path) -> PathBuf {
    appended(path, ".manifest.json")
}

fn appended(path: &Path, tail: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

/// How much a [`Staged`] file gathers before it hands it to the system.
const BUFFER_BYTES: usize = 256 * 1024;

/// A file that is being written.
pub(super) struct Staged {
    path: PathBuf,
    out: BufWriter<Hashing>,
    rows: u64,
    line: Vec<u8>,
}

struct Hashing {
    file: NamedTempFile,
    hash: Sha256,
    bytes: u64,
}

impl Write for Hashing {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.file.as_file_mut().write(data)?;
        self.hash.update(&data[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

impl Staged {
    /// Opens a temporary file beside `path`; refuses a directory, and a file that is there unless it may go.
    pub fn create(path: &Path, overwrite: Overwrite) -> Result<Self, ExportError> {
        if path.is_dir() {
            return Err(ExportError::Directory {
                path: path.to_owned(),
            });
        }
        if overwrite == Overwrite::Refuse && path.symlink_metadata().is_ok() {
            return Err(ExportError::Exists {
                path: path.to_owned(),
            });
        }
        let directory = directory_of(path);
        let fail = |source| ExportError::io(path, "written", source);
        std::fs::create_dir_all(directory).map_err(fail)?;
        let file = temporary(path, directory).map_err(fail)?;
        Ok(Staged {
            path: path.to_owned(),
            out: BufWriter::with_capacity(
                BUFFER_BYTES,
                Hashing {
                    file,
                    hash: Sha256::new(),
                    bytes: 0,
                },
            ),
            rows: 0,
            line: Vec::with_capacity(16 * 1024),
        })
    }

    /// The final name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Appends a value as one line.
    pub fn row(&mut self, value: &impl Serialize) -> Result<(), ExportError> {
        let line = &mut self.line;
        line.clear();
        serde_json::to_writer(&mut *line, value).map_err(|source| ExportError::Json {
            path: self.path.clone(),
            source,
        })?;
        line.push(b'\n');
        self.line_written()
    }

    /// Appends a line that `write` makes, its line break included.
    pub fn row_with(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
    ) -> Result<(), ExportError> {
        self.line.clear();
        write(&mut self.line).map_err(|source| ExportError::Json {
            path: self.path.clone(),
            source,
        })?;
        self.line_written()
    }

    fn line_written(&mut self) -> Result<(), ExportError> {
        let done = self.out.write_all(&self.line);
        done.map_err(|source| ExportError::io(&self.path, "written", source))?;
        self.rows += 1;
        Ok(())
    }

    /// Appends text that is no row.
    pub fn text(&mut self, text: &str) -> Result<(), ExportError> {
        let done = self.out.write_all(text.as_bytes());
        done.map_err(|source| ExportError::io(&self.path, "written", source))
    }

    /// Syncs the file under its temporary name.
    pub fn seal(self) -> Result<Sealed, ExportError> {
        let Staged {
            path, out, rows, ..
        } = self;
        let unwritten = |source| ExportError::io(&path, "written", source);
        let Hashing { file, hash, bytes } = out
            .into_inner()
            .map_err(|error| unwritten(error.into_error()))?;
        let synced = file.as_file().sync_all();
        synced.map_err(|source| ExportError::io(&path, "synced", source))?;
        let name = path.file_name().unwrap_or_default();
        let entry = FileEntry {
            name: name.to_string_lossy().into_owned(),
            rows,
            bytes,
            sha256: hex(&hash.finalize()),
        };
        Ok(Sealed { path, file, entry })
    }
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn temporary(path: &Path, directory: &Path) -> io::Result<NamedTempFile> {
    let mut prefix = OsString::from(".");
    prefix.push(path.file_name().unwrap_or_default());
    prefix.push(".");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any other new file: the process's mask decides who may read it.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A whole, synced file under its temporary name.
pub(super) struct Sealed {
    path: PathBuf,
    file: NamedTempFile,
    entry: FileEntry,
}

impl Sealed {
    /// Its name, rows, bytes and checksum.
    pub fn entry(&self) -> &FileEntry {
        &self.entry
    }

    /// The final name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The written bytes, from the start, through a second handle.
    pub fn reader(&self) -> Result<impl Read, ExportError> {
        let open = self.file.reopen().and_then(|mut file| {
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        });
        open.map_err(|source| ExportError::io(&self.path, "read back", source))
    }

    /// Gives the file its name. With [`Overwrite::Refuse`] a file that came meanwhile is kept.
    pub fn name(self, overwrite: Overwrite) -> Result<PathBuf, ExportError> {
        let Sealed { path, file, .. } = self;
        let done = match overwrite {
            Overwrite::Refuse => file.persist_noclobber(&path),
            Overwrite::Replace => file.persist(&path),
        };
        match done {
            Ok(_) => Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(ExportError::Exists { path })
            }
            Err(error) => Err(ExportError::io(&path, "renamed", error.error)),
        }
    }
}

/// Gives all files their names, the first one last; takes the names back when one of them cannot be given.
pub(super) fn name_all(files: Vec<Sealed>, overwrite: Overwrite) -> Result<(), ExportError> {
    let mut named = Vec::with_capacity(files.len());
    let mut failed = None;
    for file in files.into_iter().rev() {
        match file.name(overwrite) {
            Ok(path) => named.push(path),
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    if let Some(error) = failed {
        for path in named {
            // The first failure is the one to report.
            let _ = std::fs::remove_file(path);
        }
        return Err(error);
    }
    match named.first() {
        Some(path) => sync_directory(directory_of(path)),
        None => Ok(()),
    }
}

fn sync_directory(directory: &Path) -> Result<(), ExportError> {
    // Directories can be synced on Unix only; elsewhere the rename itself is all there is.
    if cfg!(unix) {
        let synced = File::open(directory).and_then(|open| open.sync_all());
        return synced.map_err(|source| ExportError::io(directory, "synced", source));
    }
    Ok(())
}
