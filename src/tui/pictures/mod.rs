//! Pictures of products on the screen.
//!
//! Owns: by which protocol a terminal shows pictures (`protocol`), a picture made ready for one (`shown`), which pictures
//! a pane has, waits for or cannot have (`Pictures`), and that nothing is drawn half (`standing`). Making one ready is an
//! effect: the runtime reads and encodes it on a worker, and the answer comes back as a reply.
//! Does not: read files (`catalog::pictures` does), choose which picture a pane wants.

mod kept;
mod plain;
mod prepare;
mod protocol;
mod shown;
mod standing;

pub use kept::Pictures;
pub use plain::lines;
pub use prepare::{encode, prepare};
pub use protocol::{Guess, Passage, Protocol, Screen, USUAL_CELL};
pub use shown::{Absent, Shown, is_carrier, is_picture};
pub use standing::Standing;

use crate::domain::{Product, ProductId};

/// A picture that a pane wants to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRequest {
    /// Whose picture.
    pub product: ProductId,
    /// The catalogue's reference to it.
    pub reference: Option<String>,
    /// Columns and rows that it may take.
    pub room: (u16, u16),
}

impl PictureRequest {
    /// The picture of a product in this many columns and rows.
    pub fn of(product: &Product, room: (u16, u16)) -> Self {
        PictureRequest {
            product: product.id.clone(),
            reference: product.image.clone(),
            room,
        }
    }
}
