//! What products have to be, apart from the words.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::catalog::index::facets::Side;
use crate::catalog::index::schema::{Fields, IN_STOCK, brand_key, hundredths};
use crate::catalog::search::asked::Filters;
use crate::catalog::search::query::{ProductQuery, Stock};
use crate::domain::Money;

/// Every product, none better than another.
pub(super) fn everything() -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

/// The filters of a query and of what its text asks for, or `None` when they contradict one another.
pub(super) fn of(
    fields: &Fields,
    query: &ProductQuery,
    asked: Option<&Filters>,
) -> Option<Vec<Box<dyn Query>>> {
    let mut out: Vec<Box<dyn Query>> = Vec::new();
    if let Some(domain) = query.domain {
        out.push(exact(fields.domain, domain.code()));
    }
    if let Some(brand) = &query.brand {
        out.push(exact(fields.brand_key, &brand_key(brand)));
    }
    if query.stock == Stock::InStock {
        out.push(exact(fields.stock, IN_STOCK));
    }
    out.extend(price(fields, query.min_price, query.max_price)?);
    for filters in [Some(&query.filters), asked].into_iter().flatten() {
        out.extend(sides(fields, filters));
        out.extend(price(fields, filters.min_price, filters.max_price)?);
    }
    Some(out)
}

fn exact(field: Field, text: &str) -> Box<dyn Query> {
    holding(Term::from_field_text(field, text))
}

fn holding(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn any_of(mut options: Vec<Box<dyn Query>>) -> Option<Box<dyn Query>> {
    match options.len() {
        0 => None,
        1 => options.pop(),
        _ => {
            let options = options.into_iter().map(|option| (Occur::Should, option));
            Some(Box::new(BooleanQuery::new(options.collect())))
        }
    }
}

fn sides(fields: &Fields, filters: &Filters) -> Vec<Box<dyn Query>> {
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
    let mut out: Vec<Box<dyn Query>> = Vec::new();
    for (side, values) in sides {
        let terms = values.iter().map(|value| fields.key(side, value));
        out.extend(any_of(terms.map(holding).collect()));
    }
    let missing = filters.missing.iter().map(|kind| fields.lacking(*kind));
    out.extend(missing.map(holding));
    if let Some(rating) = filters.min_rating {
        let low = Term::from_field_u64(fields.rating, hundredths(rating));
        let high = Term::from_field_u64(fields.rating, u64::MAX);
        out.push(Box::new(RangeQuery::new(
            Bound::Included(low),
            Bound::Included(high),
        )));
    }
    out
}

/// The products within these prices, whose currency is that of the bounds; `None` when no price is.
fn price(fields: &Fields, min: Option<Money>, max: Option<Money>) -> Option<Vec<Box<dyn Query>>> {
    let Some(bound) = min.or(max) else {
        return Some(Vec::new());
    };
    let mut bounds = [min, max].into_iter().flatten();
    let low = min.map_or(i64::MIN, |m| m.minor);
    let high = max.map_or(i64::MAX, |m| m.minor);
    if bounds.any(|m| m.currency != bound.currency) || low > high {
        return None;
    }
    let term = |minor| Bound::Included(Term::from_field_i64(fields.price, minor));
    Some(vec![
        exact(fields.currency, bound.currency.code()),
        Box::new(RangeQuery::new(term(low), term(high))),
    ])
}
