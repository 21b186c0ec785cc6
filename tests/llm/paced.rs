//! A model asked through bad weather: limits, overload, cut and stalled streams, and a process that dies meanwhile.
//!
//! The wire and the books are made up here, and the clock is paused; everything between them is the studio's own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use muse_studio::domain::{
    Billing, CallEnd, CallId, CallState, ConversationId, Cost, Currency, Engine, NewCall, Price,
    RequestHash, RunId, TurnPlace,
};
use muse_studio::llm::{
    Booking, Budget, Charge, ChatEvent, ChatModel, ChatReply, ChatRequest, Known, Ledger,
    LedgerError, Limits, LlmError, Pace, Paced, Part, Patience, Stop, Usage, Wire, WireEvent,
    WireStream,
};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

const PRICE: Price = Price::plain(1_000_000, 5_000_000, Currency::USD);

const PACE: Pace = Pace {
    requests: 600,
    input_tokens: None,
    output_tokens: None,
    in_flight: 32,
};

/// Books in memory. A write takes some milliseconds, as on a disk.
#[derive(Default)]
struct Books {
    rows: Mutex<Vec<Row>>,
    full: Mutex<bool>,
}

#[derive(Clone, Debug)]
struct Row {
    call: NewCall,
    end: Option<CallEnd>,
    answer: Option<Vec<u8>>,
}

impl Books {
    fn rows(&self) -> Vec<Row> {
        self.rows.lock().unwrap().clone()
    }

    /// How many rows are in this state; `None` stands for rows without an end.
    fn count(&self, state: Option<CallState>) -> usize {
        let of = |row: &Row| row.end.as_ref().map(|end| end.state);
        self.rows().iter().filter(|row| of(row) == state).count()
    }

    fn usage(&self) -> (u64, u64) {
        let ends = self.rows().into_iter().filter_map(|row| row.end);
        ends.fold((0, 0), |sum, end| {
            (
                sum.0 + end.input.unwrap_or(0),
                sum.1 + end.output.unwrap_or(0),
            )
        })
    }

    fn write<T>(&self, change: impl FnOnce(&mut Vec<Row>) -> T) -> Result<T, LedgerError> {
        match *self.full.lock().unwrap() {
            true => Err(LedgerError("the disk is full".to_owned())),
            false => Ok(change(&mut self.rows.lock().unwrap())),
        }
    }
}

const FSYNC: Duration = Duration::from_millis(3);

impl Ledger for Books {
    fn known(&self, request: RequestHash) -> Booking<'_, Known> {
        let rows = self.rows();
        let same = || rows.iter().filter(|row| row.call.request == request);
        let known = Known {
            attempts: same().count() as u32,
            answer: same().find_map(|row| row.answer.clone()),
        };
        async move { Ok(known) }.boxed()
    }

    fn sent(&self, call: NewCall) -> Booking<'_, CallId> {
        async move {
            sleep(FSYNC).await;
            self.write(|rows| {
                let (end, answer) = (None, None);
                rows.push(Row { call, end, answer });
                CallId(rows.len() as i64)
            })
        }
        .boxed()
    }

    fn ended(&self, call: CallId, end: CallEnd, answer: Option<Vec<u8>>) -> Booking<'_, ()> {
        async move {
            sleep(FSYNC).await;
            self.write(|rows| {
                let row = &mut rows[call.0 as usize - 1];
                assert!(row.end.is_none(), "an attempt ends once");
                (row.end, row.answer) = (Some(end), answer);
            })
        }
        .boxed()
    }

    fn forget(&self, request: RequestHash) -> Booking<'_, ()> {
        async move {
            self.write(|rows| {
                let same = rows.iter_mut().filter(|row| row.call.request == request);
                same.for_each(|row| row.answer = None);
            })
        }
        .boxed()
    }
}

/// What the wire does with an attempt.
#[derive(Clone, Copy, Debug)]
enum Weather {
    Answers,
    Limited(Option<u64>),
    Overloaded,
    Fails,
    CutsOff,
    Stalls,
    RefusesKey,
}

