//! The app: the studio's state and its one update.
//!
//! Owns: the focus, the overlay stack, the panes, messages, job summaries. `update` is pure: it changes the state and
//! returns effects, and never waits. Does not: hold a pane's data, know the terminal, the store or the clock.

use std::time::Duration;

use crate::tui::keymap::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use crokey::KeyCombination;
use ratatui::layout::Rect;

use super::command::{Command, CommandId, Context};
use super::effect::{Ask, Effect, Effects};
use super::job_board::JobBoard;
use super::keymap::{self, Keymap, Meaning};
use super::messages::Messages;
use super::msg::{Level, Msg, Place, Reply};
use super::overlays::{self, Next, Overlay};
use super::panes::home::Home;
use super::panes::live::Live;
use super::panes::products::Products;
use super::panes::profiles::Profiles;
use super::panes::review::Review;
use super::panes::{Pane, PaneId, Scene};
use super::theme::Theme;
use super::view;
use crate::jobs::JobEvent;
use crate::store::{Counts, Standing};

/// Why nothing can be written in a workspace that another process holds.
const READ_ONLY: &str = "this workspace is open read-only";

/// Every pane's state.
#[derive(Default)]
pub struct Panes {
    home: Home,
    live: Live,
    review: Review,
    products: Products,
    profiles: Profiles,
}

impl Panes {
    /// Whether words that are searched for go to a server.
    pub fn send_words(&self) -> bool {
        self.products.sends_words()
    }

    /// The pane of an id.
    pub fn get(&self, id: PaneId) -> &dyn Pane {
        match id {
            PaneId::Home => &self.home,
            PaneId::Live => &self.live,
            PaneId::Review => &self.review,
            PaneId::Products => &self.products,
            PaneId::Profiles => &self.profiles,
        }
    }

    /// The pane of an id, to be changed.
    pub fn get_mut(&mut self, id: PaneId) -> &mut dyn Pane {
        match id {
            PaneId::Home => &mut self.home,
            PaneId::Live => &mut self.live,
            PaneId::Review => &mut self.review,
            PaneId::Products => &mut self.products,
            PaneId::Profiles => &mut self.profiles,
        }
    }
}

/// The studio's state.
pub struct App {
    /// The pane in front.
    pub focus: PaneId,
    /// The panes.
    pub panes: Panes,
    /// What lies over the pane, topmost last.
    pub overlays: Vec<Box<dyn Overlay>>,
    /// What was told.
    pub messages: Messages,
    /// What the jobs do.
    pub jobs: JobBoard,
    /// The colours.
    pub theme: Theme,
    /// The bound keys.
    pub keymap: Keymap,
    /// The first key of a sequence that waits for its second.
    pub pending: Option<KeyCombination>,
    /// The workspace; `None` until it is open.
    pub place: Option<Place>,
    /// How many there are of everything.
    pub counts: Option<Counts>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Time since the studio started.
    pub now: Duration,
    /// When leaving was asked about; a second time soon after leaves.
    pub(super) quit_asked: Option<Duration>,
    told_inscript: bool,
}

impl App {
    /// A studio of this size in these colours, before its workspace is open.
    pub fn new(size: (u16, u16), theme: Theme) -> Self {
        App {
            focus: PaneId::Home,
            panes: Panes::default(),
            overlays: Vec::new(),
            messages: Messages::default(),
            jobs: JobBoard::default(),
            theme,
            keymap: Keymap::default(),
            pending: None,
            place: None,
            counts: None,
            size,
            now: Duration::ZERO,
            quit_asked: None,
            told_inscript: false,
        }
    }

    /// Where the focus is: typing when an overlay or pane takes letters.
    pub fn context(&self) -> Context {
        match self.overlays.last() {
            Some(_) => Context::Typing,
            None => self.panes.get(self.focus).context(),
        }
    }

    /// The panes to be changed, and what they may look at meanwhile.
    pub(super) fn split(&mut self) -> (&mut Panes, Scene<'_>) {
        let scene = Scene {
            now: self.now,
            front: self.focus,
            area: area_of(self.size),
            place: self.place.as_ref(),
            counts: self.counts.as_ref(),
            job: self.jobs.latest(),
        };
        (&mut self.panes, scene)
    }

