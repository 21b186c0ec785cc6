//! What a run record keeps, so that the run can be continued after any end.

use serde::{Deserialize, Serialize};

use super::super::JobError;
use super::pictures::Trial;
use super::settling::Fill;
use super::{LanguageShares, OutcomeShares, Reviewing};
use crate::domain::{ConversationId, Departments, Domain, Language, ProfileId, Run};
use crate::quality::Cell;
use crate::store::ProfileFilter;

/// What was asked for besides the fields of the run record itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Settings {
    /// The shares of the languages.
    pub(super) languages: LanguageShares,
    /// The departments.
    pub(super) domains: Departments,
    /// The fewest exchanges.
    pub(super) min_exchanges: u32,
    /// The most exchanges.
    pub(super) max_exchanges: u32,
    /// The mean length in exchanges; `None` leaves lengths to the talk.
    pub(super) mean_exchanges: Option<f64>,
    /// The shares of the endings.
    pub(super) outcomes: OutcomeShares,
    /// The part of the conversations in which the shopper shows a picture.
    pub(super) picture_share: f64,
    /// How many shoppers found a picture when some looked before the run.
    #[serde(default)]
    pub(super) looked: Trial,
    /// The place in the queue up to which conversations must not be repeated; `None` for those of the run alone.
    pub(super) apart_until: Option<i64>,
    /// Whether conversations are reviewed before they count.
    #[serde(default)]
    pub(super) review: Reviewing,
    /// How many conversations each cell is to hold.
    #[serde(default)]
    pub(super) wanted: Vec<WantedCell>,
    /// What people rejected before the run was topped up, in order.
    #[serde(default)]
    pub(super) fills: Vec<Fill>,
    /// The places of conversations that a person ended: they stay as they are.
    #[serde(default)]
    pub(super) let_be: Vec<u32>,
    /// Whose conversations.
    pub(super) shoppers: Pool,
    /// The model that words the turns; `None` for the phrasebook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) model: Option<String>,
    /// The changes of the voice while the run went on, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) voices: Vec<VoiceFrom>,
    /// How many conversations counted when a run by a model last came to an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kept: Option<u32>,
}

/// A change of the voice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct VoiceFrom {
    /// The place of the first conversation that it words.
    pub(super) ordinal: u32,
    /// The model.
    pub(super) model: String,
    /// How freely it chooses its words; `None` leaves that to the server.
    pub(super) temperature: Option<f32>,
}

impl Settings {
    /// The model that words what the run makes from now on; `None` for the phrasebook.
    pub(super) fn model_now(&self) -> Option<&str> {
        let latest = self.voices.last().map(|voice| voice.model.as_str());
        latest.or(self.model.as_deref())
    }
}

/// How many conversations of a cell a run was to make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct WantedCell {
    /// The cell.
    #[serde(flatten)]
    pub(super) cell: Cell,
    /// Conversations.
    pub(super) wanted: u32,
}

/// Notes in a run's record that the conversation of a place stays as it is.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn let_be(run: &mut Run, ordinal: u32) -> Result<(), JobError> {
    let mut settings: Settings =
        serde_json::from_value(run.settings.take()).map_err(JobError::layer)?;
    settings.let_be.push(ordinal);
    run.settings = serde_json::to_value(&settings).map_err(JobError::layer)?;
    Ok(())
}

/// Notes in a run's record who words it from a place on.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn note_voice(run: &mut Run, voice: VoiceFrom) -> Result<(), JobError> {
    let mut settings: Settings =
        serde_json::from_value(run.settings.take()).map_err(JobError::layer)?;
    settings.voices.push(voice);
    run.settings = serde_json::to_value(&settings).map_err(JobError::layer)?;
    Ok(())
}

/// Notes in a run's record how many conversations count.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn note_kept(run: &mut Run, kept: u32) -> Result<(), JobError> {
    let mut settings: Settings =
        serde_json::from_value(run.settings.take()).map_err(JobError::layer)?;
    settings.kept = Some(kept);
    run.settings = serde_json::to_value(&settings).map_err(JobError::layer)?;
    Ok(())
}

/// How many conversations counted when a run by a model last came to an end; `None` when it never did, or is not by a model.
pub fn kept_of(run: &Run) -> Option<u32> {
    let settings = serde_json::from_value::<Settings>(run.settings.clone());
    settings.ok()?.kept
}

/// What a run was to make of each cell; nothing when its record does not tell.
pub(in crate::jobs) fn wanted_cells(run: &Run) -> Vec<(Cell, u32)> {
    let settings = serde_json::from_value::<Settings>(run.settings.clone());
    let wanted = settings.into_iter().flat_map(|settings| settings.wanted);
    wanted.map(|one| (one.cell, one.wanted)).collect()
}

/// The shoppers of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Pool {
    /// These.
    Given(Vec<ProfileId>),
    /// The shopper of this conversation, with what was wanted in it.
    Of(ConversationId),
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
