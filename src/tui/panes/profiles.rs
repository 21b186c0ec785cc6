//! Profiles: the shoppers, filtered, with detail.

use crate::tui::keymap::{KeyCode, KeyEvent, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Pane, Scene};
use crate::domain::{Profile, Purchase, UsualSize};
use crate::store::{Cursor, ProfileFilter};
use crate::tui::command::{CommandId, Context};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::{Level, Reply};
use crate::tui::overlays::{Field, prompts};
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, ListState};

/// Profiles that one request asks for.
const PAGE: u32 = 200;

/// The Profiles pane.
pub struct Profiles {
    field: Field,
    typing: bool,
    request: u64,
    items: Vec<(i64, Profile)>,
    more: bool,
    asked: bool,
    list: ListState,
}

impl Default for Profiles {
    fn default() -> Self {
        Profiles {
            field: Field::new(""),
            typing: false,
            request: 0,
            items: Vec::new(),
            more: false,
            asked: false,
            list: ListState::default(),
        }
    }
}

/// Reads `lang:hi domain:fashion mumbai`.
fn read_filter(text: &str) -> ProfileFilter {
    let mut filter = ProfileFilter::default();
    for word in text.split_whitespace() {
        if let Some(Ok(language)) = word.strip_prefix("lang:").map(str::parse) {
            filter.language = Some(language);
        } else if let Some(Ok(domain)) = word.strip_prefix("domain:").map(str::parse) {
            filter.domain = Some(domain);
        } else {
            filter.words.push(word.to_owned());
        }
    }
    filter
}

impl Profiles {
    fn ask(&mut self, cursor: Cursor) -> Effects {
        if cursor == Cursor::First {
            self.request += 1;
        }
        self.asked = true;
        vec![Effect::Profiles {
            request: self.request,
            filter: read_filter(&self.field.text()),
            cursor,
            limit: PAGE,
        }]
    }

    fn go(&mut self, scene: &Scene<'_>, step: isize) -> Effects {
        let rows = usize::from(scene.area.height.saturating_sub(2));
        self.list.move_by(step, self.items.len(), rows);
        let near_end = self.list.at + 50 > self.items.len();
        match self.items.last() {
            Some((key, _)) if self.more && near_end => {
                self.more = false;
                self.ask(Cursor::After(*key))
            }
            _ => Effects::new(),
        }
    }

    fn chosen(&self) -> Option<&Profile> {
        self.items.get(self.list.at).map(|(_, profile)| profile)
    }
}

impl Pane for Profiles {
    fn context(&self) -> Context {
        if self.typing {
            Context::Typing
        } else {
            Context::Profiles
        }
    }

