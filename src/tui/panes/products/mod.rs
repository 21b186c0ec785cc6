//! Products: search as you type, narrow by facets, read, compare, mend.
//!
//! Owns: how field, list, facets and detail work together. Does not: search or write;
//! both are effects, and the old rows stay until the answer is here.

mod detail;
mod editing;
mod hints;
mod history;
mod layout;
mod marks;
mod mouse;
mod narrow;
mod page;
mod view;

use crate::tui::keymap::{KeyCode, KeyEvent, MouseEvent};
use ratatui::layout::Position;

use self::detail::Detail;
use self::layout::{Focus, Layout};
use self::marks::Marked;
use super::{Pane, PaneId, Scene};
use crate::domain::Product;
use crate::tui::command::{CommandId, Context};
use crate::tui::effect::{Effect, Effects, Relation};
use crate::tui::msg::{Decision, Level, Reply, Server};
use crate::tui::product_search::{FacetPanel, HEAD_ROWS, ProductSearch, price_of};
use crate::tui::widgets::Canvas;

/// The Products pane.
pub struct Products {
    search: ProductSearch,
    focus: Focus,
    panel: FacetPanel,
    detail: Detail,
    marked: Marked,
    asked: bool,
    /// Products in the catalogue when it was searched last.
    counted: Option<u64>,
}

impl Default for Products {
    fn default() -> Self {
        Products {
            search: ProductSearch::new(0, ""),
            focus: Focus::List,
            panel: FacetPanel::default(),
            detail: Detail::default(),
            marked: Marked::default(),
            asked: false,
            counted: None,
        }
    }
}

impl Pane for Products {
    fn context(&self) -> Context {
        match self.focus {
            _ if self.detail.editing.is_some() => Context::Typing,
            Focus::Field => Context::Typing,
            Focus::List => Context::Products,
            Focus::Facets => Context::Facets,
            Focus::Detail => Context::Product,
        }
    }

    fn shown(&mut self, scene: &Scene<'_>) -> Effects {
        if self.asked || scene.place.is_none() {
            return Effects::new();
        }
        self.focus = Focus::Field;
        self.asked = true;
        self.search.ask()
    }

    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        self.settle(scene);
        if self.detail.editing.is_some() {
            return self.edit_key(key);
        }
        if self.focus != Focus::Field {
            return None;
        }
        let mut effects = match key.code {
            KeyCode::Tab | KeyCode::BackTab => return None,
            KeyCode::Char(_)
                if key.modifiers.intersects(super::COMMAND_MODIFIERS) && !is_clear(key) =>
            {
                return None;
            }
            KeyCode::Esc | KeyCode::Enter => {
                self.focus = Focus::List;
                Effects::new()
            }
            _ => self.search.key(key),
        };
        let layout = self.settle(scene);
        effects.extend(self.rest(layout, scene.now));
        Some(effects)
    }

    fn typing_hints(&self) -> &'static [(&'static str, &'static str)] {
        if self.detail.editing.is_some() {
            return &[("Enter", "save"), ("Esc", "back, unchanged")];
        }
        &[
            ("↑↓", "choose"),
            ("Enter", "to the list, where keys are commands"),
            ("Ctrl-U", "clear"),
            ("Tab", "next pane"),
        ]
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Effects {
        if let Some(editing) = &mut self.detail.editing {
            editing.paste(text);
            return Effects::new();
        }
        self.focus = Focus::Field;
        self.search.paste(text)
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        let layout = self.settle(scene);
        let mut effects = self.mouse_in(layout, mouse);
        let layout = self.settle(scene);
        effects.extend(self.rest(layout, scene.now));
        effects
    }

    fn run(&mut self, scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects> {
        let layout = self.settle(scene);
        let mut effects = self.run_in(layout, command, argument)?;
        let layout = self.settle(scene);
        effects.extend(self.rest(layout, scene.now));
        Some(effects)
    }

    fn hints(&self) -> &'static [(CommandId, &'static str)] {
        self.hints_here()
    }

    fn why_not(&self, scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        if command == CommandId::ByMeaning {
            let server = scene.place.map(|place| place.embeddings);
            return server.and_then(Server::why_not);
        }
        self.why_not_now(command)
    }

    fn wake(&mut self, scene: &Scene<'_>) -> Effects {
        if scene.front != PaneId::Products {
            return Effects::new();
        }
        let layout = self.settle(scene);
        self.rested(layout, scene.now)
    }

    fn reply(&mut self, scene: &Scene<'_>, reply: &Reply) -> Effects {
        let layout = self.settle(scene);
        let mut effects = self.take_reply(layout, reply);
        if scene.front == PaneId::Products {
            let layout = self.settle(scene);
            effects.extend(self.rest(layout, scene.now));
        }
        effects
    }

    fn forget_pictures(&mut self, scene: &Scene<'_>) -> Effects {
        self.detail.pictures.forget();
        let layout = self.settle(scene);
        match scene.front {
            PaneId::Products => self.rest(layout, scene.now),
            _ => Effects::new(),
        }
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let layout = Layout::of(scene.area, HEAD_ROWS, self.focus);
        self.draw(layout, canvas)
    }
}

impl Products {
    /// Whether what is searched for goes to a server, to be put in order by meaning.
    pub fn sends_words(&self) -> bool {
        self.search.by_meaning()
    }

