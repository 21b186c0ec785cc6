//! Products: found as one types, narrowed, paged through, compared.

use crossterm::event::{MouseButton, MouseEventKind};
use muse_studio::catalog::{Asked, Counted, Facet, Missing, Order, Side, Understood};
use muse_studio::domain::{Money, Product};
use muse_studio::jobs::{Found, Lookup};
use muse_studio::tui::effect::{Effect, Relation};
use muse_studio::tui::msg::Reply;

use super::sample;
use super::screen::Screen;

/// How many products the pretended catalogue finds for everything.
const TOTAL: usize = 1_204;

/// The product at a place of the pretended answer.
fn product(at: usize) -> Product {
    let mut product = sample::kurta();
    if at > 0 {
        product.id = format!("fa-{:05}", 200 + at).as_str().into();
        product.title = format!("Rangsutra Women's Red Cotton Kurta no. {at}");
        product.title_hi = None;
        product.brand = Some("Rangsutra".to_owned());
        product.price = (at != 3).then(|| Money::rupees(500 + at as i64));
        product.mrp = None;
    }
    product
}

/// What the index answers to a look-up.
pub fn found(lookup: &Lookup) -> Found {
    let rows = (lookup.offset..TOTAL).take(lookup.query.limit).map(product);
    let facet = |side, values: &[(&str, u64)]| Facet {
        side,
        values: values.iter().map(|(v, n)| ((*v).to_owned(), *n)).collect(),
        counted: Counted::All,
    };
    let understood = (lookup.query.text.contains("लाल")).then(|| Understood {
        at: 0..9,
        meaning: "लाल = red".to_owned(),
    });
    Found {
        rows: rows.collect(),
        scores: std::collections::HashMap::new(),
        total: TOTAL as u64,
        facets: vec![
            facet(Side::Domain, &[("fashion", 1_180), ("home_garden", 24)]),
            facet(Side::Color, &[("red", 900), ("blue", 304)]),
            facet(
                Side::Price,
                &[("₹500 to ₹1,000", 480), ("₹1,000 to ₹2,000", 724)],
            ),
            facet(
                Side::Brand,
                &[("Rangsutra", 1_203), ("Neelkamal Threads", 1)],
            ),
        ],
        asked: Asked {
            understood: understood.into_iter().collect(),
            ..Asked::default()
        },
    }
}

/// Answers every search among the effects; gives the look-ups.
pub fn answer(screen: &mut Screen, effects: &[Effect]) -> Vec<Lookup> {
    let mut asked = Vec::new();
    for effect in effects {
        if let Effect::Search { request, query } = effect {
            screen.reply(Reply::Products {
                request: *request,
                found: Box::new(found(query)),
            });
            asked.push((**query).clone());
        }
    }
    asked
}

/// The pane with these words typed and their answer on screen, the focus on the list.
pub fn searched(width: u16, height: u16, words: &str) -> Screen {
    let mut screen = Screen::new(width, height);
    let effects = screen.press("g 4");
    answer(&mut screen, &effects);
    let effects = screen.type_text(words);
    answer(&mut screen, &effects);
    screen.press("enter");
    screen
}

fn last_lookup(effects: &[Effect]) -> Lookup {
    let lookup = effects.iter().rev().find_map(|effect| match effect {
        Effect::Search { query, .. } => Some((**query).clone()),
        _ => None,
    });
    lookup.expect("a search")
}

#[test]
fn a_hindi_search_says_how_it_was_understood() {
    let mut screen = searched(120, 40, "लाल कुर्ता");
    let text = screen.text();
    for needed in [
        "लाल कुर्ता",
        "1,204 found · best first",
        "understood: लाल = red",
        "Colour",
        "[ ] red",
        "900",
        "₹1,499",
        "25% off",
    ] {
        assert!(text.contains(needed), "{needed} is missing:\n{text}");
    }
}

#[test]
fn the_old_rows_stay_until_the_answer_is_here() {
    let mut screen = searched(80, 24, "kurta");
    screen.press("/");
    let effects = screen.type_text("s");
    let text = screen.text();
    assert!(text.contains("Neelkamal Threads"), "{text}");
    assert_eq!(answer(&mut screen, &effects).len(), 1);
}

