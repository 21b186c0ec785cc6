//! Models and embeddings over a real connection to a server on this machine.

use std::time::{Duration, Instant};

use muse_studio::llm::{
    ChatModel, ChatRequest, CompatibleEmbedder, Embedder, Endpoint, Key, LlmError, Part, Provider,
    Purpose, Unpaced,
};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const LIMIT: Duration = Duration::from_secs(2);

fn endpoint(server: &MockServer) -> Endpoint {
    Endpoint::new(&server.uri(), Some(Key::new("k-123")), LIMIT).unwrap()
}

fn chat(endpoint: Endpoint, model: &str) -> Unpaced {
    Unpaced::new(Provider::compatible(endpoint, model))
}

fn request(temperature: Option<f32>) -> ChatRequest {
    let parts = [Part::Text("नीला कुर्ता".to_owned())];
    ChatRequest {
        temperature,
        ..ChatRequest::new("Describe the item.", parts, 50)
    }
}

fn answer(text: &str) -> Value {
    json!({
        "model": "tiny-1",
        "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12},
    })
}

async fn serve(server: &MockServer, times: u64, response: ResponseTemplate) {
    Mock::given(method("POST"))
        .respond_with(response)
        .up_to_n_times(times)
        .mount(server)
        .await;
}

async fn ask(server: &MockServer) -> Result<String, LlmError> {
    let model = chat(endpoint(server), "tiny");
    model.ask(&request(None)).await.map(|reply| reply.text)
}

#[tokio::test]
async fn an_answer_comes_with_what_it_used() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .and(header("authorization", "Bearer k-123"))
        .and(body_partial_json(json!({
            "model": "tiny",
            "temperature": 0.4,
            "messages": [
                {"role": "system", "content": "Describe the item."},
                {"role": "user", "content": "नीला कुर्ता"},
            ],
        })))
        .respond_with(ResponseTemplate::new(200).set_body_json(answer("एक कुर्ता")))
        .expect(1)
        .mount(&server)
        .await;
    let model = chat(endpoint(&server), "tiny");
    let reply = model.ask(&request(Some(0.4))).await.unwrap();
    assert_eq!(reply.text, "एक कुर्ता");
    assert_eq!(reply.model, "tiny-1");
    assert_eq!(reply.usage.map(|u| (u.input, u.output)), Some((9, 3)));
    assert!(!reply.cut());
}

#[tokio::test]
async fn a_picture_goes_along_as_its_bytes() {
    let server = MockServer::start().await;
    serve(
        &server,
        1,
        ResponseTemplate::new(200).set_body_json(answer("ok")),
    )
    .await;
    let model = chat(endpoint(&server), "tiny");
    let mut request = request(None);
    request.parts.push(Part::Picture {
        media_type: "image/png",
        bytes: vec![1, 2, 3],
    });
    model.ask(&request).await.unwrap();
    let sent: Value = server.received_requests().await.unwrap()[0]
        .body_json()
        .unwrap();
    let parts = &sent["messages"][1]["content"];
    assert_eq!(parts[0]["type"], "text");
    assert_eq!(parts[1]["image_url"]["url"], "data:image/png;base64,AQID");
}

