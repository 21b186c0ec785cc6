//! Watching a job from the command line: a bar on a terminal, the interrupt key, what was left out.

use std::collections::BTreeMap;

use futures_util::future::{Either, select};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::output::{Form, Notes};
use super::safe::safe_line;
use super::session::Session;
use super::{CliError, Exit};
use crate::domain::Cost;
use crate::jobs::{Events, JobEvent, JobHandle, Report};

/// How many left-out items are told one by one; the rest is counted.
const TOLD: u64 = 10;
/// The least time between two lines of JSON about one job.
const A_SECOND_MS: i64 = 1_000;

/// Runs a job to its end. The interrupt key stops it cleanly, a second one leaves at once.
pub(super) async fn watch<R: Report>(
    session: &Session,
    job: JobHandle<R>,
    events: &mut Events,
) -> Result<R, CliError> {
    let control = job.control().clone();
    let mut bar = Bar::new(session);
    let mut run = Box::pin(job.run_to_end(events, |event| bar.show(session, event)));
    let mut interrupts = 0;
    loop {
        let interrupted = (session.host.interrupted)(session.hangup);
        match select(run, interrupted).await {
            Either::Left((result, _)) => return Ok(result?),
            Either::Right(((), going_on)) => {
                run = going_on;
                interrupts += 1;
                control.stop();
                if interrupts > 1 {
                    return Err(CliError::interrupted());
                }
                session
                    .out
                    .note("stopping; what was made is kept (once more leaves at once)");
            }
        }
    }
}

/// The exit code of a finished job.
pub(super) fn exit_of(report: &impl Report) -> Exit {
    report.end().into()
}

/// What a model was asked so far, as `--json` tells it on standard error.
#[derive(Serialize)]
struct AskedLine<'a> {
    event: &'static str,
    model: &'a str,
    calls: u64,
    tokens: u64,
    costs: Vec<Cost>,
    failures: BTreeMap<&'static str, u64>,
}

struct Bar {
    bar: ProgressBar,
    left_out: u64,
    /// When a line of `--json` was last written, in milliseconds since 1970.
    told: Option<i64>,
    /// What came since.
    untold: Option<JobEvent>,
}

impl Bar {
    fn new(session: &Session) -> Self {
        let out = session.out;
        let shown =
            session.host.terminals.messages && out.form == Form::Words && out.notes == Notes::Shown;
        let bar = if shown {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        } else {
            ProgressBar::hidden()
        };
        Bar {
            bar,
            left_out: 0,
            told: None,
            untold: None,
        }
    }

    fn show(&mut self, session: &Session, event: &JobEvent) {
        match event {
            JobEvent::Started { title, planned, .. } => {
                if let Some(planned) = planned {
                    self.bar.set_length(*planned);
                }
                self.bar.set_style(style(*planned));
                self.bar.set_message(safe_line(title));
            }
            JobEvent::Progress {
                done,
                bytes: Some(bytes),
                ..
            } => {
                if self.bar.length() != Some(bytes.total) {
                    self.bar.set_length(bytes.total);
                    self.bar.set_style(reading_style());
                }
                self.bar.set_position(bytes.read);
                let spent = self.bar.elapsed().as_secs_f64().max(0.001);
                let rate = *done as f64 / spent;
                self.bar.set_prefix(format!("{done} rows, {rate:.0}/s"));
            }
            JobEvent::Progress { done, planned, .. } => {
                if let Some(planned) = planned {
                    self.bar.set_length(*planned);
                }
                self.bar.set_position(*done);
            }
            JobEvent::Asked { .. } => self.show_asked(session, event),
            JobEvent::LeftOut { sentence, .. } => {
                self.left_out += 1;
                if self.left_out <= TOLD {
                    let note = format!("left out: {sentence}");
                    self.bar.suspend(|| session.out.note(&note));
                } else if self.left_out == TOLD + 1 {
                    self.bar
                        .suspend(|| session.out.note("more is left out; the result counts it"));
                }
            }
            JobEvent::Noted { sentence, .. } => {
                self.bar.suspend(|| session.out.note(sentence));
            }
            JobEvent::Ended { summary, .. } => {
                if let Some(last) = self.untold.take() {
                    tell_asked(session, &last);
                }
                self.bar.finish_and_clear();
                tracing::info!("{summary}");
            }
            _ => {}
        }
    }
}

impl Bar {
    /// Shows what a model was asked so far: in the bar, or as a line of JSON once a second at most.
    fn show_asked(&mut self, session: &Session, event: &JobEvent) {
        let JobEvent::Asked {
            tokens,
            costs,
            failures,
            ..
        } = event
        else {
            return;
        };
        let costs = costs.iter().map(|cost| format!(", {cost}"));
        let failures = failures
            .iter()
            .map(|(kind, count)| format!(", {kind} {count}"));
        let words: String = costs.chain(failures).collect();
        self.bar.set_prefix(format!("{tokens} tokens{words}"));
        let now = session.host.clock.now_ms();
        if self.told.is_some_and(|told| now < told + A_SECOND_MS) {
            self.untold = Some(event.clone());
            return;
        }
        (self.told, self.untold) = (Some(now), None);
        tell_asked(session, event);
    }
}

/// Writes what a model was asked so far as a line of JSON, when results are written so.
fn tell_asked(session: &Session, event: &JobEvent) {
    if let JobEvent::Asked {
        model,
        calls,
        tokens,
        costs,
        failures,
        ..
    } = event
        && session.out.form == Form::Json
    {
        session.out.event(&AskedLine {
            event: "asked",
            model,
            calls: *calls,
            tokens: *tokens,
            costs: costs.iter().collect(),
            failures: failures.iter().copied().collect(),
        });
    }
}

/// The look of the bar while a file is read.
fn reading_style() -> ProgressStyle {
    let template = "{msg} {bar:30} {bytes}/{total_bytes}, {prefix} {eta}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// The look of the bar; a fixed template, so a fault in it falls back to the plain one.
fn style(planned: Option<u64>) -> ProgressStyle {
    let template = match planned {
        Some(_) => "{msg} {bar:30} {pos}/{len} {per_sec} {eta} {prefix}",
        None => "{msg} {spinner} {pos} {per_sec} {prefix}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
