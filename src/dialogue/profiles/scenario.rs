//! The scenario of a profile: what, why, for whom, for how much.
//!
//! Owns: drawing a scenario that the catalogue can meet or nearly meet. Does not: talk.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;

use super::draw::{name, one, weighted};
use super::person::Person;
use super::{ProfileGenerator, Shelf, story};
use crate::dialogue::data::{Festival, Noun};
use crate::dialogue::machine::{MadeFor, round_up};
use crate::domain::{
    Currency, Domain, Feature, Gender, Money, Motive, Product, Recipient, Scenario,
};

/// The share of shoppers for whom one product would be just right, in percent.
const WITH_TARGET: u32 = 60;

/// Draws from the shelf until a product fits.
const TRIES: usize = 150;

/// Attributes that people ask for in words.
const ASKED_FOR: [&str; 6] = [
    "color",
    "material",
    "size",
    "capacity",
    "storage",
    "connectivity",
];

const WINTER: [&str; 8] = [
    "sweater",
    "jacket",
    "sweatshirt",
    "hoodie",
    "shawl",
    "muffler",
    "thermal set",
    "room heater",
];
const SUMMER: [&str; 4] = ["air conditioner", "air cooler", "ceiling fan", "table fan"];
const RAIN: [&str; 2] = ["raincoat", "umbrella"];
/// States where nobody buys woollens for the winter at home.
const WARM: [&str; 5] = [
    "Tamil Nadu",
    "Kerala",
    "Andhra Pradesh",
    "Telangana",
    "Puducherry",
];

