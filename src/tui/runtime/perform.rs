//! Carrying out effects: reads and searches side by side, decisions one after another in the order they were made.

use std::sync::Arc;
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::deciding::decide;
use super::meaning::Meaning;
use super::reading::Reads;
use super::{Options, starting};
use crate::jobs::{Access, Desk, Events, Runner, Workspace};
use crate::tui::effect::Effect;
use crate::tui::msg::{Place, Reply};
use crate::tui::pictures::{Protocol, Screen, USUAL_CELL};
use crate::tui::theme::Depth;

/// How often other people's changes are looked at, at most.
const FOLLOW: Duration = Duration::from_millis(500);

/// An opened workspace.
pub struct Opened {
    /// What the person is shown of it.
    pub place: Place,
    /// Starts jobs in it.
    pub runner: Runner,
    /// What the jobs report.
    pub events: Events,
}

/// Carries effects out.
pub struct Performer {
    options: Arc<Options>,
    replies: UnboundedSender<Reply>,
    opened: UnboundedSender<Opened>,
    hands: Option<Hands>,
    screen: Screen,
    meaning: Meaning,
}

/// What is there once the workspace is open.
struct Hands {
    runner: Runner,
    decisions: UnboundedSender<Effect>,
    worker: tokio::task::JoinHandle<()>,
}

impl Performer {
    /// A performer that answers into these channels.
    pub fn new(
        options: Options,
        replies: UnboundedSender<Reply>,
        opened: UnboundedSender<Opened>,
    ) -> Self {
        Performer {
            meaning: Meaning::new(options.embeddings.clone()),
            options: Arc::new(options),
            replies,
            opened,
            hands: None,
            screen: Screen {
                protocol: Protocol::Off,
                depth: Depth::Mono,
                cell: USUAL_CELL,
            },
        }
    }

    /// Makes pictures ready for this screen from now on.
    pub fn show_on(&mut self, screen: Screen) {
        self.screen = screen;
    }

    /// The cells of the screen have this many pixels now; says whether they had another size before.
    pub fn cells_are(&mut self, pixels: (u16, u16)) -> bool {
        std::mem::replace(&mut self.screen.cell, pixels) != pixels
    }

    /// Opens the workspace beside the first frame.
    pub fn open(&self) {
        let (options, replies, opened) = (
            self.options.clone(),
            self.replies.clone(),
            self.opened.clone(),
        );
        let embeddings = self.meaning.server();
        tokio::spawn(async move {
            let clock = options.clock.clone();
            match Workspace::open(&options.workspace, Access::WriteOrRead, clock).await {
                Ok(workspace) => {
                    let place = Place {
                        shown: options.shown.clone(),
                        reviewer: options.reviewer.clone(),
                        read_only: workspace.read_only(),
                        standing: *workspace.standing().borrow(),
                        embeddings,
                    };
                    let (runner, events) = Runner::new(workspace);
                    let _ = opened.send(Opened {
                        place,
                        runner,
                        events,
                    });
                }
                Err(error) => drop(replies.send(Reply::NotOpened(error.to_string()))),
            }
        });
    }

    /// Takes the opened workspace into use.
    pub fn opened(&mut self, runner: Runner) {
        let (decisions, waiting) = unbounded_channel();
        let workspace = runner.workspace().clone();
        follow(workspace.clone(), self.replies.clone());
        watch_others(&workspace, self.replies.clone());
        runner.follow_others();
        let desk = Desk::new(&workspace, self.options.reviewer.clone());
        let worker = tokio::spawn(decide(workspace, desk, waiting, self.replies.clone()));
        self.hands = Some(Hands {
            runner,
            decisions,
            worker,
        });
    }

    /// How many conversations are started with the studio.
    pub fn start(&self) -> Option<u32> {
        self.options.start
    }

    /// Stops the jobs, waits for every decision to be on disk, closes the workspace.
    pub async fn close(&mut self) {
        let Some(hands) = self.hands.take() else {
            return;
        };
        let Hands {
            runner,
            decisions,
            worker,
        } = hands;
        drop(decisions);
        let _ = worker.await;
        runner.stop_all().await;
        if let Err(error) = runner.workspace().close().await {
            tracing::error!(%error, "closing the workspace");
        }
    }

    /// Carries out one effect.
    pub fn perform(&self, effect: Effect) {
        if let Effect::Copy(text) = &effect {
            let copied =
                crossterm::execute!(std::io::stdout(), CopyToClipboard::to_clipboard_from(text));
            if let Err(error) = copied {
                tracing::warn!(%error, "copying");
            }
            return;
        }
        let Some(hands) = &self.hands else {
            return;
        };
        match effect {
            Effect::Judge { .. }
            | Effect::JudgeMany { .. }
            | Effect::Edit { .. }
            | Effect::EditProduct { .. }
            | Effect::Mention { .. }
            | Effect::Remark { .. }
            | Effect::Undo
            | Effect::Redo
            | Effect::KeepDraft { .. }
            | Effect::DropDraft(_)
            | Effect::Keep { .. } => drop(hands.decisions.send(effect)),
            Effect::Generate { .. }
            | Effect::Import(_)
            | Effect::Pause(_)
            | Effect::Resume(_)
            | Effect::Stop(_)
            | Effect::Steer { .. }
            | Effect::Pick { .. }
            | Effect::AtOnce { .. }
            | Effect::Requeue { .. }
            | Effect::Retune { .. }
            | Effect::Detach
            | Effect::Export { .. } => {
                starting::job(&hands.runner, &self.options, &self.replies, effect);
            }
            read => self
                .reads(hands.runner.workspace())
                .start(read, self.replies.clone()),
        }
    }

    fn reads(&self, workspace: &Workspace) -> Reads {
        Reads {
            workspace: workspace.clone(),
            reviewer: self.options.reviewer.clone(),
            screen: self.screen,
            meaning: self.meaning.clone(),
        }
    }
}

/// Tells the app when another process comes to hold the workspace, or this one does.
fn watch_others(workspace: &Workspace, replies: UnboundedSender<Reply>) {
    let mut standing = workspace.standing();
    tokio::spawn(async move {
        while standing.changed().await.is_ok() {
            let now = *standing.borrow_and_update();
            if replies.send(Reply::Standing(now)).is_err() {
                return;
            }
        }
    });
}

/// Tells the app, at most twice a second, that something was committed.
fn follow(workspace: Workspace, replies: UnboundedSender<Reply>) {
    let mut changes = workspace.store().watch();
    tokio::spawn(async move {
        while changes.changed().await.is_ok() {
            if replies.send(Reply::Changed).is_err() {
                return;
            }
            tokio::time::sleep(FOLLOW).await;
        }
    });
}
