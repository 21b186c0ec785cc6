//! Killing the process at random moments: nothing acknowledged is lost, and the workspace always opens.
//!
//! The parent starts this test program again as a child, which decides without pause and prints each decision once the
//! store has answered. `MUSE_KILLS` says how often it is killed.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::conformance::sample::{Maker, bulk, edit, judge, product, set, turn_of};
use crate::conformance::wait;
use futures_util::future::join_all;
use muse_studio::domain::*;
use muse_studio::review::{Filter, fold, product_edits};
use muse_studio::store::*;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

const FOLDER: &str = "MUSE_KILL_FOLDER";
const SEED: &str = "MUSE_KILL_SEED";
const CONVERSATIONS: u32 = 60;
const PRODUCTS: u32 = 5;

fn open(folder: &Path) -> Result<Store, StoreError> {
    SqliteStore::open(folder, OpenOptions::system(Access::ReadWrite))
}

/// The child: does nothing unless the parent started it.
#[test]
fn decides_until_it_is_killed() {
    let (Ok(folder), Ok(seed)) = (std::env::var(FOLDER), std::env::var(SEED)) else {
        return;
    };
    let store = open(Path::new(&folder)).unwrap();
    wait(async {
        let all = furnished(&store).await;
        let mut rng = ChaCha8Rng::seed_from_u64(seed.parse().unwrap());
        loop {
            let changes: Vec<Change> = (0..rng.random_range(1..8))
                .map(|_| decision(&mut rng, &all))
                .collect();
            for applied in join_all(changes.into_iter().map(|change| store.apply(change))).await {
                acknowledge(&applied.unwrap());
            }
        }
    });
}

async fn furnished(store: &Store) -> Vec<Conversation> {
    let maker = Maker::new(1);
    let all: Vec<Conversation> = (0..CONVERSATIONS)
        .map(|n| maker.conversation(n, 4))
        .collect();
    if store.counts().await.unwrap().total() == 0 {
        let put = |whole: &Conversation| Op::PutConversation(Box::new(whole.clone()));
        let products = Op::PutProducts((0..PRODUCTS).map(product).collect());
        let ops = all.iter().map(put).chain([products]).collect();
        store.apply(Change::batched(ops)).await.unwrap();
    }
    all
}

fn decision(rng: &mut ChaCha8Rng, all: &[Conversation]) -> Change {
    let whole = &all[rng.random_range(0..all.len())];
    let turn = Subject::Turn(whole.id, turn_of(whole, rng.random_range(0..4)));
    Change::one(match rng.random_range(0..10) {
        0..3 => Op::Review(vec![judge("asha", turn, Verdict::Accepted)]),
        3 => {
            let product = product(rng.random_range(0..PRODUCTS));
            let stock = rng.random_range(0..99).to_string();
            Op::Review(vec![set("asha", &product, "stock", &stock)])
        }
        4..6 => Op::Review(vec![edit("asha", turn, "before", "बाद में")]),
        6 => {
            let ids: Vec<ConversationId> = all.iter().take(20).map(|whole| whole.id).collect();
            Op::Review(bulk("asha", &ids, Verdict::Rejected, rng.random()))
        }
        7 | 8 => Op::Undo("asha".into()),
        _ => Op::Redo("asha".into()),
    })
}

fn acknowledge(applied: &Applied) {
    let mut out = std::io::stdout().lock();
    for entry in &applied.entries {
        writeln!(out, "ack {}", entry.id).unwrap();
    }
    out.flush().unwrap();
}

fn start(folder: &Path, seed: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["kill::decides_until_it_is_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills a child after a while and tells what it had acknowledged.
fn killed(folder: &Path, seed: u64, after: Duration) -> Vec<EntryId> {
    let mut child = start(folder, seed);
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        // The last line may be torn by the kill: then nobody has read a whole id, and it was not acknowledged to anybody.
        let ids = lines.filter_map(|line| line.split_once("ack ")?.1.parse().ok());
        ids.collect::<Vec<EntryId>>()
    });
    sleep(after);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(
        !status.success(),
        "the child ended before it was killed: {status}"
    );
    reader.join().unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_by_kills() {
    let kills: u64 = std::env::var("MUSE_KILLS").map_or(25, |text| text.parse().unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(2026);
    let mut acknowledged: HashSet<EntryId> = HashSet::new();
    let started = Instant::now();
    for kill in 0..kills {
        // Some die while they start or open, most while they decide.
        let after = Duration::from_millis(rng.random_range(1..200));
        let acks = killed(folder.path(), kill, after);
        acknowledged.extend(acks);
        verify(folder.path(), &acknowledged, kill);
    }
    println!(
        "{kills} kills in {:.1} s: {} decisions acknowledged, 0 lost",
        started.elapsed().as_secs_f32(),
        acknowledged.len()
    );
    assert!(
        acknowledged.len() as u64 > kills,
        "the children hardly came to decide"
    );
}

fn verify(folder: &Path, acknowledged: &HashSet<EntryId>, kill: u64) {
    let store = open(folder).unwrap_or_else(|error| panic!("after kill {kill}: {error}"));
    wait(async {
        let log = store.log_page(Cursor::First, u32::MAX).await.unwrap().items;
        let here: HashSet<EntryId> = log.iter().map(|(_, entry)| entry.id).collect();
        let lost = acknowledged.difference(&here).count();
        assert_eq!(lost, 0, "kill {kill} lost acknowledged decisions");
        assert_eq!(
            store.check().await.unwrap(),
            Vec::<String>::new(),
            "after kill {kill}"
        );
        let page = store
            .conversation_page(Filter::default(), Cursor::First, u32::MAX)
            .await
            .unwrap();
        for (_, reviewed) in &page.items {
            let entries = store.log_of(reviewed.conversation.id).await.unwrap();
            assert_eq!(reviewed.review, fold(&entries), "after kill {kill}");
        }
        let products = store.product_page(Cursor::First, 99).await.unwrap().items;
        for (number, (_, now)) in (0..).zip(&products) {
            let entries = store.log_of_product(now.id.clone()).await.unwrap();
            let in_force = product_edits(&entries).over(&product(number));
            assert_eq!(*now, in_force, "after kill {kill}");
            let history = store.product_history(now.id.clone()).await.unwrap();
            let numbers = history.iter().map(|version| version.version);
            assert!(numbers.eq(1..=history.len() as u32), "after kill {kill}");
        }
        assert!(page.items.is_empty() || products.len() as u32 == PRODUCTS);
        assert!(page.items.is_empty() || page.items.len() as u32 == CONVERSATIONS);
        store.close().await.unwrap();
    });
}
