//! How long an export takes: conversations made here, written to a temporary directory, read back and named.
//!
//! `cargo bench --bench export -- 50000` prints a table. "Writing" is the time in `add`; "finishing" syncs, reads
//! back, and renames.

use std::time::{Duration, Instant};

use muse_studio::domain::{
    Act, Branch, Conversation, ConversationStyle, Demographics, DetailPreference, Domain, Engine,
    EntryId, Formality, Gender, IdSequence, Language, Mode, Motive, Outcome, Preferences, Profile,
    Provenance, Scenario, Speaker, TextVersion, Turn, Verdict,
};
use muse_studio::export::{Exporter, Format, Judged, JudgedTurn, Options};

/// Exchanges a conversation: with the greeting and the close about what the engine makes.
const EXCHANGES: usize = 6;

fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let count: u32 = asked.unwrap_or(50_000);
    println!("{count} conversations of {} turns", EXCHANGES * 2);
    println!("| format | rows | MB | writing s | finishing s |");
    println!("|---|---|---|---|---|");
    for format in Format::ALL {
        let (rows, bytes, writing, finishing) = run(format, count);
        println!(
            "| {format} | {rows} | {:.1} | {:.2} | {:.2} |",
            bytes as f64 / 1e6,
            writing.as_secs_f64(),
            finishing.as_secs_f64()
        );
    }
}

fn run(format: Format, count: u32) -> (u64, u64, Duration, Duration) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join(format.file_name());
    let mut exporter = Exporter::begin(&path, Options::new(format)).expect("a new file");
    let mut writing = Duration::ZERO;
    for ordinal in 0..count {
        let made = conversation(ordinal);
        let versions = [TextVersion {
            machine: None,
            version: 2,
            text: "ye wala 1,299 ka hai, cotton hai aur dhone mein aasaan".to_owned(),
            entry: Some(EntryId(made.id.0)),
        }];
        let judged = accepted(&made, &versions);
        let start = Instant::now();
        exporter.add(&judged).expect("a written row");
        writing += start.elapsed();
    }
    let start = Instant::now();
    let report = exporter.finish().expect("a whole file");
    let main = &report.manifest.files[0];
    (main.rows, main.bytes, writing, start.elapsed())
}

/// The conversation with every turn accepted and its fourth turn edited.
fn accepted<'a>(made: &'a Conversation, versions: &'a [TextVersion]) -> Judged<'a> {
    let mut at = 0;
    Judged::with(made, &[], |turn| {
        at += 1;
        let accepted = JudgedTurn {
            verdict: Some(Verdict::Accepted),
            own_verdict: Some(Verdict::Accepted),
            ..JudgedTurn::untouched(turn)
        };
        match at {
            4 => JudgedTurn {
                text: &versions[0].text,
                version: 2,
                versions,
                ..accepted
            },
            _ => accepted,
        }
    })
}

fn conversation(ordinal: u32) -> Conversation {
    let ids = IdSequence::new(5, 0);
    let branch = ids.branch(ordinal, 0);
    let mut made = Conversation {
        id: ids.conversation(ordinal),
        run: Some(ids.run()),
        ordinal,
        profile: profile(ordinal),
        scenario: scenario(),
        language: Language::ALL[ordinal as usize % 3],
        mode: Mode::Natural,
        engine: Engine::Offline,
        outcome: Some(Outcome::Bought),
        current: branch,
        branches: vec![Branch {
            id: branch,
            parent: None,
            turns: Vec::new(),
            passed_over_by: None,
        }],
        turns: Default::default(),
    };
    for at in 0..EXCHANGES * 2 {
        let (speaker, act, text) = match at % 2 {
            0 => (
                Speaker::User,
                Act::Inform,
                "मुझे ऑफ़िस के लिए नीला सूती कुर्ता चाहिए, डेढ़ हज़ार तक",
            ),
            _ => (
                Speaker::Assistant,
                Act::Recommend,
                "ye neela cotton kurta dekhiye, ₹1,299 ka hai; office ke liye achha rahega. size bata dijiye?",
            ),
        };
        made.push(Turn {
            id: ids.turn(ordinal, at as u32),
            speaker,
            act,
            language: made.language,
            text: format!("{text} {ordinal}"),
            mentioned: vec!["p-1299".into()],
            provenance: Some(provenance(at as u64)),
        });
    }
    made
}

fn provenance(seed: u64) -> Provenance {
    Provenance {
        provider: Engine::Offline,
        model: None,
        source: "recommend.casual.3".to_owned(),
        seed,
        query: Some("cotton kurta blue".to_owned()),
        candidates: Vec::new(),
        chosen_rank: Some(0),
        forced: false,
        input_tokens: None,
        output_tokens: None,
        cost: None,
        cache_hit: false,
    }
}

fn scenario() -> Scenario {
    Scenario {
        domain: Domain::Fashion,
        product_type: "kurta".to_owned(),
        motive: Motive::Work,
        occasion: None,
        budget: None,
        wanted: Vec::new(),
        unwanted: Vec::new(),
        target: None,
        recipient: None,
        story: String::new(),
    }
}

fn profile(ordinal: u32) -> Profile {
    Profile {
        user_id: format!("user_{ordinal}").into(),
        demographics: Demographics {
            age: 30,
            gender: Gender::Unknown,
            location: "Indore".to_owned(),
            income_level: "middle".to_owned(),
            extra: Default::default(),
        },
        preferences: Preferences {
            style: "casual".to_owned(),
            budget_range: "500-2000".parse().expect("a range"),
            preferred_brands: Vec::new(),
            occasions: Vec::new(),
            usual_sizes: Vec::new(),
            extra: Default::default(),
        },
        conversation_style: ConversationStyle {
            language: Language::Hinglish,
            formality: Formality::Casual,
            detail_preference: DetailPreference::Brief,
            extra: Default::default(),
        },
        traits: Default::default(),
        purchases: vec![],
        scenario: None,
        extra: Default::default(),
    }
}
