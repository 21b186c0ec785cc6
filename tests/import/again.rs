//! Imports that are begun again: after a stop, after a kill, with remembered columns, over what is there already.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::jobs_support::{empty, file, reopened};
use muse_studio::catalog::{Missing, ProductQuery};
use muse_studio::domain::Product;
use muse_studio::import::read_rejects;
use muse_studio::jobs::{
    ImportOptions, Imported, IndexFit, JobEnd, JobEvent, Lookup, Memory, Rejects, Report, Runner,
    Workspace,
};

const FOLDER: &str = "MUSE_TEST_IMPORT_FOLDER";
const ROWS: usize = 30_000;

fn of(file: PathBuf) -> ImportOptions {
    ImportOptions {
        files: vec![file],
        ..ImportOptions::default()
    }
}

/// Rows of which every thousandth is broken and every five-hundredth repeats an earlier id.
fn pots(dir: &Path) -> PathBuf {
    let row = |n: usize| match n {
        n if n % 1_000 == 7 => format!("{{\"item_id\":\"N{n}\"}}\n"),
        n if n % 500 == 9 => format!(
            "{{\"item_id\":\"N{}\",\"title\":\"Clay pot again {n}\"}}\n",
            n - 1
        ),
        n => format!("{{\"item_id\":\"N{n}\",\"title\":\"Clay pot {n}\",\"price\":\"₹{n}.50\"}}\n"),
    };
    let text: String = (1..=ROWS).map(row).collect();
    let path = dir.join("pots.jsonl");
    if !path.exists() {
        std::fs::write(&path, text).unwrap();
    }
    path
}

async fn all(workspace: &Workspace) -> Vec<Product> {
    let page = workspace
        .store()
        .product_page(Default::default(), 1_000_000);
    page.await
        .unwrap()
        .items
        .into_iter()
        .map(|(_, product)| product)
        .collect()
}

async fn found(workspace: &Workspace) -> u64 {
    let lookup = Lookup::default();
    workspace.look_up(lookup).await.unwrap().total
}

/// What an import that nobody interrupts leaves behind.
async fn uninterrupted(dir: &Path) -> (Vec<Product>, Imported, String) {
    let (runner, _events) = Runner::new(empty(dir).await);
    let imported = runner
        .import_products(of(pots(dir)))
        .finish()
        .await
        .unwrap();
    let rejects = std::fs::read_to_string(imported.rejects_file.as_ref().unwrap()).unwrap();
    (all(runner.workspace()).await, imported, nameless(&rejects))
}

/// A list of rejects without the folder of its test.
fn nameless(rejects: &str) -> String {
    let cut = |line: &str| line.split_once("\"line\"").unwrap().1.to_owned();
    rejects.lines().map(cut).collect::<Vec<_>>().join("\n")
}

async fn the_same_end(workspace: &Workspace, again: &Imported, dir: &Path) {
    let (products, whole, rejects) = uninterrupted(dir).await;
    assert!(all(workspace).await == products, "the products differ");
    assert_eq!(found(workspace).await, products.len() as u64);
    assert_eq!(
        (again.read, again.added, again.updated, again.rejected),
        (whole.read, whole.added, whole.updated, whole.rejected)
    );
    let list = std::fs::read_to_string(again.rejects_file.as_ref().unwrap()).unwrap();
    assert_eq!(nameless(&list), rejects);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_import_goes_on_after_the_rows_that_are_in() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (runner, mut events) = Runner::new(empty(dir.path()).await);
    let path = pots(dir.path());
    let handle = runner.import_products(of(path.clone()));
    let control = handle.control().clone();
    let stopped = handle
        .run_to_end(&mut events, |event| {
            if let JobEvent::Progress { done, .. } = event
                && *done > 5_000
            {
                control.stop();
            }
        })
        .await
        .unwrap();
    assert_eq!(stopped.end(), JobEnd::Stopped);
    assert!(
        stopped.read > 5_000 && stopped.read < ROWS as u64,
        "{stopped:?}"
    );
    assert_eq!(found(runner.workspace()).await, stopped.added);
    let again = runner
        .import_products(of(path.clone()))
        .finish()
        .await
        .unwrap();
    assert_eq!(again.resumed_after, Some(stopped.read));
    the_same_end(runner.workspace(), &again, other.path()).await;
    // Done is done: another import of the file is a new one, in which nothing changes but what the file says twice.
    let third = runner.import_products(of(path)).finish().await.unwrap();
    assert_eq!((third.resumed_after, third.added), (None, 0));
    assert!(third.unchanged > 29_000, "{third:?}");
}

