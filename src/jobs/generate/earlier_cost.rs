//! What a run has cost before it goes on.

use super::super::JobError;
use super::speaking::ByModel;
use crate::domain::{Billing, Cost, Currency, Price, RunId, Usage};
use crate::llm::Budget;
use crate::store::{CallSum, Store};

/// Counts what the ledger holds of a run towards its budget: what answers cost, and of calls of which nobody knows what they
/// cost, the most that they may have.
///
/// # Errors
/// When the ledger cannot be read, or the run has spent another currency than the budget is in.
pub(super) async fn count(store: &Store, run: RunId, by: &ByModel) -> Result<(), JobError> {
    let (Some(budget), Some(price)) = (&by.budget, by.price) else {
        return Ok(());
    };
    let sums = store.call_sums(Some(run)).await?;
    let earlier = earlier(&sums, price);
    let earlier = earlier.map_err(|currency| another(currency, budget))?;
    budget.count_earlier(earlier.spent, earlier.uncertain);
    Ok(())
}

fn another(currency: Currency, budget: &Budget) -> JobError {
    JobError::BadOption(format!(
        "this run has spent {currency} before, and the budget is {}: nothing is converted; go on without a budget, or begin \
         another run",
        budget.most()
    ))
}

/// Millionths of the price's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct Earlier {
    spent: u64,
    uncertain: u64,
}

/// The sums, or the currency that is another one.
fn earlier(sums: &[CallSum], price: Price) -> Result<Earlier, Currency> {
    let mut found = Earlier::default();
    let (mut answered, mut unknown) = (0, 0);
    let mut counted = Usage::default();
    for sum in sums.iter().filter(|sum| sum.billing != Billing::No) {
        if let Some(other) = currencies(sum).find(|currency| *currency != price.currency) {
            return Err(other);
        }
        found.spent = found.spent.saturating_add(sum.micros);
        let usage = Usage {
            input: sum.input,
            output: sum.output,
            cached: sum.cached,
            ..Usage::default()
        };
        if usage != Usage::default() {
            answered += sum.calls;
            counted += usage;
        }
        match (sum.currency, sum.most, usage == Usage::default()) {
            (Some(_), None, _) => {}
            (_, Some(most), _) => found.uncertain = found.uncertain.saturating_add(most.micros),
            // Answered when the model had no price: at the price that it has now.
            (None, None, false) => found.spent = found.spent.saturating_add(price.of(usage).micros),
            (None, None, true) => unknown += sum.calls,
        }
    }
    // They left when nobody knew a price, and nobody knows their end: each counts as the run's average answer does.
    let mean = price.of(counted).micros.div_ceil(u64::max(answered, 1));
    found.uncertain = found.uncertain.saturating_add(mean.saturating_mul(unknown));
    Ok(found)
}

fn currencies(sum: &CallSum) -> impl Iterator<Item = Currency> {
    let most = sum.most.map(|most: Cost| most.currency);
    sum.currency.into_iter().chain(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CallState, Engine};

    const PRICE: Price = Price::plain(1_000_000, 5_000_000, Currency::USD);

    fn sum(billing: Billing, calls: u64) -> CallSum {
        CallSum {
            run: None,
            engine: Engine::Openai,
            model: "m".to_owned(),
            state: CallState::Done,
            billing,
            error: None,
            currency: None,
            calls,
            input: 0,
            output: 0,
            cached: 0,
            micros: 0,
            most: None,
        }
    }

    fn usd(micros: u64) -> Cost {
        Cost {
            micros,
            currency: Currency::USD,
        }
    }

    #[test]
    fn what_may_be_billed_counts_as_much_as_it_may_have_cost() {
        let sums = [
            CallSum {
                currency: Some(Currency::USD),
                micros: 700,
                input: 500,
                output: 40,
                ..sum(Billing::Yes, 2)
            },
            CallSum {
                most: Some(usd(90)),
                ..sum(Billing::Maybe, 3)
            },
            CallSum {
                most: Some(usd(30)),
                ..sum(Billing::Yes, 1)
            },
            sum(Billing::No, 9),
        ];
        let want = Earlier {
            spent: 700,
            uncertain: 120,
        };
        assert_eq!(earlier(&sums, PRICE), Ok(want));
    }

    #[test]
    fn what_had_no_price_then_has_the_one_of_now() {
        let sums = [
            CallSum {
                input: 500,
                output: 100,
                ..sum(Billing::Yes, 4)
            },
            sum(Billing::Maybe, 2),
        ];
        let want = Earlier {
            spent: 1_000,
            uncertain: 500,
        };
        assert_eq!(earlier(&sums, PRICE), Ok(want));
    }

    #[test]
    fn another_currency_is_named() {
        let sums = [CallSum {
            currency: Some(Currency::EUR),
            micros: 1,
            ..sum(Billing::Yes, 1)
        }];
        assert_eq!(earlier(&sums, PRICE), Err(Currency::EUR));
    }
}
