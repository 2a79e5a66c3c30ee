//! The HTTP service, by a real client over a real socket.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use crate::common::{KEY, Place, expect, limpid};

const TOKEN: &str = "a-token-of-28-characters-or-so";

/// A service on a free port; killed with the test.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the answer is JSON")
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }
}

impl Served {
    fn start(args: &[&str]) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("limpid"))
            .args(["serve", "--quiet", "--listen", "127.0.0.1:0"])
            .args(args)
            .env("LIMPID_KEY", KEY)
            .env_remove("LIMPID_TOKEN")
            .env("SERVE_TOKEN", TOKEN)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the service starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on http://").expect("the address").to_owned();
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).expect("the service listens")
    }

    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // The service may answer, and close, before it has read everything.
        let _ = stream.write_all(request);
        read_answer(&mut stream)
    }

    fn ask(&self, line: &str, headers: &str, body: &[u8]) -> Answer {
        let head = format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            self.address,
            body.len()
        );
        self.raw(&[head.as_bytes(), body].concat())
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(&format!("POST {path}"), "Content-Type: application/json\r\n", body.to_string().as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "", b"")
    }
}

fn read_answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head, body: bytes.split_off(end + 4) }
}

/// Presidio's own requests and answers, where they lie beside the repository.
#[test]
fn the_answers_are_those_of_presidio() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/cases/rest.jsonl");
    let Ok(cases) = fs::read_to_string(path) else {
        println!("skipped: ../shared/data/cases/rest.jsonl is absent");
        return;
    };
    let served = Served::start(&[]);
    let supported = served.get("/supportedentities?language=en").json();
    let supports = |entity: &Value| supported.as_array().expect("a list").contains(entity);
    let (mut asked, mut found, mut missed) = (0, 0, Vec::new());
    for case in cases.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
        let id = case["id"].as_str().expect("an id");
        let query = case["query"].as_str().map(|query| format!("?{query}")).unwrap_or_default();
        let path = format!("{}{query}", case["path"].as_str().expect("a path"));
        let answer = match (case["method"].as_str(), &case["request"], &case["request_malformed"]) {
            (Some("GET"), ..) => served.get(&path),
            (_, Value::Null, Value::String(text)) => {
                served.ask(&format!("POST {path}"), "Content-Type: application/json\r\n", text.as_bytes())
            }
            // Depends on an earlier answer.
            (_, Value::Null, _) => continue,
            (_, request, _) => served.post(&path, request),
        };
        asked += 1;
        if let Some(status) = case["status"].as_u64() {
            // A mistake of the client's is none of the server's.
            let status = if status == 500 { 400 } else { status };
            assert_eq!(u64::from(answer.status), status, "{id}: {}", answer.text());
        }
        let (answer, expected) = (answer.json(), &case["response"]);
        match path.split('?').next() {
            _ if expected.is_null() => {}
            _ if expected["error"].is_string() => assert!(answer["error"].is_string(), "{id}"),
            Some("/analyze") => {
                let (findings, expected) = (flat(&answer), flat(expected));
                for finding in &findings {
                    let keys: Vec<_> = finding.as_object().expect("an object").keys().collect();
                    assert_eq!(
                        keys,
                        ["analysis_explanation", "end", "entity_type", "score", "start"],
                        "{id}"
                    );
                    let explained = case["request"]["return_decision_process"] == true;
                    assert_eq!(finding["analysis_explanation"].is_object(), explained, "{id}");
                }
                for wanted in &expected {
                    let entity = &wanted["entity_type"];
                    let same = |one: &Value| {
                        ["entity_type", "start", "end"].iter().all(|key| one[*key] == wanted[*key])
                    };
                    if findings.iter().any(same) {
                        found += 1;
                    } else if supports(entity) {
                        missed.push(format!("{id}: {entity}"));
                    }
                }
            }
            Some("/supportedentities" | "/anonymizers") => {
                assert!(answer.as_array().expect("a list").iter().all(Value::is_string), "{id}");
            }
            _ => assert_eq!(answer, *expected, "{id}"),
        }
    }
    println!("{asked} requests, {found} findings as Presidio's; missed: {missed:#?}");
    assert!(asked >= 40, "{asked}");
    // `license` alone does not make a licence of letters and digits.
    let bare =
        "rest/given_decision_process_enabled_for_analyze_input_then_return_response_with_decision_process/1";
    assert_eq!(missed, [format!("{bare}: \"US_DRIVER_LICENSE\"")]);
    assert_eq!(found, 29);
}

