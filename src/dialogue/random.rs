//! Random streams: one per thing that is drawn, so that no draw disturbs another.
//!
//! Owns: how a seed and a place become a generator. Does not: draw.

use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;

/// The generator of item `ordinal` of the stream family `purpose` under `seed`. It depends on these three and nothing else.
pub(crate) fn stream(seed: u64, purpose: &str, ordinal: u64) -> ChaCha12Rng {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(purpose.as_bytes());
    let mut rng = ChaCha12Rng::from_seed(*hasher.finalize().as_bytes());
    rng.set_stream(ordinal);
    rng
}

/// A number that stands for (seed, text, place); stable across releases.
pub(crate) fn mix(seed: u64, text: &str, place: u64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes());
    hasher.update(&place.to_le_bytes());
    hasher.update(text.as_bytes());
    let mut bytes = [0u8; 8];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}
