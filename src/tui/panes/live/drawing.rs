//! Drawing Live.

use ratatui::layout::{Position, Rect};

use super::lines::Lines;
use super::stream::{Stream, word};
use super::{Live, grid, status};
use crate::jobs::{Awaits, JobKind};
use crate::tui::job_board::JobSummary;
use crate::tui::panes::{Scene, scenario_lines, trait_line};
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

impl Live {
    /// Draws the pane; the place of the text cursor, when something is being typed.
    pub(super) fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let layout = self.layout(scene);
        status::draw(scene, self.streams.standing(), layout.status, canvas);
        let Some(stream) = self.streams.focus() else {
            nothing(scene, layout.lines, canvas);
            return None;
        };
        let page = self.page(scene);
        head(stream, self.top.is_some(), layout.head, canvas);
        Lines::of(stream, page.width).draw(page, self.top, canvas);
        if let Some(about_area) = layout.about {
            about(stream, about_area, canvas);
        }
        grid::draw(&layout, &self.streams, canvas);
        self.typing(stream, layout.lines, canvas)
    }

    fn typing(&self, stream: &Stream, focus: Rect, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = self.box_of(focus)?;
        if let (None, Some(ways)) = (&self.edit, self.ways()) {
            let (side, act) = (word(ways.speaker), ways.act);
            let title = match ways.ready() {
                true => format!(
                    "The {side} ({act}): 1 to {} picks, Esc leaves them",
                    ways.len()
                ),
                false => format!("The {side} ({act}) in {} ways …", ways.len()),
            };
            ways.draw(canvas.boxed(area, &title), canvas);
            return None;
        }
        let (editor, title) = match (&self.edit, stream.awaits) {
            (Some(edit), _) if edit.saving() => (edit.editor()?, "Saving …".to_owned()),
            (Some(edit), _) => {
                let title = "Edit: Ctrl-S saves, Esc goes back and keeps what you typed";
                (edit.editor()?, title.to_owned())
            }
            (None, Some(Awaits::Words { speaker, act, .. })) => {
                let side = word(speaker);
                let title = format!("You are the {side} ({act}): Enter sends, Esc hands back");
                (&stream.typed, title)
            }
            (None, _) => return None,
        };
        let inner = canvas.boxed(area, &title);
        canvas.input(inner);
        let styles = canvas.theme.editor();
        editor.render(inner, canvas.buf, styles)
    }
}

fn nothing(scene: &Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let other = |job: &&JobSummary| job.ended.is_none() && job.kind != JobKind::Generate;
    let text = match scene.job.filter(other) {
        Some(_) => "p holds it, s stops it. What is done is kept.",
        None => {
            "Nothing is being made. n starts some: say how many, and watch them appear. They are saved turn by turn."
        }
    };
    canvas.wrapped(area, text, Role::Muted);
}

fn head(stream: &Stream, scrolled: bool, area: Rect, canvas: &mut Canvas<'_>) {
    let faults = match stream.faults {
        0 => String::new(),
        faults => format!(", !{faults}"),
    };
    let more = if scrolled { " · End follows" } else { "" };
    let head = format!(
        "{}. {} · {}{faults}{more} · {} · {}",
        stream.ordinal + 1,
        stream.language,
        stream.state(),
        stream.title,
        stream.profile
    );
    canvas.put(area.x, area.y, area.width, &head, Role::Title);
}

/// Whose conversation it is, and what for.
fn about(stream: &Stream, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.bar(area.x, area.y, area.height);
    let area = Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(2),
        ..area
    };
    let mut lines = vec![(Role::Title, stream.profile.to_string())];
    match stream.about.as_deref() {
        None => lines.push((Role::Muted, stream.title.clone())),
        Some((profile, scenario)) => {
            let of = &profile.demographics;
            lines.push((Role::Text, format!("{} years, {}", of.age, of.location)));
            lines.extend(trait_line(profile));
            lines.push((Role::Text, String::new()));
            lines.extend(scenario_lines(scenario));
        }
    }
    let mut y = area.y;
    for (role, line) in lines {
        let room = Rect {
            y,
            height: area.bottom().saturating_sub(y),
            ..area
        };
        y += canvas.wrapped(room, &line, role);
    }
}