impl ProfileGenerator {
    pub(super) fn scenario(
        &self,
        person: &mut Person,
        shelf: &dyn Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Scenario {
        let mut motive = motive(name(&self.demographics.motives, rng));
        let recipient = (motive == Motive::Gift)
            .then(|| self.recipient(person, rng))
            .flatten();
        if recipient.is_none() && motive == Motive::Gift {
            motive = Motive::Celebrate;
        }
        let anchor = self.anchor(person, recipient.as_ref(), shelf, rng);
        let noun = match &anchor {
            Some(product) => self.knowledge.nouns.of(product),
            None => self.any_noun(person, rng),
        };
        let thing = noun.map_or("t-shirt", |noun| noun.key.as_str()).to_owned();
        motive = sensible(motive, &thing, person);
        let occasion = self.occasion(motive, &thing, recipient.as_ref(), person, rng);
        let has_target = anchor.is_some() && rng.random_range(0..100) < WITH_TARGET;
        let budget = self.budget(person, anchor.as_ref(), has_target, rng);
        let wanted = anchor.as_ref().map_or_else(Vec::new, |product| {
            wanted(product, has_target, recipient.as_ref(), rng)
        });
        let unwanted = self.unwanted(anchor.as_ref(), &wanted, shelf, rng);
        if let Some(brand) = anchor.as_ref().and_then(|p| p.brand.clone())
            && rng.random_bool(0.5)
        {
            person.brands.push(brand);
        }
        let mut scenario = Scenario {
            domain: person.domain,
            product_type: thing,
            motive,
            occasion,
            budget: Some(budget),
            wanted,
            unwanted,
            target: anchor.filter(|_| has_target).map(|product| product.id),
            recipient,
            story: String::new(),
        };
        scenario.story = story::tell(person, &scenario, &self.knowledge, &self.festivals);
        scenario
    }

    /// Somebody whom this person may buy for.
    fn recipient(&self, person: &Person, rng: &mut ChaCha12Rng) -> Option<Recipient> {
        let people = &self.knowledge.people;
        let may = |chance: &crate::dialogue::data::RecipientChance| {
            let age = i16::from(person.age);
            let young = age + chance.min_gap > 78 || age + chance.max_gap < 3;
            let fits = chance.buyer.is_none_or(|buyer| buyer == person.gender)
                && person.age >= chance.buyer_min_age
                && people.relation(&chance.relation).is_some()
                && !young;
            if fits { chance.weight } else { 0.0 }
        };
        let chance = weighted(&self.demographics.recipients, may, rng)?;
        let age = i16::from(person.age) + rng.random_range(chance.min_gap..=chance.max_gap);
        Some(Recipient {
            relation: chance.relation.clone(),
            age: u8::try_from(age.clamp(3, 90)).ok(),
            gender: chance.gender,
        })
    }

    /// A product of the shelf that this person could want: right department, right wearer, payable in rupees, in stock.
    fn anchor(
        &self,
        person: &mut Person,
        recipient: Option<&Recipient>,
        shelf: &dyn Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Option<Product> {
        if shelf.is_empty() {
            return None;
        }
        let (gender, age) = recipient.map_or((person.gender, person.age), |r| {
            (r.gender, r.age.unwrap_or(30))
        });
        let mut second = None;
        for _ in 0..TRIES {
            let Some(product) = shelf.get(rng.random_range(0..shelf.len())) else {
                continue;
            };
            let Some(noun) = self.knowledge.nouns.of(&product) else {
                continue;
            };
            let suits = MadeFor::of(&product).suits(Some(gender), Some(age))
                && own_gender(noun, gender, &product)
                && for_age(noun, age);
            let payable = product
                .price
                .is_some_and(|p| p.currency == Currency::INR && p.minor > 0);
            if !suits || !payable || product.out_of_stock() {
                continue;
            }
            let within = product.price.is_some_and(|p| p.within(person.budget.max));
            let not_cheap = product
                .price
                .is_some_and(|p| p.minor * 3 >= person.budget.min.minor);
            if product.domain == person.domain && within && not_cheap {
                return Some(product);
            }
            if second.is_none() && product.domain != Domain::Other {
                second = Some(product);
            }
        }
        // Nothing on the shelf for this department and purse: the person shops for what there is.
        if let Some(product) = &second {
            person.domain = product.domain;
            if let Some(price) = product.price.filter(|p| !p.within(person.budget.max)) {
                person.budget.max = round_up(price);
            }
        }
        second
    }

    fn any_noun(&self, person: &Person, rng: &mut ChaCha12Rng) -> Option<&Noun> {
        let of_domain: Vec<&Noun> = self
            .knowledge
            .nouns
            .nouns()
            .iter()
            .filter(|noun| noun.domain == person.domain)
            .collect();
        one(&of_domain, rng).copied()
    }

    fn budget(
        &self,
        person: &Person,
        anchor: Option<&Product>,
        has_target: bool,
        rng: &mut ChaCha12Rng,
    ) -> Money {
        let Some(price) = anchor.and_then(|p| p.price) else {
            return round_up(person.budget.max);
        };
        // Without a target some people hope for less than the thing costs.
        let factor = if has_target || rng.random_bool(0.85) {
            rng.random_range(1.0..1.4)
        } else {
            rng.random_range(0.55..0.9)
        };
        round_up(Money::rupees((price.as_f64() * factor) as i64))
    }

    fn unwanted(
        &self,
        anchor: Option<&Product>,
        wanted: &[Feature],
        shelf: &dyn Shelf,
        rng: &mut ChaCha12Rng,
    ) -> Vec<Feature> {
        let Some(anchor) = anchor.filter(|_| rng.random_bool(0.3)) else {
            return Vec::new();
        };
        let kind = self.knowledge.nouns.of(anchor).map(|noun| noun.key.clone());
        for _ in 0..TRIES {
            let Some(other) = shelf.get(rng.random_range(0..shelf.len())) else {
                continue;
            };
            if self.knowledge.nouns.of(&other).map(|noun| noun.key.clone()) != kind {
                continue;
            }
            for attribute in ["material", "color"] {
                let named = wanted.iter().any(|f| f.name == attribute);
                let (Some(theirs), false) = (other.attribute(attribute), named) else {
                    continue;
                };
                let ours = anchor.attributes.get(attribute);
                let sayable = self.knowledge.attributes.get(theirs).is_some();
                if sayable && ours.is_some_and(|values| !values.iter().any(|v| v == theirs)) {
                    return vec![feature(attribute, theirs)];
                }
            }
        }
        Vec::new()
    }

    /// An occasion that fits motive, thing, day and place.
    fn occasion(
        &self,
        motive: Motive,
        thing: &str,
        recipient: Option<&Recipient>,
        person: &Person,
        rng: &mut ChaCha12Rng,
    ) -> Option<String> {
        let festivals = self.festivals.near(person.day, &person.state);
        let shops_for = |f: &&&Festival| {
            let wish = match person.domain {
                Domain::Fashion => "clothes",
                Domain::Electronics => "electronics",
                Domain::HomeGarden => "home",
                Domain::Books | Domain::Other => "",
            };
            let gift = recipient.is_some() && f.shopping.iter().any(|s| s == "gifts");
            gift || f.shopping.iter().any(|s| s == wish)
        };
        let near: Vec<&&Festival> = festivals.iter().filter(shops_for).collect();
        let rakhi = recipient.is_some_and(|r| ["sister", "brother"].contains(&r.relation.as_str()));
        let near: Vec<String> = near
            .into_iter()
            .filter(|f| !f.key.contains("raksha") || rakhi)
            .map(|f| f.key.clone())
            .collect();
        if matches!(motive, Motive::Gift | Motive::Celebrate)
            && let Some(festival) = one(&near, rng)
        {
            return Some(festival.clone());
        }
        let fashion = person.domain == Domain::Fashion;
        let pool: &[&str] = match motive {
            Motive::Gift if person.domain == Domain::HomeGarden => {
                &["housewarming", "birthday", "anniversary"]
            }
            Motive::Gift if fashion || person.domain == Domain::Electronics => &["birthday"],
            Motive::Gift => &["birthday"],
            Motive::Attend => &[
                "wedding",
                "cousin_wedding",
                "friend_wedding",
                "engagement",
                "reception",
            ],
            Motive::Celebrate if fashion => &["birthday", "party"],
            Motive::Work => &["office"],
            Motive::Season if WINTER.contains(&thing) => &["winter"],
            Motive::Season if SUMMER.contains(&thing) => &["summer"],
            Motive::Season if RAIN.contains(&thing) => &["monsoon"],
            Motive::Sports => &["gym", "running"],
            Motive::WornOut if fashion => &["daily"],
            Motive::Trend if person.age <= 23 && fashion => &["college"],
            _ => &[],
        };
        let keep = rng.random_bool(0.7);
        one(pool, rng).filter(|_| keep).map(|key| (*key).to_owned())
    }
}

/// A motive that makes sense for the thing; worn out always does.
fn sensible(motive: Motive, thing: &str, person: &Person) -> Motive {
    let fashion = person.domain == Domain::Fashion;
    let dressy = [
        "saree",
        "lehenga",
        "kurta",
        "kurta set",
        "sherwani",
        "salwar suit",
        "anarkali suit",
        "gown",
        "blazer",
        "heels",
        "juttis",
        "necklace",
        "earrings",
        "bangles",
        "clutch",
        "nehru jacket",
        "dress",
        "kurti",
        "shirt",
        "loafers",
    ];
    let sporty = [
        "sports shoes",
        "track pants",
        "tracksuit",
        "shorts",
        "t-shirt",
        "sports bra",
        "smartwatch",
        "fitness band",
        "water bottle",
        "earbuds",
        "neckband",
        "yoga mat",
    ];
    let office = [
        "shirt",
        "trousers",
        "blazer",
        "laptop",
        "backpack",
        "shoes",
        "loafers",
        "kurta",
        "kurti",
        "lunch box",
        "watch",
        "belt",
        "wallet",
        "keyboard",
        "mouse",
        "monitor",
        "office chair",
        "printer",
        "headphones",
    ];
    let seasonal = WINTER.contains(&thing) || SUMMER.contains(&thing) || RAIN.contains(&thing);
    let cold = !WARM.contains(&person.state.as_str()) || !WINTER.contains(&thing);
    let in_season = match person.day.month() {
        10..=12 | 1 | 2 => WINTER.contains(&thing) && cold,
        3..=6 => SUMMER.contains(&thing),
        _ => RAIN.contains(&thing),
    };
    let fits = match motive {
        Motive::Gift | Motive::WornOut => true,
        Motive::Attend => fashion && dressy.contains(&thing),
        Motive::Celebrate => (fashion && dressy.contains(&thing)) || person.domain != Domain::Books,
        Motive::Work => {
            office.contains(&thing)
                && person.occupation != "homemaker"
                && person.occupation != "retired"
                && person.occupation != "student"
        }
        Motive::Season => seasonal && in_season,
        Motive::Sports => sporty.contains(&thing),
        Motive::Trend => fashion || person.domain == Domain::Electronics,
    };
    match (fits, motive) {
        (true, motive) => motive,
        (false, _) if seasonal && in_season => Motive::Season,
        (false, _) => Motive::WornOut,
    }
}

fn motive(word: &str) -> Motive {
    let read = |m: &Motive| serde_json::to_value(m).is_ok_and(|v| v == word);
    Motive::ALL
        .into_iter()
        .find(read)
        .unwrap_or(Motive::WornOut)
}

/// Clothes that only one gender wears, where the catalogue does not say.
fn own_gender(noun: &Noun, gender: Gender, product: &Product) -> bool {
    let women = [
        "saree",
        "lehenga",
        "kurti",
        "salwar suit",
        "anarkali suit",
        "palazzo",
        "leggings",
        "dupatta",
        "blouse",
        "gown",
        "dress",
        "top",
        "skirt",
        "frock",
        "heels",
        "handbag",
        "clutch",
        "necklace",
        "mangalsutra",
        "earrings",
        "bangles",
        "anklet",
        "sports bra",
        "hair straightener",
        "hair dryer",
        "petticoat",
        "nighty",
        "stole",
    ];
    let men = [
        "sherwani",
        "nehru jacket",
        "dhoti",
        "trimmer",
        "tie",
        "innerwear vest",
    ];
    let key = noun.key.as_str();
    match gender {
        Gender::Male => !women.contains(&key),
        Gender::Female => !men.contains(&key),
        // Of a person of unstated gender only things that anybody may want.
        Gender::Unknown => {
            !women.contains(&key) && !men.contains(&key) && MadeFor::of(product) == MadeFor::Anyone
        }
    }
}

/// Children's things for children, grown people's for grown people.
fn for_age(noun: &Noun, age: u8) -> bool {
    let children = [
        "frock",
        "school bag",
        "school uniform",
        "children's book",
        "toy",
        "picture book",
        "colouring book",
    ];
    let grown = [
        "trimmer",
        "mangalsutra",
        "sherwani",
        "inverter",
        "geyser",
        "washing machine",
        "refrigerator",
        "exam guide",
    ];
    let key = noun.key.as_str();
    if children.contains(&key) {
        return age <= 13;
    }
    age >= 16 || (!grown.contains(&key) && noun.domain != Domain::HomeGarden)
}

/// What the person would ask for: values of the product that one would say in words.
fn wanted(
    product: &Product,
    has_target: bool,
    recipient: Option<&Recipient>,
    rng: &mut ChaCha12Rng,
) -> Vec<Feature> {
    let mut open: Vec<&str> = ASKED_FOR
        .into_iter()
        .filter(|name| product.attributes.get(*name).is_some_and(|v| !v.is_empty()))
        .collect();
    open.shuffle(rng);
    let most = if has_target {
        rng.random_range(1..=3)
    } else {
        rng.random_range(0..=2)
    };
    let mut wanted = Vec::new();
    for name in open {
        let values = &product.attributes[name];
        let value = match name {
            "size" => size(values, recipient.and_then(|r| r.age), rng),
            _ => values.first().cloned(),
        };
        let short = |v: &String| v.split_whitespace().count() <= 3 && v.chars().count() <= 20;
        let worth = name == "size" || wanted.len() < most;
        if let Some(value) = value.filter(short).filter(|_| worth) {
            wanted.push(feature(name, &value));
        }
    }
    if let Some(brand) = product.brand.as_ref().filter(|_| rng.random_bool(0.08)) {
        wanted.push(feature("brand", brand));
    }
    wanted
}

/// A size of the list; for children the one of their age.
fn size(values: &[String], age: Option<u8>, rng: &mut ChaCha12Rng) -> Option<String> {
    let years = |value: &&String| {
        let (low, high) = value.trim_end_matches(" years").split_once('-')?;
        let (low, high): (u8, u8) = (low.parse().ok()?, high.parse().ok()?);
        age.is_some_and(|age| (low..=high).contains(&age))
            .then_some(())
    };
    if let Some(fitting) = values.iter().find(|v| years(v).is_some()) {
        return Some(fitting.clone());
    }
    let wearable: Vec<&String> = values
        .iter()
        .filter(|v| !v.contains("inch") && !v.to_lowercase().starts_with("us "))
        .collect();
    one(&wearable, rng).map(|v| (*v).clone())
}

fn feature(name: &str, value: &str) -> Feature {
    Feature {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}
