//! Stories of exporting: what a verdict does, what a trainer gets, what lies beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::export_kit::Desk;
use muse_studio::domain::{AutoReview, AutoVerdict, Reason, ReviewerId, Status, Verdict};
use muse_studio::export::{
    ExportError, Exporter, Format, Options, Overwrite, Partial, Report, Reviewers, System, Take,
    Why, manifest_path, meta_path, yield_of,
};
use serde_json::{Value, json};

const FOUR: [&str; 4] = [
    "u:kurta dikhao",
    "a:ye neela kurta dekhiye",
    "u:aur sasta?",
    "a:ye wala ₹499 ka hai",
];

fn export(desks: &[Desk], options: Options) -> (tempfile::TempDir, Report) {
    let dir = tempfile::tempdir().unwrap();
    let mut exporter = Exporter::begin(&dir.path().join("out.jsonl"), options).unwrap();
    for desk in desks {
        exporter.add(&desk.judged()).unwrap();
    }
    let report = exporter.finish().unwrap();
    (dir, report)
}

fn rows(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn roles(messages: &Value) -> Vec<&str> {
    let list = messages.as_array().unwrap();
    list.iter().map(|m| m["role"].as_str().unwrap()).collect()
}

fn whys(report: &Report) -> Vec<Why> {
    report.manifest.left_out.iter().map(|l| l.why).collect()
}

/// The checker of trainers' rules, when this machine has it.
fn assert_clean(kind: &str, file: &Path) {
    let checker = Path::new("../shared/tools/check_exports/check_exports.py");
    if !checker.exists() {
        println!("skipped: the export checker is not here");
        return;
    }
    let done = Command::new("python3")
        .arg(checker)
        .arg(kind)
        .arg(file)
        .output();
    let Ok(done) = done else {
        println!("skipped: there is no python3 here");
        return;
    };
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{said}");
}

#[test]
fn an_accepted_conversation_is_one_row_with_one_key() {
    let desk = Desk::new(0, &FOUR, "....").whole(Verdict::Accepted);
    let (_dir, report) = export(&[desk], Options::new(Format::Sft));
    let rows = rows(&report.path);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].as_object().unwrap().len(), 1);
    let messages = &rows[0]["messages"];
    assert_eq!(
        roles(messages),
        ["system", "user", "assistant", "user", "assistant"]
    );
    assert!(
        messages[0]["content"]
            .as_str()
            .unwrap()
            .contains("Hinglish")
    );
    assert_eq!(messages[4]["content"], "ye wala ₹499 ka hai");
    assert!(report.is_complete());
    assert_clean("sft", &report.path);
}

#[test]
fn what_nobody_accepted_stays_out_and_is_listed() {
    let desks = [
        Desk::new(0, &FOUR, "...."),
        Desk::new(1, &FOUR, "aaaa").whole(Verdict::Rejected),
        Desk::new(2, &FOUR, "aaaa").whole(Verdict::Skipped),
        Desk::new(3, &FOUR, "aaaa"),
    ];
    let (_dir, report) = export(&desks, Options::new(Format::Sft));
    assert_eq!(rows(&report.path).len(), 1);
    assert_eq!(
        whys(&report),
        [
            Why::NothingAccepted,
            Why::ConversationRejected,
            Why::ConversationSkipped
        ]
    );
    assert_eq!(report.manifest.counts.filtered, 3);
    assert!(report.is_complete(), "a filter is no loss");
}

#[test]
fn any_also_takes_what_nobody_judged_but_never_what_was_rejected() {
    let desks = [
        Desk::new(0, &FOUR, "...."),
        Desk::new(1, &FOUR, "aaaa").whole(Verdict::Rejected),
        Desk::new(2, &FOUR, "...r"),
    ];
    let options = Options {
        take: Some(Take::Any),
        ..Options::new(Format::Sft)
    };
    let (_dir, report) = export(&desks, options);
    let rows = rows(&report.path);
    assert_eq!(rows.len(), 2);
    assert_eq!(roles(&rows[1]["messages"]), ["system", "user", "assistant"]);
}

