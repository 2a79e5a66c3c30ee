//! OpenLineage events over HTTP, to a receiver of the tests' own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    thread::{self, JoinHandle},
};

use serde_json::{Value, json};

use crate::common::{KEY, Place, limpid_with, printed, sample};

/// What a receiver was sent.
struct Post {
    head: String,
    event: Value,
}

/// Takes as many requests as there are statuses, and answers with them.
fn receiver(statuses: &'static [u16]) -> (String, JoinHandle<Vec<Post>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let elsewhere = format!("{url}/elsewhere");
    let take = move |status: &u16| {
        let (stream, _) = listener.accept().expect("a connection");
        let mut stream = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(stream.read_line(&mut head).expect("a line") > 0, "{head}");
        }
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.expect("a length")];
        stream.read_exact(&mut body).expect("the body");
        let answer = format!(
            "HTTP/1.1 {status} \r\nLocation: {elsewhere}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        stream.get_mut().write_all(answer.as_bytes()).expect("answered");
        Post { head, event: serde_json::from_slice(&body).expect("JSON") }
    };
    (url, thread::spawn(move || statuses.iter().map(take).collect()))
}

/// Runs limpid on `in`, told where to post.
fn run(place: &Place, url: &str, more: &[&str]) -> (Option<i32>, String) {
    let args = [&["run", "in", "-o", "out", "--openlineage-url", url], more].concat();
    let output = limpid_with(place, &args, &[("LIMPID_KEY", KEY), ("OPENLINEAGE_API_KEY", "the-key")], "");
    (output.status.code(), printed(&output))
}

fn kinds(posts: &[Post]) -> Vec<&str> {
    posts.iter().map(|post| post.event["eventType"].as_str().expect("a kind")).collect()
}

#[test]
fn a_run_posts_its_start_and_its_end() {
    let place = Place::new();
    sample(&place, 20);
    let (url, posts) = receiver(&[201, 200]);
    let (code, told) = run(&place, &url, &["--openlineage-required"]);
    assert_eq!(code, Some(0), "{told}");
    let posts = posts.join().expect("two requests");
    assert_eq!(kinds(&posts), ["START", "COMPLETE"]);
    for Post { head, event } in &posts {
        assert!(head.starts_with("POST /api/v1/lineage HTTP/1.1\r\n"), "{head}");
        let head = head.to_lowercase();
        assert!(
            head.contains("content-type: application/json\r\n")
                && head.contains("authorization: bearer the-key\r\n")
        );
        assert_eq!(event["run"]["runId"], posts[0].event["run"]["runId"]);
        assert!(!event.to_string().contains("@example"));
    }
    let names: Vec<_> =
        posts[0].event["inputs"].as_array().expect("a list").iter().map(|one| &one["name"]).collect();
    assert_eq!(names, [&json!("chats.jsonl"), &json!("customers.csv"), &json!("note.md")]);
    let file = place.read("out/_limpid/openlineage.ndjson");
    let last: Value = serde_json::from_str(file.lines().last().expect("two lines")).expect("JSON");
    assert_eq!(posts[1].event, last);
}

#[test]
fn a_run_that_fails_says_so_and_not_why() {
    let place = Place::new();
    place.write("in/chats.jsonl", "{\"note\":\"ok\"}\n{\"note\": zanzibar}\n");
    let (url, posts) = receiver(&[200, 200]);
    let (code, told) = run(&place, &url, &[]);
    assert_eq!(code, Some(3), "{told}");
    let posts = posts.join().expect("two requests");
    assert_eq!(kinds(&posts), ["START", "FAIL"]);
    assert!(!posts[1].event.to_string().contains("zanzibar"));
}

#[test]
fn a_receiver_that_is_not_there_is_a_warning_or_an_error() {
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let place = Place::new();
    sample(&place, 5);
    let (code, told) = run(&place, &nobody, &["--openlineage-required"]);
    assert_eq!(code, Some(3), "{told}");
    assert!(
        told.contains("error: the receiver of --openlineage-url did not take an event: it cannot be reached"),
        "{told}"
    );
    assert!(!place.path("out").exists(), "nothing was begun");
    let (code, told) = run(&place, &nobody, &[]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told.matches("warning: the receiver of --openlineage-url").count(), 2, "{told}");
}

#[test]
fn a_receiver_that_refuses_is_told_of_and_no_other_is_asked() {
    for (status, statuses) in [("500", &[500, 500]), ("302", &[302, 302])] {
        let place = Place::new();
        sample(&place, 5);
        let (url, posts) = receiver(statuses);
        let (code, told) = run(&place, &url, &[]);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains(&format!("it answered {status}")), "{told}");
        let posts = posts.join().expect("two requests");
        assert!(posts.iter().all(|post| !post.head.contains("elsewhere")));
    }
    // The end comes after the manifest: the output is whole, and the command fails all the same.
    let place = Place::new();
    sample(&place, 5);
    let (url, posts) = receiver(&[200, 503]);
    let (code, told) = run(&place, &url, &["--openlineage-required"]);
    assert_eq!(code, Some(3), "{told}");
    assert_eq!(kinds(&posts.join().expect("two requests")), ["START", "COMPLETE"]);
    assert!(place.path("out/_limpid/manifest.json").exists());
}

#[test]
fn what_is_no_url_is_a_usage_error_and_not_quoted() {
    let place = Place::new();
    sample(&place, 1);
    for url in ["localhost:5000", "http://user:zanzibar@localhost", "ftp://zanzibar"] {
        let (code, told) = run(&place, url, &[]);
        assert_eq!(code, Some(2), "{told}");
        assert!(!told.contains("zanzibar"), "{told}");
    }
    let output = limpid_with(
        &place,
        &["run", "in/note.md", "-o", "-", "--openlineage-url", "http://localhost"],
        &[("LIMPID_KEY", KEY)],
        "",
    );
    assert_eq!(output.status.code(), Some(2));
}
