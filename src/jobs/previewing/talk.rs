//! A conversation of a shopper, made offline to show what prompts would be filled with. It is kept nowhere.

use std::sync::Arc;

use super::super::{JobError, Workspace};
use crate::catalog::ProductQuery;
use crate::dialogue::data::{DataError, Knowledge};
use crate::dialogue::{
    Aim, Limits, Machine, Need, PhrasebookVoice, Plan, Retrieve, Step, StockWish,
};
use crate::domain::{Language, Mode, Product, ProductId, Profile, Scenario, Speaker};

/// How many products the assistant can choose from.
const PRODUCTS: usize = 60;

/// What words a talk: the workspace's phrasebooks over the embedded ones.
#[derive(Clone)]
pub(super) struct Offline {
    knowledge: Arc<Knowledge>,
    voice: Arc<PhrasebookVoice>,
}

impl Offline {
    pub(super) async fn open(workspace: &Workspace) -> Result<Self, JobError> {
        let folder = workspace.folder().clone();
        let open = move || {
            let knowledge = Knowledge::of_workspace(folder.path())?;
            let lines = folder.phrasebook();
            let own = lines.is_dir().then_some(lines.as_path());
            let voice = Arc::new(PhrasebookVoice::new(knowledge.clone(), own)?);
            Ok::<_, DataError>(Offline { knowledge, voice })
        };
        let opened = tokio::task::spawn_blocking(open).await?;
        opened.map_err(JobError::layer)
    }
}

/// What is shown of a conversation.
pub(super) struct Talk {
    pub(super) profile: Arc<Profile>,
    pub(super) scenario: Scenario,
    /// The product that would be just right, when the scenario has one.
    pub(super) target: Option<Product>,
    /// Every step, with what was said.
    pub(super) turns: Vec<(Step, String)>,
    /// The products that the assistant could choose from.
    pub(super) products: Vec<Product>,
    /// What the shop's people know, its policy among it.
    pub(super) knowledge: Arc<Knowledge>,
}

impl Talk {
    /// The shopper's talk in a language.
    pub(super) async fn of(
        workspace: &Workspace,
        offline: &Offline,
        profile: Profile,
        language: Language,
    ) -> Result<Self, JobError> {
        let scenario = profile.scenario.clone().ok_or_else(|| {
            JobError::BadOption(format!(
                "the shopper {} wants nothing yet; take one that `muse-studio profiles generate` made",
                profile.user_id
            ))
        })?;
        let products = found(workspace, &scenario).await?;
        let target = match &scenario.target {
            Some(id) => workspace.store().products(vec![id.clone()]).await?.pop(),
            None => None,
        };
        let profile = Arc::new(profile);
        let plan = Plan {
            profile: profile.clone(),
            scenario: scenario.clone(),
            language,
            mode: Mode::Natural,
            limits: Limits::default(),
            aim: Aim::default(),
            seed: 0,
            ordinal: 0,
        };
        let shelf = products.iter().cloned().map(Arc::new);
        let shelf = Arc::new(Shelf(shelf.collect()));
        let Offline { knowledge, voice } = offline.clone();
        let known = Arc::clone(&knowledge);
        let speak = move || said(Machine::new(plan, shelf, known), &voice);
        let turns = tokio::task::spawn_blocking(speak).await??;
        Ok(Talk {
            profile,
            scenario,
            target,
            turns,
            products,
            knowledge,
        })
    }

    /// The shopper's step after the first offer, else the first one.
    pub(super) fn shopper(&self) -> Option<&Step> {
        let mut steps = self.steps(Speaker::User);
        let after_offer = |step: &&Step| step.history.iter().any(|s| !s.mentioned.is_empty());
        let found = self.steps(Speaker::User).find(after_offer);
        found.or_else(|| steps.next())
    }

    /// The assistant's first offer, else its first step; with its words.
    pub(super) fn assistant(&self) -> Option<(&Step, &str)> {
        let all = || {
            self.turns
                .iter()
                .filter(|(s, _)| s.speaker == Speaker::Assistant)
        };
        let offer = all().find(|(step, _)| !step.offered.is_empty());
        let (step, text) = offer.or_else(|| all().next())?;
        Some((step, text))
    }

    fn steps(&self, speaker: Speaker) -> impl Iterator<Item = &Step> {
        let steps = self.turns.iter().map(|(step, _)| step);
        steps.filter(move |step| step.speaker == speaker)
    }
}

/// Runs a conversation to its end.
fn said(mut machine: Machine, voice: &PhrasebookVoice) -> Result<Vec<(Step, String)>, JobError> {
    let mut turns = Vec::new();
    while let Some(step) = machine.next() {
        let wording = voice.word(&step).map_err(JobError::layer)?;
        turns.push((step.clone(), wording.text.clone()));
        machine.record(step, wording.into());
    }
    Ok(turns)
}

/// Products of the kind that is wanted, the target among them.
async fn found(workspace: &Workspace, scenario: &Scenario) -> Result<Vec<Product>, JobError> {
    let query = ProductQuery {
        domain: Some(scenario.domain),
        limit: PRODUCTS,
        ..ProductQuery::typed(scenario.product_type.clone())
    };
    let mut products = workspace.look_up(query.into()).await?.rows;
    let missing = |id: &&ProductId| !products.iter().any(|product| product.id == **id);
    if let Some(id) = scenario.target.as_ref().filter(missing) {
        products.extend(workspace.store().products(vec![id.clone()]).await?);
    }
    Ok(products)
}

/// A few products to choose from, best first.
struct Shelf(Vec<Arc<Product>>);

impl Retrieve for Shelf {
    fn search(&self, need: &Need) -> Vec<(Arc<Product>, f32)> {
        let fits = |product: &&Arc<Product>| {
            let cheap = need
                .price_cap
                .is_none_or(|cap| product.price.is_some_and(|price| price.within(cap)));
            let there = need.stock == StockWish::Any || !product.out_of_stock();
            let brand = need.brand.is_none() || need.brand == product.brand;
            cheap && there && brand
        };
        let products = self.0.iter().filter(fits).take(need.limit);
        let scored = products.enumerate();
        scored
            .map(|(at, product)| (product.clone(), 1.0 / (at as f32 + 1.0)))
            .collect()
    }

    fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        self.0.iter().find(|product| product.id == *id).cloned()
    }
}
