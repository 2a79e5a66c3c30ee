//! What a client is told when it is not served: an HTTP status and JSON with `error`, `code` and `hint`. No value of a
//! request is ever in it.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use limpid_pipelines::error::Error;
use serde_json::json;

use crate::error::CliError;

/// Why a request was not served.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// Stable, for programs.
    pub(super) code: &'static str,
    /// For people; Presidio's wording where it has one.
    pub(super) error: String,
    pub(super) hint: Option<String>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, error: impl Into<String>) -> Self {
        Self { status, code, error: error.into(), hint: None }
    }

    /// The request cannot be understood.
    pub(super) fn bad(code: &'static str, error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, error)
    }

    /// The request is understood, and what it asks for is not possible.
    pub(super) fn impossible(code: &'static str, error: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, error)
    }

    /// A bug. What it was about stays inside.
    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "internal error")
            .hint("please report this with the kind of request, not with the data")
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (text, hint) = (error.to_string(), error.hint());
        let refusal = match &error {
            Error::Malformed { .. } => Self::bad("malformed_data", text),
            Error::Unsupported { .. } => Self::impossible("unsupported_data", text),
            Error::Plan { .. } | Error::Unreachable { .. } | Error::Untreatable { .. } => {
                Self::impossible("policy_does_not_fit", text)
            }
            Error::Limit { .. } => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text),
            _ => return Self::internal(),
        };
        // What stands there about files and options is for the command line.
        let hint = match error {
            Error::Malformed { .. } => Some("send it whole, in the form its Content-Type says".to_owned()),
            Error::Limit { .. } => Some("send less at once".to_owned()),
            _ => hint,
        };
        Self { hint, ..refusal }
    }
}

impl From<CliError> for Refusal {
    fn from(error: CliError) -> Self {
        match error {
            CliError::Pipeline(error) => error.into(),
            _ => Self::internal(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, code, error, hint } = self;
        let body = json!({ "error": error, "code": code, "hint": hint });
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}
