//! The shop's own policy: the only source for what is said about payment, returns and delivery.
//!
//! Owns: answering by topic and goods. Does not: read the file, or word the answer.

use std::collections::BTreeMap;

use super::{DataError, Goods, policy_file};
use crate::domain::{Domain, Language};

/// What the policy says on one topic.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyAnswer {
    /// The policy's own words in the language of the conversation, in one or several ways; never empty.
    Says(Vec<String>),
    /// There is no such thing for these goods. The policy's own words say why, in one or several ways; none when it gives
    /// no reason.
    Refuses(Vec<String>),
    /// The policy is silent, or says that it does not know.
    Silent,
}

/// A shop's policy, topic by topic.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorePolicy {
    pub(super) topics: BTreeMap<String, Topic>,
}

/// Whether the shop has what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Known,
    Refused,
    Unknown,
}

/// What is said on one topic: of the goods that a clause is about the clause, of everything else the rest.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Topic {
    pub(super) clauses: Vec<Clause>,
    pub(super) rest: Words,
}

/// What is said of some goods.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) about: About,
    pub(super) words: Words,
}

/// The goods that a clause is about: every field that says something has to fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct About {
    /// Departments, one of which has to be the goods'.
    pub(super) departments: Vec<Domain>,
    /// Kinds of goods or categories, in lower case, one of which has to be the goods'.
    pub(super) categories: Vec<String>,
    /// The lowest price in whole rupees.
    pub(super) price_from: Option<i64>,
    /// The highest price in whole rupees.
    pub(super) price_to: Option<i64>,
}

/// Sentences in three languages, each list of several that say the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    pub(super) status: Status,
    pub(super) en: Vec<String>,
    pub(super) hi: Vec<String>,
    pub(super) hinglish: Vec<String>,
}

impl About {
    fn fits(&self, goods: &Goods) -> bool {
        let department = goods
            .department
            .is_some_and(|d| self.departments.contains(&d));
        let named = goods
            .names
            .iter()
            .any(|name| self.categories.contains(name));
        let priced = |fits: &dyn Fn(i64) -> bool| goods.price.is_some_and(fits);
        (self.departments.is_empty() || department)
            && (self.categories.is_empty() || named)
            && self
                .price_from
                .is_none_or(|from| priced(&|price| price >= from * 100))
            && self
                .price_to
                .is_none_or(|to| priced(&|price| price <= to * 100))
    }
}

impl Words {
    fn of(&self, language: Language) -> &[String] {
        match language {
            Language::En => &self.en,
            Language::Hi => &self.hi,
            Language::Hinglish => &self.hinglish,
        }
    }

    fn answer(&self, language: Language) -> PolicyAnswer {
        let sentences = self.of(language).to_vec();
        match self.status {
            Status::Known if !sentences.is_empty() => PolicyAnswer::Says(sentences),
            Status::Refused => PolicyAnswer::Refuses(sentences),
            Status::Known | Status::Unknown => PolicyAnswer::Silent,
        }
    }
}

impl Topic {
    /// The words of the first clause that is about the goods, else those of the rest.
    fn words(&self, goods: &Goods) -> &Words {
        let clause = self.clauses.iter().find(|clause| clause.about.fits(goods));
        clause.map_or(&self.rest, |clause| &clause.words)
    }
}

impl StorePolicy {
    /// The sample policy that the program carries.
    pub fn embedded() -> Result<Self, DataError> {
        let text = include_str!("../../../sample_data/store_policy.json");
        Self::parse("store_policy.json", text)
    }

