//! Texts as vectors whose angle tells how near their meanings are.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::retry::patiently;
use super::{Answer, Endpoint, LlmError};

/// One vector a text, in the order of the texts, each of length 1.
pub type Vectors = Vec<Vec<f32>>;

/// How many texts one request carries.
const TEXTS: usize = 32;

/// What a text is embedded for; some models tell the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It is searched with.
    Query,
    /// It is to be found.
    Passage,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Purpose::Query => "query",
            Purpose::Passage => "passage",
        }
    }
}

/// A model that embeds.
pub trait Embedder: Send + Sync {
    /// Embeds every text.
    fn embed<'a>(&'a self, purpose: Purpose, texts: &'a [String]) -> Answer<'a, Vectors>;
    /// A name that changes when the vectors would, for caches.
    fn name(&self) -> &str;
}

/// `/embeddings` of any server that speaks the OpenAI format.
pub struct CompatibleEmbedder {
    endpoint: Endpoint,
    model: String,
    without_purpose: AtomicBool,
}

impl CompatibleEmbedder {
    /// The model of this name on that server.
    pub fn new(endpoint: Endpoint, model: impl Into<String>) -> Self {
        // The format's own host refuses members that it does not know.
        let strict = endpoint.host() == "api.openai.com";
        CompatibleEmbedder {
            endpoint,
            model: model.into(),
            without_purpose: AtomicBool::new(strict),
        }
    }

    async fn all(&self, purpose: Purpose, texts: &[String]) -> Result<Vectors, LlmError> {
        let mut vectors = Vec::with_capacity(texts.len());
        for some in texts.chunks(TEXTS) {
            vectors.extend(self.some(purpose, some).await?);
        }
        Ok(vectors)
    }

    async fn some(&self, purpose: Purpose, texts: &[String]) -> Result<Vectors, LlmError> {
        let send = async |purpose: Option<Purpose>| {
            let mut body = json!({"model": self.model, "input": texts, "encoding_format": "float"});
            if let Some(purpose) = purpose {
                body["input_type"] = json!(purpose.code());
            }
            patiently(|| self.endpoint.post("embeddings", &body)).await
        };
        let told = (!self.without_purpose.load(Ordering::Relaxed)).then_some(purpose);
        let answer = match send(told).await {
            // A server that knows no purpose is asked without, from now on. What was sent meanwhile was sent with one.
            Err(LlmError::Refused { .. }) if told.is_some() => {
                let answer = send(None).await?;
                self.without_purpose.store(true, Ordering::Relaxed);
                answer
            }
            other => other?,
        };
        self.read(&answer, texts.len())
    }

    fn read(&self, answer: &Value, wanted: usize) -> Result<Vectors, LlmError> {
        let garbled = |why: String| self.endpoint.garbled(why);
        let rows = answer["data"]
            .as_array()
            .ok_or_else(|| garbled("there is no `data` list".to_owned()))?;
        let mut vectors: Vec<Option<Vec<f32>>> = vec![None; wanted];
        for (place, row) in rows.iter().enumerate() {
            let at = row["index"].as_u64().map_or(place, |index| index as usize);
            let vector = numbers(&row["embedding"])
                .and_then(unit)
                .ok_or_else(|| garbled(format!("data[{place}].embedding is no vector")))?;
            let slot = vectors.get_mut(at).ok_or_else(|| {
                garbled(format!("data[{place}].index is {at}, of {wanted} texts"))
            })?;
            *slot = Some(vector);
        }
        let vectors: Option<Vectors> = vectors.into_iter().collect();
        let vectors = vectors
            .ok_or_else(|| garbled(format!("{} vectors came for {wanted} texts", rows.len())))?;
        match vectors
            .windows(2)
            .all(|pair| pair[0].len() == pair[1].len())
        {
            true => Ok(vectors),
            false => Err(garbled("the vectors differ in length".to_owned())),
        }
    }
}

impl Embedder for CompatibleEmbedder {
    fn embed<'a>(&'a self, purpose: Purpose, texts: &'a [String]) -> Answer<'a, Vectors> {
        Box::pin(self.all(purpose, texts))
    }

    fn name(&self) -> &str {
        &self.model
    }
}

fn numbers(value: &Value) -> Option<Vec<f32>> {
    let list = value.as_array()?;
    list.iter().map(|n| n.as_f64().map(|n| n as f32)).collect()
}

/// The vector at length 1; `None` for one without length.
fn unit(mut vector: Vec<f32>) -> Option<Vec<f32>> {
    let length = vector.iter().map(|n| n * n).sum::<f32>().sqrt();
    if !length.is_finite() || length <= f32::EPSILON {
        return None;
    }
    vector.iter_mut().for_each(|n| *n /= length);
    Some(vector)
}
