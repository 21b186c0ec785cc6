//! Jobs that bring profiles into the workspace: made from demographics, or read from a file.

use std::path::PathBuf;

use super::runner::{Context, Report};
use super::{JobEnd, JobError, JobHandle, JobKind, Runner, plural};
use crate::domain::{Domain, Profile};

/// What profiles are asked for.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProfileOptions {
    /// How many.
    pub count: u32,
    /// The seed; `None` takes the workspace's seed plus the number of profiles that there are.
    pub seed: Option<u64>,
    /// The demographics file; `None` takes the built-in one.
    pub demographics: Option<PathBuf>,
    /// The languages; empty for the shares of the demographics file.
    pub languages: super::LanguageShares,
    /// The departments of their scenarios; empty for all.
    pub domains: Vec<Domain>,
}

/// What became of profiles.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProfilesMade {
    /// The profiles, in order, as they are in the workspace now.
    pub profiles: Vec<Profile>,
    /// How many of them replaced one of the same id.
    pub replaced: u64,
    /// The entries that could not be read, each a sentence with its place.
    pub rejects: Vec<String>,
    /// The seed they were made with; `None` for an import.
    pub seed: Option<u64>,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Report for ProfilesMade {
    fn end(&self) -> JobEnd {
        match (self.stopped, self.rejects.is_empty()) {
            (true, _) => JobEnd::Stopped,
            (false, true) => JobEnd::Done,
            (false, false) => JobEnd::Partial,
        }
    }

    fn summary(&self) -> String {
        let mut text = plural(self.profiles.len() as u64, "profile");
        text.push_str(match self.seed {
            Some(_) => " made",
            None => " brought in",
        });
        if let Some(seed) = self.seed {
            text.push_str(&format!(" with seed {seed}"));
        }
        if self.replaced > 0 {
            text.push_str(&format!(", {} replaced", self.replaced));
        }
        if !self.rejects.is_empty() {
            text.push_str(&format!(", {} left out", self.rejects.len()));
        }
        text
    }
}

impl Runner {
    /// Makes profiles.
    pub fn make_profiles(&self, options: ProfileOptions) -> JobHandle<ProfilesMade> {
        self.start(JobKind::Profiles, |context| make(context, options))
    }

    /// Reads profiles from a file, which may be the published sample with its comment.
    pub fn import_profiles(&self, file: PathBuf) -> JobHandle<ProfilesMade> {
        self.start(JobKind::Profiles, |context| import(context, file))
    }
}

async fn make(_context: Context, _options: ProfileOptions) -> Result<ProfilesMade, JobError> {
    Err(JobError::Layer("profiles are not built in yet".to_owned()))
}

async fn import(_context: Context, _file: PathBuf) -> Result<ProfilesMade, JobError> {
    Err(JobError::Layer("profiles are not built in yet".to_owned()))
}