#[test]
fn a_conversation_is_cut_at_its_rejected_turn() {
    let desk = Desk::new(0, &FOUR, "aa.r").whole(Verdict::Accepted);
    let rejected = desk.turn(3);
    let (_dir, report) = export(&[desk], Options::new(Format::Sft));
    let rows = rows(&report.path);
    assert_eq!(roles(&rows[0]["messages"]), ["system", "user", "assistant"]);
    let [left_out] = &report.manifest.left_out[..] else {
        panic!("{:?}", report.manifest.left_out)
    };
    assert_eq!(left_out.turn, Some(rejected));
    assert_eq!((left_out.why, left_out.turns), (Why::TurnRejected, 2));
    assert_eq!(report.manifest.counts.cut, 1);
    assert_eq!(report.manifest.counts.turns_left_out, 2);
}

#[test]
fn an_undecided_answer_cuts_and_an_undecided_question_is_context() {
    let desks = [Desk::new(0, &FOUR, ".a.."), Desk::new(1, &FOUR, ".a.e")];
    let (_dir, report) = export(&desks, Options::new(Format::Sft));
    let rows = rows(&report.path);
    assert_eq!(rows[0]["messages"].as_array().unwrap().len(), 3);
    assert_eq!(
        rows[1]["messages"][4]["content"],
        "better ye wala ₹499 ka hai"
    );
    assert_eq!(whys(&report), [Why::TurnUndecided]);
}

#[test]
fn an_emptied_conversation_is_listed_and_the_export_is_not_complete() {
    let desk = Desk::new(0, &FOUR, "ra.a");
    let (_dir, report) = export(&[desk], Options::new(Format::Sft));
    assert!(rows(&report.path).is_empty());
    assert_eq!(whys(&report), [Why::TurnRejected]);
    assert_eq!(report.manifest.counts.rows_left_out, 1);
    assert!(!report.is_complete());
}

#[test]
fn drop_leaves_partly_judged_conversations_out() {
    let desks = [
        Desk::new(0, &FOUR, "aaa."),
        Desk::new(1, &FOUR, "aaar"),
        Desk::new(2, &FOUR, "aaaa"),
    ];
    let options = Options {
        partial: Some(Partial::Drop),
        ..Options::new(Format::Sft)
    };
    let (_dir, report) = export(&desks, options);
    assert_eq!(rows(&report.path).len(), 1);
    assert_eq!(whys(&report), [Why::HoldsUndecided, Why::HoldsRejected]);
    assert!(!report.is_complete());
}

