//! The runtime: the one loop, and the only place of the studio that waits.
//!
//! Owns: reading keys, waking the app, when a frame is drawn, carrying effects to the store and the jobs. A key draws at
//! once; frames that job events or timers cause come at most sixty times a second; nothing changed, nothing drawn.

mod ask;
mod complete;
mod deciding;
mod detaching;
mod files;
mod meaning;
mod perform;
mod products;
mod reading;
mod starting;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::path::PathBuf;
use std::task::Poll;
use std::time::{Duration, Instant};

use crossterm::event::{Event, EventStream};
use futures_util::StreamExt;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use self::perform::{Opened, Performer};
use super::app::App;
use super::effect::{Effect, Effects, Speed};
use super::heading::{Heading, Headings};
use super::msg::{Level, Msg, Reply};
use super::pictures::{Guess, Screen, USUAL_CELL};
use super::terminal::{Keyboard, Modes, Mouse, Restorer, Session};
use super::theme::{Depth, Theme};
use super::view;
use crate::config::{PictureSetting, ServerSettings};
use crate::domain::ReviewerId;
use crate::jobs::{Clock, Events, GenerateOptions, ModelsAtHand, Program};

/// The shortest time between two frames that no key caused: sixty a second.
const FRAME: Duration = Duration::from_millis(16);

/// Job events taken in one go before the loop looks at the keys again.
const BATCH: usize = 2_048;

/// How long the loop has to end by itself after a signal.
const PATIENCE: Duration = Duration::from_secs(3);

/// The exit code when it did not: failed.
const ENDED_BY_SIGNAL: i32 = 1;

/// What the studio is started with.
pub struct Options {
    /// The workspace's folder; it exists.
    pub workspace: PathBuf,
    /// How it is shown to people.
    pub shown: String,
    /// Who reviews.
    pub reviewer: ReviewerId,
    /// The time of day.
    pub clock: Clock,
    /// The theme's name.
    pub theme: String,
    /// How pictures are shown.
    pub pictures: PictureSetting,
    /// The person's own themes.
    pub themes: Option<PathBuf>,
    /// The server that puts products in order by meaning.
    pub embeddings: ServerSettings,
    /// The model that the settings name.
    pub models: ModelsAtHand,
    /// How conversations are made; count and language come from the person.
    pub generate: GenerateOptions,
    /// This program, for runs that go on in processes of their own; `None` when the system does not tell where it lies.
    pub program: Option<Program>,
    /// Conversations to start at once, so that a first look has something to show.
    pub start: Option<u32>,
}

/// Why the studio ended otherwise than by its quit key.
#[derive(Debug, thiserror::Error)]
pub enum StudioError {
    /// The terminal could not be read or written.
    #[error(
        "the terminal could not be used: {0}; run the studio in an ordinary terminal, or use a verb such as `muse-studio generate`"
    )]
    Terminal(#[from] io::Error),
    /// The theme could not be loaded.
    #[error("{0}")]
    Theme(String),
}

/// Runs the studio until the person leaves.
///
/// # Errors
/// When the terminal or the theme cannot be used. The terminal is restored in every case.
pub async fn run(options: Options) -> Result<(), StudioError> {
    let lookup = |name: &str| std::env::var(name).ok();
    let depth = Depth::from_env(lookup);
    let theme = Theme::load(&options.theme, options.themes.as_deref(), depth)
        .map_err(|why| StudioError::Theme(why.to_string()))?;
    let session = Session::enter(Modes {
        mouse: Mouse::Captured,
        keyboard: Keyboard::from_env(lookup),
    })?;
    session.restorer().install_panic_hook();
    tokio::spawn(last_resort(session.restorer()));
    let guess = Guess::from_env(options.pictures, depth, lookup);
    let mut studio = Studio::new(session, theme, depth, guess, options);
    let ended = studio.go().await;
    studio.performer.close().await;
    studio.session.leave()?;
    ended
}

/// Ends the process when it was asked to end and the loop does not.
///
/// A terminal that is gone (its window closed, the line dropped) can hold the key reader in a read that never returns, and
/// the loop with it. Everything acknowledged is on disk, so leaving at once loses nothing, and the workspace is free again.
async fn last_resort(restorer: Restorer) {
    let Ok(mut signals) = Signals::new() else {
        return;
    };
    signals.any().await;
    tokio::time::sleep(PATIENCE).await;
    tracing::warn!("the terminal is gone; leaving");
    let _ = restorer.restore();
    std::process::exit(ENDED_BY_SIGNAL);
}