/// The findings of one text, or of several.
fn flat(answer: &Value) -> Vec<Value> {
    let list = answer.as_array().expect("a list").clone();
    list.into_iter().flat_map(|one| one.as_array().cloned().unwrap_or_else(|| vec![one])).collect()
}

fn analyze(text: &str) -> Value {
    json!({"text": text, "language": "en"})
}

#[test]
fn what_analyze_finds_anonymize_takes() {
    let served = Served::start(&[]);
    let text = "😀 Zoë: write to aisha@example.com";
    let findings = served.post("/analyze", &analyze(text));
    assert_eq!(findings.status, 200);
    let email =
        flat(&findings.json()).into_iter().find(|one| one["entity_type"] == "EMAIL_ADDRESS").expect("found");
    assert_eq!((&email["start"], &email["end"]), (&json!(16), &json!(33)));
    let anonymized = served.post("/anonymize", &json!({"text": text, "analyzer_results": [email]}));
    assert_eq!(anonymized.json()["text"], "😀 Zoë: write to <EMAIL_ADDRESS>");
    let item = json!({"start": 16, "end": 31, "entity_type": "EMAIL_ADDRESS", "text": "<EMAIL_ADDRESS>", "operator": "replace"});
    assert_eq!(anonymized.json()["items"], json!([item]));
    assert!(anonymized.head.contains("cache-control: no-store"), "{}", anonymized.head);
}

#[test]
fn what_is_asked_for_is_what_is_told() {
    let served = Served::start(&[]);
    let found = |request: Value| -> Vec<String> {
        let answer = served.post("/analyze", &request);
        assert_eq!(answer.status, 200, "{}", answer.text());
        flat(&answer.json())
            .iter()
            .map(|one| one["entity_type"].as_str().expect("a label").to_owned())
            .collect()
    };
    let text = "mail aisha@example.com or lead@example.org, order 12-99-A";
    let with = |more: Value| {
        let mut request = analyze(text);
        request.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        request
    };
    assert_eq!(found(with(json!({}))), ["EMAIL_ADDRESS", "EMAIL_ADDRESS"]);
    assert_eq!(found(with(json!({"entities": ["PERSON"]}))), [""; 0]);
    assert_eq!(found(with(json!({"score_threshold": 1.1}))), [""; 0]);
    assert_eq!(found(with(json!({"allow_list": ["lead@example.org"]}))), ["EMAIL_ADDRESS"]);
    assert_eq!(found(with(json!({"allow_list": ["@example"], "allow_list_match": "regex"}))), [""; 0]);
    let order = json!([{"name": "orders", "supported_entity": "ORDER", "supported_language": "en",
        "patterns": [{"name": "order", "regex": r"\b\d\d-\d\d-[A-Z]\b", "score": 0.3}]}]);
    assert_eq!(
        found(with(json!({"ad_hoc_recognizers": order}))),
        ["EMAIL_ADDRESS", "EMAIL_ADDRESS", "ORDER"]
    );
    assert_eq!(found(with(json!({"ad_hoc_recognizers": order, "entities": ["ORDER"]}))), ["ORDER"]);
    let many = json!({"text": [text, "nothing", "192.0.2.7"], "language": "en"});
    let answer = served.post("/analyze", &many).json();
    let counts: Vec<_> =
        answer.as_array().expect("a list").iter().map(|one| one.as_array().expect("a list").len()).collect();
    assert_eq!(counts, [2, 0, 1]);
    assert_eq!(served.post("/analyze", &analyze("")).json(), json!([]));
}

