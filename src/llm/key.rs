//! A key, shown nowhere.

use secrecy::{ExposeSecret, SecretString};

/// What stands where a key stood.
const BLOT: &str = "[key]";

/// A key, shown nowhere.
#[derive(Clone, Debug)]
pub struct Key(SecretString);

impl Key {
    /// Keeps a key. White space around it, such as the line break at the end of a file, is no part of it.
    pub fn new(text: &str) -> Self {
        Key(SecretString::from(text.trim()))
    }

    /// The key itself, for the one header that carries it.
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The text without the key.
    pub(super) fn blot(&self, text: &str) -> String {
        match self.expose() {
            "" => text.to_owned(),
            key => text.replace(key, BLOT),
        }
    }
}
