//! Live: conversations appear word by word.
//!
//! Owns: the streams on screen and which one is in focus. Does not: run the job; it only watches, and asks.

use crate::tui::keymap::{MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Pane, Scene};
use crate::domain::{ConversationId, Language, Outcome, ProfileId, Speaker, TurnId};
use crate::jobs::{JobEvent, JobKind};
use crate::tui::command::{CommandId, Context};
use crate::tui::effect::{Effect, Effects};
use crate::tui::job_board::JobSummary;
use crate::tui::safe::SafeText;
use crate::tui::text;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// How many streams are remembered, finished ones first to go.
const KEPT: usize = 64;

/// One turn as far as it has come.
#[derive(Debug)]
struct StreamTurn {
    id: TurnId,
    speaker: Speaker,
    text: String,
    /// Whether its text is whole, and so on disk.
    done: bool,
}

/// One conversation being made.
#[derive(Debug)]
struct Stream {
    id: ConversationId,
    ordinal: u32,
    profile: ProfileId,
    language: Language,
    title: String,
    turns: Vec<StreamTurn>,
    outcome: Option<Outcome>,
    faults: u32,
}

/// The Live pane.
#[derive(Debug, Default)]
pub struct Live {
    streams: Vec<Stream>,
    focus: usize,
    /// Whether the focus follows the newest conversation.
    chosen_by_hand: bool,
}

impl Live {
    fn find(&mut self, id: ConversationId) -> Option<&mut Stream> {
        self.streams.iter_mut().rev().find(|stream| stream.id == id)
    }

    fn admit(&mut self, stream: Stream) {
        if self.streams.len() >= KEPT
            && let Some(done) = self.first_done()
        {
            self.streams.remove(done);
            if self.focus > done {
                self.focus -= 1;
            }
        }
        self.streams.push(stream);
        if !self.chosen_by_hand {
            self.follow();
        }
    }

    /// The oldest finished stream that nobody is reading.
    fn first_done(&self) -> Option<usize> {
        let read = self.chosen_by_hand.then_some(self.focus);
        let done = |(at, stream): &(usize, &Stream)| stream.outcome.is_some() && read != Some(*at);
        self.streams.iter().enumerate().find(done).map(|(at, _)| at)
    }

    /// Focuses the oldest stream that is still being made, so that a person can read one to its end.
    fn follow(&mut self) {
        let running = |stream: &Stream| stream.outcome.is_none();
        if self.streams.get(self.focus).is_some_and(running) {
            return;
        }
        if let Some(next) = self.streams.iter().position(running) {
            self.focus = next;
        }
    }

    fn step(&mut self, step: isize) {
        self.chosen_by_hand = true;
        let last = self.streams.len().saturating_sub(1);
        self.focus = self.focus.saturating_add_signed(step).min(last);
    }
}

impl Pane for Live {
    fn context(&self) -> Context {
        Context::Live
    }

