//! Stories of how a search is read: fields, prices, Hindi and Hinglish words, and that English stays what it is.

use muse_studio::catalog::{Asked, FieldName, Order, Style, ask, translit};
use muse_studio::domain::{Domain, Money};
use proptest::prelude::*;

fn read(text: &str) -> Asked {
    let asked = ask::read(text, Style::Words);
    check(text, &asked);
    asked
}

/// Spans lie on characters, in order, and what is wanted says something.
fn check(text: &str, asked: &Asked) {
    let spans = asked.wanted.iter().map(|w| &w.at);
    for at in spans.chain(asked.understood.iter().map(|u| &u.at)) {
        assert!(
            text.get(at.clone()).is_some_and(|said| !said.is_empty()),
            "{text:?} {at:?}"
        );
    }
    assert!(asked.wanted.is_sorted_by_key(|w| w.at.start));
    assert!(asked.understood.is_sorted_by_key(|u| u.at.start));
    for wanted in &asked.wanted {
        let first = &wanted.choices[0];
        assert_eq!(first.weight, 1.0);
        for choice in &wanted.choices {
            assert!(!choice.words.is_empty() && choice.words.iter().all(|word| !word.is_empty()));
            assert!(choice.weight > 0.0 && choice.weight <= 1.0);
        }
    }
}

/// The words as typed, in order.
fn typed(asked: &Asked) -> Vec<String> {
    asked
        .wanted
        .iter()
        .map(|w| w.choices[0].words.join(" "))
        .collect()
}

/// Whether some wanted thing may be this.
fn may_be(asked: &Asked, words: &str) -> bool {
    let mut choices = asked.wanted.iter().flat_map(|w| &w.choices);
    choices.any(|choice| choice.words.join(" ") == words)
}

#[test]
fn named_fields_narrow() {
    let asked = read(
        "brand:zara price<2000 color:red size:xl material:cotton domain:fashion rating>4 dress",
    );
    let filters = &asked.filters;
    assert_eq!(typed(&asked), ["dress"]);
    assert_eq!(filters.brands, ["zara"]);
    assert_eq!(filters.max_price, Some(Money::rupees(2000)));
    assert_eq!(filters.colors, ["red"]);
    assert_eq!(filters.sizes, ["XL"]);
    assert_eq!(filters.materials, ["cotton"]);
    assert_eq!(filters.domains, [Domain::Fashion]);
    assert_eq!(filters.min_rating, Some(4.0));
    assert_eq!(asked.understood.len(), 7);
}

#[test]
fn named_fields_take_lists_quotes_spaces_and_hindi() {
    let filters = read(
        "color:red,blue rang:neela रंग: लाल category:\"running shoes\" price >= 500 price:500-800",
    )
    .filters;
    assert_eq!(filters.colors, ["red", "blue", "blue", "red"]);
    assert_eq!(filters.categories, ["running shoes"]);
    assert_eq!(filters.min_price, Some(Money::rupees(500)));
    assert_eq!(filters.max_price, Some(Money::rupees(800)));
    let asked = read("title:kurta");
    assert_eq!(asked.wanted[0].field, Some(FieldName::Title));
}

#[test]
fn what_is_no_filter_stays_words() {
    for (text, words) in [
        ("brand:", "brand"),
        ("price:soon", "price:soon"),
        ("rating>9", "rating 9"),
        ("domain:cars", "domain:cars"),
        ("harry potter: the book", "harry potter the book"),
        ("\"lal kurta", "lal kurta"),
    ] {
        let asked = read(text);
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(typed(&asked), words, "{text}");
        assert_eq!(asked.filters, Default::default(), "{text}");
    }
}

#[test]
fn quoted_words_are_meant_as_they_stand() {
    let asked = read("\"lal kurta\" cotton");
    assert!(asked.wanted[0].exact);
    assert_eq!(asked.wanted[0].choices.len(), 1);
    assert_eq!(typed(&asked), ["lal kurta", "cotton"]);
}

#[test]
fn hindi_words_get_english_names_and_keep_themselves() {
    for text in [
        "लाल कुर्ता",
        "lal kurta",
        "laal kurtaa",
        "kurtha laal rang ka",
    ] {
        let asked = read(text);
        assert_eq!(asked.wanted.len(), 2, "{text}: {:?}", typed(&asked));
        for word in ["red", "kurta", "लाल"] {
            assert!(may_be(&asked, word), "{text} {word}");
        }
    }
    assert!(may_be(&read("lal kurta"), "lal"));
    assert!(may_be(&read("कुर्ता"), "कुर्ते"));
}

