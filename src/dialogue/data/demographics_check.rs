//! What can be wrong with a demographics file, all of it at once.
//!
//! Owns: judging the file's values, each fault with its line and column. Does not: read the file into the program's form.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::error::PlacedFault;
use super::json_places::{Place, Places, inside};
use crate::domain::{
    BrandLoyalty, BuysFor, Decisiveness, DetailPreference, Domain, Formality, Gender, Language,
    Motive, Patience, PriceSensitivity, SpellingHabit,
};

/// Departments that people are drawn for.
const DOMAINS: [&str; 4] = ["fashion", "electronics", "home_garden", "books"];

/// The keys that a file must have.
const NEEDED: [&str; 12] = [
    "languages",
    "genders",
    "cities",
    "age_bands",
    "domains",
    "styles",
    "budgets",
    "occasions",
    "motives",
    "formality",
    "detail_preference",
    "version",
];

/// The keys that it may have besides.
const ALLOWED: [&str; 4] = ["occasions_by_domain", "incomes", "traits", "recipients"];

/// Every fault of a text that is sound JSON, in the order of the text.
pub(super) fn faults(text: &str, value: &Value) -> Vec<PlacedFault> {
    let mut check = Check {
        text,
        places: Places::read(text),
        faults: Vec::new(),
    };
    check.file(value);
    check.faults.sort_by_key(|fault| fault.place);
    check.faults
}

/// The names that a weight table may hold.
enum Names<'a> {
    Any,
    Of(Vec<&'a str>),
}

struct Check<'a> {
    text: &'a str,
    places: Places,
    faults: Vec<PlacedFault>,
}

