//! Which share of a department's shoppers has which motive.
//!
//! Owns: fitting the two tables of the file (motives, departments) together where some pairs make no sense. Does not: draw.

use crate::dialogue::data::DemographicsFile;
use crate::domain::{Domain, Motive};

/// Rounds of fitting; each halves the rest of the error at the least in tables as small as this.
const ROUNDS: usize = 60;

/// Departments that profiles are made for.
pub(super) const DEPARTMENTS: [Domain; 4] = [
    Domain::Fashion,
    Domain::Electronics,
    Domain::HomeGarden,
    Domain::Books,
];

/// Whether people come to a department for this reason at all: nobody attends a wedding in a book.
pub(super) fn makes_sense(motive: Motive, domain: Domain) -> bool {
    use Domain::{Books, Electronics, Fashion, HomeGarden, Other};
    match motive {
        Motive::Gift | Motive::WornOut => true,
        Motive::Work => matches!(domain, Fashion | Electronics | HomeGarden | Other),
        Motive::Season => matches!(domain, Fashion | Electronics),
        Motive::Trend => matches!(domain, Fashion | Electronics | Books),
        Motive::Sports => matches!(domain, Fashion | Electronics | HomeGarden),
        Motive::Attend => domain == Fashion,
        Motive::Celebrate => matches!(domain, Fashion | Electronics | HomeGarden),
    }
}

/// The motives of each department: together they give the shares of both tables, as far as pairs that make no sense
/// allow.
#[derive(Clone, Debug)]
pub(super) struct MotiveTable {
    rows: Vec<(Domain, [f64; Motive::ALL.len()])>,
}

impl MotiveTable {
    /// Fits the table by turns to the departments' shares and to the motives' shares.
    pub(super) fn fitted(file: &DemographicsFile) -> Self {
        let share = |domain: Domain| file.domains.of(domain.code()).max(0.0);
        let whole: f64 = DEPARTMENTS
            .into_iter()
            .map(share)
            .sum::<f64>()
            .max(f64::MIN_POSITIVE);
        let wanted = Motive::ALL.map(|motive| file.motives.of(motive.code()));
        let all: f64 = wanted.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let mut rows: Vec<(Domain, [f64; Motive::ALL.len()])> = DEPARTMENTS
            .into_iter()
            .map(|domain| {
                let cell = |motive: Motive| f64::from(u8::from(makes_sense(motive, domain)));
                (domain, Motive::ALL.map(cell))
            })
            .collect();
        for _ in 0..ROUNDS {
            for (place, wanted) in wanted.iter().enumerate() {
                let sum: f64 = rows
                    .iter()
                    .map(|(domain, row)| row[place] * zero(share(*domain)))
                    .sum();
                let factor = if sum > 0.0 { wanted / all / sum } else { 0.0 };
                rows.iter_mut().for_each(|(_, row)| row[place] *= factor);
            }
            for (domain, row) in &mut rows {
                let sum: f64 = row.iter().sum();
                let factor = if sum > 0.0 {
                    share(*domain) / whole / sum
                } else {
                    0.0
                };
                row.iter_mut().for_each(|cell| *cell *= factor);
            }
        }
        MotiveTable { rows }
    }

    /// The weights of the motives in a department, in the order of [`Motive::ALL`].
    pub(super) fn of(&self, domain: Domain) -> [f64; Motive::ALL.len()] {
        let row = self.rows.iter().find(|(of, _)| *of == domain);
        row.map_or([0.0; Motive::ALL.len()], |(_, row)| *row)
    }

    /// The share of a motive in all.
    pub(super) fn share(&self, motive: Motive) -> f64 {
        let place = Motive::ALL.iter().position(|of| *of == motive);
        let whole: f64 = self.rows.iter().flat_map(|(_, row)| row).sum();
        let part: f64 = place.map_or(0.0, |at| self.rows.iter().map(|(_, row)| row[at]).sum());
        part / whole.max(f64::MIN_POSITIVE)
    }
}

/// 1 for a department that is drawn at all.
fn zero(share: f64) -> f64 {
    if share > 0.0 { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_of_the_file_are_met() {
        let file = DemographicsFile::embedded().unwrap();
        let table = MotiveTable::fitted(&file);
        let all: f64 = file.motives.0.iter().map(|(_, w)| w).sum();
        for motive in Motive::ALL {
            let wanted = file.motives.of(motive.code()) / all;
            assert!((table.share(motive) - wanted).abs() < 0.002, "{motive:?}");
        }
        let domains: f64 = file.domains.0.iter().map(|(_, w)| w).sum();
        for domain in DEPARTMENTS {
            let row: f64 = table.of(domain).iter().sum();
            assert!((row - file.domains.of(domain.code()) / domains).abs() < 1e-9);
        }
        assert_eq!(table.of(Domain::Books)[6], 0.0, "nobody attends in a book");
    }

    #[test]
    fn one_department_alone_still_has_motives() {
        let mut file = DemographicsFile::embedded().unwrap();
        file.domains.0 = vec![("books".to_owned(), 1.0)];
        let table = MotiveTable::fitted(&file);
        assert!(table.of(Domain::Books).iter().sum::<f64>() > 0.9);
        assert_eq!(table.of(Domain::Fashion).iter().sum::<f64>(), 0.0);
    }
}