/// A wire whose weather is drawn for each attempt.
struct Stormy {
    books: Arc<Books>,
    draw: fn(&mut ChaCha12Rng) -> Weather,
    chance: Mutex<ChaCha12Rng>,
    /// When each attempt arrived.
    arrived: Mutex<Vec<Instant>>,
    /// What the answers said they used.
    used: Mutex<(u64, u64)>,
}

impl Stormy {
    fn new(books: &Arc<Books>, seed: u64, draw: fn(&mut ChaCha12Rng) -> Weather) -> Arc<Self> {
        Arc::new(Stormy {
            books: books.clone(),
            draw,
            chance: Mutex::new(ChaCha12Rng::seed_from_u64(seed)),
            arrived: Mutex::default(),
            used: Mutex::default(),
        })
    }

    fn attempts(&self) -> usize {
        self.arrived.lock().unwrap().len()
    }

    /// The most attempts in any window of this length.
    fn most_in(&self, window: Duration) -> usize {
        let arrived = self.arrived.lock().unwrap();
        let from = |at: usize| {
            let rest = arrived[at..].iter();
            rest.take_while(|then| **then < arrived[at] + window)
                .count()
        };
        (0..arrived.len()).map(from).max().unwrap_or(0)
    }

    async fn events(&self, request: &ChatRequest) -> Vec<Result<WireEvent, LlmError>> {
        self.arrived.lock().unwrap().push(Instant::now());
        let booked = self.books.rows().into_iter().any(|row| {
            row.end.is_none() && row.call.turn == request.turn && row.call.host == self.host()
        });
        assert!(booked, "an attempt is in the books before it leaves");
        let (weather, pause, usage) = {
            let mut chance = self.chance.lock().unwrap();
            let usage = Usage::plain(
                chance.random_range(200..2_000),
                chance.random_range(10..200),
            );
            (
                (self.draw)(&mut chance),
                chance.random_range(500..4_000),
                usage,
            )
        };
        sleep(Duration::from_millis(pause)).await;
        let opened = Ok(WireEvent::Opened(Limits::default()));
        let text = |text: &str| Ok(WireEvent::Text(text.to_owned()));
        let (host, said) = (self.host().to_owned(), "weather".to_owned());
        let busy = |wait: Option<u64>| LlmError::Busy {
            host: "storm".to_owned(),
            said: "slow down".to_owned(),
            wait: wait.map(Duration::from_secs),
        };
        match weather {
            Weather::Answers => {
                let mut used = self.used.lock().unwrap();
                *used = (used.0 + usage.input, used.1 + usage.output);
                let reply = ChatReply {
                    usage: Some(usage),
                    ..ChatReply::whole("storm-1", "नमस्ते, world")
                };
                let done = Ok(WireEvent::Done(reply));
                vec![opened, text("नमस्ते, "), text("world"), done]
            }
            Weather::Limited(wait) => vec![Err(busy(wait))],
            Weather::Overloaded => vec![Err(busy(None))],
            Weather::Fails => {
                let status = 500;
                vec![Err(LlmError::Server { host, status, said })]
            }
            Weather::CutsOff => {
                let error = LlmError::Broken { host, why: said };
                vec![opened, text("नम"), Err(error)]
            }
            Weather::Stalls => {
                let after = Duration::from_secs(30);
                sleep(after).await;
                let error = LlmError::TimedOut { host, after };
                vec![opened, text("x"), Err(error)]
            }
            Weather::RefusesKey => vec![Err(LlmError::Key { host, said })],
        }
    }
}

impl Wire for Stormy {
    fn attempt(&self, request: Arc<ChatRequest>) -> WireStream<'_> {
        stream::once(async move { stream::iter(self.events(&request).await) })
            .flatten()
            .boxed()
    }

    fn name(&self) -> &str {
        "storm"
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }

    fn host(&self) -> &str {
        "storm.example"
    }
}

/// One attempt in five fails, in one of all the ways.
fn one_in_five(chance: &mut ChaCha12Rng) -> Weather {
    match chance.random_range(0..100) {
        0..4 => Weather::Limited(Some(chance.random_range(1..5))),
        4..8 => Weather::Limited(None),
        8..11 => Weather::Overloaded,
        11..14 => Weather::Fails,
        14..17 => Weather::CutsOff,
        17..20 => Weather::Stalls,
        _ => Weather::Answers,
    }
}

