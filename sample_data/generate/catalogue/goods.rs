//! Goods: one product after another of a kind, with names that differ.

use std::collections::HashSet;

use muse_studio::domain::{Attributes, Product, ProductId};

use super::draw::{self, Draw};
use super::facts;
use super::phrases::{
    self, bare, brackets, comma, hindi_people, list, people, small_label, spaced, whose,
};
use super::price;
use super::tables::{Brand, Kind, Noun, TableError, Tables};
use super::words::{self, Colour};

/// One value drawn for an attribute.
struct Value {
    name: String,
    english: String,
    hindi: String,
    /// Where it stands between the cheapest (0) and the dearest (1) value of its attribute, and how much that counts.
    log_factor: f64,
    log_range: [f64; 2],
}

/// All that was drawn for one product.
struct Draft<'a> {
    kind: &'a Kind,
    noun: &'a Noun,
    brand: &'a Brand,
    who: Option<&'a str>,
    colour: Option<&'a Colour>,
    second: Option<&'a Colour>,
    pre: Vec<Value>,
    det: Vec<Value>,
    features: Vec<String>,
    uses: Vec<String>,
    line: &'a (String, String),
    model: Option<String>,
}

/// Draws the products of one kind; the titles taken so far are in `titles`.
pub fn make(
    tables: &Tables,
    kind: &Kind,
    titles: &mut HashSet<String>,
) -> Result<Vec<Product>, TableError> {
    let mut stream = draw::stream(&kind.noun);
    let mut products = Vec::new();
    for index in 0..kind.count {
        products.push(make_one(tables, kind, index, titles, &mut stream)?);
    }
    Ok(products)
}

fn make_one(
    tables: &Tables,
    kind: &Kind,
    index: usize,
    titles: &mut HashSet<String>,
    stream: &mut Draw,
) -> Result<Product, TableError> {
    for _ in 0..400 {
        let draft = draft(tables, kind, stream)?;
        if !draft.plausible() {
            continue;
        }
        let shape = draw::below(5, stream);
        let title = draft.title(shape);
        if title.chars().count() <= 110 && titles.insert(title.clone()) {
            return Ok(finish(tables, draft, title, index, stream));
        }
    }
    Err(TableError(format!(
        "`{}` has too few different products for its count",
        kind.noun
    )))
}

fn draft<'a>(
    tables: &'a Tables,
    kind: &'a Kind,
    stream: &mut Draw,
) -> Result<Draft<'a>, TableError> {
    let noun = tables.noun(&kind.noun)?;
    let sellers: Vec<&Brand> = tables
        .brands
        .iter()
        .filter(|b| b.groups.contains(&kind.brands))
        .collect();
    let brand = *draw::one(&sellers, stream)
        .ok_or_else(|| TableError(format!("no brand sells the group `{}`", kind.brands)))?;
    let values = |list: &'a [String], stream: &mut Draw| {
        list.iter()
            .map(|axis| value(tables, axis, stream))
            .collect::<Result<Vec<_>, _>>()
    };
    let (pre, det) = (values(&kind.pre, stream)?, values(&kind.det, stream)?);
    let who = draw::one(&kind.who, stream).map(String::as_str);
    let colour = colour(tables, kind, stream)?;
    // Clothes come in two colours now and then; watches and bags do not.
    let clothes = ["ethnic", "western", "kids", "sports"].contains(&kind.brands.as_str());
    let two = clothes && draw::happens(0.14, stream);
    let second = if two {
        self::colour(tables, kind, stream)?
    } else {
        None
    };
    let shown = |all: &[String]| -> Vec<String> {
        all.iter()
            .filter(|phrase| !hidden(kind, phrase, &pre, &det) && phrases::fits(phrase, who))
            .cloned()
            .collect()
    };
    let (features, uses) = (shown(&kind.features), shown(&kind.uses));
    Ok(Draft {
        kind,
        noun,
        brand,
        who,
        second: second.filter(|s| colour.is_some_and(|c| c.english != s.english)),
        colour,
        features: draw::some(&features, 2, stream),
        uses: draw::some(&uses, 2, stream),
        pre,
        det,
        line: draw::one(&tables.lines, stream)
            .ok_or_else(|| TableError("`lines` is empty".to_owned()))?,
        model: kind.model.then(|| facts::model(tables, stream)),
    })
}

/// Draws from `name: value, value*factor`.
fn value(tables: &Tables, axis: &str, stream: &mut Draw) -> Result<Value, TableError> {
    let wrong = || {
        TableError(format!(
            "`{axis}` needs the form `name: value, value*factor`"
        ))
    };
    let (name, list) = axis.split_once(": ").ok_or_else(wrong)?;
    let mut options = Vec::new();
    for option in list.split(", ") {
        let (english, factor) = match option.rsplit_once('*') {
            Some((english, factor)) => (english, factor.parse::<f64>().map_err(|_| wrong())?),
            None => (option, 1.0),
        };
        options.push((english, factor.ln()));
    }
    let low = options.iter().map(|o| o.1).fold(f64::INFINITY, f64::min);
    let high = options
        .iter()
        .map(|o| o.1)
        .fold(f64::NEG_INFINITY, f64::max);
    let (english, log_factor) = *draw::one(&options, stream).ok_or_else(wrong)?;
    Ok(Value {
        name: name.to_owned(),
        hindi: tables.words.hindi(english)?,
        english: english.to_owned(),
        log_factor,
        log_range: [low, high],
    })
}

