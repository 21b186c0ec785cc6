//! What several raters said of the same items.

use super::Undefined;

/// How often each item was put into each category. An item may have any number of ratings, and none: what a rater did not
/// rate is missing and changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    /// In order, each once.
    categories: Vec<f64>,
    /// A count for each category, for each item.
    counts: Vec<Vec<u32>>,
}

impl Ratings {
    /// The ratings of items; the categories are those that occur.
    ///
    /// # Errors
    /// When a rating is not a finite number.
    pub fn of<R>(items: impl IntoIterator<Item = R>) -> Result<Self, Undefined>
    where
        R: IntoIterator<Item = f64>,
    {
        let items: Vec<Vec<f64>> = items.into_iter().map(|r| r.into_iter().collect()).collect();
        let categories: Vec<f64> = items.iter().flatten().copied().collect();
        Ratings::on(&categories, items)
    }

    /// The ratings of items on a scale whose categories are known, also those that nobody used.
    ///
    /// # Errors
    /// When a category or rating is not a finite number, or a rating is none of the categories.
    pub fn on<R>(categories: &[f64], items: impl IntoIterator<Item = R>) -> Result<Self, Undefined>
    where
        R: IntoIterator<Item = f64>,
    {
        if categories.iter().any(|category| !category.is_finite()) {
            return Err(Undefined::NotFinite);
        }
        // Adding 0 makes -0 the same as 0.
        let mut categories: Vec<f64> = categories.iter().map(|category| category + 0.0).collect();
        categories.sort_by(f64::total_cmp);
        categories.dedup();
        let mut counts = Vec::new();
        for item in items {
            let mut of_item = vec![0; categories.len()];
            for rating in item {
                if !rating.is_finite() {
                    return Err(Undefined::NotFinite);
                }
                let place = categories.binary_search_by(|c| c.total_cmp(&(rating + 0.0)));
                of_item[place.map_err(|_| Undefined::UnknownCategory)?] += 1;
            }
            counts.push(of_item);
        }
        Ok(Ratings { categories, counts })
    }

    /// The categories, in order.
    pub fn categories(&self) -> &[f64] {
        &self.categories
    }

    /// How many items two or more rated.
    pub fn items(&self) -> usize {
        self.pairable().count()
    }

    /// The counts of the items that two or more rated.
    pub(super) fn pairable(&self) -> impl Iterator<Item = &[u32]> {
        self.counts
            .iter()
            .map(Vec::as_slice)
            .filter(|c| total(c) > 1.0)
    }

    /// The share of each category: the mean over the items that two or more rated of the share among the item's ratings. What
    /// one person rated is left out, since nobody can agree with it: where much is rated once and little twice, the two differ.
    pub(super) fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.categories.len()];
        let mut items = 0.0;
        for counts in self.pairable() {
            items += 1.0;
            for (share, count) in shares.iter_mut().zip(counts) {
                *share += f64::from(*count) / total(counts);
            }
        }
        shares.iter().map(|share| share / items).collect()
    }

    /// The mean over items of the weighted share of pairs of raters that agree; a pair that differs counts `weight`.
    pub(super) fn observed(&self, weight: impl Fn(usize, usize) -> f64) -> Result<f64, Undefined> {
        let (mut sum, mut items) = (0.0, 0.0);
        for counts in self.pairable() {
            let mut agreeing = 0.0;
            for (k, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let near = |(l, other): (usize, &u32)| weight(k, l) * f64::from(*other);
                let near: f64 = counts.iter().enumerate().map(near).sum();
                agreeing += f64::from(*count) * (near - 1.0);
            }
            sum += agreeing / (total(counts) * (total(counts) - 1.0));
            items += 1.0;
        }
        match items {
            0.0 => Err(Undefined::NoPairs),
            items => Ok(sum / items),
        }
    }
}

/// How many ratings.
pub(super) fn total(counts: &[u32]) -> f64 {
    counts.iter().copied().map(f64::from).sum()
}

/// The weight of two categories that are the same, and of two that are not.
pub(super) fn same(k: usize, l: usize) -> f64 {
    f64::from(u8::from(k == l))
}

/// The share of pairs of raters that say the same of an item, averaged over the items that two or more rated; 0 to 1.
///
/// # Errors
/// When nothing was rated by two.
pub fn exact_agreement(ratings: &Ratings) -> Result<f64, Undefined> {
    ratings.observed(same)
}