#[test]
fn mask_is_refused_where_the_format_cannot_say_it() {
    for format in [Format::Sft, Format::Dpo] {
        let dir = tempfile::tempdir().unwrap();
        let options = Options {
            partial: Some(Partial::Mask),
            ..Options::new(format)
        };
        let error = Exporter::begin(&dir.path().join("x.jsonl"), options)
            .err()
            .unwrap();
        let said = error.to_string();
        assert!(said.contains("cut") && said.contains("drop"), "{said}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_greeting_before_the_first_user_turn_needs_a_system_message() {
    let lines = ["a:namaste", "u:kurta dikhao", "a:ye dekhiye", "u:bas"];
    let desk = || Desk::new(0, &lines, "....").whole(Verdict::Accepted);
    let (_dir, with) = export(&[desk()], Options::new(Format::Sft));
    assert_eq!(
        roles(&rows(&with.path)[0]["messages"]),
        ["system", "assistant", "user", "assistant"]
    );
    assert_clean("sft", &with.path);
    let options = Options {
        system: System::None,
        ..Options::new(Format::Sft)
    };
    let (_dir, without) = export(&[desk()], options);
    assert_eq!(
        roles(&rows(&without.path)[0]["messages"]),
        ["user", "assistant"]
    );
    assert_eq!(
        whys(&without),
        [Why::BeforeFirstUser, Why::AfterLastAssistant]
    );
    assert_clean("sft", &without.path);
}

#[test]
fn neighbours_of_one_speaker_are_joined_and_counted() {
    let lines = ["u:kurta", "u:neela", "a:ye dekhiye", "a:ya ye"];
    let desk = Desk::new(0, &lines, "....").whole(Verdict::Accepted);
    let (_dir, report) = export(&[desk], Options::new(Format::Sft));
    let rows = rows(&report.path);
    assert_eq!(rows[0]["messages"][1]["content"], "kurta\nneela");
    assert_eq!(rows[0]["messages"][2]["content"], "ye dekhiye\nya ye");
    assert_eq!(report.manifest.counts.turns_merged, 2);
    assert_clean("sft", &report.path);
}

#[test]
fn an_edit_is_a_pair_and_its_prompt_holds_the_texts_in_force() {
    let desk = Desk::new(0, &FOUR, ".e.e");
    let (_dir, report) = export(&[desk], Options::new(Format::Dpo));
    let rows = rows(&report.path);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[1]["prompt"][2],
        json!({"role": "assistant", "content": "better ye neela kurta dekhiye"})
    );
    assert_eq!(
        rows[1]["chosen"],
        json!([{"role": "assistant", "content": "better ye wala ₹499 ka hai"}])
    );
    assert_eq!(
        rows[1]["rejected"],
        json!([{"role": "assistant", "content": "ye wala ₹499 ka hai"}])
    );
    assert_clean("dpo", &report.path);
}

#[test]
fn a_pair_never_has_a_rejected_turn_in_its_prompt() {
    let desk = Desk::new(0, &FOUR, ".r.e");
    let edited = desk.turn(3);
    let (_dir, report) = export(&[desk], Options::new(Format::Dpo));
    assert!(rows(&report.path).is_empty());
    assert_eq!(whys(&report), [Why::RejectedBefore]);
    assert_eq!(report.manifest.left_out[0].turn, Some(edited));
    assert!(!report.is_complete());
}

#[test]
fn edits_of_users_and_edits_that_change_nothing_are_no_pairs() {
    let user_edit = Desk::new(0, &FOUR, "e...");
    let mut same = Desk::new(1, &FOUR, ".e..");
    same.versions[1][0].text = format!(" {} ", &FOUR[1][2..]);
    let (_dir, report) = export(&[user_edit, same], Options::new(Format::Dpo));
    assert!(rows(&report.path).is_empty());
    assert_eq!(whys(&report), [Why::NoEdit, Why::SameText]);
}

#[test]
fn what_was_picked_is_chosen_over_each_that_was_shown_beside_it() {
    let mut desk = Desk::new(0, &FOUR, ".a.e");
    let picked = desk.turn(1);
    let others = ["ye bhi dekhiye", "ek aur hai", " ye neela kurta dekhiye "];
    let others = others.map(|text| desk.pass_over(1, text, Some("asha")));
    // A branch that nobody passed over, and one from another beginning, say nothing of what is better.
    desk.pass_over(1, "kabhi nahi", None);
    let (_dir, report) = export(&[desk], Options::new(Format::Dpo));
    let rows = rows(&report.path);
    let texts = |row: &Value| {
        let text = |side: &str| row[side][0]["content"].as_str().unwrap().to_owned();
        (text("chosen"), text("rejected"))
    };
    let found: Vec<_> = rows.iter().map(texts).collect();
    let chosen = "ye neela kurta dekhiye".to_owned();
    assert_eq!(found[0], (chosen.clone(), "ye bhi dekhiye".to_owned()));
    assert_eq!(found[1], (chosen, "ek aur hai".to_owned()));
    assert_eq!(found[2].0, "better ye wala ₹499 ka hai", "an edit besides");
    assert_eq!(found.len(), 3);
    assert_eq!(whys(&report), [Why::SameText]);
    let meta = self::rows(report.meta.as_deref().unwrap());
    assert_eq!(meta[0]["source"], "choice");
    assert_eq!(meta[0]["reviewer"], "asha");
    assert_eq!(meta[0]["muse_id"], format!("{picked}@1>{}", others[0]));
    assert_eq!(meta[2]["source"], "edit");
    assert_clean("dpo", &report.path);
}

#[test]
fn the_sidecar_joins_each_row_with_its_conversation() {
    let desks = [
        Desk::new(0, &FOUR, "...."),
        Desk::new(1, &FOUR, "aaaa"),
        Desk::new(2, &FOUR, "aa.e"),
    ];
    for (format, count) in [(Format::Sft, 2), (Format::Dpo, 1)] {
        let (_dir, report) = export(&desks, Options::new(format));
        let meta = rows(report.meta.as_deref().unwrap());
        assert_eq!(meta.len(), count);
        assert_eq!(report.meta, Some(meta_path(&report.path)));
        for (at, row) in meta.iter().enumerate() {
            assert_eq!(row["row"], at);
            assert_eq!(row["language"], "hinglish");
            assert_eq!(row["engine"], "offline");
        }
        let last = &desks[2].conversation.id;
        assert_eq!(
            meta.last().unwrap()["conversation"],
            json!(last.to_string())
        );
    }
}

#[test]
fn the_manifest_lists_checksums_and_everything_left_out() {
    use sha2::Digest;
    let desks = [Desk::new(0, &FOUR, "...."), Desk::new(1, &FOUR, "aaar")];
    let (_dir, report) = export(&desks, Options::new(Format::Sft));
    let text = fs::read_to_string(manifest_path(&report.path)).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest, serde_json::to_value(&report.manifest).unwrap());
    assert_eq!(manifest["left_out"].as_array().unwrap().len(), 2);
    let bytes = fs::read(&report.path).unwrap();
    let sum: String = sha2::Sha256::digest(&bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(manifest["files"][0]["sha256"], sum);
    assert_eq!(manifest["files"][0]["bytes"], bytes.len());
    assert_eq!(manifest["counts"]["conversations_in"], 2);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let desks = || [Desk::new(0, &FOUR, "aa.e"), Desk::new(1, &FOUR, "aaar")];
    for format in Format::ALL {
        let (_a, first) = export(&desks(), Options::new(format));
        let (_b, second) = export(&desks(), Options::new(format));
        for (a, b) in [
            (Some(&first.path), Some(&second.path)),
            (first.meta.as_ref(), second.meta.as_ref()),
            (Some(&first.manifest_path), Some(&second.manifest_path)),
        ] {
            let read = |path: Option<&PathBuf>| path.map(|path| fs::read(path).unwrap());
            assert_eq!(read(a), read(b), "{format}");
        }
    }
}

#[test]
fn a_file_that_is_there_is_kept_unless_it_may_go() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["out.jsonl", "out.meta.jsonl", "out.jsonl.manifest.json"] {
        let there = dir.path().join(name);
        fs::write(&there, "mine").unwrap();
        let begun = Exporter::begin(&dir.path().join("out.jsonl"), Options::new(Format::Sft));
        assert!(matches!(begun.err(), Some(ExportError::Exists { path }) if path == there));
        assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
        fs::remove_file(there).unwrap();
    }
    let path = dir.path().join("out.jsonl");
    fs::write(&path, "mine").unwrap();
    let options = Options {
        overwrite: Overwrite::Replace,
        ..Options::new(Format::Sft)
    };
    let mut exporter = Exporter::begin(&path, options).unwrap();
    exporter.add(&Desk::new(0, &FOUR, "aaaa").judged()).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "mine",
        "kept until the new one is whole"
    );
    exporter.finish().unwrap();
    assert_eq!(rows(&path).len(), 1);
}

