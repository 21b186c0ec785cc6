//! The page about a product: reading, mending a field, who mentions it, using it in a turn.

use muse_studio::catalog::{TextLanguages, Typed};
use muse_studio::domain::{
    Action, EntryId, Hlc, Language, LogEntry, Money, Product, ProductField, ProductValue, Subject,
};
use muse_studio::jobs::ProductDetail;
use muse_studio::review::ProductEdits;
use muse_studio::store::{Origin, Page, ProductRecord, ProductVersion, TurnUse, Use};
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Decision, Msg, Reply, Written};
use muse_studio::tui::panes::PaneId;
use muse_studio::tui::pictures::Absent;

use super::products::{answer, searched};
use super::review::{answer_reads, reading};
use super::sample;
use super::screen::Screen;

fn version(number: u32, product: Product) -> ProductVersion {
    ProductVersion {
        version: number,
        product,
        origin: Origin::Import("demo".to_owned()),
        at_ms: Some(1_767_225_600_000),
    }
}

/// All that is known of a product that one conversation mentions.
fn detail(product: Product, number: u32) -> ProductDetail {
    let summary = sample::queue().items[0].1.clone();
    let conversation = sample::conversation(0, Language::Hi);
    let turn = conversation.current_turns().nth(3).unwrap();
    let same = Product {
        id: "fa-00777".into(),
        price: Some(Money::rupees(1_450)),
        ..product.clone()
    };
    let uses = Use {
        conversation: summary,
        turns: vec![TurnUse {
            turn: turn.id,
            place: 4,
            speaker: turn.speaker,
            act: turn.act,
            text: turn.text.clone(),
        }],
    };
    ProductDetail {
        typed: Typed::of(&product),
        languages: TextLanguages::of(&product),
        used: 1,
        uses: Page {
            items: vec![(1, uses)],
            more: false,
        },
        same: vec![same],
        record: ProductRecord {
            now: version(number, product.clone()),
            imported: product,
            edits: ProductEdits::default(),
        },
    }
}

/// Answers every reading of a product among the effects.
pub fn answer_details(
    screen: &mut Screen,
    effects: &[Effect],
    product: &Product,
    number: u32,
) -> usize {
    let mut answered = 0;
    for effect in effects {
        if let Effect::Product { request, id } = effect {
            assert_eq!(*id, product.id);
            screen.reply(Reply::Product {
                request: *request,
                detail: Ok(Box::new(detail(product.clone(), number))),
            });
            answered += 1;
        }
    }
    answered
}

/// Products with all about the first one read.
fn opened(width: u16, height: u16) -> Screen {
    let mut screen = searched(width, height, "kurta");
    screen.wait(100);
    let effects = screen.take(Msg::Wake);
    assert_eq!(
        answer_details(&mut screen, &effects, &sample::kurta(), 1),
        1
    );
    screen
}

#[test]
fn a_held_key_reads_only_where_it_rests() {
    let mut screen = searched(80, 24, "kurta");
    let mut effects = Vec::new();
    for _ in 0..10 {
        effects.extend(screen.press("j"));
    }
    let reads = |effects: &[Effect]| {
        let is_read = |e: &&Effect| matches!(e, Effect::Product { .. });
        effects.iter().filter(is_read).count()
    };
    assert_eq!(reads(&effects), 0);
    screen.wait(100);
    assert_eq!(reads(&screen.take(Msg::Wake)), 1);
    assert_eq!(reads(&screen.take(Msg::Wake)), 0);
}

#[test]
fn the_languages_of_its_texts_are_told() {
    let text = opened(120, 60).text();
    assert!(
        text.contains("title and description in English, Hindi title in Hindi"),
        "{text}"
    );
}

#[test]
fn who_mentions_it_is_a_key_away() {
    let mut screen = opened(120, 40);
    let text = screen.text();
    for needed in [
        "mentioned in 1 conversation",
        "turn 4 A",
        "ये देखिए",
        "the same thing under another id",
        "fa-00777",
    ] {
        assert!(text.contains(needed), "{needed} is missing:\n{text}");
    }
    screen.press("enter G k");
    let effects = screen.press("enter");
    assert_eq!(screen.app.focus, PaneId::Review);
    answer_reads(&mut screen, &effects);
    let text = screen.text();
    let chosen = text
        .lines()
        .find(|line| line.contains('▌'))
        .unwrap_or_default();
    assert!(chosen.contains("ये देखिए"), "{text}");
}

