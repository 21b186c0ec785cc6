//! The conversations that are being made, or were made last, as far as they have come.
//!
//! Owns: what job events say of each, and which one is in focus. Does not: draw them or give orders.

use super::ways::Ways;
use crate::domain::{
    Conversation, ConversationId, Language, Outcome, Profile, ProfileId, Scenario, Speaker,
    Subject, TurnId,
};
use crate::jobs::{Awaits, Hold, JobEvent, JobId, Steer};
use crate::tui::editor::Editor;
use crate::tui::effect::Effect;

/// How many streams are remembered, finished ones first to go.
const KEPT: usize = 64;

/// One turn as far as it has come.
#[derive(Debug)]
pub struct StreamTurn {
    /// Its id.
    pub id: TurnId,
    /// Who says it.
    pub speaker: Speaker,
    /// The words so far.
    pub text: String,
    /// Whether its text is whole, and so on disk.
    pub done: bool,
}

/// One conversation being made.
pub struct Stream {
    /// Its job.
    pub job: JobId,
    /// Its id.
    pub id: ConversationId,
    /// Its place in the run, from 0.
    pub ordinal: u32,
    /// The shopper.
    pub profile: ProfileId,
    /// The language.
    pub language: Language,
    /// What the shopper is after.
    pub title: String,
    /// The turns.
    pub turns: Vec<StreamTurn>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Faults that the checks found.
    pub faults: u32,
    /// Whether it was told to hold.
    pub held: bool,
    /// Whether the whole run was.
    pub run_held: bool,
    /// The side that a person has taken.
    pub side: Option<Speaker>,
    /// What it stands still for.
    pub awaits: Option<Awaits>,
    /// The ways in which its next turn is worded, to pick from.
    pub ways: Option<Ways>,
    /// What was typed and not sent.
    pub typed: Editor,
    /// Whose conversation it is, once read.
    pub about: Option<Box<(Profile, Scenario)>>,
    /// Whether that was asked for.
    pub asked_about: bool,
}

impl Stream {
    /// The turn that waits for a person's words.
    pub fn awaits_words(&self) -> Option<TurnId> {
        match self.awaits {
            Some(Awaits::Words { turn, .. }) => Some(turn),
            Some(Awaits::Release | Awaits::Pick) | None => None,
        }
    }

    /// Whether it is still being made.
    pub fn runs(&self) -> bool {
        self.outcome.is_none()
    }

    /// The effect that gives it an order.
    pub fn steered(&self, order: Steer) -> Effect {
        Effect::Steer {
            job: self.job,
            conversation: self.id,
            order,
        }
    }

    /// Takes in whose conversation it is.
    pub fn learn(&mut self, conversation: &Conversation) {
        let about = (conversation.profile.clone(), conversation.scenario.clone());
        self.about = Some(Box::new(about));
    }

    /// Who speaks next, as far as the turns tell.
    pub fn next_speaker(&self) -> Speaker {
        match self.turns.last() {
            Some(turn) if turn.done && turn.speaker == Speaker::User => Speaker::Assistant,
            Some(turn) if !turn.done => turn.speaker,
            _ => Speaker::User,
        }
    }

    /// How it stands, in a few words.
    pub fn state(&self) -> String {
        let turns = match self.turns.len() {
            1 => "1 turn".to_owned(),
            turns => format!("{turns} turns"),
        };
        match (self.outcome, self.awaits, self.held, self.side) {
            (Some(outcome), ..) => format!("{turns}, {}", outcome.code()),
            (None, Some(Awaits::Words { .. }), ..) => "waits for your words".to_owned(),
            (None, Some(Awaits::Release), ..) => format!("{turns}, held"),
            (None, Some(Awaits::Pick), ..) => "pick how it goes on".to_owned(),
            (None, None, ..) if self.ways.is_some() => "several ways are being worded".to_owned(),
            (None, None, ..) if self.run_held => "held after this turn".to_owned(),
            (None, None, true, _) => "held after this turn".to_owned(),
            (None, None, false, Some(side)) => format!("you are the {} next", word(side)),
            (None, None, false, None) => format!("{turns} …"),
        }
    }

    fn turn(&mut self, id: TurnId) -> Option<&mut StreamTurn> {
        self.turns.iter_mut().rev().find(|turn| turn.id == id)
    }
}

/// A side as people call it.
pub fn word(side: Speaker) -> &'static str {
    match side {
        Speaker::User => "shopper",
        Speaker::Assistant => "assistant",
    }
}

