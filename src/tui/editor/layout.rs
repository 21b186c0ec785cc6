//! Where each cluster of an edited text stands on the screen.
//!
//! Owns: soft wrapping of the lines being edited, and the two ways between a place in the text and a place on screen.
//! Does not: change the text. What is shown is safe text; what is edited stays as it is stored.

use std::borrow::Cow;
use std::ops::Range;

use super::model::Place;
use crate::tui::safe::SafeText;
use crate::tui::text::{Unit, UnitKind, clusters, width, wrap_units};

/// A cluster of the text and what stands for it on screen.
#[derive(Debug)]
pub struct Glyph<'a> {
    /// Code points before it in its line.
    pub col: usize,
    /// Its bytes as stored.
    raw: &'a str,
    /// What is shown.
    pub shown: Cow<'a, str>,
    /// Columns of `shown`.
    pub width: u16,
}

impl Glyph<'_> {
    fn end(&self) -> usize {
        self.col + self.raw.chars().count()
    }

    /// Columns before the code point `col` within or after this glyph.
    fn width_up_to(&self, col: usize) -> u16 {
        if col >= self.end() {
            return self.width;
        }
        let inside: String = self
            .raw
            .chars()
            .take(col.saturating_sub(self.col))
            .collect();
        width(&SafeText::line(&inside)).min(self.width)
    }
}

/// One row on screen: some glyphs of one line.
#[derive(Debug)]
pub struct Row {
    /// The line.
    pub line: usize,
    glyphs: Range<usize>,
}

/// A text laid out in rows of a given width.
#[derive(Debug)]
pub struct Layout<'a> {
    lines: Vec<Vec<Glyph<'a>>>,
    /// From top to bottom; at least one per line.
    pub rows: Vec<Row>,
}

impl<'a> Layout<'a> {
    /// Breaks `lines` at `columns` minus one, the last being kept for a cursor at the end of a row.
    pub fn new(lines: &'a [String], columns: u16) -> Self {
        let limit = columns.saturating_sub(1).max(1);
        let lines: Vec<Vec<Glyph<'a>>> = lines.iter().map(|line| glyphs(line)).collect();
        let mut rows = Vec::with_capacity(lines.len());
        for (line, glyphs) in lines.iter().enumerate() {
            let units = glyphs.iter().enumerate().map(unit);
            rows.extend(wrap_units(units, limit).into_iter().map(|row| Row {
                line,
                glyphs: row.range,
            }));
        }
        Self { lines, rows }
    }

    /// The glyphs of row `row`.
    pub fn glyphs(&self, row: usize) -> &[Glyph<'a>] {
        self.rows
            .get(row)
            .and_then(|row| self.lines[row.line].get(row.glyphs.clone()))
            .unwrap_or_default()
    }

    /// Row and column on screen of a place in the text.
    pub fn locate(&self, (line, col): Place) -> (usize, u16) {
        let row = self
            .rows
            .iter()
            .rposition(|row| row.line < line || (row.line == line && self.first_col(row) <= col))
            .unwrap_or(0);
        let x = self
            .glyphs(row)
            .iter()
            .take_while(|glyph| glyph.col < col)
            .fold(0u16, |x, glyph| x.saturating_add(glyph.width_up_to(col)));
        (row, x)
    }

    /// The place in the text at or before column `x` of row `row`.
    pub fn place_at(&self, row: usize, x: u16) -> Place {
        let row = row.min(self.rows.len().saturating_sub(1));
        let Some(found) = self.rows.get(row) else {
            return (0, 0);
        };
        let mut columns = 0u16;
        let mut col = self.first_col(found);
        for glyph in self.glyphs(row) {
            columns = columns.saturating_add(glyph.width);
            if columns > x {
                break;
            }
            col = glyph.end();
        }
        self.keep_on_row(row, (found.line, col))
    }

    /// The first place of row `row`.
    pub fn row_start(&self, row: usize) -> Place {
        self.rows
            .get(row)
            .map_or((0, 0), |found| (found.line, self.first_col(found)))
    }

    /// The last place of row `row`.
    pub fn row_end(&self, row: usize) -> Place {
        self.place_at(row, u16::MAX)
    }

    /// Where a word was broken for want of a space, the place after its last cluster belongs to the next row.
    fn keep_on_row(&self, row: usize, place: Place) -> Place {
        if self.locate(place).0 == row {
            return place;
        }
        let last = self.glyphs(row).last();
        last.map_or(place, |glyph| (place.0, glyph.col))
    }

    fn first_col(&self, row: &Row) -> usize {
        let line = &self.lines[row.line];
        match line.get(row.glyphs.start) {
            Some(glyph) => glyph.col,
            None => line.last().map_or(0, Glyph::end),
        }
    }
}

/// The glyphs of one line; its own measure for a place in it is the code point.
///
/// What is shown in place of a hidden character may be long; it is a glyph per cluster then, all at the same place.
pub fn glyphs(line: &str) -> Vec<Glyph<'_>> {
    let mut col = 0;
    let mut glyphs = Vec::with_capacity(line.len());
    for cluster in clusters(line) {
        let glyph = |shown, width| Glyph {
            col,
            raw: cluster.text,
            shown,
            width,
        };
        match shown(cluster.text) {
            Cow::Borrowed(same) => glyphs.push(glyph(Cow::Borrowed(same), cluster.width)),
            Cow::Owned(other) => glyphs.extend(
                clusters(&other).map(|piece| glyph(Cow::Owned(piece.text.to_owned()), piece.width)),
            ),
        }
        col += cluster.text.chars().count();
    }
    glyphs
}

fn shown(cluster: &str) -> Cow<'_, str> {
    if let [b' '..=b'~'] = cluster.as_bytes() {
        return Cow::Borrowed(cluster);
    }
    let safe = SafeText::line(cluster);
    if *safe == *cluster {
        Cow::Borrowed(cluster)
    } else {
        Cow::Owned(safe.as_str().to_owned())
    }
}

/// A glyph as the wrapper sees it, counted by its place in the line.
fn unit((index, glyph): (usize, &Glyph<'_>)) -> Unit {
    Unit {
        start: index,
        end: index + 1,
        width: glyph.width,
        kind: match UnitKind::of(glyph.raw) {
            UnitKind::Space => UnitKind::Space,
            UnitKind::Word | UnitKind::Newline => UnitKind::Word,
        },
    }
}
