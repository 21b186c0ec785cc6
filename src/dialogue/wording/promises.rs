//! W8 and W9: promises need a source, titles are said short.
//!
//! Owns: words that promise. Does not: know the policy; the sources come with the turn.

use super::Utterance;
use super::words::{Rule, has_run, words};
use crate::domain::Speaker;

/// Words by which a shop promises a date, a discount or a service.
const PROMISES: [&str; 26] = [
    "कल तक",
    "परसों तक",
    "आज ही पहुँच",
    "दिन में पहुँच",
    "फ़्री डिलीवरी",
    "डिस्काउंट कर",
    "डिस्काउंट दे",
    "kal tak",
    "parso tak",
    "free delivery",
    "din mein pahunch",
    "discount kar",
    "discount de",
    "tomorrow",
    "by monday",
    "off kar",
    "free gift",
    "money back",
    "guaranteed delivery",
    "साल की वारंटी",
    "saal ki warranty",
    "year warranty",
    "no cost emi milega",
    "return ho jayega",
    "cod ho jayega",
    "रिटर्न हो जाएगा",
];

/// The most words of a name in chat.
const LONG: usize = 8;

pub(crate) fn check(turn: &Utterance, add: &mut impl FnMut(Rule, String)) {
    let said = words(&turn.text);
    if turn.speaker == Speaker::Assistant {
        for promise in PROMISES.iter().filter(|promise| has_run(&said, promise)) {
            let sourced = turn.sources.iter().any(|s| has_run(&words(s), promise));
            if !sourced {
                add(Rule::W8, format!("`{promise}` has no source"));
            }
        }
        let percent = turn.text.contains("% off") || turn.text.contains("% छूट");
        if percent && !turn.sources.iter().any(|s| s.contains('%')) {
            add(Rule::W8, "a discount in percent has no source".to_owned());
        }
    }
    for title in &turn.titles {
        let long = words(title).len() > LONG;
        let times = turn.text.matches(title.as_str()).count();
        if long && (times > 1 || (times == 1 && turn.speaker == Speaker::User)) {
            add(Rule::W9, format!("the full title `{title}` again"));
        }
    }
    let catalogue = ["pack of 1", "regular fit solid", "set of 1"];
    if turn.speaker == Speaker::User
        && let Some(words) = catalogue.iter().find(|c| has_run(&said, c))
    {
        add(Rule::W9, format!("`{words}` is catalogue language"));
    }
}
