//! Why and for which day somebody shops.
//!
//! Owns: days, motives and occasions that make sense together. Does not: choose the thing.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::ProfileGenerator;
use super::draw::one;
use super::motives::makes_sense;
use super::person::Person;
use crate::dialogue::data::{Claim, Festival, Noun, has};
use crate::domain::{Domain, Motive, Recipient};

/// Days that are drawn until one lies in a season of the department.
const DAYS_DRAWN: usize = 16;

impl ProfileGenerator {
    /// A shopping day: for who buys because of the season one on which the department has something for it.
    pub(super) fn day(
        &self,
        motive: Motive,
        domain: Domain,
        state: &str,
        rng: &mut ChaCha12Rng,
    ) -> jiff::civil::Date {
        let mut day = any_day(rng);
        if motive != Motive::Season {
            return day;
        }
        let suits = &self.knowledge.suits;
        let seasonal = suits.winter.iter().chain(&suits.summer).chain(&suits.rain);
        let of_domain: Vec<&String> = seasonal
            .filter(|key| {
                self.knowledge
                    .nouns
                    .get(key)
                    .is_some_and(|n| n.domain == domain)
            })
            .collect();
        for _ in 0..DAYS_DRAWN {
            let now = |key: &&String| suits.in_season(key, day.month(), state);
            if of_domain.iter().any(now) {
                return day;
            }
            day = any_day(rng);
        }
        day
    }

    /// An occasion that fits motive, thing, day and place.
    pub(super) fn occasion(
        &self,
        motive: Motive,
        noun: &Noun,
        recipient: Option<&Recipient>,
        person: &Person,
        rng: &mut ChaCha12Rng,
    ) -> Option<String> {
        let near = self.festivals_near(recipient, person);
        let may = |key: &String| {
            let claim = Claim {
                kind: &noun.key,
                motive,
                occasion: Some(key),
                recipient,
                age: recipient.and_then(|r| r.age).unwrap_or(person.age),
            };
            self.knowledge.suits.implausible(claim).is_none()
        };
        let near: Vec<String> = near.into_iter().filter(may).collect();
        let festive = motive == Motive::Gift || motive == Motive::Celebrate;
        if festive && let Some(festival) = one(&near, rng) {
            return Some(festival.clone());
        }
        let pool: Vec<String> = self
            .occasions_of(motive, &noun.key, person)
            .iter()
            .map(|key| (*key).to_owned())
            .filter(may)
            .collect();
        let keep = rng.random_bool(0.7);
        one(&pool, rng).filter(|_| keep).cloned()
    }

    /// The festivals that this person shops for: those of the place and those of the home state.
    fn festivals_near(&self, recipient: Option<&Recipient>, person: &Person) -> Vec<String> {
        let mut festivals = self.festivals.near(person.day, &person.state);
        if let Some(home) = &person.traits.home_state {
            for festival in self.festivals.near(person.day, &home.0) {
                if !festivals.iter().any(|known| known.key == festival.key) {
                    festivals.push(festival);
                }
            }
        }
        let shops_for = |f: &&Festival| {
            let wish = match person.domain {
                Domain::Fashion => "clothes",
                Domain::Electronics => "electronics",
                Domain::HomeGarden => "home",
                Domain::Books | Domain::Other => "",
            };
            // A present is given on days for presents only: nobody gives a laptop for Republic Day.
            let wish = if recipient.is_some() { "gifts" } else { wish };
            f.shopping.iter().any(|s| s == wish)
        };
        let siblings = ["sister", "brother"];
        let rakhi = recipient.is_some_and(|r| siblings.iter().any(|kin| r.relation.ends_with(kin)));
        festivals
            .into_iter()
            .filter(shops_for)
            .filter(|f| !f.key.contains("raksha") || rakhi)
            .map(|f| f.key.clone())
            .collect()
    }

    fn occasions_of(
        &self,
        motive: Motive,
        thing: &str,
        person: &Person,
    ) -> &'static [&'static str] {
        let suits = &self.knowledge.suits;
        let fashion = person.domain == Domain::Fashion;
        match motive {
            Motive::Gift if person.domain == Domain::HomeGarden => {
                &["housewarming", "birthday", "anniversary"]
            }
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
            Motive::Season if has(&suits.winter, thing) => &["winter"],
            Motive::Season if has(&suits.summer, thing) => &["summer"],
            Motive::Season if has(&suits.rain, thing) => &["monsoon"],
            Motive::Sports => &["gym", "running"],
            Motive::WornOut if fashion => &["daily"],
            Motive::Trend if person.age <= 23 && fashion => &["college"],
            _ => &[],
        }
    }

    /// Whether one buys such a thing for this reason.
    pub(super) fn fits(&self, motive: Motive, noun: &Noun, person: &Person) -> bool {
        let suits = &self.knowledge.suits;
        match motive {
            Motive::Gift | Motive::WornOut => true,
            Motive::Attend => has(&suits.dressy, &noun.key),
            Motive::Celebrate => has(&suits.dressy, &noun.key) || has(&suits.festive, &noun.key),
            Motive::Work => has(&suits.office, &noun.key) && suits.paid(&person.occupation),
            Motive::Season => suits.in_season(&noun.key, person.day.month(), &person.state),
            Motive::Sports => has(&suits.sporty, &noun.key),
            Motive::Trend => makes_sense(Motive::Trend, noun.domain),
        }
    }
}

/// A day of the year whose festivals the table holds.
fn any_day(rng: &mut ChaCha12Rng) -> jiff::civil::Date {
    let first = jiff::civil::date(2026, 1, 1);
    let days = rng.random_range(0..365);
    first
        .checked_add(jiff::Span::new().days(days))
        .unwrap_or(first)
}
