//! The lossless format: one conversation a line, every field of the model, the same keys in every line.
//!
//! Owns: the line's shape, its writer and its reader. Does not: choose conversations. No clock value stands in a line:
//! the same seed gives the same bytes. Seeds are written as text, because many readers hold numbers as 64-bit floats.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::profile_row::ProfileRow;
use super::{Judged, JudgedTurn};
use crate::domain::{
    Act, AutoReview, Branch, BranchId, Candidate, Conversation, ConversationId, Cost, Domain,
    Engine, Finding, Language, Mode, Outcome, ProductId, Provenance, Ratings, Reason, ReviewerId,
    RunId, Scenario, Speaker, Status, Tag, TextVersion, Turn, TurnId, Verdict,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    id: ConversationId,
    run: Option<RunId>,
    ordinal: u32,
    language: Language,
    domain: Domain,
    mode: Mode,
    engine: Engine,
    outcome: Option<Outcome>,
    status: Status,
    verdict: Option<Verdict>,
    reason: Option<Reason>,
    reviewer: Option<Cow<'a, ReviewerId>>,
    // Files of before the automatic review do not have it.
    #[serde(default)]
    auto: Option<Cow<'a, AutoReview>>,
    #[serde(default)]
    replaced_by: Option<ConversationId>,
    comment: Cow<'a, str>,
    // Files of before tags and ratings do not have them.
    #[serde(default)]
    tags: Cow<'a, BTreeSet<Tag>>,
    #[serde(default)]
    ratings: Cow<'a, Ratings>,
    profile: ProfileRow<'a>,
    scenario: Cow<'a, Scenario>,
    current: BranchId,
    branches: Cow<'a, [Branch]>,
    turns: Vec<TurnLine<'a>>,
    findings: Cow<'a, [Finding]>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TurnLine<'a> {
    id: TurnId,
    speaker: Speaker,
    act: Act,
    language: Language,
    text: Cow<'a, str>,
    original: Cow<'a, str>,
    version: u32,
    versions: Cow<'a, [TextVersion]>,
    verdict: Option<Verdict>,
    effective_verdict: Option<Verdict>,
    reason: Option<Reason>,
    reviewer: Option<Cow<'a, ReviewerId>>,
    mentioned: Cow<'a, [ProductId]>,
    provenance: Option<ProvenanceLine<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvenanceLine<'a> {
    provider: Engine,
    model: Option<Cow<'a, str>>,
    source: Cow<'a, str>,
    seed: Seed,
    query: Option<Cow<'a, str>>,
    candidates: Cow<'a, [Candidate]>,
    chosen_rank: Option<u32>,
    forced: bool,
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
    cost: Option<Cost>,
    cache_hit: bool,
}

/// A seed as decimal text.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Seed(u64);

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        seed.0.to_string()
    }
}

impl TryFrom<String> for Seed {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Seed)
    }
}

impl<'a> Line<'a> {
    fn of(judged: &Judged<'a>) -> Self {
        let conversation = judged.conversation;
        let line = |turn: &'a Turn| {
            let found = judged.turn(turn.id).copied();
            TurnLine::of(found.unwrap_or_else(|| JudgedTurn::untouched(turn)))
        };
        Line {
            id: conversation.id,
            run: conversation.run,
            ordinal: conversation.ordinal,
            language: conversation.language,
            domain: conversation.domain(),
            mode: conversation.mode,
            engine: conversation.engine,
            outcome: conversation.outcome,
            status: judged.status,
            verdict: judged.verdict,
            reason: judged.reason,
            reviewer: judged.reviewer.map(Cow::Borrowed),
            auto: judged.auto.map(Cow::Borrowed),
            replaced_by: judged.replaced_by,
            comment: Cow::Borrowed(judged.comment),
            tags: judged.tags.map_or_else(Cow::default, Cow::Borrowed),
            ratings: judged.ratings.map_or_else(Cow::default, Cow::Borrowed),
            profile: ProfileRow::from(&conversation.profile),
            scenario: Cow::Borrowed(&conversation.scenario),
            current: conversation.current,
            branches: Cow::Borrowed(&conversation.branches),
            turns: conversation.turns.values().map(line).collect(),
            findings: Cow::Borrowed(judged.findings),
        }
    }
}

impl<'a> TurnLine<'a> {
    fn of(judged: JudgedTurn<'a>) -> Self {
        let turn = judged.turn;
        TurnLine {
            id: turn.id,
            speaker: turn.speaker,
            act: turn.act,
            language: turn.language,
            text: Cow::Borrowed(judged.text),
            original: Cow::Borrowed(&turn.text),
            version: judged.version,
            versions: Cow::Borrowed(judged.versions),
            verdict: judged.own_verdict,
            effective_verdict: judged.verdict,
            reason: judged.reason,
            reviewer: judged.reviewer.map(Cow::Borrowed),
            mentioned: Cow::Borrowed(&turn.mentioned),
            provenance: turn.provenance.as_ref().map(ProvenanceLine::of),
        }
    }
}

impl<'a> ProvenanceLine<'a> {
    fn of(from: &'a Provenance) -> Self {
        ProvenanceLine {
            provider: from.provider,
            model: from.model.as_deref().map(Cow::Borrowed),
            source: Cow::Borrowed(&from.source),
            seed: Seed(from.seed),
            query: from.query.as_deref().map(Cow::Borrowed),
            candidates: Cow::Borrowed(&from.candidates),
            chosen_rank: from.chosen_rank,
            forced: from.forced,
            input_tokens: from.input_tokens,
            output_tokens: from.output_tokens,
            cost: from.cost,
            cache_hit: from.cache_hit,
        }
    }

