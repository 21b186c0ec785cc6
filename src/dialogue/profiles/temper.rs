//! How a person goes about it.
//!
//! Owns: drawing traits from the file's tables. Does not: let them show; conversations do.

use super::person::{Casting, read, written};
use crate::dialogue::data::{AgeBand, City};
use crate::domain::{HomeState, Language, Patience, Traits};

impl Casting<'_> {
    /// The traits of somebody in this age band, of this income, in this city; those without a table stay unstated.
    pub(super) fn traits(
        &mut self,
        place: usize,
        band: &AgeBand,
        income: &str,
        city: &City,
    ) -> Traits {
        let tables = &self.generator.demographics.traits;
        let mut traits = Traits {
            decisiveness: read(self.pick("decisiveness", "", &tables.decisiveness)),
            brand_loyalty: read(self.pick("brand_loyalty", "", &tables.brand_loyalty)),
            buys_for: read(self.pick("buys_for", &place.to_string(), &band.buys_for)),
            patience: self.patience(),
            city_tier: city.tier,
            home_state: self.home_state(city),
            ..Traits::default()
        };
        if let Some(table) = tables.price_sensitivity.get(income) {
            traits.price_sensitivity = read(self.pick("price_sensitivity", income, table));
        }
        let habit = self.pick("spelling_habit", "", &tables.spelling_habit);
        traits.spelling_habit = (!habit.is_empty()).then(|| read(habit));
        traits
    }

    fn patience(&mut self) -> Option<Patience> {
        let table = &self.generator.demographics.traits.patience;
        let exchanges: u8 = self.pick("patience", "", table).parse().ok()?;
        Patience::try_from(exchanges).ok()
    }

    /// The state that the person comes from: mostly the one where the person lives.
    fn home_state(&mut self, city: &City) -> Option<HomeState> {
        let share = self
            .generator
            .demographics
            .traits
            .from_elsewhere
            .clamp(0.0, 100.0);
        let stayed = self
            .urns
            .draw("elsewhere", "", &[100.0 - share, share], self.rng);
        let here = (!city.state.is_empty()).then(|| HomeState(city.state.clone()));
        if stayed != Some(1) {
            return here;
        }
        let cities = &self.generator.demographics.cities;
        let of_others: Vec<f64> = cities
            .iter()
            .map(|other| {
                let speak: f64 = Language::ALL.iter().map(|l| written(other, *l)).sum();
                if other.state == city.state {
                    0.0
                } else {
                    speak
                }
            })
            .collect();
        let drawn = self.urns.draw("home_state", "", &of_others, self.rng);
        drawn.map_or(here, |place| Some(HomeState(cities[place].state.clone())))
    }
}
