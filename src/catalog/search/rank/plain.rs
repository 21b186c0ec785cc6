//! Words as a program means them: every one, or any one, nothing read into them.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, InvertedIndexRangeQuery, Occur,
    Query, QueryClone, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

use super::filters;
use super::passing::{Kept, Passing};
use crate::catalog::index::schema::{Fields, SHORT_BEGINNING, Weighted};
use crate::catalog::search::query::{Join, ProductQuery, Style};
use crate::catalog::words::fold::{singular, words};

/// What a word counts in a second field, against the field where it counts most.
const TIE_BREAKER: Score = 0.1;
/// What the beginning of a word counts, before the field's weight; a whole word of any rarity counts more.
const PREFIX_SCORE: Score = 0.5;

/// The query, or `None` when nothing can match.
pub(in crate::catalog) fn build(
    fields: &Fields,
    kept: &Arc<Kept>,
    query: &ProductQuery,
) -> Option<BooleanQuery> {
    let words = match text(fields, query) {
        Text::None => None,
        Text::Query(query) => Some(query),
        Text::Nothing => return None,
    };
    let rules = filters::of(fields, query, None)?;
    let passing = (!rules.is_empty()).then(|| Passing::new(rules, kept).box_clone());
    let mut parts: Vec<Box<dyn Query>> = words.into_iter().chain(passing).collect();
    if parts.is_empty() {
        parts.push(filters::everything());
    }
    let parts = parts.into_iter().map(|part| (Occur::Must, part));
    Some(BooleanQuery::new(parts.collect()))
}

enum Text {
    None,
    Nothing,
    Query(Box<dyn Query>),
}

fn text(fields: &Fields, query: &ProductQuery) -> Text {
    if query.text.trim().is_empty() {
        return Text::None;
    }
    let words = words(&query.text);
    let Some(last) = words.len().checked_sub(1) else {
        return Text::Nothing;
    };
    // A text that ends in a blank or a sign has its last word complete.
    let open = query
        .text
        .chars()
        .next_back()
        .is_some_and(|c| !c.is_whitespace() && !c.is_ascii_punctuation());
    let prefix = |i: usize| query.style == Style::TypeAhead && i == last && open;
    let occur = match query.join {
        Join::All => Occur::Must,
        Join::Any => Occur::Should,
    };
    let parts = words
        .iter()
        .enumerate()
        .map(|(i, word)| (occur, one_word(fields, word, prefix(i))))
        .collect();
    Text::Query(Box::new(BooleanQuery::new(parts)))
}

fn one_word(fields: &Fields, word: &str, prefix: bool) -> Box<dyn Query> {
    let long = word.chars().count() > SHORT_BEGINNING;
    let mut wholes = vec![word.to_owned()];
    if prefix {
        // Half a plural ending finds the singular: `dresse`, `batteri`.
        wholes.extend([format!("{word}s"), format!("{word}es")]);
    }
    wholes.iter_mut().for_each(singular);
    wholes.sort_unstable();
    wholes.dedup();
    let mut options: Vec<Box<dyn Query>> = Vec::new();
    for weighted in fields.weighted() {
        for whole in &wholes {
            options.push(Box::new(BoostQuery::new(
                term(weighted.field, whole),
                weighted.weight,
            )));
        }
        if prefix && long {
            options.push(beginning(weighted, word));
        }
    }
    if prefix && !long {
        let listed = Term::from_field_text(fields.begins, word);
        options.push(Box::new(ConstScoreQuery::new(
            Box::new(TermQuery::new(listed, IndexRecordOption::Basic)),
            PREFIX_SCORE,
        )));
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(options, TIE_BREAKER))
}

/// Every word that begins so, in one field, all counting the same.
fn beginning(weighted: Weighted, word: &str) -> Box<dyn Query> {
    let first = Term::from_field_text(weighted.field, word);
    let last = Term::from_field_text(weighted.field, &format!("{word}\u{10ffff}"));
    let range = InvertedIndexRangeQuery::new(Bound::Included(first), Bound::Included(last));
    Box::new(ConstScoreQuery::new(
        Box::new(range),
        PREFIX_SCORE * weighted.weight,
    ))
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        Term::from_field_text(field, text),
        IndexRecordOption::WithFreqs,
    ))
}
