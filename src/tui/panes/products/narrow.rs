//! Narrowing and ordering the list: facets, what is lacking, the order, meaning.

use super::Products;
use super::layout::{Focus, Layout};
use crate::catalog::Order;
use crate::tui::command::CommandId;
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::Level;
use crate::tui::product_search::{Pick, order_name};

impl Products {
    pub(super) fn run_in_facets(&mut self, layout: Layout, command: CommandId) -> Option<Effects> {
        let rows = layout.facet_rows();
        let search = &self.search;
        match command {
            CommandId::Down => self.panel.move_by(search, 1, rows),
            CommandId::Up => self.panel.move_by(search, -1, rows),
            CommandId::PageDown => self.panel.turn(search, 1, rows),
            CommandId::PageUp => self.panel.turn(search, -1, rows),
            CommandId::Top => self.panel.move_by(search, isize::MIN, rows),
            CommandId::Bottom => self.panel.move_by(search, isize::MAX, rows),
            CommandId::Open | CommandId::Mark => {
                let pick = self.panel.chosen(search)?;
                return Some(self.toggle(pick));
            }
            CommandId::Back => self.focus = Focus::List,
            _ => return None,
        }
        Some(Effects::new())
    }

    pub(super) fn toggle(&mut self, pick: Pick) -> Effects {
        let effects = self.search.toggle(&pick);
        self.panel.go_to(pick);
        effects
    }

    /// The next order, or the one that is named.
    pub(super) fn sort(&mut self, argument: &str) -> Effects {
        let named = match argument.trim() {
            "" => None,
            "best" | "relevance" => Some(Order::Relevance),
            "price" | "cheapest" => Some(Order::PriceUp),
            "dearest" | "-price" => Some(Order::PriceDown),
            "rating" | "rated" => Some(Order::Rating),
            other => {
                let text = format!("`{other}` is no order; best, cheapest, dearest and rating are");
                return vec![Effect::Tell(Level::Warn, text)];
            }
        };
        match named {
            Some(order) => self.search.narrowing.set_order(order),
            None => {
                let in_force = self.search.order();
                self.search.narrowing.turn_order(in_force);
            }
        }
        let told = order_name(self.search.order()).to_owned();
        let mut effects = self.search.ask();
        effects.push(Effect::Tell(Level::Info, told));
        effects
    }

    /// Puts the best in order by meaning too, or goes back to the order of the words.
    pub(super) fn by_meaning(&mut self) -> Effects {
        let mut effects = self.search.turn_meaning();
        let told = match self.search.by_meaning() {
            true => "the best are put in order by meaning too, through your server; b goes back",
            false => "in the order of the words",
        };
        effects.push(Effect::Tell(Level::Info, told.to_owned()));
        effects
    }

    /// Lists what lacks the next thing, or the one that is named.
    pub(super) fn lacking(&mut self, argument: &str) -> Effects {
        let named = argument.trim();
        let told = if named.is_empty() {
            match self.search.narrowing.next_lacking() {
                Some(kind) => format!("listed: {}; m goes on to the next", kind.badge()),
                None => "listed: whatever they lack".to_owned(),
            }
        } else {
            match named.parse() {
                Ok(kind) => {
                    self.search.narrowing.toggle(&Pick::Lacking(kind));
                    format!("listed: {}", kind.badge())
                }
                Err(why) => return vec![Effect::Tell(Level::Warn, format!("{why}"))],
            }
        };
        let mut effects = self.search.ask();
        effects.push(Effect::Tell(Level::Info, told));
        effects
    }

    pub(super) fn unfilter(&mut self) -> Effects {
        self.search.narrowing.clear();
        self.search.ask()
    }
}
