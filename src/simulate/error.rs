//! Why nothing could be simulated.

use std::path::PathBuf;

use crate::catalog::IndexError;
use crate::dialogue::VoiceError;
use crate::dialogue::data::DataError;

/// Why nothing could be simulated.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// The shop has nothing to sell.
    #[error("the list of products is empty; a shop needs one at least")]
    NoProducts,
    /// There is nobody to shop.
    #[error(
        "the list of profiles is empty; give one at least, for instance from `UserProfileGenerator`"
    )]
    NoProfiles,
    /// The lengths that were asked for cannot be.
    #[error("at least {least} and at most {most} exchanges cannot both be; change one")]
    BadLengths {
        /// The fewest.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A data file cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The search index could not be made or asked.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A folder for the search index could not be made.
    #[error("no folder for the search index could be made")]
    Folder(#[source] std::io::Error),
    /// A turn could not be worded.
    #[error(transparent)]
    Voice(#[from] VoiceError),
    /// A file could not be written.
    #[error("{} could not be written", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
