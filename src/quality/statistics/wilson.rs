//! An interval for a share.

use super::{Interval, Undefined};

/// Wilson's score interval of a share of `hits` among `all`, for a normal quantile `z` (1.96 for 95 %):
/// `(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)` (Wilson 1927). Lies within 0 to 1 also at 0 and n hits.
///
/// # Errors
/// When there is nothing to take a share of, there are more hits than things, or `z` is not a finite positive number.
pub fn wilson(hits: u64, all: u64, z: f64) -> Result<Interval, Undefined> {
    if all == 0 {
        return Err(Undefined::TooFew { needed: 1, got: 0 });
    }
    if hits > all {
        let (left, right) = (hits as usize, all as usize);
        return Err(Undefined::Unpaired { left, right });
    }
    if !z.is_finite() || z <= 0.0 {
        return Err(Undefined::NotFinite);
    }
    let n = all as f64;
    let share = hits as f64 / n;
    let middle = share + z * z / (2.0 * n);
    let reach = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    Ok(Interval {
        low: if hits == 0 {
            0.0
        } else {
            ((middle - reach) / whole).max(0.0)
        },
        high: if hits == all {
            1.0
        } else {
            ((middle + reach) / whole).min(1.0)
        },
    })
}
