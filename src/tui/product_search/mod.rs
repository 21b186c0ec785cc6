//! A product search as one types. The Products pane and the look-up share it.
//!
//! Owns: what is typed and chosen, the requests that are out, the products found. An answer to a request that is not
//! waited for any more is dropped; until the new answer is here the old rows stay. Does not: know where its parts stand
//! on the screen.

mod describe;
mod facets;
mod head;
mod matches;
mod narrowing;
mod results;
mod rows;

pub use describe::{describe, lacking, price_line, price_of, stock_line};
pub use facets::FacetPanel;
pub use head::{HeadZone, grouped, head_rows, head_zone, view_head};
pub use matches::parts as matched_parts;
pub use narrowing::{Narrowing, Pick, domain_name, order_name, side_name};
pub use results::{Found, PAGE, Results};
pub use rows::{Marks, row_at, view_rows};

use std::collections::HashMap;

use crate::catalog::{Asked, Facet, Facets, Order, ProductQuery, Reading};
use crate::domain::{Product, ProductId};
use crate::jobs::Lookup;
use crate::tui::effect::{Effect, Effects, Relation};
use crate::tui::keymap::{KeyCode, KeyEvent, KeyModifiers};
use crate::tui::msg::Reply;
use crate::tui::overlays::Field;

/// Values of a side that an answer brings.
const FACET_VALUES: usize = 8;

/// Rows of a list before its first drawing told how many there are.
const ROWS: usize = 20;

/// What a request was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    /// Other words or picks: the answer takes the place of everything.
    Fresh,
    /// The same again, since products changed: the cursor stays.
    Again(usize),
    /// A page further on.
    Page(usize),
    /// What is like a product, or goes with it.
    Relatives,
}

/// What the list shows instead of the answer to the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The product that it is about.
    pub product: Product,
    /// How what is listed stands to it.
    pub relation: Relation,
}

/// An answer as it is shown.
#[derive(Clone, Debug, Default)]
struct Answer {
    results: Results,
    facets: Vec<Facet>,
    asked: Asked,
}

/// The state of a search.
pub struct ProductSearch {
    /// What is typed.
    pub field: Field,
    /// What is chosen beside the words.
    pub narrowing: Narrowing,
    number: u64,
    waiting: HashMap<u64, Waiting>,
    answer: Answer,
    answered: bool,
    rows: usize,
    aside: Option<Aside>,
    asked_aside: Option<Aside>,
    kept: Option<Results>,
}

impl ProductSearch {
    /// A search for these words whose requests count from `first_request`.
    pub fn new(first_request: u64, words: &str) -> Self {
        ProductSearch {
            field: Field::new(words),
            narrowing: Narrowing::default(),
            number: first_request,
            waiting: HashMap::new(),
            answer: Answer::default(),
            answered: false,
            rows: ROWS,
            aside: None,
            asked_aside: None,
            kept: None,
        }
    }

    /// The product under the cursor; `None` while its page is on its way.
    pub fn chosen(&self) -> Option<&Found> {
        self.answer.results.chosen()
    }

    /// The products found.
    pub fn results(&self) -> &Results {
        &self.answer.results
    }

    /// How the products found are spread.
    pub fn facets(&self) -> &[Facet] {
        &self.answer.facets
    }

    /// How the words were understood.
    pub fn asked(&self) -> &Asked {
        &self.answer.asked
    }

    /// What is listed instead of the answer to the words.
    pub fn aside(&self) -> Option<&Aside> {
        self.aside.as_ref()
    }

    /// Whether an answer has come yet.
    pub fn answered(&self) -> bool {
        self.answered
    }

    /// The order of what is listed.
    pub fn order(&self) -> Order {
        self.narrowing.order().unwrap_or(self.answer.asked.order)
    }

    /// Says how many rows the list has on screen.
    pub fn set_rows(&mut self, rows: usize) {
        self.rows = rows.max(1);
    }

    /// Searches for what is typed and chosen.
    pub fn ask(&mut self) -> Effects {
        self.leave_aside();
        self.waiting.clear();
        vec![self.request(Waiting::Fresh, 0, Facets::Most(FACET_VALUES))]
    }

    /// Asks the same again, keeping the cursor.
    pub fn ask_again(&mut self) -> Effects {
        if !self.answered || self.aside.is_some() {
            return Effects::new();
        }
        let page = self.answer.results.list.at / PAGE;
        // The rows that were on their way are asked for again too, when they are wanted.
        self.waiting.retain(|_, waiting| *waiting == Waiting::Fresh);
        if !self.waiting.is_empty() {
            return Effects::new();
        }
        vec![self.request(Waiting::Again(page), page, Facets::Most(FACET_VALUES))]
    }

    fn request(&mut self, waiting: Waiting, page: usize, facets: Facets) -> Effect {
        self.number += 1;
        self.waiting.insert(self.number, waiting);
        Effect::Search {
            request: self.number,
            query: Box::new(Lookup {
                query: self.query(facets),
                offset: page * PAGE,
            }),
        }
    }

    fn query(&self, facets: Facets) -> ProductQuery {
        ProductQuery {
            reading: Reading::Shopper,
            filters: self.narrowing.filters(),
            order: self.narrowing.order(),
            facets,
            limit: PAGE,
            ..ProductQuery::typed(self.field.text())
        }
    }

