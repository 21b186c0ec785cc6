//! A shopper's search: every word when enough products have all of them, else most, else any.

use tantivy::query::Query;

use super::ask;
use super::asked::Order;
use super::query::{Hits, ProductQuery};
use super::rank::{self, Plan, Shelf, Spelling};
use crate::catalog::index::{IndexError, PinnedIndex};

/// So many products with every word are answer enough.
const ENOUGH: u64 = 20;

impl PinnedIndex {
    /// Finds products as a shopper asks for them. Those with every word come first; `total` counts those with fewer words
    /// only when they are part of the answer.
    pub(in crate::catalog) fn shop(&self, query: &ProductQuery) -> Result<Hits, IndexError> {
        let asked = ask::read(&query.text, query.style);
        let shelf = Shelf {
            searcher: &self.searcher,
            fields: &self.fields,
        };
        let empty = Hits {
            generation: self.generation(),
            ..Hits::default()
        };
        let plan = |spelling| Plan::of(shelf, self.kept(), query, &asked, spelling);
        let Some(mut plan_now) = plan(Spelling::AsTyped) else {
            return Ok(Hits { asked, ..empty });
        };
        let order = query.order.unwrap_or(asked.order);
        let run = |built: Box<dyn Query>| {
            self.run(built.as_ref(), query, order)
                .map_err(|error| IndexError::of(&self.dir, error))
        };
        let mut answer = run(plan_now.every())?;
        // In another order those that fit less would stand between the others.
        let enough = |total: u64| total >= ENOUGH || total > 0 && order != Order::Relevance;
        let doubtful = || order == Order::Relevance && rank::is_doubtful(shelf, &asked);
        if (!enough(answer.total) || doubtful())
            && let Some(forgiving) = plan(Spelling::Forgiven)
        {
            plan_now = forgiving;
            answer = run(plan_now.every())?;
        }
        for words in plan_now.fewer() {
            if enough(answer.total) {
                break;
            }
            answer = run(plan_now.at_least(words))?;
        }
        Ok(Hits {
            hits: answer.hits,
            total: answer.total,
            facets: answer.facets,
            asked,
            ..empty
        })
    }
}
