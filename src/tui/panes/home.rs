//! The opening screen: what this is, where it stands, what to do first. No question is asked.

use ratatui::layout::{Position, Rect};

use super::{Pane, Scene};
use crate::domain::{ConversationId, Speaker, TurnId};
use crate::jobs::JobEvent;
use crate::tui::command::{Command, CommandId, Context};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// A line that shows whether this terminal draws Hindi right, with its reading.
const HINDI: (&str, &str) = (
    "हिन्दी में ख़रीदारी: कुर्ता, साड़ी, जूते",
    "hindi mein kharidari: kurta, saree, joote",
);

/// The conversation being made that the opening screen gives a glimpse of.
#[derive(Debug)]
struct Glimpse {
    conversation: ConversationId,
    head: String,
    turns: Vec<(TurnId, Speaker, String)>,
    done: bool,
}

/// The opening screen.
#[derive(Debug, Default)]
pub struct Home {
    hindi_looks_wrong: bool,
    glimpse: Option<Glimpse>,
}

impl Pane for Home {
    fn context(&self) -> Context {
        Context::Home
    }

    fn shown(&mut self, _scene: &Scene<'_>) -> Effects {
        vec![Effect::Counts]
    }

    fn run(&mut self, _scene: &Scene<'_>, command: CommandId, _argument: &str) -> Option<Effects> {
        match command {
            CommandId::HindiWrong => {
                self.hindi_looks_wrong = true;
                let text = "noted; `muse-studio doctor` shows what helps in this terminal";
                Some(vec![
                    Effect::Keep {
                        key: "terminal.hindi".to_owned(),
                        value: "looks wrong".to_owned(),
                    },
                    Effect::Tell(Level::Info, text.to_owned()),
                ])
            }
            CommandId::Open => Some(vec![Effect::Run(CommandId::GoReview, String::new())]),
            _ => None,
        }
    }

    fn job(&mut self, _scene: &Scene<'_>, event: &JobEvent) -> Effects {
        self.watch(event);
        Effects::new()
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let width = scene.area.width.min(96);
        let left = scene.area.x + (scene.area.width - width) / 2 + 2;
        let mut page = Page {
            canvas,
            area: Rect::new(
                left,
                scene.area.y,
                width.saturating_sub(4),
                scene.area.height,
            ),
            y: scene.area.y + 1,
        };
        page.line(&[
            (Role::Title, "Muse Studio"),
            (
                Role::Text,
                "  shopping conversations in English, Hindi and Hinglish",
            ),
        ]);
        page.line(&[(
            Role::Muted,
            "Watch them being made, judge every turn, export what a trainer loads.",
        )]);
        page.gap();
        workspace_lines(scene, &mut page);
        page.gap();
        steps(scene, &mut page);
        page.gap();
        self.hindi_lines(&mut page);
        page.gap();
        let saved = "All is saved, always: every decision is on disk before the screen says so.";
        page.line(&[(Role::Good, saved)]);
        self.glimpse_lines(&mut page);
        None
    }
}

impl Home {
    /// Follows one conversation to its end, then the next that begins.
    fn watch(&mut self, event: &JobEvent) {
        if let JobEvent::Admitted {
            conversation,
            ordinal,
            language,
            title,
            ..
        } = event
        {
            if self.glimpse.as_ref().is_none_or(|glimpse| glimpse.done) {
                self.glimpse = Some(Glimpse {
                    conversation: *conversation,
                    head: format!("{}. {language} · {title}", ordinal + 1),
                    turns: Vec::new(),
                    done: false,
                });
            }
            return;
        }
        let Some(glimpse) = &mut self.glimpse else {
            return;
        };
        match event {
            JobEvent::TurnStarted {
                conversation,
                turn,
                speaker,
                ..
            } if *conversation == glimpse.conversation => {
                glimpse.turns.push((*turn, *speaker, String::new()));
            }
            JobEvent::Delta {
                conversation,
                turn,
                text,
            } if *conversation == glimpse.conversation => {
                if let Some((_, _, so_far)) = glimpse.turns.iter_mut().rfind(|(id, ..)| id == turn)
                {
                    so_far.push_str(text);
                }
            }
            JobEvent::ConversationDone { conversation, .. }
                if *conversation == glimpse.conversation =>
            {
                glimpse.done = true;
            }
            _ => {}
        }
    }

