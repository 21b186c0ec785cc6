//! The product under the cursor: reading it once the cursor rests, going through its page, changing a field.

use std::time::Duration;

use ratatui::layout::{Position, Rect};

use super::Products;
use super::editing::{FieldEdit, Step};
use super::layout::{Focus, Layout};
use super::page::{Item, Page, Style};
use crate::domain::{Product, ProductField, ProductId};
use crate::jobs::ProductDetail;
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::keymap::KeyEvent;
use crate::tui::msg::Level;
use crate::tui::pictures::Pictures;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// How long the cursor rests on a product before all about it is read: a held key moves the list alone.
const REST: Duration = Duration::from_millis(40);

/// The least room in which a picture stands beside the text, and the most that it takes.
const BESIDE: (u16, u16) = (60, 8);
const LARGEST: (u16, u16) = (32, 16);

/// What is known and shown of the product under the cursor.
#[derive(Default)]
pub struct Detail {
    loaded: Option<Box<ProductDetail>>,
    request: u64,
    /// The product that was asked for last.
    wanted: Option<ProductId>,
    due: Option<Duration>,
    at: usize,
    top: usize,
    pub(super) pictures: Pictures,
    pub(super) editing: Option<FieldEdit>,
}

impl Detail {
    fn of(&self, id: &ProductId) -> Option<&ProductDetail> {
        self.loaded
            .as_deref()
            .filter(|detail| detail.product().id == *id)
    }

    fn read(&mut self, id: &ProductId) -> Effects {
        self.request += 1;
        self.due = None;
        self.wanted = Some(id.clone());
        vec![Effect::Product {
            request: self.request,
            id: id.clone(),
        }]
    }
}

impl Products {
    /// Has all about the product under the cursor read when the cursor rests on it.
    pub(super) fn rest(&mut self, layout: Layout, now: Duration) -> Effects {
        let Some(product) = self.chosen() else {
            return Effects::new();
        };
        let id = product.id.clone();
        if self.detail.wanted.as_ref() == Some(&id) {
            return self.keep_picture(layout);
        }
        self.detail.wanted = Some(id);
        self.detail.due = Some(now + REST);
        self.detail.at = 0;
        self.detail.top = 0;
        vec![Effect::WakeAfter(REST)]
    }

    /// The cursor has rested: reads the product and asks for its picture.
    pub(super) fn rested(&mut self, layout: Layout, now: Duration) -> Effects {
        if self.detail.due.is_none_or(|due| now < due) {
            return self.keep_picture(layout);
        }
        let Some(product) = self.chosen().cloned() else {
            return Effects::new();
        };
        let mut effects = self.detail.read(&product.id);
        effects.extend(self.want_picture(&product, layout));
        effects
    }

    /// The room of the picture may be another one by now.
    fn keep_picture(&mut self, layout: Layout) -> Effects {
        match self.chosen().cloned() {
            Some(product) if self.detail.due.is_none() => self.want_picture(&product, layout),
            _ => Effects::new(),
        }
    }

    /// Reads the product under the cursor again, since it changed.
    pub(super) fn read_again(&mut self) -> Effects {
        match self.detail.wanted.clone() {
            Some(id) => self.detail.read(&id),
            None => Effects::new(),
        }
    }

    fn want_picture(&mut self, product: &Product, layout: Layout) -> Effects {
        match picture_room(layout.detail) {
            Some(room) => self
                .detail
                .pictures
                .want(product, (room.width, room.height)),
            None => Effects::new(),
        }
    }

    pub(super) fn take_detail(
        &mut self,
        layout: Layout,
        request: u64,
        detail: &Result<Box<ProductDetail>, String>,
    ) -> Effects {
        if request != self.detail.request {
            return Effects::new();
        }
        match detail {
            Ok(detail) => {
                let product = detail.product().clone();
                if let Some(editing) = &mut self.detail.editing
                    && editing.product.id == product.id
                {
                    editing.catch_up(&product, detail.record.now.version);
                }
                self.search.replace(&product);
                self.marked.replace(&product);
                self.detail.loaded = Some(detail.clone());
                self.want_picture(&product, layout)
            }
            Err(why) => vec![Effect::Tell(Level::Warn, why.clone())],
        }
    }

    fn page(&self, layout: Layout, style: Style) -> Option<Page> {
        let product = self.search.chosen()?;
        let detail = self.detail.of(&product.id);
        let area = self.text_area(product, layout.detail);
        let marker = self.search.marker();
        let width = area.width.saturating_sub(2);
        Some(Page::of(product, marker, detail, style, width))
    }

    fn style(&self) -> Style {
        match self.focus {
            Focus::Detail => Style::Fields,
            Focus::Field | Focus::List | Focus::Facets => Style::Reading,
        }
    }

