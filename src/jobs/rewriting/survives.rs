//! Whether what must survive a rewriting did: names, numbers, prices, script, and that it is a message and nothing else.
//!
//! Decided here and not by a model. What only a reader can tell, whether the same is said, is asked of one afterwards.

use std::collections::BTreeMap;

use crate::domain::{Money, Product};
use crate::quality::money;

/// A message may grow by so many characters, or by a quarter.
const LONGER: usize = 15;

/// The words of products in a message that have to stay as they are: whole titles, runs of two words or more of one, and
/// brands, as the message writes them.
pub(in crate::jobs) fn names(message: &str, products: &[&Product]) -> Vec<String> {
    let words: Vec<&str> = message.split_whitespace().collect();
    let folded: Vec<String> = words.iter().copied().map(fold).collect();
    let mut kept: Vec<String> = Vec::new();
    for product in products {
        let titles = [Some(&product.title), product.title_hi.as_ref()];
        let runs = titles
            .into_iter()
            .flatten()
            .filter_map(|title| longest(&folded, &split(title), 2));
        let brand = product.brand.as_deref().map(split).unwrap_or_default();
        let whole_brand = longest(&folded, &brand, brand.len().max(1));
        for (start, length) in runs.chain(whole_brand) {
            let run = words[start..start + length].join(" ");
            let edge = |c: char| !c.is_alphanumeric() && !is_sign(c);
            let run = run.trim_matches(edge).to_owned();
            if !run.is_empty() && message.contains(&run) && !kept.contains(&run) {
                kept.push(run);
            }
        }
    }
    kept
}

/// A vowel sign or the like, which belongs to its letter.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{963}' | '\u{200c}' | '\u{200d}')
}

