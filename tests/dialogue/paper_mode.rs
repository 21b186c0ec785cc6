//! The published machine against its own figures: with the chance that a pick is the target forced, its conversations
//! come out as long as the published ones.
//!
//! Words, products and profiles play no part: a scripted shop answers each search with eight things never seen before, of
//! which the target is one as often as the chance asks for.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::{Aim, Limits, Machine, Need, Plan, Retrieve, Situation, Worded};
use muse_studio::domain::{Act, Language, Mode, Outcome, Product, ProductId, Profile};
use rand::rngs::ChaCha12Rng;
use rand::{RngExt, SeedableRng};

/// The most that a mean may be off.
const MOST_OFF: f64 = 0.03;

/// The chances, the turns that a conversation then has on the average, and how many are run. Without a hit each one has the
/// same length, so that few runs will do.
const PUBLISHED: [(f64, f64, u32); 4] = [
    (0.0, 12.0, 2_000),
    (0.013, 11.88, 20_000),
    (0.05, 11.54, 20_000),
    (0.125, 10.88, 20_000),
];

/// Hits that the machine picks among.
const K: u64 = 8;

/// A shop in which a uniform pick among the first eight hits is the target with a set chance.
struct Scripted {
    chance: f64,
    target: Product,
    companion: Option<Product>,
    rng: Mutex<ChaCha12Rng>,
    made: AtomicU64,
}

impl Scripted {
    fn new(chance: f64, seed: u64, companion: Option<Product>) -> Self {
        Scripted {
            chance,
            target: thing("target"),
            companion,
            rng: Mutex::new(ChaCha12Rng::seed_from_u64(seed)),
            made: AtomicU64::new(0),
        }
    }
}

impl Retrieve for Scripted {
    fn search(&self, _need: &Need) -> Vec<(Arc<Product>, f32)> {
        let mut rng = self.rng.lock().unwrap();
        let hit = rng.random_bool(self.chance * K as f64);
        let place = rng.random_range(0..K);
        let one = |at| match hit && at == place {
            true => self.target.clone(),
            false => thing(&format!("{}", self.made.fetch_add(1, Ordering::Relaxed))),
        };
        (0..K).map(|at| (Arc::new(one(at)), 1.0)).collect()
    }

    fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        (*id == self.target.id).then(|| Arc::new(self.target.clone()))
    }

    fn companions(&self, _product: &Product, _limit: usize) -> Vec<Arc<Product>> {
        self.companion.iter().cloned().map(Arc::new).collect()
    }
}

/// A thing that no lexicon knows, so that nothing is spent on its name.
fn thing(id: &str) -> Product {
    static ANY: LazyLock<Product> = LazyLock::new(|| {
        let row = serde_json::json!({"id": "", "domain": "other", "title": "gizmo"});
        serde_json::from_value(row).unwrap()
    });
    Product {
        id: ProductId::from(id),
        ..ANY.clone()
    }
}

/// A thing that can be named and shown.
fn kurta() -> Product {
    static KURTA: LazyLock<Product> = LazyLock::new(|| {
        let row = serde_json::json!({
            "id": "bought", "domain": "fashion", "title": "Blue cotton kurta", "image": "kurta.jpg",
        });
        serde_json::from_value(row).unwrap()
    });
    KURTA.clone()
}

/// A shopper who wants the scripted target.
fn shopper() -> Profile {
    let memory = crate::dialogue_support::Memory::sample();
    let mut shopper = crate::dialogue_support::generator(1)
        .generate(1, &memory.products)
        .remove(0);
    let scenario = shopper.scenario.as_mut().unwrap();
    scenario.target = Some(ProductId::from("target"));
    scenario.product_type = "gizmo".to_owned();
    scenario.budget = None;
    scenario.wanted.clear();
    scenario.unwanted.clear();
    shopper
}

/// One conversation without words.
fn run(shop: Scripted, person: &Arc<Profile>, knowledge: &Arc<Knowledge>, ordinal: u32) -> Run {
    let plan = Plan {
        profile: Arc::clone(person),
        scenario: person.scenario.clone().unwrap(),
        language: Language::En,
        mode: Mode::Paper,
        limits: Limits::default(),
        aim: Aim::default(),
        seed: 7,
        ordinal,
    };
    let mut machine = Machine::new(plan, Arc::new(shop), Arc::clone(knowledge));
    let mut steps = Vec::new();
    while let Some(step) = machine.next() {
        let silence = Worded::offline(String::new(), String::new());
        steps.push(Turn {
            act: step.act,
            situation: step.situation,
            forced: step.retrieval.as_ref().is_some_and(|r| r.forced),
        });
        machine.record(step, silence);
    }
    Run {
        steps,
        outcome: machine.outcome(),
    }
}

