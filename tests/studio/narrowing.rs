//! Facets, marks and matches, as one goes on choosing.

use muse_studio::catalog::{Asked, Choice, Counted, Facet, Side, Wanted};
use muse_studio::jobs::Found;
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Msg, Reply};

use super::product_page::answer_details;
use super::products::{answer, found, searched};
use super::sample;
use super::screen::Screen;

/// Answers every search with what an index would: of a side with a chosen value no other value is counted.
fn answer_narrowed(screen: &mut Screen, effects: &[Effect]) {
    for effect in effects {
        let Effect::Search { request, query } = effect else {
            continue;
        };
        let mut found = found(query);
        let colors = &query.query.filters.colors;
        for facet in found.facets.iter_mut().filter(|f| f.side == Side::Color) {
            facet
                .values
                .retain(|(name, _)| colors.is_empty() || colors.contains(name));
        }
        screen.reply(Reply::Products {
            request: *request,
            found: Box::new(found),
        });
    }
}

#[test]
fn a_second_value_of_a_side_can_be_chosen_and_nothing_jumps() {
    for width in [80, 120] {
        let mut screen = searched(width, 40, "kurta");
        screen.press("f j j j j");
        let place = |screen: &mut Screen, what: &str| {
            let text = screen.text();
            let line = text.lines().position(|line| line.contains(what));
            line.unwrap_or_else(|| panic!("{what} is missing:\n{text}"))
        };
        let (red, blue) = (place(&mut screen, "] red"), place(&mut screen, "] blue"));
        let effects = screen.press("space");
        answer_narrowed(&mut screen, &effects);
        assert_eq!(place(&mut screen, "[×] red"), red);
        assert_eq!(place(&mut screen, "[ ] blue"), blue);
        let effects = screen.press("j space");
        let lookup = answer(&mut screen, &effects).pop().unwrap();
        assert_eq!(lookup.query.filters.colors, ["red", "blue"]);
        let effects = screen.press("space");
        let lookup = answer(&mut screen, &effects).pop().unwrap();
        assert_eq!(lookup.query.filters.colors, ["red"]);
    }
}

#[test]
fn facets_that_do_not_fit_are_told_of_and_the_foot_says_what_keys_do() {
    let mut screen = searched(80, 24, "kurta");
    screen.press("f");
    let text = screen.text();
    assert!(text.contains("more"), "{text}");
    assert!(text.contains("Space on or off"), "{text}");
    assert!(!text.contains("Space mark"), "{text}");
    screen.press("G");
    let text = screen.text();
    assert!(text.contains("no Hindi title") && !text.contains(" more "));
}

#[test]
fn marks_are_counted_in_the_head_and_esc_takes_them_away() {
    let mut screen = searched(80, 24, "kurta");
    screen.press("space space space space");
    let text = screen.text();
    assert!(text.contains("3 marked · 1,204 found"), "{text}");
    assert!(text.contains("Esc takes the marks away"), "{text}");
    // They stay while one searches for the next one.
    screen.press("/");
    let effects = screen.type_text("s");
    answer(&mut screen, &effects);
    assert!(screen.text().contains("3 marked"));
    screen.press("enter esc");
    let text = screen.text();
    assert!(!text.contains("3 marked") && text.contains("kurtas"));
}

#[test]
fn what_matched_stays_set_apart_after_the_product_was_read() {
    let mut screen = searched(80, 24, "");
    screen.press("/");
    let effects = screen.type_text("silk");
    let asked = Asked {
        wanted: vec![Wanted {
            at: 0..4,
            choices: vec![Choice {
                words: vec!["silk".to_owned()],
                weight: 1.0,
            }],
            field: None,
            exact: false,
            open: false,
            optional: false,
        }],
        ..Asked::default()
    };
    let mut product = sample::kurta();
    product.title = "Long silk kurta".to_owned();
    product
        .attributes
        .insert("border".to_owned(), vec!["silk thread".to_owned()]);
    for effect in &effects {
        if let Effect::Search { request, .. } = effect {
            screen.reply(Reply::Products {
                request: *request,
                found: Box::new(Found {
                    total: 1,
                    rows: vec![product.clone()],
                    asked: asked.clone(),
                    ..Found::default()
                }),
            });
        }
    }
    screen.press("enter");
    screen.wait(100);
    let effects = screen.take(Msg::Wake);
    product.stock = Some(7);
    assert_eq!(answer_details(&mut screen, &effects, &product, 1), 1);
    let marked = screen.underlined();
    let times = marked.iter().filter(|word| *word == "silk").count();
    assert_eq!(times, 3, "list, title and attribute: {marked:?}");
}

#[test]
fn a_title_has_the_room_in_80_columns_and_being_sold_out_is_not_cut() {
    let mut screen = searched(80, 24, "");
    screen.press("/");
    let effects = screen.type_text("x");
    let mut product = sample::kurta();
    product.title = "Chunarika Women's Off-White Cotton Kurta Set with Pockets".to_owned();
    product.image = None;
    let mut sold = product.clone();
    sold.id = "fa-2".into();
    sold.stock = Some(0);
    for effect in &effects {
        if let Effect::Search { request, .. } = effect {
            screen.reply(Reply::Products {
                request: *request,
                found: Box::new(Found {
                    total: 2,
                    rows: vec![product.clone(), sold.clone()],
                    facets: vec![Facet {
                        side: Side::Brand,
                        values: vec![("Chunarika".to_owned(), 2)],
                        counted: Counted::All,
                    }],
                    ..Found::default()
                }),
            });
        }
    }
    let text = screen.text();
    let rows: Vec<&str> = text.lines().filter(|l| l.contains('★')).collect();
    assert!(rows[0].contains("Cotton Kurta Set with"), "{text}");
    assert!(rows[1].contains("out of stock"), "{text}");
}
