//! Breaking, cutting and padding text to a number of columns.
//!
//! Owns: where a line ends. A line ends at a space, or between two clusters when one word fills the line; nothing but
//! that one space is left out.
//! Does not: copy text; a [`Line`] is a range of bytes.

use std::borrow::Cow;
use std::ops::Range;

use super::cluster::{Cluster, clusters, is_plain, width};

/// One row of a wrapped text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Bytes of the text that stand on this row.
    pub range: Range<usize>,
    /// Columns they take.
    pub width: u16,
}

impl Line {
    /// The row's own part of `text`; empty if `text` is not the text that was wrapped.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or_default()
    }
}

/// A piece that is never cut, as [`wrap_units`] sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// First byte.
    pub start: usize,
    /// Byte just past it.
    pub end: usize,
    /// Columns it takes as shown.
    pub width: u16,
    /// What it means for the line.
    pub kind: UnitKind,
}

/// What a [`Unit`] means for the line it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// Part of a word.
    Word,
    /// A space, where the line may end.
    Space,
    /// A line feed, where it must.
    Newline,
}

impl From<Cluster<'_>> for Unit {
    fn from(cluster: Cluster<'_>) -> Self {
        Self {
            start: cluster.start,
            end: cluster.end(),
            width: cluster.width,
            kind: UnitKind::of(cluster.text),
        }
    }
}

impl UnitKind {
    /// The kind of a cluster. A no-break space is part of its word.
    pub fn of(cluster: &str) -> Self {
        match cluster {
            " " => Self::Space,
            "\n" | "\r\n" => Self::Newline,
            _ => Self::Word,
        }
    }
}

/// Where a text is put inside a wider space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Spaces after it.
    Left,
    /// Spaces before it, as for figures.
    Right,
    /// Spaces on both sides.
    Centre,
}

/// Breaks `text` into rows of at most `limit` columns; never none, so that an empty text is one empty row.
///
/// A cluster wider than `limit` gets a row of its own, as nothing may be lost.
pub fn wrap(text: &str, limit: u16) -> Vec<Line> {
    if !text.contains('\n') {
        let columns = width(text);
        if columns <= limit {
            return vec![Line {
                range: 0..text.len(),
                width: columns,
            }];
        }
    }
    wrap_units(clusters(text).map(Unit::from), limit)
}

/// [`wrap`] over pieces measured by the caller, for text that is shown otherwise than it is stored.
pub fn wrap_units(units: impl IntoIterator<Item = Unit>, limit: u16) -> Vec<Line> {
    let mut rows = Rows::default();
    for unit in units {
        rows.push(unit, limit.max(1));
    }
    rows.finish()
}

/// The row being filled and those that are done.
#[derive(Default)]
struct Rows {
    done: Vec<Line>,
    start: usize,
    end: usize,
    columns: u16,
    space: Option<Break>,
}

/// The last space of the row being filled.
#[derive(Clone, Copy)]
struct Break {
    start: usize,
    end: usize,
    columns_before: u16,
    columns_through: u16,
}

impl Rows {
    fn push(&mut self, unit: Unit, limit: u16) {
        if unit.kind == UnitKind::Newline {
            self.close(unit.start, self.columns, unit.end, 0);
            return;
        }
        if self.columns.saturating_add(unit.width) > limit && self.columns > 0 {
            if unit.kind == UnitKind::Space {
                self.close(unit.start, self.columns, unit.end, 0);
                return;
            }
            self.break_before(unit, limit);
        }
        let before = self.columns;
        self.columns = before.saturating_add(unit.width);
        self.end = unit.end;
        if unit.kind == UnitKind::Space {
            self.space = Some(Break {
                start: unit.start,
                end: unit.end,
                columns_before: before,
                columns_through: self.columns,
            });
        }
    }

    /// Ends the row at its last space, or right before `unit` when there is none or the rest would still be too long.
    fn break_before(&mut self, unit: Unit, limit: u16) {
        if let Some(space) = self.space {
            let carried = self.columns - space.columns_through;
            self.close(space.start, space.columns_before, space.end, carried);
        }
        if self.columns > 0 && self.columns.saturating_add(unit.width) > limit {
            self.close(unit.start, self.columns, unit.start, 0);
        }
    }

