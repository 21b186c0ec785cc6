//! The figures of the job: how far, how fast, how long still, what it costs.

use ratatui::layout::Rect;

use crate::jobs::JobKind;
use crate::tui::job_board::JobSummary;
use crate::tui::panes::Scene;
use crate::tui::text::truncate;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Columns of the gauge.
const GAUGE: u16 = 16;

/// The fewest columns in which a name is still worth showing, with the point before it.
const SHORTEST: u16 = 11;

/// Draws the figures of the latest job into one row; `standing` conversations wait for a person.
pub fn draw(scene: &Scene<'_>, standing: usize, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(job) = scene.job else {
        let none = "no job has run yet";
        canvas.put(area.x, area.y, area.width, none, Role::Muted);
        return;
    };
    let planned = job.planned.map_or_else(String::new, |n| format!(" of {n}"));
    let state = match (job.ended, job.paused) {
        (Some(_), _) => "ended",
        (None, true) => "held, P goes on",
        (None, false) => "running",
    };
    let mut text = format!("{} · {} done{planned} · {state}", job.title, job.done);
    if job.left_out > 0 {
        text.push_str(&format!(" · {} left out", job.left_out));
    }
    // What does not fit whole is left away whole; only a model's name may be shortened.
    for part in more(scene, job, standing) {
        let room = area.width.saturating_sub(canvas.width(&text));
        match part {
            Part::Figure(figure) if canvas.width(&figure) <= room => text.push_str(&figure),
            Part::Name(name) if room >= SHORTEST => text.push_str(&truncate(&name, room)),
            _ => {}
        }
    }
    let used = canvas.put(area.x, area.y, area.width, &text, Role::Text);
    if area.width >= used + GAUGE + 2 {
        gauge(job, area, canvas);
    }
}

/// A part of the row after the first.
enum Part {
    /// Numbers: whole or not at all.
    Figure(String),
    /// A name, which may be cut.
    Name(String),
}

fn more(scene: &Scene<'_>, job: &JobSummary, standing: usize) -> Vec<Part> {
    let mut more: Vec<String> = Vec::new();
    if standing > 0 {
        more.push(format!(" · {standing} standing still"));
    }
    let rate = job.rate(scene.now);
    if let Some(bytes) = job.bytes.filter(|bytes| bytes.total > 0) {
        let share = (bytes.read * 100 / bytes.total).min(100);
        let rate = rate.map(|rate| format!(", {rate:.0} rows a second"));
        let rate = rate.unwrap_or_default();
        more.push(format!(" · {share} % of the file{rate}"));
    } else if let Some(rate) = rate {
        let digits = usize::from(rate * 60.0 < 10.0);
        more.push(format!(" · {:.digits$} a minute", rate * 60.0));
        more.extend(time_left(job, rate));
    }
    // Money first: it is what people watch.
    let asked = job.asked.as_ref().filter(|_| job.kind == JobKind::Generate);
    if let Some((.., costs)) = asked {
        more.extend(costs.iter().map(|cost| format!(" · {cost}")));
    }
    if let Some(at_once) = job.at_once.filter(|_| job.ended.is_none()) {
        more.push(format!(" · {at_once} at once"));
    }
    let name = match asked {
        Some((model, tokens, _)) => {
            more.push(format!(" · {tokens} tokens"));
            Some(Part::Name(format!(" · {model}")))
        }
        None if job.kind == JobKind::Generate => {
            more.push(" · offline, no cost".to_owned());
            None
        }
        None => None,
    };
    more.into_iter().map(Part::Figure).chain(name).collect()
}

/// ` · 12 min left`, while a job runs that says how much it has to do.
fn time_left(job: &JobSummary, per_second: f64) -> Option<String> {
    let left = job.planned?.checked_sub(job.done + job.left_out)?;
    if job.ended.is_some() || job.paused || left == 0 {
        return None;
    }
    let seconds = left as f64 / per_second;
    Some(if seconds < 90.0 {
        format!(" · {seconds:.0} s left")
    } else {
        format!(" · {:.0} min left", seconds / 60.0)
    })
}

fn gauge(job: &JobSummary, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(share) = job.share() else {
        return;
    };
    let filled = (f64::from(GAUGE) * share).round() as usize;
    let empty = usize::from(GAUGE) - filled;
    let x = area.right() - GAUGE;
    let parts = [
        (Role::Gauge, "█".repeat(filled)),
        (Role::Muted, "░".repeat(empty)),
    ];
    let parts = parts.each_ref().map(|(role, text)| (*role, text.as_str()));
    canvas.parts(x, area.y, GAUGE, &parts);
}
