//! The panes: one file or folder each, each with its own state, update and view. Panes do not know one another.

pub mod home;
pub mod live;
pub mod products;
pub mod profiles;
pub mod review;

use std::time::Duration;

use crate::tui::keymap::{KeyEvent, KeyModifiers, MouseEvent};
use ratatui::layout::{Position, Rect};

use super::command::{CommandId, Context};
use super::effect::Effects;
use super::job_board::JobSummary;
use super::msg::{Place, Reply};
use super::theme::Role;
use super::widgets::Canvas;
use crate::domain::{Feature, Gender, Product, Profile, Scenario};
use crate::jobs::JobEvent;
use crate::store::Counts;

/// A pane by name, in the order of the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaneId {
    /// The opening screen.
    Home,
    /// Conversations being made.
    Live,
    /// Reading and judging.
    Review,
    /// The catalogue.
    Products,
    /// The shoppers.
    Profiles,
}

impl PaneId {
    /// Every pane, left to right.
    pub const ALL: [PaneId; 5] = [
        PaneId::Home,
        PaneId::Live,
        PaneId::Review,
        PaneId::Products,
        PaneId::Profiles,
    ];

    /// The tab's text.
    pub fn title(self) -> &'static str {
        match self {
            PaneId::Home => "Home",
            PaneId::Live => "Live",
            PaneId::Review => "Review",
            PaneId::Products => "Products",
            PaneId::Profiles => "Profiles",
        }
    }
}

/// What every pane may look at.
pub struct Scene<'a> {
    /// Time since the studio started.
    pub now: Duration,
    /// The pane in front.
    pub front: PaneId,
    /// The area that the pane has.
    pub area: Rect,
    /// The workspace; `None` until it is open.
    pub place: Option<&'a Place>,
    /// How many there are of everything; `None` until counted.
    pub counts: Option<&'a Counts>,
    /// The latest job, running or ended.
    pub job: Option<&'a JobSummary>,
}

/// What a pane must be able to do. `update` parts are pure: they change the pane and return effects.
pub trait Pane {
    /// Where the focus is inside the pane.
    fn context(&self) -> Context;

    /// Called when the pane comes to the front.
    fn shown(&mut self, scene: &Scene<'_>) -> Effects {
        let _ = scene;
        Effects::new()
    }

    /// A key before the keymap sees it, for text fields. `None` when the pane leaves it to the keymap.
    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        let _ = (scene, key);
        None
    }

    /// What the keys do while a text is being typed here.
    fn typing_hints(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("Enter", "done"),
            ("Esc", "back"),
            ("↑↓", "choose"),
            ("Ctrl-U", "clear"),
            ("Tab", "next pane"),
        ]
    }

    /// The commands that the foot of the screen offers first here, and what it calls them.
    fn hints(&self) -> &'static [(CommandId, &'static str)] {
        &[]
    }

    /// Makes the pictures on screen anew: their files or the size of the terminal's cells may be others.
    fn forget_pictures(&mut self, scene: &Scene<'_>) -> Effects {
        let _ = scene;
        Effects::new()
    }

    /// Pasted text, for text fields.
    fn paste(&mut self, scene: &Scene<'_>, text: &str) -> Effects {
        let _ = (scene, text);
        Effects::new()
    }

    /// The mouse, in screen coordinates.
    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        let _ = (scene, mouse);
        Effects::new()
    }

    /// A command with its argument. `None` when the pane does not know the command.
    fn run(&mut self, scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects>;

    /// Why a command cannot run here now; `None` when it can.
    fn why_not(&self, scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        let _ = (scene, command);
        None
    }

    /// An answer of the store. Every pane sees every answer.
    fn reply(&mut self, scene: &Scene<'_>, reply: &Reply) -> Effects {
        let _ = (scene, reply);
        Effects::new()
    }

    /// A product that is to be used here, where there is a use for one.
    fn take_product(&mut self, scene: &Scene<'_>, product: &Product) -> Effects {
        let _ = (scene, product);
        Effects::new()
    }

    /// A report of a job. Every pane sees every report.
    fn job(&mut self, scene: &Scene<'_>, event: &JobEvent) -> Effects {
        let _ = (scene, event);
        Effects::new()
    }

    /// A moment that was asked for.
    fn wake(&mut self, scene: &Scene<'_>) -> Effects {
        let _ = scene;
        Effects::new()
    }

    /// Draws the pane; the position of the text cursor, when there is one.
    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position>;
}

/// Modifiers with which a letter is a command even while a text is being typed.
pub const COMMAND_MODIFIERS: KeyModifiers = KeyModifiers::CONTROL.union(KeyModifiers::ALT);

/// A stated gender in a word.
pub fn gender_word(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "female",
        Gender::Male => "male",
        Gender::Unknown => "gender not told",
    }
}

/// The traits of a profile as a line to read; none when it states none.
pub fn trait_line(profile: &Profile) -> Option<(Role, String)> {
    let words = profile.traits.words().into_iter();
    let words: Vec<String> = words
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    (!profile.traits.is_unstated()).then(|| (Role::Text, words.join(", ")))
}

/// A scenario as lines to read.
pub fn scenario_lines(scenario: &Scenario) -> Vec<(Role, String)> {
    let features = |list: &[Feature]| {
        let words: Vec<String> = list
            .iter()
            .map(|f| format!("{} {}", f.name, f.value))
            .collect();
        words.join(", ")
    };
    let mut wants = format!("wants: {}", scenario.product_type);
    if let Some(budget) = scenario.budget {
        wants.push_str(&format!(", up to {budget}"));
    }
    let motive = format!("{:?}", scenario.motive).to_lowercase();
    let occasion = scenario
        .occasion
        .as_deref()
        .map_or_else(String::new, |o| format!(", {o}"));
    let mut lines = vec![
        (Role::Accent, wants),
        (Role::Text, format!("why: {motive}{occasion}")),
    ];
    if let Some(other) = &scenario.recipient {
        lines.push((Role::Text, format!("for: {}", other.relation)));
    }
    if !scenario.wanted.is_empty() {
        lines.push((
            Role::Text,
            format!("should have: {}", features(&scenario.wanted)),
        ));
    }
    if !scenario.unwanted.is_empty() {
        lines.push((
            Role::Text,
            format!("must not have: {}", features(&scenario.unwanted)),
        ));
    }
    let target = scenario.target.as_ref().map_or("none", |id| id.as_str());
    lines.push((Role::Muted, format!("target item: {target}")));
    if !scenario.story.is_empty() {
        lines.push((Role::Muted, scenario.story.clone()));
    }
    lines
}
