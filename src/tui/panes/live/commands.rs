//! The commands of Live: what each does, and why it cannot be done now.

use super::editing::Edit;
use super::stream::Stream;
use super::{FIRST_REQUEST, Live};
use crate::domain::Speaker;
use crate::jobs::{JobKind, ModelWish, Steer, WAYS};
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::msg::Level;
use crate::tui::overlays::freedom;
use crate::tui::panes::Scene;

/// What is said of commands that need a conversation.
const NONE: &str = "no conversation is in focus yet";
/// How many ways a turn is worded in when nobody says how many.
const USUAL_WAYS: usize = 3;
/// What is said of those that need one that is being made.
const ENDED: &str = "this conversation has ended; Enter opens it in Review";
/// What is said of one whose next turn is being chosen.
const PICK_FIRST: &str = "pick one of the ways that are shown, or press Esc";

impl Live {
    /// Runs a command; `None` when the pane leaves it to the studio.
    pub(super) fn command(
        &mut self,
        scene: &Scene<'_>,
        command: CommandId,
        argument: &str,
    ) -> Option<Effects> {
        let page = isize::try_from(self.page(scene).height.max(2) - 1).unwrap_or(1);
        match command {
            CommandId::Down => return Some(self.step(1)),
            CommandId::Up => return Some(self.step(-1)),
            CommandId::PageDown => self.scroll(scene, page),
            CommandId::PageUp => self.scroll(scene, -page),
            CommandId::Top => self.scroll(scene, isize::MIN / 2),
            CommandId::Bottom => self.top = None,
            CommandId::Back => return Some(self.back()),
            CommandId::Open => return Some(vec![Effect::Visit(self.streams.focus()?.id)]),
            CommandId::Pause => return self.hold(),
            CommandId::StopOne => return self.give(Steer::Stop),
            CommandId::TakeOver => return Some(self.take_over(argument)),
            CommandId::BranchHere => return Some(self.branch(argument)),
            CommandId::Edit => return Some(self.begin_edit()),
            CommandId::MoreAtOnce => return at_once(scene, 1),
            CommandId::FewerAtOnce => return at_once(scene, -1),
            CommandId::Requeue => return Some(self.requeue(scene, argument)),
            CommandId::Model => return Some(retune_model(scene, argument)),
            CommandId::Temperature => return Some(retune_freedom(scene, argument)),
            CommandId::Troubles => {
                let page = Ask::Page("What could not be made".to_owned(), self.troubles.page());
                return Some(vec![Effect::Ask(page)]);
            }
            _ => return None,
        }
        Some(Effects::new())
    }

    /// Why a command cannot be done now.
    pub(super) fn hindrance(&self, scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        let stream = self.streams.focus();
        match command {
            CommandId::Open => stream.is_none().then_some(NONE),
            CommandId::Pause => match stream {
                // Jobs that make no conversations are held as a whole.
                None => None,
                Some(_) if makes_none(scene) => None,
                Some(stream) if stream.run_held => Some("the whole run is held; P lets it go on"),
                Some(stream) => not_running(stream),
            },
            CommandId::StopOne => stream.map_or(Some(NONE), not_running),
            CommandId::TakeOver => stream.map_or(Some(NONE), cannot_take),
            CommandId::BranchHere => stream.map_or(Some(NONE), cannot_branch),
            CommandId::Edit => stream.map_or(Some(NONE), cannot_edit),
            CommandId::MoreAtOnce | CommandId::FewerAtOnce => cannot_change(scene, command),
            CommandId::Requeue => stream.map_or(Some(NONE), still_made),
            CommandId::Model | CommandId::Temperature => cannot_retune(scene),
            CommandId::Troubles if self.troubles.is_empty() => Some("nothing was left out"),
            _ => None,
        }
    }

    fn give(&mut self, order: Steer) -> Option<Effects> {
        self.streams.stay();
        Some(vec![self.streams.focus()?.steered(order)])
    }