    fn into_provenance(self) -> Provenance {
        Provenance {
            provider: self.provider,
            model: self.model.map(Cow::into_owned),
            source: self.source.into_owned(),
            seed: self.seed.0,
            query: self.query.map(Cow::into_owned),
            candidates: self.candidates.into_owned(),
            chosen_rank: self.chosen_rank,
            forced: self.forced,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            cost: self.cost,
            cache_hit: self.cache_hit,
        }
    }
}

/// Writes a conversation as one line, its line break included.
pub fn write_line(out: &mut impl std::io::Write, judged: &Judged<'_>) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *out, &Line::of(judged))?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

/// What a line says of one turn's review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRecord {
    /// The text in force.
    pub text: String,
    /// The version in force.
    pub version: u32,
    /// Every edit, versions from 2 upwards.
    pub versions: Vec<TextVersion>,
    /// The verdict given to the turn itself.
    pub verdict: Option<Verdict>,
    /// The verdict that holds.
    pub effective: Option<Verdict>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// Who decided last.
    pub reviewer: Option<ReviewerId>,
}

/// Everything that one line holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The conversation, with the original texts.
    pub conversation: Conversation,
    /// The review of each turn.
    pub turns: BTreeMap<TurnId, TurnRecord>,
    /// The verdict given to the whole.
    pub verdict: Option<Verdict>,
    /// Why it was rejected.
    pub reason: Option<Reason>,
    /// Who decided last about the whole.
    pub reviewer: Option<ReviewerId>,
    /// What a program said of it.
    pub auto: Option<AutoReview>,
    /// The conversation that was made in its place.
    pub replaced_by: Option<ConversationId>,
    /// The free comment.
    pub comment: String,
    /// The words that it is filed under.
    pub tags: BTreeSet<Tag>,
    /// Each reviewer's rating of each dimension.
    pub ratings: Ratings,
    /// Where it stood in review.
    pub status: Status,
    /// What the checks found.
    pub findings: Vec<Finding>,
}

/// A line that is no `muse` row.
#[derive(Debug, thiserror::Error)]
#[error("this is not a line of a muse file: {0}")]
pub struct LineError(#[from] serde_json::Error);

/// Reads one line back. Writing [`Record::judged`] gives the same bytes again.
pub fn read_line(line: &str) -> Result<Record, LineError> {
    let line: Line<'_> = serde_json::from_str(line)?;
    let mut conversation = Conversation {
        id: line.id,
        run: line.run,
        ordinal: line.ordinal,
        profile: line.profile.into(),
        scenario: line.scenario.into_owned(),
        language: line.language,
        mode: line.mode,
        engine: line.engine,
        outcome: line.outcome,
        current: line.current,
        branches: line.branches.into_owned(),
        turns: BTreeMap::new(),
    };
    let mut turns = BTreeMap::new();
    for from in line.turns {
        let (turn, record) = read_turn(from);
        turns.insert(turn.id, record);
        conversation.turns.insert(turn.id, turn);
    }
    Ok(Record {
        conversation,
        turns,
        verdict: line.verdict,
        reason: line.reason,
        reviewer: line.reviewer.map(Cow::into_owned),
        auto: line.auto.map(Cow::into_owned),
        replaced_by: line.replaced_by,
        comment: line.comment.into_owned(),
        tags: line.tags.into_owned(),
        ratings: line.ratings.into_owned(),
        status: line.status,
        findings: line.findings.into_owned(),
    })
}

fn read_turn(from: TurnLine<'_>) -> (Turn, TurnRecord) {
    let turn = Turn {
        id: from.id,
        speaker: from.speaker,
        act: from.act,
        language: from.language,
        text: from.original.into_owned(),
        mentioned: from.mentioned.into_owned(),
        provenance: from.provenance.map(ProvenanceLine::into_provenance),
    };
    let record = TurnRecord {
        text: from.text.into_owned(),
        version: from.version,
        versions: from.versions.into_owned(),
        verdict: from.verdict,
        effective: from.effective_verdict,
        reason: from.reason,
        reviewer: from.reviewer.map(Cow::into_owned),
    };
    (turn, record)
}

impl Record {
    /// The view that was written.
    pub fn judged(&self) -> Judged<'_> {
        let view = Judged::with(&self.conversation, &self.findings, |turn| {
            let Some(record) = self.turns.get(&turn.id) else {
                return JudgedTurn::untouched(turn);
            };
            JudgedTurn {
                turn,
                text: &record.text,
                version: record.version,
                versions: &record.versions,
                verdict: record.effective,
                own_verdict: record.verdict,
                reason: record.reason,
                reviewer: record.reviewer.as_ref(),
            }
        });
        Judged {
            verdict: self.verdict,
            reason: self.reason,
            reviewer: self.reviewer.as_ref(),
            auto: self.auto.as_ref(),
            replaced_by: self.replaced_by,
            comment: &self.comment,
            tags: Some(&self.tags),
            ratings: Some(&self.ratings),
            status: self.status,
            ..view
        }
    }
}
