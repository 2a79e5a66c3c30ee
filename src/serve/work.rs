//! A request on its way to its handler and back: admitted, read within limits, worked on by a thread of its own,
//! counted.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Serialize, de::DeserializeOwned};
use tokio::time::{Instant, timeout_at};

use super::{Service, refusal::Refusal, routes::Route};

/// A request, read.
pub(super) struct Asked {
    query: String,
    headers: HeaderMap,
    pub(super) body: Bytes,
}

/// An answer.
pub(super) struct Reply {
    pub(super) content_type: &'static str,
    pub(super) body: Vec<u8>,
}

/// What works out an answer: it may take its time, but not wait for anything.
pub(super) type Handler = fn(&Service, &Asked) -> Result<Reply, Refusal>;

impl Asked {
    /// The value of a parameter in the URL. No escapes: none of ours needs them.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// The media type of the body, in small letters, without its parameters.
    pub(super) fn media_type(&self) -> String {
        let value = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The body as JSON. What serde says would quote it.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        // Also what keeps pages of other origins out: a browser asks first before it sends this type.
        if self.media_type() != "application/json" {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "the body is not declared as JSON",
            )
            .hint("send `Content-Type: application/json`"));
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            if error.is_data() {
                Refusal::bad("wrong_form", format!("the request does not have the expected form ({place})"))
            } else {
                Refusal::bad("malformed_json", format!("the body is not valid JSON ({place})"))
            }
        })
    }
}

impl Reply {
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Refusal> {
        let body = serde_json::to_vec(value).map_err(|_| Refusal::internal())?;
        Ok(Self { content_type: "application/json", body })
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        response
    }
}

/// Serves one request.
pub(super) async fn serve(service: Arc<Service>, route: &'static Route, request: Request<Body>) -> Response {
    let started = Instant::now();
    service.metrics.begin();
    let answer = attempt(&service, route, request).await;
    let mut response = answer.map_or_else(IntoResponse::into_response, IntoResponse::into_response);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    service.metrics.end(route.path, response.status().as_u16(), started.elapsed());
    response
}

async fn attempt(
    service: &Arc<Service>,
    route: &'static Route,
    request: Request<Body>,
) -> Result<Reply, Refusal> {
    let limits = service.limits;
    let deadline = Instant::now() + limits.time;
    let (parts, body) = request.into_parts();
    if !route.open {
        service.door.admit(&parts.headers)?;
    }
    let body =
        timeout_at(deadline, read(&parts, body, limits.body)).await.map_err(|_| too_slow(limits.time))??;
    let Parts { uri, headers, .. } = parts;
    let asked = Asked { query: uri.query().unwrap_or_default().to_owned(), headers, body };
    let worker = timeout_at(deadline, Arc::clone(&service.workers).acquire_owned());
    let worker = worker.await.map_err(|_| busy())?.map_err(|_| busy())?;
    let service = Arc::clone(service);
    let work = tokio::task::spawn_blocking(move || {
        // Held until the work ends, even where nobody waits for it any more.
        let _worker = worker;
        (route.handler)(&service, &asked)
    });
    match timeout_at(deadline, work).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(Refusal::internal()),
        Err(_) => Err(Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "time_limit",
            format!("the work takes longer than {} s", limits.time.as_secs_f64()),
        )
        .hint("send less at once, or start the service with a longer --time-limit")),
    }
}

/// The body, as long as it is not too long: a declared length is believed before anything is read.
async fn read(parts: &Parts, body: Body, most: usize) -> Result<Bytes, Refusal> {
    let declared =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|declared| usize::try_from(declared).is_ok_and(|declared| declared > most)) {
        return Err(too_large(most));
    }
    match Limited::new(body, most).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large(most)),
        Err(_) => Err(Refusal::bad("broken_body", "the body ended early")),
    }
}

fn too_large(most: usize) -> Refusal {
    Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("the body is larger than {most} bytes"))
        .hint("send it in parts, or start the service with a larger --max-body")
}

fn too_slow(limit: Duration) -> Refusal {
    let seconds = limit.as_secs_f64();
    Refusal::new(
        StatusCode::REQUEST_TIMEOUT,
        "too_slow",
        format!("the request did not arrive within {seconds} s"),
    )
}

fn busy() -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "all workers are busy").hint("try again")
}
