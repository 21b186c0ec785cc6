//! What conversations would send and receive, in characters, and what tokenizers may make of them.

/// Characters, apart by how tokenizers see them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Characters {
    latin: u64,
    other: u64,
}

impl Characters {
    /// Counts a text.
    pub(super) fn count(&mut self, text: &str) {
        let latin = text.chars().filter(char::is_ascii).count() as u64;
        self.latin += latin;
        self.other += text.chars().count() as u64 - latin;
    }

    /// Tokens: English takes three to five characters a token, Devanagari one to three.
    pub(super) fn tokens(self) -> (f64, f64) {
        let (latin, other) = (self.latin as f64, self.other as f64);
        (latin / 5.0 + other / 3.0, latin / 3.0 + other)
    }
}

/// What some conversations would take.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Conversations.
    pub(super) talks: u32,
    /// Questions.
    pub(super) calls: u64,
    /// What is sent.
    pub(super) sent: Characters,
    /// What comes back.
    pub(super) received: Characters,
}

impl Counted {
    /// Adds what others would take.
    pub(super) fn add(&mut self, other: Counted) {
        self.talks += other.talks;
        self.calls += other.calls;
        for (own, more) in [
            (&mut self.sent, other.sent),
            (&mut self.received, other.received),
        ] {
            own.latin += more.latin;
            own.other += more.other;
        }
    }
}
