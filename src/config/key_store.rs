//! The system's keyring: a key for each host, kept by the system and in no file of ours.
//!
//! Owns: under what name a key lies there, and the sentences when there is no keyring. Does not: list what others keep there.

use std::fmt;

use super::Secret;

/// Why a keyring could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// This program was built without.
    #[error(
        "this program was built without the system's keyring; build it with `--features keyring`, or put the key into an \
         environment variable or a file (docs/providers.md)"
    )]
    NotBuilt,
    /// The system has none that answers, or it refuses.
    #[error(
        "the system's keyring cannot be used: {0}; put the key into an environment variable or a file (docs/providers.md)"
    )]
    System(String),
}

/// What keeps a key for each host, such as `api.openai.com` or `127.0.0.1:8080`.
pub trait Keyring: Send + Sync {
    /// The key for this host; `None` when there is none.
    ///
    /// # Errors
    /// When the keyring cannot be asked.
    fn find(&self, host: &str) -> Result<Option<Secret>, KeyringError>;

    /// Keeps a key for this host, in place of an earlier one.
    ///
    /// # Errors
    /// When the keyring does not take it.
    fn store(&self, host: &str, key: &Secret) -> Result<(), KeyringError>;

    /// Forgets the key for this host; whether there was one.
    ///
    /// # Errors
    /// When the keyring cannot be asked.
    fn forget(&self, host: &str) -> Result<bool, KeyringError>;
}

/// The keyring of the system: the Secret Service, the Keychain or the Credential Manager.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemKeyring;

#[cfg(feature = "keyring")]
mod system {
    use keyring::Entry;
    use keyring::v1::Error;

    use super::{Keyring, KeyringError, Secret, SystemKeyring};

    /// All our entries lie under this name.
    const SERVICE: &str = "muse-studio";

    impl From<Error> for KeyringError {
        fn from(error: Error) -> Self {
            match Entry::store_status() {
                Err(why) => KeyringError::System(why.to_string()),
                Ok(()) => KeyringError::System(error.to_string()),
            }
        }
    }

    impl Keyring for SystemKeyring {
        fn find(&self, host: &str) -> Result<Option<Secret>, KeyringError> {
            match Entry::new(SERVICE, host)?.get_password() {
                Ok(text) => Ok(Secret::of(&text)),
                Err(Error::NoEntry) => Ok(None),
                Err(error) => Err(error.into()),
            }
        }

        fn store(&self, host: &str, key: &Secret) -> Result<(), KeyringError> {
            Ok(Entry::new(SERVICE, host)?.set_password(key.expose())?)
        }

        fn forget(&self, host: &str) -> Result<bool, KeyringError> {
            match Entry::new(SERVICE, host)?.delete_credential() {
                Ok(()) => Ok(true),
                Err(Error::NoEntry) => Ok(false),
                Err(error) => Err(error.into()),
            }
        }
    }
}

#[cfg(not(feature = "keyring"))]
impl Keyring for SystemKeyring {
    fn find(&self, _host: &str) -> Result<Option<Secret>, KeyringError> {
        Ok(None)
    }

    fn store(&self, _host: &str, _key: &Secret) -> Result<(), KeyringError> {
        Err(KeyringError::NotBuilt)
    }

    fn forget(&self, _host: &str) -> Result<bool, KeyringError> {
        Err(KeyringError::NotBuilt)
    }
}

/// The host of an address, with its port where one is named; also of a bare host.
pub fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control();
    (!host.is_empty() && host.chars().all(plain)).then_some(host)
}

impl fmt::Debug for dyn Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_what_stands_between_the_scheme_and_the_path() {
        for (address, host) in [
            ("https://api.openai.com/v1", Some("api.openai.com")),
            ("http://127.0.0.1:8080/v1", Some("127.0.0.1:8080")),
            ("https://me:word@host.example?x", Some("host.example")),
            ("api.anthropic.com", Some("api.anthropic.com")),
            ("https://", None),
            ("two words", None),
            ("", None),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }
}
