//! The voice of a language model: a prompt for each side, an answer that is cleaned, watched over and asked for once more.
//!
//! Owns: what the model is asked for a step, what becomes of its answer, and that a bad answer is asked for again once.
//! Does not: send anything by itself (the model does), or mend what an answer claims: that is for the checks to find.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use futures_util::TryStreamExt;
use futures_util::stream::{self, StreamExt};

use super::brakes::{circles, drift, leak, looping};
use super::data::Knowledge;
use super::prompts::{Filled, Prompt, PromptError, PromptName, values};
use super::spoken::{Showing, spoken};
use super::voice::{Piece, Pieces, Spending, Worded};
use super::{Brake, BrakeRule, Step, Voice, VoiceError, random};
use crate::domain::{Cost, Engine, Language, Speaker, TurnPlace};
use crate::llm::{Charge, ChatEvent, ChatModel, ChatReply, ChatRequest, ChatStream, Part, Stop};

/// The longest answer, in tokens: three sentences of Devanagari, and room to think for models that do so aloud.
const LONGEST_ANSWER: u32 = 700;
/// How often a step is asked for: a bad answer gets a second chance.
const TRIES: u32 = 2;
/// An answer under way is looked at whenever it has grown by so much, in bytes.
const LOOK_EVERY: usize = 64;
/// Every server takes a seed of so many bits.
const SEED_BITS: u64 = (1 << 31) - 1;

/// The prompts of both sides in one language.
struct Sides {
    shopper: Prompt,
    assistant: Prompt,
}

/// Words turns by a language model.
pub struct ModelVoice {
    model: Arc<dyn ChatModel>,
    sides: [Sides; 3],
    knowledge: Arc<Knowledge>,
    temperature: Option<f32>,
}

/// What a model is asked for a step.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub request: ChatRequest,
    /// The prompt by its bytes.
    pub source: String,
}

impl ModelVoice {
    /// A voice that speaks by this model. Prompts of `folder` (a workspace's `prompts/`) are taken in place of the built-in
    /// ones; the assistant promises what the knowledge's policy promises.
    ///
    /// # Errors
    /// When a prompt cannot be read.
    pub fn new(
        model: Arc<dyn ChatModel>,
        knowledge: &Arc<Knowledge>,
        folder: Option<&Path>,
    ) -> Result<Self, PromptError> {
        let load = |name| match folder {
            Some(folder) => Prompt::load(name, folder),
            None => Prompt::built_in(name),
        };
        let sides = |language| {
            Ok(Sides {
                shopper: load(PromptName::Shopper(language))?,
                assistant: load(PromptName::Assistant(language))?,
            })
        };
        Ok(ModelVoice {
            model,
            sides: [
                sides(Language::En)?,
                sides(Language::Hi)?,
                sides(Language::Hinglish)?,
            ],
            knowledge: Arc::clone(knowledge),
            temperature: None,
        })
    }

    /// How freely the model chooses its words; left to the server when not said.
    pub fn temperature(mut self, temperature: Option<f32>) -> Self {
        self.temperature = temperature;
        self
    }

    /// What the model is asked for this step.
    ///
    /// # Errors
    /// When a prompt of the workspace names something that is not there.
    pub fn asked(&self, step: &Step) -> Result<Asked, PromptError> {
        let sides = match step.language {
            Language::En => &self.sides[0],
            Language::Hi => &self.sides[1],
            Language::Hinglish => &self.sides[2],
        };
        let brief = &step.brief;
        let (prompt, values) = match step.speaker {
            Speaker::User => {
                let target = brief.target.as_deref();
                let values = values::shopper(&brief.profile, &brief.scenario, step, target);
                (&sides.shopper, values)
            }
            Speaker::Assistant => {
                let policy = values::promises(step, &self.knowledge);
                (&sides.assistant, values::assistant(step, &policy))
            }
        };
        let Filled { instructions, data } = prompt.fill(values)?;
        let mut request = ChatRequest::new(instructions, [Part::Text(data)], LONGEST_ANSWER);
        request.temperature = self.temperature;
        request.seed = Some(step.seed & SEED_BITS);
        request.turn = brief.kept_in.map(|(run, conversation)| TurnPlace {
            run,
            conversation,
            place: step.history.len() as u32,
        });
        Ok(Asked {
            request,
            source: prompt.hash().to_owned(),
        })
    }
}

impl Voice for ModelVoice {
    fn say<'a>(&'a self, step: &'a Step) -> Pieces<'a> {
        let asked = match self.asked(step) {
            Ok(asked) => asked,
            Err(error) => {
                let error = VoiceError::Engine(error.to_string());
                return stream::iter([Err(error)]).boxed();
            }
        };
        let wording = Wording {
            voice: self,
            step,
            asked,
            tries: 0,
            answer: None,
            coming: String::new(),
            showing: Showing::new(step.speaker),
            spent: Spending::default(),
            ready: VecDeque::new(),
            failed: None,
        };
        stream::try_unfold(wording, async |mut wording| {
            let piece = wording.next().await?;
            Ok(piece.map(|piece| (piece, wording)))
        })
        .boxed()
    }

    fn engine(&self) -> Engine {
        self.model.engine()
    }
}