    pub(super) fn run_in_detail(&mut self, layout: Layout, command: CommandId) -> Option<Effects> {
        let rows = isize::from(layout.detail.height.cast_signed());
        match command {
            CommandId::Down => self.step(layout, 1),
            CommandId::Up => self.step(layout, -1),
            CommandId::PageDown => self.step(layout, rows - 2),
            CommandId::PageUp => self.step(layout, 2 - rows),
            CommandId::Top => self.step(layout, isize::MIN),
            CommandId::Bottom => self.step(layout, isize::MAX),
            CommandId::NextConversation => return Some(self.search.move_by(1)),
            CommandId::PreviousConversation => return Some(self.search.move_by(-1)),
            CommandId::Open => return Some(self.open_item(layout)),
            CommandId::Back => {
                self.focus = Focus::List;
                self.detail.top = 0;
            }
            _ => return None,
        }
        Some(Effects::new())
    }

    fn step(&mut self, layout: Layout, step: isize) {
        let Some(page) = self.page(layout, Style::Fields) else {
            return;
        };
        let last = page.items.len().saturating_sub(1);
        self.detail.at = self.detail.at.saturating_add_signed(step).min(last);
        self.follow(layout, &page);
    }

    /// Scrolls so that the item under the cursor is seen; the last one with what follows it.
    fn follow(&mut self, layout: Layout, page: &Page) {
        let rows = usize::from(self.rows_for_text(layout));
        let here = |line: &super::page::Line| line.item == Some(self.detail.at);
        let first = page.lines.iter().position(here).unwrap_or(0);
        let mut last = page.lines.iter().rposition(here).unwrap_or(0);
        if self.detail.at + 1 == page.items.len() {
            last = page.lines.len() - 1;
        }
        if last >= self.detail.top + rows {
            self.detail.top = last + 1 - rows;
        }
        self.detail.top = self.detail.top.min(first);
    }

    /// Rows of the page that are not covered by an edit.
    fn rows_for_text(&self, layout: Layout) -> u16 {
        let editing = self.detail.editing.as_ref();
        let covered = editing.map_or(0, |editing| editing.rows(layout.detail.width));
        layout.detail.height.saturating_sub(covered).max(1)
    }

    pub(super) fn scroll_detail(&mut self, layout: Layout, step: isize) {
        let style = self.style();
        let lines = self.page(layout, style).map_or(0, |page| page.lines.len());
        let last = lines.saturating_sub(usize::from(layout.detail.height));
        self.detail.top = self.detail.top.saturating_add_signed(step).min(last);
    }

    /// The first click takes the focus, one on the item under the cursor opens it.
    pub(super) fn click_detail(&mut self, layout: Layout, place: Position) -> Effects {
        if let Some(editing) = &mut self.detail.editing {
            editing.click(place);
            return Effects::new();
        }
        let had_focus = self.focus == Focus::Detail;
        self.focus = Focus::Detail;
        let row = self.detail.top + usize::from(place.y - layout.detail.y);
        let Some(page) = self.page(layout, Style::Fields).filter(|_| had_focus) else {
            self.detail.top = 0;
            return Effects::new();
        };
        let Some(item) = page.lines.get(row).and_then(|line| line.item) else {
            return Effects::new();
        };
        let again = item == self.detail.at;
        self.detail.at = item;
        if again {
            self.open_item(layout)
        } else {
            Effects::new()
        }
    }

    fn open_item(&mut self, layout: Layout) -> Effects {
        let page = self.page(layout, Style::Fields);
        let item = page.and_then(|page| page.items.into_iter().nth(self.detail.at));
        match item {
            Some(Item::Field(field)) => self.edit_field(layout, field),
            Some(Item::Use(conversation, turn)) => vec![Effect::VisitTurn(conversation, turn)],
            Some(Item::Same(other)) => match self.chosen().cloned() {
                Some(this) => vec![Effect::Ask(Ask::Compare(vec![this, *other]))],
                None => Effects::new(),
            },
            None => Effects::new(),
        }
    }

    /// Changes the field under the cursor; from the list goes to the fields first.
    pub(super) fn edit(&mut self, layout: Layout) -> Effects {
        if self.focus != Focus::Detail {
            self.focus = Focus::Detail;
            self.detail.top = 0;
            let text = "choose a field, e or Enter changes it, Esc goes back".to_owned();
            return vec![Effect::Tell(Level::Info, text)];
        }
        let page = self.page(layout, Style::Fields);
        match page.and_then(|page| page.items.into_iter().nth(self.detail.at)) {
            Some(Item::Field(field)) => self.edit_field(layout, field),
            _ => {
                let text = "this is no field; go up to one".to_owned();
                vec![Effect::Tell(Level::Info, text)]
            }
        }
    }