fn model(wire: &Arc<Stormy>, seed: u64) -> Arc<Paced> {
    let paced = Paced::new(
        wire.clone(),
        PACE,
        Patience::default(),
        wire.books.clone(),
        seed,
    );
    Arc::new(paced.at_price(Some(PRICE)))
}

fn request(place: u32) -> ChatRequest {
    let turn = TurnPlace {
        run: RunId(Uuid::nil()),
        conversation: ConversationId(Uuid::nil()),
        place,
    };
    let parts = [Part::Text("नीला कुर्ता".to_owned())];
    ChatRequest {
        turn: Some(turn),
        ..ChatRequest::new("Say hello.", parts, 300)
    }
}

/// Asks and listens as a screen does: what came before a new beginning does not count.
async fn listen(model: &Paced, request: ChatRequest) -> Result<ChatReply, LlmError> {
    let (mut events, mut heard) = (model.stream(request), String::new());
    let mut end = None;
    while let Some(event) = events.next().await {
        assert!(end.is_none(), "nothing comes after the end");
        match event {
            Ok(ChatEvent::Text(text)) => heard.push_str(&text),
            Ok(ChatEvent::Again) => heard.clear(),
            Ok(ChatEvent::Note(_)) => {}
            Ok(ChatEvent::Done(reply)) => {
                assert_eq!(heard, reply.text);
                end = Some(Ok(reply));
            }
            Err(error) => end = Some(Err(error)),
        }
    }
    end.expect("every request ends")
}

/// Asks for all of these, as many at a time as there are.
async fn ask_all(model: &Arc<Paced>, places: u32) -> Vec<Result<ChatReply, LlmError>> {
    let each = |place| {
        let model = model.clone();
        async move { listen(&model, request(place)).await }
    };
    let all = stream::iter((0..places).map(each)).buffer_unordered(256);
    all.collect().await
}

fn paused<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(case)
}

#[test]
fn every_request_ends_and_nothing_is_counted_twice() {
    for seed in 0..4 {
        paused(async {
            let books = Arc::new(Books::default());
            let wire = Stormy::new(&books, seed, one_in_five);
            let places = 600;
            let ends = ask_all(&model(&wire, seed), places).await;
            assert_eq!(ends.len(), places as usize);
            let done = ends.iter().filter(|end| end.is_ok()).count();
            for error in ends.iter().filter_map(|end| end.as_ref().err()) {
                assert!(error.passing(), "{error}");
            }
            assert!(done >= 590, "{done} of {places} are done");
            let sent = wire.attempts();
            assert!(sent > 650, "there was bad weather: {sent}");
            assert!((sent as f64) < 1.35 * f64::from(places), "{sent} attempts");
            assert!(wire.most_in(Duration::from_secs(1)) <= 11);
            assert!(wire.most_in(Duration::from_secs(60)) <= 600);

            assert_eq!(books.rows().len(), sent, "one row an attempt");
            assert_eq!(books.count(Some(CallState::Done)), done);
            assert_eq!(books.count(Some(CallState::Dead)), places as usize - done);
            assert_eq!(books.count(None), 0);
            assert_eq!(books.usage(), *wire.used.lock().unwrap());
            for row in books.rows() {
                let end = row.end.unwrap();
                let kind = end.error.as_ref().map(|(kind, _)| kind.as_str());
                let want = match kind {
                    None => Billing::Yes,
                    Some("busy" | "server") => Billing::No,
                    Some(_) => Billing::Maybe,
                };
                assert_eq!(end.billing, want, "{kind:?}");
                let usage = end.input.zip(end.output);
                let usage = usage.map(|(input, output)| Usage::plain(input, output));
                assert_eq!(end.cost, usage.map(|usage| PRICE.of(usage)));
            }
        });
    }
}

/// A wire on which an answer begins and never ends.
struct Endless;

impl Wire for Endless {
    fn attempt(&self, _request: Arc<ChatRequest>) -> WireStream<'_> {
        let begun = [
            Ok(WireEvent::Opened(Limits::default())),
            Ok(WireEvent::Text("मैं ".to_owned())),
        ];
        stream::iter(begun).chain(stream::pending()).boxed()
    }

    fn name(&self) -> &str {
        "endless"
    }

    fn engine(&self) -> Engine {
        Engine::OpenaiCompatible
    }

    fn host(&self) -> &str {
        "127.0.0.1"
    }
}

