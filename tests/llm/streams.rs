//! Answers that come as streams, in every provider's format, over real connections to a server on this machine.

use std::sync::Arc;
use std::time::Duration;

use crate::llm_kit::{Act, KEY, Server, begun, events, json};
use futures_util::{StreamExt, TryStreamExt};
use muse_studio::llm::{
    ChatEvent, ChatModel, ChatReply, ChatRequest, LlmError, Part, Provider, Schema, Shape, Stop,
    Times, Unpaced, Usage, Wire, WireEvent,
};
use serde_json::{Value, json};

const CHAT: &str = concat!(
    "data: {\"id\":\"c-1\",\"model\":\"tiny-1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}],\"usage\":null}\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"नमस्ते, \"}}],\"obfuscation\":\"x\"}\n\n",
    "data: {\"choices\":[{\"delta\":{\"content\":\"kya 👗 chahiye?\"}}]}\n\n",
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2}}}\n\n",
    "data: [DONE]\n\n",
);

const RESPONSES: &str = concat!(
    "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp-1\",\"model\":\"big-1\",\"status\":\"in_progress\"}}\n\n",
    "event: response.something_new\ndata: {\"type\":\"response.something_new\",\"delta\":\"no\"}\n\n",
    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"नमस्ते, \"}\n\n",
    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"kya 👗 chahiye?\"}\n\n",
    "event: response.output_text.done\ndata: {\"type\":\"response.output_text.done\",\"text\":\"नमस्ते, kya 👗 chahiye?\"}\n\n",
    "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp-1\",\"model\":\"big-1\",\"status\":\"completed\",\"usage\":{\"input_tokens\":9,\"output_tokens\":4,\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2}}}}\n\n",
);

const MESSAGES: &str = concat!(
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg-1\",\"model\":\"claude-1\",\"content\":[],\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":4,\"cache_creation_input_tokens\":2,\"output_tokens\":1}}}\n\n",
    "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
    "event: ping\ndata: {\"type\":\"ping\"}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"नमस्ते, \"}}\n\n",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"kya 👗 chahiye?\"}}\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
    "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":4}}\n\n",
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
);

const SAID: &str = "नमस्ते, kya 👗 chahiye?";

/// The three formats with a stream that says the same in each.
const FORMATS: [(Kind, &str); 3] = [
    (Kind::Compatible, CHAT),
    (Kind::Openai, RESPONSES),
    (Kind::Anthropic, MESSAGES),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Compatible,
    Openai,
    Anthropic,
}

impl Kind {
    fn at(self, server: &Server) -> Provider {
        self.over(server.endpoint())
    }

    fn over(self, endpoint: muse_studio::llm::Endpoint) -> Provider {
        match self {
            Kind::Compatible => Provider::compatible(endpoint, "m"),
            Kind::Openai => Provider::openai(endpoint, "m"),
            Kind::Anthropic => Provider::anthropic(endpoint, "m", "2023-06-01"),
        }
    }
}

fn request() -> ChatRequest {
    ChatRequest::new("Be brief.", [Part::Text("नमस्ते".to_owned())], 50)
}

/// The events of an attempt. Where texts are cut depends on how the packets came: those that follow each other are one.
async fn attempt(provider: &Provider, request: ChatRequest) -> Result<Vec<WireEvent>, LlmError> {
    let mut told: Vec<WireEvent> = Vec::new();
    let mut events = provider.attempt(Arc::new(request));
    while let Some(event) = events.try_next().await? {
        match (told.last_mut(), event) {
            (Some(WireEvent::Text(before)), WireEvent::Text(text)) => before.push_str(&text),
            (_, event) => told.push(event),
        }
    }
    Ok(told)
}

fn texts(events: &[WireEvent]) -> Vec<&str> {
    let text = |event: &'_ WireEvent| matches!(event, WireEvent::Text(_));
    let texts = events.iter().filter(|event| text(event));
    texts
        .map(|event| match event {
            WireEvent::Text(text) => text.as_str(),
            _ => "",
        })
        .collect()
}

