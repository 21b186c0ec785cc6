//! Work that takes time: making conversations and profiles, imports, exports, checks.
//!
//! Owns: the runner, pause and stop, the events that a job reports, the workspace as a whole (store + index + files).
//! A job writes to the store itself; whoever watches only watches.

mod agreeing;
mod asking;
mod at_work;
mod auto_review;
mod categories;
mod clock;
mod companions;
mod control;
mod counting_profiles;
mod detaching;
mod duplicates;
mod error;
mod evaluating;
mod evaluating_file;
mod event;
mod examples;
mod examples_talks;
mod exporting;
mod facts;
mod finding_ids;
mod folder;
mod following;
mod generate;
mod importing;
mod indexing;
mod judged;
mod judging;
mod kept_answers;
mod ledger;
mod lookup;
mod mailbox;
mod making_profiles;
mod measuring;
mod merging;
mod models_at_hand;
mod paced_model;
mod phrasebook;
mod previewing;
mod product_types;
mod products;
mod profile_pages;
mod reading;
mod recaptioning;
mod remarking;
mod reranking;
mod rewriting;
mod runner;
mod servers;
mod shelf;
mod tokens;
mod workspace;

pub use crate::dialogue::data::PlacedFault;
pub use crate::dialogue::profiles::{Construction, Crossed, Novelty, ProfileStats, Share};
pub use agreeing::{Agreed, Beside, Level, agreed};
pub use asking::{Allowance, Spent};
pub use at_work::{AtWork, Stopping, ask_to_stop, at_work, stop_elsewhere};
pub use auto_review::{
    Aspect, AutoReviewOptions, AutoReviewed, Before, Evidence, MadeAgain, Models, No, OnFault,
    Passed, Proposal, Question, Remedy, Repaired, Scores, Seer, Weight, Writing,
};
pub use categories::Categories;
pub use clock::Clock;
pub use companions::Companion;
pub use control::Control;
pub use counting_profiles::demographics_faults;
pub use detaching::{Begun, Detached, IN_BACKGROUND, Program};
pub use duplicates::{Duplicates, DuplicatesFound, GroupsFit};
pub use error::JobError;
pub use evaluating::Evaluated;
pub use event::{Awaits, Bytes, Hold, JobEnd, JobEvent, JobId, JobKind};
pub use examples::{Sheet, examples, sheet};
pub use examples_talks::{Aims, SampleShop, Talk, TalkPlan, sample_talks};
pub use exporting::{ExportOptions, Exported};
pub use finding_ids::{resolve_id, short_id};
pub use folder::{DEFAULT_SEED, Folder, Identity};
pub use generate::{
    Apart, Basis, Bounds, ByModel, CellFilled, CostBounds, Estimate, Foreseen, GenerateOptions,
    Generated, LanguageShares, NotKept, OnceMore, OutcomeShares, Pictured, Replaced, Reviewing,
    RunCost, Shoppers, Speaking, Steer, USUAL_IN_FLIGHT, USUAL_MEAN, USUAL_PICTURES,
    USUAL_TOKENS_EACH, WAYS, Why, WordsSpent, kept_of,
};
pub use importing::{FilePlan, ImportOptions, Imported, Memory, Pictures, Rejects, SourceFrom};
pub use indexing::{Building, IndexFit};
pub use judged::judged;
pub use judging::{BulkDone, Desk};
pub use ledger::WorkspaceLedger;
pub use lookup::{Found, Lookup};
pub use mailbox::Events;
pub use making_profiles::{ProfileOptions, ProfilesMade};
pub use measuring::{Filled, Measured};
pub use merging::Merged;
pub use models_at_hand::{ModelWish, ModelsAtHand};
pub use paced_model::{BookedModel, ModelPlan};
pub use phrasebook::{TALKS as PHRASEBOOK_TALKS, check_phrasebook};
pub use previewing::{Preview, PromptFault, PromptLine, PromptsChecked};
pub use product_types::{AskAbout, ProductTypeOptions, ProductTypes, Unread};
pub use products::ProductDetail;
pub use reading::Reading;
pub use recaptioning::{Existing, RecaptionOptions, Recaptioned, Sight};
pub use remarking::Remark;
pub use reranking::{MEANING_DEPTH, Reranker};
pub use rewriting::{RewriteOptions, Rewritten, Stays};
pub use runner::{JobHandle, Report, Runner};
pub use servers::{embedder, provider, provider_of};
pub use tokens::Tokens;
pub use workspace::{Access, Workspace};

/// `1 turn`, `2 turns`.
fn plural(count: u64, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