#[test]
fn what_nobody_waits_for_any_more_has_an_end_in_the_books() {
    paused(async {
        let books = Arc::new(Books::default());
        let patience = Patience::default();
        let model = Paced::new(Arc::new(Endless), PACE, patience, books.clone(), 5);
        let mut events = model.stream(request(1));
        let first = events.next().await.unwrap().unwrap();
        assert!(matches!(first, ChatEvent::Text(_)), "{first:?}");
        assert_eq!(books.count(None), 1, "it is under way");
        drop(events);
        sleep(FSYNC * 4).await;
        let end = books.rows()[0].end.clone().unwrap();
        assert_eq!((end.state, end.billing), (CallState::Dead, Billing::Maybe));
        assert_eq!(end.error.unwrap().0, "ended_here");
    });
}

#[test]
fn two_models_of_one_server_keep_to_one_pace_and_one_count() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 5, one_in_five);
        let one = model(&wire, 5);
        let other = Arc::new(one.beside(wire.clone(), Some(PRICE)));
        let (mine, theirs) = tokio::join!(ask_all(&one, 40), async {
            let all = (40..80).map(|place| listen(&other, request(place)));
            stream::iter(all)
                .buffer_unordered(256)
                .collect::<Vec<_>>()
                .await
        });
        assert_eq!(mine.len() + theirs.len(), 80);
        let second = wire.most_in(Duration::from_secs(1));
        assert!(
            second <= PACE.requests as usize / 60 + 1,
            "{second} in a second"
        );
        let counted = one.meter().read();
        assert_eq!(counted, other.meter().read());
        assert_eq!(counted.attempts as usize, wire.attempts());
    });
}

#[test]
fn a_dead_server_is_left_alone() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 1, |_| Weather::Fails);
        let ends = ask_all(&model(&wire, 1), 100).await;
        assert!(
            ends.iter()
                .all(|end| matches!(end, Err(LlmError::Server { .. })))
        );
        assert!(wire.attempts() < 135, "{} attempts", wire.attempts());
    });
}

#[test]
fn what_was_paid_for_is_not_asked_again() {
    let books = Arc::new(Books::default());
    let wire = Stormy::new(&books, 3, one_in_five);
    // With its runtime the process is gone: nobody is left who could close its rows.
    paused(async {
        let cut = timeout(Duration::from_secs(20), ask_all(&model(&wire, 1), 300)).await;
        assert!(cut.is_err(), "it is cut off in the middle");
    });
    paused(async {
        let before = books.count(Some(CallState::Done));
        let in_the_air = books.count(None);
        assert!(before > 20 && in_the_air > 0, "{before} {in_the_air}");

        let ends = ask_all(&model(&wire, 2), 300).await;
        let again = ends.iter().flatten();
        let again = again.filter(|reply| reply.charge == Charge::Before).count();
        assert_eq!(again, before);
        assert_eq!(books.count(None), in_the_air, "they stay to be seen");
        let mut answers: BTreeMap<RequestHash, u32> = BTreeMap::new();
        let mut attempts: BTreeMap<RequestHash, Vec<u32>> = BTreeMap::new();
        for row in books.rows() {
            let of = attempts.entry(row.call.request).or_default();
            of.push(row.call.attempt);
            *answers.entry(row.call.request).or_default() += u32::from(row.answer.is_some());
        }
        assert!(answers.values().all(|count| *count <= 1), "{answers:?}");
        for numbers in attempts.values() {
            let want: Vec<u32> = (1..=numbers.len() as u32).collect();
            assert_eq!(*numbers, want, "attempts are counted through");
        }

        let sent = wire.attempts();
        let dead = ends.iter().filter(|end| end.is_err()).count();
        let third = ask_all(&model(&wire, 3), 300).await;
        assert!(wire.attempts() - sent <= dead * 4);
        let reply = third.into_iter().flatten().next().unwrap();
        assert_eq!(reply.text, "नमस्ते, world");
    });
}

