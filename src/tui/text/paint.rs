//! Putting clusters into a buffer.
//!
//! Owns: clipping, and keeping the buffer whole when something is painted over half of a wide cluster.
//! Does not: wrap; the caller gives one row at a time.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::cluster::{Cluster, clusters};

/// Columns to look back for a cluster that reaches over a cell; longer ones do not occur in any script.
const LONGEST_CLUSTER: u16 = 16;

/// Paints `text` at `(x, y)` in at most `max_width` columns and returns the columns used.
///
/// Nothing is painted outside the buffer. A cluster that does not fit whole becomes blanks. Controls and lone marks take
/// no column and are left out; make the text safe first to see them.
pub fn put(buf: &mut Buffer, x: u16, y: u16, max_width: u16, text: &str, style: Style) -> u16 {
    let area = buf.area;
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return 0;
    }
    let end = x.saturating_add(max_width).min(area.right());
    if end > x {
        blank_half_cluster(buf, x, y);
    }
    let mut column = x;
    for cluster in clusters(text).filter(|cluster| cluster.width > 0) {
        if cluster.width > end - column {
            column = blank(buf, column..end, y, style);
            break;
        }
        column = put_cluster(buf, column, y, cluster, style);
    }
    column - x
}

/// Blanks `rect` for something drawn over it, and the rest of any cluster that reached into it from the left.
pub fn clear_area(buf: &mut Buffer, rect: Rect) {
    let rect = rect.intersection(buf.area);
    if rect.is_empty() {
        return;
    }
    for y in rect.top()..rect.bottom() {
        blank_half_cluster(buf, rect.left(), y);
        for x in rect.left()..rect.right() {
            buf[(x, y)].reset();
        }
    }
}

fn put_cluster(buf: &mut Buffer, x: u16, y: u16, cluster: Cluster<'_>, style: Style) -> u16 {
    buf[(x, y)].set_symbol(cluster.text).set_style(style);
    blank(buf, x + 1..x + cluster.width, y, style)
}

fn blank(buf: &mut Buffer, columns: std::ops::Range<u16>, y: u16, style: Style) -> u16 {
    for x in columns.clone() {
        buf[(x, y)].set_symbol(" ").set_style(style);
    }
    columns.end.max(columns.start)
}

/// Turns a cluster that starts left of `x` and covers it into blanks: half a cluster cannot be shown.
fn blank_half_cluster(buf: &mut Buffer, x: u16, y: u16) {
    let first = x.saturating_sub(LONGEST_CLUSTER).max(buf.area.left());
    for lead in (first..x).rev() {
        let cell = &mut buf[(lead, y)];
        if cell.symbol() == " " {
            continue;
        }
        if lead.saturating_add(cell.cell_width()) > x {
            cell.set_symbol(" ");
        }
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(buf: &Buffer) -> Vec<&str> {
        buf.content.iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn paints_clusters_into_the_columns_they_take() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        assert_eq!(put(&mut buf, 0, 0, 9, "हिन्दी", Style::new()), 5);
        assert_eq!(row(&buf), ["हि", " ", "न्दी", " ", " ", " "]);
    }

    #[test]
    fn a_cluster_that_does_not_fit_becomes_a_blank() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        assert_eq!(put(&mut buf, 0, 0, 4, "हिन्दी", Style::new()), 4);
        assert_eq!(row(&buf), ["हि", " ", " ", " "]);
        assert_eq!(put(&mut buf, 3, 0, 0, "x", Style::new()), 0);
        assert_eq!(put(&mut buf, 9, 0, 4, "x", Style::new()), 0);
        assert_eq!(put(&mut buf, 0, 9, 4, "x", Style::new()), 0);
    }

    #[test]
    fn painting_over_half_a_cluster_blanks_the_other_half() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 1));
        put(&mut buf, 0, 0, 4, "हिx", Style::new());
        put(&mut buf, 1, 0, 1, "|", Style::new());
        assert_eq!(row(&buf), [" ", "|", "x", " "]);
    }

    #[test]
    fn clearing_an_area_takes_a_half_covered_cluster_with_it() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 5, 1));
        put(&mut buf, 0, 0, 5, "aन्दीb", Style::new());
        clear_area(&mut buf, Rect::new(3, 0, 9, 9));
        assert_eq!(row(&buf), ["a", " ", " ", " ", " "]);
    }
}
