//! One table of figures, printed as it grows.

use std::path::Path;
use std::time::{Duration, Instant};

/// Figures of one engine.
pub struct Table {
    /// Only searches whose name holds this are run.
    only: String,
}

impl Table {
    /// Prints the head.
    pub fn new(engine: &str) -> Self {
        println!("\n### {engine}\n");
        println!("| figure | p50 | p95 | p99 | max | of |\n|---|---:|---:|---:|---:|---:|");
        Table {
            only: std::env::var("MUSE_BENCH_ONLY").unwrap_or_default(),
        }
    }

    /// Whether everything is run.
    pub fn is_whole(&self) -> bool {
        self.only.is_empty()
    }

    /// One figure.
    pub fn row(&self, name: &str, value: impl std::fmt::Display) {
        println!("| {name} | {value} | | | | |");
    }

    /// The times of all queries, in milliseconds. `ask` answers with the number of hits, of which the mean is printed too.
    pub fn times<Q, E: std::error::Error + 'static>(
        &self,
        name: &str,
        queries: impl Iterator<Item = Q>,
        ask: impl Fn(&Q) -> Result<u64, E>,
    ) -> Result<(), E> {
        if !name.contains(&self.only) {
            return Ok(());
        }
        let (mut times, mut hits) = (Vec::new(), 0);
        for query in queries {
            let started = Instant::now();
            hits += std::hint::black_box(ask(&query)?);
            times.push(started.elapsed());
        }
        let mean = hits / times.len().max(1) as u64;
        self.sorted(&format!("{name} (~{mean} hits)"), &mut times);
        Ok(())
    }

    /// Times that were taken elsewhere, in milliseconds.
    pub fn sorted(&self, name: &str, times: &mut [Duration]) {
        times.sort();
        let at = |share: f64| {
            let place = ((times.len().max(1) - 1) as f64 * share).round() as usize;
            times
                .get(place)
                .map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        println!(
            "| {name} | {:.2} | {:.2} | {:.2} | {:.2} | {} |",
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0),
            times.len()
        );
    }
}

/// Milliseconds.
pub fn ms(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1e3)
}

/// Seconds.
pub fn s(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64())
}

/// Bytes of a file or a folder with all in it.
pub fn size(path: &Path) -> std::io::Result<u64> {
    let meta = std::fs::metadata(path)?;
    if !meta.is_dir() {
        return Ok(meta.len());
    }
    let mut total = 0;
    for entry in std::fs::read_dir(path)? {
        total += size(&entry?.path())?;
    }
    Ok(total)
}
