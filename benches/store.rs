//! How fast the store is on 50,000 conversations and 170,000 products: prints one line a figure.

#[path = "../tests/store/conformance/sample.rs"]
mod sample;

use std::time::{Duration, Instant};

use muse_studio::domain::*;
use muse_studio::review::Filter;
use muse_studio::store::*;
use sample::{Maker, bulk, edit, finding, judge, product, set, turn_of};
use tokio::runtime::Runtime;

const CONVERSATIONS: u32 = 50_000;
const PRODUCTS: u32 = 170_000;

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let millis = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1e3;
    println!(
        "{what:<44} p50 {:>9.2} ms   p95 {:>9.2} ms   n {}",
        millis(50),
        millis(95),
        times.len()
    );
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    Runtime::new().expect("a runtime").block_on(work)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}

fn main() {
    let folder = tempfile::TempDir::new().expect("a folder for the workspace");
    let open = || {
        SqliteStore::open(folder.path(), OpenOptions::system(Access::ReadWrite)).expect("it opens")
    };
    let (store, first) = timed(open);
    report("open, new workspace", vec![first]);
    let maker = Maker::new(1);
    fill(&store, &maker);
    let (closed, time) = timed(|| wait(store.close()));
    closed.expect("it closes");
    drop(store);
    report("close", vec![time]);

    let mut opened = Vec::new();
    for _ in 0..20 {
        let (store, time) = timed(open);
        opened.push(time);
        drop(store);
    }
    report("open, 50,000 conversations", opened);
    let store = open();
    reads(&store, &maker);
    writes(&store, &maker);
    wait(store.close()).expect("it closes");
}

async fn import_again(store: &Store, cheaper: i64) -> ProductTally {
    let mut tally = ProductTally::default();
    for chunk in 0..PRODUCTS / 2_000 {
        let changed = |number| {
            let mut product = product(number);
            product.price = product.price.map(|price| Money {
                minor: price.minor - cheaper,
                ..price
            });
            product
        };
        let products = (chunk * 2_000..(chunk + 1) * 2_000).map(changed).collect();
        let change = Change::batched(vec![Op::PutProducts(products)]);
        tally += store.apply(change).await.expect("products").products;
    }
    tally
}

fn fill(store: &Store, maker: &Maker) {
    let ((), time) = timed(|| {
        wait(async {
            for chunk in 0..PRODUCTS / 2_000 {
                let products = (chunk * 2_000..(chunk + 1) * 2_000).map(product).collect();
                store
                    .apply(Change::batched(vec![Op::PutProducts(products)]))
                    .await
                    .expect("products");
            }
        });
    });
    report("import of 170,000 products", vec![time]);
    println!(
        "{:<44} {:>9.0} rows a second",
        "",
        f64::from(PRODUCTS) / time.as_secs_f64()
    );
    let again = |what: &str, cheaper: i64| {
        let (tally, time) = timed(|| wait(import_again(store, cheaper)));
        report(&format!("the same again, {what}"), vec![time]);
        println!("{:<44} {tally:?}", "");
    };
    again("unchanged", 0);
    again("every price changed", 1);
    let ((), time) = timed(|| {
        wait(async {
            let run = Op::PutRun(maker.run(RunState::Done));
            store.apply(Change::one(run)).await.expect("a run");
            for chunk in 0..CONVERSATIONS / 200 {
                let whole = |n| Op::PutConversation(Box::new(maker.conversation(n, 8)));
                let ops = (chunk * 200..(chunk + 1) * 200).map(whole).collect();
                store
                    .apply(Change::batched(ops))
                    .await
                    .expect("conversations");
            }
        });
    });
    report("writing 50,000 conversations of 8 turns", vec![time]);
    wait(async {
        // Edits and faults are rare and far apart, so that filters for them have to search.
        for number in (0..CONVERSATIONS).step_by(5_000) {
            let whole = maker.conversation(number, 8);
            let turn = turn_of(&whole, 1);
            let edited = edit("ravi", Subject::Turn(whole.id, turn), "before", "after");
            let findings = vec![finding(turn, Severity::Fault)];
            let ops = vec![
                Op::Review(vec![edited]),
                Op::PutFindings(whole.id, findings),
            ];
            store
                .apply(Change {
                    ops,
                    ..Change::default()
                })
                .await
                .expect("an edit");
        }
    });
}

