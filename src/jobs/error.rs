//! What can go wrong in a job, in sentences.

use std::path::{Path, PathBuf};

use crate::catalog::IndexError;
use crate::domain::RunId;
use crate::export::ExportError;
use crate::import::ImportError;
use crate::store::StoreError;

/// Why a job, or the opening of a workspace, could not go on.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No export was written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The folder is no workspace.
    #[error(
        "{path} is not a workspace (it has no muse.toml); make one there with `muse-studio init {path}`"
    )]
    NotAWorkspace {
        /// The folder.
        path: PathBuf,
    },
    /// There is a workspace already.
    #[error(
        "{path} is a workspace already; open it with `--workspace {path}`, or name an empty folder"
    )]
    AlreadyAWorkspace {
        /// The folder.
        path: PathBuf,
    },
    /// A file or folder could not be read or written.
    #[error("{path} could not be {doing}: {cause}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// `read`, `written`, `made` ...
        doing: &'static str,
        /// What the system said.
        cause: String,
    },
    /// The workspace's muse.toml cannot be read.
    #[error(
        "{path} cannot be read: {why}; mend it, or take a muse.toml of another workspace as a pattern"
    )]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its place.
        why: String,
    },
    /// The product index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// There is no index, and whoever only reads does not build one.
    #[error(
        "the products in {path} have no search index; `muse-studio setup --yes` builds it, and so does the next import or generate"
    )]
    NoIndex {
        /// The workspace.
        path: PathBuf,
    },
    /// A file cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Products are needed and there are none.
    #[error(
        "this workspace has no products to talk about{restriction}; bring some in with `muse-studio products import FILE`, or try it out with `muse-studio demo`"
    )]
    NoProducts {
        /// Empty, or ` in fashion` and the like.
        restriction: String,
    },
    /// Profiles are needed and none fits.
    #[error(
        "no profile fits {filter}; widen the filter, or make some with `muse-studio profiles generate`"
    )]
    NoProfiles {
        /// The filter in words.
        filter: String,
    },
    /// A run is not there.
    #[error(
        "there is no run {0} in this workspace; `muse-studio conversations list` shows what there is"
    )]
    UnknownRun(RunId),
    /// A run cannot be continued.
    #[error("run {run} cannot go on: {why}")]
    NotResumable {
        /// The run.
        run: RunId,
        /// Why.
        why: String,
    },
    /// An option does not make sense.
    #[error("{0}")]
    BadOption(String),
    /// A text names no thing, or more than one.
    #[error("`{given}` names no {kind} of this workspace; {hint}")]
    UnknownId {
        /// `conversation`, `turn` ...
        kind: &'static str,
        /// What was given.
        given: String,
        /// What to do next.
        hint: String,
    },
    /// A short id fits several things.
    #[error("`{given}` fits {count} conversations, such as {examples}; give more of the id")]
    Ambiguous {
        /// What was given.
        given: String,
        /// How many fit.
        count: usize,
        /// Two of them.
        examples: String,
    },
    /// A model's answers are of no use, one after the other.
    #[error(
        "{in_a_row} answers in a row were not taken, the last because {why}; {kept} described before are kept; look at what the model is told with `muse-studio prompts show recaption` or take another model, then the same command goes on"
    )]
    NoUse {
        /// How many answers.
        in_a_row: u64,
        /// Why the last was not taken.
        why: String,
        /// What stands, such as `3 products`.
        kept: String,
    },
    /// A layer below said no; its sentence is shown as it is.
    #[error("{0}")]
    Layer(String),
    /// A worker of the job broke down; what it had written is kept.
    #[error(
        "a worker stopped by a fault of the program ({0}); what was made is kept, please report it"
    )]
    Broken(String),
}

impl JobError {
    /// For `map_err` on file operations.
    pub(super) fn file(
        path: &Path,
        doing: &'static str,
    ) -> impl FnOnce(std::io::Error) -> JobError + use<> {
        let path = path.to_owned();
        move |error| JobError::File {
            path,
            doing,
            cause: error.to_string(),
        }
    }

    /// The sentence of an error of a layer below.
    pub(super) fn layer(error: impl std::fmt::Display) -> JobError {
        JobError::Layer(error.to_string())
    }
}

impl From<tokio::task::JoinError> for JobError {
    fn from(error: tokio::task::JoinError) -> Self {
        JobError::Broken(error.to_string())
    }
}
