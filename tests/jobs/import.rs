//! Bringing products in: what is left out is listed, and store and index never part.

use crate::jobs_support::{catalogue, drain, empty, file, reopened, stocked};
use muse_studio::catalog::ProductQuery;
use muse_studio::jobs::{Hold, ImportOptions, JobEnd, JobError, JobEvent, Lookup, Report, Runner};
use muse_studio::store::{Change, Op};

fn of(files: Vec<std::path::PathBuf>) -> ImportOptions {
    ImportOptions {
        files,
        ..ImportOptions::default()
    }
}

fn words(text: &str) -> Lookup {
    Lookup::from(ProductQuery {
        limit: 5,
        ..ProductQuery::typed(text)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_imported_is_found_with_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let query = words("blue kur");
    let found = runner.workspace().look_up(query.clone()).await.unwrap();
    assert_eq!((found.total, found.rows.len()), (4, 4));
    assert!(found.rows[0].title.contains("blue kurta"));
    let query = Lookup { offset: 3, ..query };
    let rest = runner.workspace().look_up(query).await.unwrap();
    assert_eq!(rest.rows[..], found.rows[3..]);
    let told = drain(&mut events);
    assert!(matches!(told.first(), Some(JobEvent::Started { .. })));
    let Some(JobEvent::Ended { end, summary, .. }) = told.last() else {
        panic!("no end: {told:?}");
    };
    assert_eq!(*end, JobEnd::Done);
    assert!(summary.contains("120 added"), "{summary}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_left_out_is_listed_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = Runner::new(empty(dir.path()).await);
    let text = "{\"item_id\":\"A1\",\"title\":\"Blue kurta\"}\n{\"item_id\":\"A2\"}\nnot json\n{\"item_id\":\"A1\",\"title\":\"Red kurta\"}\n";
    let handle = runner.import_products(of(vec![file(dir.path(), "some.jsonl", text)]));
    let imported = handle.run_to_end(&mut events, |_| {}).await.unwrap();
    assert_eq!(
        (
            imported.read,
            imported.added,
            imported.updated,
            imported.rejected
        ),
        (4, 1, 1, 2)
    );
    assert_eq!(imported.end(), JobEnd::Partial);
    assert!(imported.rejects[0].contains("line 2"), "{imported:?}");
    let list = std::fs::read_to_string(imported.rejects_file.unwrap()).unwrap();
    assert_eq!(list.lines().count(), 2);
    assert!(list.contains("\"line\":3"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let good = file(dir.path(), "good.jsonl", &catalogue());
    let files = vec![good, dir.path().join("missing.csv")];
    let error = runner
        .import_products(of(files))
        .finish()
        .await
        .unwrap_err();
    assert!(matches!(error, JobError::Import(_)), "{error}");
    let none = runner.import_products(of(Vec::new())).finish().await;
    assert!(matches!(none, Err(JobError::BadOption(_))));
    assert_eq!(
        runner.workspace().store().counts().await.unwrap().products,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_misses_what_the_store_has_is_built_again() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    // As after a kill between the store's change and the index's commit.
    let store = runner.workspace().store();
    let mut product = store
        .product_page(Default::default(), 1)
        .await
        .unwrap()
        .items[0]
        .1
        .clone();
    product.title = "Zzyzx lamp".to_owned();
    let ops = vec![
        Op::PutSetting("products.mark".to_owned(), Some("later".to_owned())),
        Op::PutProducts(vec![product]),
    ];
    store.apply(Change::batched(ops)).await.unwrap();
    runner.workspace().close().await.unwrap();
    drop(runner);
    let again = reopened(dir.path()).await;
    let found = again.look_up(words("zzyzx")).await.unwrap();
    assert_eq!(found.total, 1);
    let all = again.look_up(words("")).await.unwrap();
    assert_eq!(all.total, 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_import_keeps_store_and_index_alike() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = Runner::new(empty(dir.path()).await);
    let row =
        |n: usize| format!("{{\"item_id\":\"N{n}\",\"title\":\"Clay pot {n}\",\"price\":{n}}}\n");
    let text: String = (1..20_000).map(row).collect();
    let handle = runner.import_products(of(vec![file(dir.path(), "pots.jsonl", &text)]));
    handle.control().pause();
    let control = handle.control().clone();
    let mut held = false;
    let imported = handle
        .run_to_end(&mut events, |event| match event {
            JobEvent::Held { state, .. } => {
                held |= *state == Hold::Paused;
                control.resume();
            }
            JobEvent::Progress { done, .. } if *done > 0 => control.stop(),
            _ => {}
        })
        .await
        .unwrap();
    assert!(imported.stopped && held, "{imported:?}");
    assert!(imported.read < 19_999, "{imported:?}");
    let store = runner.workspace().store().counts().await.unwrap().products;
    let all = runner.workspace().look_up(words("")).await.unwrap();
    assert_eq!((store, all.total), (imported.added, imported.added));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_profile_imports_with_its_comment() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let text = r#"[{
  "user_id": "user_12345",
  "demographics": { "age": 28, "gender": "female", "location": "Mumbai", "income_level": "middle" },
  "preferences": { "style": "casual", "budget_range": "1000-5000", "preferred_brands": ["Zara"], "occasions": ["office"] },
  "conversation_style": { "language": "mixed",  // Hindi-English mix
    "formality": "casual", "detail_preference": "moderate" }
}, { "user_id": "user_2", "demographics": { "age": "old" } }]"#;
    let path = file(dir.path(), "profiles.json", text);
    let made = runner.import_profiles(path.clone()).finish().await.unwrap();
    assert_eq!((made.profiles.len(), made.replaced), (1, 0));
    assert_eq!(made.end(), JobEnd::Partial);
    assert_eq!(made.rejects.len(), 1, "{made:?}");
    let again = runner.import_profiles(path).finish().await.unwrap();
    assert_eq!(again.replaced, 1);
}