struct Studio {
    app: App,
    session: Session<io::Stdout>,
    performer: Performer,
    replies: mpsc::UnboundedReceiver<Reply>,
    opened: mpsc::UnboundedReceiver<Opened>,
    events: Option<Events>,
    started: Instant,
    wakes: BinaryHeap<Reverse<Instant>>,
    dirty: bool,
    last_frame: Instant,
    depth: Depth,
    guess: Guess,
    themes: Option<PathBuf>,
    headings: Headings,
    heading: Option<Heading>,
    leaving: bool,
}

/// What the loop was woken by.
enum Woken {
    Input(Option<io::Result<Event>>),
    Opened(Box<Opened>),
    Reply(Reply),
    Job(crate::jobs::JobEvent),
    Signal,
    Time,
}

impl Studio {
    fn new(
        session: Session<io::Stdout>,
        theme: Theme,
        depth: Depth,
        guess: Guess,
        options: Options,
    ) -> Self {
        let area = session.area();
        let (reply_sender, replies) = mpsc::unbounded_channel();
        let (opened_sender, opened) = mpsc::unbounded_channel();
        let themes = options.themes.clone();
        Studio {
            app: App::new((area.width, area.height), theme),
            session,
            performer: Performer::new(options, reply_sender, opened_sender),
            replies,
            opened,
            events: None,
            started: Instant::now(),
            wakes: BinaryHeap::new(),
            dirty: true,
            last_frame: Instant::now(),
            depth,
            guess,
            themes,
            headings: Headings::from_env(|name| std::env::var(name).ok()),
            heading: None,
            leaving: false,
        }
    }

    async fn go(&mut self) -> Result<(), StudioError> {
        self.draw()?;
        self.performer.open();
        // Before the keys are read, which would take the answer.
        self.learn_screen().await;
        let mut input = EventStream::new();
        let mut signals = Signals::new()?;
        while !self.leaving {
            match self.wait(&mut input, &mut signals).await {
                Woken::Input(None) => break,
                Woken::Input(Some(event)) => {
                    self.input(event?);
                    // A held key sends faster than a slow line shows: what is here already belongs to this frame.
                    while let Some(event) = ready(&mut input).await {
                        self.input(event);
                    }
                    self.draw()?;
                }
                Woken::Opened(opened) => {
                    self.events = Some(opened.events);
                    self.performer.opened(opened.runner);
                    self.update(Msg::Reply(Reply::Opened(opened.place)));
                    if let Some(count) = self.performer.start() {
                        self.performer.perform(Effect::Generate {
                            count,
                            language: None,
                            speed: Speed::Watched,
                            model: None,
                        });
                    }
                }
                Woken::Reply(reply) => {
                    self.replied(reply);
                    while let Ok(reply) = self.replies.try_recv() {
                        self.replied(reply);
                    }
                    self.draw()?;
                }
                Woken::Job(event) => {
                    self.update(Msg::Job(event));
                    self.job_batch();
                }
                Woken::Signal => self.update(Msg::Terminate),
                Woken::Time => {
                    self.fire_wakes();
                }
            }
            if self.dirty && self.last_frame.elapsed() >= FRAME {
                self.draw()?;
            }
        }
        Ok(())
    }

    async fn wait(&mut self, input: &mut EventStream, signals: &mut Signals) -> Woken {
        let frame = self.dirty.then(|| self.last_frame + FRAME);
        let wake = self.wakes.peek().map(|Reverse(at)| *at);
        let until = frame.into_iter().chain(wake).min();
        let events = &mut self.events;
        tokio::select! {
            biased;
            event = input.next() => Woken::Input(event),
            () = signals.any() => Woken::Signal,
            Some(opened) = self.opened.recv() => Woken::Opened(Box::new(opened)),
            Some(reply) = self.replies.recv() => Woken::Reply(reply),
            event = next_event(events) => Woken::Job(event),
            () = sleep_until(until) => Woken::Time,
        }
    }

