//! Files for trainers, and the lossless file that everything else derives from.
//!
//! Owns: what a verdict does to an export, the three formats, the crash-safe writer, the manifest that lists whatever
//! was left out. Does not: read the store (it is handed [`Judged`] views), choose conversations beyond their verdicts,
//! know the clock. The shapes stand in `docs/formats.md`.

mod dpo;
mod error;
mod exporter;
mod judged;
mod left_out;
mod manifest;
mod messages;
pub mod muse;
mod options;
mod profile_row;
mod read_back;
mod select;
mod sft;
mod staged;
mod yields;

pub use error::ExportError;
pub use exporter::{Added, Exporter, Report};
pub use judged::{Judged, JudgedTurn};
pub use left_out::{LeftOut, What, Why};
pub use manifest::{Counts, FileEntry, Inputs, Manifest, RunInput};
pub use options::{Format, Options, Overwrite, Partial, Reviewers, System, Take};
pub use staged::{manifest_path, meta_path};
pub use yields::{Yield, yield_of};
