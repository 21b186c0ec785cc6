//! The frame: title bar, pane, message line, hint bar, overlays on top.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::command::{COMMANDS, Command, CommandId as Id, Context};
use super::keymap;
use super::messages::role_of;
use super::panes::PaneId;
use super::pictures::Standing;
use super::theme::Role;
use super::widgets::Canvas;

/// The smallest terminal that a pane can be drawn in.
pub const SMALLEST: (u16, u16) = (40, 10);

/// Draws the whole screen into `buf`; the position of the text cursor, when there is one.
pub fn view(app: &App, buf: &mut Buffer) -> Option<Position> {
    let (width, height) = app.size;
    let mut canvas = Canvas {
        buf,
        theme: &app.theme,
    };
    canvas.paint(Rect::new(0, 0, width, height), Role::Text);
    if width < SMALLEST.0 || height < SMALLEST.1 {
        let (w, h) = SMALLEST;
        let whole = format!("{w}x{h} needed, now {width}x{height}");
        let text = if usize::from(width) < whole.len() {
            format!("min {w}x{h}")
        } else {
            whole
        };
        canvas.put(0, 0, width, &text, Role::Warn);
        return None;
    }
    title_bar(app, &mut canvas);
    let scene = app.scene();
    let mut cursor = app.panes.get(app.focus).view(&scene, &mut canvas);
    let pictures = Standing::of(canvas.buf);
    message_line(app, &mut canvas);
    hint_bar(app, &mut canvas);
    for overlay in &app.overlays {
        cursor = overlay.view(&scene, &mut canvas);
    }
    which_key(app, &mut canvas);
    pictures.settle(canvas.buf);
    cursor
}

fn title_bar(app: &App, canvas: &mut Canvas<'_>) {
    let (width, _) = app.size;
    let bar = Rect::new(0, 0, width, 1);
    canvas.fill(bar, Role::Hint);
    let mut x = 1;
    for (label, id) in tabs(app.focus) {
        let role = if id == app.focus {
            Role::Header
        } else {
            Role::Hint
        };
        x += canvas.put(x, 0, width.saturating_sub(x), &label, role);
    }
    let room = width.saturating_sub(x + 1);
    let notes = title_notes(app);
    // As much as there is room for; that nothing leaves the machine is said last and dropped last.
    let right = (0..notes.len())
        .map(|from| format!("{} ", notes[from..].join(" · ")))
        .find(|right| canvas.width(right) <= room);
    if let Some(right) = right {
        canvas.right(bar, 0, &right, Role::Hint);
    }
}

/// What the title bar says beside the tabs, the most important last.
fn title_notes(app: &App) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(counts) = &app.counts {
        notes.push(format!("{} to review", counts.to_review()));
    }
    if let Some(job) = app.jobs.running() {
        let planned = job.planned.map_or_else(String::new, |n| format!("/{n}"));
        let state = if job.paused { "held" } else { "job" };
        notes.push(format!("{state} {}{planned}", job.done));
    }
    let model = app.jobs.running().and_then(|job| job.asked.as_ref());
    notes.push(match (model, app.panes.send_words()) {
        (Some((model, ..)), _) => format!("asks {model}"),
        (None, true) => "products by meaning: your server".to_owned(),
        (None, false) => "offline".to_owned(),
    });
    notes
}

/// The tabs' labels; the one in front stands in brackets, so that it is told without colour.
fn tabs(focus: PaneId) -> impl Iterator<Item = (String, PaneId)> {
    PaneId::ALL.into_iter().enumerate().map(move |(place, id)| {
        let (open, close) = if id == focus { ('[', ']') } else { (' ', ' ') };
        (format!("{open}{} {}{close}", place + 1, id.title()), id)
    })
}

/// The tab at a column of the title bar.
pub fn tab_at(column: u16) -> Option<PaneId> {
    let mut x = 1;
    for (label, id) in tabs(PaneId::Home) {
        let end = x + label.len() as u16;
        if (x..end).contains(&column) {
            return Some(id);
        }
        x = end;
    }
    None
}

fn message_line(app: &App, canvas: &mut Canvas<'_>) {
    let (width, height) = app.size;
    let y = height - 2;
    match app.messages.shown() {
        Some(message) => {
            let mark = match message.level {
                super::msg::Level::Error => "!! ",
                super::msg::Level::Warn => "! ",
                super::msg::Level::Good => "✓ ",
                super::msg::Level::Info => "",
            };
            let role = role_of(message.level);
            let more = match app.messages.hidden() {
                0 => String::new(),
                count => format!(" ({count} more: g m)"),
            };
            let text = format!("{mark}{}{more}", message.text);
            long_message(canvas, (width, y), &text, role);
        }
        None => {
            let read_only = app
                .place
                .as_ref()
                .and_then(|place| place.read_only.as_ref());
            if let Some(why) = read_only {
                let text = format!("read-only: {why}");
                canvas.put(1, y, width - 2, &text, Role::Warn);
            }
        }
    }
}

