//! The folder of a workspace: where its parts lie, and the few lines that make it one.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Clock, JobError};

/// The seed of a workspace that does not name one.
pub const DEFAULT_SEED: u64 = 1;

/// The `[workspace]` table of muse.toml. Its other tables belong to the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The workspace's id, for caches that lie elsewhere.
    pub id: Uuid,
    /// The seed of the first run that names none; each later run adds one.
    #[serde(default = "default_seed")]
    pub seed: u64,
}

fn default_seed() -> u64 {
    DEFAULT_SEED
}

#[derive(Deserialize)]
struct Marker {
    workspace: Identity,
}

/// A workspace's folder. Paths only: nothing is made until it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at this path, be it a workspace or not.
    pub fn new(path: &Path) -> Self {
        Folder(path.to_owned())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file that makes a folder a workspace.
    pub fn marker(&self) -> PathBuf {
        self.0.join("muse.toml")
    }

    /// The product index, which can be built again from the store.
    pub fn index(&self) -> PathBuf {
        self.0.join("index").join("products")
    }

    /// Vectors of product texts, which can be made again.
    pub fn vectors(&self) -> PathBuf {
        self.0.join("index").join("vectors")
    }

    /// Where exports go when no place is named.
    pub fn exports(&self) -> PathBuf {
        self.0.join("exports")
    }

    /// Which runs are being made, a file each.
    pub fn at_work(&self) -> PathBuf {
        self.0.join("at-work")
    }

    /// What detached processes said.
    pub fn logs(&self) -> PathBuf {
        self.0.join("logs")
    }

    /// Images.
    pub fn media(&self) -> PathBuf {
        self.0.join("media")
    }

    /// Prompt files that override the built-in ones of the same name.
    pub fn prompts(&self) -> PathBuf {
        self.0.join("prompts")
    }

    /// Phrasebook files that override the built-in ones of the same name.
    pub fn phrasebook(&self) -> PathBuf {
        self.0.join("phrasebook")
    }

    /// The shop's policy, when the workspace has its own.
    pub fn store_policy(&self) -> PathBuf {
        self.0.join("store_policy.json")
    }

    /// Lists of rows that imports left out.
    pub fn rejects(&self) -> PathBuf {
        self.0.join("rejects")
    }

    /// Whether this folder is a workspace.
    pub fn is_workspace(&self) -> bool {
        self.marker().is_file()
    }

    /// Reads who the workspace is.
    pub(super) fn identity(&self) -> Result<Identity, JobError> {
        let path = self.marker();
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => JobError::NotAWorkspace {
                path: self.0.clone(),
            },
            _ => JobError::file(&path, "read")(error),
        })?;
        let marker: Marker = toml::from_str(&text).map_err(|error| JobError::Settings {
            path,
            why: error.to_string(),
        })?;
        Ok(marker.workspace)
    }

    /// Makes the folder a workspace. The file appears whole or not at all.
    pub(super) fn found(&self, clock: &Clock) -> Result<Identity, JobError> {
        if self.is_workspace() {
            return Err(JobError::AlreadyAWorkspace {
                path: self.0.clone(),
            });
        }
        fs::create_dir_all(&self.0).map_err(JobError::file(&self.0, "made"))?;
        let identity = Identity {
            id: fresh_id(clock),
            seed: DEFAULT_SEED,
        };
        let text = format!(
            "# This file makes the folder a Muse Studio workspace.\n\n[workspace]\nid = \"{}\"\n# The first run that names no seed uses this one; each later run adds one.\nseed = {}\n",
            identity.id, identity.seed
        );
        let path = self.marker();
        let write = || -> std::io::Result<()> {
            let mut file = tempfile::NamedTempFile::new_in(&self.0)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(JobError::file(&path, "written"))?;
        Ok(identity)
    }
}

fn fresh_id(clock: &Clock) -> Uuid {
    let millis = u64::try_from(clock.now_ms()).unwrap_or(0);
    let (seconds, nanos) = (millis / 1_000, (millis % 1_000) as u32 * 1_000_000);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_founded_workspace_knows_itself() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&dir.path().join("new"));
        assert!(matches!(
            folder.identity(),
            Err(JobError::NotAWorkspace { .. })
        ));
        let made = folder.found(&Clock::fixed(5)).unwrap();
        assert_eq!(folder.identity().unwrap(), made);
        assert!(matches!(
            folder.found(&Clock::fixed(5)),
            Err(JobError::AlreadyAWorkspace { .. })
        ));
    }

    #[test]
    fn a_broken_marker_says_where() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        fs::write(folder.marker(), "[workspace]\nid = 3\n").unwrap();
        let error = folder.identity().unwrap_err().to_string();
        assert!(
            error.contains("muse.toml") && error.contains("line 2"),
            "{error}"
        );
    }
}