    /// What panes may look at.
    pub fn scene(&self) -> Scene<'_> {
        Scene {
            now: self.now,
            front: self.focus,
            area: area_of(self.size),
            place: self.place.as_ref(),
            counts: self.counts.as_ref(),
            job: self.jobs.latest(),
        }
    }

    /// Takes one thing that happened at `now` and returns what is to be done. Never waits, never touches a file.
    pub fn update(&mut self, now: Duration, msg: Msg) -> Effects {
        self.now = now;
        let effects = match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(mouse) => self.mouse(mouse),
            Msg::Resize { width, height } => {
                self.size = (width, height);
                // What was made for the old size, such as a picture, is asked for anew.
                self.wake()
            }
            // Pixels of an old picture may stand beyond the last cell: all is drawn anew.
            Msg::Zoom => self.draw_anew(),
            Msg::Job(event) => self.job(&event),
            Msg::Reply(reply) => self.reply(reply),
            Msg::Wake => self.wake(),
            Msg::Terminate => vec![Effect::Quit],
        };
        self.settle(effects)
    }

    fn with_pane(
        &mut self,
        id: PaneId,
        act: impl FnOnce(&mut dyn Pane, &Scene<'_>) -> Effects,
    ) -> Effects {
        let (panes, scene) = self.split();
        act(panes.get_mut(id), &scene)
    }

    fn every_pane(&mut self, mut act: impl FnMut(&mut dyn Pane, &Scene<'_>) -> Effects) -> Effects {
        let mut effects = Effects::new();
        for id in PaneId::ALL {
            effects.extend(self.with_pane(id, &mut act));
        }
        effects
    }

    fn key(&mut self, key: KeyEvent) -> Effects {
        if key.kind == KeyEventKind::Release {
            return Effects::new();
        }
        self.messages.key_pressed(self.now);
        if keymap::is_interrupt(key) {
            return self.interrupt();
        }
        if let Some(mut overlay) = self.overlays.pop() {
            let next = overlay.key(&self.scene(), key);
            return self.after_overlay(overlay, next);
        }
        if self.pending.is_none() {
            let focus = self.focus;
            let (panes, scene) = self.split();
            let taken = panes.get_mut(focus).key(&scene, key);
            if let Some(effects) = taken {
                return effects;
            }
        }
        self.keymap_key(key)
    }

    fn keymap_key(&mut self, key: KeyEvent) -> Effects {
        let (key, told) = match keymap::from_devanagari(key) {
            Some(latin) if self.context() != Context::Typing => (latin, true),
            _ => (key, false),
        };
        let pending = self.pending.take();
        let mut effects = match self.keymap.meaning(self.context(), pending, key) {
            Meaning::Run(id) => self.run(id, ""),
            Meaning::Prefix => {
                self.pending = Some(keymap::combination(key));
                Effects::new()
            }
            Meaning::Nothing => self.unbound(pending, key),
        };
        if told && !self.told_inscript {
            self.told_inscript = true;
            effects.push(Effect::Tell(
                Level::Info,
                "Devanagari keys are read as the Latin keys at the same place".to_owned(),
            ));
        }
        effects
    }

    fn after_overlay(&mut self, overlay: Box<dyn Overlay>, next: Next) -> Effects {
        match next {
            Next::Stay(effects) => {
                self.overlays.push(overlay);
                effects
            }
            Next::Close(effects) => effects,
        }
    }

    fn paste(&mut self, text: &str) -> Effects {
        if let Some(mut overlay) = self.overlays.pop() {
            let next = overlay.paste(&self.scene(), text);
            return self.after_overlay(overlay, next);
        }
        self.with_pane(self.focus, |pane, scene| pane.paste(scene, text))
    }

    fn mouse(&mut self, mouse: MouseEvent) -> Effects {
        if let Some(mut overlay) = self.overlays.pop() {
            let next = overlay.mouse(&self.scene(), mouse);
            return self.after_overlay(overlay, next);
        }
        if mouse.row == 0 {
            let pressed = mouse.kind == MouseEventKind::Down(MouseButton::Left);
            let tab = view::tab_at(mouse.column).filter(|_| pressed);
            return tab.map_or_else(Effects::new, |id| self.go(id));
        }
        self.with_pane(self.focus, |pane, scene| pane.mouse(scene, mouse))
    }

    fn job(&mut self, event: &JobEvent) -> Effects {
        let mut effects = self.jobs.take(self.now, event);
        effects.extend(self.every_pane(|pane, scene| pane.job(scene, event)));
        effects
    }

    /// Another process holds the workspace now, or this one does.
    fn stands(&mut self, standing: Standing) -> Effects {
        let Some(place) = &mut self.place else {
            return Effects::new();
        };
        let before = std::mem::replace(&mut place.standing, standing);
        let level = match standing {
            // Others come and go, each verb of the command line too.
            Standing::Holding { .. } if before.holds() => return Effects::new(),
            Standing::Seeking { .. } => Level::Warn,
            Standing::Holding { .. } | Standing::Attached { .. } | Standing::Reading => Level::Info,
        };
        vec![Effect::Tell(level, standing.to_string())]
    }

    fn reply(&mut self, reply: Reply) -> Effects {
        let mut effects = match &reply {
            Reply::Opened(place) => {
                self.place = Some(place.clone());
                match &place.read_only {
                    None if place.others_write() => vec![
                        Effect::Counts,
                        Effect::Drafts,
                        Effect::Tell(Level::Info, place.standing.to_string()),
                    ],
                    None => vec![Effect::Counts, Effect::Drafts],
                    Some(holder) => vec![
                        Effect::Counts,
                        Effect::Tell(
                            Level::Warn,
                            format!("{READ_ONLY}: {holder}; it follows what is done there"),
                        ),
                    ],
                }
            }
            Reply::Counts(counts) => {
                self.counts = Some(counts.clone());
                Effects::new()
            }
            Reply::Changed => vec![Effect::Counts],
            Reply::Standing(standing) => self.stands(*standing),
            Reply::NotOpened(why) => vec![Effect::Tell(Level::Error, why.clone())],
            Reply::Notice(level, text) => vec![Effect::Tell(*level, text.clone())],
            Reply::Address { address, told } => vec![
                Effect::Copy(address.clone()),
                Effect::Tell(Level::Good, told.clone()),
            ],
            Reply::Preview(preview) => vec![Effect::Ask(overlays::preview(preview))],
            Reply::FileExists { format, file } => self.ask_to_replace(format, file),
            Reply::ImportPlanned { options, plans } => match plans {
                Ok(plans) => {
                    let overlay = overlays::Import::new(options.clone(), plans);
                    self.overlays.push(Box::new(overlay));
                    return Effects::new();
                }
                Err(why) => vec![Effect::Tell(Level::Error, why.clone())],
            },
            _ => Effects::new(),
        };
        if let Some(mut overlay) = self.overlays.pop() {
            effects.extend(overlay.reply(&reply));
            self.overlays.push(overlay);
        }
        effects.extend(self.every_pane(|pane, scene| pane.reply(scene, &reply)));
        effects
    }

    fn wake(&mut self) -> Effects {
        self.messages.expire(self.now);
        self.every_pane(|pane, scene| pane.wake(scene))
    }

    /// Whether the running job is another process's.
    fn watches_another(&self) -> bool {
        self.jobs.running().is_some_and(|job| job.id.is_elsewhere())
    }

    /// Why a command cannot run now; `None` when it can.
    pub fn why_not(&self, id: CommandId) -> Option<&'static str> {
        let writes = matches!(
            id,
            CommandId::Accept
                | CommandId::Reject
                | CommandId::AcceptAll
                | CommandId::RejectAll
                | CommandId::Skip
                | CommandId::Edit
                | CommandId::Resume
                | CommandId::Undo
                | CommandId::Redo
                | CommandId::UseProduct
                | CommandId::Generate
                | CommandId::Import
        );
        match &self.place {
            None if writes => return Some("the workspace is still opening"),
            Some(place) if writes && place.read_only.is_some() => {
                return Some(READ_ONLY);
            }
            _ => {}
        }
        match id {
            CommandId::Pause | CommandId::PauseAll | CommandId::Stop
                if self.jobs.running().is_none() =>
            {
                Some("no job is running")
            }
            CommandId::Detach if self.jobs.running_here().is_none() => {
                Some("no job of this studio is running")
            }
            CommandId::Pause
            | CommandId::PauseAll
            | CommandId::StopOne
            | CommandId::TakeOver
            | CommandId::BranchHere
            | CommandId::Edit
            | CommandId::MoreAtOnce
            | CommandId::FewerAtOnce
                if self.focus == PaneId::Live && self.watches_another() =>
            {
                Some("another process makes these; from here they can only be stopped, all at once")
            }
            _ => self.panes.get(self.focus).why_not(&self.scene(), id),
        }
    }

    /// Runs a command with an argument (empty for none).
    pub fn run(&mut self, id: CommandId, argument: &str) -> Effects {
        if id != CommandId::Quit {
            self.quit_asked = None;
        }
        if let Some(why) = self.why_not(id) {
            let name = Command::of(id).title;
            let holder = self
                .place
                .as_ref()
                .and_then(|place| place.read_only.as_ref());
            let text = match holder.filter(|_| why == READ_ONLY) {
                Some(holder) => format!("{name}: {why}, {holder}; judge there, this one follows"),
                None => format!("{name}: {why}"),
            };
            return vec![Effect::Tell(Level::Warn, text)];
        }
        let focus = self.focus;
        let (panes, scene) = self.split();
        match panes.get_mut(focus).run(&scene, id, argument) {
            Some(effects) => effects,
            None => self.run_global(id, argument),
        }
    }

    fn run_global(&mut self, id: CommandId, argument: &str) -> Effects {
        match id {
            CommandId::GoHome => self.go(PaneId::Home),
            CommandId::GoLive => self.go(PaneId::Live),
            CommandId::GoReview => {
                let mut effects = self.go(PaneId::Review);
                if !argument.is_empty() {
                    effects.push(Effect::Run(CommandId::GoReview, argument.to_owned()));
                }
                effects
            }
            CommandId::Resume => {
                let mut effects = self.go(PaneId::Review);
                effects.push(Effect::Run(CommandId::Resume, String::new()));
                effects
            }
            CommandId::GoProducts => self.go(PaneId::Products),
            CommandId::GoProfiles => self.go(PaneId::Profiles),
            CommandId::NextPane => self.go(self.beside(1)),
            CommandId::PreviousPane => self.go(self.beside(PaneId::ALL.len() - 1)),
            CommandId::Undo => vec![Effect::Undo],
            CommandId::Redo => vec![Effect::Redo],
            CommandId::Generate => overlays::generate(argument),
            CommandId::Import => overlays::import(argument),
            CommandId::Export => overlays::export(argument),
            CommandId::Pause | CommandId::PauseAll => self.jobs.pause_or_resume(),
            CommandId::Stop => self.jobs.stop(),
            CommandId::Detach => vec![Effect::Detach],
            CommandId::Lookup => {
                let (overlay, effects) = overlays::Lookup::new(argument, self.focus);
                self.overlays.push(Box::new(overlay));
                effects
            }
            CommandId::Help => {
                let help = overlays::Help::new(self);
                self.overlays.push(Box::new(help));
                Effects::new()
            }
            CommandId::Palette => {
                let palette = overlays::Palette::new(self);
                self.overlays.push(Box::new(palette));
                Effects::new()
            }
            CommandId::Prompts => overlays::prompts(argument, None),
            CommandId::Messages => {
                let page = self.messages.page();
                vec![Effect::Ask(Ask::Page("Messages".to_owned(), page))]
            }
            CommandId::Theme => vec![Effect::Theme(argument.to_owned())],
            CommandId::Redraw => self.draw_anew(),
            CommandId::Quit => self.quit(),
            CommandId::Back if self.focus == PaneId::Home => {
                vec![Effect::Tell(
                    Level::Info,
                    "this is the opening screen; q leaves".to_owned(),
                )]
            }
            CommandId::Filter if !argument.is_empty() => {
                vec![Effect::Tell(
                    Level::Warn,
                    "there is nothing to filter here".to_owned(),
                )]
            }
            _ => Effects::new(),
        }
    }

    /// The whole screen once more, pictures from their files.
    fn draw_anew(&mut self) -> Effects {
        let mut effects = self.every_pane(|pane, scene| pane.forget_pictures(scene));
        effects.push(Effect::Redraw);
        effects
    }

    fn beside(&self, step: usize) -> PaneId {
        let at = PaneId::ALL
            .iter()
            .position(|id| *id == self.focus)
            .unwrap_or(0);
        PaneId::ALL[(at + step) % PaneId::ALL.len()]
    }

    fn go(&mut self, id: PaneId) -> Effects {
        self.focus = id;
        self.with_pane(id, |pane, scene| pane.shown(scene))
    }

    /// Does the effects that concern the app itself and returns the others.
    fn settle(&mut self, effects: Effects) -> Effects {
        let mut outside = Effects::new();
        for effect in effects {
            match effect {
                Effect::Tell(level, text) => {
                    outside.extend(self.messages.tell(self.now, level, text));
                }
                Effect::Visit(id) => {
                    let mut inner = self.go(PaneId::Review);
                    inner.extend(self.run(CommandId::GoReview, &id.to_string()));
                    outside.extend(self.settle(inner));
                }
                Effect::VisitTurn(id, turn) => {
                    let place = turn.map_or_else(|| id.to_string(), |turn| format!("{id} {turn}"));
                    let mut inner = self.go(PaneId::Review);
                    inner.extend(self.run(CommandId::GoReview, &place));
                    outside.extend(self.settle(inner));
                }
                Effect::Use(product) => {
                    self.focus = PaneId::Review;
                    let inner = self.with_pane(PaneId::Review, |pane, scene| {
                        pane.take_product(scene, &product)
                    });
                    outside.extend(self.settle(inner));
                }
                Effect::Ask(ask) => self.overlays.push(overlays::of(ask)),
                Effect::Run(id, argument) => {
                    let inner = self.run(id, &argument);
                    outside.extend(self.settle(inner));
                }
                other => outside.push(other),
            }
        }
        outside
    }
}

/// The area of the pane in front: all but the title, the message line and the hint bar.
fn area_of((width, height): (u16, u16)) -> Rect {
    Rect::new(0, 1, width, height.saturating_sub(3))
}