#[test]
fn forms_and_word_order_do_not_matter() {
    for (text, word) in [
        ("मर्दों के जूते", "men"),
        ("joote mardon ke", "shoe"),
        ("ladkiyon ki jeans", "girls"),
        ("साड़ियाँ", "saree"),
        ("chappalein", "slipper"),
        ("kapde dhone ki machine", "washing machine"),
        ("kaala chashma dhoop wala", "sunglasses"),
        ("chhat ka pankha", "ceiling fan"),
        ("हेडफ़ोन", "headphone"),
        ("टी-शर्ट", "t shirt"),
    ] {
        assert!(may_be(&read(text), word), "{text}");
    }
}

#[test]
fn fillers_are_only_wished_for_and_grammar_is_left_out() {
    let asked = read("mujhe laal rang ka sundar kurta chahiye");
    let needed: Vec<&str> = asked
        .wanted
        .iter()
        .filter(|w| !w.optional)
        .map(|w| w.choices[0].words[0].as_str())
        .collect();
    assert_eq!(needed, ["laal", "kurta"]);
    assert!(!typed(&asked).contains(&"ka".to_owned()));
    // Nothing but grammar is looked for all the same.
    assert_eq!(typed(&read("ka")), ["ka"]);
}

#[test]
fn everything_that_was_read_is_told() {
    let text = "sasta लाल kurta 2 hazaar se kam";
    let asked = read(text);
    let told: Vec<(&str, &str)> = asked
        .understood
        .iter()
        .map(|u| (&text[u.at.clone()], u.meaning.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("sasta", "cheapest first"),
            ("लाल", "red"),
            ("kurta", "kurta"),
            ("2 hazaar se kam", "price at most ₹2,000")
        ]
    );
    assert_eq!(asked.order, Order::PriceUp);
}

#[test]
fn english_stays_what_it_is() {
    for text in [
        "hp laserjet toner cartridge",
        "iphone 11 pro max case",
        "galaxy s20",
        "under armour shoes",
        "ps4 pro",
        "men white shirt",
        "wall mount for tv 43 inch",
        "usb c hub",
        "moon lamp",
        "teen wolf",
        "safe for kids",
        "jute bag",
        "pile of clean towels",
        "main board",
        "hard disk 1 tb",
        "dell monitor stand",
        "bed sheet",
        "lens hood",
        "kale chips",
        "hare and tortoise",
        "do it yourself kit",
        "the tale of two cities",
        "pan for gas stove",
        "paint brush",
        "par 3 golf",
        "sari silk",
        "bus to paris",
    ] {
        let asked = read(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(typed(&asked), words, "{text}");
        assert!(
            asked.understood.is_empty(),
            "{text}: {:?}",
            asked.understood
        );
        assert!(
            asked
                .wanted
                .iter()
                .all(|w| !w.optional && w.field.is_none()),
            "{text}"
        );
        assert_eq!((asked.order, asked.filters), Default::default(), "{text}");
    }
}

#[test]
fn a_word_being_typed_is_open_and_looks_ahead() {
    let asked = ask::read("lal chash", Style::TypeAhead);
    assert!(!asked.wanted[0].open && asked.wanted[1].open);
    assert!(may_be(&asked, "glasses"));
    let asked = ask::read("lal kurta ", Style::TypeAhead);
    assert!(asked.wanted.iter().all(|w| !w.open));
}

#[test]
fn keys_bring_spellings_together() {
    for (one, other) in [
        ("कुर्ता", "kurthaa"),
        ("शर्ट", "shirt"),
        ("मोबाइल", "mobile"),
        ("सोनाटा", "sonata"),
    ] {
        assert_eq!(translit::key(one), translit::key(other), "{one} {other}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        for style in [Style::Words, Style::TypeAhead] {
            check(&text, &ask::read(&text, style));
        }
    }

    #[test]
    fn any_pieces_of_searches_are_read(pieces in proptest::collection::vec(prop_oneof![
        Just("price<"), Just("2 hazaar"), Just("se kam"), Just("₹"), Just("500-800"), Just("\""), Just("color:"), Just("लाल"),
        Just("के लिए"), Just("kurta"), Just("sasta"), Just("-"), Just("साढ़े"), Just("brand:\"x y\""), Just("between"), Just("1.5k"),
    ], 0..8), gap in "[ ]{0,2}") {
        let text = pieces.join(&gap);
        check(&text, &ask::read(&text, Style::TypeAhead));
    }
}
