//! Putting the best of a search in order by meaning too: a wish that stays on while one types.
//!
//! Owns: whether it is wished for, that only one request is out at a time and that only the latest wish waits behind it.
//! Does not: send anything, or hold the products.

/// What the order of the list rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ranking {
    /// The words alone.
    #[default]
    Words,
    /// The words, while the order by meaning is on its way.
    MeaningComing,
    /// Words and meaning.
    Meaning,
}

/// The wish, and what has become of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meaning {
    wish: Wish,
    out: Option<u64>,
    /// Whether another answer wants to be put in order when the request that is out has ended.
    behind: Behind,
    ranking: Ranking,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wish {
    #[default]
    Words,
    Meaning,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Behind {
    #[default]
    Nothing,
    Another,
}

impl Meaning {
    /// What the list is ordered by.
    pub fn ranking(&self) -> Ranking {
        self.ranking
    }

    /// Whether it is wished for.
    pub fn is_wished(&self) -> bool {
        self.wish == Wish::Meaning
    }

    /// Wishes for it.
    pub fn wish(&mut self) {
        self.wish = Wish::Meaning;
    }

    /// Goes back to the words.
    pub fn end(&mut self) {
        self.wish = Wish::Words;
        self.behind = Behind::Nothing;
        self.ranking = Ranking::Words;
    }

    /// The list is in the order of the words now.
    pub fn by_words(&mut self) {
        self.ranking = Ranking::Words;
        self.behind = Behind::Nothing;
    }

    /// The list wants to be put in order; says whether the request may go out now.
    pub fn want(&mut self) -> bool {
        self.ranking = Ranking::MeaningComing;
        if self.out.is_some() {
            self.behind = Behind::Another;
        }
        self.out.is_none()
    }

    /// The request with this number is out.
    pub fn sent(&mut self, request: u64) {
        self.out = Some(request);
    }

    /// A request has ended; says whether another one waits behind it.
    pub fn ended(&mut self, request: u64) -> bool {
        if self.out != Some(request) {
            return false;
        }
        self.out = None;
        std::mem::take(&mut self.behind) == Behind::Another
    }

    /// The list is in the order of words and meaning now.
    pub fn in_force(&mut self) {
        self.ranking = Ranking::Meaning;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_request_is_out_and_the_latest_wish_waits() {
        let mut meaning = Meaning::default();
        meaning.wish();
        assert!(meaning.want());
        meaning.sent(4);
        assert!(!meaning.want() && !meaning.want());
        assert!(!meaning.ended(3), "somebody else's");
        assert!(meaning.ended(4));
        assert!(meaning.want());
        meaning.sent(5);
        meaning.by_words();
        assert!(!meaning.ended(5), "nothing waits any more");
    }
}
