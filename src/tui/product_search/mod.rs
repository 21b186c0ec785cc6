//! A product search as one types. The Products pane and the look-up share it.
//!
//! Owns: what is typed and chosen, the requests that are out, the products found. An answer to a request that is not
//! waited for any more is dropped; until the new answer is here the old rows stay. Does not: know where its parts stand
//! on the screen.

mod describe;
mod facets;
mod head;
mod matches;
mod meaning;
mod narrowing;
mod offered;
mod results;
mod rows;

pub use describe::{describe, lacking, price_line, price_of, stock_line};
pub use facets::FacetPanel;
pub use head::{HEAD_ROWS, HeadZone, grouped, head_zone, view_head};
pub use matches::{parts as matched_parts, parts_of as matched_parts_of};
pub use meaning::Ranking;
pub use narrowing::{Narrowing, Pick, domain_name, order_name, side_name};
pub use results::{PAGE, Results};
pub use rows::{Marks, row_at, view_rows};

use std::collections::HashMap;

use crate::catalog::highlight::Marker;
use crate::catalog::{Asked, FACET_VALUES, Facet, Facets, Order, ProductQuery, Side};
use crate::domain::{Product, ProductId};
use crate::jobs::Lookup;
use crate::tui::effect::{Effect, Effects, Relation};
use crate::tui::keymap::{KeyCode, KeyEvent, KeyModifiers};
use crate::tui::msg::{Level, Reply};
use crate::tui::overlays::Field;