#[test]
fn a_refused_key_ends_it_for_all() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 1, |_| Weather::RefusesKey);
        let ends = ask_all(&model(&wire, 1), 300).await;
        assert!(
            ends.iter()
                .all(|end| matches!(end, Err(LlmError::Key { .. })))
        );
        assert!(wire.attempts() <= 32, "{}", wire.attempts());
        assert_eq!(books.count(Some(CallState::Dead)), wire.attempts());
    });
}

#[test]
fn whoever_asks_for_ten_minutes_is_not_waited_for() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 1, |_| Weather::Limited(Some(600)));
        let model = model(&wire, 1);
        let before = Instant::now();
        let error = listen(&model, request(0)).await.unwrap_err();
        assert!(error.to_string().contains("600 s"), "{error}");
        assert!(error.ends_the_run());
        let next = listen(&model, request(1)).await.unwrap_err();
        assert_eq!(next, error);
        assert_eq!(wire.attempts(), 1);
        assert!(before.elapsed() < Duration::from_secs(10));
    });
}

#[test]
fn without_books_nothing_is_asked() {
    paused(async {
        let books = Arc::new(Books::default());
        *books.full.lock().unwrap() = true;
        let wire = Stormy::new(&books, 1, |_| Weather::Answers);
        let error = listen(&model(&wire, 1), request(0)).await.unwrap_err();
        assert!(error.to_string().contains("the disk is full"), "{error}");
        assert!(error.ends_the_run());
        assert_eq!(wire.attempts(), 0);
    });
}

#[test]
fn an_answer_says_what_it_costs_and_a_kept_one_costs_nothing() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 1, |_| Weather::Answers);
        let model = model(&wire, 1);
        let first = listen(&model, request(0)).await.unwrap();
        let usage = first.usage.unwrap();
        let cost: Cost = PRICE.of(usage);
        assert_eq!(first.charge, Charge::Now(cost));
        let second = listen(&model, request(0)).await.unwrap();
        assert_eq!(second.charge, Charge::Before);
        assert_eq!((second.text, second.usage), (first.text, first.usage));
        let other = listen(&model, request(1)).await.unwrap();
        assert_eq!(other.stop, Stop::Natural);
        assert!(matches!(other.charge, Charge::Now(_)), "another turn's own");
        assert_eq!(wire.attempts(), 2);
    });
}

/// A request whose answers use no more than its length allows.
fn long_request(place: u32) -> ChatRequest {
    ChatRequest {
        instructions: "word ".repeat(400),
        ..request(place)
    }
}

/// What the books say was spent, and what may have been besides.
fn spent(books: &Books) -> (u64, u64) {
    let mut sums = (0, 0);
    for row in books.rows() {
        match (row.end.as_ref(), row.call.most) {
            (Some(end), _) if end.billing == Billing::No => {}
            (
                Some(CallEnd {
                    cost: Some(cost), ..
                }),
                _,
            ) => sums.0 += cost.micros,
            (_, Some(most)) => sums.1 += most.micros,
            (_, None) => panic!("a call with a price has a bound: {row:?}"),
        }
    }
    sums
}

