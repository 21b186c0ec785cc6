//! What products have to be, apart from the words.

use tantivy::Term;
use tantivy::query::{AllQuery, ConstScoreQuery, Query};

use super::passing::Rule;
use crate::catalog::index::facets::Side;
use crate::catalog::index::price_order;
use crate::catalog::index::schema::{Fields, IN_STOCK, hundredths};
use crate::catalog::search::asked::Filters;
use crate::catalog::search::query::{ProductQuery, Stock};
use crate::domain::Money;

/// Every product, none better than another.
pub(super) fn everything() -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

/// What a query and its text ask for beside words, or `None` when that contradicts itself.
pub(super) fn of(
    fields: &Fields,
    query: &ProductQuery,
    asked: Option<&Filters>,
) -> Option<Vec<Rule>> {
    let mut out = Vec::new();
    if let Some(domain) = query.domain {
        out.push(one(fields.key(Side::Domain, domain.code())));
    }
    if let Some(brand) = &query.brand {
        out.push(one(fields.key(Side::Brand, brand)));
    }
    if query.stock == Stock::InStock {
        out.push(one(Term::from_field_text(fields.stock, IN_STOCK)));
    }
    out.extend(price(fields, query.min_price, query.max_price)?);
    for filters in [Some(&query.filters), asked].into_iter().flatten() {
        out.extend(sides(fields, filters));
        out.extend(price(fields, filters.min_price, filters.max_price)?);
    }
    Some(out)
}

fn one(term: Term) -> Rule {
    Rule::AnyOf(vec![term])
}

fn sides(fields: &Fields, filters: &Filters) -> Vec<Rule> {
    let domains: Vec<String> = filters
        .domains
        .iter()
        .map(|d| d.code().to_owned())
        .collect();
    let sides = [
        (Side::Domain, &domains),
        (Side::Brand, &filters.brands),
        (Side::Category, &filters.categories),
        (Side::Color, &filters.colors),
        (Side::Size, &filters.sizes),
        (Side::Material, &filters.materials),
    ];
    let mut out = Vec::new();
    for (side, values) in sides {
        if !values.is_empty() {
            let terms = values.iter().map(|value| fields.key(side, value));
            out.push(Rule::AnyOf(terms.collect()));
        }
    }
    let missing = filters.missing.iter().map(|kind| fields.lacking(*kind));
    out.extend(missing.map(one));
    if let Some(rating) = filters.min_rating {
        out.push(Rule::Between(
            Term::from_field_u64(fields.rating, hundredths(rating)),
            Term::from_field_u64(fields.rating, u64::MAX),
        ));
    }
    out
}

/// The products within these prices, whose currency is that of the bounds; `None` when no price is.
fn price(fields: &Fields, min: Option<Money>, max: Option<Money>) -> Option<Option<Rule>> {
    if min.is_none() && max.is_none() {
        return Some(None);
    }
    let (low, high) = price_order::within(min, max)?;
    let term = |number| Term::from_field_u64(fields.price, number);
    Some(Some(Rule::Between(term(low), term(high))))
}
