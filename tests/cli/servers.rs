//! Setting up a language model, and finding out whether it is set up.

use crate::cli_kit::{Home, Said};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn listing(ids: &[&str]) -> MockServer {
    let server = MockServer::start().await;
    let rows: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "context_length": 4096}))
        .collect();
    Mock::given(method("GET"))
        .and(path("/v1/models"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"data": rows})))
        .mount(&server)
        .await;
    server
}

/// Runs the program beside the server.
fn muse(home: &Home, arguments: &[&str]) -> Said {
    tokio::task::block_in_place(|| home.muse(arguments))
}

fn check(said: &Value) -> &Value {
    let checks = said["checks"].as_array().unwrap();
    let model = checks
        .iter()
        .find(|check| check["name"] == "language model");
    model.unwrap()
}

#[test]
fn no_server_is_a_note() {
    let said = Home::new().muse(&["doctor", "--json"]).ended(0).json();
    assert_eq!(check(&said)["state"], "warn");
    assert_eq!(
        (&said["server"]["provider"], &said["server"]["answers"]),
        (&json!("offline"), &json!(false))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_tells_whether_the_model_is_there() {
    let server = listing(&["alpha", "beta:latest"]).await;
    let home = Home::new().with("MUSE_MODEL_URL", &server.uri());
    let said = muse(&home, &["doctor", "--json"]).ended(0).json();
    assert!(
        check(&said)["next"]
            .as_str()
            .unwrap()
            .contains("alpha, beta:latest"),
        "{said}"
    );
    for (model, listed, state) in [
        ("alpha", true, "ok"),
        ("beta", true, "ok"),
        ("gamma", false, "warn"),
    ] {
        let home = Home::new()
            .with("MUSE_MODEL_URL", &server.uri())
            .with("MUSE_MODEL", model);
        let said = muse(&home, &["doctor", "--json"]).ended(0).json();
        assert_eq!(check(&said)["state"], state, "{said}");
        assert_eq!(said["server"]["listed"], listed, "{said}");
        assert_eq!(
            said["server"]["models"][0],
            json!({"id": "alpha", "context": 4096, "longest_answer": null, "pictures": null, "forms": null})
        );
        let words = muse(&home, &["doctor"]).ended(0).out;
        assert_eq!(
            words.contains("(reads 4096 tokens) among them"),
            listed,
            "{words}"
        );
    }
}

#[test]
fn a_server_that_does_not_answer_is_a_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let home = Home::new().with("MUSE_MODEL_URL", &address);
    let said = home.muse(&["doctor", "--json"]).ended(1).json();
    let detail = check(&said)["detail"].as_str().unwrap();
    assert!(detail.contains("cannot be reached"), "{detail}");
}

#[test]
fn a_providers_own_host_without_a_key_is_not_asked() {
    for (provider, variable) in [
        ("openai", "OPENAI_API_KEY"),
        ("anthropic", "ANTHROPIC_API_KEY"),
    ] {
        let home = Home::new()
            .with("MUSE_PROVIDER", provider)
            .with("MUSE_MODEL", "m");
        let said = home.muse(&["doctor", "--json"]).ended(1).json();
        let detail = check(&said)["detail"].as_str().unwrap();
        assert!(detail.contains(variable), "{detail}");
        home.muse(&["init", "."]).ended(0);
        home.muse(&["products", "recaption"]).told(2, &[variable]);
    }
    Home::new()
        .with("MUSE_PROVIDER", "somebody")
        .muse(&["doctor"])
        .told(2, &["somebody", "openai-compatible"]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_key_file_that_others_can_read_is_not_read_until_that_is_mended() {
    use std::os::unix::fs::PermissionsExt;
    let server = listing(&["alpha"]).await;
    let home = Home::new();
    let file = home.put("key", "sk-planted-77\n");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let home = home
        .with("MUSE_MODEL_URL", &server.uri())
        .with("MUSE_MODEL", "alpha")
        .with("MUSE_MODEL_KEY_FILE", file.to_str().unwrap());
    let said = muse(&home, &["doctor"]).ended(0);
    assert!(said.out.contains("chmod 600"), "{}", said.out);
    muse(&home, &["setup", "--yes"]).ended(0);
    let said = muse(&home, &["doctor"]).ended(0);
    assert!(!said.out.contains("chmod 600"), "{}", said.out);
    assert!(!said.out.contains("planted"), "{}", said.out);
    let requests = server.received_requests().await.unwrap();
    let keys: Vec<bool> = requests
        .iter()
        .map(|request| request.headers.contains_key("authorization"))
        .collect();
    assert_eq!(keys, [false, false, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_speaks_the_format_of_its_provider() {
    let stream = |events: &[Value]| {
        let lines = events.iter().map(|event| format!("data: {event}\n\n"));
        ResponseTemplate::new(200).set_body_raw(lines.collect::<String>(), "text/event-stream")
    };
    let text = "A blue cotton kurta with long sleeves, light enough for warm days and plain enough for work.";
    let anthropic = stream(&[
        json!({"type": "message_start", "message": {"model": "claude-x-1", "usage": {"input_tokens": 20}}}),
        json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": text}}),
        json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 10}}),
        json!({"type": "message_stop"}),
    ]);
    let openai = stream(&[
        json!({"type": "response.output_text.delta", "delta": text}),
        json!({"type": "response.completed", "response": {"model": "gpt-x-1", "status": "completed", "usage": {"input_tokens": 20, "output_tokens": 10}}}),
    ]);
    for (provider, at, key, answer) in [
        ("anthropic", "/v1/messages", "x-api-key", anthropic),
        ("openai", "/v1/responses", "authorization", openai),
    ] {
        let server = MockServer::start().await;
        let value = if key == "x-api-key" {
            "k-9"
        } else {
            "Bearer k-9"
        };
        Mock::given(method("POST"))
            .and(path(at))
            .and(header(key, value))
            .and(body_partial_json(json!({"model": "m", "stream": true})))
            .respond_with(answer)
            .mount(&server)
            .await;
        let home = Home::with_products()
            .with("MUSE_PROVIDER", provider)
            .with("MUSE_MODEL_URL", &server.uri())
            .with("MUSE_MODEL", "m")
            .with("MUSE_MODEL_KEY_VARIABLE", "MY_KEY")
            .with("MY_KEY", "k-9");
        let done = muse(&home, &["products", "recaption", "--limit", "2", "--json"])
            .ended(0)
            .json();
        assert_eq!(
            (&done["described"], &done["tokens"]),
            (&json!(2), &json!(60)),
            "{done}"
        );
        assert!(done["model"].as_str().unwrap().ends_with("-x-1"), "{done}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_model_does_not_take_is_told_once() {
    let server = MockServer::start().await;
    let answer = |request: &wiremock::Request| {
        let body: Value = request.body_json().unwrap_or_default();
        if body.get("temperature").is_some() {
            let error = json!({"error": {"message": "Unsupported value", "param": "temperature"}});
            return ResponseTemplate::new(400).set_body_json(error);
        }
        let text =
            "A plain blue kurta for every day, of soft cotton that is easily washed at home.";
        let choice = json!({"message": {"content": text}, "finish_reason": "stop"});
        ResponseTemplate::new(200).set_body_json(json!({"choices": [choice]}))
    };
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let home = Home::with_products()
        .with("MUSE_MODEL_URL", &server.uri())
        .with("MUSE_MODEL", "picky");
    let arguments = ["products", "recaption", "--limit", "3", "--at-a-time", "1"];
    let said = muse(&home, &arguments).ended(0);
    assert_eq!(
        said.err.matches("picky takes no temperature").count(),
        1,
        "{}",
        said.err
    );
}
