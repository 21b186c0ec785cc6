//! The server of embeddings that the environment names, for benches.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use muse_studio::domain::Product;
use muse_studio::jobs::Reranker;
use muse_studio::llm::{CompatibleEmbedder, Endpoint, Key};

/// How long embedding a few dozen texts may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Puts products in order by meaning too.
pub struct ByMeaning {
    /// The model's name.
    pub model: String,
    reranker: Reranker,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

impl ByMeaning {
    /// The server of `MUSE_EMBEDDINGS_URL`; `None` when it is not set.
    pub fn from_env() -> Result<Option<Self>, Box<dyn Error>> {
        let Ok(url) = std::env::var("MUSE_EMBEDDINGS_URL") else {
            return Ok(None);
        };
        let model = std::env::var("MUSE_EMBEDDINGS_MODEL")?;
        let endpoint = Endpoint::new(&url, None::<Key>, PATIENCE)?;
        let folder = tempfile::tempdir()?;
        let embedder = Arc::new(CompatibleEmbedder::new(endpoint, model.clone()));
        Ok(Some(ByMeaning {
            reranker: Reranker::open(embedder, folder.path())?,
            runtime: tokio::runtime::Runtime::new()?,
            model,
            _folder: folder,
        }))
    }

    /// The products, which come in the order of the words, in the fused order.
    pub fn order(&self, text: &str, rows: Vec<Product>) -> Result<Vec<Product>, Box<dyn Error>> {
        Ok(self.runtime.block_on(self.reranker.order(text, rows))?)
    }
}