#[test]
fn the_same_thing_is_set_beside_it() {
    let mut screen = opened(80, 24);
    screen.press("enter G enter");
    let text = screen.text();
    assert!(text.contains("≠price") && text.contains("₹1,450"), "{text}");
}

#[test]
fn a_field_is_changed_with_its_fault_beside_it_and_an_answer_from_the_store() {
    let mut screen = opened(80, 24);
    screen.press("e");
    // Title, Hindi title, department, brand, categories, price.
    screen.press("j j j j j e ctrl-u");
    screen.type_text("cheap");
    let effects = screen.press("enter");
    assert!(effects.is_empty(), "{effects:?}");
    let text = screen.text();
    assert!(
        text.contains("Change: price") && text.contains("cheap"),
        "{text}"
    );
    screen.press("ctrl-u");
    screen.type_text("2500");
    assert!(screen.text().contains("above"), "{}", screen.text());
    screen.press("ctrl-u");
    screen.type_text("999");
    assert!(
        screen.text().contains("₹1,499 -> ₹999"),
        "{}",
        screen.text()
    );
    let effects = screen.press("enter");
    let value = ProductValue::Price(Some(Money::rupees(999)));
    assert!(
        matches!(
            &effects[0],
            Effect::EditProduct { id, value: given, version: 1 } if *id == sample::kurta().id && *given == value
        ),
        "{effects:?}"
    );
    let entry = LogEntry {
        id: EntryId(uuid::Uuid::nil()),
        reviewer: "me".into(),
        clock: Hlc {
            millis: 1,
            counter: 0,
        },
        subject: Subject::Product(sample::kurta().id),
        base_version: 1,
        action: Action::Set {
            before: ProductField::Price.of(&sample::kurta()),
            after: value,
        },
        reason: None,
        inverse_of: None,
        bulk: None,
    };
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Product(sample::kurta().id),
        result: Ok(Written {
            entries: vec![entry.clone()],
            ..Written::default()
        }),
    });
    assert!(
        answer(&mut screen, &effects).len() == 1,
        "the list is asked again"
    );
    let mut changed = sample::kurta();
    changed.price = Some(Money::rupees(999));
    answer_details(&mut screen, &effects, &changed, 2);
    let text = screen.text();
    assert!(
        text.contains("saved: price ₹1,499 -> ₹999; u takes it back"),
        "{text}"
    );
    assert!(!text.contains("Change: price"), "{text}");
    // Undo is told, and the product read again.
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Undo,
        result: Ok(Written {
            reversed: vec![entry],
            ..Written::default()
        }),
    });
    assert_eq!(
        answer_details(&mut screen, &effects, &sample::kurta(), 3),
        1
    );
    assert!(screen.text().contains("undone: price"), "{}", screen.text());
}

#[test]
fn somebody_elses_change_is_told_and_what_was_typed_stays() {
    let mut screen = opened(80, 24);
    screen.press("e j j j e ctrl-u");
    screen.type_text("Rangsutra");
    screen.press("enter");
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Product(sample::kurta().id),
        result: Err("the product was changed meanwhile".to_owned()),
    });
    let mut other = sample::kurta();
    other.brand = Some("Tarang".to_owned());
    answer_details(&mut screen, &effects, &other, 2);
    let text = screen.text();
    assert!(
        text.contains("is now: Tarang") && text.contains("Rangsutra"),
        "{text}"
    );
    let effects = screen.press("enter");
    assert!(
        matches!(effects[0], Effect::EditProduct { version: 2, .. }),
        "{effects:?}"
    );
}

#[test]
fn what_it_was_before_is_a_page() {
    let mut screen = opened(80, 24);
    assert!(matches!(&screen.press("h")[0], Effect::History(id) if *id == sample::kurta().id));
    let mut changed = sample::kurta();
    changed.price = Some(Money::rupees(999));
    screen.reply(Reply::History(vec![
        version(1, sample::kurta()),
        version(2, changed),
    ]));
    let text = screen.text();
    assert!(
        text.contains("version 2 · imported from demo · 2026-01-01"),
        "{text}"
    );
    assert!(text.contains("price ₹1,499 -> ₹999"), "{text}");
}