/// The child: imports and says how far it is, until it is killed. Does nothing when no folder is named.
#[tokio::test(flavor = "multi_thread")]
async fn imports_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let (runner, mut events) = Runner::new(reopened(folder).await);
    let handle = runner.import_products(of(pots(folder)));
    let ended = handle.run_to_end(&mut events, |event| {
        if let JobEvent::Progress { done, .. } = event {
            println!("at {done}");
        }
    });
    ended.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_goes_on_to_the_same_end() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    empty(dir.path()).await.close().await.unwrap();
    let path = pots(dir.path());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "again::imports_until_it_is_killed",
            "--exact",
            "--nocapture",
        ])
        .env(FOLDER, dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let far = lines.map_while(Result::ok).any(|line| {
        let at = line
            .rsplit("at ")
            .next()
            .and_then(|n| n.parse::<usize>().ok());
        at.is_some_and(|at| at > 9_000)
    });
    child.kill().unwrap();
    assert!(far && !child.wait().unwrap().success());
    let (runner, _events) = Runner::new(reopened(dir.path()).await);
    assert_eq!(
        runner.workspace().store().check().await.unwrap(),
        Vec::<String>::new()
    );
    let again = runner.import_products(of(path)).finish().await.unwrap();
    let resumed = again.resumed_after.unwrap();
    assert!(resumed >= 2_000 && resumed < ROWS as u64, "{resumed}");
    the_same_end(runner.workspace(), &again, other.path()).await;
}