    fn shown(&mut self, scene: &Scene<'_>) -> Effects {
        if scene.place.is_none() {
            return Effects::new();
        }
        self.ask(Cursor::First)
    }

    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        if !self.typing {
            return None;
        }
        match key.code {
            KeyCode::Tab | KeyCode::BackTab => None,
            KeyCode::Char(_) if key.modifiers.intersects(super::COMMAND_MODIFIERS) => None,
            KeyCode::Esc | KeyCode::Enter => {
                self.typing = false;
                Some(Effects::new())
            }
            KeyCode::Down => Some(self.go(scene, 1)),
            KeyCode::Up => Some(self.go(scene, -1)),
            _ if self.field.key(key) => Some(self.ask(Cursor::First)),
            _ => Some(Effects::new()),
        }
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.go(scene, 3),
            MouseEventKind::ScrollUp => self.go(scene, -3),
            _ => Effects::new(),
        }
    }

    fn run(&mut self, scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects> {
        let page = isize::from(scene.area.height as i16 - 4).max(1);
        match command {
            CommandId::Down => Some(self.go(scene, 1)),
            CommandId::Up => Some(self.go(scene, -1)),
            CommandId::PageDown => Some(self.go(scene, page)),
            CommandId::PageUp => Some(self.go(scene, -page)),
            CommandId::Top => Some(self.go(scene, isize::MIN / 2)),
            CommandId::Bottom => Some(self.go(scene, isize::MAX / 2)),
            CommandId::Filter if argument.is_empty() => {
                self.typing = true;
                Some(Effects::new())
            }
            CommandId::Filter => {
                self.field = Field::new(argument);
                Some(self.ask(Cursor::First))
            }
            CommandId::Back => {
                self.field = Field::new("");
                Some(self.ask(Cursor::First))
            }
            CommandId::Copy => {
                let profile = self.chosen()?;
                let text = serde_json::to_string_pretty(profile).unwrap_or_default();
                let told = format!("copied: {} as JSON", profile.user_id);
                Some(vec![Effect::Copy(text), Effect::Tell(Level::Good, told)])
            }
            CommandId::Prompts => {
                let shopper = self.chosen().map(|profile| &profile.user_id);
                Some(prompts(argument, shopper))
            }
            CommandId::Open => Some(Effects::new()),
            _ => None,
        }
    }

    fn why_not(&self, _scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        (command == CommandId::Open).then_some("all about it is on screen already")
    }

    fn reply(&mut self, _scene: &Scene<'_>, reply: &Reply) -> Effects {
        let Reply::Profiles {
            request,
            cursor,
            page,
        } = reply
        else {
            return Effects::new();
        };
        if *request == self.request {
            if *cursor == Cursor::First {
                self.items.clear();
                self.list = ListState::default();
            }
            self.items.extend(page.items.iter().cloned());
            self.more = page.more;
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
        canvas.put(area.x, area.y, 2, "/", Role::HintKey);
        let cursor = self.field.view(
            canvas,
            Rect::new(area.x + 2, area.y, area.width.saturating_sub(2), 1),
        );
        let rest = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
        if self.items.is_empty() {
            let text = if self.asked && !self.field.text().is_empty() {
                "No profile fits. Esc clears the filter."
            } else {
                "No profiles yet. n makes conversations, and profiles for them; or: muse-studio profiles generate --num-profiles 200"
            };
            canvas.wrapped(rest, text, Role::Muted);
        } else {
            let (list, detail) = canvas.list_and_detail(rest);
            self.rows(list, canvas);
            self.detail(detail, canvas);
        }
        cursor.filter(|_| self.typing)
    }
}

impl Profiles {
    fn rows(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let rows = usize::from(area.height);
        let mut list = self.list;
        list.follow(self.items.len(), rows);
        for (at, (_, profile)) in self.items.iter().enumerate().skip(list.top).take(rows) {
            let y = area.y + (at - list.top) as u16;
            let chosen = at == list.at;
            let role = if chosen { Role::Selection } else { Role::Text };
            if chosen {
                canvas.fill(Rect::new(area.x, y, area.width, 1), role);
            }
            let mark = if chosen { "> " } else { "  " };
            canvas.parts(
                area.x,
                y,
                area.width,
                &[(role, mark), (role, &row_text(profile))],
            );
        }
    }

    fn detail(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let Some(profile) = self.chosen() else {
            return;
        };
        let mut y = area.y;
        for (role, line) in describe(profile) {
            if y >= area.bottom() {
                break;
            }
            let room = Rect::new(area.x, y, area.width, area.bottom() - y);
            y += canvas.wrapped(room, &line, role).max(1);
        }
    }
}

fn row_text(profile: &Profile) -> String {
    let who = &profile.demographics;
    let wants = profile
        .scenario
        .as_ref()
        .map_or("", |s| s.product_type.as_str());
    format!(
        "{:<12} {:<8} {:>3} {:<8} {:<12} {wants}",
        profile.user_id.as_str(),
        profile.conversation_style.language.code(),
        who.age,
        super::gender_word(profile.demographics.gender),
        who.location,
    )
}

/// A profile as lines to read.
fn describe(profile: &Profile) -> Vec<(Role, String)> {
    let who = &profile.demographics;
    let likes = &profile.preferences;
    let talks = &profile.conversation_style;
    let mut lines = vec![
        (Role::Title, profile.user_id.to_string()),
        (
            Role::Text,
            format!(
                "{} years, {}, {}, income {}",
                who.age,
                super::gender_word(profile.demographics.gender),
                who.location,
                who.income_level
            ),
        ),
        (
            Role::Text,
            format!(
                "talks {}, {:?}, {:?}",
                talks.language.name(),
                talks.formality,
                talks.detail_preference
            )
            .to_lowercase(),
        ),
        (
            Role::Text,
            format!(
                "likes {}, usually spends ₹{}",
                likes.style, likes.budget_range
            ),
        ),
    ];
    if !likes.preferred_brands.is_empty() {
        lines.push((
            Role::Text,
            format!("brands: {}", likes.preferred_brands.join(", ")),
        ));
    }
    if !likes.occasions.is_empty() {
        lines.push((
            Role::Text,
            format!("buys for: {}", likes.occasions.join(", ")),
        ));
    }
    lines.extend(super::trait_line(profile));
    for (name, words) in [
        ("wears", UsualSize::in_words(&likes.usual_sizes)),
        ("bought before", Purchase::in_words(&profile.purchases)),
    ] {
        if !words.is_empty() {
            lines.push((Role::Text, format!("{name}: {words}")));
        }
    }
    if let Some(scenario) = &profile.scenario {
        lines.push((Role::Text, String::new()));
        lines.extend(super::scenario_lines(scenario));
    }
    lines
}