fn fold(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric() || is_sign(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn split(title: &str) -> Vec<String> {
    let words = title.split_whitespace().map(fold);
    words.filter(|word| !word.is_empty()).collect()
}

/// The longest run of a name's words in a message, of at least so many: its place and length in words.
fn longest(message: &[String], name: &[String], least: usize) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    for start in 0..message.len() {
        for from in 0..name.len() {
            let same = message[start..].iter().zip(&name[from..]);
            let length = same.take_while(|(a, b)| a == b).count();
            if length >= least && best.is_none_or(|(_, most)| length > most) {
                best = Some((start, length));
            }
        }
    }
    best
}

/// The message in an answer, or why the original stays.
pub(super) fn message(answer: &str, before: &str, keep: &[String]) -> Result<String, String> {
    let text = answer.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(['"', '“', '”']).to_owned();
    let length = |text: &str| text.chars().count();
    let most = length(before) + (length(before) / 4).max(LONGER);
    if text.is_empty() {
        Err("the answer is empty".to_owned())
    } else if speaks_of_itself(&text, before) {
        Err("the answer speaks of the rewriting".to_owned())
    } else if text == before.trim() {
        Err("the answer is the same text".to_owned())
    } else if length(&text) > most {
        Err("the answer is longer than the message".to_owned())
    } else if let Some(name) = keep.iter().find(|name| !text.contains(name.as_str())) {
        Err(format!("`{name}` is missing"))
    } else if numbers(&text) != numbers(before) {
        Err("the numbers are not the same".to_owned())
    } else if amounts(&text) != amounts(before) {
        Err("the prices are not the same".to_owned())
    } else if is_hindi(&text) != is_hindi(before) {
        Err("the script is not the same".to_owned())
    } else if before.contains('?') && !text.contains('?') {
        Err("the question is gone".to_owned())
    } else {
        Ok(text)
    }
}

/// Whether the text speaks of the rewriting where the message did not: `Here is the rewritten message`.
fn speaks_of_itself(text: &str, before: &str) -> bool {
    const BEGINS: [&str; 5] = ["here is", "here's", "message:", "shopper:", "assistant:"];
    const HOLDS: [&str; 5] = ["rewritten", "rephrased", "reworded", "```", "as an ai"];
    let (text, before) = (text.to_lowercase(), before.to_lowercase());
    let new = |is: &dyn Fn(&str) -> bool| is(&text) && !is(&before);
    BEGINS
        .iter()
        .any(|begin| new(&|text| text.starts_with(begin)))
        || HOLDS.iter().any(|part| new(&|text| text.contains(part)))
}

/// Every number with how often it stands there, in ASCII digits and without the commas of thousands.
fn numbers(text: &str) -> BTreeMap<String, usize> {
    let digit = |c: char| match c {
        '०'..='९' => char::from_digit(c as u32 - '०' as u32, 10),
        c => c.is_ascii_digit().then_some(c),
    };
    let plain: String = text
        .replace(',', "")
        .chars()
        .map(|c| digit(c).unwrap_or(c))
        .collect();
    let mut found = BTreeMap::new();
    let inside = |c: char| c.is_ascii_digit() || c == '.';
    for number in plain.split(|c| !inside(c)) {
        let number = number.trim_matches('.');
        if !number.is_empty() {
            *found.entry(number.to_owned()).or_default() += 1;
        }
    }
    found
}

/// Every amount of money, also those in words.
fn amounts(text: &str) -> Vec<Money> {
    let mut found: Vec<Money> = money::amounts(text).iter().map(|a| a.money).collect();
    found.sort_by_key(|money| money.minor);
    found
}

fn is_hindi(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{904}'..='\u{939}'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::Domain;

    fn kurta() -> Product {
        Product {
            id: "k1".into(),
            source: "s".to_owned(),
            domain: Domain::Fashion,
            title: "Tarang Indigo Cotton Kurta for Women".to_owned(),
            title_hi: Some("तरंग इंडिगो सूती कुर्ता".to_owned()),
            brand: Some("Tarang".to_owned()),
            categories: Vec::new(),
            price: Some(Money::rupees(1_499)),
            mrp: None,
            rating: None,
            rating_count: None,
            stock: None,
            description: None,
            attributes: BTreeMap::new(),
            image: None,
            new_description: None,
        }
    }

    #[test]
    fn names_are_found_as_the_message_writes_them() {
        let kurta = kurta();
        for (message, want) in [
            (
                "The Tarang Indigo cotton kurta, ₹1,499.",
                &["Tarang Indigo cotton kurta", "Tarang"][..],
            ),
            (
                "An indigo cotton one from tarang?",
                &["indigo cotton", "tarang"],
            ),
            ("तरंग इंडिगो सूती कुर्ता देखिए।", &["तरंग इंडिगो सूती कुर्ता"]),
            ("A kurta in cotton, please", &[]),
        ] {
            assert_eq!(names(message, &[&kurta]), want, "{message}");
        }
    }

    #[test]
    fn what_must_survive_is_checked_by_the_program() {
        let before = "Yeh Tarang kurta ₹1,499 ka hai, size M mein. Dikhaun?";
        let keep = vec!["Tarang".to_owned()];
        for (answer, why) in [
            (
                "Tarang ka yeh kurta size M mein ₹1,499 mein milega. Dikhaun?",
                "",
            ),
            (
                "\"Tarang ka yeh kurta size M mein ₹1499 ka hai. Dekhenge?\"",
                "",
            ),
            (
                "Tarang ka yeh kurta size M mein ₹1,399 ka hai. Dikhaun?",
                "numbers",
            ),
            (
                "Tarang kurta, size M, ₹1,499, aur ₹200 off. Dikhaun?",
                "numbers",
            ),
            ("Yeh kurta size M mein ₹1,499 ka hai. Dikhaun?", "`Tarang`"),
            (
                "Here is a rewritten version: Tarang kurta ₹1,499. Dikhaun?",
                "speaks of",
            ),
            ("तरंग Tarang कुर्ता ₹1,499 का है, size M. Dikhaun?", "script"),
            ("Tarang ka kurta size M mein ₹1,499 ka hai.", "question"),
            ("  ", "empty"),
            (before, "same text"),
            (
                "Tarang ka yeh bahut hi sundar kurta size M mein sirf ₹1,499 ka hai, aap kahen to abhi dikhaun kya?",
                "longer",
            ),
        ] {
            match message(answer, before, &keep) {
                Ok(text) => {
                    assert_eq!(why, "", "{answer}");
                    assert!(!text.contains('"'));
                }
                Err(told) => assert!(!why.is_empty() && told.contains(why), "{answer}: {told}"),
            }
        }
    }

    #[test]
    fn amounts_in_words_and_digits_of_both_scripts_count() {
        let none: [String; 0] = [];
        let gone = message("budget thoda kam hai", "budget do hazaar ka hai", &none);
        assert!(gone.unwrap_err().contains("prices"));
        assert!(message("मुझे ₹१,४९९ वाला चाहिए", "₹1,499 वाला ही चाहिए", &none).is_ok());
    }
}