#[test]
fn facets_are_chosen_by_key_shown_as_chips_and_cleared_by_one_key() {
    for width in [80, 120] {
        let mut screen = searched(width, 24, "kurta");
        screen.press("f");
        assert!(screen.text().contains("[ ] fashion"), "{}", screen.text());
        // Department, price, colour: the cursor walks over values only.
        let effects = screen.press("j j j j space");
        assert_eq!(last_lookup(&effects).query.filters.colors, ["red"]);
        answer(&mut screen, &effects);
        assert!(screen.text().contains("[×] red"), "{}", screen.text());
        let effects = screen.press("k k enter");
        let query = last_lookup(&effects).query;
        assert_eq!(query.filters.min_price, Some(Money::rupees(500)));
        assert_eq!(query.filters.colors, ["red"]);
        answer(&mut screen, &effects);
        screen.press("esc");
        let text = screen.text();
        assert!(text.contains("[red ×] [₹500 to ₹1,000 ×]"), "{text}");
        let effects = screen.press("x");
        let query = last_lookup(&effects).query;
        assert!(query.filters == Default::default() && query.text == "kurta");
        answer(&mut screen, &effects);
        assert!(!screen.text().contains("[red ×]"));
    }
}

#[test]
fn the_mouse_does_what_the_keys_do() {
    let mut screen = searched(120, 40, "kurta");
    let place = |screen: &mut Screen, what: &str| {
        let text = screen.text();
        let (row, line) = text
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(what))
            .unwrap_or_else(|| panic!("{what} is not on screen:\n{text}"));
        let before = &line[..line.find(what).unwrap()];
        (before.chars().count() as u16, row as u16)
    };
    let left = MouseEventKind::Down(MouseButton::Left);
    let (x, y) = place(&mut screen, "[ ] red");
    let effects = screen.mouse(left, x + 1, y);
    assert_eq!(last_lookup(&effects).query.filters.colors, ["red"]);
    answer(&mut screen, &effects);
    let (x, y) = place(&mut screen, "[red ×]");
    let effects = screen.mouse(left, x + 2, y);
    assert!(last_lookup(&effects).query.filters.colors.is_empty());
    answer(&mut screen, &effects);
    let (x, y) = place(&mut screen, "best first");
    let effects = screen.mouse(left, x, y);
    assert_eq!(last_lookup(&effects).query.order, Some(Order::PriceUp));
    answer(&mut screen, &effects);
    let (x, y) = place(&mut screen, "no. 2");
    screen.mouse(left, x, y);
    let text = screen.text();
    let chosen = text
        .lines()
        .find(|line| line.contains('>'))
        .unwrap_or_default();
    assert!(chosen.contains("no. 2"), "{text}");
    screen.mouse(MouseEventKind::ScrollDown, x, y);
    assert!(screen.text().contains("6 of 1,204"), "{}", screen.text());
}

#[test]
fn all_results_can_be_gone_through_and_the_place_is_kept() {
    let mut screen = searched(80, 24, "kurta");
    let mut seen = 0;
    for _ in 0..200 {
        let effects = screen.press("pagedown");
        seen += answer(&mut screen, &effects).len();
    }
    assert!(seen >= TOTAL / 64, "only {seen} pages were asked for");
    let text = screen.text();
    assert!(
        text.contains("no. 1203") && text.contains("1,204 of 1,204"),
        "{text}"
    );
    let effects = screen.press("g g");
    answer(&mut screen, &effects);
    assert!(screen.text().contains("> ") && screen.text().contains("1 of 1,204"));
    // Another pane and back: the cursor stands where it stood.
    let effects = screen.press("G");
    answer(&mut screen, &effects);
    let effects = screen.press("g 1 g 4");
    assert!(answer(&mut screen, &effects).is_empty());
    assert!(
        screen.text().contains("1,204 of 1,204"),
        "{}",
        screen.text()
    );
}

#[test]
fn an_order_is_chosen_by_key_or_by_name() {
    let mut screen = searched(80, 24, "kurta");
    let effects = screen.press("s");
    assert_eq!(last_lookup(&effects).query.order, Some(Order::PriceUp));
    answer(&mut screen, &effects);
    assert!(
        screen.text().contains("cheapest first"),
        "{}",
        screen.text()
    );
    screen.press(":");
    screen.type_text("sort rating");
    let effects = screen.press("enter");
    assert_eq!(last_lookup(&effects).query.order, Some(Order::Rating));
    screen.press(":");
    screen.type_text("sort sideways");
    screen.press("enter");
    assert!(
        screen.text().contains("`sideways` is no order"),
        "{}",
        screen.text()
    );
}

