//! Checks of phrasebooks, against conversations of the sample shop.
//!
//! Owns: which steps a book is tried on. Does not: judge lines.

use std::sync::Arc;

use super::JobError;
use super::examples_talks::{Aims, SampleShop, TalkPlan, sample_talks};
use crate::dialogue::Step;
use crate::dialogue::data::Knowledge;
use crate::dialogue::phrasebook::check::{Checked, Fault, Source, check};
use crate::domain::{Language, Mode};

/// Conversations that a book's lines are tried on: enough that each situation of a usual run is met.
pub const TALKS: usize = 700;

/// Checks a phrasebook on `talks` conversations.
///
/// # Errors
/// When the conversations cannot be made; a fault of the book itself is no error.
pub fn check_phrasebook(
    source: Source<'_>,
    shop: &Arc<SampleShop>,
    talks: usize,
) -> Result<Checked, JobError> {
    let knowledge = Knowledge::embedded().map_err(JobError::layer)?;
    // What cannot be read need not wait for conversations.
    let looked_at = check(source, &[], &knowledge);
    if looked_at
        .faults
        .iter()
        .any(|f| f.fault == Fault::Unreadable)
    {
        return Ok(looked_at);
    }
    let steps = steps(source.language, shop, talks)?;
    Ok(check(source, &steps, &knowledge))
}

/// The steps of conversations in both modes.
fn steps(language: Language, shop: &Arc<SampleShop>, talks: usize) -> Result<Vec<Step>, JobError> {
    let mut steps = Vec::new();
    let parts = [
        (Mode::Natural, Aims::Natural, talks / 2),
        (Mode::Natural, Aims::Varied, talks / 2),
        (Mode::Paper, Aims::Natural, talks / 10),
    ];
    for (mode, aims, count) in parts {
        let plan = TalkPlan {
            count,
            language,
            mode,
            seed: 1,
            aims,
        };
        let made = sample_talks(shop, plan)?;
        steps.extend(made.into_iter().flat_map(|talk| talk.steps));
    }
    Ok(steps)
}
