//! A workspace of the first format opens, keeps what it holds, and learns what the second format knows.

use std::path::Path;

use muse_studio::domain::*;
use muse_studio::review::Filter;
use muse_studio::store::*;
use rusqlite::{Connection, params};
use tempfile::TempDir;

use crate::conformance::sample::{Maker, edit, judge, product, set, turn_of};
use crate::conformance::wait;

const FIRST: &str = include_str!("../../src/store/sqlite/migrations/0001_workspace.sql");

fn open(folder: &Path) -> Store {
    SqliteStore::open(folder, OpenOptions::system(Access::ReadWrite)).unwrap()
}

/// A workspace of today, to copy rows from.
fn workspace_of_today() -> TempDir {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path());
    let maker = Maker::new(1);
    wait(async {
        let all: Vec<Conversation> = (0..5).map(|n| maker.conversation(n, 4)).collect();
        let put = |whole: &Conversation| Op::PutConversation(Box::new(whole.clone()));
        let mut ops = vec![
            Op::PutProducts((0..9).map(product).collect()),
            Op::PutRun(maker.run(RunState::Done)),
        ];
        ops.extend(all.iter().map(put));
        store.apply(Change::batched(ops)).await.unwrap();
        let turn = Subject::Turn(all[1].id, turn_of(&all[1], 1));
        for entry in [
            judge("asha", Subject::Conversation(all[0].id), Verdict::Rejected),
            edit("asha", turn, "before", "बाद में"),
        ] {
            store
                .apply(Change::one(Op::Review(vec![entry])))
                .await
                .unwrap();
        }
        store.close().await.unwrap();
    });
    folder
}

/// The same workspace in a database that the first migration made: tables, columns and rows as they were then.
fn in_first_format(today: &Path) -> TempDir {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(folder.path().join("muse.db")).unwrap();
    old.execute_batch(FIRST).unwrap();
    old.pragma_update(None, "application_id", u32::from_be_bytes(*b"MUSE"))
        .unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    let path = today.join("muse.db");
    old.execute("ATTACH ?1 AS today", params![path.to_str().unwrap()])
        .unwrap();
    // In the order in which the tables refer to one another; counters and tally are kept by triggers.
    for table in [
        "runs",
        "conversations",
        "conversation_bodies",
        "branches",
        "turns",
    ] {
        let columns: String = old
            .query_row(
                "SELECT group_concat(name) FROM pragma_table_info(?1, 'main')",
                [table],
                |row| row.get(0),
            )
            .unwrap();
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}");
        assert!(old.execute(&copy, []).unwrap() > 0, "{table}");
    }
    old.execute_batch(
        "INSERT INTO main.products (seq, id, body) SELECT seq, id, body FROM today.products;
         INSERT INTO main.review_log SELECT * FROM today.review_log;
         INSERT INTO main.review_counting SELECT * FROM today.review_counting;
         UPDATE counters SET value = (SELECT value FROM today.counters t WHERE t.name = 'sequence')
             WHERE name = 'sequence';
         DETACH today;",
    )
    .unwrap();
    let columns =
        "SELECT count(*) FROM pragma_table_info('review_log') WHERE name = 'conversation'";
    let found: u32 = old.query_row(columns, [], |row| row.get(0)).unwrap();
    assert_eq!(found, 1, "the old column is there");
    folder
}

#[test]
fn an_older_workspace_is_migrated_and_nothing_is_lost() {
    let today = workspace_of_today();
    let old = in_first_format(today.path());
    let (here, there) = (open(old.path()), open(today.path()));
    wait(async {
        let everything = async |store: &Store| {
            let all = store.conversation_page(Filter::default(), Cursor::First, 99);
            let log = store.log_page(Cursor::First, 99).await.unwrap();
            let products = store.product_page(Cursor::First, 99).await.unwrap();
            let uses = store.uses_of("P000001".into(), Cursor::First, 99);
            (
                all.await.unwrap(),
                log,
                products,
                uses.await.unwrap(),
                store.counts().await.unwrap(),
            )
        };
        let migrated = everything(&here).await;
        assert_eq!(migrated, everything(&there).await);
        assert_eq!(migrated.3.items.len(), 5, "who names what is filled in");

        let history = here.product_history("P000003".into()).await.unwrap();
        assert_eq!((history.len(), history[0].version), (1, 1));
        assert_eq!(history[0].at_ms, None, "nobody noted it then");
        let edit = Op::Review(vec![set("asha", &product(3), "price", "99")]);
        here.apply(Change::one(edit)).await.unwrap();
        let record = here.product_record("P000003".into()).await.unwrap();
        assert_eq!(record.unwrap().now.product.price, Some(Money::rupees(99)));
        for subject in [
            Subject::Product("P000003".into()),
            Subject::Turn(
                Maker::new(1).ids.conversation(1),
                Maker::new(1).ids.turn(1, 1),
            ),
        ] {
            let undone = here.apply(Change::one(Op::Undo("asha".into()))).await;
            assert_eq!(undone.unwrap().reversed[0].subject, subject);
        }
        assert_eq!(here.check().await.unwrap(), Vec::<String>::new());
        here.close().await.unwrap();
    });
    drop(open(old.path()));
    let raw = Connection::open(old.path().join("muse.db")).unwrap();
    let error = raw.execute("DELETE FROM review_log", []).unwrap_err();
    assert!(error.to_string().contains("append-only"), "{error}");
}

#[test]
fn an_older_workspace_is_not_read_by_whoever_may_not_migrate_it() {
    let today = workspace_of_today();
    let old = in_first_format(today.path());
    let refused = SqliteStore::open(old.path(), OpenOptions::system(Access::ReadOnly));
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("setup --yes"), "{refused}");
}