#[test]
fn a_cancelled_export_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let mut exporter =
        Exporter::begin(&dir.path().join("out.jsonl"), Options::new(Format::Sft)).unwrap();
    exporter.add(&Desk::new(0, &FOUR, "aaaa").judged()).unwrap();
    assert!(fs::read_dir(dir.path()).unwrap().count() > 0);
    drop(exporter);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_file_that_comes_while_exporting_is_kept_and_no_other_name_stays() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("out.jsonl");
    let exporter = Exporter::begin(&path, Options::new(Format::Sft)).unwrap();
    fs::write(&path, "mine").unwrap();
    assert!(matches!(exporter.finish(), Err(ExportError::Exists { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_directory_is_refused_with_a_name_to_use() {
    let dir = tempfile::tempdir().unwrap();
    let begun = Exporter::begin(dir.path(), Options::new(Format::Sft));
    let said = begun.err().unwrap().to_string();
    assert!(said.contains("is a directory"), "{said}");
}

#[test]
fn the_note_after_a_decision_says_what_an_export_gives() {
    let first_edit = Desk::new(0, &FOUR, ".e..");
    let given = yield_of(&first_edit.judged());
    assert_eq!((given.sft_rows, given.dpo_pairs), (1, 1));
    assert_eq!(given.stops_at, Some(first_edit.turn(3)));
    let later = Desk::new(0, &FOUR, "...e");
    let given = yield_of(&later.judged());
    assert_eq!((given.sft_rows, given.dpo_pairs), (0, 1));
    assert_eq!(given.stops_at, Some(later.turn(1)));
    for desk in [first_edit, later] {
        for (format, want) in [
            (Format::Sft, yield_of(&desk.judged()).sft_rows),
            (Format::Dpo, yield_of(&desk.judged()).dpo_pairs),
        ] {
            let judged = desk.judged();
            let dir = tempfile::tempdir().unwrap();
            let mut exporter =
                Exporter::begin(&dir.path().join("x.jsonl"), Options::new(format)).unwrap();
            assert_eq!(exporter.add(&judged).unwrap().rows, want);
        }
    }
}

#[test]
fn the_automatic_review_counts_only_when_that_is_asked_for() {
    let (dir, line) = (tempfile::tempdir().unwrap(), FOUR);
    let auto = |verdict| AutoReview {
        verdict,
        reason: Some(Reason::Repeats),
        reviewer: ReviewerId::machine("offline"),
    };
    let (kept, discarded) = (auto(AutoVerdict::Kept), auto(AutoVerdict::Discarded));
    let (open, judged) = (Desk::new(0, &line, "...."), Desk::new(1, &line, "..r."));
    let rejected = Desk::new(2, &line, "....").whole(Verdict::Rejected);
    for (reviewers, rows, turns) in [
        (Reviewers::People, 0, vec![]),
        (Reviewers::Auto, 2, vec![4, 2]),
    ] {
        let options = Options {
            reviewers,
            overwrite: Overwrite::Replace,
            system: System::None,
            ..Options::new(Format::Sft)
        };
        let mut exporter = Exporter::begin(&dir.path().join("out.jsonl"), options).unwrap();
        for (desk, auto) in [
            (&open, &kept),
            (&open, &discarded),
            (&judged, &kept),
            // What a person rejected stays rejected.
            (&rejected, &kept),
        ] {
            let mut view = desk.judged();
            view.auto = Some(auto);
            exporter.add(&view).unwrap();
        }
        let report = exporter.finish().unwrap();
        assert_eq!(report.manifest.counts.rows, rows, "{reviewers:?}");
        let written: Vec<usize> = self::rows(&report.path)
            .iter()
            .map(|row| row["messages"].as_array().unwrap().len())
            .collect();
        assert_eq!(written, turns);
    }
    let desk = Desk::new(3, &line, "arar");
    let mut done = desk.judged();
    done.status = Status::Accepted;
    done.auto = Some(&discarded);
    assert_eq!(
        done.clone().counting_auto(),
        done,
        "people have judged every turn"
    );
}

#[test]
fn what_a_program_rewrote_is_no_pair() {
    let mut desk = Desk::new(0, &FOUR, ".e..");
    let options = || Options::new(Format::Dpo);
    let (_dir, report) = export(&[desk], options());
    assert_eq!(report.manifest.counts.rows, 1);
    desk = Desk::new(0, &FOUR, ".e..");
    desk.versions[1][0].machine = Some(ReviewerId::machine("rewrite"));
    let (_dir, report) = export(&[desk], options());
    assert_eq!(
        (report.manifest.counts.rows, whys(&report)),
        (0, vec![Why::NoEdit])
    );
}
