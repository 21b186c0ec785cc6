//! What a generation is asked for.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::{Domain, Language, Mode, Profile};
use crate::store::ProfileFilter;

/// How the conversations share out over the languages, as weights: `en=35,hi=25,hinglish=40`.
///
/// Empty means that each conversation is in the language of its profile.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LanguageShares(Vec<(Language, u32)>);

impl LanguageShares {
    /// Shares from weights; languages without weight are left out.
    pub fn new(shares: impl IntoIterator<Item = (Language, u32)>) -> Self {
        LanguageShares(shares.into_iter().filter(|share| share.1 > 0).collect())
    }

    /// Only this language.
    pub fn only(language: Language) -> Self {
        LanguageShares(vec![(language, 1)])
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The languages with their weights.
    pub fn shares(&self) -> impl Iterator<Item = (Language, u32)> + '_ {
        self.0.iter().copied()
    }

    /// The language that falls at `point`, which runs evenly over all of `u64`; `None` when nothing was asked for.
    pub fn at(&self, point: u64) -> Option<Language> {
        let total: u64 = self.0.iter().map(|share| u64::from(share.1)).sum();
        // The product of two u64 fits u128, so the high half is point scaled to 0..total.
        let mut place = u64::try_from((u128::from(point) * u128::from(total)) >> 64).ok()?;
        for (language, weight) in &self.0 {
            match place.checked_sub(u64::from(*weight)) {
                None => return Some(*language),
                Some(rest) => place = rest,
            }
        }
        None
    }
}

impl fmt::Display for LanguageShares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (language, weight)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{language}={weight}")?;
        }
        Ok(())
    }
}

/// A text that gives no language shares.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` gives no language shares; write e.g. hi, or en=35,hi=25,hinglish=40")]
pub struct BadShares(String);

impl FromStr for LanguageShares {
    type Err = BadShares;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || BadShares(text.to_owned());
        let mut shares = Vec::new();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, weight) = match part.split_once(['=', ':']) {
                Some((name, weight)) => {
                    let weight = weight.trim().trim_end_matches('%');
                    (name, weight.parse::<u32>().map_err(|_| fail())?)
                }
                None => (part, 1),
            };
            let language: Language = name.parse().map_err(|_| fail())?;
            shares.push((language, weight));
        }
        let shares = LanguageShares::new(shares);
        if shares.is_empty() {
            return Err(fail());
        }
        Ok(shares)
    }
}

/// Whose conversations are made.
#[derive(Clone, Debug, PartialEq)]
pub enum Shoppers {
    /// The workspace's profiles that the filter keeps. When the workspace has none at all, some are made first.
    Workspace(ProfileFilter),
    /// These; they are added to the workspace.
    Given(Vec<Profile>),
}

impl Default for Shoppers {
    fn default() -> Self {
        Shoppers::Workspace(ProfileFilter::default())
    }
}

/// What a generation is asked for. [`Default`] is one conversation with everything left to the workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerateOptions {
    /// How many conversations.
    pub count: u32,
    /// The seed; `None` takes the workspace's seed plus the number of runs made so far. Recorded in the run.
    pub seed: Option<u64>,
    /// The pipeline mode.
    pub mode: Mode,
    /// The languages.
    pub languages: LanguageShares,
    /// The departments; empty for all.
    pub domains: Vec<Domain>,
    /// Whose conversations.
    pub shoppers: Shoppers,
    /// The fewest exchanges (a user turn and its reply) of a conversation that ends by itself.
    pub min_exchanges: u32,
    /// The most exchanges of a conversation.
    pub max_exchanges: u32,
    /// How many conversations are made at once; does not change what is made.
    pub concurrency: usize,
    /// Chunks of text a second and conversation, for people who watch; `None` is as fast as it goes.
    pub pace: Option<f64>,
    /// The demographics that profiles are made from when the workspace has none; `None` takes the built-in ones.
    pub demographics: Option<PathBuf>,
}

impl Default for GenerateOptions {
    fn default() -> Self {
        GenerateOptions {
            count: 1,
            seed: None,
            mode: Mode::Natural,
            languages: LanguageShares::default(),
            domains: Vec::new(),
            shoppers: Shoppers::default(),
            min_exchanges: 2,
            max_exchanges: 10,
            concurrency: 4,
            pace: None,
            demographics: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_read_and_write() {
        let shares: LanguageShares = "english=35, hi:25%,mixed=40".parse().unwrap();
        assert_eq!(shares.to_string(), "en=35,hi=25,hinglish=40");
        assert_eq!(
            "hi".parse::<LanguageShares>().unwrap(),
            LanguageShares::only(Language::Hi)
        );
        for bad in ["", "tamil", "en=x", "en=0"] {
            assert!(bad.parse::<LanguageShares>().is_err(), "{bad}");
        }
    }

    #[test]
    fn shares_share_out_evenly() {
        let shares: LanguageShares = "en=1,hi=3".parse().unwrap();
        let step = u64::MAX / 400;
        let hindi = (0..400)
            .filter(|i| shares.at(i * step) == Some(Language::Hi))
            .count();
        assert!((299..=301).contains(&hindi), "{hindi}");
        assert_eq!(LanguageShares::default().at(9), None);
        assert_eq!(shares.at(u64::MAX), Some(Language::Hi));
    }
}
