//! A cursor in a list that is drawn through a window.

/// The cursor and the first row shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ListState {
    /// The item under the cursor.
    pub at: usize,
    /// The first item shown.
    pub top: usize,
}

impl ListState {
    /// Moves the cursor by `step` items within `len`, and the window with it.
    pub fn move_by(&mut self, step: isize, len: usize, rows: usize) {
        let last = len.saturating_sub(1);
        self.at = self.at.saturating_add_signed(step).min(last);
        self.follow(len, rows);
    }

    /// Puts the cursor on an item.
    pub fn jump(&mut self, to: usize, len: usize, rows: usize) {
        self.at = to.min(len.saturating_sub(1));
        self.follow(len, rows);
    }

    /// Moves the window so that the cursor lies in it and no row is wasted.
    pub fn follow(&mut self, len: usize, rows: usize) {
        let rows = rows.max(1);
        if self.at < self.top {
            self.top = self.at;
        }
        if self.at >= self.top + rows {
            self.top = self.at + 1 - rows;
        }
        self.top = self.top.min(len.saturating_sub(rows));
    }
}

#[cfg(test)]
mod tests {
    use super::ListState;

    #[test]
    fn the_window_follows_the_cursor() {
        let mut list = ListState::default();
        list.move_by(12, 20, 5);
        assert_eq!((list.at, list.top), (12, 8));
        list.move_by(-10, 20, 5);
        assert_eq!((list.at, list.top), (2, 2));
        list.jump(usize::MAX, 20, 5);
        assert_eq!((list.at, list.top), (19, 15));
        list.jump(3, 0, 5);
        assert_eq!((list.at, list.top), (0, 0));
    }
}
