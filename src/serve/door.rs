//! Who may ask: those who know the token; without one, programs of this machine alone.

use std::net::IpAddr;

use axum::http::{HeaderMap, StatusCode, header, uri::Authority};

use super::refusal::Refusal;
use crate::error::CliError;

/// Fewest characters of a token.
pub const TOKEN_LENGTH: usize = 16;

/// What a request must show. Holds no token, only a digest of it.
pub struct Door {
    token: Option<blake3::Hash>,
}

impl Door {
    /// A door that opens to whoever says the token; `None`: to those who ask for this machine by a name of its own.
    pub fn new(token: Option<&str>) -> Result<Self, CliError> {
        let Some(token) = token.map(str::trim) else { return Ok(Self { token: None }) };
        if token.len() < TOKEN_LENGTH || token.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return Err(CliError::usage(
                format!("the token is not {TOKEN_LENGTH} or more visible ASCII characters"),
                "`limpid keys new` makes one that nobody guesses",
            ));
        }
        Ok(Self { token: Some(blake3::hash(token.as_bytes())) })
    }

    /// Whether a token is asked for.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    pub(super) fn admit(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        match &self.token {
            Some(token) => {
                let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
                let said = said.and_then(|value| {
                    let (scheme, token) = value.split_once(' ')?;
                    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
                });
                // Digests are compared in constant time.
                match said {
                    Some(said) if blake3::hash(said.as_bytes()) == *token => Ok(()),
                    _ => Err(Refusal::new(
                        StatusCode::UNAUTHORIZED,
                        "wrong_token",
                        "the token is missing or wrong",
                    )
                    .hint("send `Authorization: Bearer TOKEN`")),
                }
            }
            // A page in a browser could reach this machine under a name of its own making (DNS rebinding).
            None if headers
                .get(header::HOST)
                .is_none_or(|host| is_own(host.to_str().unwrap_or_default())) =>
            {
                Ok(())
            }
            None => Err(Refusal::new(StatusCode::FORBIDDEN, "wrong_host", "the request is for another host")
                .hint("ask for 127.0.0.1 or localhost, or start the service with a token")),
        }
    }
}

fn is_own(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn only_the_token_opens() {
        let door = Door::new(Some("sixteen-letters!\n")).unwrap();
        let status =
            |value: &str| door.admit(&with(header::AUTHORIZATION, value)).err().map(|error| error.status);
        assert_eq!(status("Bearer sixteen-letters!"), None);
        assert_eq!(status("bearer  sixteen-letters!"), None);
        for wrong in
            ["", "Bearer", "Bearer ", "sixteen-letters!", "Bearer sixteen-letters", "Basic sixteen-letters!"]
        {
            assert_eq!(status(wrong), Some(StatusCode::UNAUTHORIZED), "{wrong}");
        }
        assert!(door.admit(&HeaderMap::new()).is_err());
    }

    #[test]
    fn weak_tokens_are_refused_without_being_quoted() {
        for weak in ["", "short", "with spaces in it, long", "ünïcödé-töken-lönger"] {
            let error = Door::new(Some(weak)).err().unwrap().to_string();
            assert!(weak.is_empty() || !error.contains(weak));
        }
    }

    #[test]
    fn without_a_token_other_hosts_are_refused() {
        let door = Door::new(None).unwrap();
        for own in ["localhost", "LOCALHOST:80", "127.0.0.1:5002", "127.9.9.9", "[::1]:5002"] {
            assert_eq!(door.admit(&with(header::HOST, own)), Ok(()), "{own}");
        }
        for other in
            ["evil.example", "127.0.0.1.evil.example", "192.0.2.1:5002", "localhost.evil.example", "a b"]
        {
            assert!(door.admit(&with(header::HOST, other)).is_err(), "{other}");
        }
    }
}
