//! The canvas: a buffer and a theme, and the few ways in which panes put text on them.
//!
//! Owns: making every text safe for the terminal on its way to the screen, clipping, wrapping by cluster. No pane
//! writes to the buffer past it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::safe::SafeText;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// Columns from which a list and its detail stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// A buffer with the theme to draw in.
pub struct Canvas<'a> {
    /// The cells.
    pub buf: &'a mut Buffer,
    /// The colours.
    pub theme: &'a Theme,
}

impl Canvas<'_> {
    /// Puts a text at a place, cut with `…` at `width` columns; returns the columns used.
    pub fn put(&mut self, x: u16, y: u16, width: u16, content: &str, role: Role) -> u16 {
        let safe = SafeText::line(content);
        let shown = text::truncate(safe.as_str(), width);
        text::put(self.buf, x, y, width, &shown, self.theme.style(role))
    }

    /// Puts parts one after another within `width` columns; returns the columns used.
    pub fn parts(&mut self, x: u16, y: u16, width: u16, parts: &[(Role, &str)]) -> u16 {
        let mut used = 0;
        for (role, content) in parts {
            if used >= width {
                break;
            }
            used += self.put(x + used, y, width - used, content, *role);
        }
        used
    }

    /// Puts a text against the right edge of `area`'s row `y`.
    pub fn right(&mut self, area: Rect, y: u16, content: &str, role: Role) {
        let width = self.width(content).min(area.width);
        self.put(area.right() - width, y, width, content, role);
    }

    /// Puts a long text over as many rows as it needs, at most `area.height`; returns the rows used.
    pub fn wrapped(&mut self, area: Rect, content: &str, role: Role) -> u16 {
        let safe = SafeText::block(content);
        let mut row = 0;
        for line in text::wrap(safe.as_str(), area.width) {
            if row >= area.height {
                break;
            }
            let line = line.of(safe.as_str());
            text::put(
                self.buf,
                area.x,
                area.y + row,
                area.width,
                line,
                self.theme.style(role),
            );
            row += 1;
        }
        row
    }

    /// Rows that a text takes at a width.
    pub fn rows(&self, content: &str, width: u16) -> u16 {
        let safe = SafeText::block(content);
        u16::try_from(text::wrap(safe.as_str(), width).len()).unwrap_or(u16::MAX)
    }

    /// Columns of a text once made safe.
    pub fn width(&self, content: &str) -> u16 {
        text::width(SafeText::line(content).as_str())
    }

    /// Fills an area with the blanks of a text field.
    pub fn input(&mut self, area: Rect) {
        text::clear_area(self.buf, area);
        self.buf.set_style(area, self.theme.editor().text);
    }

    /// Fills an area with blanks of a role.
    pub fn fill(&mut self, area: Rect, role: Role) {
        text::clear_area(self.buf, area);
        self.buf.set_style(area, self.theme.style(role));
    }

    /// Gives a row's cells a role's style, keeping what stands there.
    pub fn paint(&mut self, area: Rect, role: Role) {
        self.buf.set_style(area, self.theme.style(role));
    }

    /// A horizontal rule.
    pub fn rule(&mut self, x: u16, y: u16, width: u16) {
        let line = "─".repeat(usize::from(width));
        self.put(x, y, width, &line, Role::Border);
    }

    /// A vertical rule.
    pub fn bar(&mut self, x: u16, y: u16, height: u16) {
        for row in 0..height {
            self.put(x, y + row, 1, "│", Role::Border);
        }
    }

    /// Parts an area into a list and the detail of its chosen item, side by side where both fit, with a line between.
    pub fn list_and_detail(&mut self, area: Rect) -> (Rect, Rect) {
        if area.width >= SIDE_BY_SIDE {
            let width = area.width * 11 / 20;
            self.bar(area.x + width - 1, area.y, area.height);
            let x = area.x + width + 1;
            let list = Rect {
                width: width - 2,
                ..area
            };
            return (list, Rect::new(x, area.y, area.right() - x, area.height));
        }
        let height = (area.height / 2).max(2);
        self.rule(area.x, area.y + height, area.width);
        let y = area.y + height + 1;
        let list = Rect { height, ..area };
        (
            list,
            Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y)),
        )
    }

    /// A box with a title over whatever lies below; returns the area inside.
    pub fn boxed(&mut self, area: Rect, title: &str) -> Rect {
        self.fill(area, Role::Popup);
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let inner_width = usize::from(area.width - 2);
        let edge = "═".repeat(inner_width);
        let (left, bottom) = (area.x, area.bottom() - 1);
        self.put(
            left,
            area.y,
            area.width,
            &format!("╔{edge}╗"),
            Role::BorderFocus,
        );
        for row in area.y + 1..bottom {
            self.put(left, row, 1, "║", Role::BorderFocus);
            self.put(area.right() - 1, row, 1, "║", Role::BorderFocus);
        }
        self.put(
            left,
            bottom,
            area.width,
            &format!("╚{edge}╝"),
            Role::BorderFocus,
        );
        self.put(
            left + 2,
            area.y,
            area.width - 4,
            &format!(" {title} "),
            Role::Title,
        );
        Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
    }
}

/// An area of at most this size in the middle of another.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}
