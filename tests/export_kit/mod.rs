//! Conversations for the tests of exports: short to build, whole enough to write.
#![allow(dead_code, missing_docs)]

use muse_studio::domain::{
    Act, Branch, Conversation, ConversationStyle, Demographics, DetailPreference, Domain, Engine,
    EntryId, Formality, Gender, IdSequence, Language, Mode, Motive, Outcome, Preferences, Profile,
    Reason, ReviewerId, Scenario, Speaker, Status, TextVersion, Turn, TurnId, Verdict,
};
use muse_studio::export::{Judged, JudgedTurn};
use uuid::Uuid;

pub fn profile(id: &str) -> Profile {
    Profile {
        user_id: id.into(),
        demographics: Demographics {
            age: 31,
            gender: Gender::Female,
            location: "Nagpur".into(),
            income_level: "middle".into(),
            extra: Default::default(),
        },
        preferences: Preferences {
            style: "casual".into(),
            budget_range: "500-2000".parse().unwrap(),
            preferred_brands: vec!["Tarang".into()],
            occasions: vec![],
            usual_sizes: vec![],
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

pub fn scenario() -> Scenario {
    Scenario {
        domain: Domain::Fashion,
        product_type: "kurta".into(),
        motive: Motive::Gift,
        occasion: None,
        budget: None,
        wanted: vec![],
        unwanted: vec![],
        target: None,
        recipient: None,
        story: String::new(),
    }
}

/// `u:text` and `a:text`, in order.
pub fn conversation(ordinal: u32, lines: &[&str]) -> Conversation {
    let ids = IdSequence::new(11, 0);
    let branch = ids.branch(ordinal, 0);
    let mut made = Conversation {
        id: ids.conversation(ordinal),
        run: Some(ids.run()),
        ordinal,
        profile: profile("user_1"),
        scenario: scenario(),
        language: Language::Hinglish,
        mode: Mode::Natural,
        engine: Engine::Offline,
        outcome: Some(Outcome::Left),
        current: branch,
        branches: vec![Branch {
            id: branch,
            parent: None,
            turns: vec![],
            passed_over_by: None,
        }],
        turns: Default::default(),
    };
    for (at, line) in lines.iter().enumerate() {
        let (who, text) = line.split_at(2);
        let (speaker, act) = match who {
            "u:" => (Speaker::User, Act::Inform),
            _ => (Speaker::Assistant, Act::Recommend),
        };
        made.push(Turn {
            id: ids.turn(ordinal, at as u32),
            speaker,
            act,
            language: Language::Hinglish,
            text: text.to_owned(),
            mentioned: vec![],
            provenance: None,
        });
    }
    made
}

/// Verdicts of a test: by letters, one a turn: `a` accepted, `r` rejected, `.` undecided, `e` edited.
pub struct Desk {
    pub conversation: Conversation,
    pub versions: Vec<Vec<TextVersion>>,
    marks: Vec<char>,
    pub verdict: Option<Verdict>,
    reviewer: ReviewerId,
}

impl Desk {
    pub fn new(ordinal: u32, lines: &[&str], marks: &str) -> Self {
        let conversation = conversation(ordinal, lines);
        let marks: Vec<char> = marks.chars().collect();
        assert_eq!(marks.len(), lines.len());
        let edit = |(at, mark): (usize, &char)| match mark {
            'e' => vec![TextVersion {
                version: 2,
                text: format!("better {}", &lines[at][2..]),
                entry: Some(EntryId(Uuid::from_u128(at as u128 + 1))),
                machine: None,
            }],
            _ => vec![],
        };
        Desk {
            versions: marks.iter().enumerate().map(edit).collect(),
            conversation,
            marks,
            verdict: None,
            reviewer: "asha".into(),
        }
    }

    pub fn whole(mut self, verdict: Verdict) -> Self {
        self.verdict = Some(verdict);
        self
    }

    /// Adds a turn that was shown beside the one at a place.
    pub fn pass_over(&mut self, at: usize, text: &str, by: Option<&str>) -> TurnId {
        let ids = IdSequence::new(11, 0);
        let whole = &mut self.conversation;
        let beside = whole.current_turns().nth(at).unwrap().clone();
        let before = whole.current_turns().take(at).map(|turn| turn.id);
        let id = ids.turn(whole.ordinal, whole.turns.len() as u32);
        let branch = Branch {
            id: ids.branch(whole.ordinal, whole.branches.len() as u32),
            parent: Some(whole.current),
            turns: before.chain([id]).collect(),
            passed_over_by: by.map(ReviewerId::from),
        };
        whole.branches.push(branch);
        let text = text.to_owned();
        whole.turns.insert(id, Turn { id, text, ..beside });
        self.marks.push('.');
        self.versions.push(vec![]);
        id
    }

    pub fn turn(&self, at: usize) -> TurnId {
        self.conversation.current_turns().nth(at).unwrap().id
    }

    pub fn judged(&self) -> Judged<'_> {
        let mut at = 0;
        let mut judged = Judged::with(&self.conversation, &[], |turn| {
            let (mark, versions) = (self.marks[at], &self.versions[at]);
            at += 1;
            let own = match mark {
                'a' | 'e' => Some(Verdict::Accepted),
                'r' => Some(Verdict::Rejected),
                _ => None,
            };
            let whole = self.verdict.filter(|v| *v == Verdict::Accepted);
            JudgedTurn {
                text: versions.last().map_or(&turn.text, |v| &v.text),
                version: versions.len() as u32 + 1,
                versions,
                verdict: own.or(whole),
                own_verdict: own,
                reason: (mark == 'r').then_some(Reason::WrongFact),
                reviewer: own.map(|_| &self.reviewer),
                ..JudgedTurn::untouched(turn)
            }
        });
        judged.verdict = self.verdict;
        judged.status = match self.verdict {
            Some(Verdict::Accepted) => Status::Accepted,
            Some(Verdict::Rejected) => Status::Rejected,
            Some(Verdict::Skipped) => Status::Skipped,
            None => Status::Part,
        };
        judged
    }
}
