//! Whole conversations of many shoppers.

use std::path::Path;
use std::sync::Arc;

use super::{Shop, SimulateError, SystemChat, Talk, UserChat, UserProfileGenerator};
use crate::dialogue::{Aim, Lengths, Limits, Plan, ProfileGenerator, Shelf};
use crate::domain::{Conversation, Domain, Mode, Profile, Scenario};
use crate::export::{Judged, muse};

/// The mean length when nothing else is asked for, in exchanges.
const MEAN: f64 = 6.4;

/// Makes conversations. The same shop, shoppers, settings and seed give the same conversations.
#[derive(Clone)]
pub struct ConversationGenerator {
    shop: Shop,
    user: UserChat,
    system: SystemChat,
    seed: u64,
    mode: Mode,
    limits: Limits,
    mean: f64,
    domains: Vec<Domain>,
}

impl ConversationGenerator {
    /// Natural conversations of 3 to 10 exchanges, around 6.4, worded by the phrasebook, with seed 1.
    ///
    /// # Errors
    /// When the built-in phrasebook cannot be read.
    pub fn new(shop: Shop) -> Result<Self, SimulateError> {
        Ok(ConversationGenerator {
            user: UserChat::new(&shop)?,
            system: SystemChat::new(&shop)?,
            shop,
            seed: 1,
            mode: Mode::Natural,
            limits: Limits::default(),
            mean: MEAN,
            domains: Vec::new(),
        })
    }

    /// The number that all chance starts from.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The published state machine, or the natural one.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The fewest and the most exchanges of a conversation: a user turn with its reply.
    pub fn conversation_length_range(mut self, least: u32, most: u32) -> Self {
        self.limits = Limits {
            min: least,
            max: most,
        };
        self
    }

    /// How many exchanges natural conversations have on the average, as far as the range allows it.
    pub fn mean_exchanges(mut self, mean: f64) -> Self {
        self.mean = mean;
        self
    }

    /// Only these departments: a shopper with an errand elsewhere gets another one here.
    pub fn product_categories(mut self, domains: impl IntoIterator<Item = Domain>) -> Self {
        self.domains = domains.into_iter().collect();
        self
    }

    /// Others speak: for instance a language model through a [`Voice`](crate::dialogue::Voice) of your own.
    pub fn spoken_by(mut self, user: UserChat, system: SystemChat) -> Self {
        self.user = user;
        self.system = system;
        self
    }

    /// A conversation of each shopper, in their order.
    ///
    /// # Errors
    /// When there is nobody, the lengths cannot be, or a voice has no words.
    pub fn generate_conversations(
        &self,
        user_profiles: &[Profile],
    ) -> Result<Vec<Conversation>, SimulateError> {
        if user_profiles.is_empty() {
            return Err(SimulateError::NoProfiles);
        }
        let Limits { min, max } = self.limits;
        if max == 0 || min > max {
            return Err(SimulateError::BadLengths {
                least: min,
                most: max,
            });
        }
        let drawing = UserProfileGenerator::new(self.shop.clone()).seed(self.seed);
        let drawing = drawing.drawing()?;
        let shelf = drawing.shelf(self.shop.products().to_vec());
        let lengths = Lengths::new(min, max, self.mean);
        let profiles = (0..).zip(user_profiles);
        let made = profiles.map(|(ordinal, profile)| {
            let scenario = self.scenario(profile, ordinal, &drawing, &shelf);
            self.converse(self.plan(profile, scenario, ordinal, &lengths))
        });
        made.collect()
    }

    /// Writes conversations as a JSON array of the `muse` format, which `evaluate --conversation-file` reads.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save_conversations(
        conversations: &[Conversation],
        to: impl AsRef<Path>,
    ) -> Result<(), SimulateError> {
        let fail = |source| SimulateError::Write {
            path: to.as_ref().to_path_buf(),
            source,
        };
        let mut text = b"[\n".to_vec();
        for (place, conversation) in conversations.iter().enumerate() {
            if place > 0 {
                text.extend_from_slice(b",\n");
            }
            muse::write_line(&mut text, &Judged::untouched(conversation, &[]))
                .map_err(|error| fail(error.into()))?;
            text.truncate(text.trim_ascii_end().len());
        }
        text.extend_from_slice(b"\n]\n");
        std::fs::write(&to, text).map_err(fail)
    }

    fn scenario(
        &self,
        profile: &Profile,
        ordinal: u32,
        drawing: &ProfileGenerator,
        shelf: &Shelf,
    ) -> Scenario {
        let asked = |domain| self.domains.is_empty() || self.domains.contains(&domain);
        match &profile.scenario {
            Some(own) if asked(own.domain) => own.clone(),
            _ => {
                let domain = self
                    .domains
                    .get(ordinal as usize % self.domains.len().max(1));
                drawing.scenario_for(profile, u64::from(ordinal), domain.copied(), shelf)
            }
        }
    }

    fn plan(&self, profile: &Profile, scenario: Scenario, ordinal: u32, lengths: &Lengths) -> Plan {
        let natural = self.mode == Mode::Natural;
        Plan {
            profile: Arc::new(profile.clone()),
            scenario,
            language: profile.conversation_style.language,
            mode: self.mode,
            limits: self.limits,
            aim: Aim {
                exchanges: natural.then(|| lengths.drawn(self.seed, ordinal)),
                ..Aim::default()
            },
            seed: self.seed,
            ordinal,
        }
    }

    fn converse(&self, plan: Plan) -> Result<Conversation, SimulateError> {
        let mut talk = Talk::begin(&self.shop, plan);
        loop {
            let spoken = self.user.speak(&mut talk)?.is_some();
            let replied = self.system.reply(&mut talk)?.is_some();
            if !spoken && !replied {
                return Ok(talk.finish());
            }
        }
    }
}

impl std::fmt::Debug for ConversationGenerator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lengths = (self.limits.min, self.limits.max);
        write!(
            f,
            "ConversationGenerator({lengths:?} exchanges, {:?})",
            self.shop
        )
    }
}