fn reply(events: &[WireEvent]) -> &ChatReply {
    match events.last() {
        Some(WireEvent::Done(reply)) => reply,
        other => panic!("the last event is {other:?}"),
    }
}

async fn told(kind: Kind, stream: &str) -> Result<Vec<WireEvent>, LlmError> {
    let server = Server::answering(&[stream.as_bytes()]);
    attempt(&kind.at(&server), request()).await
}

#[tokio::test]
async fn every_format_gives_text_as_it_comes_and_what_it_used() {
    for (kind, stream) in FORMATS {
        let events = told(kind, stream).await.unwrap();
        assert!(matches!(events[0], WireEvent::Opened(_)), "{kind:?}");
        assert_eq!(texts(&events), [SAID], "{kind:?}");
        let reply = reply(&events);
        assert_eq!(reply.text, SAID);
        assert_eq!(
            reply.usage,
            Some(Usage {
                input: 9,
                output: 4,
                cached: 4,
                cache_written: 2,
            }),
            "{kind:?}"
        );
        assert_eq!(reply.stop, Stop::Natural);
        assert_eq!(reply.request_id.as_deref(), Some("req-7"));
        assert!(reply.model.ends_with("-1"), "{kind:?}: {}", reply.model);
    }
}

#[tokio::test]
async fn neither_line_ends_nor_comments_nor_pieces_matter() {
    for (kind, stream) in FORMATS {
        let wanted = told(kind, stream).await.unwrap();
        let crlf = stream.replace('\n', "\r\n");
        let commented = stream.replace("data: ", ": PROCESSING\n\ndata:");
        let unended = stream.trim_end().to_owned();
        for (strange, size) in [(&crlf, 4096), (&commented, 7), (&unended, 4096), (&crlf, 1)] {
            let pieces: Vec<&[u8]> = strange.as_bytes().chunks(size).collect();
            let server = Server::answering(&pieces);
            let events = attempt(&kind.at(&server), request()).await.unwrap();
            assert_eq!(events, wanted, "{kind:?} in pieces of {size}");
        }
    }
}

#[tokio::test]
async fn a_question_is_worded_as_its_format_wants_it() {
    let schema = Schema::new("verdict", [("score", Shape::Whole { least: 1, most: 5 })]);
    let mut question = request();
    question.parts.push(Part::Picture {
        media_type: "image/png",
        bytes: vec![1, 2, 3],
    });
    question.temperature = Some(0.4);
    question.seed = Some(7);
    question.schema = Some(Arc::new(schema.clone()));
    let mut sent = Vec::new();
    for (kind, stream) in FORMATS {
        let server = Server::answering(&[stream.as_bytes()]);
        attempt(&kind.at(&server), question.clone()).await.unwrap();
        let head = server.requests()[0].to_lowercase();
        let (path, key) = match kind {
            Kind::Compatible => (
                "/v1/chat/completions",
                format!("authorization: bearer {KEY}"),
            ),
            Kind::Openai => ("/v1/responses", format!("authorization: bearer {KEY}")),
            Kind::Anthropic => ("/v1/messages", format!("x-api-key: {KEY}")),
        };
        assert!(head.starts_with(&format!("post {path} ")), "{head}");
        assert!(head.contains(&key), "{head}");
        assert_eq!(
            head.contains("anthropic-version: 2023-06-01"),
            kind == Kind::Anthropic
        );
        sent.push(server.body(0));
    }
    let data = "data:image/png;base64,AQID";
    let [chat, responses, messages] = &sent[..] else {
        panic!("{sent:?}")
    };
    for body in &sent {
        assert_eq!(
            (&body["model"], &body["stream"]),
            (&json!("m"), &json!(true))
        );
        assert_eq!(body["temperature"], 0.4);
    }
    assert_eq!(
        (&chat["max_tokens"], &chat["seed"]),
        (&json!(50), &json!(7))
    );
    assert_eq!(chat["stream_options"]["include_usage"], true);
    assert_eq!(
        chat["messages"][0],
        json!({"role": "system", "content": "Be brief."})
    );
    assert_eq!(chat["messages"][1]["content"][1]["image_url"]["url"], data);
    assert_eq!(
        chat["response_format"]["json_schema"]["schema"],
        schema.to_json()
    );
    assert_eq!(
        (&responses["instructions"], &responses["store"]),
        (&json!("Be brief."), &json!(false))
    );
    assert_eq!(responses["input"][0]["content"][0]["type"], "input_text");
    assert_eq!(responses["input"][0]["content"][1]["image_url"], data);
    assert_eq!(responses["text"]["format"]["schema"], schema.to_json());
    assert_eq!(responses["max_output_tokens"], 50);
    assert_eq!(
        (&messages["system"], &messages["max_tokens"]),
        (&json!("Be brief."), &json!(50))
    );
    let source = json!({"type": "base64", "media_type": "image/png", "data": "AQID"});
    assert_eq!(messages["messages"][0]["content"][1]["source"], source);
    assert_eq!(
        messages["output_config"]["format"]["schema"],
        schema.to_json()
    );
}

