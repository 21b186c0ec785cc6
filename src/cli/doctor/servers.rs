//! Whether the server of the language model answers, and has the model that is chosen.

use std::time::Duration;

use serde::Serialize;

use super::checks::Check;
use crate::config::ServerSettings;
use crate::domain::Engine;
use crate::jobs::{JobError, provider_of};
use crate::llm::{ModelInfo, Wire};

/// How long the list of models is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many models a line names.
const NAMED: usize = 5;
const NAME: &str = "language model";

/// What is known of the server, for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ServerJson {
    provider: &'static str,
    /// None when no server is set up.
    host: Option<String>,
    model: Option<String>,
    answers: bool,
    /// Whether the chosen model is among those that it lists.
    listed: bool,
    models: Vec<ModelJson>,
}

/// A model that the server lists, as far as it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ModelJson {
    id: String,
    context: Option<u64>,
    longest_answer: Option<u64>,
    pictures: Option<bool>,
    forms: Option<bool>,
}

/// Asks the server for its models. Nothing that the workspace holds is sent.
pub(super) async fn ask(settings: &ServerSettings) -> (Check, ServerJson) {
    let mut json = ServerJson {
        provider: settings.provider.code(),
        host: None,
        model: settings.model.value.clone(),
        answers: false,
        listed: false,
        models: Vec::new(),
    };
    if settings.provider.value == Engine::Offline {
        let next = "docs/providers.md tells how; the offline engine needs none";
        return (Check::warn(NAME, "no server is set up", next), json);
    }
    let mut brief = settings.clone();
    brief.first_byte.value = brief.first_byte.value.min(PATIENCE);
    let asked = async {
        let provider = provider_of(&brief, String::new())?;
        json.host = Some(provider.host().to_owned());
        Ok::<_, JobError>(provider.models().await?)
    };
    match asked.await {
        Ok(models) => {
            json.answers = true;
            json.models = models.into_iter().map(ModelJson::from).collect();
            json.listed = chosen(&json).is_some();
            (answered(&json), json)
        }
        Err(error) => {
            let next = "docs/providers.md tells how each provider is set up";
            (Check::fail(NAME, error.to_string(), next), json)
        }
    }
}

fn answered(json: &ServerJson) -> Check {
    let host = json.host.as_deref().unwrap_or_default();
    let count = match json.models.len() {
        1 => "1 model".to_owned(),
        count => format!("{count} models"),
    };
    let server = format!("{host} ({}) answers and lists {count}", json.provider);
    match (chosen(json), &json.model) {
        (Some(model), _) => {
            let about = model.about();
            Check::ok(NAME, format!("{server}, {}{about} among them", model.id))
        }
        (None, Some(model)) => Check::warn(
            NAME,
            format!("{server}, and {model} is not among them"),
            has(json),
        ),
        (None, None) => Check::warn(NAME, format!("{server}; none is chosen"), has(json)),
    }
}

/// The model that is chosen, when it is listed; some servers list it with the tag that they add by themselves.
fn chosen(json: &ServerJson) -> Option<&ModelJson> {
    let name = json.model.as_deref()?;
    let is_it = |model: &&ModelJson| model.id.strip_suffix(":latest").unwrap_or(&model.id) == name;
    let exact = json.models.iter().find(|model| model.id == name);
    exact.or_else(|| json.models.iter().find(is_it))
}

/// What to put where the model's name belongs.
fn has(json: &ServerJson) -> String {
    let names: Vec<&str> = json.models.iter().map(|model| model.id.as_str()).collect();
    match names.len() {
        0 => "give the server a model, then put its name into config.toml as `model`".to_owned(),
        all if all > NAMED => format!(
            "put one into config.toml as `model`: {} and {} more (--json lists all)",
            names[..NAMED].join(", "),
            all - NAMED
        ),
        _ => format!("put one into config.toml as `model`: {}", names.join(", ")),
    }
}

impl ModelJson {
    fn about(&self) -> String {
        let tokens = self.context.map(|most| format!("reads {most} tokens"));
        let sight = self.pictures.map(|sees| {
            if sees {
                "sees pictures"
            } else {
                "sees no pictures"
            }
        });
        let about: Vec<String> = tokens.into_iter().chain(sight.map(str::to_owned)).collect();
        match about.is_empty() {
            true => String::new(),
            false => format!(" ({})", about.join(", ")),
        }
    }
}

impl From<ModelInfo> for ModelJson {
    fn from(model: ModelInfo) -> Self {
        ModelJson {
            id: model.id,
            context: model.context,
            longest_answer: model.longest_answer,
            pictures: model.pictures,
            forms: model.forms,
        }
    }
}