fn reads(store: &Store, maker: &Maker) {
    let repeat = |what: &str, work: &dyn Fn(u32)| {
        let times = (0..100).map(|n| timed(|| work(n)).1).collect();
        report(what, times);
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    repeat("counts", &|_| {
        drop(runtime.block_on(store.counts()).expect("counts"))
    });
    for text in [
        "",
        "status:todo",
        "status:rejected",
        "lang:hi domain:books",
        "has:fault",
        "status:part has:edit",
    ] {
        let filter: Filter = text.parse().expect("a filter");
        repeat(&format!("count [{text}]"), &|_| {
            drop(runtime.block_on(store.count(filter.clone())))
        });
        for (name, cursor) in [
            ("first", Cursor::First),
            ("last", Cursor::Last),
            ("after 25,000", Cursor::After(25_000)),
        ] {
            repeat(&format!("page of 50, {name} [{text}]"), &|_| {
                drop(
                    runtime
                        .block_on(store.summaries(filter.clone(), cursor, 50))
                        .expect("a page"),
                );
            });
        }
    }
    let words: Filter = "\"no. 49999\"".parse().expect("a filter");
    repeat("page of 50 by a rare word", &|_| {
        drop(
            runtime
                .block_on(store.summaries(words.clone(), Cursor::First, 50))
                .expect("a page"),
        );
    });
    // Every conversation names this one.
    let named = ProductId::from("P000001");
    repeat("conversations that name a product, 50", &|n| {
        let cursor = Cursor::After(i64::from(n) * 400);
        drop(
            runtime
                .block_on(store.uses_of(named.clone(), cursor, 50))
                .expect("a page"),
        );
    });
    repeat("how many name it, of 50,000", &|_| {
        let counts = runtime.block_on(store.use_counts(vec![named.clone()]));
        assert_eq!(counts.expect("a count"), [u64::from(CONVERSATIONS)]);
    });
    repeat("one conversation", &|n| {
        drop(
            runtime
                .block_on(store.conversation(maker.ids.conversation(n * 499)))
                .expect("one"),
        );
    });
}

fn writes(store: &Store, maker: &Maker) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let apply =
        |change: Change| timed(|| runtime.block_on(store.apply(change)).expect("a change")).1;
    let mut verdicts = Vec::new();
    for n in 0..200 {
        let whole = maker.conversation(n, 8);
        let subject = Subject::Turn(whole.id, turn_of(&whole, 3));
        verdicts.push(apply(Change::one(Op::Review(vec![judge(
            "asha",
            subject,
            Verdict::Accepted,
        )]))));
    }
    report("one verdict, durable", verdicts);
    let mut edits = Vec::new();
    for n in 0..200 {
        let edit = set("asha", &product(n * 800), "stock", "77");
        edits.push(apply(Change::one(Op::Review(vec![edit]))));
    }
    report("one edit of a product, durable", edits);
    let ids: Vec<ConversationId> = (0..1_000).map(|n| maker.ids.conversation(n * 40)).collect();
    let (mut reject, mut undo, mut redo) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..5 {
        let entries = bulk("asha", &ids, Verdict::Rejected, round);
        reject.push(apply(Change::one(Op::Review(entries))));
        undo.push(apply(Change::one(Op::Undo("asha".into()))));
        redo.push(apply(Change::one(Op::Redo("asha".into()))));
    }
    report("bulk reject of 1,000", reject);
    report("its undo", undo);
    report("its redo", redo);
}
