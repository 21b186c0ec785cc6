//! How alike two texts are: what they share of their runs of words.
//!
//! Owns: shingles as hashes, MinHash bands that bring together what may be alike (Broder 1997; banding after Leskovec, Rajaraman
//! and Ullman, "Mining of Massive Datasets", chapter 3), and the exact Jaccard similarity. The same on every machine and in
//! every release. Does not: cut texts into words, say how alike is too alike.

/// Hashes as a set: sorted, each once.
pub fn set_of(hashes: impl IntoIterator<Item = u64>) -> Box<[u64]> {
    let mut hashes: Vec<u64> = hashes.into_iter().collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

/// The set of all runs of so many words, each hashed; a shorter text is one run.
pub fn shingles<W>(words: &[W], length: usize, hash: impl Fn(&[W]) -> u64) -> Box<[u64]> {
    if words.len() < length {
        set_of([hash(words)])
    } else {
        set_of(words.windows(length).map(hash))
    }
}

/// The key of one band of a set: two sets with a likeness of s agree in a band of r rows with a chance of s to the power of r.
pub fn band_key(set: &[u64], band: usize, rows: usize) -> u64 {
    (0..rows).fold(0, |key, row| {
        let salt = (band * rows + row) as u64 + 1;
        let salt = salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let least = set.iter().map(|hash| scatter(hash ^ salt)).min();
        scatter(key ^ least.unwrap_or_default())
    })
}

/// What two sets share, by what they have together: 0 to 1; two empty ones are alike.
pub fn jaccard<T: Ord>(a: &[T], b: &[T]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        both += usize::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    match a.len() + b.len() - both {
        0 => 1.0,
        together => both as f64 / together as f64,
    }
}

/// Spreads the bits of a number over all of it (the finalizer of SplitMix64; Steele, Lea and Flood 2014).
pub fn scatter(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_what_is_shared_by_what_there_is() {
        assert!((jaccard(&[1, 2, 3], &[2, 3, 4]) - 0.5).abs() < 1e-12);
        assert!((jaccard::<u64>(&[], &[]) - 1.0).abs() < 1e-12);
    }
}
