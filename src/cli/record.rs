//! One conversation as a line of the lossless format.

use super::CliError;
use crate::export::muse;
use crate::jobs::judged;
use crate::store::Reviewed;

/// The conversation with its review state as one line of the `muse` format.
pub(super) fn muse_line(reviewed: &Reviewed) -> Result<String, CliError> {
    let mut out = Vec::new();
    muse::write_line(&mut out, &judged(reviewed))
        .map_err(|error| CliError::failed("a conversation could not be written").because(error))?;
    String::from_utf8(out)
        .map_err(|error| CliError::failed("a conversation could not be written").because(error))
}
