//! Automatic review: what the program says, what a model adds, what is written and what is left alone.

use std::sync::Arc;

use crate::jobs_support::{asked, reopened, stocked};
use muse_studio::domain::{
    Act, AutoVerdict, ConversationId, Engine, Language, Reason, ReviewerId, Speaker, Status,
    Subject, TurnId, Verdict,
};
use muse_studio::jobs::{
    Allowance, AutoReviewOptions, AutoReviewed, Before, Desk, JobEnd, Models, OnFault, Proposal,
    Question, Remedy, Report, Runner, Writing,
};
use muse_studio::llm::{
    ChatModel, ChatReply, ChatRequest, ChatStream, LlmError, Part, Scripted, at_once,
};
use muse_studio::store::{Change, Cursor, Op, Reviewed};

fn all() -> AutoReviewOptions {
    AutoReviewOptions {
        concurrency: 1,
        ..AutoReviewOptions::default()
    }
}

async fn run(
    runner: &Runner,
    options: AutoReviewOptions,
    model: Option<&Arc<Scripted>>,
) -> AutoReviewed {
    let model = model.map(|model| Arc::clone(model) as Arc<dyn ChatModel>);
    runner.auto_review(options, model).finish().await.unwrap()
}

async fn conversations(runner: &Runner) -> Vec<Reviewed> {
    let store = runner.workspace().store();
    let page = store
        .conversation_page(Default::default(), Cursor::First, 1_000)
        .await
        .unwrap();
    page.items.into_iter().map(|(_, found)| found).collect()
}

async fn with_conversations(dir: &std::path::Path, count: u32) -> Runner {
    let (runner, _events) = stocked(dir).await;
    let made = runner.generate(asked(count, 2)).finish().await.unwrap();
    assert_eq!(made.left_out.len(), 0);
    runner
}

fn desk(runner: &Runner) -> Desk {
    Desk::new(runner.workspace(), ReviewerId::from("asha"))
}

/// Changes what the first turn of this kind says.
async fn plant(
    runner: &Runner,
    reviewed: &Reviewed,
    speaker: Speaker,
    act: Act,
    change: impl FnOnce(&str) -> String,
) {
    let conversation = &reviewed.conversation;
    let fits = |t: &&muse_studio::domain::Turn| t.speaker == speaker && t.act == act;
    let turn = conversation.current_turns().find(fits).unwrap();
    let text = change(&turn.text);
    desk(runner)
        .edit_turn(conversation.id, turn.id, 1, text)
        .await
        .unwrap();
}

fn of(done: &AutoReviewed, id: ConversationId) -> &Proposal {
    done.proposals
        .iter()
        .find(|p| p.conversation == id)
        .unwrap()
}