    fn hold(&mut self) -> Option<Effects> {
        let stream = self.streams.focus().filter(|stream| stream.runs())?;
        let order = match stream.held {
            true => Steer::GoOn,
            false => Steer::Hold,
        };
        self.give(order)
    }

    /// One level back: ways are left, a side is handed back, the end is shown again, the focus follows.
    fn back(&mut self) -> Effects {
        if let Some(stream) = self.streams.focus().filter(|stream| stream.ways.is_some()) {
            return vec![stream.steered(Steer::Leave)];
        }
        if let Some(stream) = self.streams.focus().filter(|stream| stream.side.is_some()) {
            return vec![stream.steered(Steer::HandBack)];
        }
        if self.top.take().is_none() {
            self.streams.follow();
            return self.ask_about();
        }
        Effects::new()
    }

    fn take_over(&mut self, argument: &str) -> Effects {
        let Some(stream) = self.streams.focus() else {
            return Effects::new();
        };
        let side = match argument.trim().to_lowercase().as_str() {
            "user" | "shopper" | "u" | "s" => stream.steered(Steer::TakeOver(Speaker::User)),
            "assistant" | "a" => stream.steered(Steer::TakeOver(Speaker::Assistant)),
            // What stands still says by itself whose turn it is.
            "" if stream.awaits.is_some() => stream.steered(Steer::TakeOver(stream.next_speaker())),
            "" => Effect::Ask(Ask::Line {
                question: "Whose side do you take: shopper or assistant?".to_owned(),
                preset: super::stream::word(stream.next_speaker()).to_owned(),
                command: CommandId::TakeOver,
            }),
            other => {
                let why = format!("`{other}` is no side; write shopper or assistant");
                Effect::Tell(Level::Warn, why)
            }
        };
        self.streams.stay();
        vec![side]
    }

    fn branch(&mut self, argument: &str) -> Effects {
        let ways = match argument.trim() {
            "" => Some(USUAL_WAYS),
            text => text.parse().ok().filter(|ways| WAYS.contains(ways)),
        };
        let Some((ways, stream)) = ways.zip(self.streams.focus()) else {
            let (least, most) = (WAYS.start(), WAYS.end());
            let why = format!("`{argument}` is no number of ways from {least} to {most}");
            return vec![Effect::Tell(Level::Warn, why)];
        };
        let mut effects = vec![stream.steered(Steer::Branch(ways))];
        if stream.awaits.is_none() {
            let told = format!("when this turn is finished, the next one comes in {ways} ways");
            effects.push(Effect::Tell(Level::Info, told));
        }
        self.top = None;
        self.streams.stay();
        effects
    }

    /// `[seed=N] [model=NAME]`; by the voice of the run when no model is named.
    fn requeue(&mut self, scene: &Scene<'_>, argument: &str) -> Effects {
        let Some(stream) = self.streams.focus() else {
            return Effects::new();
        };
        let asked = scene.job.and_then(|job| job.asked.as_ref());
        let mut model = asked.map(|(model, ..)| ModelWish {
            model: Some(model.clone()),
            temperature: None,
        });
        let mut seed = None;
        for word in argument.split_whitespace() {
            match word.split_once('=') {
                Some(("seed", number)) if number.parse::<u64>().is_ok() => {
                    seed = number.parse().ok();
                }
                Some(("model", name)) if !name.is_empty() => {
                    model.get_or_insert_default().model = Some(name.to_owned());
                }
                _ => {
                    let why = format!("`{word}` is not understood; write seed=9 or model=NAME");
                    return vec![Effect::Tell(Level::Warn, why)];
                }
            }
        }
        vec![Effect::Requeue {
            conversation: stream.id,
            seed,
            model,
        }]
    }

    fn begin_edit(&mut self) -> Effects {
        let request = FIRST_REQUEST + self.requests;
        let Some(stream) = self.streams.focus() else {
            return Effects::new();
        };
        let Some(turn) = stream.turns.last() else {
            return Effects::new();
        };
        let (edit, read) = Edit::begin(request, stream.id, turn.id);
        self.requests += 1;
        self.edit = Some(edit);
        self.streams.stay();
        vec![read]
    }
}