    fn run_in(&mut self, layout: Layout, command: CommandId, argument: &str) -> Option<Effects> {
        match command {
            CommandId::Filter if argument.is_empty() => self.focus = Focus::Field,
            CommandId::Filter => return Some(self.search.set(argument)),
            CommandId::Facets => self.turn_focus(Focus::Facets),
            CommandId::Sort => return Some(self.sort(argument)),
            CommandId::ByMeaning => return Some(self.by_meaning()),
            CommandId::Lacking => return Some(self.lacking(argument)),
            CommandId::Unfilter => return Some(self.unfilter()),
            CommandId::Mark if self.focus != Focus::Facets => return Some(self.mark()),
            CommandId::Compare => return Some(self.compare()),
            CommandId::Alike => return Some(self.relatives(Relation::Alike)),
            CommandId::GoesWith => return Some(self.relatives(Relation::GoesWith)),
            CommandId::Copy => return Some(self.copy_line()),
            CommandId::CopyId => return Some(self.copy_id()),
            CommandId::Edit => return Some(self.edit(layout)),
            CommandId::History => return Some(vec![Effect::History(self.chosen()?.id.clone())]),
            CommandId::OpenPicture => {
                return Some(vec![Effect::OpenPicture(Box::new(self.chosen()?.clone()))]);
            }
            CommandId::UseProduct => {
                return Some(vec![Effect::Use(Box::new(self.chosen()?.clone()))]);
            }
            _ => {
                return match self.focus {
                    Focus::Field | Focus::List => self.run_in_list(command),
                    Focus::Facets => self.run_in_facets(layout, command),
                    Focus::Detail => self.run_in_detail(layout, command),
                };
            }
        }
        Some(Effects::new())
    }

    fn why_not_now(&self, command: CommandId) -> Option<&'static str> {
        use CommandId as Id;
        let narrowing = &self.search.narrowing;
        match command {
            Id::Open
            | Id::Copy
            | Id::CopyId
            | Id::Mark
            | Id::Alike
            | Id::GoesWith
            | Id::Edit
            | Id::History
            | Id::OpenPicture
            | Id::UseProduct
                if self.focus != Focus::Facets && self.search.chosen().is_none() =>
            {
                Some("no product is chosen")
            }
            Id::Compare if self.marked.len() < 2 => Some("Space marks two or three products first"),
            Id::Unfilter if narrowing.picks().is_empty() && narrowing.order().is_none() => {
                Some("nothing is narrowed by")
            }
            _ => None,
        }
    }

    fn take_reply(&mut self, layout: Layout, reply: &Reply) -> Effects {
        match reply {
            Reply::Counts(counts) => {
                let before = self.counted.replace(counts.products);
                let changed = before.is_some_and(|before| before != counts.products);
                if changed {
                    self.search.ask_again()
                } else {
                    Effects::new()
                }
            }
            Reply::Product { request, detail } => self.take_detail(layout, *request, detail),
            Reply::History(versions) => history::page(versions),
            Reply::Picture { .. } => self.detail.pictures.reply(reply),
            Reply::Decided {
                decision: Decision::Product(id),
                result,
            } => {
                let told = match result {
                    Ok(written) => Ok(history::saved(&written.entries)),
                    Err(why) => Err(why.clone()),
                };
                self.edit_answered(id, told)
            }
            Reply::Decided {
                result: Ok(written),
                ..
            } if written
                .reversed
                .iter()
                .any(|e| e.subject.product().is_some()) =>
            {
                let mut effects = self.search.ask_again();
                effects.extend(self.read_again());
                effects
            }
            _ => self.search.reply(reply).unwrap_or_default(),
        }
    }

    /// The layout of what is to be handled; the list learns how many rows it has.
    fn settle(&mut self, scene: &Scene<'_>) -> Layout {
        let layout = Layout::of(scene.area, HEAD_ROWS, self.focus);
        self.search.set_rows(usize::from(layout.list.height));
        layout
    }

    fn turn_focus(&mut self, to: Focus) {
        self.focus = if self.focus == to { Focus::List } else { to };
    }

    fn run_in_list(&mut self, command: CommandId) -> Option<Effects> {
        Some(match command {
            CommandId::Down => self.search.move_by(1),
            CommandId::Up => self.search.move_by(-1),
            CommandId::PageDown => self.search.page_by(1),
            CommandId::PageUp => self.search.page_by(-1),
            CommandId::Top => self.search.jump(0),
            CommandId::Bottom => self.search.jump(usize::MAX),
            CommandId::Open => {
                self.focus = Focus::Detail;
                Effects::new()
            }
            CommandId::Back if self.search.aside().is_none() && self.marked.clear() => {
                let text = "no product is marked any more".to_owned();
                vec![Effect::Tell(Level::Info, text)]
            }
            CommandId::Back => match self.search.back() {
                Some(effects) => effects,
                None => vec![Effect::Run(CommandId::GoHome, String::new())],
            },
            _ => return None,
        })
    }

    fn relatives(&mut self, relation: Relation) -> Effects {
        self.focus = Focus::List;
        self.search.relatives(relation)
    }

    fn chosen(&self) -> Option<&Product> {
        self.search.chosen()
    }

    fn copy_line(&self) -> Effects {
        let Some(product) = self.chosen() else {
            return Effects::new();
        };
        let line = format!("{}  {}  {}", product.id, price_of(product), product.title);
        copied(line, "copied the line")
    }

    fn copy_id(&self) -> Effects {
        let Some(product) = self.chosen() else {
            return Effects::new();
        };
        copied(product.id.to_string(), "copied the id")
    }
}

fn copied(text: String, told: &str) -> Effects {
    let told = format!("{told}: {text}");
    vec![Effect::Copy(text), Effect::Tell(Level::Good, told)]
}

/// Ctrl-U empties the field.
fn is_clear(key: KeyEvent) -> bool {
    key.code == KeyCode::Char('u')
}