#[tokio::test]
async fn what_comes_after_the_end_does_not_count() {
    for (kind, stream) in FORMATS {
        let more =
            format!("{stream}data: {{\"error\":{{\"message\":\"late\"}}}}\n\ndata: nonsense\n\n");
        assert_eq!(
            reply(&told(kind, &more).await.unwrap()).text,
            SAID,
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_stream_without_its_last_event_is_whole_when_it_said_why_it_ends() {
    let chat = CHAT.replace("data: [DONE]\n\n", "");
    let messages = MESSAGES.replace(
        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        "",
    );
    for (kind, stream) in [(Kind::Compatible, chat), (Kind::Anthropic, messages)] {
        assert_eq!(reply(&told(kind, &stream).await.unwrap()).text, SAID);
    }
}

#[tokio::test]
async fn a_stream_that_does_not_say_why_it_ends_broke_off() {
    let cases = [
        (
            Kind::Compatible,
            CHAT.replace(",\"finish_reason\":\"stop\"", ""),
        ),
        (Kind::Compatible, CHAT.replace("\"stop\"", "\"error\"")),
        (
            Kind::Openai,
            RESPONSES.replace("response.completed", "response.x"),
        ),
        (
            Kind::Anthropic,
            MESSAGES.replace("\"stop_reason\":\"end_turn\"", ""),
        ),
        (Kind::Compatible, CHAT.replace("\"kya", "\"kya\u{1}\"")),
    ];
    for (kind, stream) in cases {
        let error = told(kind, &stream).await.unwrap_err();
        assert!(
            matches!(error, LlmError::Broken { .. }),
            "{kind:?}: {error}"
        );
        assert!(error.passing());
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_breaks_the_answer_off() {
    for (kind, stream) in FORMATS {
        let half = &stream.as_bytes()[..stream.len() / 2];
        let server = Server::start(vec![begun(&[half])]);
        let error = attempt(&kind.at(&server), request()).await.unwrap_err();
        assert!(
            matches!(error, LlmError::Broken { .. }),
            "{kind:?}: {error}"
        );
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_without_a_word_was_asked_all_the_same() {
    let server = Server::start(vec![Vec::new()]);
    let error = attempt(&Kind::Openai.at(&server), request())
        .await
        .unwrap_err();
    assert!(matches!(error, LlmError::Broken { .. }), "{error}");
    assert!(error.passing() && !error.ends_the_run());
}

#[tokio::test]
async fn answers_without_counts_say_so() {
    let chat = CHAT.replace(
        ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2}}",
        "",
    );
    assert_eq!(
        reply(&told(Kind::Compatible, &chat).await.unwrap()).usage,
        None
    );
}

#[tokio::test]
async fn an_error_inside_a_stream_is_the_error_that_it_says() {
    type Is = fn(&LlmError) -> bool;
    let busy: Is = |error| matches!(error, LlmError::Busy { .. });
    let failed: Is = |error| matches!(error, LlmError::Server { .. });
    let quota: Is = |error| matches!(error, LlmError::Quota { .. });
    let picture: Is = |error| matches!(error, LlmError::Picture { .. });
    let cases: [(Kind, &str, Is); 8] = [
        (
            Kind::Compatible,
            r#"{"error":{"message":"m","type":"server_error","code":500}}"#,
            failed,
        ),
        (
            Kind::Compatible,
            r#"{"error":{"message":"m","code":429},"choices":[{"finish_reason":"error"}]}"#,
            busy,
        ),
        (
            Kind::Compatible,
            r#"{"object":"error","message":"m","type":"InternalServerError","code":500}"#,
            failed,
        ),
        (
            Kind::Openai,
            r#"{"type":"error","code":"server_error","message":"m","param":null}"#,
            failed,
        ),
        (
            Kind::Openai,
            r#"{"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"m"}}}"#,
            busy,
        ),
        (
            Kind::Openai,
            r#"{"type":"response.failed","response":{"status":"failed","error":{"code":"insufficient_quota","message":"m"}}}"#,
            quota,
        ),
        (
            Kind::Openai,
            r#"{"type":"response.failed","response":{"status":"failed","error":{"code":"image_too_large","message":"m"}}}"#,
            picture,
        ),
        (
            Kind::Anthropic,
            r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#,
            busy,
        ),
    ];
    for (kind, event, is) in cases {
        let stream = FORMATS.iter().find(|(of, _)| *of == kind).unwrap().1;
        let (first, _) = stream.split_once("\n\n").unwrap();
        let error = told(kind, &format!("{first}\n\ndata: {event}\n\n"))
            .await
            .unwrap_err();
        assert!(is(&error), "{event}: {error:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_told_apart_from_an_answer() {
    let chat = CHAT
        .replace("\"content\":\"नमस्ते, \"", "\"refusal\":\"I can\"")
        .replace("\"content\":\"kya 👗 chahiye?\"", "\"refusal\":\"not.\"");
    let responses = RESPONSES
        .replace("output_text.delta", "refusal.delta")
        .replace("नमस्ते, ", "I can")
        .replace("kya 👗 chahiye?", "not.");
    let messages = MESSAGES
        .replace("text_delta", "thinking_delta")
        .replace(
            "\"stop_reason\":\"end_turn\"",
            "\"stop_reason\":\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\",\"explanation\":\"I cannot.\"}",
        );
    for (kind, stream) in [
        (Kind::Compatible, chat),
        (Kind::Openai, responses),
        (Kind::Anthropic, messages),
    ] {
        let events = told(kind, &stream).await.unwrap();
        assert!(texts(&events).is_empty(), "{kind:?}: {events:?}");
        let stop = &reply(&events).stop;
        let why = matches!(stop, Stop::Refusal(Some(why)) if why == "I cannot.");
        assert!(why, "{kind:?}: {stop:?}");
        let error = reply(&events).clone().willing().unwrap_err();
        assert!(error.to_string().contains("declines"), "{error}");
    }
}

#[tokio::test]
async fn an_answer_says_why_it_ends() {
    let chat = |reason: &str| CHAT.replace("\"stop\"", &format!("\"{reason}\""));
    let messages = |reason: &str| MESSAGES.replace("\"end_turn\"", &format!("\"{reason}\""));
    let incomplete = |reason: &str| {
        RESPONSES.replace(
            "\"status\":\"completed\"",
            &format!(
                "\"status\":\"incomplete\",\"incomplete_details\":{{\"reason\":\"{reason}\"}}"
            ),
        )
    };
    let other = |word: &str| Stop::Other(word.to_owned());
    for (kind, stream, stop) in [
        (Kind::Compatible, chat("length"), Stop::Length),
        (Kind::Compatible, chat("eos"), Stop::Natural),
        (Kind::Compatible, chat("content_filter"), Stop::Filter),
        (Kind::Compatible, chat("brand_new"), other("brand_new")),
        (Kind::Openai, incomplete("max_output_tokens"), Stop::Length),
        (Kind::Openai, incomplete("content_filter"), Stop::Filter),
        (Kind::Openai, incomplete("brand_new"), other("brand_new")),
        (Kind::Anthropic, messages("max_tokens"), Stop::Length),
        (Kind::Anthropic, messages("stop_sequence"), Stop::Natural),
        (Kind::Anthropic, messages("brand_new"), other("brand_new")),
    ] {
        assert_eq!(
            reply(&told(kind, &stream).await.unwrap()).stop,
            stop,
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_does_not_stream_is_understood_too() {
    let usage =
        json!({"input_tokens": 9, "output_tokens": 4, "prompt_tokens": 9, "completion_tokens": 4});
    for (kind, answer) in [
        (
            Kind::Compatible,
            json!({"model": "x-1", "usage": usage, "choices": [{"message": {"content": SAID}, "finish_reason": "stop"}]}),
        ),
        (
            Kind::Openai,
            json!({"model": "x-1", "usage": usage, "status": "completed", "output": [{"type": "reasoning"}, {"type": "message", "content": [{"type": "output_text", "text": SAID}]}]}),
        ),
        (
            Kind::Anthropic,
            json!({"model": "x-1", "usage": usage, "stop_reason": "end_turn", "content": [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": SAID}]}),
        ),
    ] {
        let server = Server::start(vec![json(200, &answer.to_string())]);
        let events = attempt(&kind.at(&server), request()).await.unwrap();
        assert_eq!(
            (texts(&events), &reply(&events).stop),
            (vec![SAID], &Stop::Natural),
            "{kind:?}"
        );
        assert_eq!(reply(&events).usage, Some(Usage::plain(9, 4)));
    }
}

const SHORT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn the_first_byte_and_the_pieces_after_it_have_times_of_their_own() {
    let times = |first_byte, idle| Times {
        first_byte,
        idle,
        ..Times::default()
    };
    let head = begun(&[]);
    let half = begun(&[&CHAT.as_bytes()[..300]]);
    let held = |mut acts: Vec<Act>| {
        acts.push(Act::Hold);
        acts
    };
    for (script, times, is_late) in [
        (held(Vec::new()), times(SHORT, LONG), true),
        (held(head), times(SHORT, LONG), true),
        (held(half), times(LONG, SHORT), false),
    ] {
        let server = Server::start(vec![script]);
        let provider = Kind::Compatible.over(server.endpoint_within(times));
        let error = attempt(&provider, request()).await.unwrap_err();
        assert_eq!(
            matches!(error, LlmError::TimedOut { .. }),
            is_late,
            "{error}"
        );
        assert_eq!(
            error.to_string().contains("nothing came"),
            !is_late,
            "{error}"
        );
    }
}

#[tokio::test]
async fn signs_of_life_alone_do_not_keep_an_answer_going_for_ever() {
    let mut script = begun(&[]);
    script.push(Act::Repeat(b"e\r\n: PROCESSING\n\n\r\n".to_vec()));
    let server = Server::start(vec![script]);
    let times = Times {
        whole: SHORT,
        ..Times::from(LONG)
    };
    let provider = Kind::Compatible.over(server.endpoint_within(times));
    let error = attempt(&provider, request()).await.unwrap_err();
    assert!(error.to_string().contains("not at its end"), "{error}");
}

#[tokio::test]
async fn whoever_stops_listening_hangs_up() {
    let mut script = begun(&[&CHAT.as_bytes()[..300]]);
    script.push(Act::Hold);
    let server = Server::start(vec![script]);
    let provider = Kind::Compatible.at(&server);
    let mut events = provider.attempt(Arc::new(request()));
    let first = events.next().await.unwrap().unwrap();
    assert!(matches!(first, WireEvent::Opened(_)), "{first:?}");
    drop(events);
    let left = tokio::task::spawn_blocking(move || server.left.recv_timeout(LONG));
    left.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_broken_answer_begins_again() {
    let half = CHAT.find("kya").unwrap();
    let server = Server::start(vec![
        begun(&[&CHAT.as_bytes()[..half]]),
        events(&[CHAT.as_bytes()]),
    ]);
    let model = Unpaced::new(Kind::Compatible.at(&server));
    let events: Vec<ChatEvent> = model.stream(request()).try_collect().await.unwrap();
    let again = events.iter().position(|event| *event == ChatEvent::Again);
    let (before, after) = events.split_at(again.expect("it begins again"));
    assert_eq!(before, [ChatEvent::Text("नमस्ते, ".to_owned())]);
    let texts = after.iter().filter_map(|event| match event {
        ChatEvent::Text(text) => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(texts.collect::<String>(), SAID);
    assert!(matches!(after.last(), Some(ChatEvent::Done(reply)) if reply.text == SAID));
}

#[tokio::test]
async fn parts_that_a_model_refuses_are_left_out_for_good_and_told_once() {
    let refused = |param: &str| {
        json(400, &json!({"error": {"message": "Unsupported", "param": param, "code": "unsupported_value"}}).to_string())
    };
    let by_words = json(
        422,
        r#"{"message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"]}]}}"#,
    );
    let server = Server::start(vec![
        refused("temperature"),
        by_words,
        refused("response_format"),
        refused("seed"),
        events(&[CHAT.as_bytes()]),
    ]);
    let provider = Kind::Compatible.at(&server);
    let mut question = request();
    question.temperature = Some(0.7);
    question.seed = Some(1);
    question.schema = Some(Arc::new(Schema::new("s", [("a", Shape::Text)])));
    let notes = |events: &[WireEvent]| {
        let is_note = |event: &&WireEvent| matches!(event, WireEvent::Note(_));
        events.iter().filter(is_note).count()
    };
    let first = attempt(&provider, question.clone()).await.unwrap();
    assert_eq!(
        (notes(&first), server.requests().len()),
        (4, 5),
        "{first:?}"
    );
    let second = attempt(&provider, question).await.unwrap();
    assert_eq!(
        (notes(&second), server.requests().len()),
        (0, 6),
        "{second:?}"
    );
    let body: Value = server.body(5);
    for gone in ["temperature", "seed", "stream_options", "response_format"] {
        assert!(body.get(gone).is_none(), "{gone}");
    }
}

#[tokio::test]
async fn the_newer_name_of_the_limit_is_used_when_it_is_asked_for() {
    let refused = r#"{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.","param":"max_tokens","code":"unsupported_parameter"}}"#;
    let server = Server::start(vec![json(400, refused), events(&[CHAT.as_bytes()])]);
    attempt(&Kind::Compatible.at(&server), request())
        .await
        .unwrap();
    let body = server.body(1);
    assert_eq!(
        (&body["max_tokens"], &body["max_completion_tokens"]),
        (&Value::Null, &json!(50))
    );
}

#[tokio::test]
async fn a_refusal_of_anything_else_is_not_tried_again() {
    let server = Server::start(vec![json(
        400,
        r#"{"error":{"message":"no","param":"messages"}}"#,
    )]);
    let mut question = request();
    question.temperature = Some(0.7);
    let error = attempt(&Kind::Compatible.at(&server), question)
        .await
        .unwrap_err();
    assert!(matches!(error, LlmError::Refused { .. }), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn limits_come_with_the_opening() {
    let mut script = events(&[CHAT.as_bytes()]);
    let Act::Send(head) = &mut script[0] else {
        panic!("no head")
    };
    let at = head.len() - 2;
    let more = "x-ratelimit-limit-requests: 60\r\nx-ratelimit-reset-tokens: 6m0s\r\n";
    head.splice(at..at, more.bytes());
    let server = Server::start(vec![script]);
    let events = attempt(&Kind::Compatible.at(&server), request())
        .await
        .unwrap();
    let WireEvent::Opened(limits) = events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(limits.requests.most, Some(60));
    assert_eq!(limits.tokens.whole_in, Some(Duration::from_secs(360)));
}

#[tokio::test]
async fn a_server_that_sends_the_key_back_does_not_get_it_repeated() {
    let echo = |status: u16| {
        let body =
            json!({"error": {"message": format!("bad key {KEY} here"), "code": KEY, "param": KEY}});
        json(status, &body.to_string())
    };
    let mut scripts: Vec<Vec<Act>> = [
        400, 401, 402, 403, 404, 408, 413, 422, 429, 499, 500, 503, 529,
    ]
    .map(echo)
    .into();
    scripts.push(json(500, &format!("<html>{KEY}</html>")));
    scripts.push(json(200, &format!("{{\"error\":\"{KEY}\"}}")));
    scripts.push(json(200, &format!("{{\"choices\":\"{KEY}\"}}")));
    scripts.push(json(200, KEY));
    scripts.push(events(&[format!(
        "data: {{\"error\":{{\"message\":\"{KEY}\",\"param\":\"{KEY}\"}}}}\n\n"
    )
    .as_bytes()]));
    scripts.push(events(&[format!("data: {KEY}\n\n").as_bytes()]));
    scripts.push(events(&[format!(
        "data: {{\"choices\":[{{\"finish_reason\":\"{KEY}\"}}]}}\n\n"
    )
    .as_bytes()]));
    for (kind, _) in FORMATS {
        for script in &scripts {
            let server = Server::start(vec![script.clone()]);
            match attempt(&kind.at(&server), request()).await {
                Err(error) => {
                    let shown = format!("{error} {error:?}");
                    assert!(!shown.contains(KEY), "{kind:?}: {shown}");
                }
                Ok(events) => {
                    let Stop::Other(_) = reply(&events).stop else {
                        panic!("{kind:?}: {script:?} was an answer: {events:?}")
                    };
                }
            }
            let endpoint = format!("{:?}", server.endpoint());
            assert!(!endpoint.contains(KEY), "{endpoint}");
        }
    }
}

#[tokio::test]
async fn a_key_that_no_header_can_hold_is_a_sentence() {
    let server = Server::answering(&[CHAT.as_bytes()]);
    let key = muse_studio::llm::Key::new("sk-planted\nsecond");
    let endpoint = muse_studio::llm::Endpoint::new(&server.address, Some(key), Times::default());
    let error = attempt(&Kind::Compatible.over(endpoint.unwrap()), request())
        .await
        .unwrap_err();
    assert!(matches!(error, LlmError::Key { .. }), "{error}");
    assert!(!format!("{error} {error:?}").contains("planted"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn models_are_listed_page_by_page() {
    let page = |id: &str, more: bool| {
        let row = json!({"id": id, "capabilities": {"image_input": {"supported": true}}});
        json(
            200,
            &json!({"data": [row], "has_more": more, "last_id": id}).to_string(),
        )
    };
    let server = Server::start(vec![page("a-1", true), page("b-2", false)]);
    let models = Kind::Anthropic.at(&server).models().await.unwrap();
    let ids: Vec<&str> = models.iter().map(|model| model.id.as_str()).collect();
    assert_eq!(ids, ["a-1", "b-2"]);
    assert_eq!(models[0].pictures, Some(true));
    assert!(server.requests()[1].contains("after_id=a-1"));
    let bare = Server::start(vec![json(200, r#"[{"id":"x"}]"#)]);
    assert_eq!(Kind::Compatible.at(&bare).models().await.unwrap().len(), 1);
    assert!(bare.requests()[0].starts_with("GET /v1/models HTTP"));
    let none = Server::start(vec![json(200, "{}")]);
    let error = Kind::Compatible.at(&none).models().await.unwrap_err();
    assert!(error.to_string().contains("models"), "{error}");
}

#[tokio::test]
async fn a_status_counts_though_its_body_breaks_off() {
    let head = b"HTTP/1.1 429 Slow\r\nContent-Length: 500\r\nRetry-After: 2\r\nConnection: close\r\n\r\n{\"error\"".to_vec();
    let held = vec![Act::Send(head.clone()), Act::Hold];
    for script in [vec![Act::Send(head)], held] {
        let server = Server::start(vec![script]);
        let times = Times {
            idle: SHORT,
            ..Times::default()
        };
        let provider = Kind::Compatible.over(server.endpoint_within(times));
        let error = attempt(&provider, request()).await.unwrap_err();
        let wait = Some(Duration::from_secs(2));
        assert!(
            matches!(&error, LlmError::Busy { wait: asked, .. } if *asked == wait),
            "{error:?}"
        );
    }
}