    fn mouse(&mut self, _scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.step(1),
            MouseEventKind::ScrollUp => self.step(-1),
            _ => {}
        }
        Effects::new()
    }

    fn run(&mut self, _scene: &Scene<'_>, command: CommandId, _argument: &str) -> Option<Effects> {
        match command {
            CommandId::Down => self.step(1),
            CommandId::Up => self.step(-1),
            CommandId::PageDown => self.step(10),
            CommandId::PageUp => self.step(-10),
            CommandId::Top => self.step(isize::MIN / 2),
            CommandId::Bottom => self.step(isize::MAX / 2),
            CommandId::Back => {
                self.chosen_by_hand = false;
                self.follow();
            }
            CommandId::Open => {
                let stream = self.streams.get(self.focus)?;
                return Some(vec![Effect::Visit(stream.id)]);
            }
            _ => return None,
        }
        Some(Effects::new())
    }

    fn why_not(&self, _scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        match command {
            CommandId::Open if self.streams.is_empty() => Some("no conversation is here yet"),
            _ => None,
        }
    }

    fn job(&mut self, _scene: &Scene<'_>, event: &JobEvent) -> Effects {
        match event {
            JobEvent::Admitted {
                conversation,
                ordinal,
                profile,
                language,
                title,
                ..
            } => self.admit(Stream {
                id: *conversation,
                ordinal: *ordinal,
                profile: profile.clone(),
                language: *language,
                title: title.clone(),
                turns: Vec::new(),
                outcome: None,
                faults: 0,
            }),
            JobEvent::TurnStarted {
                conversation,
                turn,
                speaker,
                ..
            } => {
                if let Some(stream) = self.find(*conversation) {
                    stream.turns.push(StreamTurn {
                        id: *turn,
                        speaker: *speaker,
                        text: String::new(),
                        done: false,
                    });
                }
            }
            JobEvent::Delta {
                conversation,
                turn,
                text,
            } => {
                if let Some(turn) = self.find(*conversation).and_then(|s| turn_of(s, *turn)) {
                    turn.text.push_str(text);
                }
            }
            JobEvent::TurnAgain { conversation, turn } => {
                if let Some(turn) = self.find(*conversation).and_then(|s| turn_of(s, *turn)) {
                    turn.text.clear();
                }
            }
            JobEvent::TurnDone {
                conversation,
                turn,
                text,
                ..
            } => {
                if let Some(turn) = self.find(*conversation).and_then(|s| turn_of(s, *turn)) {
                    turn.text.clone_from(text);
                    turn.done = true;
                }
            }
            JobEvent::ConversationDone {
                conversation,
                outcome,
                faults,
                ..
            } => {
                if let Some(stream) = self.find(*conversation) {
                    stream.outcome = Some(*outcome);
                    stream.faults = *faults;
                    // A turn that was cut short is not saved, so it is not shown as if it were.
                    stream.turns.retain(|turn| turn.done);
                }
            }
            JobEvent::Started { .. } => self.chosen_by_hand = false,
            JobEvent::LeftOut { .. }
            | JobEvent::Noted { .. }
            | JobEvent::Progress { .. }
            | JobEvent::Asked { .. }
            | JobEvent::Held { .. }
            | JobEvent::Ended { .. } => {}
        }
        Effects::new()
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = Rect::new(
            scene.area.x + 1,
            scene.area.y,
            scene.area.width.saturating_sub(2),
            scene.area.height,
        );
        status_line(scene, area, canvas);
        let rest = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
        if self.streams.is_empty() {
            let other = |job: &&JobSummary| job.ended.is_none() && job.kind != JobKind::Generate;
            let text = match scene.job.filter(other) {
                Some(_) => "p holds it, s stops it. What is done is kept.",
                None => {
                    "Nothing is being made. n starts some: say how many, and watch them appear. They are saved turn by turn."
                }
            };
            canvas.wrapped(
                Rect {
                    y: rest.y + 1,
                    height: rest.height.saturating_sub(1),
                    ..rest
                },
                text,
                Role::Muted,
            );
            return None;
        }
        let list_rows = (self.streams.len() as u16).min(rest.height / 3).max(1);
        let reading = Rect {
            height: rest.height.saturating_sub(list_rows + 1),
            ..rest
        };
        self.reading(reading, canvas);
        canvas.rule(rest.x, reading.bottom(), rest.width);
        self.list(
            Rect {
                y: reading.bottom() + 1,
                height: list_rows,
                ..rest
            },
            canvas,
        );
        None
    }
}

fn turn_of(stream: &mut Stream, id: TurnId) -> Option<&mut StreamTurn> {
    stream.turns.iter_mut().rev().find(|turn| turn.id == id)
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

fn status_line(scene: &Scene<'_>, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(job) = scene.job else {
        canvas.put(
            area.x,
            area.y,
            area.width,
            "no job has run yet",
            Role::Muted,
        );
        return;
    };
    let planned = job.planned.map_or_else(String::new, |n| format!(" of {n}"));
    let state = match (job.ended, job.paused) {
        (Some(_), _) => "ended",
        (None, true) => "held, p goes on",
        (None, false) => "running",
    };
    let mut text = format!("{} · {} done{planned} · {state}", job.title, job.done);
    if job.left_out > 0 {
        text.push_str(&format!(" · {} left out", job.left_out));
    }
    let mut more = Vec::new();
    if let Some(bytes) = job.bytes.filter(|bytes| bytes.total > 0) {
        let share = (bytes.read * 100 / bytes.total).min(100);
        let rate = job
            .rate(scene.now)
            .map(|rate| format!(", {rate:.0} rows a second"));
        more.push(format!(
            " · {share} % of the file{}",
            rate.unwrap_or_default()
        ));
    } else if let Some(rate) = job.rate(scene.now) {
        let digits = usize::from(rate * 60.0 < 10.0);
        more.push(format!(" · {:.digits$} a minute", rate * 60.0));
        more.extend(time_left(job, rate));
    }
    if job.kind == JobKind::Generate {
        more.push(match &job.asked {
            Some((model, tokens)) => format!(" · {model} · {tokens} tokens"),
            None => " · offline, no cost".to_owned(),
        });
    }
    // What does not fit whole is left away whole.
    for part in more {
        if canvas.width(&text) + canvas.width(&part) <= area.width {
            text.push_str(&part);
        }
    }
    canvas.put(area.x, area.y, area.width, &text, Role::Text);
}

