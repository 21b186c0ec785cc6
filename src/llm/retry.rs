//! Asking again when a server is busy or cannot be reached.

use std::future::Future;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};

use super::LlmError;

/// How often a request is repeated.
const TIMES: usize = 4;
/// The first pause.
const FIRST: Duration = Duration::from_millis(500);
/// The longest pause of our own.
const LONGEST: Duration = Duration::from_secs(8);
/// Whoever asks for a longer pause than this is not waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// Tries until it works, the failure is for good, or the patience is at its end. What a server asks for by `Retry-After`
/// wins over our own pauses, which grow and are jittered.
pub(super) async fn patiently<T, F, W>(ask: W) -> Result<T, LlmError>
where
    W: FnMut() -> F,
    F: Future<Output = Result<T, LlmError>>,
{
    ask.retry(pauses())
        .when(LlmError::passing)
        .adjust(|error, ours| match error {
            LlmError::Busy {
                wait: Some(wait), ..
            } => (*wait <= PATIENCE).then_some(*wait),
            _ => ours,
        })
        .await
}

/// The pauses between attempts.
pub(super) fn pauses() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(FIRST)
        .with_max_delay(LONGEST)
        .with_max_times(TIMES)
        .with_jitter()
}