#[test]
fn encrypted_regions_decrypt() {
    let served = Served::start(&[]);
    let text = "Lorem Ipsum is a Software Engineer";
    let results = json!([{"start": 0, "end": 12, "score": 0.8, "entity_type": "NAME"},
        {"start": 18, "end": 34, "score": 0.8, "entity_type": "TITLE"}]);
    let keys = |name: &str| json!({"DEFAULT": {"type": name, "key": "1".repeat(16)}, "TITLE": {"type": name, "key": "2".repeat(32)}});
    let hidden = served
        .post(
            "/anonymize",
            &json!({"text": text, "anonymizers": keys("encrypt"), "analyzer_results": results}),
        )
        .json();
    assert!(!hidden["text"].as_str().expect("text").contains("Lorem"));
    let back = json!({"text": hidden["text"], "deanonymizers": keys("decrypt"), "anonymizer_results": hidden["items"]});
    assert_eq!(served.post("/deanonymize", &back).json()["text"], text);
    let wrong = json!({"text": hidden["text"], "anonymizer_results": hidden["items"],
        "deanonymizers": {"DEFAULT": {"type": "decrypt", "key": "3".repeat(16)}}});
    assert_eq!(served.post("/deanonymize", &wrong).status, 422);
}

#[test]
fn the_policy_is_an_operator_and_repeats_itself() {
    let served = Served::start(&["--policy", "rag"]);
    let text = "write to aisha@example.com";
    let request = json!({"text": text, "anonymizers": {"DEFAULT": {"type": "policy"}},
        "analyzer_results": [{"start": 9, "end": 26, "score": 1, "entity_type": "EMAIL_ADDRESS"}]});
    let answer = served.post("/anonymize", &request).json();
    assert!(answer["text"].as_str().expect("text").starts_with("write to <EMAIL_ADDRESS:"), "{answer}");
    assert_eq!(answer, served.post("/anonymize", &request).json());
}

const CSV: &str = "id,full_name,email,notes\n1,Aisha Khan,aisha@example.com,call (212) 555-0123\n\
    2,Tom Weber,tom@example.org,nothing\n";

#[test]
fn a_table_comes_back_as_a_run_would_write_it() {
    let place = Place::new();
    place.write("in/request.csv", CSV);
    let jsonl = "{\"id\":1,\"messages\":[{\"content\":\"I am at 192.0.2.7 and aisha@example.com\"}]}\n";
    place.write("other/request.jsonl", jsonl);
    let served = Served::start(&[]);
    for (folder, name, media_type, body) in [
        ("in", "request.csv", "text/csv", CSV),
        ("other", "request.jsonl", "application/x-ndjson; charset=utf-8", jsonl),
    ] {
        for policy in ["training", "rag"] {
            let out = format!("{folder}-{policy}");
            expect(&place, 0, &["run", folder, "-o", &out, "--policy", policy]);
            let query = if policy == "rag" { "?policy=rag" } else { "" };
            let headers = format!("Content-Type: {media_type}\r\n");
            let answer = served.ask(&format!("POST /v1/sanitize{query}"), &headers, body.as_bytes());
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(answer.text(), place.read(&format!("{out}/{name}")));
        }
    }
}

#[test]
fn arrow_comes_back_as_arrow() {
    use arrow::{
        array::{ArrayRef, AsArray, RecordBatch, StringArray},
        ipc::{reader::StreamReader, writer::StreamWriter},
    };
    let served = Served::start(&[]);
    let column: ArrayRef =
        std::sync::Arc::new(StringArray::from(vec![Some("write to aisha@example.com"), None]));
    let batch = RecordBatch::try_from_iter([("notes", column)]).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).expect("a writer");
    writer.write(&batch).expect("written");
    writer.finish().expect("finished");
    let send = |bytes: &[u8]| {
        served.ask("POST /v1/sanitize", "Content-Type: application/vnd.apache.arrow.stream\r\n", bytes)
    };
    let answer = send(&bytes);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let batches: Vec<_> = StreamReader::try_new(answer.body.as_slice(), None)
        .expect("Arrow")
        .map(|one| one.expect("a batch"))
        .collect();
    let notes = batches[0].column(0).as_string::<i32>();
    assert!(
        notes.value(0).starts_with("write to ") && !notes.value(0).contains("aisha"),
        "{}",
        notes.value(0)
    );
    assert_eq!(notes.iter().filter(Option::is_none).count(), 1);
    assert_eq!(send(&bytes[..bytes.len() - 80]).status, 400);
    assert_eq!(send(b"no Arrow at all").status, 400);
}

