//! The search index follows the edit of one product at once, and a generation does not see how it came to be as it is.

use crate::jobs_support::{asked, file, muse_bytes, reopened, stocked};
use muse_studio::catalog::ProductQuery;
use muse_studio::domain::{LogEntry, ProductField, ProductId, ReviewerId};
use muse_studio::jobs::{Desk, ImportOptions, IndexFit, Runner, Workspace};
use muse_studio::store::{Change, Op};

async fn found(workspace: &Workspace, text: &str) -> Vec<String> {
    let query = ProductQuery::typed(text);
    let found = workspace.look_up(query.into()).await.unwrap();
    assert_eq!(found.total as usize, found.rows.len());
    found.rows.iter().map(|row| row.id.to_string()).collect()
}

fn desk(workspace: &Workspace) -> Desk {
    Desk::new(workspace, ReviewerId::from("asha"))
}

async fn retitle(workspace: &Workspace, id: &ProductId, title: &str) -> Vec<LogEntry> {
    let desk = desk(workspace);
    let edited = desk.edit_product(id, &ProductField::Title, title, None);
    edited.await.unwrap().entries
}

/// The product that a search finds alone.
async fn one(workspace: &Workspace) -> ProductId {
    let found = found(workspace, "blue kurta 12").await;
    assert_eq!(found.len(), 1);
    ProductId::from(found[0].as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_shows_at_once_and_its_undo_too() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let workspace = runner.workspace();
    let id = one(workspace).await;
    let before = workspace.index().await.unwrap().pin().generation();
    assert_eq!(retitle(workspace, &id, "Zebra poncho").await.len(), 1);
    assert_eq!(found(workspace, "zebra").await, [id.to_string()]);
    let old = ProductQuery::words("blue kurta 12");
    assert_eq!(
        workspace.index().await.unwrap().search(&old).unwrap().total,
        0
    );
    let index = workspace.index().await.unwrap();
    assert!(index.pin().generation() > before);
    assert!(
        !index.pin().settled(),
        "the whole index was written for one edit"
    );
    assert_eq!(index.pin().count(), 120);
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
    desk(workspace).undo().await.unwrap();
    assert_eq!(found(workspace, "blue kurta 12").await, [id.to_string()]);
    assert!(found(workspace, "zebra").await.is_empty());
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_before_the_first_search_is_followed_too() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let id = one(runner.workspace()).await;
    runner.workspace().close().await.unwrap();
    drop(runner);
    let workspace = reopened(dir.path()).await;
    retitle(&workspace, &id, "Zebra poncho").await;
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
    assert_eq!(found(&workspace, "zebra").await, [id.to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_edits_leave_few_segments_and_one_index_after_settling() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let workspace = runner.workspace();
    let id = one(workspace).await;
    for round in 0..25 {
        retitle(workspace, &id, &format!("Zebra poncho {round}")).await;
        assert_eq!(
            found(workspace, &format!("zebra poncho {round}"))
                .await
                .len(),
            1
        );
    }
    let folder = workspace.folder().index();
    assert!(segments(&folder) <= 10, "{} segments", segments(&folder));
    let index = workspace.settled_index().await.unwrap();
    assert!(index.pin().settled());
    assert_eq!((index.pin().count(), segments(&folder)), (120, 1));
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
    assert_eq!(found(workspace, "zebra poncho 24").await, [id.to_string()]);
}

/// Lists of terms on disk: one a segment.
fn segments(folder: &std::path::Path) -> usize {
    let version = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let files = std::fs::read_dir(version.path()).unwrap();
    let terms = files.filter(|file| {
        file.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|e| e == "term")
    });
    terms.count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generation_does_not_see_that_products_were_edited_and_taken_back() {
    let (plain, edited) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let made = async |dir: &tempfile::TempDir, edits: usize| {
        let (runner, _events): (Runner, _) = stocked(dir.path()).await;
        let workspace = runner.workspace();
        let id = one(workspace).await;
        for round in 0..edits {
            retitle(workspace, &id, &format!("Anvika blue blue kurta {round}")).await;
            desk(workspace).undo().await.unwrap();
        }
        runner.generate(asked(6, 2)).finish().await.unwrap();
        muse_bytes(&runner, dir.path(), "out.jsonl").await
    };
    let (first, second) = (made(&plain, 0).await, made(&edited, 3).await);
    assert_eq!(turns(&first), turns(&second));
}

/// What was said, without the ids of runs.
fn turns(muse: &[u8]) -> Vec<String> {
    let lines = std::str::from_utf8(muse).unwrap().lines();
    let texts = lines.flat_map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let turns = row["turns"].as_array().unwrap().clone();
        turns
            .into_iter()
            .map(|turn| turn["text"].as_str().unwrap().to_owned())
    });
    let texts: Vec<String> = texts.collect();
    assert!(texts.len() > 12);
    texts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_the_index_did_not_see_has_it_built_again() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let id = one(runner.workspace()).await;
    let mut product = runner
        .workspace()
        .store()
        .products(vec![id.clone()])
        .await
        .unwrap();
    product[0].title = "Zebra poncho".to_owned();
    // As it is when the process ends between store and index.
    let mark = Op::PutSetting("products.mark".to_owned(), Some("cut off".to_owned()));
    let change = Change::batched(vec![mark, Op::PutProducts(product)]);
    runner.workspace().store().apply(change).await.unwrap();
    runner.workspace().close().await.unwrap();
    drop(runner);
    let workspace = reopened(dir.path()).await;
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Stale);
    assert_eq!(found(&workspace, "zebra").await, [id.to_string()]);
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_made_while_the_index_is_being_written_is_followed_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let workspace = runner.workspace();
    let id = one(workspace).await;
    // As an import has it for as long as it runs.
    let writer = workspace.index().await.unwrap().writer().unwrap();
    for title in ["Zebra poncho", "Zebra shawl"] {
        retitle(workspace, &id, title).await;
        assert_eq!(
            found(workspace, "blue kurta 12").await,
            [id.to_string()],
            "what there is answers meanwhile"
        );
    }
    drop(writer);
    assert_eq!(found(workspace, "zebra shawl").await, [id.to_string()]);
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
    let index = workspace.index().await.unwrap();
    assert!(!index.pin().settled(), "the whole index was built again");
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_made_while_an_import_begins_are_not_lost_to_the_index() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let workspace = runner.workspace();
    one(workspace).await;
    let rows = (0..2_000).map(|at| format!("{{\"id\":\"n{at}\",\"title\":\"New mug {at}\"}}\n"));
    let more = file(dir.path(), "more.jsonl", &rows.collect::<String>());
    let options = ImportOptions {
        files: vec![more],
        ..ImportOptions::default()
    };
    // An edit after the other, from before the import takes the index until after its first rows are in the store.
    let import = tokio::spawn(runner.import_products(options).finish());
    let mut edited = Vec::new();
    for number in 0..24 {
        let id = ProductId::from(format!("P0{number:03}"));
        retitle(workspace, &id, &format!("Zebra poncho no{number}x")).await;
        edited.push(id.to_string());
    }
    assert_eq!(import.await.unwrap().unwrap().added, 2_000);
    for (number, id) in edited.iter().enumerate() {
        let found = found(workspace, &format!("poncho no{number}x")).await;
        assert_eq!(found, std::slice::from_ref(id));
    }
    assert_eq!(found(workspace, "new mug 399").await.len(), 1);
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
}
