//! The server that puts products in order by meaning, made ready when it is asked for the first time.

use std::sync::Arc;

use tokio::sync::OnceCell;

use crate::config::ServerSettings;
use crate::jobs::{Lookup, Reranker, Workspace, embedder};
use crate::tui::msg::{Reply, Server};

/// The server of embeddings that the settings name, if they name one. Cheap to clone.
#[derive(Clone)]
pub struct Meaning {
    settings: Arc<ServerSettings>,
    reranker: Arc<OnceCell<Reranker>>,
}

impl Meaning {
    /// The server of these settings.
    pub fn new(settings: ServerSettings) -> Self {
        Meaning {
            settings: Arc::new(settings),
            reranker: Arc::default(),
        }
    }

    /// Whether the settings name a server.
    pub fn server(&self) -> Server {
        match self.settings.url.value {
            Some(_) => Server::Named,
            None => Server::Missing,
        }
    }

    /// Searches, and puts the best in order by meaning too.
    pub async fn search(&self, workspace: &Workspace, request: u64, lookup: Lookup) -> Reply {
        let found = async {
            let reranker = self.reranker.get_or_try_init(|| self.open(workspace)).await;
            let reranker = reranker.map_err(|error| error.to_string())?;
            let found = workspace.look_up_by_meaning(lookup, reranker).await;
            found.map_err(|error| error.to_string())
        };
        match found.await {
            Ok(found) => Reply::Products {
                request,
                found: Box::new(found),
            },
            Err(why) => Reply::NotByMeaning { request, why },
        }
    }

    async fn open(&self, workspace: &Workspace) -> Result<Reranker, crate::jobs::JobError> {
        let (settings, folder) = (self.settings.clone(), workspace.folder().vectors());
        let opened = tokio::task::spawn_blocking(move || {
            Reranker::open(Arc::new(embedder(&settings)?), &folder)
        });
        opened.await?
    }
}