fn no(proposal: &Proposal) -> Vec<Question> {
    proposal.no.iter().map(|no| no.question).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn clean_conversations_are_kept_beside_what_people_say() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 12).await;
    let before = conversations(&runner).await;
    let judged = Subject::Conversation(before[0].conversation.id);
    desk(&runner)
        .judge(
            std::slice::from_ref(&judged),
            Some(Verdict::Rejected),
            Some(Reason::Other),
        )
        .await
        .unwrap();

    let done = run(&runner, all(), None).await;
    assert_eq!(done.end(), JobEnd::Done, "{}", done.summary());
    let rest = before.len() - 1;
    assert_eq!(
        done.count(AutoVerdict::Kept),
        rest as u64,
        "{:?}",
        done.proposals
    );
    assert_eq!(done.passed.by_people, 0, "the filter leaves it out");
    assert_eq!(
        of(&done, before[1].conversation.id).unseen.len(),
        6,
        "what only a reader can answer is left open"
    );
    let after = conversations(&runner).await;
    assert_eq!(after[0].review.auto, None);
    assert_eq!(after[0].review.verdict, Some(Verdict::Rejected));
    for reviewed in &after[1..] {
        assert_eq!(reviewed.review.verdict, None);
        let status = reviewed.review.status(&reviewed.conversation);
        assert_eq!(status, Status::Todo, "it still waits for a person");
        let auto = reviewed.review.auto.as_ref().unwrap();
        assert!(auto.reviewer.is_machine());
    }

    // Whatever the filter says, what people judged is theirs; what was judged before is not judged again.
    let every = AutoReviewOptions {
        filter: Default::default(),
        ..all()
    };
    let again = run(&runner, every.clone(), None).await;
    assert_eq!(
        (again.passed.by_people, again.passed.before),
        (1, rest as u64)
    );
    assert_eq!((again.proposals.len(), again.bulk), (0, None));
    let again = AutoReviewOptions {
        before: Before::Again,
        ..every
    };
    assert_eq!(run(&runner, again, None).await.proposals.len(), rest);

    // One undo of that reviewer takes a job back, and leaves the people's verdict.
    let machine = Desk::new(runner.workspace(), ReviewerId::machine("offline"));
    for _ in 0..2 {
        assert_eq!(machine.undo().await.unwrap().reversed.len(), rest);
    }
    let after = conversations(&runner).await;
    assert!(after.iter().all(|r| r.review.auto.is_none()));
    assert_eq!(after[0].review.verdict, Some(Verdict::Rejected));
    let error = machine
        .judge(&[judged], Some(Verdict::Accepted), None)
        .await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("kept for what programs decide"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_planted_is_found_and_quoted_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 8).await;
    let all_of = conversations(&runner).await;
    let in_language = |language| {
        let fits = move |r: &&Reviewed| r.conversation.language == language;
        all_of.iter().find(fits).unwrap()
    };
    let (en, hi) = (in_language(Language::En), in_language(Language::Hi));
    let hinglish = in_language(Language::Hinglish);
    plant(&runner, en, Speaker::Assistant, Act::Recommend, |_| {
        "This one is for ₹7 only.".to_owned()
    })
    .await;
    plant(&runner, hi, Speaker::Assistant, Act::Recommend, |_| {
        "please look at this one, madam, very good".to_owned()
    })
    .await;
    let opening = hinglish.conversation.current_turns().next().unwrap();
    let (speaker, act) = (opening.speaker, opening.act);
    plant(&runner, hinglish, speaker, act, |text| {
        format!("{text} नमस्ते जी")
    })
    .await;

    let done = run(&runner, all(), None).await;
    let wrong = of(&done, en.conversation.id);
    assert_eq!(wrong.verdict, AutoVerdict::Discarded, "{wrong:?}");
    assert_eq!(wrong.reason, Some(Reason::WrongFact));
    let evidence = &wrong.no[0].evidence[0];
    assert_eq!(evidence.quote, "₹7");
    assert!(evidence.note.contains("the catalogue says"), "{evidence:?}");
    for (reviewed, quote) in [
        (hi, "please look at this one, madam, very good"),
        (hinglish, "नमस्ते जी"),
    ] {
        let proposal = of(&done, reviewed.conversation.id);
        assert_eq!(proposal.reason, Some(Reason::WrongLanguage));
        assert_eq!(no(proposal), [Question::Language]);
        assert_eq!(proposal.no[0].evidence[0].quote, quote);
    }
    // Every quote stands in its turn, at its place.
    let after = conversations(&runner).await;
    for proposal in &done.proposals {
        let found = after
            .iter()
            .find(|r| r.conversation.id == proposal.conversation)
            .unwrap();
        for evidence in proposal.no.iter().flat_map(|no| &no.evidence) {
            let turn = &found.conversation.turns[&evidence.turn_id];
            let text: Vec<char> = found.review.text(turn).chars().collect();
            let span = evidence.span.start as usize..evidence.span.end as usize;
            assert_eq!(text[span].iter().collect::<String>(), evidence.quote);
        }
    }
    assert_eq!(done.count(AutoVerdict::Discarded), 3);

    let aside = AutoReviewOptions {
        on_fault: OnFault::Skip,
        before: Before::Again,
        ..all()
    };
    let done = run(&runner, aside, None).await;
    assert_eq!(done.count(AutoVerdict::Aside), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_said_twice_and_a_question_left_open_cost_a_point_each() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 1).await;
    let reviewed = conversations(&runner).await.remove(0);
    let turns: Vec<_> = reviewed.conversation.current_turns().cloned().collect();
    let users: Vec<_> = turns
        .iter()
        .filter(|t| t.speaker == Speaker::User)
        .collect();
    let (first, last) = (users[0], users[users.len() - 1]);
    desk(&runner)
        .edit_turn(reviewed.conversation.id, last.id, 1, first.text.clone())
        .await
        .unwrap();
    let done = run(&runner, all(), None).await;
    let proposal = &done.proposals[0];
    assert_eq!(no(proposal), [Question::Repeats], "{proposal:?}");
    assert_eq!(proposal.scores.logical_fluency, 1.0);
    assert_eq!(proposal.verdict, AutoVerdict::Kept);
    let strict = AutoReviewOptions {
        cut: 5.5,
        before: Before::Again,
        ..all()
    };
    let done = run(&runner, strict, None).await;
    assert_eq!(done.proposals[0].verdict, AutoVerdict::Discarded);
    assert_eq!(done.proposals[0].reason, Some(Reason::Repeats));
}

