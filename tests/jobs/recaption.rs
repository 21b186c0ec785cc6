//! Having a model describe products: what is kept, what is left out, going on where it was.

use std::sync::Arc;

use crate::jobs_support::stocked;
use muse_studio::catalog::ProductQuery;
use muse_studio::domain::ProductId;
use muse_studio::jobs::{
    Existing, IndexFit, JobEnd, RecaptionOptions, Recaptioned, Report, Runner,
};
use muse_studio::llm::{LlmError, Scripted};

fn good(number: u32) -> Result<String, LlmError> {
    Ok(format!(
        "A light cotton kurta number {number} with a round neck and long sleeves."
    ))
}

async fn run(runner: &Runner, options: RecaptionOptions, model: &Arc<Scripted>) -> Recaptioned {
    runner
        .recaption(options, model.clone())
        .finish()
        .await
        .unwrap()
}

fn one_by_one(limit: u64) -> RecaptionOptions {
    RecaptionOptions {
        limit: Some(limit),
        concurrency: 1,
        ..RecaptionOptions::default()
    }
}

async fn described(runner: &Runner) -> Vec<String> {
    let store = runner.workspace().store();
    let page = store
        .product_page(muse_studio::store::Cursor::First, 1_000)
        .await
        .unwrap();
    let texts = page
        .items
        .into_iter()
        .filter_map(|(_, p)| p.new_description);
    texts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_job_goes_on_where_the_first_ended() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let model = Arc::new(Scripted::new((0..9).map(good)));
    let first = run(&runner, one_by_one(3), &model).await;
    assert_eq!((first.described, first.end()), (3, JobEnd::Done));
    let second = run(&runner, one_by_one(2), &model).await;
    assert_eq!(second.described, 2);
    assert_eq!(described(&runner).await.len(), 5);
    let asked = model.asked();
    let seen: std::collections::HashSet<String> = asked
        .iter()
        .map(|request| format!("{:?}", request.parts))
        .collect();
    assert_eq!(seen.len(), 5, "no product is paid for twice");
    for request in &asked {
        assert!(!format!("{request:?}").contains("INR"), "{request:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_is_found_at_once_and_the_index_is_not_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let workspace = runner.workspace();
    workspace.index().await.unwrap();
    let said = "A zebra poncho with a round neck and long sleeves.".to_owned();
    let model = Arc::new(Scripted::new([Ok(said)]));
    run(&runner, one_by_one(1), &model).await;
    let index = workspace.index().await.unwrap();
    assert!(!index.pin().settled(), "the whole index was written");
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
    let found = workspace.look_up(ProductQuery::typed("zebra").into()).await;
    assert_eq!(found.unwrap().total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_description_is_told_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let model = Arc::new(Scripted::new([
        Ok("Only ₹499 today, the softest kurta that you can find anywhere!".to_owned()),
        Ok("  ".to_owned()),
        good(1),
    ]));
    let done = run(&runner, one_by_one(3), &model).await;
    assert_eq!((done.described, done.left_out.len()), (1, 2));
    assert_eq!(done.end(), JobEnd::Partial);
    assert!(done.left_out[0].contains("price"), "{:?}", done.left_out);
    assert!(done.summary().contains("2 left out"), "{}", done.summary());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_ends_it_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let model = Arc::new(Scripted::new((0..9).map(good)));
    let options = RecaptionOptions {
        max_tokens: Some(1),
        ..one_by_one(5)
    };
    let done = run(&runner, options.clone(), &model).await;
    assert_eq!(done.described, 1);
    assert!(done.out_of_budget && done.tokens > 1);
    assert!(done.summary().contains("budget"), "{}", done.summary());
    assert!(done.summary().contains("goes on"), "{}", done.summary());
    // What was described again cannot be told from the rest, so that such a job does not go on.
    let again = RecaptionOptions {
        existing: Existing::Replace,
        ..options
    };
    let done = run(&runner, again, &model).await;
    assert!(done.summary().contains("first product again"), "{done:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_ends_it_at_once_and_keeps_what_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let refused = LlmError::Key {
        host: "here".to_owned(),
        said: "no".to_owned(),
    };
    let model = Arc::new(Scripted::new([good(1), Err(refused), good(2)]));
    let error = runner
        .recaption(one_by_one(9), model.clone())
        .finish()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("refuses the key"), "{error}");
    assert_eq!(described(&runner).await.len(), 1);
    assert_eq!(model.asked().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_of_no_use_is_given_up_and_what_stands_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let of_no_use = || Ok("No.".to_owned());
    let now_and_then = (0..30).map(|at| if at % 10 == 9 { good(at) } else { of_no_use() });
    let model = Arc::new(Scripted::new(
        now_and_then.chain((0..40).map(|_| of_no_use())),
    ));
    let job = runner.recaption(one_by_one(60), model.clone());
    let error = job.finish().await.unwrap_err().to_string();
    assert!(error.contains("20 answers in a row"), "{error}");
    assert!(error.contains("the answer is no description"), "{error}");
    assert!(
        error.contains("3 products described before are kept"),
        "{error}"
    );
    assert_eq!(model.asked().len(), 50);
    assert_eq!(described(&runner).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn named_products_are_described_again_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let store = runner.workspace().store();
    let page = store
        .product_page(muse_studio::store::Cursor::First, 1)
        .await
        .unwrap();
    let id = page.items[0].1.id.clone();
    let model = Arc::new(Scripted::new((0..9).map(good)));
    let only = |existing| RecaptionOptions {
        ids: vec![id.clone(), id.clone()],
        existing,
        ..RecaptionOptions::default()
    };
    for (existing, want) in [
        (Existing::Keep, 1),
        (Existing::Keep, 0),
        (Existing::Replace, 1),
    ] {
        assert_eq!(run(&runner, only(existing), &model).await.described, want);
    }
    let unknown = RecaptionOptions {
        ids: vec![ProductId::from("nothing")],
        ..RecaptionOptions::default()
    };
    let error = runner.recaption(unknown, model).finish().await.unwrap_err();
    assert!(error.to_string().contains("`nothing`"), "{error}");
}

#[cfg(feature = "images")]
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_only_when_that_is_allowed() {
    use muse_studio::domain::ProductValue;
    use muse_studio::jobs::Sight;
    use muse_studio::llm::Part;
    use muse_studio::store::{Change, Cursor, Op};

    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let workspace = runner.workspace();
    let page = workspace
        .store()
        .product_page(Cursor::First, 1)
        .await
        .unwrap();
    let id = page.items[0].1.id.clone();
    let media = workspace.folder().media();
    std::fs::create_dir_all(&media).unwrap();
    let picture = include_bytes!("../../sample_data/media/fa-00001.png");
    std::fs::write(media.join("one.png"), picture).unwrap();
    let named = ProductValue::Image(Some("one.png".to_owned()));
    let change = Change::one(Op::EnrichProducts(vec![(id.clone(), named)]));
    workspace.store().apply(change).await.unwrap();

    for (sight, parts) in [(Sight::Withheld, 1), (Sight::Shown, 2)] {
        let model = Arc::new(Scripted::new([good(1)]));
        let options = RecaptionOptions {
            ids: vec![id.clone()],
            existing: Existing::Replace,
            sight,
            ..RecaptionOptions::default()
        };
        assert_eq!(run(&runner, options, &model).await.described, 1);
        let asked = model.asked();
        assert_eq!(asked[0].parts.len(), parts);
        assert_eq!(asked[0].instructions.contains("the picture"), parts == 2);
        if let Some(Part::Picture { media_type, bytes }) = asked[0].parts.get(1) {
            assert_eq!(*media_type, "image/jpeg");
            assert!(bytes.starts_with(&[0xff, 0xd8]));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_on_their_way_are_kept_when_another_ends_the_job() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(folder.path()).await;
    let refused = LlmError::Key {
        host: "here".to_owned(),
        said: "no".to_owned(),
    };
    let model = Arc::new(Scripted::new([Err(refused), good(1), good(2)]));
    let options = RecaptionOptions {
        concurrency: 3,
        ..one_by_one(9)
    };
    assert!(runner.recaption(options, model).finish().await.is_err());
    assert_eq!(described(&runner).await.len(), 2);
}