#[test]
fn what_cannot_be_served_is_told_with_its_status_and_never_quoted() {
    let served = Served::start(&["--max-body", "64KiB"]);
    let json = "Content-Type: application/json\r\n";
    let canary = "zanzibar";
    let cases: &[(&str, &str, String, u16, &str)] = &[
        ("POST /analyze", json, format!("{{\"text\": \"{canary}\", "), 400, "malformed_json"),
        ("POST /analyze", json, format!("\"{canary}\""), 400, "wrong_form"),
        (
            "POST /analyze",
            json,
            json!({"text": {canary: 1}, "language": "en"}).to_string(),
            400,
            "wrong_form",
        ),
        ("POST /analyze", "Content-Type: text/plain\r\n", analyze(canary).to_string(), 415, "not_json"),
        (
            "POST /analyze",
            json,
            json!({"text": canary, "language": canary}).to_string(),
            400,
            "unknown_language",
        ),
        (
            "POST /analyze",
            json,
            json!({"text": canary, "language": "en", "entities": ["NO_SUCH"]}).to_string(),
            400,
            "unknown_entity",
        ),
        (
            "POST /analyze",
            json,
            json!({"text": canary, "language": "en", "entities": ["a zanzibar"]}).to_string(),
            400,
            "unknown_entity",
        ),
        ("POST /anonymize", json, json!({"text": canary}).to_string(), 422, "no_analyzer_results"),
        (
            "POST /anonymize",
            json,
            json!({"text": canary, "analyzer_results": [{"start": 0, "end": 99, "entity_type": "X"}]})
                .to_string(),
            422,
            "bad_offsets",
        ),
        (
            "POST /anonymize",
            json,
            json!({"text": canary, "analyzer_results": [{"start": 2, "end": 1, "entity_type": "X"}]})
                .to_string(),
            422,
            "bad_offsets",
        ),
        (
            "POST /anonymize",
            json,
            json!({"text": canary, "analyzer_results": [], "anonymizers": {"X": {"type": canary}}})
                .to_string(),
            422,
            "unknown_operator",
        ),
        (
            "POST /anonymize",
            json,
            json!({"text": canary, "analyzer_results": canary}).to_string(),
            422,
            "wrong_form",
        ),
        (
            "POST /v1/sanitize?policy=zanzibar",
            "Content-Type: text/csv\r\n",
            CSV.to_owned(),
            400,
            "unknown_policy",
        ),
        (
            "POST /v1/sanitize?policy=../my.toml",
            "Content-Type: text/csv\r\n",
            CSV.to_owned(),
            400,
            "unknown_policy",
        ),
        (
            "POST /v1/sanitize?policy=share",
            "Content-Type: text/csv\r\n",
            "a,a\nzanzibar,2\n".to_owned(),
            400,
            "malformed_data",
        ),
        (
            "POST /v1/sanitize",
            "Content-Type: text/csv\r\n",
            "a,b\nzanzibar\n".to_owned(),
            400,
            "malformed_data",
        ),
        ("POST /v1/sanitize", "Content-Type: application/zip\r\n", canary.to_owned(), 415, "unknown_format"),
        ("POST /analyze", json, analyze(&canary.repeat(20_000)).to_string(), 413, "too_large"),
        ("GET /analyze", "", String::new(), 405, "wrong_method"),
        ("GET /nothing", "", String::new(), 404, "no_such_route"),
    ];
    let mut told = String::new();
    for (line, headers, body, status, code) in cases {
        let answer = served.ask(line, headers, body.as_bytes());
        writeln!(told, "{} {}", answer.status, answer.text()).expect("written");
        assert_eq!((answer.status, answer.json()["code"].as_str()), (*status, Some(*code)), "{told}");
        assert!(answer.json()["error"].is_string());
    }
    told += &served.get("/metrics").text();
    assert!(!told.contains(canary), "{told}");
    assert!(told.contains("limpid_requests_total{route=\"/analyze\",status=\"413\"} 1"), "{told}");
}

