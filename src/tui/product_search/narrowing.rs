//! What a search is narrowed by beside its words: values of facets, what is lacking, the order.

use crate::catalog::{Filters, Missing, Order, PriceBand, Side};
use crate::domain::Domain;

/// One thing that narrows a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A value of a side, as facets name it.
    Value(Side, String),
    /// Only products that lack this.
    Lacking(Missing),
}

impl Pick {
    /// What a chip says.
    pub fn label(&self) -> String {
        match self {
            Pick::Value(Side::Domain, name) => domain_name(name).to_owned(),
            Pick::Value(_, name) => name.clone(),
            Pick::Lacking(what) => what.badge().to_owned(),
        }
    }
}

/// A department as people read it.
pub fn domain_name(code: &str) -> &str {
    match code {
        "home_garden" => "home & garden",
        other => other,
    }
}

/// What a side is called above its values.
pub fn side_name(side: Side) -> &'static str {
    match side {
        Side::Domain => "Department",
        Side::Category => "Category",
        Side::Brand => "Brand",
        Side::Color => "Colour",
        Side::Size => "Size",
        Side::Material => "Material",
        Side::Price => "Price",
    }
}

/// An order as people read it.
pub fn order_name(order: Order) -> &'static str {
    match order {
        Order::Relevance => "best first",
        Order::PriceUp => "cheapest first",
        Order::PriceDown => "dearest first",
        Order::Rating => "best rated first",
    }
}

/// The order after this one, when one key goes through all of them.
fn next_order(order: Order) -> Order {
    match order {
        Order::Relevance => Order::PriceUp,
        Order::PriceUp => Order::PriceDown,
        Order::PriceDown => Order::Rating,
        Order::Rating => Order::Relevance,
    }
}

/// What a search is narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    picks: Vec<Pick>,
    order: Option<Order>,
}

impl Narrowing {
    /// What is on, in the order in which it was chosen.
    pub fn picks(&self) -> &[Pick] {
        &self.picks
    }

    /// Whether this is on.
    pub fn is_on(&self, pick: &Pick) -> bool {
        self.picks.contains(pick)
    }

    /// Turns a pick on, or off when it is on. Of price bands only one can be on.
    pub fn toggle(&mut self, pick: &Pick) {
        if let Some(at) = self.picks.iter().position(|on| on == pick) {
            self.picks.remove(at);
            return;
        }
        if matches!(pick, Pick::Value(Side::Price, _)) {
            let is_price = |on: &Pick| matches!(on, Pick::Value(Side::Price, _));
            self.picks.retain(|on| !is_price(on));
        }
        self.picks.push(pick.clone());
    }

    /// Shows what lacks one thing, then what lacks the next, then everything again.
    pub fn next_lacking(&mut self) -> Option<Missing> {
        let on = self.picks.iter().find_map(|pick| match pick {
            Pick::Lacking(what) => Some(*what),
            Pick::Value(..) => None,
        });
        self.picks.retain(|pick| !matches!(pick, Pick::Lacking(_)));
        let place = on.and_then(|on| Missing::ALL.iter().position(|kind| *kind == on));
        let next = Missing::ALL.get(place.map_or(0, |at| at + 1)).copied();
        self.picks.extend(next.map(Pick::Lacking));
        next
    }

    /// Turns everything off, the order too; says whether anything was on.
    pub fn clear(&mut self) -> bool {
        let any = !self.picks.is_empty() || self.order.is_some();
        *self = Narrowing::default();
        any
    }

    /// The order that was chosen; `None` leaves it to the words.
    pub fn order(&self) -> Option<Order> {
        self.order
    }

    /// Chooses an order.
    pub fn set_order(&mut self, order: Order) {
        self.order = Some(order);
    }

    /// Goes on to the next order after the one in force.
    pub fn turn_order(&mut self, in_force: Order) {
        self.order = Some(next_order(in_force));
    }

    /// The filters that the picks are.
    pub fn filters(&self) -> Filters {
        let mut filters = Filters::default();
        for pick in &self.picks {
            match pick {
                Pick::Value(side, value) => put(&mut filters, *side, value),
                Pick::Lacking(what) => filters.missing.push(*what),
            }
        }
        filters
    }
}

fn put(filters: &mut Filters, side: Side, value: &str) {
    match side {
        Side::Domain => filters.domains.extend(value.parse::<Domain>().ok()),
        Side::Category => filters.categories.push(value.to_owned()),
        Side::Brand => filters.brands.push(value.to_owned()),
        Side::Color => filters.colors.push(value.to_owned()),
        Side::Size => filters.sizes.push(value.to_owned()),
        Side::Material => filters.materials.push(value.to_owned()),
        Side::Price => {
            if let Ok(band) = value.parse::<PriceBand>() {
                filters.min_price = Some(band.from);
                filters.max_price = band.most();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    fn value(side: Side, value: &str) -> Pick {
        Pick::Value(side, value.to_owned())
    }

    #[test]
    fn picks_become_filters_and_go_again() {
        let mut narrowing = Narrowing::default();
        for pick in [
            value(Side::Domain, "home_garden"),
            value(Side::Brand, "Zara"),
            value(Side::Price, "under ₹250"),
            value(Side::Price, "₹500 to ₹1,000"),
            Pick::Lacking(Missing::Picture),
        ] {
            narrowing.toggle(&pick);
        }
        let filters = narrowing.filters();
        assert_eq!(filters.domains, [Domain::HomeGarden]);
        assert_eq!(filters.brands, ["Zara"]);
        assert_eq!(filters.min_price, Some(Money::rupees(500)));
        assert!(filters.max_price.is_some_and(|most| most.minor < 100_000));
        assert_eq!(filters.missing, [Missing::Picture]);
        narrowing.toggle(&value(Side::Brand, "Zara"));
        assert!(narrowing.filters().brands.is_empty());
        assert!(narrowing.clear() && !narrowing.clear());
        assert_eq!(narrowing.filters(), Filters::default());
    }

    #[test]
    fn one_key_goes_through_what_can_be_lacking() {
        let mut narrowing = Narrowing::default();
        for kind in Missing::ALL {
            assert_eq!(narrowing.next_lacking(), Some(kind));
            assert_eq!(narrowing.filters().missing, [kind]);
        }
        assert_eq!(narrowing.next_lacking(), None);
        assert!(narrowing.picks().is_empty());
    }
}
