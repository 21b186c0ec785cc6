//! Making conversations: what is made depends on the seed alone, and no end loses anything.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::jobs_support::{asked, catalogue, drain, empty, file, muse_bytes, shoppers, stocked};
use muse_studio::domain::{
    Action, AutoVerdict, ConversationId, Language, NewEntry, Outcome, Reason, ReviewerId, RunState,
    Status, Subject, TurnId, Verdict,
};
use muse_studio::jobs::{
    Apart, Desk, Events, GenerateOptions, Hold, ImportOptions, JobEnd, JobError, JobEvent,
    LanguageShares, Report, Reviewing, Runner, Shoppers, Why,
};
use muse_studio::quality::{Cell, Measure};
use muse_studio::review::Filter;
use muse_studio::store::{Change, Cursor, Op};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_gives_the_same_bytes_whatever_the_concurrency() {
    let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut files = Vec::new();
    for (dir, concurrency) in dirs.iter().zip([1, 8]) {
        let (runner, _events) = stocked(dir.path()).await;
        let made = runner
            .generate(asked(24, concurrency))
            .finish()
            .await
            .unwrap();
        assert_eq!(
            (made.finished(), made.seed, made.number),
            (24, 7, 0),
            "{made:?}"
        );
        files.push(muse_bytes(&runner, dir.path(), "muse.jsonl").await);
    }
    assert_eq!(files[0].split(|b| *b == b'\n').count(), 25);
    assert!(files[0] == files[1], "concurrency changed the result");
}

