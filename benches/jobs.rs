//! How long the jobs take: an import with its index, 500 conversations, eight paced streams.
//!
//! `cargo bench --bench jobs -- FILE` imports FILE; without one it makes 20,000 rows itself.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use muse_studio::catalog::ProductQuery;
use muse_studio::jobs::{
    Access, Clock, Events, GenerateOptions, ImportOptions, JobEvent, Lookup, ProfileOptions,
    Report, Runner, Workspace,
};

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let dir = tempfile::tempdir().expect("a folder");
    let given = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let file = given.map_or_else(|| rows(dir.path()), PathBuf::from);
    let folder = dir.path().join("ws");
    let workspace = Workspace::create(&folder, Clock::system()).await;
    let (runner, mut events) = Runner::new(workspace.expect("a workspace"));
    import(&runner, &mut events, file).await;
    profiles(&runner).await;
    generate(&runner, &mut events).await;
    streams(&runner, &mut events).await;
    runner.workspace().close().await.expect("closed");
    drop(runner);
    open(&folder).await;
}

/// A catalogue of 20,000 products.
fn rows(dir: &Path) -> PathBuf {
    let things = ["kurta", "sneakers", "earphones", "pressure cooker", "novel"];
    let colours = ["blue", "red", "black", "green"];
    let row = |n: usize| {
        let (thing, colour) = (things[n % things.len()], colours[n % colours.len()]);
        let price = 299 + n % 3_000;
        format!(
            "{{\"item_id\":\"P{n}\",\"title\":\"{colour} {thing} {n}\",\"brand\":\"Anvika\",\"price\":{price},\"currency\":\"INR\"}}\n"
        )
    };
    let path = dir.join("rows.jsonl");
    std::fs::write(&path, (0..20_000).map(row).collect::<String>()).expect("written");
    path
}

async fn import(runner: &Runner, events: &mut Events, file: PathBuf) {
    let options = ImportOptions {
        files: vec![file],
        ..ImportOptions::default()
    };
    let started = Instant::now();
    let job = runner.import_products(options);
    let imported = job.run_to_end(events, |_| {}).await.expect("imported");
    let took = started.elapsed();
    println!(
        "import            {:8.2} s   {}",
        took.as_secs_f64(),
        imported.summary()
    );
    let started = Instant::now();
    let lookup = Lookup::from(ProductQuery {
        limit: 50,
        ..ProductQuery::typed("blue kurta")
    });
    let found = runner.workspace().look_up(lookup).await.expect("found");
    println!(
        "look-up           {:8.2} ms  {} found",
        ms(started.elapsed()),
        found.total
    );
}

async fn profiles(runner: &Runner) {
    let options = ProfileOptions {
        count: 200,
        seed: Some(7),
        ..ProfileOptions::default()
    };
    let started = Instant::now();
    let made = runner
        .make_profiles(options)
        .finish()
        .await
        .expect("profiles");
    println!(
        "200 profiles      {:8.2} ms  {}",
        ms(started.elapsed()),
        made.summary()
    );
}

async fn generate(runner: &Runner, events: &mut Events) {
    for concurrency in [1, 4, 8] {
        let options = GenerateOptions {
            count: 500,
            seed: Some(7),
            concurrency,
            ..GenerateOptions::default()
        };
        let started = Instant::now();
        let mut first = None;
        let job = runner.generate(options);
        let made = job
            .run_to_end(events, |event| {
                if matches!(event, JobEvent::TurnDone { .. }) {
                    first.get_or_insert(started.elapsed());
                }
            })
            .await
            .expect("conversations");
        println!(
            "500, {concurrency} at once    {:8.2} s   first turn after {:.0} ms; {}",
            started.elapsed().as_secs_f64(),
            ms(first.unwrap_or_default()),
            made.summary()
        );
        for sentence in made.left_out.iter().take(3) {
            println!("                             {sentence}");
        }
    }
}

/// Eight conversations at once at 200 chunks a second each, watched.
async fn streams(runner: &Runner, events: &mut Events) {
    let options = GenerateOptions {
        count: 24,
        seed: Some(11),
        concurrency: 8,
        pace: Some(200.0),
        ..GenerateOptions::default()
    };
    let (started, before) = (Instant::now(), cpu());
    let (mut first, mut deltas) = (None, 0u64);
    let job = runner.generate(options);
    job.run_to_end(events, |event| {
        if matches!(event, JobEvent::Delta { .. }) {
            deltas += 1;
            first.get_or_insert(started.elapsed());
        }
    })
    .await
    .expect("conversations");
    let took = started.elapsed();
    let share = (cpu() - before).as_secs_f64() / took.as_secs_f64();
    println!(
        "8 streams, 200/s  {:8.2} s   first delta after {:.0} ms; {:.0} deltas/s; {:.1} % of one core",
        took.as_secs_f64(),
        ms(first.unwrap_or_default()),
        deltas as f64 / took.as_secs_f64(),
        share * 100.0
    );
}

async fn open(folder: &Path) {
    let started = Instant::now();
    let workspace = Workspace::open(folder, Access::Write, Clock::system()).await;
    let workspace = workspace.expect("opened");
    println!("open              {:8.2} ms", ms(started.elapsed()));
    workspace.close().await.expect("closed");
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}

/// Processor time of this process, where the system tells it; a tick is 10 ms.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).and_then(|f| f.parse::<u64>().ok());
    Duration::from_millis(10 * (ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0)))
}