    fn edit_field(&mut self, layout: Layout, field: ProductField) -> Effects {
        let Some(product) = self.search.chosen() else {
            return Effects::new();
        };
        let Some(detail) = self.detail.of(&product.id) else {
            let text = "the product is still being read; press it again".to_owned();
            return vec![Effect::Tell(Level::Info, text)];
        };
        let now = &detail.record.now;
        let editing = FieldEdit::new(&now.product, now.version, field);
        self.detail.editing = Some(editing);
        if let Some(page) = self.page(layout, Style::Fields) {
            self.follow(layout, &page);
        }
        Effects::new()
    }

    /// A key while a field is being changed.
    pub(super) fn edit_key(&mut self, key: KeyEvent) -> Option<Effects> {
        let editing = self.detail.editing.as_mut()?;
        Some(match editing.key(key) {
            Step::Going => Effects::new(),
            Step::Save(value) => vec![Effect::EditProduct {
                id: editing.product.id.clone(),
                value,
                version: editing.version,
            }],
            Step::Back => {
                self.detail.editing = None;
                Effects::new()
            }
        })
    }

    /// The store has answered an edit of a field.
    pub(super) fn edit_answered(
        &mut self,
        id: &ProductId,
        result: Result<String, String>,
    ) -> Effects {
        let mut effects = match result {
            Ok(told) => {
                if self
                    .detail
                    .editing
                    .as_ref()
                    .is_some_and(|e| e.product.id == *id)
                {
                    self.detail.editing = None;
                }
                let mut effects = self.search.ask_again();
                effects.push(Effect::Tell(Level::Good, told));
                effects
            }
            Err(why) => match &mut self.detail.editing {
                Some(editing) => {
                    editing.refuse(why);
                    Effects::new()
                }
                None => vec![Effect::Tell(Level::Error, why)],
            },
        };
        effects.extend(self.read_again());
        effects
    }

    /// Where the text stands: left of the picture when there is one.
    fn text_area(&self, product: &Product, area: Rect) -> Rect {
        match picture_room(area) {
            Some(room) if self.picture_stands(product, room) => Rect {
                width: area.width - room.width - 2,
                ..area
            },
            _ => area,
        }
    }

    /// Room is kept for a picture that the catalogue names, so that the text does not jump when it comes.
    fn picture_stands(&self, product: &Product, room: Rect) -> bool {
        product.image.is_some() || self.detail.pictures.has(product, (room.width, room.height))
    }

    pub(super) fn draw_detail(&self, layout: Layout, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = layout.detail;
        let product = self.search.chosen()?;
        let page = self.page(layout, self.style())?;
        let text = self.text_area(product, area);
        let focused = self.focus == Focus::Detail;
        let shown = page.lines.iter().skip(self.detail.top);
        for (row, line) in shown.take(usize::from(area.height)).enumerate() {
            let y = area.y + row as u16;
            let here = focused && line.item == Some(self.detail.at);
            if here {
                canvas.put(text.x, y, 1, "▌", Role::Accent);
            }
            let indent = u16::from(focused) * 2;
            let parts: Vec<(Role, &str)> = line
                .parts
                .iter()
                .map(|(role, part)| (*role, part.as_str()))
                .collect();
            canvas.parts(
                text.x + indent,
                y,
                text.width.saturating_sub(indent),
                &parts,
            );
        }
        let below = page
            .lines
            .len()
            .saturating_sub(self.detail.top + usize::from(area.height));
        if below > 0 && layout.line.width > 1 {
            let plural = if below == 1 { "" } else { "s" };
            let text = format!(" {below} more line{plural} below ");
            canvas.put(
                layout.line.x + 2,
                layout.line.y,
                layout.line.width,
                &text,
                Role::Muted,
            );
        }
        if text.width < area.width
            && let Some(room) = picture_room(area)
        {
            self.detail.pictures.view(product, room, canvas);
        }
        let editing = self.detail.editing.as_ref()?;
        let height = editing.rows(area.width).min(area.height);
        let place = Rect::new(area.x, area.bottom() - height, area.width, height);
        editing.view(place, canvas)
    }
}

/// Where a product's picture stands in an area: at its right; `None` when there is no room for one.
fn picture_room(area: Rect) -> Option<Rect> {
    if area.width < BESIDE.0 || area.height < BESIDE.1 {
        return None;
    }
    let width = (area.width / 3).min(LARGEST.0);
    let height = area.height.min(LARGEST.1);
    Some(Rect::new(area.right() - width, area.y, width, height))
}
