//! A shopper's search: every word when enough products have all of them, else most, else any.

use super::ask;
use super::asked::Order;
use super::query::{Hits, ProductQuery};
use super::rank::{self, Plan, Spelling};
use crate::catalog::index::{IndexError, PinnedIndex};

/// So many products with every word are answer enough.
const ENOUGH: u64 = 20;

impl PinnedIndex {
    /// Finds products as a shopper asks for them. Those with every word come first; `total` counts those with fewer words
    /// only when they are part of the answer.
    pub(in crate::catalog) fn shop(&self, query: &ProductQuery) -> Result<Hits, IndexError> {
        if let Some(hits) = self.ready().of(self.generation(), query) {
            return Ok(hits);
        }
        let asked = ask::read(&query.text, query.style);
        let shelf = self.shelf();
        let empty = Hits {
            generation: self.generation(),
            ..Hits::default()
        };
        let plan = |spelling| Plan::of(shelf, self.kept(), query, &asked, spelling);
        let Some(mut plan_now) = plan(Spelling::AsTyped) else {
            return Ok(Hits { asked, ..empty });
        };
        let order = query.order.unwrap_or(asked.order);
        // In another order those that fit less would stand between the others.
        let wanted = match order {
            Order::Relevance => ENOUGH,
            _ => 1,
        };
        let enough = |plan: &Plan| plan.sought().count(&self.searcher, wanted) == wanted;
        let doubtful = || order == Order::Relevance && rank::is_doubtful(shelf, &asked);
        let mut found = enough(&plan_now);
        if (!found || doubtful())
            && let Some(forgiving) = plan(Spelling::Forgiven)
        {
            plan_now = forgiving;
            found = enough(&plan_now);
        }
        for words in plan_now.fewer() {
            if found {
                break;
            }
            plan_now.ask_for(words);
            found = enough(&plan_now);
        }
        // Scored and counted by facets only once it is known which words are asked of the products.
        let answer = self
            .run(plan_now.sought(), query, order)
            .map_err(|error| IndexError::of(&self.dir, error))?;
        let hits = Hits {
            hits: answer.hits,
            total: answer.total,
            facets: answer.facets,
            asked,
            ..empty
        };
        self.ready().keep(query, &hits);
        Ok(hits)
    }
}