#[test]
fn what_lacks_something_is_listed() {
    let mut screen = searched(120, 40, "kurta");
    assert!(screen.text().contains("no price"), "{}", screen.text());
    let effects = screen.press("m m");
    assert_eq!(
        last_lookup(&effects).query.filters.missing,
        [Missing::Picture]
    );
    answer(&mut screen, &effects);
    assert!(
        screen.text().contains("[no picture ×]"),
        "{}",
        screen.text()
    );
}

#[test]
fn three_products_stand_side_by_side_in_80_columns() {
    let mut screen = searched(80, 24, "kurta");
    screen.press("c");
    let text = screen.text();
    assert!(
        text.contains("Space marks two or three products first"),
        "{text}"
    );
    screen.press("space space space");
    assert!(
        screen.text().contains("3 are marked: c compares"),
        "{}",
        screen.text()
    );
    screen.press("c");
    let text = screen.text();
    for needed in ["≠price", "₹1,499", "₹501", "₹502", "fa-00201"] {
        assert!(text.contains(needed), "{needed} is missing:\n{text}");
    }
    assert!(text.contains(" material"), "{text}");
    screen.press("d");
    assert!(!screen.text().contains(" material"), "{}", screen.text());
    screen.press("esc");
    assert!(screen.app.overlays.is_empty());
}

#[test]
fn an_empty_catalogue_and_an_empty_answer_say_what_to_do() {
    let nothing = |screen: &mut Screen, effects: &[Effect]| {
        for effect in effects {
            if let Effect::Search { request, .. } = effect {
                screen.reply(Reply::Products {
                    request: *request,
                    found: Box::default(),
                });
            }
        }
    };
    let mut screen = Screen::new(80, 24);
    let effects = screen.press("g 4");
    nothing(&mut screen, &effects);
    assert!(screen.text().contains(":import FILE brings products in"));
    let effects = screen.type_text("zzz");
    nothing(&mut screen, &effects);
    assert!(
        screen.text().contains("Take a word away"),
        "{}",
        screen.text()
    );
    screen.press("enter");
    let effects = screen.press("m");
    nothing(&mut screen, &effects);
    assert!(
        screen.text().contains("x clears what is chosen"),
        "{}",
        screen.text()
    );
}

#[test]
fn products_that_came_meanwhile_are_listed_without_losing_the_place() {
    let mut screen = searched(80, 24, "kurta");
    screen.reply(Reply::Counts(sample::counts()));
    screen.press("j j j");
    let mut counts = sample::counts();
    counts.products += 10;
    let effects = screen.reply(Reply::Counts(counts));
    assert_eq!(answer(&mut screen, &effects).len(), 1);
    assert!(screen.text().contains("4 of 1,204"), "{}", screen.text());
}

#[test]
fn whole_screens() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut screen = searched(width, height, "लाल कुर्ता 2000 तक");
        insta::assert_snapshot!(format!("products_{width}x{height}"), screen.text());
    }
    let mut screen = searched(80, 24, "लाल कुर्ता");
    screen.press("f");
    insta::assert_snapshot!("products_facets_80x24", screen.text());
    screen.press("esc space space space c");
    insta::assert_snapshot!("products_compare_80x24", screen.text());
}

#[test]
fn what_goes_with_a_product_is_listed_and_esc_goes_back_to_the_place() {
    let mut screen = searched(80, 24, "kurta");
    screen.press("j j");
    for (key, relation, head) in [
        ("a", Relation::Alike, "like Rangsutra"),
        ("w", Relation::GoesWith, "goes with Rangsutra"),
    ] {
        let effects = screen.press(key);
        let request = effects.iter().find_map(|effect| match effect {
            Effect::Relatives {
                request,
                product,
                relation: asked,
                ..
            } if *asked == relation => {
                assert_eq!(product.as_str(), "fa-00202");
                Some(*request)
            }
            _ => None,
        });
        screen.reply(Reply::Products {
            request: request.expect("it is asked for"),
            found: Box::new(Found {
                rows: vec![product(7)],
                total: 1,
                ..Found::default()
            }),
        });
        let text = screen.text();
        assert!(text.contains(head) && text.contains("no. 7"), "{text}");
        screen.press("esc");
        let text = screen.text();
        assert!(text.contains("3 of 1,204"), "{text}");
    }
}
