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
    /// Whether the answer that is waited for was forgotten meanwhile.
    outdated: bool,
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
                self.next = (self.outdated || *asked != wanted).then_some(wanted);
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
        if !std::mem::take(&mut self.outdated) {
            self.keep(request.clone(), outcome.clone());
        }
        match self.next.take() {
            Some(next) => self.ask(next),
            None => Effects::new(),
        }
    }

    /// Forgets all pictures, the one on its way too, as when files may have changed or the terminal's cells have another
    /// size. What is to be seen is wanted anew.
    pub fn forget(&mut self) {
        let asked = self.asked.take();
        *self = Pictures {
            outdated: asked.is_some(),
            asked,
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

#[cfg(test)]
mod tests {
    use ratatui::buffer::{Buffer, Cell};

    use super::*;
    use crate::domain::Domain;
    use crate::tui::theme::{Depth, Theme};

    fn product(id: &str) -> Product {
        let json = serde_json::json!({
            "id": id, "domain": Domain::Fashion.code(), "title": "A shirt", "title_hi": "एक कमीज़",
            "attributes": {"type": ["shirt"], "color": ["red"]},
        });
        serde_json::from_value(json).unwrap()
    }

    fn picture(bytes: usize) -> Arc<Shown> {
        Arc::new(Shown {
            width: 1,
            height: 1,
            cells: vec![Cell::new("#")],
            transmission: Some("x".repeat(bytes)),
        })
    }

    fn answer(effects: &Effects, outcome: Outcome) -> Reply {
        let [Effect::Picture(request)] = effects.as_slice() else {
            panic!("no picture is asked for: {effects:?}");
        };
        Reply::Picture {
            request: request.clone(),
            outcome,
        }
    }

    fn screen(pictures: &Pictures, product: &Product) -> Vec<String> {
        let area = Rect::new(0, 0, 44, 4);
        let mut buf = Buffer::empty(area);
        let theme = Theme::load("dark", None, Depth::Mono).unwrap();
        let mut canvas = Canvas {
            buf: &mut buf,
            theme: &theme,
        };
        pictures.view(product, area, &mut canvas);
        let rows = buf.content.chunks(usize::from(area.width));
        rows.map(|row| {
            row.iter()
                .map(Cell::symbol)
                .collect::<String>()
                .trim()
                .to_owned()
        })
        .collect()
    }

    #[test]
    fn words_stand_there_until_the_picture_comes() {
        let (mut pictures, shirt) = (Pictures::default(), product("a"));
        let asked = pictures.want(&shirt, (44, 4));
        assert_eq!(screen(&pictures, &shirt)[0], "Red shirt");
        assert!(screen(&pictures, &shirt)[2].starts_with("the picture is being read"));
        assert!(pictures.want(&shirt, (44, 4)).is_empty(), "asked once");
        let more = pictures.reply(&answer(&asked, Ok(picture(1))));
        assert!(more.is_empty() && pictures.has(&shirt, (44, 4)));
        assert_eq!(screen(&pictures, &shirt), ["#", "", "", ""]);
        assert!(pictures.want(&shirt, (44, 4)).is_empty(), "and kept");
    }

    #[test]
    fn a_reason_stands_under_the_words() {
        let (mut pictures, shirt) = (Pictures::default(), product("a"));
        let asked = pictures.want(&shirt, (44, 4));
        let web = Absent::OnTheWeb("https://example.org/x.png".to_owned());
        pictures.reply(&answer(&asked, Err(web)));
        assert!(screen(&pictures, &shirt)[2].starts_with("a picture on the web, not fetched: o"));
        pictures.forget();
        let asked = pictures.want(&shirt, (44, 4));
        pictures.reply(&answer(&asked, Err(Absent::Off)));
        assert_eq!(
            screen(&pictures, &shirt)[2],
            "",
            "words alone where pictures are off"
        );
    }

    #[test]
    fn whoever_scrolls_has_only_the_last_one_made() {
        let mut pictures = Pictures::default();
        let products: Vec<Product> = ["a", "b", "c", "d"].map(product).into();
        let first = pictures.want(&products[0], (9, 9));
        for passed in &products[1..] {
            assert!(pictures.want(passed, (9, 9)).is_empty());
        }
        let next = pictures.reply(&answer(&first, Ok(picture(1))));
        let [Effect::Picture(request)] = next.as_slice() else {
            panic!("{next:?}");
        };
        assert_eq!(request.product, products[3].id);
        assert!(pictures.has(&products[0], (9, 9)) && !pictures.has(&products[1], (9, 9)));
        // An answer to somebody else's request is left alone.
        let other = answer(
            &vec![Effect::Picture(PictureRequest::of(&products[1], (9, 9)))],
            Ok(picture(1)),
        );
        assert!(pictures.reply(&other).is_empty() && !pictures.has(&products[1], (9, 9)));
    }

    #[test]
    fn what_was_on_its_way_when_all_was_forgotten_is_made_anew() {
        let (mut pictures, shirt) = (Pictures::default(), product("a"));
        let asked = pictures.want(&shirt, (9, 9));
        pictures.forget();
        assert!(pictures.want(&shirt, (9, 9)).is_empty(), "one at a time");
        let again = pictures.reply(&answer(&asked, Ok(picture(1))));
        assert!(!pictures.has(&shirt, (9, 9)), "made for the old cells");
        pictures.reply(&answer(&again, Ok(picture(1))));
        assert!(pictures.has(&shirt, (9, 9)));
    }

    #[test]
    fn the_oldest_go_when_the_bytes_are_too_many() {
        let mut pictures = Pictures::default();
        let products: Vec<Product> = ["a", "b", "c"].map(product).into();
        for product in &products {
            let asked = pictures.want(product, (9, 9));
            pictures.reply(&answer(&asked, Ok(picture(CAP / 2 - 1_000))));
        }
        let kept = products.iter().map(|product| pictures.has(product, (9, 9)));
        assert_eq!(kept.collect::<Vec<_>>(), [false, true, true]);
    }
}
