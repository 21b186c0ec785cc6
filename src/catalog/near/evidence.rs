//! Whether two products are one thing: what speaks against it, and what for it.

use super::item::{Item, Naming, SKETCH, Shelf};

/// What a comparison of two products says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    /// One thing.
    Same,
    /// They read alike and nothing else tells.
    TitleOnly,
    /// Two things, or two variants of one.
    Different,
}

/// How many per cent of the higher price two prices of one thing may lie apart.
const PRICE_PER_CENT: u128 = 5;
/// The most words on one side that the other may lack or spell in another way.
const MOST_LEFT: usize = 5;
/// Parts of a description's sketch that have to agree: all within one catalogue, where another description is another
/// listing, fewer between two, which write their own.
const TOLD_HERE: usize = SKETCH;
const TOLD_ELSEWHERE: usize = SKETCH * 3 / 8;
/// So many words name a thing, within one catalogue and between two.
const NAMED_HERE: usize = 12;
const NAMED_ELSEWHERE: usize = 5;

/// Compares two products.
pub(super) fn of(shelf: &Shelf, a: u32, b: u32) -> Evidence {
    let (a, b) = (shelf.item(a), shelf.item(b));
    if contradict(shelf, a, b) || !read_alike(shelf, a, b) {
        return Evidence::Different;
    }
    if proven(shelf, a, b) {
        Evidence::Same
    } else {
        Evidence::TitleOnly
    }
}

/// Whether a fact of one speaks against the other, whatever their words are.
pub(super) fn contradict(shelf: &Shelf, a: &Item, b: &Item) -> bool {
    let known = |x: u64, y: u64| x != 0 && y != 0 && x != y;
    let here = a.source == b.source;
    let told = match (a.sketch, b.sketch) {
        (Some(a), Some(b)) => agreeing(&a, &b) < if here { TOLD_HERE } else { TOLD_ELSEWHERE },
        _ => false,
    };
    a.numbers != b.numbers
        || known(a.brand, b.brand)
        || here && known(a.picture, b.picture)
        || told
        || prices_differ(a, b)
        || traits_differ(shelf, a, b)
}

fn agreeing(a: &[u16; SKETCH], b: &[u16; SKETCH]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a == b).count()
}

/// Prices in two currencies say nothing.
fn prices_differ(a: &Item, b: &Item) -> bool {
    let comparable = a.price > 0 && b.price > 0 && a.currency == b.currency;
    let apart = u128::from(a.price.abs_diff(b.price));
    let higher = u128::from(a.price.max(b.price).unsigned_abs());
    comparable && apart * 100 > higher * PRICE_PER_CENT
}

/// Whether both name the same attribute and say different things.
fn traits_differ(shelf: &Shelf, a: &Item, b: &Item) -> bool {
    each_shared_trait(shelf, a, b).any(|(_, x, y)| x != y)
}

fn each_shared_trait<'s>(
    shelf: &'s Shelf,
    a: &Item,
    b: &Item,
) -> impl Iterator<Item = (u32, u32, u32)> + 's {
    let (a, b) = (shelf.traits(a), shelf.traits(b));
    a.iter().filter_map(|(name, value)| {
        let at = b.binary_search_by_key(name, |(name, _)| *name).ok()?;
        Some((*name, *value, b[at].1))
    })
}

/// Whether every word of one is in the other, said elsewhere, or only spelt in another way.
fn read_alike(shelf: &Shelf, a: &Item, b: &Item) -> bool {
    let (x, y) = (shelf.words(a), shelf.words(b));
    let (Some(mut x), Some(mut y)) = (left(x, y), left(y, x)) else {
        return false;
    };
    x.retain(|word| !shelf.brand_words(a).contains(word) && !shelf.said(b).contains(word));
    y.retain(|word| !shelf.brand_words(b).contains(word) && !shelf.said(a).contains(word));
    // In a large catalogue a word has to be in more titles before it counts as one of its own.
    let common = 6 + u32::try_from(shelf.len() / 25_000).unwrap_or(u32::MAX);
    x.retain(|word| {
        let other = y
            .iter()
            .position(|other| shelf.word_list.one_word(*word, *other, common));
        other.map(|at| y.remove(at)).is_none()
    });
    match (x.as_slice(), y.as_slice()) {
        ([], []) => true,
        ([one], [first, second]) | ([first, second], [one]) => joined(shelf, *one, *first, *second),
        _ => false,
    }
}

/// The words of `a` that `b` lacks; `None` when they are too many.
fn left(a: &[u32], b: &[u32]) -> Option<Vec<u32>> {
    let mut left = Vec::new();
    for word in a.iter().filter(|word| b.binary_search(word).is_err()) {
        if left.len() == MOST_LEFT {
            return None;
        }
        left.push(*word);
    }
    (left.len() * 2 <= a.len()).then_some(left)
}

/// Whether one word is two others written together.
fn joined(shelf: &Shelf, one: u32, first: u32, second: u32) -> bool {
    let (one, first, second) = (
        shelf.word_list.text(one),
        shelf.word_list.text(first),
        shelf.word_list.text(second),
    );
    one.strip_prefix(first) == Some(second) || one.strip_prefix(second) == Some(first)
}

/// Whether anything besides words speaks for one thing.
fn proven(shelf: &Shelf, a: &Item, b: &Item) -> bool {
    let picture = a.picture != 0 && a.picture == b.picture;
    let price = a.price > 0 && a.price == b.price && a.currency == b.currency;
    let told = matches!((a.sketch, b.sketch), (Some(a), Some(b)) if agreeing(&a, &b) == SKETCH);
    let book = a.naming == Naming::Book && b.naming == Naming::Book && a.brand == b.brand;
    let model = a.naming == Naming::Model && b.naming == Naming::Model;
    let code = || each_shared_trait(shelf, a, b).any(|(name, x, y)| x == y && Shelf::is_code(name));
    let enough = if a.source == b.source {
        NAMED_HERE
    } else {
        NAMED_ELSEWHERE
    };
    let shared = || {
        shelf
            .words(a)
            .iter()
            .filter(|word| shelf.words(b).contains(word))
            .count()
    };
    picture || price || told || book || model || code() || shared() >= enough
}
