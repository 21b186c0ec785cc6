//! Search in order of meaning, with an embedder that is written here.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::jobs_support::stocked;
use muse_studio::catalog::{Order, ProductQuery};
use muse_studio::jobs::{Reranker, Workspace};
use muse_studio::llm::{Answer, Embedder, LlmError, Purpose, Vectors};

/// Takes two texts for alike when both are about yellow things, and counts what it embeds.
#[derive(Default)]
struct LovesYellow {
    embedded: AtomicUsize,
    gone: bool,
}

impl Embedder for LovesYellow {
    fn embed<'a>(&'a self, purpose: Purpose, texts: &'a [String]) -> Answer<'a, Vectors> {
        Box::pin(async move {
            if self.gone {
                return Err(LlmError::Garbled {
                    host: "here".to_owned(),
                    why: "gone".to_owned(),
                });
            }
            self.embedded.fetch_add(texts.len(), Ordering::Relaxed);
            let vector = |text: &String| match purpose {
                Purpose::Query => vec![1.0, 0.0],
                Purpose::Passage if text.contains("yellow") => vec![1.0, 0.0],
                Purpose::Passage => vec![0.0, 1.0],
            };
            Ok(texts.iter().map(vector).collect())
        })
    }

    fn name(&self) -> &str {
        "loves-yellow"
    }
}

async fn titles(workspace: &Workspace, reranker: Option<&Reranker>, limit: usize) -> Vec<String> {
    let query = ProductQuery {
        limit,
        ..ProductQuery::words("kurta")
    };
    let found = match reranker {
        Some(reranker) => workspace.look_up_by_meaning(query.into(), reranker).await,
        None => workspace.look_up(query.into()).await,
    };
    found.unwrap().rows.into_iter().map(|p| p.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_means_the_same_comes_up_and_nothing_is_lost_or_embedded_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let workspace = runner.workspace();
    let model = Arc::new(LovesYellow::default());
    let vectors = folder.path().join("vectors");
    let reranker = Reranker::open(model.clone(), &vectors).unwrap();

    let mut plain = titles(workspace, None, 24).await;
    let mut fused = titles(workspace, Some(&reranker), 24).await;
    let yellow = |titles: &[String]| {
        titles[..4]
            .iter()
            .filter(|title| title.contains("yellow"))
            .count()
    };
    assert!(yellow(&fused) > yellow(&plain), "{plain:?} {fused:?}");
    assert_eq!(titles(workspace, Some(&reranker), 4).await, fused[..4]);
    plain.sort();
    fused.sort();
    assert_eq!(plain, fused);
    assert_eq!(model.embedded.load(Ordering::Relaxed), 25);

    drop(reranker);
    let again = Reranker::open(model.clone(), &vectors).unwrap();
    titles(workspace, Some(&again), 24).await;
    assert_eq!(model.embedded.load(Ordering::Relaxed), 25, "kept on disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_was_asked_for_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let model = Arc::new(LovesYellow::default());
    let reranker = Reranker::open(model, &folder.path().join("vectors")).unwrap();
    let workspace = runner.workspace();
    let said = ProductQuery::shopper("sasta kurta");
    let set = ProductQuery {
        order: Some(Order::PriceDown),
        ..ProductQuery::shopper("kurta")
    };
    for query in [said, set] {
        let plain = workspace.look_up(query.clone().into()).await.unwrap();
        let found = workspace.look_up_by_meaning(query.into(), &reranker).await;
        assert_eq!(found.unwrap().rows, plain.rows);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let model = Arc::new(LovesYellow {
        gone: true,
        ..LovesYellow::default()
    });
    let reranker = Reranker::open(model, &folder.path().join("vectors")).unwrap();
    let query = ProductQuery::words("kurta");
    let answer = runner
        .workspace()
        .look_up_by_meaning(query.into(), &reranker)
        .await;
    assert!(answer.unwrap_err().to_string().contains("gone"));
}
