//! What a run record keeps, so that the run can be continued after any end.

use serde::{Deserialize, Serialize};

use super::LanguageShares;
use crate::domain::{Domain, Language, ProfileId};
use crate::store::ProfileFilter;

/// What was asked for besides the fields of the run record itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// The shares of the languages.
    pub(super) languages: LanguageShares,
    /// The departments.
    pub(super) domains: Vec<Domain>,
    /// The fewest exchanges.
    pub(super) min_exchanges: u32,
    /// The most exchanges.
    pub(super) max_exchanges: u32,
    /// Whose conversations.
    pub(super) shoppers: Pool,
}

/// The shoppers of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Pool {
    /// These.
    Given(Vec<ProfileId>),
    /// Those of the workspace that a filter keeps, up to a place; profiles that came later do not change the run.
    Filtered {
        /// Only this language.
        language: Option<Language>,
        /// Only scenarios in this department.
        domain: Option<Domain>,
        /// Words that must occur.
        words: Vec<String>,
        /// The store's key of the last profile.
        until: i64,
    },
}

impl Pool {
    /// Those that the filter keeps now.
    pub(super) fn filtered(filter: ProfileFilter, until: i64) -> Self {
        let ProfileFilter {
            language,
            domain,
            words,
        } = filter;
        Pool::Filtered {
            language,
            domain,
            words,
            until,
        }
    }
}
