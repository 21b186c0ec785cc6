//! What a server says went wrong, in the shapes that are in use, and what that means here.
//!
//! Owns: which status and code is which [`LlmError`]. Does not: repeat a text that may hold a key; whoever knows the key
//! cleans what was said first.

use std::time::Duration;

use serde_json::Value;

use super::LlmError;

/// How long a server that still loads its model is left alone when it does not say how long it takes.
const LOADING: Duration = Duration::from_secs(5);

/// Codes of errors that come without a status of their own, inside an answer that had begun.
const STATUSES: &[(&str, u16)] = &[
    ("api_error", 500),
    ("authentication_error", 401),
    ("billing_error", 402),
    ("conflict_error", 409),
    ("internal_server_error", 500),
    ("invalid_api_key", 401),
    ("model_not_found", 404),
    ("not_found_error", 404),
    ("overloaded_error", 529),
    ("permission_error", 403),
    ("rate_limit_error", 429),
    ("rate_limit_exceeded", 429),
    ("request_too_large", 413),
    ("server_error", 500),
    ("server_is_overloaded", 503),
    ("slow_down", 503),
    ("timeout_error", 504),
    ("unavailable_error", 503),
];

/// A complaint. Its codes decide; its text is only for people, but for a context that is too short, which many servers
/// tell in words alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    /// In words.
    said: String,
    /// Codes and kinds, the most telling first.
    codes: Vec<String>,
    /// The parameter that it is about.
    param: Option<String>,
    /// The status that it names itself: gateways pass on that of the server behind them so.
    status: Option<u16>,
    /// Whether a filter in front of the model objects to what it was shown.
    flagged: bool,
}

impl Complaint {
    /// Reads the body of an answer with this status.
    pub(super) fn of_body(body: &[u8], status: u16) -> Self {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let mut complaint = Complaint::read(value.get("error").unwrap_or(&value));
        if complaint.said.is_empty() {
            complaint.said = String::from_utf8_lossy(body).into_owned();
        }
        if complaint.said.trim().is_empty() {
            complaint.said = format!("status {status}");
        }
        complaint.status = Some(status);
        complaint
    }

    /// Reads an error's own object, or the text in its place.
    pub(super) fn read(error: &Value) -> Self {
        let text = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
        let said = text("message")
            .or_else(|| error.as_str().map(str::to_owned))
            .or_else(|| text("detail"))
            .unwrap_or_else(|| match error {
                Value::Null => String::new(),
                other => other.to_string(),
            });
        let details = &error["details"]["error_code"];
        let codes = details.as_str().map(str::to_owned).into_iter();
        let metadata = &error["metadata"];
        Complaint {
            said,
            codes: codes.chain(text("code")).chain(text("type")).collect(),
            param: text("param"),
            status: number(&error["code"]).filter(|code| (400..600).contains(code)),
            flagged: metadata.get("reasons").is_some() || metadata.get("flagged_input").is_some(),
        }
    }

    /// The same with what may be repeated of its texts.
    pub(super) fn cleaned(self, clean: impl Fn(&str) -> String) -> Self {
        Complaint {
            said: clean(&self.said),
            param: self.param.as_deref().map(clean),
            ..self
        }
    }

    /// The error that this is.
    pub(super) fn error(self, host: &str, wait: Option<Duration>) -> LlmError {
        let status = self
            .status
            .or_else(|| self.status_of_codes())
            .unwrap_or(400);
        let host = host.to_owned();
        if self.is_too_long() {
            let said = self.said;
            return LlmError::TooLong { host, said };
        }
        if self.has_code(|code| {
            ["quota", "credit", "billing", "spend"]
                .iter()
                .any(|w| code.contains(w))
        }) {
            let said = self.said;
            return LlmError::Quota { host, said };
        }
        if status < 500 && self.has_code(|code| code.contains("image")) {
            let said = self.said;
            return LlmError::Picture { host, said };
        }
        let loading = self.has_code(|code| code == "unavailable_error");
        let Complaint {
            said,
            param,
            flagged,
            ..
        } = self;
        match status {
            401 => LlmError::Key { host, said },
            402 => LlmError::Quota { host, said },
            403 if flagged => LlmError::Refused { host, said, param },
            403 => LlmError::Forbidden { host, said },
            404 | 405 => LlmError::Unknown { host, said },
            413 => LlmError::TooLong { host, said },
            503 if loading => {
                let wait = wait.or(Some(LOADING));
                LlmError::Busy { host, said, wait }
            }
            429 | 503 | 529 => LlmError::Busy { host, said, wait },
            408 | 409 | 499 | 500.. => LlmError::Server { host, status, said },
            _ => LlmError::Refused { host, said, param },
        }
    }

    fn status_of_codes(&self) -> Option<u16> {
        let known = |code: &String| STATUSES.iter().find(|(name, _)| name == code);
        self.codes.iter().find_map(known).map(|(_, status)| *status)
    }

    fn has_code(&self, test: impl Fn(&str) -> bool) -> bool {
        self.codes.iter().any(|code| test(code))
    }

    fn is_too_long(&self) -> bool {
        let said = self.said.to_lowercase();
        let words = [
            "maximum context length",
            "prompt is too long",
            "available context size",
            "context window",
        ];
        self.has_code(|code| code.contains("context_length") || code.contains("context_size"))
            || words.iter().any(|words| said.contains(words))
    }
}

