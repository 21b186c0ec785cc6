//! Shoppers and conversations for programs, without a workspace, a network or a key.
//!
//! - [`Shop`]: a catalogue that can be searched, and what the shop knows.
//! - [`UserProfileGenerator`]: shoppers with an errand each.
//! - [`ConversationGenerator`]: whole conversations of these shoppers.
//! - [`Talk`]: one conversation in the making, worded turn by turn by a [`UserChat`] and a [`SystemChat`].
//!
//! Owns: these four and what the jobs share with them: the search behind a [`Retrieve`](crate::dialogue::Retrieve), and how a
//! conversation begins and takes in a turn. Does not: choose acts or words (`dialogue` does), find products (`catalog` does),
//! keep anything but the files that it is told to write. The same seed gives the same profiles and conversations.
//!
//! ```
//! use muse_studio::domain::Domain;
//! use muse_studio::simulate::{ConversationGenerator, Shop, UserProfileGenerator};
//!
//! # fn main() -> Result<(), muse_studio::simulate::SimulateError> {
//! // The sample catalogue; `Shop::of(products)` takes your own.
//! let shop = Shop::sample()?;
//!
//! // Create custom user profiles. `.demographics_file("custom_demographics.json")` draws them from your own shares.
//! let profiles = UserProfileGenerator::new(shop.clone()).generate_profiles(20)?;
//!
//! // Generate conversations with custom settings.
//! let generator = ConversationGenerator::new(shop)?
//!     .conversation_length_range(3, 10)
//!     .product_categories([Domain::Fashion, Domain::Electronics]);
//! let conversations = generator.generate_conversations(&profiles)?;
//! assert_eq!(conversations.len(), 20);
//!
//! // Save results.
//! # let dir = tempfile::tempdir().unwrap();
//! # let file = dir.path().join("custom_dataset.json");
//! # let custom_dataset = file.as_path();
//! ConversationGenerator::save_conversations(&conversations, custom_dataset)?;
//! # assert!(std::fs::read_to_string(&file).unwrap().contains("\"user_id\""));
//! # Ok(())
//! # }
//! ```

mod conversations;
mod error;
mod profiles;
mod record;
mod sample;
mod search;
mod shop;
mod sides;
mod talk;
mod waiting;

pub use conversations::ConversationGenerator;
pub use error::SimulateError;
pub use profiles::UserProfileGenerator;
pub(crate) use record::{begin, turn};
pub use sample::{SAMPLE_PRODUCTS, SAMPLE_PROFILES};
pub(crate) use search::hits;
pub use shop::Shop;
pub use sides::{SystemChat, UserChat};
pub use talk::Talk;
pub(crate) use waiting::wait_for;