fn colour<'a>(
    tables: &'a Tables,
    kind: &Kind,
    stream: &mut Draw,
) -> Result<Option<&'a Colour>, TableError> {
    let Some(name) = &kind.colors else {
        return Ok(None);
    };
    let palette = tables
        .palettes
        .get(name)
        .ok_or_else(|| TableError(format!("no palette `{name}`")))?;
    let Some(colour) = draw::one(palette, stream) else {
        return Ok(None);
    };
    tables.colours.get(colour).map(Some).ok_or_else(|| {
        TableError(format!(
            "palette `{name}` names the unknown colour `{colour}`"
        ))
    })
}

fn hidden(kind: &Kind, phrase: &str, pre: &[Value], det: &[Value]) -> bool {
    kind.hide
        .iter()
        .filter_map(|rule| rule.split_once(": "))
        .any(|(value, hidden)| {
            hidden == phrase && pre.iter().chain(det).any(|v| v.english == value)
        })
}

impl Draft<'_> {
    fn values(&self) -> impl Iterator<Item = &Value> {
        self.pre.iter().chain(&self.det)
    }

    /// Whether no pair that the table excludes was drawn.
    fn plausible(&self) -> bool {
        let has = |text: &str| {
            self.who == Some(text)
                || self.colour.is_some_and(|c| c.english == text)
                || self.values().any(|v| v.english == text)
        };
        !self
            .kind
            .skip
            .iter()
            .filter_map(|rule| rule.split_once('/'))
            .any(|(one, other)| has(one) && has(other))
    }

    fn label(&self) -> String {
        self.kind
            .label
            .clone()
            .unwrap_or_else(|| words::title_case(&self.noun.en))
    }

    fn colour_words(&self) -> Option<String> {
        let first = self.colour?;
        Some(match self.second {
            Some(second) => format!("{} and {}", first.english, second.english),
            None => first.english.clone(),
        })
    }

    /// The English title in one of five shapes.
    fn title(&self, shape: usize) -> String {
        let brand = self.brand.name.clone();
        let model = self.model.clone().unwrap_or_default();
        let pre = words::title_case(&join(&self.pre, " ", |v| &v.english));
        let det: Vec<String> = self
            .det
            .iter()
            .map(|v| words::title_case(&v.english))
            .collect();
        let colour = self.colour_words().unwrap_or_default();
        let label = self.label();
        let whose = self.who.map_or_else(String::new, whose);
        let mut tail = det.clone();
        tail.push(colour.clone());
        tail.retain(|part| !part.is_empty());
        let with = self.features.first().map_or_else(String::new, |f| {
            format!("with {}", words::title_case(bare(f)))
        });
        let line = if self.model.is_some() {
            model.clone()
        } else {
            self.line.0.clone()
        };
        match shape {
            0 => format!(
                "{}{}",
                spaced(&[&brand, &model, &whose, &colour, &pre, &label]),
                comma(&det)
            ),
            1 => {
                let people = self.who.map_or_else(String::new, people);
                format!(
                    "{}{}",
                    spaced(&[&brand, &model, &pre, &label, &people]),
                    brackets(&tail)
                )
            }
            2 => format!("{}{}", spaced(&[&brand, &line, &pre, &label]), comma(&tail)),
            3 => spaced(&[&brand, &model, &whose, &colour, &pre, &label, &with]),
            _ => format!(
                "{}{}",
                spaced(&[&colour, &pre, &label, "by", &brand, &model]),
                brackets(&det)
            ),
        }
    }

    /// The Hindi title in one of three shapes.
    fn title_hi(&self, shape: usize) -> String {
        let brand = self.brand.hi.clone();
        let model = self.model.clone().unwrap_or_default();
        let pre = join(&self.pre, " ", |v| &v.hindi);
        let mut det: Vec<String> = self.det.iter().map(|v| v.hindi.clone()).collect();
        let colour = match (self.colour, self.second) {
            (Some(first), Some(second)) => {
                format!(
                    "{}-{}",
                    first.agreeing(self.noun),
                    second.agreeing(self.noun)
                )
            }
            (Some(first), None) => first.agreeing(self.noun).to_owned(),
            _ => String::new(),
        };
        let noun = &self.noun.hi;
        let people = self.who.map_or("", hindi_people);
        let of = if people.is_empty() {
            String::new()
        } else {
            format!("{people} {}", words::ka(self.noun))
        };
        let for_them = if people.is_empty() {
            String::new()
        } else {
            format!("{people} के लिए")
        };
        match shape {
            0 => {
                det.insert(0, for_them);
                det.retain(|part| !part.is_empty());
                format!(
                    "{}{}",
                    spaced(&[&brand, &model, &colour, &pre, noun]),
                    comma(&det)
                )
            }
            1 => format!(
                "{}{}",
                spaced(&[&brand, &model, &of, &colour, &pre, noun]),
                brackets(&det)
            ),
            _ => format!(
                "{} - {}",
                spaced(&[&of, &colour, &pre, noun]),
                spaced(&[&brand, &model])
            ),
        }
    }

    /// Where the product stands between the cheapest and the dearest of its kind.
    fn place(&self, index: usize, stream: &mut Draw) -> f64 {
        let sum = |pick: fn(&Value) -> f64| self.values().map(pick).sum::<f64>();
        let (low, high) = (sum(|v| v.log_range[0]), sum(|v| v.log_range[1]));
        let even = (index as f64 + draw::unit(stream)) / self.kind.count as f64;
        if high - low < 1e-9 {
            return 0.3 * self.brand.tier + 0.7 * even;
        }
        let worth = (sum(|v| v.log_factor) - low) / (high - low);
        0.6 * worth + 0.15 * self.brand.tier + 0.25 * even
    }

    fn description(&self, stream: &mut Draw) -> String {
        let plural = self.noun.en == self.noun.en_plural;
        let label = self
            .kind
            .label
            .as_deref()
            .map_or_else(|| self.noun.en.clone(), small_label);
        let pre = join(&self.pre, " ", |v| &v.english);
        let colour = self
            .colour_words()
            .map_or_else(String::new, |c| c.to_lowercase());
        let with = list(&self.features);
        let (this, comes, they) = if plural {
            ("These", "come", "They are")
        } else {
            ("This", "comes", "It is")
        };
        let shapes = if colour.is_empty() { 2 } else { 3 };
        let first = match draw::below(shapes, stream) {
            0 => format!(
                "{} with {with}.",
                words::capital(&spaced(&[&colour, &pre, &label]))
            ),
            1 => format!("{} {comes} with {with}.", spaced(&[this, &pre, &label])),
            _ => format!(
                "{} in {colour}, with {with}.",
                words::capital(&spaced(&[&pre, &label]))
            ),
        };
        let uses = list(&self.uses);
        let second = match draw::below(5, stream) {
            0 => format!("Good for {uses}."),
            1 => format!("{they} made for {uses}."),
            2 => format!(
                "Shoppers often buy {} for {uses}.",
                if plural { "them" } else { "it" }
            ),
            3 => self
                .kind
                .care
                .clone()
                .unwrap_or_else(|| format!("A sensible choice for {uses}.")),
            _ => format!("Suits {uses}."),
        };
        format!("{first} {second}")
    }
}

