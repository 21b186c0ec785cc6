//! The conversations that are being made beside one another: a tile each, or a line each where room is short.

use ratatui::layout::{Position, Rect};

use super::layout::{Layout, Others};
use super::lines::Lines;
use super::stream::{Stream, Streams};
use crate::tui::safe::SafeText;
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// The place of the one that stands at a point of the screen.
pub fn at(layout: &Layout, streams: &Streams, point: Position) -> Option<usize> {
    let shown = streams.shown(layout.others.room());
    let mut areas = shown.iter().enumerate();
    let hit = areas.find(|(place, _)| layout.others.area(*place).contains(point));
    hit.map(|(_, (stream, _))| *stream)
}

/// Draws them.
pub fn draw(layout: &Layout, streams: &Streams, canvas: &mut Canvas<'_>) {
    let others = layout.others;
    if let Others::Lines(area) = others {
        canvas.rule(area.x, area.y - 1, area.width);
    }
    for (place, (stream_place, stream)) in streams.shown(others.room()).into_iter().enumerate() {
        let area = others.area(place);
        let role = match streams.in_focus(stream_place) {
            true => Role::Selection,
            false => Role::Header,
        };
        match others {
            Others::None => {}
            Others::Lines(_) => line(stream, area, role, canvas),
            Others::Tiles(..) => tile(stream, area, role, canvas),
        }
    }
}

fn head(stream: &Stream, role: Role) -> String {
    let mark = if role == Role::Selection { ">" } else { " " };
    let faults = match stream.faults {
        0 => String::new(),
        faults => format!(" !{faults}"),
    };
    format!(
        "{mark}{:>4}. {:<8} {}{faults}",
        stream.ordinal + 1,
        stream.language.code(),
        stream.state()
    )
}

fn line(stream: &Stream, area: Rect, role: Role, canvas: &mut Canvas<'_>) {
    let role = match role {
        Role::Selection => role,
        _ => Role::Text,
    };
    if role == Role::Selection {
        canvas.fill(area, role);
    }
    let used = canvas.put(area.x, area.y, area.width, &head(stream, role), role) + 2;
    let last = stream.turns.iter().rev().find(|turn| !turn.text.is_empty());
    let latest = last.map_or("", |turn| turn.text.as_str());
    let room = area.width.saturating_sub(used);
    let said = match role {
        Role::Selection => role,
        _ => Role::Muted,
    };
    // While it is said, its newest words count.
    let safe = SafeText::line(latest);
    let shown = match stream.runs() {
        true => text::tail(safe.as_str(), room),
        false => text::truncate(safe.as_str(), room),
    };
    canvas.put(area.x + used, area.y, room, &shown, said);
}

fn tile(stream: &Stream, area: Rect, role: Role, canvas: &mut Canvas<'_>) {
    let top = Rect { height: 1, ..area };
    canvas.fill(top, role);
    let used = canvas.put(area.x, area.y, area.width, &head(stream, role), role) + 2;
    let room = area.width.saturating_sub(used);
    canvas.put(area.x + used, area.y, room, &stream.title, role);
    let body = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    Lines::of(stream, body.width).draw(body, None, canvas);
}
