//! Books: invented titles in English and Hindi, invented authors and publishers.

use std::collections::HashSet;

use muse_studio::domain::{Domain, Product, ProductId};

use super::draw::{self, Draw};
use super::tables::{BookKind, Brand, TableError, Tables, pair};
use super::{facts, price};

/// The pieces of one title, English and Hindi, by letter.
struct Pieces([(String, String); 3]);

impl Pieces {
    fn draw(kind: &BookKind, stream: &mut Draw) -> Result<Pieces, TableError> {
        let mut piece = |list: &[String]| match draw::one(list, stream) {
            Some(text) => pair(text),
            None => Ok((String::new(), String::new())),
        };
        Ok(Pieces([piece(&kind.a)?, piece(&kind.b)?, piece(&kind.c)?]))
    }

    fn fill(&self, pattern: &str, pick: fn(&(String, String)) -> &String) -> String {
        let mut text = pattern.to_owned();
        for (place, letter) in ["{a}", "{b}", "{c}"].into_iter().enumerate() {
            text = text.replace(letter, pick(&self.0[place]));
        }
        text
    }
}

/// Draws the books of one kind; the titles taken so far are in `titles`.
pub fn make(
    tables: &Tables,
    kind: &BookKind,
    titles: &mut HashSet<String>,
) -> Result<Vec<Product>, TableError> {
    let mut stream = draw::stream(&kind.noun);
    let mut names = HashSet::new();
    let mut products = Vec::new();
    for index in 0..kind.count {
        let product = make_one(tables, kind, index, &mut names, &mut stream)?;
        if !titles.insert(product.title.clone()) {
            return Err(TableError(format!(
                "two products are called `{}`",
                product.title
            )));
        }
        products.push(product);
    }
    Ok(products)
}

fn make_one(
    tables: &Tables,
    kind: &BookKind,
    index: usize,
    names: &mut HashSet<String>,
    stream: &mut Draw,
) -> Result<Product, TableError> {
    for _ in 0..400 {
        let pieces = Pieces::draw(kind, stream)?;
        let pattern = draw::one(&kind.titles, stream)
            .ok_or_else(|| TableError(format!("`{}` has no title patterns", kind.noun)))?;
        let (en, hi) = pair(pattern)?;
        let names_now = (pieces.fill(&en, |p| &p.0), pieces.fill(&hi, |p| &p.1));
        if names.insert(names_now.0.clone()) {
            return finish(tables, kind, &pieces, names_now, index, stream);
        }
    }
    Err(TableError(format!(
        "`{}` has too few different titles for its count",
        kind.noun
    )))
}

fn finish(
    tables: &Tables,
    kind: &BookKind,
    pieces: &Pieces,
    name: (String, String),
    index: usize,
    stream: &mut Draw,
) -> Result<Product, TableError> {
    let noun = tables.noun(&kind.noun)?;
    let publisher = publisher(tables, kind, stream)?;
    let author = draw::one(&tables.authors, stream).filter(|_| kind.author);
    let language = draw::one(&kind.languages, stream)
        .cloned()
        .unwrap_or_default();
    // Guides, school books and comics come in soft covers.
    let hardcover = kind.author && draw::happens(0.18, stream);
    let pages = kind.pages[0] + draw::below(kind.pages[1] + 1 - kind.pages[0], stream);
    let mut attributes = facts::noun_attributes(noun);
    let mut give = |key: &str, value: String| attributes.insert(key.to_owned(), vec![value]);
    for rule in &kind.gives {
        if let Some((letter, key)) = rule.split_once('=') {
            give(key, pieces.fill(&format!("{{{letter}}}"), |p| &p.0));
        }
    }
    if let Some(author) = author {
        give("author", author.0.clone());
    }
    give("publisher", publisher.name.clone());
    give("language", language.clone());
    give(
        "format",
        if hardcover { "hardcover" } else { "paperback" }.to_owned(),
    );
    give("pages", pages.to_string());
    let uses = draw::some(&kind.uses, 2, stream);
    let place = 0.35 * (pages - kind.pages[0]) as f64
        / (kind.pages[1] - kind.pages[0]).max(1) as f64
        + if hardcover { 0.25 } else { 0.0 }
        + 0.4 * (index as f64 + draw::unit(stream)) / kind.count as f64;
    let about = draw::one(&kind.about, stream).cloned().unwrap_or_default();
    let about = pieces.fill(&about, |p| &p.0);
    let printed = format!(
        "{} pages, {}, in {language}.",
        pages,
        if hardcover { "hardcover" } else { "paperback" }
    );
    let (title, title_hi) = listing(kind, name, author, hardcover, stream)?;
    attributes.insert("use".to_owned(), uses);
    let mut product = Product {
        id: ProductId::from(""),
        source: "sample".to_owned(),
        domain: Domain::Books,
        title,
        title_hi: Some(title_hi),
        brand: Some(publisher.name.clone()),
        categories: kind.path.split(" > ").map(str::to_owned).collect(),
        price: None,
        mrp: None,
        rating: None,
        rating_count: None,
        stock: None,
        description: Some(format!("{about} {printed}")),
        attributes,
        image: None,
        new_description: None,
    };
    price::fill(&mut product, price::between(kind.price, place), stream);
    Ok(product)
}

/// The title as shops list it: alone, with a tag, with the author, with the binding.
fn listing(
    kind: &BookKind,
    (en, hi): (String, String),
    author: Option<&(String, String)>,
    hardcover: bool,
    stream: &mut Draw,
) -> Result<(String, String), TableError> {
    let tag = match draw::one(&kind.tags, stream) {
        Some(tag) => pair(tag)?,
        None => (String::new(), String::new()),
    };
    let binding = if hardcover {
        ("Hardcover", "हार्डकवर")
    } else {
        ("Paperback", "पेपरबैक")
    };
    Ok(match (draw::below(4, stream), author) {
        (0, Some(author)) => (
            format!("{en} by {}", author.0),
            format!("{hi} - {}", author.1),
        ),
        (1, Some(author)) => (
            format!("{en} – {} ({})", author.0, binding.0),
            format!("{hi}, {} ({})", author.1, binding.1),
        ),
        (2, _) => (
            format!("{en} ({})", binding.0),
            format!("{hi} ({})", binding.1),
        ),
        (3, _) if !tag.0.is_empty() => (format!("{en}: {}", tag.0), format!("{hi}: {}", tag.1)),
        _ => (en, hi),
    })
}

fn publisher<'a>(
    tables: &'a Tables,
    kind: &BookKind,
    stream: &mut Draw,
) -> Result<&'a Brand, TableError> {
    let name = draw::one(&kind.publishers, stream).map_or("", String::as_str);
    tables
        .brands
        .iter()
        .find(|b| b.name == name)
        .ok_or_else(|| TableError(format!("`{name}` is not among the brands")))
}