/// All of them, and the one in focus.
#[derive(Default)]
pub struct Streams {
    streams: Vec<Stream>,
    focus: usize,
    /// Whether a person chose the focus; else it goes to the next when one ends.
    by_hand: bool,
}

impl Streams {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.streams.len()
    }

    /// The one in focus.
    pub fn focus(&self) -> Option<&Stream> {
        self.streams.get(self.focus)
    }

    /// The one in focus, to be changed.
    pub fn focus_mut(&mut self) -> Option<&mut Stream> {
        self.streams.get_mut(self.focus)
    }

    /// The one of an id.
    pub fn find(&mut self, id: ConversationId) -> Option<&mut Stream> {
        self.streams.iter_mut().rev().find(|stream| stream.id == id)
    }

    /// Whether some stand still for a person, and how many.
    pub fn standing(&self) -> usize {
        let stands = |stream: &&Stream| stream.runs() && stream.awaits.is_some();
        self.streams.iter().filter(stands).count()
    }

    /// Puts the focus so many further.
    pub fn step(&mut self, step: isize) {
        let last = self.streams.len().saturating_sub(1);
        self.choose(self.focus.saturating_add_signed(step).min(last));
    }

    /// Puts the focus on the one at a place.
    pub fn choose(&mut self, place: usize) {
        self.by_hand = true;
        self.focus = place;
    }

    /// Keeps the focus where it is.
    pub fn stay(&mut self) {
        self.by_hand = true;
    }

    /// Focuses the oldest that is still being made, so that a person can read one to its end.
    pub fn follow(&mut self) {
        self.by_hand = false;
        if self.focus().is_some_and(Stream::runs) {
            return;
        }
        if let Some(next) = self.streams.iter().position(Stream::runs) {
            self.focus = next;
        }
    }

    /// Up to `room` of them to be shown with their places: the one in focus, those that are being made, then those that
    /// ended last.
    pub fn shown(&self, room: usize) -> Vec<(usize, &Stream)> {
        let newest = self.streams.iter().enumerate().rev();
        let mut places: Vec<usize> = newest.map(|(place, _)| place).collect();
        // A stable sort: what is being made in its order, before what has ended, the latest first.
        places.sort_by_key(|place| match self.streams[*place].runs() {
            true => (0, *place),
            false => (1, 0),
        });
        let at = places.iter().position(|place| *place == self.focus);
        let past = at.map_or(0, |at| (at + 1).saturating_sub(room));
        // One that has ended may be read meanwhile: what is being made stays in sight beside it.
        let from = match self.focus().is_some_and(Stream::runs) {
            true => past,
            false => 0,
        };
        let mut shown: Vec<usize> = places.into_iter().skip(from).take(room).collect();
        if past > from
            && let Some(last) = shown.last_mut()
        {
            *last = self.focus;
        }
        shown.sort_unstable();
        shown
            .into_iter()
            .map(|place| (place, &self.streams[place]))
            .collect()
    }

    /// Whether the one at a place is in focus.
    pub fn in_focus(&self, place: usize) -> bool {
        place == self.focus
    }

    /// Puts other words to a turn: they were edited.
    pub fn reword(&mut self, subject: &Subject, text: &str) {
        let Subject::Turn(conversation, turn) = subject else {
            return;
        };
        if let Some(turn) = self.find(*conversation).and_then(|s| s.turn(*turn)) {
            text.clone_into(&mut turn.text);
        }
    }

    fn admit(&mut self, stream: Stream) {
        if self.streams.len() >= KEPT
            && let Some(done) = self.first_done()
        {
            self.streams.remove(done);
            if self.focus > done {
                self.focus -= 1;
            }
        }
        self.streams.push(stream);
        if !self.by_hand {
            self.follow();
        }
    }

    /// The oldest finished stream that nobody is reading.
    fn first_done(&self) -> Option<usize> {
        let read = self.by_hand.then_some(self.focus);
        let done = |(at, stream): &(usize, &Stream)| !stream.runs() && read != Some(*at);
        self.streams.iter().enumerate().find(done).map(|(at, _)| at)
    }

    /// Takes in what a job reports.
    pub fn take(&mut self, event: &JobEvent) {
        match event {
            JobEvent::Admitted {
                job,
                conversation,
                ordinal,
                profile,
                language,
                title,
            } => self.admit(Stream {
                job: *job,
                id: *conversation,
                ordinal: *ordinal,
                profile: profile.clone(),
                language: *language,
                title: title.clone(),
                turns: Vec::new(),
                outcome: None,
                faults: 0,
                held: false,
                run_held: false,
                side: None,
                awaits: None,
                ways: None,
                typed: Editor::new(""),
                about: None,
                asked_about: false,
            }),
            JobEvent::Started { .. } => self.by_hand = false,
            JobEvent::Ended { job, .. } => {
                // What a failed job left open is not being made any more.
                let open = |stream: &&mut Stream| stream.job == *job && stream.runs();
                for stream in self.streams.iter_mut().filter(open) {
                    stream.end(Outcome::Stopped, 0);
                }
            }
            JobEvent::Held { job, state } => {
                let of_job = |stream: &&mut Stream| stream.job == *job && stream.runs();
                for stream in self.streams.iter_mut().filter(of_job) {
                    stream.run_held = *state == Hold::Paused;
                    stream.settle();
                }
            }
            other => {
                if let Some(stream) = conversation_of(other).and_then(|id| self.find(id)) {
                    stream.hear(other);
                }
            }
        }
    }
}

