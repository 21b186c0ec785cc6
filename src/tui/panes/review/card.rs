//! The product that a turn names, with picture and price, beside the text or over its foot.
//!
//! Owns: whether it is shown and which of several. It follows the cursor: on a turn that names nothing it shows what was
//! named last.

use ratatui::layout::Rect;

use super::Review;
use super::layout::Layout;
use super::reader::Reader;
use crate::domain::{Product, ProductId, TurnId};
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;
use crate::tui::pictures::Pictures;
use crate::tui::product_search::describe;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Rows of the card over the text, frame and all.
const ROWS: u16 = 12;

/// Columns of the picture over the text, and of the least text beside it.
const PICTURE: u16 = 20;
const BESIDE: u16 = 28;

/// The most rows that a picture takes above the text beside the conversation.
const TALL: u16 = 14;

/// The card.
#[derive(Default)]
pub struct Card {
    /// Which of the turn's products is shown; `None` while none is.
    which: Option<usize>,
    /// The turn that `which` counts in.
    turn: Option<TurnId>,
    pub(super) pictures: Pictures,
}

impl Card {
    /// Whether it is shown.
    pub fn is_shown(&self) -> bool {
        self.which.is_some()
    }
}

/// The products that a turn names; on one that names none, those of the last turn before it that does.
fn named(reader: &Reader) -> (Option<TurnId>, Vec<ProductId>) {
    let reading = &reader.reading;
    let turns: Vec<_> = reading.conversation().current_turns().collect();
    let before = turns.iter().take(reader.at + 1).rev();
    let mut naming = before.map(|turn| (turn.id, reading.reviewed.review.mentioned(turn)));
    match naming.find(|(_, products)| !products.is_empty()) {
        Some((turn, products)) => (Some(turn), products.to_vec()),
        None => (None, Vec::new()),
    }
}

impl Review {
    /// Shows the turn's product, then its next one, then none.
    pub(super) fn turn_card(&mut self) -> Effects {
        let Some(reader) = &self.reader else {
            return Effects::new();
        };
        let (turn, products) = named(reader);
        let next = match self.card.which {
            Some(at) if self.card.turn == turn => Some(at + 1).filter(|at| *at < products.len()),
            Some(_) => None,
            None => Some(0),
        };
        self.card.turn = turn;
        if products.is_empty() && next.is_some() {
            let text = "no product is named up to here".to_owned();
            return vec![Effect::Tell(Level::Info, text)];
        }
        self.card.which = next;
        Effects::new()
    }

    /// The product on the card, or the one that it would show; its place and how many there are.
    pub(super) fn card_product(&self) -> Option<(&Product, usize, usize)> {
        let reader = self.reader.as_ref()?;
        let (turn, products) = named(reader);
        let at = match self.card.which {
            Some(at) if self.card.turn == turn => at.min(products.len().checked_sub(1)?),
            _ => 0,
        };
        let product = reader.reading.products.get(products.get(at)?)?;
        Some((product, at, products.len()))
    }

    /// Where the card stands: instead of the profile at the side, else over the foot of the text.
    pub(super) fn card_area(&self, layout: Layout) -> Option<Rect> {
        if !self.card.is_shown() || self.editing.is_some() {
            return None;
        }
        if layout.side.is_some() {
            return layout.side;
        }
        let text = layout.text?;
        let height = ROWS.min(text.height * 2 / 3).max(4).min(text.height);
        Some(Rect::new(
            text.x,
            text.bottom() - height,
            text.width,
            height,
        ))
    }

    /// Asks for the picture that the card shows now.
    pub(super) fn want_picture(&mut self, layout: Layout) -> Effects {
        let Some(area) = self.card_area(layout) else {
            return Effects::new();
        };
        let Some((product, ..)) = self.card_product() else {
            return Effects::new();
        };
        let product = product.clone();
        let room = match layout.side {
            Some(side) => above(side),
            None => beside(inside(area)).0,
        };
        self.card.pictures.want(&product, (room.width, room.height))
    }

    /// Draws the card at the side.
    pub(super) fn draw_side_card(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let Some((product, at, of)) = self.card_product() else {
            let text = "No product is named up to here.";
            canvas.wrapped(area, text, Role::Muted);
            return;
        };
        let room = above(area);
        let used = self.card.pictures.view(product, room, canvas);
        let y = area.y + used + 1;
        let text = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y));
        facts(product, (at, of), text, canvas);
    }

    /// Draws the card over the foot of the text.
    pub(super) fn draw_card_over(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let inner = canvas.boxed(area, "Named here: p for the next, or to close");
        let Some((product, at, of)) = self.card_product() else {
            let text = "No product is named up to here.";
            canvas.wrapped(inner, text, Role::Muted);
            return;
        };
        let (room, text) = beside(inner);
        self.card.pictures.view(product, room, canvas);
        facts(product, (at, of), text, canvas);
    }
}

/// The picture above the facts at the side.
fn above(side: Rect) -> Rect {
    Rect {
        height: (side.height / 2).min(TALL),
        ..side
    }
}

/// The inside of a box.
fn inside(area: Rect) -> Rect {
    Rect::new(
        area.x + 2,
        area.y + 1,
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// Picture and facts beside one another; no picture where the facts would have no room.
fn beside(inner: Rect) -> (Rect, Rect) {
    let width = if inner.width >= PICTURE + BESIDE {
        PICTURE
    } else {
        0
    };
    let gap = if width > 0 { 2 } else { 0 };
    let text = Rect {
        x: inner.x + width + gap,
        width: inner.width - width - gap,
        ..inner
    };
    (Rect { width, ..inner }, text)
}

fn facts(product: &Product, (at, of): (usize, usize), area: Rect, canvas: &mut Canvas<'_>) {
    let mut lines = describe(product);
    if of > 1 {
        lines.insert(0, (Role::Muted, format!("{} of {of} named here", at + 1)));
    }
    let mut y = area.y;
    for (role, line) in lines {
        if y >= area.bottom() {
            break;
        }
        let room = Rect::new(area.x, y, area.width, area.bottom() - y);
        y += canvas.wrapped(room, &line, role).max(1);
    }
}
