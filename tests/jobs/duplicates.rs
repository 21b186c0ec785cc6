//! The same thing under several ids: found, kept, told with the product, and never taken out.

use crate::jobs_support::{empty, file};
use muse_studio::domain::ProductId;
use muse_studio::jobs::{GroupsFit, ImportOptions, Runner};
use muse_studio::store::Cursor;

const ROWS: &str = r#"{"id":"1","domain":"fashion","title":"Nike Men Blue Running Shoes","price":2999,"currency":"INR"}
{"id":"2","domain":"fashion","title":"Nike Men's Running Shoes - Blue (Pack of 1)","price":2999,"currency":"INR"}
{"id":"3","domain":"fashion","title":"Nike Men Red Running Shoes","price":2999,"currency":"INR"}
{"id":"4","domain":"electronics","title":"Apple iPhone 8 64GB Silver","price":39999,"currency":"INR"}
{"id":"5","domain":"electronics","title":"Apple iPhone 8 256GB Silver","price":39999,"currency":"INR"}
"#;

async fn import(runner: &Runner, dir: &std::path::Path, name: &str, text: &str) {
    let files = vec![file(dir, name, text)];
    let options = ImportOptions {
        files,
        ..ImportOptions::default()
    };
    runner.import_products(options).finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_grouped_and_variants_are_not() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let workspace = runner.workspace();
    import(&runner, dir.path(), "some.jsonl", ROWS).await;
    assert_eq!(workspace.duplicates_fit().await.unwrap(), GroupsFit::Never);
    let found = runner.find_duplicates().finish().await.unwrap();
    assert_eq!((found.products, found.groups, found.members), (5, 1, 2));
    assert_eq!(workspace.duplicates_fit().await.unwrap(), GroupsFit::Fit);
    let page = workspace.duplicates(Cursor::First, 10).await.unwrap();
    let (_, group) = &page.items[0];
    let ids: Vec<&str> = group.members.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        (ids, group.differing(), page.more),
        (vec!["1", "2"], vec!["title"], false)
    );
    assert_eq!(
        workspace
            .duplicates_of(&ProductId::from("2"))
            .await
            .unwrap()
            .as_ref(),
        Some(group)
    );
    assert_eq!(
        workspace
            .duplicates_of(&ProductId::from("4"))
            .await
            .unwrap(),
        None
    );
    assert!(
        workspace
            .duplicates_of(&ProductId::from("9"))
            .await
            .is_err()
    );
    let detail = workspace
        .product_detail(&ProductId::from("1"))
        .await
        .unwrap();
    assert_eq!(detail.same.len(), 1);
    // Nothing is taken out.
    assert_eq!(workspace.store().counts().await.unwrap().products, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_old_after_an_import_and_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let workspace = runner.workspace();
    import(&runner, dir.path(), "some.jsonl", ROWS).await;
    runner.find_duplicates().finish().await.unwrap();
    let row = "{\"id\":\"6\",\"domain\":\"fashion\",\"title\":\"Blue running shoes for men by NIKE\",\"price\":2999,\"currency\":\"INR\"}\n";
    import(&runner, dir.path(), "more.jsonl", row).await;
    assert_eq!(workspace.duplicates_fit().await.unwrap(), GroupsFit::Old);
    let found = runner.find_duplicates().finish().await.unwrap();
    assert_eq!((found.products, found.groups, found.members), (6, 1, 3));
    assert_eq!(workspace.duplicates_fit().await.unwrap(), GroupsFit::Fit);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_before_the_end_it_leaves_the_groups_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    import(&runner, dir.path(), "some.jsonl", ROWS).await;
    runner.find_duplicates().finish().await.unwrap();
    let handle = runner.find_duplicates();
    handle.control().stop();
    let found = handle.finish().await.unwrap();
    // It may have ended before it saw the word.
    assert!(found.stopped || found.groups == 1, "{found:?}");
    let page = runner
        .workspace()
        .duplicates(Cursor::First, 10)
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
}
