//! What a column's values say about the meaning that its name suggests.

use super::columns::Column;
use super::content::Looks;

/// Whether the values leave the name's meaning possible.
pub(super) fn allow(looks: &Looks, column: Column) -> bool {
    if looks.filled == 0 {
        return true;
    }
    match column {
        Column::Price | Column::Mrp => looks.price + looks.nested >= 0.3,
        Column::Rating => looks.number < 0.5 || looks.rating / looks.number >= 0.5,
        Column::Image => looks.number < 0.9,
        Column::Title | Column::Brand => looks.number < 0.9 && looks.url < 0.5,
        Column::Description => looks.url < 0.5,
        _ => true,
    }
}

/// What a column of contradicted name is instead.
pub(super) fn instead(looks: &Looks, column: Column) -> Option<Column> {
    match column {
        Column::Rating => Some(Column::RatingCount),
        Column::Image if looks.number >= 0.9 => Some(Column::Ignore),
        Column::Title | Column::Description if looks.url >= 0.5 => Some(Column::Ignore),
        _ => None,
    }
}

/// What a word in the name says, when the values agree.
pub(super) fn hinted(looks: &Looks, name: &str) -> Option<Column> {
    let parts: Vec<&str> = name.split('_').collect();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["image", "images", "img", "photo", "picture", "thumbnail"]) && looks.picture >= 0.5 {
        return Some(Column::Image);
    }
    if has(&["mrp"])
        || (has(&["price", "cost"])
            && has(&["list", "retail", "market", "regular", "strike", "old"]))
    {
        return (looks.price >= 0.5).then_some(Column::Mrp);
    }
    if has(&["price", "cost"]) && looks.price >= 0.5 {
        return Some(Column::Price);
    }
    if has(&["rating", "stars"]) && looks.rating >= 0.8 {
        return Some(Column::Rating);
    }
    if has(&["title", "headline"])
        || (has(&["name"]) && has(&["product", "item", "article", "style"]))
    {
        let reads = looks.words >= 1.5 && looks.url < 0.5 && looks.distinct >= 0.3;
        return reads.then_some(Column::Title);
    }
    if has(&["brand"]) && looks.words < 5.0 && looks.number < 0.5 {
        return Some(Column::Brand);
    }
    if has(&["category", "categories", "taxonomy", "breadcrumb"]) && looks.number < 0.5 {
        return Some(Column::Categories);
    }
    if has(&["description", "desc"]) && looks.words >= 3.0 {
        return Some(Column::Description);
    }
    let numbered = parts
        .last()
        .is_some_and(|last| ["id", "sku", "code"].contains(last));
    (numbered && looks.distinct >= 0.98 && looks.words <= 1.0).then_some(Column::Id)
}