fn not_running(stream: &Stream) -> Option<&'static str> {
    (!stream.runs()).then_some(ENDED)
}

fn still_made(stream: &Stream) -> Option<&'static str> {
    stream
        .runs()
        .then_some("it is still being made; x ends it, and r makes it once more then")
}

fn cannot_take(stream: &Stream) -> Option<&'static str> {
    not_running(stream)
        .or_else(|| (stream.side.is_some()).then_some("you have taken a side; Esc hands it back"))
}

fn cannot_edit(stream: &Stream) -> Option<&'static str> {
    if !stream.runs() {
        return Some(ENDED);
    }
    if stream.ways.is_some() {
        return Some(PICK_FIRST);
    }
    if stream.awaits.is_none() {
        return Some("hold the conversation first (p), and let its turn be finished");
    }
    stream.turns.is_empty().then_some("nothing was said yet")
}

fn cannot_branch(stream: &Stream) -> Option<&'static str> {
    if !stream.runs() {
        return Some(ENDED);
    }
    if stream.ways.is_some() {
        return Some(PICK_FIRST);
    }
    let taken = stream.side.is_some();
    taken.then_some("you have taken a side; Esc hands it back")
}

fn makes_none(scene: &Scene<'_>) -> bool {
    scene
        .job
        .is_some_and(|job| job.ended.is_none() && job.kind != JobKind::Generate)
}

fn cannot_change(scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
    let job = scene.job.filter(|job| job.ended.is_none());
    match (job.and_then(|job| job.at_once), command) {
        (None, _) => Some("no run is making conversations"),
        (Some(1), CommandId::FewerAtOnce) => Some("one is the least; P holds the run"),
        (Some(_), _) => None,
    }
}

fn cannot_retune(scene: &Scene<'_>) -> Option<&'static str> {
    let job = scene
        .job
        .filter(|job| job.ended.is_none() && job.kind == JobKind::Generate);
    match job.map(|job| &job.asked) {
        None => Some("no run is making conversations"),
        Some(None) => {
            Some("the phrasebook words this run; `generate 20 model` begins one by a model")
        }
        Some(Some(_)) => None,
    }
}

fn retune_model(scene: &Scene<'_>, argument: &str) -> Effects {
    let now = scene.job.and_then(|job| job.asked.as_ref());
    match argument.trim() {
        "" => vec![Effect::Ask(Ask::Line {
            question: "Which model words what has not begun?".to_owned(),
            preset: now.map_or_else(String::new, |(model, ..)| model.clone()),
            command: CommandId::Model,
        })],
        name => retune(
            scene,
            ModelWish {
                model: Some(name.to_owned()),
                temperature: None,
            },
        ),
    }
}

fn retune_freedom(scene: &Scene<'_>, argument: &str) -> Effects {
    match argument.trim() {
        "" => vec![Effect::Ask(Ask::Line {
            question: "How freely, from 0 to 2, is what has not begun worded?".to_owned(),
            preset: "0.7".to_owned(),
            command: CommandId::Temperature,
        })],
        given => match freedom(given) {
            Ok(temperature) => retune(
                scene,
                ModelWish {
                    model: None,
                    temperature: Some(temperature),
                },
            ),
            Err(why) => vec![Effect::Tell(Level::Warn, why)],
        },
    }
}

fn retune(scene: &Scene<'_>, wish: ModelWish) -> Effects {
    let effect = scene.job.map(|job| Effect::Retune { job: job.id, wish });
    effect.into_iter().collect()
}

fn at_once(scene: &Scene<'_>, more: isize) -> Option<Effects> {
    let job = scene.job?;
    let conversations = job.at_once?.saturating_add_signed(more);
    let job = job.id;
    Some(vec![Effect::AtOnce { job, conversations }])
}