/// A number, also one that is written as a text.
fn number(value: &Value) -> Option<u16> {
    let number = value.as_u64();
    let number = number.or_else(|| value.as_str()?.parse().ok());
    number.and_then(|number| u16::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn error(status: u16, body: Value) -> LlmError {
        Complaint::of_body(body.to_string().as_bytes(), status).error("h", None)
    }

    fn inside(error: Value) -> LlmError {
        Complaint::read(&error).error("h", None)
    }

    #[test]
    fn a_status_and_its_code_say_what_it_is() {
        let openai = |code: &str, kind: &str| json!({"error": {"message": "m", "type": kind, "param": null, "code": code}});
        let anthropic = |kind: &str| json!({"type": "error", "error": {"type": kind, "message": "m"}, "request_id": "r"});
        type Is = fn(&LlmError) -> bool;
        let cases: &[(u16, Value, Is)] = &[
            (
                400,
                openai("unsupported_value", "invalid_request_error"),
                |e| matches!(e, LlmError::Refused { .. }),
            ),
            (
                400,
                openai("context_length_exceeded", "invalid_request_error"),
                |e| matches!(e, LlmError::TooLong { .. }),
            ),
            (
                400,
                openai("invalid_image_url", "invalid_request_error"),
                |e| matches!(e, LlmError::Picture { .. }),
            ),
            (
                401,
                openai("invalid_api_key", "invalid_request_error"),
                |e| matches!(e, LlmError::Key { .. }),
            ),
            (401, anthropic("authentication_error"), |e| {
                matches!(e, LlmError::Key { .. })
            }),
            (402, anthropic("billing_error"), |e| {
                matches!(e, LlmError::Quota { .. })
            }),
            (403, anthropic("permission_error"), |e| {
                matches!(e, LlmError::Forbidden { .. })
            }),
            (
                403,
                json!({"error": {"code": 403, "message": "m", "metadata": {"reasons": ["x"]}}}),
                |e| matches!(e, LlmError::Refused { .. }),
            ),
            (
                404,
                openai("model_not_found", "invalid_request_error"),
                |e| matches!(e, LlmError::Unknown { .. }),
            ),
            (408, json!({}), |e| {
                matches!(e, LlmError::Server { status: 408, .. })
            }),
            (409, anthropic("conflict_error"), |e| e.passing()),
            (413, anthropic("request_too_large"), |e| {
                matches!(e, LlmError::TooLong { .. })
            }),
            (
                422,
                json!({"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}),
                |e| matches!(e, LlmError::Refused { .. }),
            ),
            (429, openai("rate_limit_exceeded", "requests"), |e| {
                matches!(e, LlmError::Busy { .. })
            }),
            (
                429,
                openai("insufficient_quota", "insufficient_quota"),
                |e| matches!(e, LlmError::Quota { .. }),
            ),
            (
                429,
                openai("credit_balance_exhausted", "rate_limit_error"),
                |e| matches!(e, LlmError::Quota { .. }),
            ),
            (
                429,
                json!({"type": "error", "error": {"type": "rate_limit_error", "message": "m", "details": {"error_code": "enforced_spend_limit_reached"}}}),
                |e| matches!(e, LlmError::Quota { .. }),
            ),
            (
                429,
                json!({"type": "error", "error": {"type": "rate_limit_error", "message": "m", "details": {"error_code": "ramp_limit_exceeded"}}}),
                |e| matches!(e, LlmError::Busy { .. }),
            ),
            (499, json!({}), |e| matches!(e, LlmError::Server { .. })),
            (500, openai("server_error", "server_error"), |e| {
                matches!(e, LlmError::Server { status: 500, .. })
            }),
            (
                500,
                json!({"error": {"code": 500, "message": "m", "type": "exceed_context_size_error", "n_ctx": 256}}),
                |e| matches!(e, LlmError::TooLong { .. }),
            ),
            (503, openai("slow_down", "server_error"), |e| {
                matches!(e, LlmError::Busy { wait: None, .. })
            }),
            (
                503,
                json!({"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}),
                |e| matches!(e, LlmError::Busy { wait: Some(_), .. }),
            ),
            (529, anthropic("overloaded_error"), |e| {
                matches!(e, LlmError::Busy { .. })
            }),
            (
                400,
                json!({"type": "error", "error": {"type": "invalid_request_error", "message": "prompt is too long: 9 tokens > 8 maximum"}}),
                |e| matches!(e, LlmError::TooLong { .. }),
            ),
        ];
        for (status, body, is) in cases {
            let error = error(*status, body.clone());
            assert!(is(&error), "{status} {body}: {error:?}");
        }
    }

    #[test]
    fn an_error_inside_an_answer_finds_its_status_by_its_code() {
        assert!(matches!(
            inside(json!({"type": "overloaded_error", "message": "m"})),
            LlmError::Busy { .. }
        ));
        assert!(matches!(
            inside(json!({"code": "server_error", "message": "m"})),
            LlmError::Server { status: 500, .. }
        ));
        assert!(matches!(
            inside(json!({"code": 429, "message": "m"})),
            LlmError::Busy { .. }
        ));
        assert!(matches!(
            inside(json!({"code": "502", "message": "m"})),
            LlmError::Server { status: 502, .. }
        ));
        assert!(matches!(
            inside(json!("bad input")),
            LlmError::Refused { .. }
        ));
    }

    #[test]
    fn every_shape_of_a_complaint_is_told_in_words() {
        let said = |body: &[u8]| Complaint::of_body(body, 400).said;
        assert_eq!(said(br#"{"error":{"message":"m"}}"#), "m");
        assert_eq!(said(br#"{"error":"text"}"#), "text");
        assert_eq!(said(br#"{"detail":"Not Found"}"#), "Not Found");
        assert_eq!(said(br#"{"object":"error","message":"m"}"#), "m");
        assert!(said(br#"{"message":{"detail":[{"loc":["body","seed"]}]}}"#).contains("seed"));
        assert_eq!(said(b"<html>"), "<html>");
        assert_eq!(said(b" "), "status 400");
    }
}