/// An answer that is content with everything but what `no` says.
fn says(no: &str) -> Result<String, LlmError> {
    let yes: Vec<String> = ["specific", "follows", "need", "roles", "safe"]
        .iter()
        .map(|id| format!("{{\"id\": \"{id}\", \"answer\": \"Yes\"}}"))
        .collect();
    Ok(format!(
        "Here you are:\n{{\"answers\": [{}, {no}], \"content_quality\": 2, \"logical_fluency\": 0.5, \"user_consistency\": 2}}",
        yes.join(", ")
    ))
}

const CONTENT: &str = r#"{"id": "natural", "answer": "yes"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_model_answers_what_the_program_cannot_see_and_must_quote() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 3).await;
    let all_of = conversations(&runner).await;
    let first_words = |at: usize| {
        let turn = all_of[at].conversation.current_turns().next().unwrap();
        turn.text.split_whitespace().next().unwrap().to_owned()
    };
    let quoted = format!(
        r#"{{"id": "natural", "answer": "no", "turn": 1, "quote": "{}"}}"#,
        first_words(0)
    );
    let made_up =
        r#"{"id": "natural", "answer": "no", "turn": 1, "quote": "words that nobody said"}"#;
    let model = Arc::new(Scripted::new([says(&quoted), says(made_up), says(CONTENT)]));
    let done = run(&runner, all(), Some(&model)).await;
    let [first, second, third] = &done.proposals[..] else {
        panic!("{done:?}");
    };
    assert_eq!(no(first), [Question::Natural]);
    assert_eq!(first.no[0].evidence[0].quote, first_words(0));
    assert_eq!(
        first.scores.logical_fluency, 0.5,
        "its score counts with evidence"
    );
    assert_eq!((first.void, first.unseen.len()), (0, 0));
    assert_eq!((second.void, second.no.len()), (1, 0), "{second:?}");
    assert_eq!(second.unseen, [Question::Natural]);
    assert_eq!(second.scores.logical_fluency, 2.0, "and not without");
    assert_eq!((third.void, third.unseen.len()), (0, 0));
    for request in model.asked() {
        let data = format!("{:?}", request.parts);
        assert!(data.contains("natural: Would people"), "{data}");
        assert!(!request.instructions.contains(&first_words(0)));
        assert!(!data.contains("facts:"), "facts are the program's: {data}");
    }
    assert_eq!(done.reviewer, "auto:model");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grave_no_of_a_model_discards_and_an_unreadable_answer_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 3).await;
    let all_of = conversations(&runner).await;
    let turn = all_of[0].conversation.current_turns().nth(1).unwrap();
    let quote = serde_json::to_string(&turn.text).unwrap();
    let roles = format!(
        r#"{{"answers": [{{"id": "roles", "answer": "no", "turn": 2, "quote": {quote}}}], "content_quality": 2,
            "logical_fluency": 2, "user_consistency": 2}}"#
    );
    let model = Arc::new(Scripted::new([
        Ok(roles),
        Ok("I like this one.".to_owned()),
        Ok("{\"answers\": []}".to_owned()),
    ]));
    let done = run(&runner, all(), Some(&model)).await;
    assert_eq!(done.proposals.len(), 1);
    assert_eq!(done.proposals[0].verdict, AutoVerdict::Discarded);
    assert_eq!(done.proposals[0].reason, Some(Reason::WrongSpeaker));
    assert_eq!((done.left_out.len(), done.end()), (2, JobEnd::Partial));
    assert!(done.left_out[0].contains("no JSON"), "{:?}", done.left_out);
    assert!(done.left_out[1].contains("neither yes nor no"));
    // Those are asked about again, and only those.
    let model = Arc::new(Scripted::new([says(CONTENT), says(CONTENT)]));
    let rest = run(&runner, all(), Some(&model)).await;
    assert_eq!((rest.proposals.len(), rest.passed.before), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_no_verdict_and_its_answers_are_not_paid_for_twice() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 3).await;
    let model = Arc::new(Scripted::new((0..3).map(|_| says(CONTENT))));
    let dry = AutoReviewOptions {
        writing: Writing::Dry,
        ..all()
    };
    let done = run(&runner, dry.clone(), Some(&model)).await;
    assert_eq!((done.proposals.len(), done.bulk), (3, None));
    assert!(done.summary().contains("nothing was written"));
    let store = runner.workspace().store();
    assert!(
        store
            .log_page(Cursor::First, 9)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    runner.workspace().close().await.unwrap();

    let (runner, _events) = Runner::new(reopened(folder.path()).await);
    let silent = Arc::new(Scripted::default());
    let done = run(&runner, all(), Some(&silent)).await;
    assert_eq!(
        (done.proposals.len(), done.kept_answers, done.spent.calls),
        (3, 3, 0)
    );
    assert!(done.bulk.is_some() && silent.asked().is_empty());
    // An edited conversation is another question.
    let reviewed = conversations(&runner).await.remove(0);
    let turn = reviewed.conversation.current_turns().next().unwrap();
    desk(&runner)
        .edit_turn(
            reviewed.conversation.id,
            turn.id,
            1,
            format!("{} ji", turn.text),
        )
        .await
        .unwrap();
    let again = AutoReviewOptions {
        before: Before::Again,
        ..all()
    };
    let model = Arc::new(Scripted::new([says(CONTENT)]));
    let done = run(&runner, again, Some(&model)).await;
    assert_eq!((done.kept_answers, model.asked().len()), (2, 1));
    let Part::Text(data) = &model.asked()[0].parts[0] else {
        panic!("a text is sent");
    };
    assert!(data.contains(" ji\""), "the text in force is read: {data}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_ends_it_and_a_refused_key_keeps_what_was_judged() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 4).await;
    let model = Arc::new(Scripted::new((0..9).map(|_| says(CONTENT))));
    let two = AutoReviewOptions {
        allowance: Allowance {
            max_calls: Some(2),
            ..Allowance::default()
        },
        ..all()
    };
    let done = run(&runner, two, Some(&model)).await;
    assert_eq!((done.proposals.len(), done.spent.out_of_budget), (2, true));
    assert!(done.summary().contains("goes on"), "{}", done.summary());
    let refused = LlmError::Key {
        host: "here".to_owned(),
        said: "no".to_owned(),
    };
    let model = Arc::new(Scripted::new([says(CONTENT), Err(refused)]));
    let job = runner.auto_review(all(), Some(model.clone()));
    let error = job.finish().await.unwrap_err().to_string();
    assert!(error.contains("refuses the key"), "{error}");
    let judged = conversations(&runner).await;
    let judged = judged.iter().filter(|r| r.review.auto.is_some());
    assert_eq!(judged.count(), 3);
}

/// Changes what the first turn of this kind says as if it had been made so: no person has a hand in it.
async fn make_so(
    runner: &Runner,
    reviewed: &Reviewed,
    (speaker, act): (Speaker, Act),
    text: &str,
) -> TurnId {
    let mut conversation = reviewed.conversation.clone();
    let fits = |t: &&muse_studio::domain::Turn| t.speaker == speaker && t.act == act;
    let id = conversation.current_turns().find(fits).unwrap().id;
    conversation.turns.get_mut(&id).unwrap().text = text.to_owned();
    let put = Op::PutConversation(Box::new(conversation));
    let store = runner.workspace().store();
    store.apply(Change::one(put)).await.unwrap();
    id
}

/// A model that puts in what a fault is said to be in the catalogue, and answers every second question alike.
struct Mender(&'static str);

impl ChatModel for Mender {
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        let Part::Text(data) = &request.parts[0] else {
            panic!("no text")
        };
        let value = |name: &str| -> serde_json::Value {
            let start = format!("{name}: ");
            let line = data.lines().find_map(|line| line.strip_prefix(&start));
            serde_json::from_str(line.unwrap()).unwrap()
        };
        let text = match data.contains("second: ") {
            true => self.0.to_owned(),
            false => {
                let fault = &value("faults")[0];
                let (words, wrong) = (fault["words"].as_str(), fault["wrong"].as_str());
                let right = wrong.unwrap().rsplit(' ').next().unwrap();
                let message = value("message");
                message.as_str().unwrap().replace(words.unwrap(), right)
            }
        };
        at_once(async move { Ok(ChatReply::whole("mender-1", text)) })
    }

    fn name(&self) -> &str {
        "mender"
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }
}

fn with(on_fault: OnFault) -> AutoReviewOptions {
    AutoReviewOptions { on_fault, ..all() }
}

async fn repair(runner: &Runner, options: AutoReviewOptions, says: &'static str) -> AutoReviewed {
    let models = Models {
        judge: None,
        mender: Some(Arc::new(Mender(says))),
    };
    let job = runner.auto_review_with(options, models);
    job.finish().await.unwrap()
}

const OFFER: (Speaker, Act) = (Speaker::Assistant, Act::Recommend);
const WRONG: &str = "This one is for ₹7 only.";

#[tokio::test(flavor = "multi_thread")]
async fn a_repair_rewrites_what_is_quoted_and_judges_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 8).await;
    let before = conversations(&runner).await;
    let english: Vec<_> = before
        .iter()
        .filter(|r| r.conversation.language == Language::En)
        .collect();
    let turn = make_so(&runner, english[0], OFFER, WRONG).await;
    let id = english[0].conversation.id;
    // A person wrote this one: it is nobody else's to change.
    plant(&runner, english[1], OFFER.0, OFFER.1, |_| WRONG.to_owned()).await;

    let error = runner.auto_review(with(OnFault::Repair), None).finish();
    let error = error.await.unwrap_err().to_string();
    assert!(error.contains("needs a language model"), "{error}");
    let dry = AutoReviewOptions {
        writing: Writing::Dry,
        ..with(OnFault::Repair)
    };
    let foreseen = repair(&runner, dry, "Yes").await;
    assert_eq!(of(&foreseen, id).remedy, Some(Remedy::Repair));
    assert!(foreseen.summary().contains("1 to be repaired"));
    assert!(
        conversations(&runner)
            .await
            .iter()
            .all(|r| r.review.auto.is_none())
    );

    let done = repair(&runner, with(OnFault::Repair), "Yes").await;
    assert_eq!(done.end(), JobEnd::Done, "{}", done.summary());
    assert_eq!(
        done.proposals.len(),
        before.len(),
        "each is judged once in the end"
    );
    assert_eq!(of(&done, id).verdict, AutoVerdict::Kept);
    assert_eq!(done.repaired[0].turns, [turn]);
    let other = english[1].conversation.id;
    assert_eq!(of(&done, other).verdict, AutoVerdict::Discarded);
    assert_eq!((done.repaired.len(), done.spent.calls), (1, 2));
    let after = conversations(&runner).await;
    let mended = after.iter().find(|r| r.conversation.id == id).unwrap();
    let original = &mended.conversation.turns[&turn];
    let text = mended.review.text(original);
    assert_eq!(original.text, WRONG, "the original stays");
    assert!(!text.contains("₹7 ") && text.contains('₹'), "{text}");
    assert_eq!(mended.review.status(&mended.conversation), Status::Todo);

    // One undo takes all of it back; what was answered is not paid for again.
    let machine = Desk::new(runner.workspace(), ReviewerId::machine("offline"));
    machine.undo().await.unwrap();
    let after = conversations(&runner).await;
    assert!(after.iter().all(|r| r.review.auto.is_none()));
    let back = after.iter().find(|r| r.conversation.id == id).unwrap();
    assert_eq!(back.review.text(original), WRONG);
    let again = repair(&runner, with(OnFault::Repair), "Yes").await;
    assert_eq!((again.spent.calls, again.repaired.len()), (0, 1));
    assert_eq!(of(&again, id).verdict, AutoVerdict::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_repair_cannot_mend_is_discarded_and_what_it_did_not_reach_waits() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 8).await;
    let all = conversations(&runner).await;
    for reviewed in all
        .iter()
        .filter(|r| r.conversation.language == Language::En)
    {
        make_so(&runner, reviewed, OFFER, WRONG).await;
    }
    let budget = AutoReviewOptions {
        allowance: Allowance {
            max_calls: Some(1),
            ..Allowance::default()
        },
        ..with(OnFault::Repair)
    };
    let done = repair(&runner, budget, "No: another price").await;
    assert!(done.spent.out_of_budget, "{}", done.summary());
    assert_eq!(done.count(AutoVerdict::Discarded), 0);
    let open = conversations(&runner).await;
    let open = open.iter().filter(|r| r.review.auto.is_none()).count();
    assert!(open > 1);
    let done = repair(&runner, with(OnFault::Repair), "No: another price").await;
    assert_eq!(done.count(AutoVerdict::Discarded), open as u64);
    assert_eq!(
        done.spent.calls as usize,
        2 * open - 1,
        "what was asked is kept"
    );
    assert!(done.repaired.iter().all(|one| one.turns.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_discarded_is_made_again_for_the_same_errand() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 8).await;
    let before = conversations(&runner).await;
    // In another script: the checks that a run makes itself do not look for that.
    let latin = |r: &&Reviewed| r.conversation.language != Language::Hi;
    let bad: Vec<_> = before.iter().filter(latin).take(2).collect();
    for reviewed in &bad {
        let mut turns = reviewed.conversation.current_turns();
        let offer = turns.find(|t| (t.speaker, t.act) == OFFER).unwrap();
        let text = format!("{} नमस्ते जी", offer.text);
        make_so(&runner, reviewed, OFFER, &text).await;
    }
    let dry = AutoReviewOptions {
        writing: Writing::Dry,
        ..with(OnFault::Regenerate)
    };
    let foreseen = run(&runner, dry, None).await;
    assert!(
        foreseen.summary().contains("2 to be made again"),
        "{}",
        foreseen.summary()
    );
    assert_eq!(conversations(&runner).await.len(), before.len());

    let done = run(&runner, with(OnFault::Regenerate), None).await;
    assert_eq!(done.end(), JobEnd::Done, "{}", done.summary());
    assert_eq!(done.made_again.len(), 2);
    let after = conversations(&runner).await;
    let find = |id: ConversationId| after.iter().find(|r| r.conversation.id == id).unwrap();
    for (lost, made) in bad.iter().zip(&done.made_again) {
        let (lost, heir) = (find(lost.conversation.id), find(made.by));
        assert_eq!(lost.review.replaced_by, Some(made.by));
        assert_eq!(
            lost.review.auto.as_ref().unwrap().verdict,
            AutoVerdict::Discarded
        );
        assert_eq!(
            heir.review.auto.as_ref().unwrap().verdict,
            AutoVerdict::Kept
        );
        let (lost, heir) = (&lost.conversation, &heir.conversation);
        assert_eq!(lost.scenario, heir.scenario);
        assert_eq!(lost.profile.user_id, heir.profile.user_id);
        assert_eq!(lost.language, heir.language);
        let said = |c: &muse_studio::domain::Conversation| {
            c.current_turns()
                .map(|t| t.text.clone())
                .collect::<Vec<_>>()
        };
        assert_ne!(said(lost), said(heir), "another talk");
    }

    // Nothing is made twice, not even after an undo: the mark comes back.
    let count = after.len();
    let again = run(&runner, with(OnFault::Regenerate), None).await;
    assert_eq!((again.proposals.len(), again.made_again.len()), (0, 0));
    let machine = Desk::new(runner.workspace(), ReviewerId::machine("offline"));
    machine.undo().await.unwrap();
    let undone = conversations(&runner).await;
    assert!(
        undone
            .iter()
            .all(|r| r.review.auto.is_none() && r.review.replaced_by.is_none())
    );
    let again = run(&runner, with(OnFault::Regenerate), None).await;
    assert_eq!(again.made_again, done.made_again);
    assert_eq!(conversations(&runner).await.len(), count);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_all_the_same_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 4).await;
    let all = conversations(&runner).await;
    let first = &all[0];
    plant(&runner, first, OFFER.0, OFFER.1, |_| {
        "Here: ₹7 only.".to_owned()
    })
    .await;
    let done = run(&runner, with(OnFault::Keep), None).await;
    let proposal = of(&done, first.conversation.id);
    assert_eq!(proposal.verdict, AutoVerdict::Kept);
    assert_eq!(proposal.reason, Some(Reason::WrongFact));
}
