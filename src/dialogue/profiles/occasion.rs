//! Why and for which day somebody shops.
//!
//! Owns: motives and occasions that make sense together. Does not: choose the thing.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;

use super::ProfileGenerator;
use super::draw::one;
use super::person::Person;
use crate::dialogue::data::{Festival, has};
use crate::domain::{Domain, Motive, Recipient};

impl ProfileGenerator {
    /// An occasion that fits motive, thing, day and place.
    pub(super) fn occasion(
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
            // A present is given on days for presents only: nobody gives a laptop for Republic Day.
            let wish = if recipient.is_some() { "gifts" } else { wish };
            f.shopping.iter().any(|s| s == wish)
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
        let suits = &self.knowledge.suits;
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
            Motive::Season if has(&suits.winter, thing) => &["winter"],
            Motive::Season if has(&suits.summer, thing) => &["summer"],
            Motive::Season if has(&suits.rain, thing) => &["monsoon"],
            Motive::Sports => &["gym", "running"],
            Motive::WornOut if fashion => &["daily"],
            Motive::Trend if person.age <= 23 && fashion => &["college"],
            _ => &[],
        };
        let keep = rng.random_bool(0.7);
        one(pool, rng).filter(|_| keep).map(|key| (*key).to_owned())
    }

    /// A motive that makes sense for the thing; worn out always does.
    pub(super) fn sensible(&self, motive: Motive, thing: &str, person: &Person) -> Motive {
        let suits = &self.knowledge.suits;
        let fashion = person.domain == Domain::Fashion;
        let in_season = suits.in_season(thing, person.day.month(), &person.state);
        let fits = match motive {
            Motive::Gift | Motive::WornOut => true,
            Motive::Attend => fashion && has(&suits.dressy, thing),
            Motive::Celebrate => {
                (fashion && has(&suits.dressy, thing)) || person.domain != Domain::Books
            }
            Motive::Work => {
                has(&suits.office, thing)
                    && person.occupation != "homemaker"
                    && person.occupation != "retired"
                    && person.occupation != "student"
            }
            Motive::Season => in_season,
            Motive::Sports => has(&suits.sporty, thing),
            Motive::Trend => fashion || person.domain == Domain::Electronics,
        };
        match (fits, motive) {
            (true, motive) => motive,
            (false, _) if in_season => Motive::Season,
            (false, _) => Motive::WornOut,
        }
    }
}

/// A motive by the word that files carry.
pub(super) fn motive(word: &str) -> Motive {
    Motive::ALL
        .into_iter()
        .find(|motive| motive.code() == word)
        .unwrap_or(Motive::WornOut)
}
