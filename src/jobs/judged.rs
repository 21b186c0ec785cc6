//! From what the store reads to what exports and yields are worked out from.

use crate::export::{Judged, JudgedTurn};
use crate::store::Reviewed;

/// The view of a conversation with its verdicts and edits.
pub fn judged(reviewed: &Reviewed) -> Judged<'_> {
    let Reviewed {
        conversation,
        review,
        findings,
    } = reviewed;
    let judged = Judged::with(conversation, findings, |turn| {
        let own = review.turns.get(&turn.id);
        JudgedTurn {
            turn,
            text: review.text(turn),
            version: review.version(turn.id),
            versions: own.map_or(&[], |own| &own.versions),
            verdict: review.effective(turn.id),
            own_verdict: own.and_then(|own| own.verdict),
            reason: own.and_then(|own| own.reason),
            reviewer: own.and_then(|own| own.reviewer.as_ref()),
        }
    });
    Judged {
        verdict: review.verdict,
        reason: review.reason,
        reviewer: review.reviewer.as_ref(),
        auto: review.auto.as_ref(),
        replaced_by: review.replaced_by,
        comment: &review.comment,
        tags: Some(&review.tags),
        ratings: Some(&review.ratings),
        status: review.status(conversation),
        ..judged
    }
}