#[tokio::test]
async fn a_busy_server_is_asked_again_after_the_time_it_names() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429)
        .insert_header("retry-after-ms", "60")
        .set_body_json(json!({"error": {"message": "slow down", "code": "rate_limit_exceeded"}}));
    serve(&server, 2, busy).await;
    serve(
        &server,
        1,
        ResponseTemplate::new(200).set_body_json(answer("now")),
    )
    .await;
    let started = Instant::now();
    assert_eq!(ask(&server).await.unwrap(), "now");
    assert!(started.elapsed() >= Duration::from_millis(120));
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn an_error_inside_an_answer_counts_as_what_it_says() {
    let server = MockServer::start().await;
    let busy = json!({"error": {"message": "slow down", "code": 429}});
    let busy = ResponseTemplate::new(200)
        .insert_header("retry-after-ms", "10")
        .set_body_json(busy);
    serve(&server, 1, busy).await;
    serve(
        &server,
        1,
        ResponseTemplate::new(200).set_body_json(answer("now")),
    )
    .await;
    assert_eq!(ask(&server).await.unwrap(), "now");
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    let error = |code: &str| json!({"error": {"message": "said so", "code": code}});
    for (status, body, what) in [
        (401, error("invalid_api_key"), "the key"),
        (429, error("insufficient_quota"), "spend no more"),
        (404, error("model_not_found"), "/v1/models"),
        (400, json!({"error": "bad input"}), "bad input"),
        (
            200,
            json!({"error": {"message": "said so"}}),
            "refuses the request",
        ),
        (200, json!({"choices": []}), "choices[0]"),
    ] {
        let server = MockServer::start().await;
        serve(
            &server,
            9,
            ResponseTemplate::new(status).set_body_json(body),
        )
        .await;
        let error = ask(&server).await.unwrap_err().to_string();
        assert!(error.contains(what), "{status}: {error}");
        assert!(!error.contains("k-123"), "{error}");
        assert_eq!(
            server.received_requests().await.unwrap().len(),
            1,
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_refused_temperature_is_left_out_once_and_for_all() {
    let server = MockServer::start().await;
    let with = |request: &Request| {
        let body: Value = request.body_json().unwrap_or_default();
        match body.get("temperature") {
            Some(_) => ResponseTemplate::new(400).set_body_json(
                json!({"error": {"message": "Unsupported value", "param": "temperature"}}),
            ),
            None => ResponseTemplate::new(200).set_body_json(answer("fine")),
        }
    };
    Mock::given(method("POST"))
        .respond_with(with)
        .mount(&server)
        .await;
    let model = chat(endpoint(&server), "tiny");
    for asked in [2, 3] {
        model.ask(&request(Some(0.7))).await.unwrap();
        assert_eq!(server.received_requests().await.unwrap().len(), asked);
    }
}

#[tokio::test]
async fn every_request_that_was_under_way_is_sent_again_without_the_temperature() {
    let server = MockServer::start().await;
    let refused = json!({"error": {"message": "temperature is not supported"}});
    Mock::given(body_partial_json(json!({"temperature": 0.4})))
        .respond_with(
            ResponseTemplate::new(400)
                .set_body_json(refused)
                .set_delay(Duration::from_millis(200)),
        )
        .with_priority(1)
        .mount(&server)
        .await;
    serve(
        &server,
        9,
        ResponseTemplate::new(200).set_body_json(answer("ok")),
    )
    .await;
    let model = chat(endpoint(&server), "tiny");
    let request = request(Some(0.4));
    let replies = futures_util::future::join_all((0..4).map(|_| model.ask(&request))).await;
    assert!(replies.iter().all(Result::is_ok), "{replies:?}");
    assert_eq!(server.received_requests().await.unwrap().len(), 8);
}

#[tokio::test]
async fn a_key_that_a_server_sends_back_is_not_repeated() {
    let server = MockServer::start().await;
    // The key stands where the sentence is cut.
    let message = format!("{} k-123 is wrong", "x".repeat(297));
    let refused = ResponseTemplate::new(401).set_body_json(json!({"error": {"message": message}}));
    serve(&server, 1, refused).await;
    let error = ask(&server).await.unwrap_err().to_string();
    assert!(error.contains("xxx [k") && !error.contains("k-"), "{error}");
}

const ADDRESS: &str = "MUSE_TEST_MODEL_ADDRESS";

/// The child: asks the model that is named, if one is.
#[tokio::test]
async fn asks_with_a_proxy_in_its_environment() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let endpoint = Endpoint::new(&address, Some(Key::new("k-123")), LIMIT).unwrap();
    let model = chat(endpoint, "tiny");
    assert_eq!(model.ask(&request(None)).await.unwrap().text, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_this_machine_is_spoken_to_without_a_proxy() {
    let (server, proxy) = (MockServer::start().await, MockServer::start().await);
    let fine = ResponseTemplate::new(200).set_body_json(answer("ok"));
    serve(&server, 1, fine.clone()).await;
    serve(&proxy, 9, fine).await;
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "wire::asks_with_a_proxy_in_its_environment"])
        .env(ADDRESS, server.uri())
        .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, proxy.uri())))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert!(child.status.success(), "{child:?}");
    assert!(proxy.received_requests().await.unwrap().is_empty());
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn neither_texts_nor_key_follow_a_redirect() {
    let server = MockServer::start().await;
    let elsewhere = MockServer::start().await;
    let moved = ResponseTemplate::new(307).insert_header("location", elsewhere.uri());
    serve(&server, 9, moved).await;
    assert!(ask(&server).await.is_err());
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let gone = format!("http://127.0.0.1:{}", free_port());
    let endpoint = Endpoint::new(&gone, None, LIMIT).unwrap();
    let model = CompatibleEmbedder::new(endpoint, "tiny");
    let texts = ["a".to_owned()];
    let error = model.embed(Purpose::Query, &texts).await.unwrap_err();
    assert!(matches!(error, LlmError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn vectors_come_in_the_order_of_the_texts_and_of_length_one() {
    let server = MockServer::start().await;
    let rows = json!({"data": [
        {"index": 1, "embedding": [0.0, 2.0]},
        {"index": 0, "embedding": [3.0, 4.0]},
    ]});
    serve(&server, 1, ResponseTemplate::new(200).set_body_json(rows)).await;
    let model = CompatibleEmbedder::new(endpoint(&server), "tiny");
    let texts = ["a".to_owned(), "b".to_owned()];
    let vectors = model.embed(Purpose::Passage, &texts).await.unwrap();
    assert_eq!(vectors, [vec![0.6, 0.8], vec![0.0, 1.0]]);
}

#[tokio::test]
async fn a_server_that_knows_no_purpose_is_asked_without() {
    let server = MockServer::start().await;
    let strict = |request: &Request| {
        let body: Value = request.body_json().unwrap_or_default();
        if body.get("input_type").is_some() {
            return ResponseTemplate::new(422).set_body_json(json!({"detail": "extra member"}));
        }
        let count = body["input"].as_array().map_or(0, Vec::len);
        let rows: Vec<Value> = (0..count)
            .map(|i| json!({"index": i, "embedding": [1.0, i as f32]}))
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({"data": rows}))
    };
    Mock::given(method("POST"))
        .respond_with(strict)
        .mount(&server)
        .await;
    let model = CompatibleEmbedder::new(endpoint(&server), "tiny");
    // More texts than one request carries.
    let texts: Vec<String> = (0..70).map(|i| format!("text {i}")).collect();
    let vectors = model.embed(Purpose::Passage, &texts).await.unwrap();
    assert_eq!(vectors.len(), 70);
    assert_eq!(server.received_requests().await.unwrap().len(), 4);
}

#[tokio::test]
async fn vectors_that_do_not_fit_the_texts_are_refused() {
    for rows in [
        json!([{"index": 0, "embedding": [1.0]}]),
        json!([{"index": 0, "embedding": [1.0]}, {"index": 7, "embedding": [1.0]}]),
        json!([{"index": 0, "embedding": [1.0]}, {"index": 1, "embedding": [1.0, 2.0]}]),
        json!([{"index": 0, "embedding": [0.0]}, {"index": 1, "embedding": [1.0]}]),
        json!("none"),
    ] {
        let server = MockServer::start().await;
        let body = json!({"data": rows});
        serve(&server, 9, ResponseTemplate::new(200).set_body_json(body)).await;
        let model = CompatibleEmbedder::new(endpoint(&server), "tiny");
        let texts = ["a".to_owned(), "b".to_owned()];
        let error = model.embed(Purpose::Query, &texts).await.unwrap_err();
        assert!(matches!(error, LlmError::Garbled { .. }), "{error}");
    }
}