/// What counts of a turn.
struct Turn {
    act: Act,
    situation: Situation,
    forced: bool,
}

struct Run {
    steps: Vec<Turn>,
    outcome: Option<Outcome>,
}

impl Run {
    fn count(&self, keep: impl Fn(&Turn) -> bool) -> u32 {
        u32::try_from(self.steps.iter().filter(|step| keep(step)).count()).unwrap()
    }

    fn acts(&self, code: &str) -> u32 {
        self.count(|step| step.act.code() == code)
    }

    fn chats(&self) -> u32 {
        self.count(|step| matches!(step.situation, Situation::UserChat(_)))
    }

    fn is_forced(&self) -> bool {
        self.steps.iter().any(|step| step.forced)
    }

    fn is_pictured(&self) -> bool {
        self.count(|step| matches!(step.situation, Situation::UserShow(_))) > 0
    }
}

/// Sums over the runs at one chance.
#[derive(Default)]
struct Sums {
    turns: u32,
    offers: u32,
    refusals: u32,
    chats: u32,
    forced: u32,
    pictured: u32,
    lengths: BTreeMap<usize, u32>,
}

fn sums(chance: f64, runs: u32, person: &Arc<Profile>, knowledge: &Arc<Knowledge>) -> Sums {
    let mut sums = Sums::default();
    for ordinal in 0..runs {
        let shop = Scripted::new(chance, u64::from(ordinal), Some(kurta()));
        let run = run(shop, person, knowledge, ordinal);
        assert_eq!(run.outcome, Some(Outcome::Bought));
        sums.turns += u32::try_from(run.steps.len()).unwrap();
        sums.offers += run.acts("recommend");
        sums.refusals += run.acts("reject");
        sums.chats += run.chats();
        sums.forced += u32::from(run.is_forced());
        sums.pictured += u32::from(run.is_pictured());
        *sums.lengths.entry(run.steps.len()).or_default() += 1;
    }
    sums
}

#[test]
fn conversations_are_as_long_as_the_published_ones() {
    let knowledge = Knowledge::embedded().unwrap();
    let person = Arc::new(shopper());
    let all: Vec<Sums> = std::thread::scope(|scope| {
        let run = |(chance, _, runs): (f64, f64, u32)| {
            let (person, knowledge) = (&person, &knowledge);
            scope.spawn(move || sums(chance, runs, person, knowledge))
        };
        let threads = PUBLISHED.map(run);
        threads.map(|thread| thread.join().unwrap()).into()
    });
    println!(
        "| chance | turns | offers | refusals | small talk | forced | with a picture | lengths |"
    );
    for ((chance, published, runs), sums) in PUBLISHED.into_iter().zip(all) {
        let mean = |sum: u32| f64::from(sum) / f64::from(runs);
        println!(
            "| {chance} | {:.3} | {:.2} | {:.2} | {:.2} | {:.1} % | {:.1} % | {:?} |",
            mean(sums.turns),
            mean(sums.offers),
            mean(sums.refusals),
            mean(sums.chats),
            mean(sums.forced) * 100.0,
            mean(sums.pictured) * 100.0,
            sums.lengths,
        );
        let off = mean(sums.turns) - published;
        assert!(off.abs() <= MOST_OFF, "{chance}: {off:+.3} off");
        let pictured = mean(sums.pictured);
        assert!((0.17..=0.23).contains(&pictured), "{pictured}");
    }
}

#[test]
fn a_talk_opens_with_words_where_nothing_is_known_to_go_with_the_target() {
    let knowledge = Knowledge::embedded().unwrap();
    let person = Arc::new(shopper());
    let picture_less = Product {
        image: None,
        ..kurta()
    };
    for companion in [None, Some(picture_less), Some(thing("nameless"))] {
        for ordinal in 0..100 {
            let shop = Scripted::new(0.0, 1, companion.clone());
            let run = run(shop, &person, &knowledge, ordinal);
            assert!(!run.is_pictured());
            assert_eq!(run.steps.len(), 12);
        }
    }
}

#[test]
fn small_talk_never_comes_twice_in_a_row_nor_last() {
    let knowledge = Knowledge::embedded().unwrap();
    let person = Arc::new(shopper());
    for ordinal in 0..500 {
        let shop = Scripted::new(0.05, u64::from(ordinal), Some(kurta()));
        let run = run(shop, &person, &knowledge, ordinal);
        assert!(run.chats() <= 1);
        let last = run.steps.last().map(|step| step.act.code());
        assert_eq!(last, Some("accept"));
        let offered = run.acts("recommend");
        assert!(offered <= if run.is_pictured() { 3 } else { 4 });
        assert!(run.steps.iter().all(|step| {
            step.situation == Situation::AssistantHello || step.act.code() != "greet"
        }));
    }
}
