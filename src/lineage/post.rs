//! OpenLineage events over HTTP, to a receiver that the user named: Marquez and others.
//!
//! As the specification's own clients do: `POST …/api/v1/lineage`, one event a request, `Authorization: Bearer` where a key is
//! set. No redirects: an event goes where the user said, and nowhere else.

use std::time::Duration;

use ureq::{
    Agent,
    http::{Uri, header},
};
use zeroize::Zeroizing;

use super::LineageError;

/// Where the specification's clients post to.
const PATH: &str = "/api/v1/lineage";
/// A receiver that takes longer is away.
const PATIENCE: Duration = Duration::from_secs(10);

/// A receiver of events.
pub struct Receiver {
    url: String,
    key: Option<Zeroizing<String>>,
    agent: Agent,
    /// Whether a run fails with it.
    pub required: bool,
}

impl Receiver {
    /// A receiver at `url`; without a path of its own, the specification's is taken.
    ///
    /// # Errors
    /// The URL is neither `http://` nor `https://`, or holds a password.
    pub fn new(url: &str, key: Option<Zeroizing<String>>, required: bool) -> Result<Self, LineageError> {
        let invalid = || LineageError::Invalid { what: "--openlineage-url", field: "URL" };
        let parsed: Uri = url.parse().map_err(|_| invalid())?;
        let known = matches!(parsed.scheme_str(), Some("http" | "https"));
        if !known || parsed.authority().is_none_or(|authority| authority.as_str().contains('@')) {
            return Err(invalid());
        }
        let url = if matches!(parsed.path(), "" | "/") && parsed.query().is_none() {
            format!("{}{PATH}", url.trim_end_matches('/'))
        } else {
            url.to_owned()
        };
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .build()
            .new_agent();
        Ok(Self { url, key, agent, required })
    }

    /// Posts one event.
    pub fn post(&self, event: &[u8]) -> Result<(), LineageError> {
        let mut request = self.agent.post(&self.url).header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = &self.key {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", key.as_str()));
        }
        // What the client says of a failure may quote the URL.
        let answer = request.send(event).map_err(|error| LineageError::Post {
            what: match error {
                ureq::Error::Timeout(_) => "it did not answer in time".into(),
                ureq::Error::HostNotFound => "its host is not found".into(),
                ureq::Error::ConnectionFailed => "it cannot be reached".into(),
                ureq::Error::Io(error) => format!("it cannot be reached ({})", error.kind()),
                ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "its certificate is not accepted".into(),
                _ => "the request failed".into(),
            },
        })?;
        let status = answer.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(LineageError::Post { what: format!("it answered {}", status.as_u16()) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_completed_or_refused() {
        let url = |url: &str| Receiver::new(url, None, false).ok().map(|receiver| receiver.url);
        assert_eq!(url("http://localhost:5000").as_deref(), Some("http://localhost:5000/api/v1/lineage"));
        assert_eq!(
            url("https://lineage.example/").as_deref(),
            Some("https://lineage.example/api/v1/lineage")
        );
        assert_eq!(url("http://localhost/own?a=b").as_deref(), Some("http://localhost/own?a=b"));
        for wrong in ["", "localhost:5000", "ftp://localhost", "http://user:pass@localhost", "http://"] {
            assert_eq!(url(wrong), None, "{wrong}");
        }
    }
}