#[test]
fn a_gigabyte_is_refused_before_it_is_sent() {
    let served = Served::start(&[]);
    let head =
        |length: &str| format!("POST /analyze HTTP/1.1\r\nHost: {}\r\n{length}\r\n\r\n", served.address);
    assert_eq!(served.raw(head("Content-Length: 1000000000").as_bytes()).status, 413);
    // The same without a length: read as far as the limit.
    let served = Served::start(&["--max-body", "1MiB"]);
    let mut request = head("Transfer-Encoding: chunked").replace(&served.address, "localhost").into_bytes();
    for _ in 0..40 {
        request.extend(b"10000\r\n");
        request.extend(vec![b'a'; 0x10000]);
        request.extend(b"\r\n");
    }
    assert_eq!(served.raw(&request).status, 413);
    assert_eq!(served.get("/health").status, 200);
}

#[test]
fn a_slow_client_is_not_waited_for() {
    let served = Served::start(&["--time-limit", "1", "--connections", "1"]);
    let mut slow = served.connect();
    let half =
        format!("POST /analyze HTTP/1.1\r\nHost: {}\r\nContent-Length: 10\r\n\r\n{{}}", served.address);
    slow.write_all(half.as_bytes()).expect("sent");
    assert_eq!(read_answer(&mut slow).status, 408);
    // One that never ends its head loses its connection, and the next is served.
    let mut slow = served.connect();
    slow.write_all(b"POST /analyze HTTP/1.1\r\nHost").expect("sent");
    assert_eq!(served.get("/health").text(), "limpid service is up");
}

#[test]
fn work_without_end_is_given_up() {
    let served = Served::start(&["--time-limit", "0.001"]);
    let answer = served.post("/analyze", &analyze(&"Aisha Khan called 212-555-0123. ".repeat(20_000)));
    assert!(matches!(answer.status, 408 | 503), "{}", answer.text());
}

#[test]
fn only_who_knows_the_token_is_served() {
    let served = Served::start(&["--token-env", "SERVE_TOKEN"]);
    let with = |header: &str| served.ask("GET /anonymizers", header, b"");
    for header in ["", "Authorization: Bearer wrong\r\n", "Authorization: Basic YTpi\r\n"] {
        let answer = with(header);
        assert_eq!((answer.status, answer.json()["code"].as_str()), (401, Some("wrong_token")));
        assert!(answer.head.contains("www-authenticate: Bearer"), "{}", answer.head);
    }
    assert_eq!(with(&format!("Authorization: Bearer {TOKEN}\r\n")).status, 200);
    assert_eq!(served.get("/health").status, 200);
    assert_eq!(served.get("/metrics").status, 401);
}

#[test]
fn without_a_token_other_hosts_are_refused() {
    let served = Served::start(&[]);
    let answer = served.raw(b"GET /anonymizers HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!((answer.status, answer.json()["code"].as_str()), (403, Some("wrong_host")));
}

#[test]
fn an_open_door_is_a_usage_error() {
    let place = Place::new();
    let told = expect(&place, 2, &["serve", "--listen", "0.0.0.0:0"]);
    assert!(told.contains("there is no token") && told.contains("hint: give --token-file"), "{told}");
    place.write("weak.token", "short");
    let shared = limpid(&place, &["serve", "--token-file", "weak.token"]);
    assert_eq!(shared.status.code(), Some(2));
    let told = expect(&place, 2, &["serve", "--token-env", "NOT_SET_ANYWHERE"]);
    assert!(told.contains("NOT_SET_ANYWHERE is not set"), "{told}");
    expect(&place, 2, &["serve", "--time-limit", "0"]);
    let first = Served::start(&[]);
    let told = expect(&place, 3, &["serve", "--listen", &first.address]);
    assert!(told.contains("cannot listen"), "{told}");
}

/// What is under way when the service is told to stop is answered; it ends with 0.
#[test]
fn a_request_under_way_is_answered_before_the_end() {
    let mut served = Served::start(&[]);
    let body = analyze("mail aisha@example.com").to_string();
    let mut stream = served.connect();
    let head = format!(
        "POST /analyze HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        served.address,
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("told to go on");
    assert!(go_on.starts_with(b"HTTP/1.1 100"));
    let stop =
        Command::new("kill").args(["-TERM", &served.child.id().to_string()]).status().expect("kill runs");
    assert!(stop.success());
    stream.write_all(body.as_bytes()).expect("sent");
    assert_eq!(flat(&read_answer(&mut stream).json()).len(), 1);
    assert_eq!(served.child.wait().expect("ends").code(), Some(0));
    assert!(TcpStream::connect(&served.address).is_err());
}
