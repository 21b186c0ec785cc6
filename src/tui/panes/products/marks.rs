//! Products that are marked to be set side by side.
//!
//! They stay marked while one searches for the next one, so their number stands in the head and Esc takes the marks away.

use super::Products;
use crate::domain::{Product, ProductId};
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::msg::Level;

/// The most products that can be set side by side.
const MOST: usize = 3;

/// The marked products, in the order in which they were marked.
#[derive(Default)]
pub struct Marked(Vec<Product>);

impl Marked {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Their ids.
    pub fn ids(&self) -> Vec<ProductId> {
        self.0.iter().map(|one| one.id.clone()).collect()
    }

    /// What the head says of them; empty without any.
    pub fn note(&self) -> String {
        match self.len() {
            0 => String::new(),
            many => format!("{many} marked"),
        }
    }

    /// Takes all marks away; says whether there were any.
    pub fn clear(&mut self) -> bool {
        !std::mem::take(&mut self.0).is_empty()
    }

    /// A product that changed is set beside the others as it is now.
    pub fn replace(&mut self, product: &Product) {
        for one in self.0.iter_mut().filter(|one| one.id == product.id) {
            one.clone_from(product);
        }
    }
}

impl Products {
    /// Marks the product under the cursor, or takes the mark away.
    pub(super) fn mark(&mut self) -> Effects {
        let Some(product) = self.chosen().cloned() else {
            return Effects::new();
        };
        let marked = &mut self.marked.0;
        if let Some(at) = marked.iter().position(|one| one.id == product.id) {
            marked.remove(at);
            return self.search.move_by(1);
        }
        if marked.len() == MOST {
            let text = "three are marked: c compares them, Esc takes the marks away".to_owned();
            return vec![Effect::Tell(Level::Warn, text)];
        }
        marked.push(product);
        let text = match marked.len() {
            1 => "one is marked; mark one or two more, then c compares".to_owned(),
            many => format!("{many} are marked: c compares them, Esc takes the marks away"),
        };
        let mut effects = self.search.move_by(1);
        effects.push(Effect::Tell(Level::Info, text));
        effects
    }

    /// Sets the marked products side by side.
    pub(super) fn compare(&self) -> Effects {
        vec![Effect::Ask(Ask::Compare(self.marked.0.clone()))]
    }
}