impl Check<'_> {
    fn fault(&mut self, path: &str, reason: impl Into<String>) {
        let place = Place::of(self.text, self.places.of(path));
        let reason = reason.into();
        self.faults.push(PlacedFault { place, reason });
    }

    fn file(&mut self, value: &Value) {
        let Some(file) = self.object("", value) else {
            return;
        };
        for (key, start) in self.places.twice().to_vec() {
            let place = Place::of(self.text, start);
            let reason = format!("`{key}` stands twice; leave one");
            self.faults.push(PlacedFault { place, reason });
        }
        for key in NEEDED.iter().filter(|key| !file.contains_key(**key)) {
            self.fault(
                "",
                format!("`{key}` is missing; docs/demographics.md says what it holds"),
            );
        }
        let known =
            |key: &String| NEEDED.contains(&key.as_str()) || ALLOWED.contains(&key.as_str());
        for key in file.keys().filter(|key| !known(key)) {
            let all = [&NEEDED[..], &ALLOWED[..]].concat().join(", ");
            self.fault(
                key,
                format!("`{key}` is no key of this file; the keys are {all}"),
            );
        }
        if file.get("version").is_some_and(|version| *version != 1) {
            self.fault("version", "`version` must be 1");
        }
        let tables: [(&str, Names); 7] = [
            (
                "languages",
                Names::Of(Language::ALL.map(Language::code).into()),
            ),
            ("genders", Names::Of(Gender::ALL.map(Gender::code).into())),
            ("domains", Names::Of(DOMAINS.into())),
            ("occasions", Names::Any),
            ("motives", Names::Of(Motive::ALL.map(Motive::code).into())),
            (
                "formality",
                Names::Of(Formality::ALL.map(Formality::code).into()),
            ),
            (
                "detail_preference",
                Names::Of(DetailPreference::ALL.map(DetailPreference::code).into()),
            ),
        ];
        for (key, names) in &tables {
            if let Some(table) = file.get(*key) {
                self.weights(key, table, names);
            }
        }
        self.cities(file);
        self.age_bands(file);
        self.styles(file);
        self.budgets(file);
        self.by_condition(file, "occasions_by_domain", &Names::Any);
        self.by_condition(file, "incomes", &incomes(file));
        self.traits(file);
        self.recipients(file);
    }

    fn object<'v>(&mut self, path: &str, value: &'v Value) -> Option<&'v Map<String, Value>> {
        let object = value.as_object();
        if object.is_none() {
            let name = if path.is_empty() { "the file" } else { path };
            self.fault(
                path,
                format!("`{name}` must be an object with named values"),
            );
        }
        object
    }

    fn list<'v>(&mut self, path: &str, value: &'v Value) -> &'v [Value] {
        match value.as_array() {
            Some(list) if !list.is_empty() => list,
            Some(_) => {
                self.fault(path, format!("`{path}` is empty; list at least one"));
                &[]
            }
            None => {
                self.fault(path, format!("`{path}` must be a list"));
                &[]
            }
        }
    }

    /// A table of names with weights.
    fn weights(&mut self, path: &str, value: &Value, names: &Names<'_>) {
        let Some(table) = self.object(path, value) else {
            return;
        };
        let mut sum = 0.0;
        for (name, weight) in table {
            let at = inside(path, name);
            sum += self.weight(&at, Some(weight));
            if let Names::Of(names) = names
                && !names.contains(&name.as_str())
            {
                let known = names.join(", ");
                self.fault(&at, format!("`{name}` is not known here; use {known}"));
            }
        }
        if sum <= 0.0 {
            self.fault(path, format!("`{path}` needs at least one weight above 0"));
        }
    }

    fn weight(&mut self, path: &str, value: Option<&Value>) -> f64 {
        match value.and_then(Value::as_f64) {
            Some(weight) if weight >= 0.0 && weight.is_finite() => weight,
            _ => {
                self.fault(path, format!("`{path}` must be a number, 0 or more"));
                0.0
            }
        }
    }

    fn text(&mut self, path: &str, value: Option<&Value>) -> String {
        match value.and_then(Value::as_str) {
            Some(text) if !text.trim().is_empty() => text.to_owned(),
            _ => {
                self.fault(path, format!("`{path}` must be a text that is not empty"));
                String::new()
            }
        }
    }

    fn number(&mut self, path: &str, value: Option<&Value>, from: i64, to: i64) -> Option<i64> {
        let number = value
            .and_then(Value::as_i64)
            .filter(|n| (from..=to).contains(n));
        if number.is_none() {
            self.fault(
                path,
                format!("`{path}` must be a whole number from {from} to {to}"),
            );
        }
        number
    }

    fn cities(&mut self, file: &Map<String, Value>) {
        let Some(cities) = file.get("cities") else {
            return;
        };
        let mut names = HashSet::new();
        let mut sum = 0.0;
        let mut written: Vec<&str> = Vec::new();
        for (place, city) in self.list("cities", cities).iter().enumerate() {
            let at = format!("cities/{place}");
            let Some(city) = self.object(&at, city) else {
                continue;
            };
            let name = self.text(&inside(&at, "name"), city.get("name"));
            if !name.is_empty() && !names.insert(name.clone()) {
                self.fault(
                    &inside(&at, "name"),
                    format!("the city `{name}` is listed twice"),
                );
            }
            sum += self.weight(&inside(&at, "weight"), city.get("weight"));
            if let Some(tier) = city.get("tier") {
                self.number(&inside(&at, "tier"), Some(tier), 1, 3);
            }
            for key in ["state", "region"] {
                if let Some(text) = city.get(key) {
                    self.text(&inside(&at, key), Some(text));
                }
            }
            match city.get("languages") {
                Some(languages) => {
                    let names = Names::Of(Language::ALL.map(Language::code).into());
                    self.weights(&inside(&at, "languages"), languages, &names);
                    let table = languages.as_object().into_iter().flatten();
                    written.extend(
                        table
                            .filter(|(_, w)| above_zero(w))
                            .map(|(n, _)| n.as_str()),
                    );
                }
                None => written.extend(Language::ALL.map(Language::code)),
            }
        }
        if sum <= 0.0 {
            self.fault(
                "cities",
                "`cities` needs at least one city with a weight above 0",
            );
        }
        let wanted = file
            .get("languages")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        for (language, _) in wanted.filter(|(_, weight)| above_zero(weight)) {
            if !written.contains(&language.as_str()) {
                let reason = format!("`{language}` has a share, but no city writes it");
                self.fault(&inside("languages", language), reason);
            }
        }
    }

    fn age_bands(&mut self, file: &Map<String, Value>) {
        let Some(bands) = file.get("age_bands") else {
            return;
        };
        let incomes = incomes(file);
        let mut known: Vec<(i64, i64)> = Vec::new();
        let mut sum = 0.0;
        for (place, band) in self.list("age_bands", bands).iter().enumerate() {
            let at = format!("age_bands/{place}");
            let Some(band) = self.object(&at, band) else {
                continue;
            };
            let min = self.number(&inside(&at, "min"), band.get("min"), 3, 110);
            let max = self.number(&inside(&at, "max"), band.get("max"), 3, 110);
            if let Some((min, max)) = min.zip(max) {
                if min > max {
                    self.fault(
                        &inside(&at, "min"),
                        format!("`min` {min} is above `max` {max}"),
                    );
                }
                if let Some((low, high)) = known.iter().find(|(l, h)| min <= *h && *l <= max) {
                    let reason = format!("ages {min}-{max} overlap with {low}-{high}");
                    self.fault(&inside(&at, "min"), reason);
                }
                known.push((min, max));
            }
            sum += self.weight(&inside(&at, "weight"), band.get("weight"));
            let needed = [("income", &incomes), ("occupations", &Names::Any)];
            for (key, names) in needed {
                match band.get(key) {
                    Some(table) => self.weights(&inside(&at, key), table, names),
                    None => self.fault(&at, format!("`{at}` lacks `{key}`")),
                }
            }
            if let Some(table) = band.get("buys_for") {
                self.weights(
                    &inside(&at, "buys_for"),
                    table,
                    &codes(BuysFor::ALL, |b| b.code()),
                );
            }
        }
        if sum <= 0.0 {
            let reason = "`age_bands` needs at least one band with a weight above 0";
            self.fault("age_bands", reason);
        }
    }

    fn styles(&mut self, file: &Map<String, Value>) {
        let Some(styles) = file
            .get("styles")
            .and_then(|styles| self.object("styles", styles))
        else {
            return;
        };
        for gender in Gender::ALL.map(Gender::code) {
            match styles.get(gender) {
                Some(table) => self.weights(&inside("styles", gender), table, &Names::Any),
                None => self.fault("styles", format!("`styles` lacks `{gender}`")),
            }
        }
    }

    fn budgets(&mut self, file: &Map<String, Value>) {
        let Some(budgets) = file.get("budgets").and_then(|b| self.object("budgets", b)) else {
            return;
        };
        for (income, domains) in budgets {
            let at = inside("budgets", income);
            let Some(domains) = self.object(&at, domains) else {
                continue;
            };
            let shares = file.get("domains").and_then(Value::as_object);
            for domain in DOMAINS {
                let drawn = shares
                    .and_then(|shares| shares.get(domain))
                    .is_some_and(above_zero);
                if drawn && !domains.contains_key(domain) {
                    self.fault(&at, format!("`{at}` lacks `{domain}`, which has a share"));
                }
            }
            for (domain, ranges) in domains {
                let at = inside(&at, domain);
                if domain.parse::<Domain>().is_err() {
                    self.fault(
                        &at,
                        format!("`{domain}` is no department; use {}", DOMAINS.join(", ")),
                    );
                }
                for (place, range) in self.list(&at, ranges).iter().enumerate() {
                    let amount = |at: usize| range.get(at).and_then(Value::as_i64);
                    let two = range.as_array().is_some_and(|range| range.len() == 2);
                    let sound = amount(0)
                        .zip(amount(1))
                        .is_some_and(|(l, m)| 0 < l && l <= m);
                    if !(two && sound) {
                        let reason = "a budget is two amounts in whole rupees, the lesser first, such as [500, 2000]";
                        self.fault(&inside(&at, &place.to_string()), reason);
                    }
                }
            }
        }
    }

    /// Weight tables by a condition.
    fn by_condition(&mut self, file: &Map<String, Value>, key: &str, names: &Names<'_>) {
        let Some(tables) = file.get(key).and_then(|tables| self.object(key, tables)) else {
            return;
        };
        for (condition, table) in tables {
            let at = inside(key, condition);
            if key == "occasions_by_domain" && !DOMAINS.contains(&condition.as_str()) {
                self.fault(
                    &at,
                    format!("`{condition}` is no department; use {}", DOMAINS.join(", ")),
                );
            }
            self.weights(&at, table, names);
        }
    }

    fn traits(&mut self, file: &Map<String, Value>) {
        let Some(traits) = file
            .get("traits")
            .and_then(|traits| self.object("traits", traits))
        else {
            return;
        };
        for (key, table) in traits {
            let at = inside("traits", key);
            match key.as_str() {
                "decisiveness" => self.weights(&at, table, &codes(Decisiveness::ALL, |t| t.code())),
                "brand_loyalty" => self.weights(&at, table, &codes(BrandLoyalty::ALL, |t| t.code())),
                "spelling_habit" => {
                    self.weights(&at, table, &codes(SpellingHabit::ALL, |t| t.code()));
                }
                "patience" => self.patience(&at, table),
                "price_sensitivity" => {
                    let names = codes(PriceSensitivity::ALL, |t| t.code());
                    let by_income = self.object(&at, table).cloned().unwrap_or_default();
                    for (income, table) in &by_income {
                        self.weights(&inside(&at, income), table, &names);
                    }
                }
                "from_elsewhere" => {
                    let share = self.weight(&at, Some(table));
                    if share > 100.0 {
                        self.fault(&at, "`from_elsewhere` is a share in percent, up to 100");
                    }
                }
                _ => self.fault(&at, format!(
                    "`{key}` is no trait of this file; the traits are price_sensitivity, decisiveness, patience, brand_loyalty, spelling_habit, from_elsewhere"
                )),
            }
        }
    }

    fn patience(&mut self, path: &str, table: &Value) {
        self.weights(path, table, &Names::Any);
        for name in table.as_object().into_iter().flat_map(Map::keys) {
            let number = name.parse::<u8>().ok().map(Patience::try_from);
            if !matches!(number, Some(Ok(_))) {
                let reason = format!("`{name}` is no number of exchanges from 1 to 30");
                self.fault(&inside(path, name), reason);
            }
        }
    }

    fn recipients(&mut self, file: &Map<String, Value>) {
        let list = file.get("recipients").and_then(Value::as_array);
        if file.contains_key("recipients") && list.is_none() {
            self.fault("recipients", "`recipients` must be a list");
        }
        for (place, recipient) in list.into_iter().flatten().enumerate() {
            let at = format!("recipients/{place}");
            let Some(recipient) = self.object(&at, recipient) else {
                continue;
            };
            self.text(&inside(&at, "relation"), recipient.get("relation"));
            self.weight(&inside(&at, "weight"), recipient.get("weight"));
            for key in ["gender", "buyer"] {
                let word = recipient.get(key).and_then(Value::as_str);
                let known = word.is_some_and(|word| Gender::ALL.iter().any(|g| g.code() == word));
                if !known && (key == "gender" || recipient.contains_key(key)) {
                    let reason = format!("`{key}` must be female, male or unknown");
                    self.fault(&inside(&at, key), reason);
                }
            }
            let low = self.number(&inside(&at, "min_gap"), recipient.get("min_gap"), -110, 110);
            let high = self.number(&inside(&at, "max_gap"), recipient.get("max_gap"), -110, 110);
            if low.zip(high).is_some_and(|(low, high)| low > high) {
                self.fault(&inside(&at, "min_gap"), "`min_gap` is above `max_gap`");
            }
            if let Some(age) = recipient.get("buyer_min_age") {
                self.number(&inside(&at, "buyer_min_age"), Some(age), 0, 110);
            }
        }
    }
}

/// The incomes that the budgets know.
fn incomes(file: &Map<String, Value>) -> Names<'_> {
    match file.get("budgets").and_then(Value::as_object) {
        Some(budgets) => Names::Of(budgets.keys().map(String::as_str).collect()),
        None => Names::Any,
    }
}

fn codes<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str) -> Names<'static> {
    Names::Of(all.iter().map(|value| code(*value)).collect())
}

fn above_zero(weight: &Value) -> bool {
    weight.as_f64().is_some_and(|weight| weight > 0.0)
}
