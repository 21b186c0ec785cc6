//! The sample catalogue carries a whole run: nothing is left out.

use std::path::Path;

use crate::jobs_support::empty;
use muse_studio::jobs::{GenerateOptions, ImportOptions, Runner};

#[tokio::test(flavor = "multi_thread")]
async fn every_conversation_on_the_sample_catalogue_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data");
    let options = ImportOptions {
        files: vec![sample.join("products.jsonl")],
        ..ImportOptions::default()
    };
    let imported = runner.import_products(options).finish().await.unwrap();
    assert_eq!(imported.rejected, 0, "{:?}", imported.rejects);
    let options = GenerateOptions {
        count: 150,
        ..GenerateOptions::default()
    };
    let made = runner.generate(options).finish().await.unwrap();
    assert_eq!(made.left_out, Vec::<String>::new());
    assert_eq!((made.kept, made.profiles_made), (150, 150));
    assert_eq!(made.finished(), made.attempts);
}