/// A step that is being worded.
struct Wording<'a> {
    voice: &'a ModelVoice,
    step: &'a Step,
    asked: Asked,
    /// Answers that are complete.
    tries: u32,
    answer: Option<ChatStream<'a>>,
    /// What has come of the answer, as far as it was looked at when it last had grown enough.
    coming: String,
    showing: Showing,
    spent: Spending,
    ready: VecDeque<Piece>,
    /// The rule that the last answer broke.
    failed: Option<Brake>,
}

impl Wording<'_> {
    async fn next(&mut self) -> Result<Option<Piece>, VoiceError> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            if let Some(brake) = self.failed.take() {
                return Err(brake.into());
            }
            if self.tries >= TRIES {
                return Ok(None);
            }
            let (model, asked) = (&self.voice.model, &self.asked);
            let answer = self
                .answer
                .get_or_insert_with(|| model.stream(asked.request.clone()));
            match answer.try_next().await? {
                Some(ChatEvent::Text(text)) => {
                    self.ready.extend(self.showing.take(&text));
                    if let Some(brake) = self.runaway(&text) {
                        self.end_early(brake);
                    }
                }
                Some(ChatEvent::Again) => {
                    self.coming.clear();
                    self.ready.extend(self.showing.again());
                }
                Some(ChatEvent::Note(note)) => self.ready.push_back(Piece::Note(note)),
                Some(ChatEvent::Done(reply)) => self.take(reply),
                None => {
                    let why = "the model's answer has no end".to_owned();
                    return Err(VoiceError::Engine(why));
                }
            }
        }
    }

    /// What is so wrong with an answer that still comes that its end need not be waited for.
    fn runaway(&mut self, text: &str) -> Option<Brake> {
        let before = self.coming.len() / LOOK_EVERY;
        self.coming.push_str(text);
        (self.coming.len() / LOOK_EVERY > before).then(|| looping(&self.coming))?
    }

    /// Ends the request on the wire. What it cost is not known, for its count comes at the end.
    fn end_early(&mut self, brake: Brake) {
        self.answer = None;
        self.coming.clear();
        self.tries += 1;
        self.spent.calls += 1;
        self.bad(brake);
    }

    /// Takes a whole answer: it becomes the turn, or is asked for again, or is the last that was asked for.
    fn take(&mut self, reply: ChatReply) {
        self.answer = None;
        self.coming.clear();
        self.tries += 1;
        self.count(&reply);
        match self.turn(&reply) {
            Ok(text) => {
                self.tries = TRIES;
                self.ready.extend(self.showing.end(&text));
                self.ready.push_back(Piece::Told(Worded {
                    text,
                    source: self.asked.source.clone(),
                    engine: self.voice.engine(),
                    model: Some(reply.model),
                    spent: std::mem::take(&mut self.spent),
                }));
            }
            Err(brake) => self.bad(brake),
        }
    }

    /// An answer that is no turn: it is asked for again with another seed, when it was not the last that may be.
    fn bad(&mut self, brake: Brake) {
        if self.tries >= TRIES {
            let spent = std::mem::take(&mut self.spent);
            self.ready.push_back(Piece::Wasted(spent));
            self.failed = Some(brake);
            return;
        }
        let seed = random::mix(self.step.seed, "again", u64::from(self.tries));
        self.asked.request.seed = Some(seed & SEED_BITS);
        self.ready.extend(self.showing.again());
    }

    fn count(&mut self, reply: &ChatReply) {
        let spent = &mut self.spent;
        spent.calls += u32::from(reply.charge != Charge::Before);
        spent.cache_hit = reply.charge == Charge::Before;
        if let Charge::Now(cost) = reply.charge {
            let before = spent.cost.map_or(0, |before| before.micros);
            let micros = before.saturating_add(cost.micros);
            spent.cost = Some(Cost { micros, ..cost });
        }
        if let Some(usage) = reply.usage {
            *spent.input_tokens.get_or_insert(0) += usage.input;
            *spent.output_tokens.get_or_insert(0) += usage.output;
        }
    }

    /// The turn that the answer holds, or the rule that it breaks.
    fn turn(&self, reply: &ChatReply) -> Result<String, Brake> {
        let declined = |why: &str| Err(Brake::new(BrakeRule::Declined, why));
        match &reply.stop {
            Stop::Refusal(Some(why)) => return declined(&format!("the model declines: {why}")),
            Stop::Refusal(None) => return declined("the model declines"),
            Stop::Filter => return declined("the server's filter cut the answer"),
            Stop::Length => {
                let why = format!("the answer is longer than {LONGEST_ANSWER} tokens");
                return Err(Brake::new(BrakeRule::CutOff, why));
            }
            Stop::Natural | Stop::Other(_) => {}
        }
        let step = self.step;
        let text = spoken(&reply.text, step.speaker)?;
        let request = &self.asked.request;
        let data = match request.parts.first() {
            Some(Part::Text(data)) => data.as_str(),
            _ => "",
        };
        let breach = circles(&step.history, step.speaker, &text)
            .or_else(|| leak(&text, &request.instructions, data))
            .or_else(|| drift(step, &text));
        breach.map_or(Ok(text), Err)
    }
}
