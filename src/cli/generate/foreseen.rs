//! What `generate --dry-run` says.

use serde::Serialize;

use super::super::session::Session;
use super::super::{CliError, Exit};
use super::made::levels;
use crate::jobs::{Bounds, Foreseen, Report};

/// The plan as `--json` prints it.
#[derive(Serialize)]
struct Planned<'a> {
    dry_run: bool,
    seed: u64,
    conversations: u32,
    shoppers: u32,
    profiles_made: u32,
    model: Option<&'a str>,
    sample: u32,
    calls: Bounds,
    input_tokens: Bounds,
    output_tokens: Bounds,
    requests_per_minute: Option<u32>,
    minutes: Option<Bounds>,
}

/// Tells what a run would take.
pub(super) fn tell(session: &Session, foreseen: &Foreseen) -> Result<Exit, CliError> {
    let rate = session.config.requests_per_minute.value;
    let asks = foreseen.model.is_some();
    let minutes = rate.filter(|_| asks).map(|rate| foreseen.minutes(rate));
    let planned = Planned {
        dry_run: true,
        seed: foreseen.seed,
        conversations: foreseen.planned,
        shoppers: foreseen.shoppers,
        profiles_made: foreseen.profiles_made,
        model: foreseen.model.as_deref(),
        sample: foreseen.sample,
        calls: foreseen.calls,
        input_tokens: foreseen.input_tokens,
        output_tokens: foreseen.output_tokens,
        requests_per_minute: rate,
        minutes,
    };
    session
        .out
        .result(&planned, |_| words(foreseen, rate, minutes))?;
    Ok(Exit::Done)
}

fn words(foreseen: &Foreseen, rate: Option<u32>, minutes: Option<Bounds>) -> String {
    let mut text = format!("would make {}, seed {}", foreseen.summary(), foreseen.seed);
    if foreseen.model.is_some() {
        text.push_str(&format!(
            "\ncounted on {} of them, worded offline with the same prompts",
            foreseen.sample
        ));
    }
    if let (Some(rate), Some(minutes)) = (rate, minutes) {
        let Bounds { low, high } = minutes;
        text.push_str(&format!(
            "\n{low} to {high} minutes at {rate} requests a minute"
        ));
    }
    text.push_str(&levels(&foreseen.cells).replace(" 0 of ", " "));
    text
}