#[test]
fn id_line_and_picture_leave_the_studio() {
    let mut screen = opened(80, 24);
    assert!(matches!(&screen.press("Y")[0], Effect::Copy(id) if id == "fa-00123"));
    assert!(matches!(&screen.press("y")[0], Effect::Copy(line) if line.contains("₹1,499")));
    assert!(matches!(&screen.press("o")[0], Effect::OpenPicture(_)));
    let effects = screen.reply(Reply::Address {
        address: "https://example.org/k.png".to_owned(),
        told: "copied the picture's address".to_owned(),
    });
    assert!(matches!(&effects[0], Effect::Copy(address) if address.ends_with("k.png")));
    assert!(screen.text().contains("copied the picture's address"));
}

#[test]
fn review_shows_picture_and_price_without_leaving_the_turn() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut screen = reading(width, height);
        screen.press("j j j");
        let effects = screen.press("p");
        assert!(
            effects.iter().any(|e| matches!(e, Effect::Picture(_))),
            "{width}: no picture is asked for: {effects:?}"
        );
        let text = screen.text();
        assert!(text.contains("MRP ₹1,999   25% off"), "{text}");
        let turn = text
            .lines()
            .find(|line| line.contains('▌'))
            .unwrap_or_default();
        assert!(turn.contains("ये देखिए"), "the turn is covered:\n{text}");
        // It follows the cursor: an answer that names nothing keeps what was named last.
        screen.press("j");
        assert!(screen.text().contains("25% off"), "{}", screen.text());
        assert!(matches!(&screen.press("o")[0], Effect::OpenPicture(_)));
        screen.press("p");
        let closed = screen.text();
        assert!(!closed.contains("25% off"), "{closed}");
        screen.press("g g p");
        assert!(screen.text().contains("no product is named up to here"));
    }
}

#[test]
fn a_product_found_by_look_up_takes_the_place_of_the_one_named() {
    let mut screen = reading(120, 40);
    screen.press("j j j");
    let effects = screen.press("L");
    answer(&mut screen, &effects);
    let effects = screen.type_text("red");
    answer(&mut screen, &effects);
    screen.press("down");
    let effects = screen.press("enter");
    let named = effects.iter().find_map(|effect| match effect {
        Effect::Mention { products, .. } => Some(products.clone()),
        _ => None,
    });
    assert_eq!(named.unwrap(), ["fa-00201".into()]);
    let text = screen.text();
    assert!(text.contains("look its words over"), "{text}");
    assert!(
        text.contains("Rangsutra Women's Red Cotton Kurta no. 1, ₹501"),
        "{text}"
    );
    let effects = screen.press("ctrl-s");
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Edit { text, .. } if text.contains("₹501")))
    );
}

#[test]
fn whole_screens() {
    let mut screen = opened(80, 24);
    screen.press("enter j j j j j e ctrl-u");
    screen.type_text("2500");
    insta::assert_snapshot!("product_edit_80x24", screen.text());
    for (width, height) in [(80, 24), (120, 40)] {
        let mut screen = opened(width, height);
        screen.press("enter");
        insta::assert_snapshot!(format!("product_{width}x{height}"), screen.text());
        let mut screen = reading(width, height);
        screen.press("j j j p");
        insta::assert_snapshot!(format!("review_product_{width}x{height}"), screen.text());
    }
}

#[test]
fn a_picture_is_made_anew_for_larger_cells_and_when_all_is_drawn_again() {
    let mut screen = searched(120, 40, "kurta");
    screen.wait(100);
    let asked = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Picture(request) => Some(request.clone()),
            _ => None,
        })
    };
    let effects = screen.take(Msg::Wake);
    let mut request = asked(&effects).expect("a picture");
    for again in [Msg::Zoom, Msg::Key(super::screen::key_event("ctrl-g"))] {
        screen.reply(Reply::Picture {
            request: request.clone(),
            outcome: Err(Absent::Because("the file is broken".to_owned())),
        });
        let effects = screen.take(Msg::Wake);
        assert!(asked(&effects).is_none(), "it is there: {effects:?}");
        let effects = screen.take(again);
        assert!(effects.iter().any(|e| matches!(e, Effect::Redraw)));
        request = asked(&effects).expect("made anew");
    }
}