    /// Ends the row at byte `end`; the next one starts at `next` and already holds `carried` columns.
    fn close(&mut self, end: usize, columns: u16, next: usize, carried: u16) {
        self.done.push(Line {
            range: self.start..end,
            width: columns,
        });
        self.start = next;
        self.end = self.end.max(next);
        self.columns = carried;
        self.space = None;
    }

    fn finish(mut self) -> Vec<Line> {
        self.done.push(Line {
            range: self.start..self.end,
            width: self.columns,
        });
        self.done
    }
}

/// `text` cut to `limit` columns, with `…` at a cluster edge when something was cut off. Newlines count as nothing.
pub fn truncate(text: &str, limit: u16) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    if limit == 0 {
        return Cow::Borrowed("");
    }
    let room = limit - 1;
    let mut columns = 0u16;
    let mut end = 0;
    for cluster in clusters(text) {
        columns = columns.saturating_add(cluster.width);
        if columns > room {
            break;
        }
        end = cluster.end();
    }
    Cow::Owned(format!("{}…", &text[..end]))
}

/// The end of `text` in `limit` columns, with `…` before it at a cluster edge when something was cut off: how a text goes on.
pub fn tail(text: &str, limit: u16) -> Cow<'_, str> {
    if width(text) <= limit {
        return Cow::Borrowed(text);
    }
    if limit == 0 {
        return Cow::Borrowed("");
    }
    let room = limit - 1;
    let mut columns = 0u16;
    let mut start = text.len();
    for cluster in clusters(text).rev() {
        columns = columns.saturating_add(cluster.width);
        if columns > room {
            break;
        }
        start = cluster.start;
    }
    Cow::Owned(format!("…{}", &text[start..]))
}

/// `text` cut or filled with spaces to exactly `columns` columns.
pub fn pad(text: &str, columns: u16, align: Align) -> String {
    let shown = truncate(text, columns);
    let taken = if is_plain(&shown) {
        shown.len()
    } else {
        usize::from(width(&shown))
    };
    let free = usize::from(columns).saturating_sub(taken);
    let before = match align {
        Align::Left => 0,
        Align::Right => free,
        Align::Centre => free / 2,
    };
    format!("{}{shown}{}", " ".repeat(before), " ".repeat(free - before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, limit: u16) -> Vec<&str> {
        wrap(text, limit).iter().map(|line| line.of(text)).collect()
    }

    #[test]
    fn breaks_at_the_last_space_and_leaves_only_that_space_out() {
        assert_eq!(rows("red cotton  kurta", 11), ["red cotton ", "kurta"]);
        assert_eq!(
            rows("red cotton kurta", 3),
            ["red", "cot", "ton", "kur", "ta"]
        );
        assert_eq!(rows("हिन्दी में कुर्ता", 8), ["हिन्दी में", "कुर्ता"]);
    }

    #[test]
    fn newlines_break_and_an_empty_text_is_one_row() {
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("a\n\nb\n", 5), ["a", "", "b", ""]);
    }

    #[test]
    fn a_cluster_wider_than_the_row_stands_alone() {
        assert_eq!(rows("न्दी!", 2), ["न्दी", "!"]);
        assert_eq!(rows("न्दीक", 0), ["न्दी", "क"]);
    }

    #[test]
    fn cuts_at_a_cluster_edge() {
        assert_eq!(truncate("हिन्दी", 5), "हिन्दी");
        assert_eq!(truncate("हिन्दी", 4), "हि…");
        assert_eq!(truncate("हिन्दी", 1), "…");
        assert_eq!(truncate("हिन्दी", 0), "");
    }

    #[test]
    fn the_end_begins_at_a_cluster_edge() {
        assert_eq!(tail("हिन्दी", 5), "हिन्दी");
        assert_eq!(tail("हिन्दी", 4), "…न्दी");
        assert_eq!(tail("हिन्दी", 3), "…");
        assert_eq!(tail("red kurta", 6), "…kurta");
        assert_eq!(tail("red kurta", 0), "");
    }

    #[test]
    fn pads_by_columns() {
        assert_eq!(pad("कि", 4, Align::Left), "कि  ");
        assert_eq!(pad("42", 4, Align::Right), "  42");
        assert_eq!(pad("a", 4, Align::Centre), " a  ");
        assert_eq!(width(&pad("हिन्दी", 4, Align::Left)), 4);
    }
}
