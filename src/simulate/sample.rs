//! The sample catalogue and the sample shoppers, as the program carries them.

/// The sample catalogue: products as JSON Lines.
pub const SAMPLE_PRODUCTS: &str = include_str!("../../sample_data/products.jsonl");
/// The sample shoppers, who want what the sample catalogue has: profiles as a JSON array.
pub const SAMPLE_PROFILES: &str = include_str!("../../sample_data/profiles.json");