/// The price in rupees and the colour of the product `1`.
async fn of_mug(workspace: &Workspace) -> (i64, Option<String>) {
    let found = workspace.store().products(vec!["1".into()]).await.unwrap();
    (
        found[0].price.unwrap().major(),
        found[0].attribute("color").map(str::to_owned),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_about_columns_is_remembered_for_the_source_until_it_is_forgotten() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let shop = file(
        dir.path(),
        "shop.csv",
        "sku,title,price,deal,shade\n1,Mug,100,80,Blue\n",
    );
    let said = ImportOptions {
        mappings: vec![
            "price=deal".parse().unwrap(),
            "color=shade".parse().unwrap(),
        ],
        ..of(shop.clone())
    };
    runner.import_products(said).finish().await.unwrap();
    assert_eq!(
        of_mug(runner.workspace()).await,
        (80, Some("Blue".to_owned()))
    );
    let plain = runner
        .import_products(of(shop.clone()))
        .finish()
        .await
        .unwrap();
    assert_eq!(
        (plain.unchanged, plain.remembered.len()),
        (1, 2),
        "{plain:?}"
    );
    assert!(
        plain.remembered[0].starts_with("shop: price=deal"),
        "{plain:?}"
    );
    let forget = ImportOptions {
        memory: Memory::Forget,
        ..of(shop.clone())
    };
    let forgotten = runner.import_products(forget).finish().await.unwrap();
    assert_eq!((forgotten.updated, forgotten.remembered.len()), (1, 0));
    assert_eq!(of_mug(runner.workspace()).await, (100, None));
    let wrong = ImportOptions {
        mappings: vec!["price=cost".parse().unwrap()],
        ..of(shop)
    };
    let error = runner.import_products(wrong).finish().await.unwrap_err();
    assert!(error.to_string().contains("no column `cost`"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_source_does_not_take_an_id_that_stands_already() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let books = file(dir.path(), "books.csv", "id,title\n7,A novel\n");
    let shop = file(dir.path(), "shop.csv", "id,title\n7,A mug\n");
    for path in [&books, &shop] {
        let done = runner
            .import_products(of(path.clone()))
            .finish()
            .await
            .unwrap();
        assert_eq!(done.added, 1, "{done:?}");
    }
    let again = runner.import_products(of(shop)).finish().await.unwrap();
    assert_eq!((again.added, again.unchanged), (0, 1), "{again:?}");
    let said = ImportOptions {
        source: Some("library".to_owned()),
        ..of(books)
    };
    runner.import_products(said).finish().await.unwrap();
    let ids: Vec<String> = all(runner.workspace())
        .await
        .iter()
        .map(|p| p.id.to_string())
        .collect();
    assert_eq!(ids, ["7", "shop:7", "library:7"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_that_come_together_keep_their_products_apart() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let books = file(dir.path(), "books.csv", "id,title\n7,A novel\n8,A play\n");
    let shop = file(dir.path(), "shop.csv", "id,title\n\n7,A mug\n");
    let own = "{\"id\":\"7\",\"source\":\"a\",\"domain\":\"other\",\"title\":\"Jug\"}\n\
               {\"id\":\"7\",\"source\":\"b\",\"domain\":\"other\",\"title\":\"Pot\"}\n";
    let own = file(dir.path(), "own.jsonl", own);
    let options = ImportOptions {
        files: vec![books, shop, own],
        ..ImportOptions::default()
    };
    let done = runner
        .import_products(options.clone())
        .finish()
        .await
        .unwrap();
    assert_eq!((done.added, done.updated), (5, 0), "{done:?}");
    let note = "id: 3 rows, first in line 3: id 7 is another source's product";
    assert!(done.notes[0].starts_with(note), "{done:?}");
    let ids: Vec<String> = all(runner.workspace())
        .await
        .iter()
        .map(|p| format!("{} {}", p.id, p.title))
        .collect();
    assert_eq!(
        ids,
        [
            "7 A novel",
            "8 A play",
            "shop:7 A mug",
            "a:7 Jug",
            "b:7 Pot"
        ]
    );
    let again = runner.import_products(options).finish().await.unwrap();
    assert_eq!((again.added, again.unchanged), (0, 5), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_not_overwritten_by_the_list_of_its_own_rejects() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let shop = file(dir.path(), "shop.csv", "id,title\n1\n");
    let options = ImportOptions {
        rejects: Rejects::File(dir.path().join(".").join("shop.csv")),
        ..of(shop.clone())
    };
    let error = runner.import_products(options).finish().await.unwrap_err();
    assert!(error.to_string().contains("--rejects"), "{error}");
    assert_eq!(std::fs::read_to_string(shop).unwrap(), "id,title\n1\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_row_of_a_product_is_the_one_that_counts() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    // Side by side in one batch, and as many rows apart as two batches have.
    for between in [0, 4_000] {
        let rows = |of_one: &[&str]| {
            let mut text = "id,title\n".to_owned();
            for title in of_one {
                text.push_str(&format!("1,{title}\n"));
                (0..between).for_each(|n| text.push_str(&format!("x{n},Mug {n}\n")));
            }
            text
        };
        let shop = file(dir.path(), "shop.csv", &rows(&["Old"]));
        runner.import_products(of(shop)).finish().await.unwrap();
        let shop = file(dir.path(), "shop.csv", &rows(&["New", "Old"]));
        let done = runner.import_products(of(shop)).finish().await.unwrap();
        assert_eq!(done.updated, 2, "{done:?}");
        assert_eq!(all(runner.workspace()).await[0].title, "Old");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_rejects_that_was_taken_away_begins_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = Runner::new(empty(dir.path()).await);
    let path = pots(dir.path());
    let handle = runner.import_products(of(path.clone()));
    let control = handle.control().clone();
    let stopped = handle
        .run_to_end(&mut events, |event| {
            if let JobEvent::Progress { done, .. } = event
                && *done > 5_000
            {
                control.stop();
            }
        })
        .await
        .unwrap();
    let list = stopped.rejects_file.unwrap();
    std::fs::remove_file(&list).unwrap();
    let again = runner.import_products(of(path)).finish().await.unwrap();
    assert_eq!(again.rejects_file.as_ref(), Some(&list));
    let rejects = read_rejects(BufReader::new(std::fs::File::open(list).unwrap())).unwrap();
    assert_eq!(
        rejects.len() as u64,
        again.rejected - stopped.rejected,
        "what is left out after the stop"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lacks_a_picture_is_found_as_long_as_it_does() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let catalogue = file(dir.path(), "shop.csv", "id,title\n1,Mug\n2,Jug\n3\n");
    let folder = dir.path().join("pictures");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("2.png"), b"\x89PNG\r\n\x1a\n rest").unwrap();
    std::fs::write(folder.join("2.webp"), b"RIFF....WEBP rest").unwrap();
    let rows = runner
        .import_products(of(catalogue.clone()))
        .finish()
        .await
        .unwrap();
    assert_eq!(rows.rejected, 1, "{rows:?}");
    let lacking = async || {
        let mut query = ProductQuery::default();
        query.filters.missing = vec![Missing::Picture];
        let found = runner.workspace().look_up(query.into()).await.unwrap();
        let ids = found.rows.iter().map(|row| row.id.to_string());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(lacking().await, ["1", "2"]);
    let both = ImportOptions {
        pictures: vec![folder],
        ..of(catalogue)
    };
    let done = runner.import_products(both).finish().await.unwrap();
    assert_eq!((done.pictures.set, done.rejected), (1, 2), "{done:?}");
    assert_eq!(lacking().await, ["1"]);
    let workspace = runner.workspace();
    assert_eq!(workspace.index_fit().await.unwrap(), IndexFit::Fits);
    // Rows and pictures that were left out stand in the one list that is named.
    let list = std::fs::File::open(done.rejects_file.unwrap()).unwrap();
    assert_eq!(read_rejects(BufReader::new(list)).unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_go_to_the_products_that_their_names_mean() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(dir.path()).await);
    let rows = "{\"source\":\"a\",\"sku\":\"1\",\"title\":\"Mug\"}\n{\"source\":\"a\",\"sku\":\"2\",\"title\":\"Jug\"}\n\
                {\"source\":\"b\",\"sku\":\"2\",\"title\":\"Pot\"}\n";
    let catalogue = file(dir.path(), "catalogue.jsonl", rows);
    let folder = dir.path().join("pictures");
    std::fs::create_dir(&folder).unwrap();
    let png = b"\x89PNG\r\n\x1a\n rest";
    std::fs::write(folder.join("1.png"), png).unwrap();
    std::fs::write(folder.join("2.jpg"), b"\xff\xd8\xff\xe0 rest").unwrap();
    std::fs::write(folder.join("a:2.jpg"), b"\xff\xd8\xff\xe0 rest").unwrap();
    std::fs::write(folder.join("9.png"), png).unwrap();
    std::fs::write(folder.join("b:2.png"), b"no picture").unwrap();
    std::fs::write(folder.join(".hidden"), b"").unwrap();
    let both = ImportOptions {
        pictures: vec![folder.clone()],
        ..of(catalogue.clone())
    };
    let done = runner.import_products(both).finish().await.unwrap();
    assert_eq!(
        (done.added, done.pictures.set, done.rejected),
        (3, 2, 3),
        "{done:?}"
    );
    let reasons = done.rejects.join("\n");
    for part in ["several sources", "no product has the id `9`", "no picture"] {
        assert!(reasons.contains(part), "{reasons}");
    }
    let products = all(runner.workspace()).await;
    let image = products[0].image.as_deref().unwrap();
    let media = runner.workspace().folder().media();
    assert_eq!(std::fs::read(media.join(image)).unwrap(), png);
    let again = runner.import_products(of(folder)).finish().await.unwrap();
    assert_eq!(
        (again.pictures.set, again.pictures.unchanged),
        (0, 2),
        "{again:?}"
    );
    // The rows name no picture, so they do not take it away.
    let rows = runner
        .import_products(of(catalogue))
        .finish()
        .await
        .unwrap();
    assert_eq!(rows.unchanged, 3, "{rows:?}");
    assert_eq!(found(runner.workspace()).await, 3);
}
