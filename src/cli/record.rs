//! One conversation as a line of the lossless format.

use super::CliError;
use crate::export::{Judged, JudgedTurn, muse};
use crate::store::Reviewed;

/// The conversation with its review state as one line of the `muse` format.
pub(super) fn muse_line(reviewed: &Reviewed) -> Result<String, CliError> {
    let mut out = Vec::new();
    muse::write_line(&mut out, &judged(reviewed))
        .map_err(|error| CliError::failed("a conversation could not be written").because(error))?;
    String::from_utf8(out)
        .map_err(|error| CliError::failed("a conversation could not be written").because(error))
}

fn judged(reviewed: &Reviewed) -> Judged<'_> {
    let Reviewed {
        conversation,
        review,
        findings,
    } = reviewed;
    let whole = Judged::with(conversation, findings, |turn| {
        let state = review.turns.get(&turn.id);
        JudgedTurn {
            turn,
            text: review.text(turn),
            version: review.version(turn.id),
            versions: state.map_or(&[], |state| state.versions.as_slice()),
            verdict: review.effective(turn.id),
            own_verdict: state.and_then(|state| state.verdict),
            reason: state.and_then(|state| state.reason),
            reviewer: state.and_then(|state| state.reviewer.as_ref()),
        }
    });
    Judged {
        verdict: review.verdict,
        reason: review.reason,
        reviewer: review.reviewer.as_ref(),
        comment: &review.comment,
        status: review.status(conversation),
        ..whole
    }
}
