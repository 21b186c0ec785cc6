//! What the assistant knows: only what the user has said.
//!
//! Owns: the needs told so far. Does not: see the scenario.

use std::collections::BTreeSet;

use crate::dialogue::Topic;
use crate::dialogue::data::Knowledge;
use crate::domain::{Domain, Feature, Gender, Money, ProductId, Recipient};

/// The assistant's picture of the need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub thing: String,
    pub domain: Option<Domain>,
    pub features: Vec<Feature>,
    pub avoids: Vec<Feature>,
    pub budget: Option<Money>,
    /// The price of an offer that the user asked for something cheaper than.
    pub dear: Option<Money>,
    pub recipient: Option<Recipient>,
    pub wearer: Option<Gender>,
    pub occasion: Option<String>,
    /// Needs that were asked for or told.
    pub settled: BTreeSet<Topic>,
    pub refused: Vec<ProductId>,
    pub clarified: u32,
}

impl Known {
    /// Learns a wish; a later wish for the same attribute takes the place of the earlier.
    pub(crate) fn wish(&mut self, feature: &Feature) {
        self.features.retain(|f| f.name != feature.name);
        self.features.push(feature.clone());
        if let Some(topic) = topic_of(&feature.name) {
            self.settled.insert(topic);
        }
    }

    /// The most that an offer may cost.
    pub(crate) fn cap(&self) -> Option<Money> {
        let below = self.dear.map(|dear| Money {
            minor: dear.minor - 1,
            ..dear
        });
        match (self.budget, below) {
            (Some(budget), Some(below)) if below.within(budget) => Some(below),
            (Some(budget), _) => Some(budget),
            (None, below) => below,
        }
    }

    /// Forgets a wish that cannot be met.
    pub(crate) fn drop_wish(&mut self, name: &str) {
        self.features.retain(|f| f.name != name);
    }

    /// How much is known besides the thing itself.
    pub(crate) fn depth(&self) -> usize {
        self.features.len()
            + usize::from(self.budget.is_some())
            + usize::from(self.recipient.is_some() || self.wearer.is_some())
            + usize::from(self.occasion.is_some())
    }

    /// Who will wear it, when that follows from what was said.
    pub(crate) fn wears(&self, knowledge: &Knowledge) -> Option<Gender> {
        let of = |r: &Recipient| match r.gender {
            Gender::Unknown => knowledge.people.relation(&r.relation).map(|r| r.gender),
            gender => Some(gender),
        };
        self.recipient.as_ref().map_or(self.wearer, of)
    }
}

/// The topic that an attribute answers.
pub(crate) fn topic_of(attribute: &str) -> Option<Topic> {
    Topic::ALL
        .iter()
        .copied()
        .find(|topic| topic.code() == attribute)
}
