//! The curves of several dimensions and languages.

use serde::{Deserialize, Serialize};

use super::{Calibration, Rated, Uncalibrated};
use crate::domain::Language;
use crate::quality::calibration::FOR_LINE;

/// The calibrations of scores, one for each dimension and language. A language never borrows another's curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Calibrations<D> {
    entries: Vec<Entry<D>>,
}

/// What is known of one dimension in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry<D> {
    /// The dimension.
    pub dimension: D,
    /// The language.
    pub language: Language,
    /// What is known.
    pub calibration: Calibration,
}

impl<D> Default for Calibrations<D> {
    fn default() -> Self {
        let entries = Vec::new();
        Calibrations { entries }
    }
}

impl<D: Ord> Calibrations<D> {
    /// Fits a dimension in a language; what was known of it before is replaced.
    pub fn fit(&mut self, dimension: D, language: Language, rated: &[Rated], seed: u64) {
        let entry = Entry {
            calibration: Calibration::fit(rated, seed),
            dimension,
            language,
        };
        match self.place(&entry.dimension, language) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }

    /// What is known of a dimension in a language.
    pub fn of(&self, dimension: &D, language: Language) -> Calibration {
        let nothing = Uncalibrated::TooFew {
            n: 0,
            needed: FOR_LINE,
        };
        match self.place(dimension, language) {
            Ok(at) => self.entries[at].calibration.clone(),
            Err(_) => Calibration::Not(nothing),
        }
    }

    /// Everything that is known, by dimension and language.
    pub fn entries(&self) -> &[Entry<D>] {
        &self.entries
    }

    fn place(&self, dimension: &D, language: Language) -> Result<usize, usize> {
        let key = |entry: &Entry<D>| (&entry.dimension, entry.language).cmp(&(dimension, language));
        self.entries.binary_search_by(key)
    }
}
