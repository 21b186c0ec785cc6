//! What an exchange with a model used, in tokens.

use std::ops::AddAssign;

/// Tokens, as the server counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Usage {
    /// Read, from the server's cache or not.
    pub input: u64,
    /// Written.
    pub output: u64,
    /// Of those that were read, tokens that lay in the server's cache.
    pub cached: u64,
    /// Of those that were read, tokens that the server put into its cache.
    pub cache_written: u64,
}

impl Usage {
    /// What was read and written where no cache had a part in it.
    pub const fn plain(input: u64, output: u64) -> Self {
        Usage {
            input,
            output,
            cached: 0,
            cache_written: 0,
        }
    }

    /// Read and written.
    pub fn tokens(self) -> u64 {
        self.input.saturating_add(self.output)
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Usage) {
        self.input = self.input.saturating_add(other.input);
        self.output = self.output.saturating_add(other.output);
        self.cached = self.cached.saturating_add(other.cached);
        self.cache_written = self.cache_written.saturating_add(other.cache_written);
    }
}