use self::meaning::Meaning;
use self::offered::Offered;

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
    /// The first page in the order of words and meaning.
    Meaning,
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
    marker: Marker,
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
    meaning: Meaning,
    offered: Offered,
    no_marker: Marker,
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
            meaning: Meaning::default(),
            offered: Offered::default(),
            no_marker: Marker::default(),
        }
    }

    /// The product under the cursor; `None` while its page is on its way.
    pub fn chosen(&self) -> Option<&Product> {
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

    /// The values that a side offered before any of it was chosen.
    pub fn offered(&self, side: Side) -> &[String] {
        self.offered.of(side)
    }

    /// Finds what was asked for by words in the texts of what is listed.
    pub fn marker(&self) -> &Marker {
        match self.aside {
            None => &self.answer.marker,
            Some(_) => &self.no_marker,
        }
    }

    /// What the order of the list rests on.
    pub fn ranking(&self) -> Ranking {
        self.meaning.ranking()
    }

    /// Whether lists are put in order by meaning when they can be.
    pub fn by_meaning(&self) -> bool {
        self.meaning.is_wished()
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
        let request = self.number;
        let query = Box::new(Lookup {
            query: self.query(facets),
            offset: page * PAGE,
        });
        let same_order = waiting != Waiting::Fresh && self.ranking() == Ranking::Meaning;
        if waiting == Waiting::Meaning || (same_order && page == 0) {
            return Effect::SearchByMeaning { request, query };
        }
        Effect::Search { request, query }
    }

    /// Puts the best of the list in order by meaning from now on, or goes back to the order of the words.
    pub fn turn_meaning(&mut self) -> Effects {
        if !self.meaning.is_wished() {
            self.meaning.wish();
            return self.put_in_order();
        }
        let was = self.ranking();
        self.meaning.end();
        match was {
            Ranking::Meaning => self.ask(),
            Ranking::Words | Ranking::MeaningComing => Effects::new(),
        }
    }

    /// Asks for the order by meaning, when it is wished for and the list is a best-first answer to words.
    fn put_in_order(&mut self) -> Effects {
        let worded = self.answered && !self.field.text().trim().is_empty();
        let best_first = self.order() == Order::Relevance && self.answer.results.len() > 1;
        if self.waiting.values().any(|w| *w == Waiting::Fresh) {
            // Its answer asks again.
            return Effects::new();
        }
        if !self.meaning.is_wished() || !worded || !best_first {
            self.meaning.by_words();
            return Effects::new();
        }
        if !self.meaning.want() {
            return Effects::new();
        }
        let effect = self.request(Waiting::Meaning, 0, Facets::None);
        self.meaning.sent(self.number);
        vec![effect]
    }

    /// The server gave no order: the words' stays.
    fn not_by_meaning(&mut self, request: u64, why: &str) -> Option<Effects> {
        let another = self.meaning.ended(request);
        match self.waiting.remove(&request) {
            None if another => Some(self.put_in_order()),
            None => None,
            Some(waiting) => {
                self.meaning.end();
                let told = format!("not by meaning: {why}; the order of the words stays");
                let mut effects = vec![Effect::Tell(Level::Warn, told)];
                if waiting != Waiting::Meaning {
                    effects.extend(self.ask());
                }
                Some(effects)
            }
        }
    }

    fn query(&self, facets: Facets) -> ProductQuery {
        ProductQuery {
            filters: self.narrowing.filters(),
            order: self.narrowing.order(),
            facets,
            ..ProductQuery::listed(self.field.text())
        }
    }

    /// Lists what is like the product under the cursor, or goes with it, until [`ProductSearch::back`].
    pub fn relatives(&mut self, relation: Relation) -> Effects {
        let Some(product) = self.chosen().cloned() else {
            return Effects::new();
        };
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

    /// The answer to the words, also while something else is listed.
    fn listed(&mut self) -> &mut Results {
        self.kept.as_mut().unwrap_or(&mut self.answer.results)
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
        self.fetch(2 * rows)
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
        self.fetch(2 * rows)
    }

    /// Asks for those of so many rows, from the first of the window on, that are neither here nor on their way.
    fn fetch(&mut self, rows: usize) -> Effects {
        if self.aside.is_some() || self.waiting.values().any(|w| *w == Waiting::Fresh) {
            return Effects::new();
        }
        let wanted = self.answer.results.wanted(rows);
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
            // What begins a search everywhere else: here one has begun, and no product is called so.
            KeyCode::Char('/') if self.field.text().is_empty() => Effects::new(),
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
        for results in self.kept.iter_mut().chain([&mut self.answer.results]) {
            results.replace(product);
        }
    }

    /// A product of the list by its id, as far as it is here.
    pub fn find(&self, id: &ProductId) -> Option<&Product> {
        self.answer.results.find(id)
    }

    /// Takes an answer, if it is one to a request of this search that is still waited for. Says whether it was.
    pub fn reply(&mut self, reply: &Reply) -> Option<Effects> {
        let (request, found) = match reply {
            Reply::Products { request, found } => (request, found),
            Reply::NotByMeaning { request, why } => return self.not_by_meaning(*request, why),
            _ => return None,
        };
        let another = self.meaning.ended(*request);
        let Some(waiting) = self.waiting.remove(request) else {
            return another.then(|| self.put_in_order());
        };
        let mut effects = Effects::new();
        match waiting {
            Waiting::Fresh => {
                self.answer = Answer {
                    results: Results::new(found.rows.clone(), found.total),
                    facets: found.facets.clone(),
                    asked: found.asked.clone(),
                    marker: Marker::of(&found.asked),
                };
                self.answered = true;
                let words = self.field.text();
                self.offered.take(&words, &found.facets, &self.narrowing);
                effects = self.put_in_order();
            }
            Waiting::Meaning => {
                self.listed().reorder(found.rows.clone());
                self.meaning.in_force();
            }
            Waiting::Again(page) => {
                let rows = found.rows.clone();
                self.listed().renew(page, rows, found.total);
                self.answer.facets.clone_from(&found.facets);
                self.answer.asked.clone_from(&found.asked);
                self.answer.marker = Marker::of(&found.asked);
            }
            Waiting::Page(page) => {
                self.listed().put(page, found.rows.clone());
            }
            Waiting::Relatives => {
                let results = Results::new(found.rows.clone(), found.total);
                let listed = std::mem::replace(&mut self.answer.results, results);
                if self.aside.is_none() {
                    self.kept = Some(listed);
                }
                self.aside = self.asked_aside.take();
            }
        }
        // What lies below the window is asked for when one moves: who types on never sees it.
        effects.extend(self.fetch(self.rows));
        Some(effects)
    }
}
