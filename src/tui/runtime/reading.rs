//! Reads and searches, carried out side by side.

use std::sync::Arc;

use tokio::sync::mpsc::UnboundedSender;

use super::files::at_home;
use super::meaning::Meaning;
use super::{complete, products};
use crate::catalog::pictures::Media;
use crate::domain::{ConversationId, ReviewerId};
use crate::jobs::{ImportOptions, Lookup, Workspace};
use crate::review::Filter;
use crate::store::{Cursor, ProfileFilter};
use crate::tui::effect::Effect;
use crate::tui::msg::{Gives, Level, Reading, Reply};
use crate::tui::pictures::{Absent, PictureRequest, Screen, prepare};

/// What reads go by.
#[derive(Clone)]
pub struct Reads {
    /// Where from.
    pub workspace: Workspace,
    /// Whose drafts.
    pub reviewer: ReviewerId,
    /// What pictures are made ready for.
    pub screen: Screen,
    /// The server that puts products in order by meaning.
    pub meaning: Meaning,
}

impl Reads {
    /// Carries a read out beside everything else; what is no read does nothing.
    pub fn start(self, effect: Effect, replies: UnboundedSender<Reply>) {
        tokio::spawn(async move {
            let reply = match self.answer(effect).await {
                Ok(Some(reply)) => reply,
                Ok(None) => return,
                Err(why) => Reply::Notice(Level::Error, why),
            };
            let _ = replies.send(reply);
        });
    }

    async fn answer(&self, effect: Effect) -> Result<Option<Reply>, String> {
        let workspace = &self.workspace;
        let reply = match effect {
            Effect::Counts => self.counts().await?,
            Effect::Queue {
                request,
                filter,
                cursor,
                limit,
            } => {
                let filter = filter.meant_by(&self.reviewer);
                queue(workspace, request, filter, cursor, limit).await?
            }
            Effect::Read { request, id } => read_one(workspace, request, id).await?,
            Effect::Complete { line } => complete::reply(line).await,
            Effect::PlanImport(options) => self.plan(at_home(*options)).await,
            Effect::Drafts => self.drafts().await?,
            Effect::Search { request, query } => self.search(request, *query).await?,
            Effect::SearchByMeaning { request, query } => {
                self.meaning.search(workspace, request, *query).await
            }
            Effect::Product { request, id } => products::detail(workspace, request, &id).await,
            Effect::Relatives {
                request,
                product,
                relation,
                limit,
            } => products::relatives(workspace, request, &product, relation, limit).await?,
            Effect::History(id) => products::history(workspace, &id).await?,
            Effect::OpenPicture(product) => products::open_picture(&product, &self.media()),
            Effect::Picture(request) => picture(request, self.media(), self.screen).await,
            Effect::Profiles {
                request,
                filter,
                cursor,
                limit,
            } => self.profiles(request, filter, cursor, limit).await?,
            Effect::Preview { name, shopper } => {
                let preview = workspace.preview_prompt(name, shopper.as_ref()).await;
                Reply::Preview(Box::new(preview.map_err(|e| e.to_string())?))
            }
            _ => return Ok(None),
        };
        Ok(Some(reply))
    }

    fn media(&self) -> Media {
        Media::new(self.workspace.folder().media())
    }

    async fn counts(&self) -> Result<Reply, String> {
        let counts = self.workspace.store().counts().await;
        counts.map(Reply::Counts).map_err(|e| e.to_string())
    }

    async fn drafts(&self) -> Result<Reply, String> {
        let drafts = self.workspace.store().drafts(self.reviewer.clone()).await;
        drafts.map(Reply::Drafts).map_err(|e| e.to_string())
    }

    async fn search(&self, request: u64, lookup: Lookup) -> Result<Reply, String> {
        let found = self.workspace.look_up_typed(lookup).await;
        let found = Box::new(found.map_err(|e| e.to_string())?);
        Ok(Reply::Products { request, found })
    }

    async fn plan(&self, options: ImportOptions) -> Reply {
        let plans = self.workspace.plan_import(&options).await;
        Reply::ImportPlanned {
            options: Box::new(options),
            plans: plans.map_err(|e| e.to_string()),
        }
    }

    async fn profiles(
        &self,
        request: u64,
        filter: ProfileFilter,
        cursor: Cursor,
        limit: u32,
    ) -> Result<Reply, String> {
        let store = self.workspace.store();
        let page = store.profile_page(filter, cursor, limit).await;
        Ok(Reply::Profiles {
            request,
            cursor,
            page: page.map_err(|e| e.to_string())?,
        })
    }
}

/// Reads a picture and makes it ready, on a worker of its own.
async fn picture(request: PictureRequest, media: Media, screen: Screen) -> Reply {
    let wanted = request.clone();
    let made = tokio::task::spawn_blocking(move || prepare(&wanted, &media, screen));
    let outcome = match made.await {
        Ok(outcome) => outcome.map(Arc::new),
        Err(error) => Err(Absent::Because(error.to_string())),
    };
    Reply::Picture { request, outcome }
}

async fn queue(
    workspace: &Workspace,
    request: u64,
    filter: Filter,
    cursor: Cursor,
    limit: u32,
) -> Result<Reply, String> {
    let store = workspace.store();
    let page = store
        .summaries(filter.clone(), cursor, limit)
        .await
        .map_err(|e| e.to_string())?;
    let total = store.count(filter).await.map_err(|e| e.to_string())?;
    Ok(Reply::Queue {
        request,
        cursor,
        page,
        total,
    })
}

async fn read_one(
    workspace: &Workspace,
    request: u64,
    id: ConversationId,
) -> Result<Reply, String> {
    // Side by side: the place in the queue tells whether it is there at all.
    let (key, read) = tokio::join!(workspace.store().key_of(id), workspace.open_for_reading(id));
    let Some(key) = key.map_err(|e| e.to_string())? else {
        return Ok(Reply::Reading {
            request,
            reading: None,
        });
    };
    let read = read.map_err(|e| e.to_string())?;
    let mut reviewed = read.reviewed;
    reviewed.findings = read.findings;
    Ok(Reply::Reading {
        request,
        reading: Some(Box::new(Reading {
            key,
            reviewed,
            products: read.products,
            gives: Gives {
                sft: read.sft_rows,
                dpo: read.dpo_pairs,
            },
        })),
    })
}
