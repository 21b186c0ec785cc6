//! Numbers drawn for a run: from the seed, what they are for and a place alone.

/// A number that runs evenly over all of `u64`.
pub(super) fn number(seed: u64, purpose: &str, place: u64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(purpose.as_bytes());
    hasher.update(&place.to_le_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}

/// The number as a part of the whole, 0 to 1.
pub(super) fn fraction(number: u64) -> f64 {
    number as f64 / u64::MAX as f64
}