    /// Reads a policy file; `file` names it in errors.
    ///
    /// # Errors
    /// When the text is no policy: every place that is wrong, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        policy_file::read(file, text)
    }

    /// What the policy says of these goods on `topic`, such as cod, emi, return, exchange, discount, delivery_date.
    pub fn answer(&self, topic: &str, language: Language, goods: &Goods) -> PolicyAnswer {
        match self.topics.get(topic) {
            Some(found) => found.words(goods).answer(language),
            None => PolicyAnswer::Silent,
        }
    }

    /// What the shop says of these goods, one sentence a topic.
    pub fn promises(&self, language: Language, goods: &Goods) -> Vec<String> {
        let first = |topic: &String| match self.answer(topic, language, goods) {
            PolicyAnswer::Says(ways) | PolicyAnswer::Refuses(ways) => ways.into_iter().next(),
            PolicyAnswer::Silent => None,
        };
        self.topics.keys().filter_map(first).collect()
    }

    /// Every sentence of the policy in a language, whatever goods it is about: what may be said about the shop.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let words = |topic: &Topic| -> Vec<Words> {
            let clauses = topic.clauses.iter().map(|clause| clause.words.clone());
            clauses.chain([topic.rest.clone()]).collect()
        };
        let all = self.topics.values().flat_map(words);
        let said = all.filter(|words| words.status != Status::Unknown);
        said.flat_map(|words| words.of(language).to_vec()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"topics": {
        "return": {"status": "known", "en": "Within 7 days.", "clauses": [
            {"categories": ["Plants", "kurta"], "departments": ["home_garden"], "status": "refused", "en": ["Plants stay."]},
            {"departments": ["fashion"], "en": ["With the tags on.", "Keep the tags."]},
            {"departments": ["books"], "status": "unknown"}]},
        "cod": {"status": "known", "en": "Cash is fine.",
            "clauses": [{"price_from": 10001, "status": "refused"}]}
    }}"#;

    fn goods(department: Domain, name: &str, price: Option<i64>) -> Goods {
        Goods {
            department: Some(department),
            names: vec![name.to_owned()],
            price,
        }
    }

    fn says(topic: &str, goods: &Goods) -> PolicyAnswer {
        let policy = StorePolicy::parse("p.json", POLICY).unwrap();
        policy.answer(topic, Language::En, goods)
    }

    #[test]
    fn the_first_clause_about_the_goods_answers_and_else_the_topic() {
        let way = |text: &str| vec![text.to_owned()];
        let plant = goods(Domain::HomeGarden, "plants", None);
        assert_eq!(
            says("return", &plant),
            PolicyAnswer::Refuses(way("Plants stay."))
        );
        let box_ = goods(Domain::HomeGarden, "lunch box", None);
        assert_eq!(
            says("return", &box_),
            PolicyAnswer::Says(way("Within 7 days."))
        );
        // A kurta is named, but it is no thing for the home.
        let kurta = goods(Domain::Fashion, "kurta", None);
        let tags = vec!["With the tags on.".to_owned(), "Keep the tags.".to_owned()];
        assert_eq!(says("return", &kurta), PolicyAnswer::Says(tags));
        assert_eq!(
            says("return", &goods(Domain::Books, "novel", None)),
            PolicyAnswer::Silent
        );
    }

    #[test]
    fn a_price_decides_only_where_it_is_known() {
        let cash = PolicyAnswer::Says(vec!["Cash is fine.".to_owned()]);
        let dear = |minor| says("cod", &goods(Domain::Electronics, "laptop", minor));
        assert_eq!(dear(Some(1_000_000)), cash);
        assert_eq!(dear(Some(1_000_100)), PolicyAnswer::Refuses(Vec::new()));
        assert_eq!(dear(None), cash);
    }

    #[test]
    fn a_prompt_is_given_what_holds_for_the_goods_and_the_check_every_sentence() {
        let policy = StorePolicy::parse("p.json", POLICY).unwrap();
        let kurta = goods(Domain::Fashion, "kurta", None);
        let promises = policy.promises(Language::En, &kurta);
        assert_eq!(promises, ["Cash is fine.", "With the tags on."]);
        assert_eq!(policy.sentences(Language::En).len(), 5);
    }
}