impl Stream {
    fn end(&mut self, outcome: Outcome, faults: u32) {
        self.outcome = Some(outcome);
        self.faults = faults;
        self.awaits = None;
        self.ways = None;
        // A turn that was cut short is not saved, so it is not shown as if it were.
        self.turns.retain(|turn| turn.done);
    }

    /// Forgets that it stands still when nothing keeps it.
    fn settle(&mut self) {
        let still = match self.awaits {
            Some(Awaits::Words { speaker, .. }) => self.side == Some(speaker),
            Some(Awaits::Release) => self.held || self.run_held,
            Some(Awaits::Pick) => true,
            None => false,
        };
        self.awaits = self.awaits.filter(|_| still);
    }

    /// Takes in an event of this conversation.
    fn hear(&mut self, event: &JobEvent) {
        match event {
            JobEvent::TurnStarted { turn, speaker, .. } => {
                self.awaits = None;
                self.ways = None;
                self.turns.retain(|begun| begun.id != *turn);
                self.turns.push(StreamTurn {
                    id: *turn,
                    speaker: *speaker,
                    text: String::new(),
                    done: false,
                });
            }
            JobEvent::Delta { turn, text, .. } => {
                if let Some(ways) = &mut self.ways {
                    ways.extend(*turn, text);
                } else if let Some(turn) = self.turn(*turn) {
                    turn.text.push_str(text);
                }
            }
            JobEvent::TurnAgain { turn, .. } => {
                if let Some(ways) = &mut self.ways {
                    ways.again(*turn);
                } else if let Some(turn) = self.turn(*turn) {
                    turn.text.clear();
                }
            }
            JobEvent::TurnDone { turn, text, .. } => {
                if let Some(turn) = self.turn(*turn) {
                    turn.text.clone_from(text);
                    turn.done = true;
                }
                // What was typed is on disk only now.
                if *text == self.typed.text() {
                    self.typed = Editor::new("");
                }
            }
            JobEvent::ConversationDone {
                outcome, faults, ..
            } => self.end(*outcome, *faults),
            JobEvent::Steered { state, side, .. } => {
                self.held = *state == Hold::Paused;
                self.side = *side;
                self.settle();
            }
            JobEvent::Alternatives {
                speaker,
                act,
                turns,
                ..
            } => {
                self.awaits = None;
                self.ways = Some(Ways::new(*speaker, *act, turns));
            }
            JobEvent::AlternativeDone { turn, text, .. } => {
                if let Some(ways) = &mut self.ways {
                    ways.done(*turn, text);
                }
            }
            JobEvent::Waits { awaits, .. } => {
                self.awaits = Some(*awaits);
                if *awaits != Awaits::Pick {
                    self.ways = None;
                }
            }
            _ => {}
        }
    }
}

/// The conversation that an event is of.
fn conversation_of(event: &JobEvent) -> Option<ConversationId> {
    match event {
        JobEvent::TurnStarted { conversation, .. }
        | JobEvent::Delta { conversation, .. }
        | JobEvent::TurnAgain { conversation, .. }
        | JobEvent::Alternatives { conversation, .. }
        | JobEvent::AlternativeDone { conversation, .. }
        | JobEvent::TurnDone { conversation, .. }
        | JobEvent::ConversationDone { conversation, .. }
        | JobEvent::Steered { conversation, .. }
        | JobEvent::Waits { conversation, .. } => Some(*conversation),
        _ => None,
    }
}
