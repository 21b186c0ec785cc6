//! Whether what must survive a rewriting did: names, numbers, prices, script, and that it is a message and nothing else.
//!
//! Decided here and not by a model. What only a reader can tell, whether the same is said, is asked of one afterwards.

use std::collections::BTreeMap;

use super::waiting::Fault;
use crate::domain::{Language, Product};
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

/// What has to survive beside what the message itself says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Must<'a> {
    /// Words that have to stay as they are.
    pub(super) keep: &'a [String],
    /// What is to be put right: its words need not stay, and what is said of them may come in.
    pub(super) faults: &'a [Fault],
    /// The language that the message is to be in, when it may be in the wrong one.
    pub(super) language: Option<Language>,
}

/// The message in an answer, or why the original stays.
pub(super) fn message(answer: &str, before: &str, must: &Must<'_>) -> Result<String, String> {
    let Must { keep, faults, .. } = *must;
    let sound = sound(before, faults);
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
    } else if let Some(name) = missing(keep, &sound, &text) {
        Err(format!("`{name}` is missing"))
    } else if !same(numbers, &text, before, &sound, faults) {
        Err("the numbers are not the same".to_owned())
    } else if !same(amounts, &text, before, &sound, faults) {
        Err("the prices are not the same".to_owned())
    } else if is_hindi(&text) != script(before, must.language) {
        Err("the script is not the same".to_owned())
    } else if before.contains('?') && !text.contains('?') {
        Err("the question is gone".to_owned())
    } else {
        Ok(text)
    }
}

/// The message without the words that are at fault. A fault of the whole message is one of its manner, not of its content.
fn sound(before: &str, faults: &[Fault]) -> String {
    let mut sound = before.to_owned();
    for fault in faults.iter().filter(|f| f.words.trim() != before.trim()) {
        sound = sound.replacen(&fault.words, " ", 1);
    }
    sound
}

/// The first name of what is sound that a text lacks.
fn missing<'a>(keep: &'a [String], sound: &str, text: &str) -> Option<&'a String> {
    let mut kept = keep.iter().filter(|name| sound.contains(name.as_str()));
    kept.find(|name| !text.contains(name.as_str()))
}

/// Whether a text has what was counted in the message: all of it that is sound, and nothing that neither the message nor
/// what is said of its faults has.
fn same<K: Ord>(
    count: impl Fn(&str) -> BTreeMap<K, usize>,
    text: &str,
    before: &str,
    sound: &str,
    faults: &[Fault],
) -> bool {
    let (has, had) = (count(text), count(before));
    if faults.is_empty() {
        return has == had;
    }
    let told: Vec<BTreeMap<K, usize>> = faults.iter().map(|fault| count(&fault.wrong)).collect();
    let known = |one: &K| had.contains_key(one) || told.iter().any(|told| told.contains_key(one));
    let least = count(sound);
    let enough = |(one, least): (&K, &usize)| has.get(one).is_some_and(|count| count >= least);
    least.iter().all(enough) && has.keys().all(known)
}

/// Whether the text is to be in Devanagari: as the message was, or as its language asks.
fn script(before: &str, language: Option<Language>) -> bool {
    language.map_or_else(|| is_hindi(before), |language| language == Language::Hi)
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

/// Every amount of money with how often it stands there, also those in words.
fn amounts(text: &str) -> BTreeMap<(i64, String), usize> {
    let mut found = BTreeMap::new();
    for amount in money::amounts(text) {
        let key = (amount.money.minor, amount.money.to_string());
        *found.entry(key).or_default() += 1;
    }
    found
}

fn is_hindi(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{904}'..='\u{939}'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::{Domain, Money};

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
        let must = Must {
            keep: &keep,
            ..Must::default()
        };
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
            match message(answer, before, &must) {
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
        let none = Must::default();
        let gone = message("budget thoda kam hai", "budget do hazaar ka hai", &none);
        assert!(gone.unwrap_err().contains("prices"));
        assert!(message("मुझे ₹१,४९९ वाला चाहिए", "₹1,499 वाला ही चाहिए", &none).is_ok());
    }

    #[test]
    fn what_is_at_fault_may_change_and_nothing_else() {
        let before = "Tarang kurta, size M, sirf ₹7 mein. Dikhaun?";
        let keep = vec!["Tarang".to_owned()];
        let fault = |words: &str, wrong: &str| Fault {
            words: words.to_owned(),
            wrong: wrong.to_owned(),
        };
        let price = [fault("₹7", "₹7, the catalogue says ₹1,499")];
        let must = Must {
            keep: &keep,
            faults: &price,
            language: None,
        };
        for (answer, why) in [
            ("Tarang kurta, size M, sirf ₹1,499 mein. Dikhaun?", ""),
            ("Tarang kurta, size M. Dikhaun?", ""),
            ("Tarang kurta, size M, ₹1,299 mein. Dikhaun?", "numbers"),
            ("Kurta, size M, sirf ₹1,499 mein. Dikhaun?", "`Tarang`"),
        ] {
            let told = message(answer, before, &must).err().unwrap_or_default();
            assert_eq!(told.is_empty(), why.is_empty(), "{answer}: {told}");
            assert!(told.contains(why), "{answer}: {told}");
        }
        let whole = [fault("please look, ₹899", "no Devanagari in a Hindi turn")];
        let must = Must {
            keep: &[],
            faults: &whole,
            language: Some(Language::Hi),
        };
        let read = |answer| message(answer, "please look, ₹899", &must);
        assert!(read("ज़रा देखिए, ₹899").is_ok());
        assert!(read("ज़रा देखिए").unwrap_err().contains("numbers"));
        assert!(read("look please, ₹899").unwrap_err().contains("script"));
    }
}
