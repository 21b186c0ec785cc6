//! What a generation is asked for.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::{ConversationId, Departments, Language, Mode, Outcome, Profile, Shares};
use crate::store::ProfileFilter;

/// How the conversations share out over the languages; empty for the language of each profile.
pub type LanguageShares = Shares<Language>;
/// How the conversations share out over their endings; empty leaves the ending to the talk.
pub type OutcomeShares = Shares<Outcome>;

/// Whose conversations are made.
#[derive(Clone, Debug, PartialEq)]
pub enum Shoppers {
    /// The workspace's profiles that the filter keeps. When the workspace has none at all, some are made first.
    Workspace(ProfileFilter),
    /// These; they are added to the workspace.
    Given(Vec<Profile>),
    /// The shopper of this conversation, with what was wanted in it.
    Of(ConversationId),
}

impl Default for Shoppers {
    fn default() -> Self {
        Shoppers::Workspace(ProfileFilter::default())
    }
}

/// The mean length of conversations when nothing else is asked for, in exchanges: that of the published report.
pub const USUAL_MEAN: f64 = 6.4;
/// The part of the conversations in which the shopper shows a picture when nothing else is asked for.
pub const USUAL_PICTURES: f64 = 0.2;

/// What a conversation of a run must not be nearly the same as, to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Apart {
    /// Earlier ones of the run: the same seed gives the same set, whatever else the workspace holds.
    #[default]
    Run,
    /// Also those that were in the workspace when the run began.
    Workspace,
}

/// Whether conversations are reviewed before they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reviewing {
    /// They are not.
    #[default]
    Off,
    /// The program reviews each as it is made. What is not good enough is discarded, does not count, and is made up for.
    Discard,
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
    /// The departments.
    pub domains: Departments,
    /// Whose conversations.
    pub shoppers: Shoppers,
    /// How the conversations end, in natural mode.
    pub outcomes: OutcomeShares,
    /// How long they are on the average, in exchanges, in natural mode; `None` takes [`USUAL_MEAN`], or the nearest
    /// that the fewest and the most exchanges leave room for.
    pub mean_exchanges: Option<f64>,
    /// The part of the conversations in which the shopper shows a picture, 0 to 1, in natural mode.
    pub picture_share: f64,
    /// What a conversation must not be nearly the same as.
    pub apart: Apart,
    /// Whether conversations are reviewed before they count.
    pub review: Reviewing,
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
            domains: Departments::default(),
            shoppers: Shoppers::default(),
            outcomes: OutcomeShares::default(),
            mean_exchanges: None,
            picture_share: USUAL_PICTURES,
            apart: Apart::default(),
            review: Reviewing::default(),
            min_exchanges: 3,
            max_exchanges: 10,
            concurrency: 4,
            pace: None,
            demographics: None,
        }
    }
}
