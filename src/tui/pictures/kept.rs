//! The pictures that a pane has, waits for, or cannot have.
//!
//! One picture is asked for at a time, and only the latest wish waits behind it: whoever scrolls past a hundred products
//! has one picture made, or two. What was made is kept by product and room until the cap on bytes is reached.

use std::collections::VecDeque;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::PictureRequest;
use super::shown::{Absent, Shown};
use crate::catalog::alt_text;
use crate::domain::Product;
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Reply;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Bytes that the pictures of one pane may take.
const CAP: usize = 8 << 20;

type Outcome = Result<Arc<Shown>, Absent>;

/// A pane's pictures. Ask with [`Self::want`] when the product or the room changes, hand every reply to [`Self::reply`],
/// draw with [`Self::view`].
#[derive(Debug, Default)]
pub struct Pictures {
    /// Oldest first.
    kept: VecDeque<(PictureRequest, Outcome)>,
    cost: usize,
    asked: Option<PictureRequest>,
    next: Option<PictureRequest>,
}

impl Pictures {
    /// Asks for the picture of a product in this many columns and rows, unless it is there or asked for.
    pub fn want(&mut self, product: &Product, room: (u16, u16)) -> Effects {
        let wanted = PictureRequest::of(product, room);
        if room.0 == 0 || room.1 == 0 || self.of(&wanted).is_some() {
            self.next = None;
            return Effects::new();
        }
        match &self.asked {
            Some(asked) => {
                self.next = (*asked != wanted).then_some(wanted);
                Effects::new()
            }
            None => self.ask(wanted),
        }
    }

    /// Takes the answer to an own request; returns the request that waited behind it.
    pub fn reply(&mut self, reply: &Reply) -> Effects {
        let Reply::Picture { request, outcome } = reply else {
            return Effects::new();
        };
        if self.asked.as_ref() != Some(request) {
            return Effects::new();
        }
        self.asked = None;
        self.keep(request.clone(), outcome.clone());
        match self.next.take() {
            Some(next) => self.ask(next),
            None => Effects::new(),
        }
    }

    /// Forgets all pictures, as when files may have changed or the terminal has other proportions.
    pub fn forget(&mut self) {
        *self = Pictures {
            asked: self.asked.take(),
            ..Pictures::default()
        };
    }

    /// Draws the picture, or in its place what it shows in words and why it is not there; returns the rows used.
    ///
    /// `area` is the room that was asked for with [`Self::want`].
    pub fn view(&self, product: &Product, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
        match self.of(&PictureRequest::of(product, (area.width, area.height))) {
            Some(Ok(shown)) => shown.draw(area, canvas.buf).height,
            Some(Err(absent)) => words(product, Some(absent), area, canvas),
            None => words(product, None, area, canvas),
        }
    }

    /// Whether the picture is ready to be drawn in this room.
    pub fn has(&self, product: &Product, room: (u16, u16)) -> bool {
        matches!(self.of(&PictureRequest::of(product, room)), Some(Ok(_)))
    }

    fn of(&self, request: &PictureRequest) -> Option<&Outcome> {
        let found = self.kept.iter().find(|(kept, _)| kept == request)?;
        Some(&found.1)
    }

    fn ask(&mut self, request: PictureRequest) -> Effects {
        self.asked = Some(request.clone());
        vec![Effect::Picture(request)]
    }

    fn keep(&mut self, request: PictureRequest, outcome: Outcome) {
        self.cost += cost(&outcome);
        self.kept.push_back((request, outcome));
        // The latest stays however large it is: it is the one that is looked at.
        while self.cost > CAP && self.kept.len() > 1 {
            if let Some((_, gone)) = self.kept.pop_front() {
                self.cost -= cost(&gone);
            }
        }
    }
}

/// What an outcome counts for; a refusal costs little, and something, so that a million of them do not stay.
fn cost(outcome: &Outcome) -> usize {
    const REFUSAL: usize = 512;
    outcome.as_ref().map_or(REFUSAL, |shown| shown.cost())
}

/// The picture in words, in English and Hindi, and the reason when there is no picture to wait for.
fn words(product: &Product, absent: Option<&Absent>, area: Rect, canvas: &mut Canvas<'_>) -> u16 {
    let alt = alt_text::of(product);
    let reason = match absent {
        None => Some("the picture is being read …".to_owned()),
        Some(Absent::Off) => None,
        Some(Absent::OnTheWeb(_)) => {
            Some("a picture on the web, not fetched: o copies its address".to_owned())
        }
        Some(Absent::Because(why)) => Some(format!("no picture: {why}")),
    };
    let lines = [
        (Role::Text, Some(alt.en)),
        (Role::Text, alt.hi),
        (Role::Muted, reason),
    ];
    let mut used = 0;
    for (role, line) in lines {
        let rest = Rect::new(
            area.x,
            area.y + used,
            area.width,
            area.height.saturating_sub(used),
        );
        if let Some(line) = line.filter(|_| !rest.is_empty()) {
            used += canvas.wrapped(rest, &line, role);
        }
    }
    used
}