fn finish(
    tables: &Tables,
    draft: Draft<'_>,
    title: String,
    index: usize,
    stream: &mut Draw,
) -> Product {
    let title_hi = draft.title_hi(draw::below(3, stream));
    let rupees = price::between(draft.kind.price, draft.place(index, stream));
    let description = draft.description(stream);
    let who = draft.who.unwrap_or_default();
    let categories = draft.kind.path.replace("{who}", &words::capital(who));
    let mut product = Product {
        id: ProductId::from(""),
        source: "sample".to_owned(),
        domain: draft.kind.domain,
        title,
        title_hi: Some(title_hi),
        brand: Some(draft.brand.name.clone()),
        categories: categories.split(" > ").map(str::to_owned).collect(),
        price: None,
        mrp: None,
        rating: None,
        rating_count: None,
        stock: None,
        description: Some(description),
        attributes: attributes(tables, &draft, stream),
        image: None,
        new_description: None,
    };
    price::fill(&mut product, rupees, stream);
    product
}

fn attributes(tables: &Tables, draft: &Draft<'_>, stream: &mut Draw) -> Attributes {
    let mut attributes = facts::noun_attributes(draft.noun);
    for value in draft.values() {
        attributes.insert(value.name.clone(), vec![value.english.clone()]);
    }
    let colours: Vec<String> = draft
        .colour
        .into_iter()
        .chain(draft.second)
        .map(|c| c.english.to_lowercase())
        .collect();
    if !colours.is_empty() {
        attributes.insert("color".to_owned(), colours);
    }
    if let Some(who) = draft.who {
        attributes.insert("gender".to_owned(), vec![who.to_owned()]);
    }
    if let Some(sizes) = draft.kind.sizes.as_deref() {
        attributes.insert(
            "size".to_owned(),
            facts::sizes_of(tables, sizes, draft.who, stream),
        );
    }
    if let Some(warranty) = draw::one(&draft.kind.warranty, stream) {
        attributes.insert("warranty".to_owned(), vec![warranty.clone()]);
    }
    attributes.insert(
        "features".to_owned(),
        draft.features.iter().map(|f| bare(f).to_owned()).collect(),
    );
    attributes.insert("use".to_owned(), draft.uses.clone());
    attributes
}

fn join(values: &[Value], by: &str, pick: fn(&Value) -> &String) -> String {
    values
        .iter()
        .map(pick)
        .cloned()
        .collect::<Vec<_>>()
        .join(by)
}
