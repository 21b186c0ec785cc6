//! What a model is shown of a product, and what is taken of its answer.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::JobError;
use crate::catalog::pictures::{self, Limits, Media};
use crate::dialogue::prompts::Prompt;
use crate::domain::Product;
use crate::llm::{ChatReply, ChatRequest, Part};

/// The longest description that is taken, in characters.
const LONGEST: usize = 2_000;
/// The longer side of a picture that a model gets to see, in pixels.
const LONGEST_SIDE: u32 = 768;
/// The longest answer, in tokens.
const ANSWER_TOKENS: u32 = 400;

/// The description in an answer, or why it is not taken.
pub(super) fn read(reply: &ChatReply) -> Result<String, String> {
    let text = reply.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(['"', '“', '”']).to_owned();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let has_price = ["₹", "Rs.", "Rs ", "INR", "$", "€", "£"]
        .iter()
        .any(|sign| text.contains(sign));
    if letters < 20 {
        Err("the answer is no description".to_owned())
    } else if reply.cut() {
        Err("the answer was cut off".to_owned())
    } else if text.chars().count() > LONGEST {
        Err(format!("the answer is longer than {LONGEST} characters"))
    } else if has_price {
        Err("the answer names a price".to_owned())
    } else if text.contains("http://") || text.contains("https://") {
        Err("the answer holds an address".to_owned())
    } else if repeats(&text) {
        Err("the answer says the same again and again".to_owned())
    } else if text.chars().any(char::is_control) {
        Err("the answer holds control characters".to_owned())
    } else {
        Ok(text)
    }
}

/// Whether more than a third of the three-word sequences stand there before: small models fall into loops.
fn repeats(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let all = words.windows(3).count();
    let different = words.windows(3).collect::<HashSet<_>>().len();
    all >= 12 && 3 * different < 2 * all
}

/// The question about one product.
pub(super) fn request(
    prompt: &Prompt,
    product: &Product,
    picture: Option<Part>,
) -> Result<ChatRequest, JobError> {
    let values = json!({"product": shown(product), "picture": picture.is_some()});
    let filled = prompt.fill(values).map_err(JobError::layer)?;
    let parts = std::iter::once(Part::Text(filled.data)).chain(picture);
    Ok(ChatRequest {
        temperature: Some(0.4),
        ..ChatRequest::new(filled.instructions, parts, ANSWER_TOKENS)
    })
}

/// The product's picture as a model gets to see it; `None` when there is none that can be read here.
pub(super) async fn picture_of(media: &Media, product: &Product) -> Result<Option<Part>, JobError> {
    let Ok(path) = media.of(product) else {
        return Ok(None);
    };
    let id = product.id.clone();
    let read = move || {
        let jpeg = pictures::load(&path, Limits::default())
            .and_then(|picture| pictures::as_jpeg(&picture, LONGEST_SIDE));
        jpeg.inspect_err(|error| tracing::warn!(%id, %error, "described without its picture"))
            .ok()
    };
    let bytes = tokio::task::spawn_blocking(read).await?;
    Ok(bytes.map(|bytes| Part::Picture {
        media_type: "image/jpeg",
        bytes,
    }))
}

/// What a model gets to see: no id, price or rating.
pub(in crate::jobs) fn shown(product: &Product) -> Value {
    json!({
        "title": product.title,
        "brand": product.brand,
        "categories": product.categories,
        "attributes": product.attributes,
        "description": product.description,
    })
}
