//! How long the studio takes to build a frame, pane by pane: `cargo bench --bench frames`.
//!
//! Prints medians and 99th percentiles in milliseconds for 160x50 and 80x24.

#[path = "../tests/studio/sample.rs"]
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
mod sample;

use std::hint::black_box;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use muse_studio::domain::Language;
use muse_studio::jobs::{Found, JobEvent, JobId, JobKind};
use muse_studio::store::{Cursor, Page};
use muse_studio::tui::app::App;
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Msg, Place, Reply, Server};
use muse_studio::tui::theme::{Depth, Theme};
use muse_studio::tui::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Frames built for each row of the table.
const FRAMES: usize = 2_000;

fn main() {
    println!("| pane | size | median ms | p99 ms |\n|---|---|---:|---:|");
    for (width, height) in [(160, 50), (80, 24)] {
        for (name, keys) in [
            ("Home", "g1"),
            ("Live, 8 streams", "g2"),
            ("Review", "g3\n"),
            ("Products", "g4"),
            ("Profiles", "g5"),
        ] {
            let app = studio(width, height, keys);
            let (median, p99) = measure(&app, width, height);
            println!("| {name} | {width}x{height} | {median:.3} | {p99:.3} |");
        }
    }
}

fn measure(app: &App, width: u16, height: u16) -> (f64, f64) {
    let area = Rect::new(0, 0, width, height);
    let mut times: Vec<Duration> = (0..FRAMES)
        .map(|_| {
            let mut buffer = Buffer::empty(area);
            let began = Instant::now();
            black_box(view::view(app, &mut buffer));
            began.elapsed()
        })
        .collect();
    times.sort();
    let millis = |at: usize| times[at].as_secs_f64() * 1e3;
    (millis(FRAMES / 2), millis(FRAMES * 99 / 100))
}

/// A studio full of Hindi whose pane is reached by `keys`.
fn studio(width: u16, height: u16, keys: &str) -> App {
    let theme = Theme::load("dark", None, Depth::from_env(|_| None)).expect("the built-in theme");
    let mut app = App::new((width, height), theme);
    take(
        &mut app,
        Msg::Reply(Reply::Opened(Place {
            reviewer: "asha".into(),
            shown: "~/bench".to_owned(),
            read_only: None,
            standing: muse_studio::store::Standing::ALONE,
            embeddings: Server::Missing,
        })),
    );
    take(&mut app, Msg::Reply(Reply::Counts(sample::counts())));
    streams(&mut app);
    for key in keys.chars() {
        let code = if key == '\n' {
            KeyCode::Enter
        } else {
            KeyCode::Char(key)
        };
        take(&mut app, Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    app
}

/// Feeds a message and answers what the studio asks for.
fn take(app: &mut App, msg: Msg) {
    for effect in app.update(Duration::from_secs(1), msg) {
        let reply = match effect {
            Effect::Queue { request, .. } => Reply::Queue {
                request,
                cursor: Cursor::First,
                page: long_queue(),
                total: 50_000,
            },
            Effect::Read { request, .. } => Reply::Reading {
                request,
                reading: Some(Box::new(sample::reading(0, Language::Hi))),
            },
            Effect::Search { request, .. } => Reply::Products {
                request,
                found: Box::new(Found {
                    rows: vec![sample::kurta(); 100],
                    total: 100,
                    ..Found::default()
                }),
            },
            Effect::Profiles {
                request, cursor, ..
            } => Reply::Profiles {
                request,
                cursor,
                page: Page {
                    items: (0..200)
                        .map(|at| (at, sample::conversation(at as u32, Language::Hi).profile))
                        .collect(),
                    more: true,
                },
            },
            _ => continue,
        };
        take(app, Msg::Reply(reply));
    }
}

fn long_queue() -> Page<muse_studio::store::Summary> {
    let lines = sample::queue().items;
    let items = (0..200)
        .map(|at| (at, lines[at as usize % lines.len()].1.clone()))
        .collect();
    Page { items, more: true }
}

fn streams(app: &mut App) {
    let job = JobId(1);
    let mut tell = |event| drop(app.update(Duration::from_secs(1), Msg::Job(event)));
    tell(JobEvent::Started {
        job,
        kind: JobKind::Generate,
        title: "8 conversations".to_owned(),
        planned: Some(8),
        run: None,
    });
    for ordinal in 0..8 {
        let conversation = sample::conversation(ordinal, Language::Hi);
        tell(JobEvent::Admitted {
            job,
            conversation: conversation.id,
            ordinal,
            profile: conversation.profile.user_id.clone(),
            language: Language::Hi,
            title: "kurta".to_owned(),
        });
        for turn in conversation.current_turns() {
            tell(JobEvent::TurnStarted {
                job,
                conversation: conversation.id,
                turn: turn.id,
                speaker: turn.speaker,
                act: turn.act,
            });
            tell(JobEvent::Delta {
                conversation: conversation.id,
                turn: turn.id,
                text: turn.text.clone(),
            });
        }
    }
}