    /// The last turns of the glimpse, as many as there is room for.
    fn glimpse_lines(&self, page: &mut Page<'_, '_>) {
        let Some(glimpse) = &self.glimpse else {
            return;
        };
        page.gap();
        let now = if glimpse.done {
            "just made: "
        } else {
            "being made now: "
        };
        page.line(&[
            (Role::HintKey, "g 2"),
            (Role::Muted, " watches, "),
            (Role::Muted, now),
            (Role::Title, &glimpse.head),
        ]);
        let rows = usize::from(page.area.bottom().saturating_sub(page.y));
        let first = glimpse.turns.len().saturating_sub(rows);
        for (_, speaker, text) in &glimpse.turns[first..] {
            let (letter, role) = match speaker {
                Speaker::User => ("U ", Role::User),
                Speaker::Assistant => ("A ", Role::Assistant),
            };
            page.line(&[(role, letter), (role, text)]);
        }
    }

    fn hindi_lines(&self, page: &mut Page<'_, '_>) {
        page.line(&[(Role::Text, HINDI.0)]);
        if self.hindi_looks_wrong {
            page.line(&[(
                Role::Warn,
                "Noted. Another font or terminal helps; `muse-studio doctor` tells more.",
            )]);
        } else {
            page.line(&[
                (Role::Muted, HINDI.1),
                (Role::Muted, "   "),
                (Role::HintKey, "h"),
                (Role::Muted, " this looks wrong"),
            ]);
        }
    }
}

fn workspace_lines(scene: &Scene<'_>, page: &mut Page<'_, '_>) {
    let place = scene
        .place
        .map_or("opening ...", |place| place.shown.as_str());
    page.line(&[(Role::Muted, "workspace  "), (Role::Text, place)]);
    page.line(&[
        (Role::Muted, "engine     "),
        (Role::Text, "offline: no key, no cost"),
    ]);
    let Some(counts) = scene.counts else {
        page.line(&[(Role::Muted, "holds      counting ...")]);
        return;
    };
    let plural = |count: u64| if count == 1 { "" } else { "s" };
    let holds = format!(
        "{} product{}, {} profile{}, {} conversation{}",
        counts.products,
        plural(counts.products),
        counts.profiles,
        plural(counts.profiles),
        counts.total(),
        plural(counts.total())
    );
    page.line(&[(Role::Muted, "holds      "), (Role::Text, &holds)]);
    let open = counts.to_review();
    let review = format!("{open} conversation{}", plural(open));
    page.line(&[(Role::Muted, "to review  "), (Role::Accent, &review)]);
}

fn steps(scene: &Scene<'_>, page: &mut Page<'_, '_>) {
    if scene.counts.is_some_and(|counts| counts.products == 0) {
        let text = "The catalogue is empty. :import FILE brings products in.";
        page.line(&[(Role::Warn, text)]);
        page.line(&[(
            Role::Muted,
            "or look around with 2,000 sample products first: muse-studio demo",
        )]);
        return;
    }
    let key = |id| Command::of(id).shown_key();
    let steps = [
        (
            key(CommandId::Generate),
            "watch some being made",
            "start conversations, see every word",
        ),
        (
            key(CommandId::GoReview),
            "read and judge",
            "a accepts, r rejects, e edits, u takes back",
        ),
        (
            key(CommandId::Export),
            "export",
            "sft or dpo, with a list of what was left out",
        ),
    ];
    for (place, (key, title, about)) in steps.iter().enumerate() {
        let number = format!("{}. ", place + 1);
        let key = format!("{key:<5}");
        let title = format!("{title:<24}");
        page.line(&[
            (Role::Muted, &number),
            (Role::HintKey, &key),
            (Role::Text, &title),
            (Role::Muted, about),
        ]);
    }
}

/// Lines from the top down, as far as there is room.
struct Page<'a, 'b> {
    canvas: &'a mut Canvas<'b>,
    area: Rect,
    y: u16,
}

impl Page<'_, '_> {
    fn line(&mut self, parts: &[(Role, &str)]) {
        if self.y < self.area.bottom() {
            self.canvas
                .parts(self.area.x, self.y, self.area.width, parts);
            self.y += 1;
        }
    }

    fn gap(&mut self) {
        self.y += 1;
    }
}
