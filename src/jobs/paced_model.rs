//! A language model as a person set it up: at a pace, patiently, within a budget, with every question in the books.
//!
//! Owns: how settings and prices become such a model, the same for every job that asks one. Does not: say what is asked.

use std::sync::Arc;

use jiff::civil::Date;

use super::servers::provider;
use super::{JobError, WorkspaceLedger};
use crate::config::{Config, PriceTable};
use crate::domain::{Price, SpendLimit};
use crate::llm::{Budget, Meter, Pace, Paced, Patience, Provider, Wire};
use crate::paths::Paths;
use crate::store::Store;

/// Requests a minute when nobody sets a rate: so many that only the server's own limits count.
const UNBOUND: u32 = 100_000;

/// A model that is set up, and has no books yet: nothing can be asked of it.
pub struct ModelPlan {
    wire: Provider,
    price: Option<Price>,
    budget: Option<Budget>,
    pace: Pace,
    patience: Patience,
    seed: u64,
}

/// A model that can be asked.
#[derive(Clone)]
pub struct BookedModel {
    /// The model.
    pub model: Arc<Paced>,
    /// What was asked through it in this process.
    pub meter: Meter,
    /// What it costs, when that is known.
    pub price: Option<Price>,
    /// The most that may be spent, when there is a limit.
    pub budget: Option<Budget>,
    /// How often it may be asked in a minute, when there is a limit.
    pub requests_per_minute: Option<u32>,
}

impl ModelPlan {
    /// The model of these settings, at the price of this day.
    ///
    /// # Errors
    /// As [`provider`], when the table of prices cannot be read, and when there is a budget for a model without a price, or
    /// in another currency than its price.
    pub fn of(config: &Config, paths: &Paths, today: Date) -> Result<Self, JobError> {
        let wire = provider(&config.model)?;
        let prices = PriceTable::load(&paths.prices());
        let prices = prices.map_err(|error| JobError::BadOption(error.to_string()))?;
        let price = prices.line(wire.name(), today).map(|line| line.price);
        let budget = config.budget.value.map(|limit| match price {
            Some(price) => budget(limit, price),
            None => Err(unpriced(wire.name(), paths, today)),
        });
        Ok(ModelPlan {
            price,
            budget: budget.transpose()?,
            pace: Pace {
                requests: config.requests_per_minute.value.unwrap_or(UNBOUND),
                in_flight: config.max_in_flight.value,
                ..Pace::default()
            },
            patience: Patience {
                retries: config.max_retries.value,
                ..Patience::default()
            },
            seed: config.seed.value.unwrap_or_default(),
            wire,
        })
    }

    /// This model beside another of the same server: at its pace, within its budget, in its books.
    ///
    /// # Errors
    /// When there is a budget and nobody knows what this model costs, or it costs in another currency.
    pub fn beside(self, other: &BookedModel) -> Result<BookedModel, JobError> {
        if let Some(budget) = &other.budget {
            let currency = budget.most().currency;
            if self.price.is_none_or(|price| price.currency != currency) {
                return Err(JobError::BadOption(format!(
                    "the run has a budget in {currency}, and nobody knows what {} costs in {currency}; write its price into prices.toml",
                    self.wire.name()
                )));
            }
        }
        let model = other.model.beside(Arc::new(self.wire), self.price);
        Ok(BookedModel {
            model: Arc::new(model),
            price: self.price,
            ..other.clone()
        })
    }

    /// The same with so many questions on their way at a time.
    pub fn at_a_time(mut self, questions: usize) -> Self {
        self.pace.in_flight = u32::try_from(questions).unwrap_or(u32::MAX);
        self
    }

    /// The model with its books in this store.
    pub fn in_books(self, store: &Store) -> BookedModel {
        let books = Arc::new(WorkspaceLedger::new(store.clone()));
        let model = Paced::new(
            Arc::new(self.wire),
            self.pace,
            self.patience,
            books,
            self.seed,
        );
        let model = match (self.price, &self.budget) {
            (Some(price), Some(budget)) => model.within(price, budget.clone()),
            (price, _) => model.at_price(price),
        };
        BookedModel {
            meter: model.meter(),
            model: Arc::new(model),
            price: self.price,
            budget: self.budget,
            requests_per_minute: Some(self.pace.requests).filter(|rate| *rate < UNBOUND),
        }
    }
}

fn budget(limit: SpendLimit, price: Price) -> Result<Budget, JobError> {
    let most = limit.in_currency(price.currency);
    most.map(Budget::new).ok_or_else(|| {
        JobError::BadOption(format!(
            "the budget is {limit}, and the model's price is in {}: nothing is converted, give the budget in {} too",
            price.currency, price.currency
        ))
    })
}

/// That a budget cannot be kept, and what to write where so that it can.
fn unpriced(model: &str, paths: &Paths, today: Date) -> JobError {
    JobError::BadOption(format!(
        "nobody knows what {model} costs, so that no budget can be kept; write its price for a million tokens into {}, \
         each on a line of its own: [[price]] / model = \"{model}\" / effective_from = \"{today}\" / currency = \"USD\" / \
         input = 0.50 / output = 1.50 / source = \"where you read it\" (0 for a machine of your own), or leave the budget away",
        paths.prices().display()
    ))
}
