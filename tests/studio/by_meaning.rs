//! Products put in order by meaning: first the order of the words, then the other one; what comes too late is dropped.

use muse_studio::catalog::{Asked, Order};
use muse_studio::jobs::{Found, Lookup};
use muse_studio::store::Standing;
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Place, Reply, Server};

use super::products::{answer, found, searched};
use super::screen::Screen;

/// The requests for an order by meaning among the effects.
fn wanted(effects: &[Effect]) -> Vec<(u64, Lookup)> {
    let wanted = effects.iter().filter_map(|effect| match effect {
        Effect::SearchByMeaning { request, query } => Some((*request, (**query).clone())),
        _ => None,
    });
    wanted.collect()
}

/// What the server makes of it: the last of the first ten comes first.
fn reordered(lookup: &Lookup) -> Reply {
    let mut found = found(lookup);
    found.rows[..10].reverse();
    Reply::Products {
        request: 0,
        found: Box::new(found),
    }
}

fn order(screen: &mut Screen, (request, lookup): &(u64, Lookup)) -> Vec<Effect> {
    let Reply::Products { found, .. } = reordered(lookup) else {
        unreachable!();
    };
    screen.reply(Reply::Products {
        request: *request,
        found,
    })
}

fn first_row(screen: &mut Screen) -> String {
    let text = screen.text();
    let row = text.lines().find(|line| line.contains("₹")).unwrap_or("");
    row.to_owned()
}

#[test]
fn the_words_come_first_and_the_order_by_meaning_is_marked() {
    let mut screen = searched(80, 24, "kurta");
    let asked = wanted(&screen.press("b"));
    assert_eq!(asked.len(), 1);
    let text = screen.text();
    assert!(text.contains("best first, meaning …"), "{text}");
    assert!(text.contains("b goes back"), "{text}");
    assert!(!text.contains("offline"), "words leave the studio:\n{text}");
    assert!(first_row(&mut screen).contains("Neelkamal"));
    order(&mut screen, &asked[0]);
    assert!(screen.text().contains("found · best by meaning"));
    assert!(first_row(&mut screen).contains("no. 9"));
    // Again for the order of the words.
    let effects = screen.press("b");
    assert_eq!(answer(&mut screen, &effects).len(), 1);
    let text = screen.text();
    assert!(text.contains("found · best first") && text.contains("offline"));
    assert!(first_row(&mut screen).contains("Neelkamal"));
}

#[test]
fn the_cursor_stays_on_the_product_that_was_chosen() {
    let mut screen = searched(80, 24, "kurta");
    let asked = wanted(&screen.press("b"));
    screen.press("j j");
    order(&mut screen, &asked[0]);
    let text = screen.text();
    let chosen = text.lines().find(|line| line.starts_with(" > "));
    assert!(chosen.unwrap_or("").contains("no. 2"), "{text}");
    assert!(text.contains("8 of 1,204"), "{text}");
}

#[test]
fn whoever_types_on_has_one_request_out_and_late_answers_are_dropped() {
    let mut screen = searched(80, 24, "kurta");
    let first = wanted(&screen.press("b"));
    screen.press("/");
    for letter in ["s", "x"] {
        let effects = screen.type_text(letter);
        answer(&mut screen, &effects);
    }
    let next = wanted(&order(&mut screen, &first[0]));
    assert!(
        screen.text().contains("meaning …"),
        "the late answer is dropped"
    );
    assert_eq!(next.len(), 1, "only the latest wish waited");
    assert_eq!(next[0].1.query.text, "kurtasx");
    order(&mut screen, &next[0]);
    assert!(screen.text().contains("best by meaning"));
}

#[test]
fn an_order_that_was_chosen_is_left_alone() {
    let mut screen = searched(80, 24, "kurta");
    let effects = screen.press("s");
    answer(&mut screen, &effects);
    assert!(wanted(&screen.press("b")).is_empty());
    assert!(screen.text().contains("cheapest first"));
    // It is taken up when the order is the best first again.
    let effects = screen.press("s s s");
    let asked = answer_best(&mut screen, &effects);
    assert_eq!(asked.len(), 1, "{effects:?}");
}

/// Answers the last search; gives what is then asked for by meaning.
fn answer_best(screen: &mut Screen, effects: &[Effect]) -> Vec<(u64, Lookup)> {
    let mut asked = Vec::new();
    for effect in effects {
        if let Effect::Search { request, query } = effect {
            let order = query.query.order.unwrap_or_default();
            let found = Found {
                asked: Asked {
                    order,
                    ..Asked::default()
                },
                ..found(query)
            };
            let more = screen.reply(Reply::Products {
                request: *request,
                found: Box::new(found),
            });
            if order == Order::Relevance {
                asked.extend(wanted(&more));
            }
        }
    }
    asked
}

#[test]
fn a_server_that_fails_is_one_sentence_and_the_words_stay() {
    let mut screen = searched(80, 24, "kurta");
    let asked = wanted(&screen.press("b"));
    screen.reply(Reply::NotByMeaning {
        request: asked[0].0,
        why: "127.0.0.1:9 does not answer".to_owned(),
    });
    let text = screen.text();
    assert!(
        text.contains("not by meaning: 127.0.0.1:9 does not answer; the order of"),
        "{text}"
    );
    assert!(text.contains("found · best first"), "{text}");
    screen.press("/");
    let effects = screen.type_text("s");
    assert!(answer(&mut screen, &effects).len() == 1 && wanted(&effects).is_empty());
}

#[test]
fn without_a_server_the_key_says_what_to_do() {
    let mut screen = searched(80, 24, "kurta");
    screen.reply(Reply::Opened(Place {
        reviewer: "asha".into(),
        shown: "~/shop".to_owned(),
        read_only: None,
        standing: Standing::ALONE,
        embeddings: Server::Missing,
    }));
    assert!(wanted(&screen.press("b")).is_empty());
    let text = screen.text();
    assert!(
        text.contains("by meaning: no server is set up for it: put embeddings_url"),
        "{text}"
    );
}

#[test]
fn an_answer_that_comes_while_relatives_are_listed_orders_the_list_behind_them() {
    let mut screen = searched(80, 24, "kurta");
    let asked = wanted(&screen.press("b"));
    let effects = screen.press("a");
    for effect in &effects {
        if let Effect::Relatives { request, .. } = effect {
            let rows = vec![super::sample::kurta()];
            screen.reply(Reply::Products {
                request: *request,
                found: Box::new(Found {
                    total: 1,
                    rows,
                    ..Found::default()
                }),
            });
        }
    }
    order(&mut screen, &asked[0]);
    assert!(screen.text().contains("the 1 most like it"));
    assert!(first_row(&mut screen).contains("Neelkamal"));
    screen.press("esc");
    assert!(first_row(&mut screen).contains("no. 9"));
}
