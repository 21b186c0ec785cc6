//! Prompts filled in with a shopper of the workspace, to be read before they are sent.
//!
//! Owns: which data is shown for which prompt. Does not: ask a model, or write a conversation.

mod check;
mod talk;

use std::path::PathBuf;

use serde_json::{Value, json};

use talk::{Offline, Talk};

pub use check::{PromptFault, PromptsChecked};

use super::{JobError, Workspace, auto_review, recaptioning, rewriting};
use crate::dialogue::prompts::{Filled, Origin, Prompt, PromptName, values};
use crate::domain::{Language, Profile, ProfileId};
use crate::store::{Cursor, ProfileFilter};

/// A prompt as a model would get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The prompt.
    pub name: PromptName,
    /// Where its text comes from.
    pub origin: Origin,
    /// Where a file of the workspace would stand, or stands.
    pub file: PathBuf,
    /// The prompt by its bytes.
    pub hash: String,
    /// The shopper whose data it is.
    pub profile: ProfileId,
    /// The text, filled in.
    pub filled: Filled,
}

/// A prompt of the workspace, without data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptLine {
    /// The prompt.
    pub name: PromptName,
    /// Where its text comes from.
    pub origin: Origin,
    /// By its bytes; a sentence when it cannot be read.
    pub hash: Result<String, String>,
}

impl Workspace {
    /// Every prompt, with where it comes from.
    pub fn prompts(&self) -> Vec<PromptLine> {
        let folder = self.folder().prompts();
        let line = |name: PromptName| match Prompt::load(name, &folder) {
            Ok(prompt) => PromptLine {
                name,
                origin: prompt.origin(),
                hash: Ok(prompt.hash().to_owned()),
            },
            // The built-in ones can be read, as a test shows.
            Err(error) => PromptLine {
                name,
                origin: Origin::Workspace,
                hash: Err(error.to_string()),
            },
        };
        PromptName::ALL.into_iter().map(line).collect()
    }

    /// Fills a prompt with a shopper's data: of this one, else of the first that speaks the prompt's language.
    ///
    /// # Errors
    /// When there is no such shopper, or it wants nothing yet; when the prompt cannot be filled in; when store or index
    /// cannot be read.
    pub async fn preview_prompt(
        &self,
        name: PromptName,
        profile: Option<&ProfileId>,
    ) -> Result<Preview, JobError> {
        let folder = self.folder().prompts();
        let prompt = Prompt::load(name, &folder).map_err(JobError::layer)?;
        let offline = Offline::open(self).await?;
        let talk = self.talk_for(&offline, name.language(), profile).await?;
        let values = filling(name, &talk)?;
        Ok(Preview {
            name,
            origin: prompt.origin(),
            file: folder.join(name.file()),
            hash: prompt.hash().to_owned(),
            profile: talk.profile.user_id.clone(),
            filled: prompt.fill(values).map_err(JobError::layer)?,
        })
    }

    async fn talk_for(
        &self,
        offline: &Offline,
        language: Option<Language>,
        profile: Option<&ProfileId>,
    ) -> Result<Talk, JobError> {
        let profile = self.shopper_for(language, profile).await?;
        let own = profile.conversation_style.language;
        Talk::of(self, offline, profile, language.unwrap_or(own)).await
    }

    async fn shopper_for(
        &self,
        language: Option<Language>,
        profile: Option<&ProfileId>,
    ) -> Result<Profile, JobError> {
        if let Some(id) = profile {
            let found = self.store().profile(id.clone()).await?;
            return found.ok_or_else(|| JobError::UnknownId {
                kind: "shopper",
                given: id.to_string(),
                hint: "`muse-studio profiles list` shows the ids".to_owned(),
            });
        }
        let any = ProfileFilter::default();
        let speaking = ProfileFilter {
            language,
            ..any.clone()
        };
        for filter in [speaking, any] {
            let page = self.store().profile_page(filter, Cursor::First, 1).await?;
            if let Some((_, profile)) = page.items.into_iter().next() {
                return Ok(profile);
            }
        }
        Err(JobError::NoProfiles {
            filter: "a preview".to_owned(),
        })
    }
}

/// What a prompt is filled in with.
fn filling(name: PromptName, talk: &Talk) -> Result<Value, JobError> {
    let nothing = || JobError::layer("the shopper's conversation has no turn to show");
    let (step, text) = talk.assistant().ok_or_else(nothing)?;
    let values = match name {
        PromptName::Shopper(_) => {
            let step = talk.shopper().ok_or_else(nothing)?;
            values::shopper(&talk.profile, &talk.scenario, step, talk.target.as_ref())
        }
        PromptName::Assistant(_) => {
            values::assistant(step, &values::promises(step, &talk.knowledge))
        }
        PromptName::Profile => values::profile(&talk.profile, &talk.scenario),
        PromptName::Rewriter(_) => {
            let offered: Vec<_> = step.offered.iter().map(|o| o.product.as_ref()).collect();
            let keep = rewriting::names(text, &offered);
            rewriting::wording(step.speaker, &keep, text, &[], rewriting::Style::Plain)
        }
        PromptName::RewriteCheck => rewriting::comparison(step.speaker, text, text, &[]),
        PromptName::Reviewer => {
            let turns = talk
                .turns
                .iter()
                .map(|(s, text)| (s.speaker, text.as_str()));
            auto_review::read_by(step.language, &talk.scenario, turns)
        }
        PromptName::Recaption => {
            let product = step.offered.first().map(|offer| offer.product.as_ref());
            let product = product.or(talk.products.first()).ok_or_else(nothing)?;
            json!({"product": recaptioning::shown(product), "picture": false})
        }
        PromptName::ProductType => {
            let names = talk.products.iter().flat_map(|p| &p.categories);
            let names: std::collections::BTreeSet<&String> = names.collect();
            json!({"tags": names})
        }
    };
    Ok(values)
}