/// A message that is longer than its line grows upwards over the pane, so that no word of it is lost.
fn long_message(canvas: &mut Canvas<'_>, (width, y): (u16, u16), text: &str, role: Role) {
    let room = width - 2;
    let highest = (y / 2).max(1);
    let needed = canvas.rows(text, room).clamp(1, highest);
    let area = Rect::new(1, y + 1 - needed, room, needed);
    if needed > 1 {
        canvas.fill(Rect::new(0, area.y, width, needed), Role::Text);
    }
    canvas.wrapped(area, text, role);
}

fn hint_bar(app: &App, canvas: &mut Canvas<'_>) {
    let (width, height) = app.size;
    let y = height - 1;
    canvas.fill(Rect::new(0, y, width, 1), Role::Hint);
    let mut x = 1;
    let room = width.saturating_sub(1);
    for (key, title) in hints(app) {
        let needed = canvas.width(&key) + canvas.width(&title) + 3;
        if x + needed > room {
            break;
        }
        x += canvas.put(x, y, room - x, &key, Role::HintKey);
        x += canvas.put(x, y, room - x, &format!(" {title}"), Role::Hint) + 2;
    }
}

/// What the hint bar offers: the commands that can run here, the context's own first.
fn hints(app: &App) -> Vec<(String, String)> {
    if let Some(overlay) = app.overlays.last() {
        return overlay.hints();
    }
    let context = app.context();
    if context == Context::Typing {
        let own = app.panes.get(app.focus).typing_hints();
        return own
            .iter()
            .map(|(k, t)| ((*k).to_owned(), (*t).to_owned()))
            .collect();
    }
    let first = app.panes.get(app.focus).hints();
    let can = |id: Id| app.why_not(id).is_none();
    let named = |id: Id| first.iter().any(|(one, _)| *one == id);
    let shown = |command: &&Command| {
        command.offered_in(context) && can(command.id) && !is_plain(command) && !named(command.id)
    };
    let own = |command: &&Command| command.contexts.contains(&context);
    let mut last: Vec<(String, String)> = Vec::new();
    for (id, title) in first.iter().filter(|(id, _)| can(*id)) {
        last.push((Command::of(*id).shown_key(), (*title).to_owned()));
    }
    // What only this place offers comes before what every list offers.
    let common = |command: &&Command| command.contexts.len() > 4 && command.id != Id::Undo;
    let own = || COMMANDS.iter().filter(shown).filter(own);
    for command in own().filter(|c| !common(c)).chain(own().filter(common)) {
        last.push((command.shown_key(), command.title.to_owned()));
    }
    for id in [Id::Help, Id::Palette, Id::NextPane, Id::Quit] {
        let command = Command::of(id);
        // Help stands near the front: whoever sees one hint should see that one.
        let at = if id == Id::Help {
            last.len().min(6)
        } else {
            last.len()
        };
        last.insert(at, (command.shown_key(), command.title.to_owned()));
    }
    last
}

/// Moving about needs no hint.
fn is_plain(command: &Command) -> bool {
    matches!(
        command.id,
        Id::Down | Id::Up | Id::PageDown | Id::PageUp | Id::Top | Id::Bottom | Id::Redo | Id::Copy
    )
}

fn which_key(app: &App, canvas: &mut Canvas<'_>) {
    let Some(first) = app.pending else {
        return;
    };
    let next = app.keymap.after(app.context(), first);
    let (width, height) = app.size;
    let rows = (next.len() as u16 + 2).min(height.saturating_sub(3));
    let area = Rect::new(0, height - 2 - rows, width.min(36), rows);
    let inner = canvas.boxed(area, &keymap_name(first));
    for (row, (key, id)) in next.iter().enumerate().take(usize::from(inner.height)) {
        let y = inner.y + row as u16;
        let title = Command::of(*id).title;
        canvas.parts(
            inner.x,
            y,
            inner.width,
            &[
                (Role::HintKey, key),
                (Role::Text, "  "),
                (Role::Text, title),
            ],
        );
    }
}

fn keymap_name(first: keymap::Key) -> String {
    format!("{first} ...").to_lowercase()
}