    fn input(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.update(Msg::Key(key)),
            Event::Mouse(mouse) => self.update(Msg::Mouse(mouse)),
            Event::Paste(text) => self.update(Msg::Paste(text)),
            Event::Resize(width, height) => {
                let zoomed = self.performer.cells_are(cell_pixels());
                self.update(Msg::Resize { width, height });
                if zoomed {
                    self.update(Msg::Zoom);
                }
            }
            Event::FocusGained | Event::FocusLost => {}
        }
    }

    fn replied(&mut self, reply: Reply) {
        if let Reply::Picture {
            outcome: Ok(shown), ..
        } = &reply
            && let Some(transmission) = &shown.transmission
            && let Err(error) = self.session.send(transmission)
        {
            tracing::warn!(%error, "sending a picture");
        }
        self.update(Msg::Reply(reply));
    }

    /// Finds out how pictures are shown here, asking the terminal when nothing else tells.
    async fn learn_screen(&mut self) {
        let mut answer = ask::Answer::default();
        if self.guess == Guess::Ask {
            let asked = tokio::task::spawn_blocking(|| ask::terminal(ask::PATIENCE));
            answer = asked.await.unwrap_or_default();
        }
        self.performer.show_on(Screen {
            protocol: self.guess.settle(answer.attributes.as_deref()),
            depth: self.depth,
            cell: cell_pixels(),
        });
        for key in ask::keys(&answer.typed) {
            self.update(Msg::Key(key));
        }
    }

    fn job_batch(&mut self) {
        for _ in 0..BATCH {
            let Some(event) = self.events.as_mut().and_then(Events::try_next) else {
                return;
            };
            self.update(Msg::Job(event));
        }
    }

    fn fire_wakes(&mut self) {
        let now = Instant::now();
        let mut due = false;
        while self.wakes.peek().is_some_and(|Reverse(at)| *at <= now) {
            self.wakes.pop();
            due = true;
        }
        if due {
            self.update(Msg::Wake);
        }
    }

    fn update(&mut self, msg: Msg) {
        let effects = self.app.update(self.started.elapsed(), msg);
        self.dirty = true;
        self.perform(effects);
    }

    fn perform(&mut self, effects: Effects) {
        for effect in effects {
            match effect {
                Effect::Quit => self.leaving = true,
                Effect::WakeAfter(time) => self.wakes.push(Reverse(Instant::now() + time)),
                Effect::Redraw => {
                    if let Err(error) = self.session.repaint() {
                        tracing::warn!(%error, "repaint");
                    }
                }
                Effect::Theme(name) => self.change_theme(&name),
                other => self.performer.perform(other),
            }
        }
    }

    fn change_theme(&mut self, name: &str) {
        let names = Theme::names(self.themes.as_deref());
        let next = || {
            let at = names
                .iter()
                .position(|n| *n == self.app.theme.name())
                .map_or(0, |at| at + 1);
            names
                .get(at % names.len().max(1))
                .cloned()
                .unwrap_or_default()
        };
        let wanted = if name.is_empty() {
            next()
        } else {
            name.to_owned()
        };
        let told = match Theme::load(&wanted, self.themes.as_deref(), self.depth) {
            Ok(theme) => {
                self.app.theme = theme;
                Reply::Notice(Level::Info, format!("colours: {wanted}"))
            }
            Err(why) => Reply::Notice(Level::Warn, why.to_string()),
        };
        self.update(Msg::Reply(told));
    }

    fn draw(&mut self) -> io::Result<()> {
        self.head(Heading::of(&self.app.jobs))?;
        let app = &self.app;
        self.session.draw(|frame| {
            if let Some(cursor) = view::view(app, frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        self.dirty = false;
        self.last_frame = Instant::now();
        Ok(())
    }
}

impl Studio {
    /// Has the terminal itself tell of the running job.
    fn head(&mut self, heading: Option<Heading>) -> io::Result<()> {
        let bytes = self
            .headings
            .change(self.heading.as_ref(), heading.as_ref());
        let undo = match heading {
            Some(_) => self.headings.end(),
            None => String::new(),
        };
        self.heading = heading;
        match bytes.is_empty() {
            true => Ok(()),
            false => self.session.announce(&bytes, undo),
        }
    }
}

/// Pixels of a cell, as far as the terminal tells.
fn cell_pixels() -> (u16, u16) {
    let told = crossterm::terminal::window_size().ok().and_then(|size| {
        let across = size.width.checked_div(size.columns)?;
        Some((across, size.height.checked_div(size.rows)?))
    });
    told.filter(|(across, down)| *across > 1 && *down > 1)
        .unwrap_or(USUAL_CELL)
}

/// The next input event if it is here already. Polled with the loop's own waker: the stream keeps the first waker that it
/// is given until an event comes, and another one would leave the loop asleep.
async fn ready(input: &mut EventStream) -> Option<Event> {
    std::future::poll_fn(|context| {
        Poll::Ready(match input.poll_next_unpin(context) {
            Poll::Ready(Some(Ok(event))) => Some(event),
            _ => None,
        })
    })
    .await
}

async fn next_event(events: &mut Option<Events>) -> crate::jobs::JobEvent {
    match events {
        Some(events) => events.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// The signals that ask the studio to end.
struct Signals {
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            quit: signal(SignalKind::quit())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn any(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
            _ = self.quit.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