    /// Lists what is like the product under the cursor, or goes with it, until [`ProductSearch::back`].
    pub fn relatives(&mut self, relation: Relation) -> Effects {
        let Some(found) = self.chosen() else {
            return Effects::new();
        };
        let product = found.product.clone();
        self.number += 1;
        self.waiting.insert(self.number, Waiting::Relatives);
        let effect = Effect::Relatives {
            request: self.number,
            product: product.id.clone(),
            relation,
            limit: PAGE,
        };
        self.asked_aside = Some(Aside { product, relation });
        vec![effect]
    }

    /// One step back: from relatives to the answer, then the picks off, then the words; `None` when nothing is left.
    pub fn back(&mut self) -> Option<Effects> {
        if self.aside.is_some() {
            self.leave_aside();
            return Some(Effects::new());
        }
        if self.narrowing.clear() {
            return Some(self.ask());
        }
        (!self.field.text().is_empty()).then(|| self.clear())
    }

    fn leave_aside(&mut self) {
        self.asked_aside = None;
        if self.aside.take().is_some()
            && let Some(kept) = self.kept.take()
        {
            self.answer.results = kept;
        }
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, step: isize) -> Effects {
        let (len, rows) = (self.answer.results.len(), self.rows);
        self.answer.results.list.move_by(step, len, rows);
        self.fetch()
    }

    /// Moves the cursor by whole pages of the screen.
    pub fn page_by(&mut self, pages: isize) -> Effects {
        let step = self.rows.saturating_sub(1).max(1).cast_signed();
        self.move_by(pages * step)
    }

    /// Moves the cursor to a place.
    pub fn jump(&mut self, to: usize) -> Effects {
        let (len, rows) = (self.answer.results.len(), self.rows);
        self.answer.results.list.jump(to, len, rows);
        self.fetch()
    }

    /// Asks for the rows that the window wants and that are neither here nor on their way.
    fn fetch(&mut self) -> Effects {
        if self.aside.is_some() || self.waiting.values().any(|w| *w == Waiting::Fresh) {
            return Effects::new();
        }
        let wanted = self.answer.results.wanted(self.rows);
        let on_the_way = |page: &usize| {
            let mut out = self.waiting.values();
            out.any(|w| matches!(w, Waiting::Page(p) | Waiting::Again(p) if p == page))
        };
        let missing: Vec<usize> = wanted.into_iter().filter(|p| !on_the_way(p)).collect();
        missing
            .into_iter()
            .map(|page| self.request(Waiting::Page(page), page, Facets::None))
            .collect()
    }

    /// A key while the field has the focus: arrows move in the list, all else edits the words.
    pub fn key(&mut self, key: KeyEvent) -> Effects {
        match key.code {
            KeyCode::Down => self.move_by(1),
            KeyCode::Up => self.move_by(-1),
            KeyCode::PageDown => self.page_by(1),
            KeyCode::PageUp => self.page_by(-1),
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => self.clear(),
            _ if self.field.key(key) => self.ask(),
            _ => Effects::new(),
        }
    }

    /// Empties the field.
    pub fn clear(&mut self) -> Effects {
        self.set("")
    }

    /// Replaces the words.
    pub fn set(&mut self, words: &str) -> Effects {
        self.field = Field::new(words);
        self.ask()
    }

    /// Pasted text.
    pub fn paste(&mut self, text: &str) -> Effects {
        self.field.paste(text);
        self.ask()
    }

    /// Turns a pick on or off.
    pub fn toggle(&mut self, pick: &Pick) -> Effects {
        self.narrowing.toggle(pick);
        self.ask()
    }

    /// Puts a changed product in the place of the old one.
    pub fn replace(&mut self, product: &Product) {
        self.answer.results.replace(product);
        if let Some(kept) = &mut self.kept {
            kept.replace(product);
        }
    }

    /// A product of the list by its id, as far as it is here.
    pub fn find(&self, id: &ProductId) -> Option<&Product> {
        self.answer.results.find(id)
    }

    /// Takes an answer, if it is one to a request of this search that is still waited for. Says whether it was.
    pub fn reply(&mut self, reply: &Reply) -> Option<Effects> {
        let Reply::Products { request, found } = reply else {
            return None;
        };
        let waiting = self.waiting.remove(request)?;
        let asked = &found.asked;
        match waiting {
            Waiting::Fresh => {
                self.answer = Answer {
                    results: Results::new(found.rows.clone(), found.total, asked),
                    facets: found.facets.clone(),
                    asked: asked.clone(),
                };
                self.answered = true;
            }
            Waiting::Again(page) => {
                let rows = found.rows.clone();
                let results = &mut self.answer.results;
                results.renew(page, rows, found.total, asked);
                self.answer.facets.clone_from(&found.facets);
                self.answer.asked.clone_from(asked);
            }
            Waiting::Page(page) => {
                self.answer.results.put(page, found.rows.clone(), asked);
            }
            Waiting::Relatives => {
                let results = Results::new(found.rows.clone(), found.total, asked);
                let listed = std::mem::replace(&mut self.answer.results, results);
                if self.aside.is_none() {
                    self.kept = Some(listed);
                }
                self.aside = self.asked_aside.take();
            }
        }
        Some(self.fetch())
    }
}
