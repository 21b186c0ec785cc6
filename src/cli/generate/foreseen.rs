//! What `generate --dry-run` says.

use serde::Serialize;

use super::super::session::Session;
use super::super::{CliError, Exit};
use super::made::levels;
use crate::domain::Cost;
use crate::jobs::{Basis, Bounds, CostBounds, Estimate, Foreseen, Report};

/// The plan as `--json` prints it.
#[derive(Serialize)]
struct Planned<'a> {
    dry_run: bool,
    seed: u64,
    conversations: u32,
    shoppers: u32,
    profiles_made: u32,
    model: Option<&'a str>,
    basis: Option<&'static str>,
    sample: u64,
    calls: Bounds,
    input_tokens: Bounds,
    output_tokens: Bounds,
    cost: Option<CostBounds>,
    budget_left: Option<Cost>,
    requests_per_minute: Option<u32>,
    minutes: Option<Bounds>,
}

/// Tells what a run would take.
pub(super) fn tell(session: &Session, foreseen: &Foreseen) -> Result<Exit, CliError> {
    let estimate = foreseen.estimate.as_ref();
    let (basis, sample) = match estimate.map(|estimate| estimate.basis) {
        None => (None, 0),
        Some(Basis::Plan(made)) => (Some("plan"), u64::from(made)),
        Some(Basis::Pilot(made)) => (Some("ledger"), made),
    };
    let bounds = |of: fn(&Estimate) -> Bounds| estimate.map(of).unwrap_or_default();
    let planned = Planned {
        dry_run: true,
        seed: foreseen.seed,
        conversations: foreseen.planned,
        shoppers: foreseen.shoppers,
        profiles_made: foreseen.profiles_made,
        model: foreseen.model.as_deref(),
        basis,
        sample,
        calls: bounds(|estimate| estimate.calls),
        input_tokens: bounds(|estimate| estimate.input_tokens),
        output_tokens: bounds(|estimate| estimate.output_tokens),
        cost: estimate.and_then(Estimate::cost),
        budget_left: estimate.and_then(|estimate| estimate.budget_left),
        requests_per_minute: session.config.requests_per_minute.value,
        minutes: estimate.and_then(Estimate::minutes),
    };
    session.out.result(&planned, |_| {
        let cells = levels(&foreseen.cells).replace(" 0 of ", " ");
        let (summary, seed) = (foreseen.summary(), foreseen.seed);
        format!("would make {summary}, seed {seed}{cells}")
    })?;
    Ok(Exit::Done)
}