impl Live {
    /// The stream in focus: its last lines, as a chat.
    fn reading(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let Some(stream) = self.streams.get(self.focus) else {
            return;
        };
        let head = format!(
            "{}. {} · {} · {}",
            stream.ordinal + 1,
            stream.language,
            stream.title,
            stream.profile
        );
        canvas.put(area.x, area.y, area.width, &head, Role::Title);
        let room = usize::from(area.height.saturating_sub(1));
        let width = area.width.saturating_sub(7).min(76);
        let mut lines: Vec<(Option<Speaker>, u16, String)> = Vec::new();
        for turn in stream.turns.iter().rev() {
            if lines.len() >= room {
                break;
            }
            let indent = if turn.speaker == Speaker::User { 0 } else { 3 };
            let shown = if turn.text.is_empty() {
                "…"
            } else {
                &turn.text
            };
            let safe = SafeText::block(shown);
            let wrapped = text::wrap(safe.as_str(), width);
            lines.push((None, 0, String::new()));
            for (at, line) in wrapped.iter().enumerate().rev() {
                let letter = (at == 0).then_some(turn.speaker);
                lines.push((letter, indent, line.of(safe.as_str()).to_owned()));
            }
        }
        lines.truncate(room);
        let first_row = area.y + 1;
        for (row, (letter, indent, line)) in lines.iter().rev().enumerate() {
            let y = first_row + row as u16;
            let x = area.x + indent;
            match letter {
                Some(Speaker::User) => canvas.put(x, y, 2, "U", Role::User),
                Some(Speaker::Assistant) => canvas.put(x, y, 2, "A", Role::Assistant),
                None => 0,
            };
            let role = if *indent == 0 {
                Role::User
            } else {
                Role::Assistant
            };
            canvas.put(x + 3, y, width, line, role);
        }
    }

    fn list(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let rows = usize::from(area.height);
        let top = (self.focus + 1)
            .saturating_sub(rows)
            .min(self.streams.len().saturating_sub(rows));
        for (at, stream) in self.streams.iter().enumerate().skip(top).take(rows) {
            let y = area.y + (at - top) as u16;
            let chosen = at == self.focus;
            let role = if chosen { Role::Selection } else { Role::Text };
            if chosen {
                canvas.fill(Rect::new(area.x, y, area.width, 1), role);
            }
            let state = match stream.outcome {
                None => format!("{:>2} turns …", stream.turns.len()),
                Some(outcome) => format!("{:>2} turns, {}", stream.turns.len(), outcome.code()),
            };
            let faults = if stream.faults > 0 {
                format!(" !{}", stream.faults)
            } else {
                String::new()
            };
            let mark = if chosen { ">" } else { " " };
            let head = format!(
                "{mark}{:>4}. {:<8} {state}{faults}",
                stream.ordinal + 1,
                stream.language.code()
            );
            let used = canvas.put(area.x, y, area.width, &head, role) + 2;
            let last = stream.turns.iter().rev().find(|turn| !turn.text.is_empty());
            let latest = last.map_or("", |turn| turn.text.as_str());
            canvas.put(
                area.x + used,
                y,
                area.width.saturating_sub(used),
                latest,
                if chosen { role } else { Role::Muted },
            );
        }
    }
}