/// Asks for these places, `at_once` at a time, within this budget; gives what came of each, and what was noted.
async fn ask_within(
    wire: &Arc<Stormy>,
    budget: &Budget,
    places: u32,
    at_once: usize,
) -> (Vec<Result<ChatReply, LlmError>>, Vec<String>) {
    let paced = Paced::new(
        wire.clone(),
        PACE,
        Patience::default(),
        wire.books.clone(),
        1,
    );
    let paced = &paced.within(PRICE, budget.clone());
    let notes = &Mutex::new(Vec::new());
    let each = async |place| {
        let mut events = paced.stream(long_request(place));
        while let Some(event) = events.next().await {
            let now = budget.standing();
            let gone = now.spent.micros + now.uncertain.micros + now.held.micros;
            assert!(gone <= now.most.micros, "{now:?}");
            match event {
                Ok(ChatEvent::Note(note)) => notes.lock().unwrap().push(note),
                Ok(ChatEvent::Done(reply)) => return Ok(reply),
                Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
        panic!("every request ends")
    };
    let ends = stream::iter(0..places).map(each).buffer_unordered(at_once);
    let ends = ends.collect().await;
    let told = notes.lock().unwrap().clone();
    (ends, told)
}

fn usd(micros: u64) -> Cost {
    let currency = Currency::USD;
    Cost { micros, currency }
}

#[test]
fn no_weather_and_no_concurrency_goes_beyond_the_budget() {
    for seed in 0..12 {
        let at_once = [1, 3, 32, 256][seed as usize % 4];
        let most = usd(60_000 + 37_000 * seed);
        paused(async {
            let books = Arc::new(Books::default());
            let wire = Stormy::new(&books, seed, one_in_five);
            let budget = Budget::new(most);
            let (ends, notes) = ask_within(&wire, &budget, 400, at_once).await;
            let broke = |end: &Result<_, _>| matches!(end, Err(LlmError::Spent { .. }));
            assert!(ends.iter().any(broke), "it was not enough for all");
            assert!(ends.iter().any(|end| end.is_ok()));
            let (known, maybe) = spent(&books);
            assert!(known + maybe <= most.micros, "{known} and {maybe}");
            let (input, output) = *wire.used.lock().unwrap();
            let used = Usage::plain(input, output);
            assert!(PRICE.of(used).micros <= most.micros);
            let now = budget.standing();
            assert_eq!((now.spent, now.uncertain), (usd(known), usd(maybe)));
            assert_eq!(now.held, usd(0));
            assert_eq!(books.count(None), 0);
            let next = PRICE.at_most(Usage::plain(2_500, 300));
            let left = most.micros - known - maybe;
            assert!(left < next.micros, "{left} were left unused");
            let eighty = (known + maybe) * 100 >= most.micros * 80;
            assert_eq!(notes.len(), usize::from(eighty), "{notes:?}");
        });
    }
}

#[test]
fn a_budget_outlives_the_process() {
    paused(async {
        let most = usd(300_000);
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 5, one_in_five);
        let budget = Budget::new(most);
        let cut = timeout(Duration::from_secs(9), ask_within(&wire, &budget, 400, 64));
        assert!(cut.await.is_err(), "it is cut off in the middle");
        assert!(books.count(None) > 0, "some are in the air");
        let before = spent(&books);

        let again = Budget::new(most);
        again.count_earlier(before.0, before.1);
        let (ends, _) = ask_within(&wire, &again, 400, 64).await;
        let (known, maybe) = spent(&books);
        assert!(known + maybe <= most.micros, "{known} and {maybe}");
        let kept = ends.iter().flatten();
        assert!(kept.filter(|reply| reply.charge == Charge::Before).count() > 0);

        let sent = wire.attempts();
        let third = Budget::new(most);
        third.count_earlier(known, maybe);
        let (ends, _) = ask_within(&wire, &third, 400, 64).await;
        let answered = ends.iter().flatten();
        assert!(
            answered
                .into_iter()
                .all(|reply| reply.charge == Charge::Before)
        );
        assert_eq!(wire.attempts(), sent, "nothing more left");
    });
}

#[test]
fn a_forgotten_answer_is_asked_for_anew() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 1, |_| Weather::Answers);
        let model = model(&wire, 1);
        listen(&model, request(0)).await.unwrap();
        model.forget(&request(0)).await.unwrap();
        let again = listen(&model, request(0)).await.unwrap();
        assert!(matches!(again.charge, Charge::Now(_)));
        assert_eq!(wire.attempts(), 2);
        let tally = model.meter().read();
        assert_eq!((tally.attempts, tally.answers, tally.kept), (2, 2, 0));
    });
}

#[test]
fn failures_are_counted_by_their_kind() {
    paused(async {
        let books = Arc::new(Books::default());
        let wire = Stormy::new(&books, 2, one_in_five);
        let model = model(&wire, 2);
        ask_all(&model, 200).await;
        let tally = model.meter().read();
        let failed: u64 = tally.failures.values().sum();
        assert_eq!(tally.attempts as usize, wire.attempts());
        assert_eq!(tally.attempts, tally.answers + failed);
        assert!(tally.failures["broken-off"] > 0 && tally.failures["busy"] > 0);
        let (input, output) = books.usage();
        assert_eq!((tally.usage.input, tally.usage.output), (input, output));
    });
}
