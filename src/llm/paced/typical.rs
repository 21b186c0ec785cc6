//! How much a request uses before anybody has counted.

use crate::llm::{ChatRequest, Part, Usage};

/// Bytes of a token: three hold for English, where there are more, and for Devanagari, where a letter alone has three.
const BYTES: usize = 3;
/// What a picture takes, in tokens: the upper end of what providers tell.
const PICTURE: u64 = 1_600;
/// How much the latest answer counts.
const WEIGHT: f64 = 0.1;

/// The typical answer.
#[derive(Debug, Default)]
pub(super) struct Typical {
    /// Tokens written, on the average of the latest answers; `None` before the first.
    output: Option<f64>,
}

impl Typical {
    /// What a request will about use. An answer that nobody has seen yet may be as long as it is allowed to be.
    pub(super) fn of(&self, request: &ChatRequest) -> Usage {
        let most = most(request);
        let output = self.output.map_or(most.output, |mean| mean.ceil() as u64);
        Usage {
            output: output.min(most.output),
            ..most
        }
    }

    /// Takes in what one has used.
    pub(super) fn learn(&mut self, usage: Usage) {
        let new = usage.output as f64;
        let old = self.output.unwrap_or(new);
        self.output = Some(old + (new - old) * WEIGHT);
    }
}

/// The most that a request will usually use.
fn most(request: &ChatRequest) -> Usage {
    let tokens = |text: &str| text.len().div_ceil(BYTES) as u64;
    let part = |part: &Part| match part {
        Part::Text(text) => tokens(text),
        Part::Picture { .. } => PICTURE,
    };
    Usage::plain(
        tokens(&request.instructions) + request.parts.iter().map(part).sum::<u64>(),
        u64::from(request.max_tokens),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_for_what_they_were() {
        let parts = [Part::Text("x".repeat(297))];
        let request = ChatRequest::new("xyz", parts, 400);
        let mut typical = Typical::default();
        let usage = |input, output| Usage::plain(input, output);
        assert_eq!(typical.of(&request), usage(100, 400));
        typical.learn(usage(90, 110));
        assert_eq!(typical.of(&request), usage(100, 110));
        typical.learn(usage(90, 210));
        assert_eq!(typical.of(&request), usage(100, 120));
        typical.learn(usage(90, 99_999));
        assert_eq!(typical.of(&request), usage(100, 400));
    }
}
