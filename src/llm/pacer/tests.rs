use std::sync::Arc;

use proptest::prelude::*;
use tokio::time::{advance, sleep, timeout};

use super::*;

const NOTHING: Usage = Usage::plain(0, 0);

fn paused<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(case)
}

fn pace(requests: u32, in_flight: u32) -> Pace {
    Pace {
        requests,
        in_flight,
        ..Pace::default()
    }
}

/// When each of many requests leaves that come in bursts; each burst is so many, so many milliseconds after the last.
async fn leaving(requests: u32, bursts: &[(u8, u32)]) -> Vec<Instant> {
    let pacer = Arc::new(Pacer::new(pace(requests, 1_000), Instant::now()));
    let mut waiting = Vec::new();
    for (count, pause) in bursts {
        sleep(Duration::from_millis(u64::from(*pause))).await;
        for _ in 0..*count {
            let pacer = pacer.clone();
            waiting.push(tokio::spawn(async move {
                let slot = pacer.slot(NOTHING).await;
                let left = Instant::now();
                drop(slot);
                left
            }));
        }
    }
    let mut left = Vec::new();
    for one in waiting {
        left.push(one.await.unwrap());
    }
    left.sort();
    left
}

/// The most that left in any window of this length.
fn most_in(left: &[Instant], window: Duration) -> usize {
    let from = |at: usize| {
        let rest = left[at..].iter();
        rest.take_while(|then| **then < left[at] + window).count()
    };
    (0..left.len()).map(from).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_window_holds_more_than_its_share(
        requests in 1u32..600,
        bursts in prop::collection::vec((1u8..60, 0u32..90_000), 1..8),
    ) {
        let left = paused(leaving(requests, &bursts));
        let in_minute = most_in(&left, Duration::from_secs(60));
        prop_assert!(in_minute <= requests as usize, "{in_minute} in a minute");
        let in_second = most_in(&left, Duration::from_secs(1));
        let share = requests.div_ceil(60) as usize + 1;
        prop_assert!(in_second <= share, "{in_second} in a second");
    }
}

#[test]
fn the_rate_is_reached_and_spread() {
    paused(async {
        let left = leaving(60, &[(120, 0)]).await;
        let took = left[119] - left[0];
        assert!(took >= Duration::from_secs(119), "{took:?}");
        assert!(took <= Duration::from_secs(121), "{took:?}");
        assert_eq!(most_in(&left, Duration::from_millis(900)), 1);
    });
}

#[test]
fn only_so_many_are_under_way() {
    paused(async {
        let pacer = Pacer::new(pace(60_000, 2), Instant::now());
        let first = pacer.slot(NOTHING).await;
        let _second = pacer.slot(NOTHING).await;
        let third = timeout(Duration::from_secs(99), pacer.slot(NOTHING)).await;
        assert!(third.is_err(), "two are under way");
        drop(first);
        timeout(Duration::from_secs(1), pacer.slot(NOTHING))
            .await
            .unwrap();
    });
}

#[test]
fn an_overloaded_server_gets_fewer_and_rests_when_it_asks() {
    paused(async {
        let pacer = Pacer::new(pace(60_000, 4), Instant::now());
        let mut slots = Vec::new();
        for _ in 0..4 {
            slots.push(pacer.slot(NOTHING).await);
        }
        for slot in &mut slots[1..3] {
            slot.overloaded(Some(Duration::from_secs(7)));
        }
        slots.truncate(1);
        let before = Instant::now();
        let _next = pacer.slot(NOTHING).await;
        assert!(before.elapsed() >= Duration::from_secs(7));
        let third = timeout(Duration::from_secs(2), pacer.slot(NOTHING)).await;
        assert!(third.is_err(), "half of four are under way");
        advance(Duration::from_secs(1)).await;
        timeout(Duration::from_secs(1), pacer.slot(NOTHING))
            .await
            .unwrap();
    });
}

#[test]
fn the_servers_own_words_count() {
    paused(async {
        let pacer = Pacer::new(pace(6_000, 99), Instant::now());
        let slot = pacer.slot(NOTHING).await;
        let mut limits = Limits::default();
        limits.requests.most = Some(60);
        limits.tokens.most = Some(600);
        limits.tokens.left = Some(1);
        slot.told(&limits);
        drop(slot);
        let need = Usage::plain(50, 50);
        let before = Instant::now();
        for _ in 0..3 {
            pacer.slot(need).await.used(need);
        }
        let took = before.elapsed();
        // One passes at once; each of the others waits for a hundred tokens, at ten a second.
        assert!((19..=21).contains(&took.as_secs()), "{took:?}");
    });
}

#[test]
fn whoever_gives_up_does_not_hold_the_others() {
    paused(async {
        let pacer = Pacer::new(pace(60, 1), Instant::now());
        let slot = pacer.slot(NOTHING).await;
        let given_up = timeout(Duration::from_millis(5), pacer.slot(NOTHING)).await;
        assert!(given_up.is_err());
        drop(slot);
        timeout(Duration::from_secs(2), pacer.slot(NOTHING))
            .await
            .unwrap();
    });
}
