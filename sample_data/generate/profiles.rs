//! The fifty shoppers of the sample: drawn by the studio's own generator from the sample's catalogue, by a fixed seed.
//!
//! Owns: how many there are and the form of their file. Does not: write files, or draw anything itself.

use muse_studio::dialogue::ProfileGenerator;
use muse_studio::dialogue::data::{DataError, DemographicsFile, Festivals, Knowledge};
use muse_studio::domain::{Product, Profile};

/// How many.
const COUNT: usize = 50;
/// The seed that they are drawn with.
const SEED: u64 = 1;

/// Every shopper, in the order of the file.
pub fn profiles(products: &[Product]) -> Result<Vec<Profile>, DataError> {
    let generator = ProfileGenerator::new(
        DemographicsFile::embedded()?,
        Festivals::embedded()?,
        Knowledge::embedded()?,
        SEED,
    );
    Ok(generator.generate(COUNT, products))
}

/// A JSON array, one shopper a line.
pub fn json(profiles: &[Profile]) -> Result<String, serde_json::Error> {
    let lines: Result<Vec<String>, _> = profiles.iter().map(serde_json::to_string).collect();
    Ok(format!("[\n{}\n]\n", lines?.join(",\n")))
}
