//! The two sides of a conversation: the shopper's and the assistant's.

use std::sync::Arc;

use super::waiting::wait_for;
use super::{Shop, SimulateError, Talk};
use crate::dialogue::{ModelVoice, Voice, VoiceError, told};
use crate::domain::{Speaker, Turn};
use crate::llm::ChatModel;

/// The shopper: knows the errand, tells it bit by bit, never names the product that it is about.
#[derive(Clone)]
pub struct UserChat(Arc<dyn Voice>);

/// The assistant: knows what was said and what the catalogue says, and offers what it finds there.
#[derive(Clone)]
pub struct SystemChat(Arc<dyn Voice>);

impl UserChat {
    /// A shopper who speaks from the phrasebook.
    ///
    /// # Errors
    /// When the built-in phrasebook cannot be read.
    pub fn new(shop: &Shop) -> Result<Self, SimulateError> {
        Ok(UserChat(shop.phrasebook()?))
    }

    /// A shopper whose turns this language model words. A model that needs a runtime must find it entered.
    ///
    /// # Errors
    /// When a built-in prompt cannot be read.
    pub fn with_model(shop: &Shop, model: Arc<dyn ChatModel>) -> Result<Self, SimulateError> {
        Ok(UserChat(by_model(shop, model)?))
    }

    /// A shopper whose turns this voice words.
    pub fn with_voice(voice: Arc<dyn Voice>) -> Self {
        UserChat(voice)
    }

    /// Says the shopper's turn; `None` when it is not the shopper's.
    ///
    /// # Errors
    /// When the voice has no words for it.
    pub fn speak<'t>(&self, talk: &'t mut Talk) -> Result<Option<&'t Turn>, SimulateError> {
        speak(talk, Speaker::User, self.0.as_ref())
    }
}

impl SystemChat {
    /// An assistant who speaks from the phrasebook.
    ///
    /// # Errors
    /// When the built-in phrasebook cannot be read.
    pub fn new(shop: &Shop) -> Result<Self, SimulateError> {
        Ok(SystemChat(shop.phrasebook()?))
    }

    /// An assistant whose turns this language model words. A model that needs a runtime must find it entered.
    ///
    /// # Errors
    /// When a built-in prompt cannot be read.
    pub fn with_model(shop: &Shop, model: Arc<dyn ChatModel>) -> Result<Self, SimulateError> {
        Ok(SystemChat(by_model(shop, model)?))
    }

    /// An assistant whose turns this voice words.
    pub fn with_voice(voice: Arc<dyn Voice>) -> Self {
        SystemChat(voice)
    }

    /// Says the assistant's turn; `None` when it is not the assistant's.
    ///
    /// # Errors
    /// When the voice has no words for it.
    pub fn reply<'t>(&self, talk: &'t mut Talk) -> Result<Option<&'t Turn>, SimulateError> {
        speak(talk, Speaker::Assistant, self.0.as_ref())
    }
}

fn by_model(shop: &Shop, model: Arc<dyn ChatModel>) -> Result<Arc<dyn Voice>, VoiceError> {
    let voice = ModelVoice::new(model, shop.knowledge(), None);
    let voice = voice.map_err(|error| VoiceError::Engine(error.to_string()))?;
    Ok(Arc::new(voice))
}

fn speak<'t>(
    talk: &'t mut Talk,
    speaker: Speaker,
    voice: &dyn Voice,
) -> Result<Option<&'t Turn>, SimulateError> {
    let worded = match talk.step() {
        Some(step) if step.speaker == speaker => wait_for(told(voice.say(step)))?,
        _ => return Ok(None),
    };
    Ok(talk.say(worded))
}