/// More than the plan looks back, with endings to steer: by one at a time, and by eight, stopped on the way.
#[tokio::test(flavor = "multi_thread")]
async fn cells_fill_alike_whatever_the_concurrency_and_the_stops() {
    let (one, eight) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let steered = |concurrency| GenerateOptions {
        outcomes: "bought=60,left=40".parse().unwrap(),
        languages: "en=35,hi=25,hinglish=40".parse().unwrap(),
        ..asked(150, concurrency)
    };
    let (runner, _events) = stocked(one.path()).await;
    let whole = runner.generate(steered(1)).finish().await.unwrap();
    let expected = muse_bytes(&runner, one.path(), "muse.jsonl").await;
    assert_eq!(
        u64::from(whole.attempts),
        u64::from(whole.kept) + whole.not_kept.len() as u64
    );
    let wanted = |of: &dyn Fn(&Cell) -> bool| -> u32 {
        let cells = whole.cells.iter().filter(|one| of(&one.cell));
        cells.map(|one| one.wanted).sum()
    };
    assert_eq!(wanted(&|_| true), 150);
    assert_eq!(wanted(&|cell| cell.outcome == Some(Outcome::Left)), 60);
    let kept = |of: &dyn Fn(&Cell) -> bool| -> u32 {
        let cells = whole.cells.iter().filter(|one| of(&one.cell));
        cells.map(|one| one.kept).sum()
    };
    assert!(kept(&|cell| cell.language == Language::Hi).abs_diff(38) <= 2);

    let (runner, mut events) = stocked(eight.path()).await;
    let handle = runner.generate(steered(8));
    let control = handle.control().clone();
    let mut done = 0;
    let stopped = handle.run_to_end(&mut events, |event| {
        done += u32::from(matches!(event, JobEvent::ConversationDone { .. }));
        if done == 40 {
            control.stop();
        }
    });
    let stopped = stopped.await.unwrap();
    assert!(stopped.stopped, "{stopped:?}");
    let resumed = runner.resume_run(stopped.run).finish().await.unwrap();
    assert_eq!(resumed.not_kept, whole.not_kept);
    assert_eq!(resumed.cells, whole.cells);
    let bytes = muse_bytes(&runner, eight.path(), "muse.jsonl").await;
    assert!(bytes == expected, "concurrency or the stop shows");
    let few = Measure {
        sample: 2,
        ..Measure::default()
    };
    let measure = runner.measure(Filter::default(), few);
    let measured = measure.finish().await.unwrap();
    let wanted: u64 = measured.cells.values().map(|filled| filled.wanted).sum();
    assert_eq!(wanted, 150);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_rejected_is_made_up_for_in_its_cells() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let made = runner.generate(asked(10, 4)).finish().await.unwrap();
    let store = runner.workspace().store().clone();
    let lines = async |status| {
        let filter = Filter {
            status,
            ..Filter::default()
        };
        let page = store.summaries(filter, Cursor::First, 99).await.unwrap();
        page.items
            .into_iter()
            .map(|(_, line)| line)
            .collect::<Vec<_>>()
    };
    let before = lines(Vec::new()).await;
    let hindi = before.iter().filter(|line| line.language == Language::Hi);
    let rejected: Vec<ConversationId> = hindi.map(|line| line.id).collect();
    assert!(!rejected.is_empty());
    let desk = Desk::new(runner.workspace(), "asha".into());
    for id in &rejected {
        let subject = [Subject::Conversation(*id)];
        desk.judge(&subject, Some(Verdict::Rejected), None)
            .await
            .unwrap();
    }

    let filled = runner.fill_run(made.run).finish().await.unwrap();
    let after = lines(Vec::new()).await;
    assert_eq!(filled.kept, 10);
    assert_eq!(after.len(), before.len() + rejected.len());
    let more = &after[before.len()..];
    assert!(more.iter().all(|line| line.language == Language::Hi));
    assert_eq!(lines(vec![Status::Rejected]).await.len(), rejected.len());
    // Nothing was rejected since: there is nothing to make.
    let again = runner.fill_run(made.run).finish().await.unwrap();
    assert_eq!((again.finished(), again.kept), (0, 10));
    assert_eq!(lines(Vec::new()).await.len(), after.len());

    // What a program discards counts no more either, unless a person accepted it.
    let left: Vec<ConversationId> = more.iter().take(2).map(|line| line.id).collect();
    let machine = ReviewerId::machine("offline");
    let discard = |id: &ConversationId| NewEntry {
        reviewer: machine.clone(),
        subject: Subject::Conversation(*id),
        base_version: 1,
        action: Action::Judge {
            before: None,
            after: Some(Verdict::Rejected),
        },
        reason: None,
        bulk: None,
    };
    let entries = left.iter().map(discard).collect();
    store.apply(Change::one(Op::Review(entries))).await.unwrap();
    let accepted = [Subject::Conversation(left[0])];
    desk.judge(&accepted, Some(Verdict::Accepted), None)
        .await
        .unwrap();
    let filled = runner.fill_run(made.run).finish().await.unwrap();
    assert_eq!((filled.finished(), filled.kept), (1, 10));
    assert_eq!(lines(Vec::new()).await.len(), after.len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_can_be_kept_apart_from_what_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let first = runner.generate(asked(4, 2)).finish().await.unwrap();
    let apart = GenerateOptions {
        apart: Apart::Workspace,
        ..asked(4, 2)
    };
    let second = runner.generate(apart).finish().await.unwrap();
    assert_eq!((first.kept, second.kept), (4, 4));
    let twins = second.not_kept.iter();
    let twins = twins.filter(|one| matches!(one.why, Why::Twin(_)));
    assert_eq!(twins.count(), 4, "{:?}", second.not_kept);
    assert_eq!(second.end(), JobEnd::Done);
    assert!(second.summary().contains("4 nearly like an earlier one"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_of_a_seed_says_the_same_under_other_ids() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let first = runner.generate(asked(3, 2)).finish().await.unwrap();
    let second = runner.generate(asked(3, 2)).finish().await.unwrap();
    assert_eq!((first.number, second.number), (0, 1));
    assert_ne!(first.run, second.run);
    let page = runner
        .workspace()
        .store()
        .conversation_page(Filter::default(), Cursor::First, 10)
        .await
        .unwrap();
    let texts: Vec<Vec<String>> = page
        .items
        .iter()
        .map(|(_, r)| {
            r.conversation
                .current_turns()
                .map(|t| t.text.clone())
                .collect()
        })
        .collect();
    assert_eq!(texts.len(), 6);
    assert_eq!(texts[..3], texts[3..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_run_goes_on_to_the_same_bytes() {
    let (whole, cut) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (runner, _events) = stocked(whole.path()).await;
    runner.generate(asked(16, 3)).finish().await.unwrap();
    let expected = muse_bytes(&runner, whole.path(), "muse.jsonl").await;

    let (runner, mut events) = stocked(cut.path()).await;
    drain(&mut events);
    let slow = GenerateOptions {
        pace: Some(2_000.0),
        ..asked(16, 3)
    };
    let handle = runner.generate(slow);
    let control = handle.control().clone();
    let mut done = 0;
    let stopped = handle
        .run_to_end(&mut events, |event| {
            done += u32::from(matches!(event, JobEvent::ConversationDone { .. }));
            if done == 4 {
                control.stop();
            }
        })
        .await
        .unwrap();
    assert!(stopped.stopped && stopped.end() == JobEnd::Stopped);
    assert!((4..16).contains(&stopped.finished()), "{stopped:?}");
    let store = runner.workspace().store();
    let record = store.run(stopped.run).await.unwrap().unwrap();
    assert_eq!(record.state, RunState::Stopped);
    let left_open = Filter {
        outcome: Some(Outcome::Stopped),
        ..Filter::default()
    };
    let cut_short = store.count(left_open.clone()).await.unwrap();
    assert_eq!(
        cut_short,
        u64::from(stopped.outcomes.get("stopped").copied().unwrap_or(0))
    );

    let resumed = runner.resume_run(stopped.run).finish().await.unwrap();
    assert_eq!(stopped.finished() + resumed.finished(), 16);
    assert_eq!(store.count(left_open).await.unwrap(), 0);
    let record = store.run(stopped.run).await.unwrap().unwrap();
    assert_eq!(record.state, RunState::Done);
    let bytes = muse_bytes(&runner, cut.path(), "muse.jsonl").await;
    assert!(bytes == expected, "the interruption shows in the result");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_run_makes_nothing_until_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    drain(&mut events);
    let slow = GenerateOptions {
        pace: Some(1_000.0),
        ..asked(6, 2)
    };
    let handle = runner.generate(slow);
    loop {
        if let JobEvent::TurnDone { .. } = events.next().await {
            break;
        }
    }
    handle.control().pause();
    // The turns that are being made are finished; then it is quiet.
    tokio::time::sleep(Duration::from_millis(400)).await;
    let before = drain(&mut events);
    assert!(before.iter().any(|e| matches!(
        e,
        JobEvent::Held {
            state: Hold::Paused,
            ..
        }
    )));
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(drain(&mut events), []);
    handle.control().resume();
    let made = handle.run_to_end(&mut events, |_| {}).await.unwrap();
    assert_eq!(made.finished(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_that_sleeps_slows_nothing_and_misses_no_state() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    drain(&mut events);
    let paced = GenerateOptions {
        pace: Some(20_000.0),
        ..asked(30, 8)
    };
    // Nobody reads until it is over.
    let made = runner.generate(paced).finish().await.unwrap();
    let told = drain(&mut events);
    let count = |is: fn(&JobEvent) -> bool| told.iter().filter(|e| is(e)).count() as u64;
    assert_eq!(count(|e| matches!(e, JobEvent::Admitted { .. })), 30);
    assert_eq!(
        count(|e| matches!(e, JobEvent::ConversationDone { .. })),
        30
    );
    assert_eq!(
        count(|e| matches!(e, JobEvent::TurnStarted { .. })),
        made.turns
    );
    assert_eq!(
        count(|e| matches!(e, JobEvent::TurnDone { .. })),
        made.turns
    );
    assert_eq!(
        count(|e| matches!(e, JobEvent::Delta { .. })),
        0,
        "overtaken by their turns"
    );
    assert!(matches!(
        told.first(),
        Some(JobEvent::Started { run: Some(_), .. })
    ));
    assert!(matches!(
        told.last(),
        Some(JobEvent::Ended {
            end: JobEnd::Done,
            ..
        })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_streams_is_what_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    drain(&mut events);
    let paced = GenerateOptions {
        pace: Some(2_000.0),
        ..asked(2, 2)
    };
    let handle = runner.generate(paced);
    let started = Instant::now();
    let mut first = None;
    let (mut streamed, mut whole) = (BTreeMap::<TurnId, String>::new(), BTreeMap::new());
    let mut admitted: Vec<ConversationId> = Vec::new();
    handle
        .run_to_end(&mut events, |event| match event {
            JobEvent::Delta { turn, text, .. } => {
                first.get_or_insert(started.elapsed());
                streamed.entry(*turn).or_default().push_str(text);
            }
            JobEvent::TurnDone { turn, text, .. } => {
                whole.insert(*turn, text.clone());
            }
            JobEvent::Admitted { conversation, .. } => admitted.push(*conversation),
            _ => {}
        })
        .await
        .unwrap();
    assert!(!streamed.is_empty());
    for (turn, text) in &streamed {
        assert!(
            whole[turn].starts_with(text.as_str()),
            "{text} / {}",
            whole[turn]
        );
    }
    assert!(first.unwrap() < Duration::from_secs(3), "{first:?}");
    let read = runner
        .workspace()
        .open_for_reading(admitted[0])
        .await
        .unwrap();
    let kept = read.reviewed.conversation.current_turns();
    assert!(kept.into_iter().all(|turn| whole[&turn.id] == turn.text));
    assert!(!read.products.is_empty(), "an offer names a product");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_workspace_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = Runner::new(empty(dir.path()).await);
    let handle = runner.generate(GenerateOptions::default());
    let error = handle.run_to_end(&mut events, |_| {}).await.unwrap_err();
    assert!(matches!(error, JobError::NoProducts { .. }));
    let text = error.to_string();
    assert!(
        text.contains("products import") && text.contains("demo"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_profiles_some_are_made_first_and_said() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    drain(&mut events);
    let options = GenerateOptions {
        count: 5,
        languages: LanguageShares::only(muse_studio::domain::Language::Hi),
        ..GenerateOptions::default()
    };
    let handle = runner.generate(options);
    let mut title = String::new();
    let made = handle
        .run_to_end(&mut events, |event| {
            if let JobEvent::Started { title: told, .. } = event {
                title.clone_from(told);
            }
        })
        .await
        .unwrap();
    assert_eq!((made.finished(), made.profiles_made), (5, 5), "{made:?}");
    assert!(title.contains("5 profiles"), "{title}");
    let store = runner.workspace().store();
    assert_eq!(store.counts().await.unwrap().profiles, 5);
    let page = store
        .conversation_page(Filter::default(), Cursor::First, 9)
        .await
        .unwrap();
    let hindi = |r: &muse_studio::store::Reviewed| r.conversation.language.code() == "hi";
    assert!(page.items.iter().all(|(_, r)| hindi(r)));
    // The next run has its own seed, so it says something else.
    let next = runner
        .generate(GenerateOptions::default())
        .finish()
        .await
        .unwrap();
    assert_eq!(next.seed, made.seed + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn options_that_make_no_sense_are_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    let refused = [
        GenerateOptions {
            count: 0,
            ..asked(1, 1)
        },
        GenerateOptions {
            min_exchanges: 9,
            max_exchanges: 3,
            ..asked(1, 1)
        },
        GenerateOptions {
            mean_exchanges: Some(12.0),
            ..asked(1, 1)
        },
        GenerateOptions {
            picture_share: 1.5,
            ..asked(1, 1)
        },
        GenerateOptions {
            pace: Some(f64::NAN),
            ..asked(1, 1)
        },
        GenerateOptions {
            shoppers: Shoppers::Given(Vec::new()),
            ..asked(1, 1)
        },
    ];
    for options in refused {
        let error = runner.generate(options.clone()).finish().await.unwrap_err();
        assert!(
            matches!(error, JobError::BadOption(_)),
            "{options:?}: {error}"
        );
    }
    assert_eq!(runner.workspace().store().runs().await.unwrap(), []);
    assert_eq!(shoppers().len(), 8);
}

/// A runner on the small catalogue, in which the things that are called so have a picture.
async fn with_pictures_of(dir: &std::path::Path, noun: &str) -> (Runner, Events) {
    let (runner, events) = Runner::new(empty(dir).await);
    let pictured = |line: &str| {
        let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
        if row["title"].as_str().unwrap().contains(noun) {
            row["image"] = format!("{}.png", row["item_id"].as_str().unwrap()).into();
        }
        row.to_string()
    };
    let rows: Vec<String> = catalogue().lines().map(pictured).collect();
    let options = ImportOptions {
        files: vec![file(dir, "pictured.jsonl", &rows.join("\n"))],
        ..ImportOptions::default()
    };
    runner.import_products(options).finish().await.unwrap();
    (runner, events)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_share_of_pictures_is_met_where_only_some_shoppers_find_one() {
    let dir = tempfile::tempdir().unwrap();
    // A quarter of the shoppers come for a kurta.
    let (runner, mut events) = with_pictures_of(dir.path(), "kurta").await;
    let asked = GenerateOptions {
        picture_share: 0.15,
        ..asked(300, 4)
    };
    let made = runner.generate(asked.clone()).finish().await.unwrap();
    let pictured = made.pictured.unwrap();
    assert_eq!(pictured.wanted, 45);
    assert!(pictured.kept.abs_diff(45) <= 9, "{pictured:?}");
    let figures = runner.measure(Filter::default(), Measure::default());
    let figures = figures.finish().await.unwrap().figures;
    assert!(figures.pictured >= u64::from(pictured.kept));
    let noted = |events: &mut Events| {
        let said = drain(events).into_iter().filter_map(|event| match event {
            JobEvent::Noted { sentence, .. } => Some(sentence),
            _ => None,
        });
        said.filter(|said| said.contains("picture")).count()
    };
    assert_eq!(noted(&mut events), usize::from(pictured.kept < 42));

    // Where nothing has a picture, it is said once, and the run is whole.
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = with_pictures_of(dir.path(), "nothing").await;
    let made = runner.generate(asked).finish().await.unwrap();
    assert_eq!(made.end(), JobEnd::Done);
    assert_eq!((made.kept, made.pictured.unwrap().kept), (300, 0));
    assert_eq!(noted(&mut events), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_review_discards_while_it_is_made_does_not_count() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _events) = stocked(dir.path()).await;
    // The workspace's own words for the first question about the budget are in the wrong script.
    let lines = "[\"assistant.clarify.budget\"]\nany = [\"बजट क्या है?\", \"आपका बजट?\"]\n";
    let folder = runner.workspace().folder().phrasebook();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("en.toml"), lines).unwrap();
    let asked = GenerateOptions {
        review: Reviewing::Discard,
        ..asked(16, 4)
    };
    let made = runner.generate(asked).finish().await.unwrap();
    let wrong = Why::Rejected(Reason::WrongLanguage);
    let rejected: Vec<ConversationId> = made
        .not_kept
        .iter()
        .filter(|one| one.why == wrong)
        .map(|one| one.conversation)
        .collect();
    assert!(!rejected.is_empty(), "{}", made.summary());
    assert!(
        made.summary().contains("rejected by the review"),
        "{}",
        made.summary()
    );
    let store = runner.workspace().store();
    let with = async |verdict| {
        let filter = Filter {
            auto: vec![Some(verdict)],
            ..Filter::default()
        };
        let page = store.summaries(filter, Cursor::First, 99).await.unwrap();
        page.items
            .into_iter()
            .map(|(_, line)| line.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(with(AutoVerdict::Discarded).await, rejected);
    assert!(with(AutoVerdict::Kept).await.len() as u32 >= made.kept);
    // A run that goes on judges what it finds as it did.
    let again = runner.resume_run(made.run).finish().await.unwrap();
    assert_eq!((again.kept, again.not_kept), (made.kept, made.not_kept));
    let machine = Desk::new(runner.workspace(), ReviewerId::machine("offline"));
    machine.undo().await.unwrap();
    assert!(with(AutoVerdict::Discarded).await.is_empty());
}
