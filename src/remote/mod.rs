//! Inputs and outputs that are URLs: `s3://`, `az://`, `gs://`.
//!
//! Inputs are read where they lie, a range at a time: no copy of raw data lands on this machine. An output is made in a
//! folder of this machine, treated already, and then put in its place: data first, the account after it, the manifest last.

#[cfg(feature = "cloud")]
mod put;
#[cfg(feature = "cloud")]
mod store;

use std::path::Path;

use limpid_pipelines::{format::Format, source::InputFile};

use crate::error::CliError;

/// Schemes of object stores.
const SCHEMES: &[&str] = &["s3", "s3a", "az", "abfs", "abfss", "azure", "gs"];

/// Whether the user names an object store.
pub(crate) fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()))
}

/// Finds the files below a URL: an object, or all of a prefix. Names that begin with `_` or `.` are left out.
#[cfg_attr(not(feature = "cloud"), expect(unused_variables, reason = "nothing can be found"))]
pub(crate) fn discover(
    url: &str,
    from: Option<Format>,
    skip_unknown: bool,
) -> Result<Vec<InputFile>, CliError> {
    #[cfg(feature = "cloud")]
    return store::discover(url, from, skip_unknown);
    #[cfg(not(feature = "cloud"))]
    Err(left_out(url))
}

/// Fails unless an output may be made below the URL: the place must be empty.
pub(crate) fn check_empty(url: &str) -> Result<(), CliError> {
    #[cfg(feature = "cloud")]
    return put::check_empty(url);
    #[cfg(not(feature = "cloud"))]
    Err(left_out(url))
}

/// Puts a finished output in its place, the manifest last.
#[cfg_attr(not(feature = "cloud"), expect(unused_variables, reason = "nothing can be put"))]
pub(crate) fn put(folder: &Path, url: &str) -> Result<(), CliError> {
    #[cfg(feature = "cloud")]
    return put::put(folder, url);
    #[cfg(not(feature = "cloud"))]
    Err(left_out(url))
}

#[cfg(not(feature = "cloud"))]
fn left_out(url: &str) -> CliError {
    let scheme = url.split("://").next().unwrap_or_default();
    CliError::usage(
        format!("this build of limpid cannot reach {scheme}:// addresses"),
        "build it with `cargo build --release --features cloud`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_object_stores_are_urls() {
        for url in ["s3://bucket/a", "S3://b", "az://c/d", "gs://b", "abfss://c@a.example/d"] {
            assert!(is_url(url), "{url}");
        }
        for other in ["data/", "C:\\data", "file:///data", "http://a", "s3:/bucket", "s3", ""] {
            assert!(!is_url(other), "{other}");
        }
    }
}
