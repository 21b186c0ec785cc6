//! Bringing products in: the files are named, the columns shown, changed and agreed to, the job watched.

use muse_studio::catalog::{Guess, Meaning, Target, Why};
use muse_studio::jobs::{
    Bytes, FilePlan, ImportOptions, JobEnd, JobEvent, JobId, JobKind, SourceFrom,
};
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Msg, Reply};

use super::screen::Screen;

fn guess(meaning: &str, column: &str, confidence: f32, samples: &[&str]) -> Guess {
    let meaning = match meaning.parse::<Target>() {
        Ok(Target::Field(column)) => Meaning::Field(column),
        Ok(Target::Attribute(name)) => Meaning::Attribute(name),
        Err(why) => panic!("{why}"),
    };
    Guess {
        column: column.to_owned(),
        meaning,
        confidence,
        why: if confidence < 0.7 {
            Why::Values
        } else {
            Why::Name
        },
        filled: samples.len(),
        samples: samples.iter().map(|text| (*text).to_owned()).collect(),
    }
}

/// A shop's file with Hindi headings.
fn plan() -> FilePlan {
    FilePlan {
        file: "/data/दुकान.csv".into(),
        format: "CSV".to_owned(),
        source: "दुकान".to_owned(),
        source_from: SourceFrom::FileName,
        rows_looked_at: 500,
        columns: vec![
            guess(
                "title",
                "नाम",
                0.6,
                &["नीला सूती कुर्ता", "लाल साड़ी", "Blue Kurta"],
            ),
            guess("price", "मूल्य (₹)", 0.65, &["₹1,499", "₹899", "१,२००"]),
            guess("brand", "brand", 0.95, &["Biba", "बीबा"]),
            guess("attributes.color", "रंग", 0.6, &["नीला", "लाल"]),
            guess("attributes.notes", "टिप्पणी", 0.7, &[]),
        ],
        remembered: vec!["brand=brand".to_owned()],
    }
}

/// The studio with this plan on screen, and what was asked for it.
fn planned(width: u16, height: u16) -> Screen {
    let mut screen = Screen::new(width, height);
    screen.press(":");
    screen.type_text("import दुकान.csv");
    let effects = screen.press("enter");
    let [Effect::PlanImport(options)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(options.files, [std::path::PathBuf::from("दुकान.csv")]);
    show(&mut screen, options.clone());
    screen
}

fn show(screen: &mut Screen, options: Box<ImportOptions>) {
    let plans = Ok(vec![plan()]);
    screen.reply(Reply::ImportPlanned { options, plans });
}

#[test]
fn the_columns_are_shown_before_anything_is_written() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut screen = planned(width, height);
        insta::assert_snapshot!(format!("import_{width}x{height}"), screen.text());
        let effects = screen.press("enter");
        assert!(matches!(effects[0], Effect::Import(_)), "{effects:?}");
    }
}

#[test]
fn a_column_is_read_otherwise_by_saying_what_it_is() {
    let mut screen = planned(80, 24);
    screen.press("j m");
    screen.type_text("cost");
    assert!(screen.press("enter").is_empty());
    let text = screen.text();
    assert!(
        text.contains("मूल्य (₹) is cost") && text.contains("`cost`"),
        "{text}"
    );
    screen.press("backspace backspace backspace backspace");
    screen.type_text("mrp");
    insta::assert_snapshot!("import_naming_80x24", screen.text());
    let effects = screen.press("enter");
    let [Effect::PlanImport(options)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(options.mappings[0].to_string(), "mrp=मूल्य (₹)");
    // What is said of the same column later takes its place; the cursor is on it still.
    show(&mut screen, options.clone());
    screen.press("m");
    screen.type_text("price");
    let effects = screen.press("enter");
    let [Effect::PlanImport(options)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let said: Vec<String> = options.mappings.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["price=मूल्य (₹)"]);
}

#[test]
fn leaving_the_question_leaves_the_columns() {
    let mut screen = planned(80, 24);
    screen.press("m");
    screen.type_text("q");
    assert!(screen.press("esc").is_empty());
    assert!(screen.text().contains("Import so?"));
    assert!(screen.press("esc").is_empty());
    assert!(!screen.text().contains("Import so?"));
}

#[test]
fn every_column_can_be_reached_on_a_small_screen() {
    let mut screen = planned(40, 12);
    screen.press("G");
    let text = screen.text();
    assert!(text.contains("▌ attributes.notes"), "{text}");
    assert!(text.contains("remembered"), "{text}");
    screen.press("g");
    let text = screen.text();
    assert!(
        text.contains("▌ title ← नाम") && text.contains("more lines below"),
        "{text}"
    );
}

#[test]
fn a_files_name_is_written_to_its_end() {
    for keys in ["i", ":"] {
        let mut screen = Screen::new(80, 24);
        screen.press(keys);
        if keys == ":" {
            screen.type_text("import ");
        }
        screen.type_text("da");
        let effects = screen.press("tab");
        let [Effect::Complete { line }] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        let line = line.clone();
        screen.reply(Reply::Completed {
            completed: format!("{line}ta/"),
            line: line.clone(),
            choices: vec!["books.csv".to_owned(), "किताबें.csv".to_owned()],
        });
        let text = screen.text();
        assert!(
            text.contains("data/") && text.contains("किताबें.csv"),
            "{text}"
        );
        // An answer to what stood there before changes nothing.
        screen.type_text("b");
        screen.reply(Reply::Completed {
            completed: "other".to_owned(),
            line,
            choices: Vec::new(),
        });
        let text = screen.text();
        assert!(
            text.contains("data/b") && !text.contains("किताबें.csv"),
            "{text}"
        );
    }
}

#[test]
fn a_refused_file_is_told_with_its_reason() {
    let mut screen = Screen::new(80, 24);
    let why = "tags.csv was not imported: none of its columns is a title (a, b)";
    screen.reply(Reply::ImportPlanned {
        options: Box::default(),
        plans: Err(why.to_owned()),
    });
    assert!(
        screen.text().contains("none of its columns is a title"),
        "{}",
        screen.text()
    );
}

#[test]
fn an_import_is_watched_held_and_stopped() {
    let mut screen = planned(80, 24);
    screen.press("enter");
    let job = JobId(1);
    screen.take(Msg::Job(JobEvent::Started {
        job,
        kind: JobKind::Import,
        title: "import दुकान.csv".to_owned(),
        planned: None,
        run: None,
    }));
    screen.take(Msg::Job(JobEvent::Progress {
        job,
        done: 1_500,
        left_out: 2,
        planned: None,
        bytes: Some(Bytes {
            read: 30,
            total: 100,
        }),
    }));
    screen.press("g 2");
    let text = screen.text();
    for needed in [
        "import दुकान.csv",
        "1500 done",
        "2 left out",
        "30 % of the file",
    ] {
        assert!(text.contains(needed), "{needed} is missing:\n{text}");
    }
    assert!(matches!(screen.press("p")[0], Effect::Pause(_)));
    assert!(matches!(screen.press("s")[0], Effect::Stop(_)));
    screen.take(Msg::Job(JobEvent::Ended {
        job,
        end: JobEnd::Stopped,
        summary: "1500 rows read: 1498 added; stopped, import the same again to go on".to_owned(),
    }));
    assert!(
        screen.text().contains("import the same again"),
        "{}",
        screen.text()
    );
}
