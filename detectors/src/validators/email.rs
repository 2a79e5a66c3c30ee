//! Structure of e-mail addresses (RFC 5321 §4.5.3.1): lengths, dots, labels; and what only looks like one.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("email", "aisha@example.com"), Some(Verdict::Unknown));
//! assert_eq!(check("email", "logo@2x.png"), Some(Verdict::Invalid));
//! ```

use super::Verdict;

/// Ends of file names that stand where a top-level domain would: `logo@2x.png`. None is a delegated domain.
const FILE_ENDINGS: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "mjs", "ts", "tsx", "html", "htm", "json",
    "xml", "yml", "yaml", "txt", "csv", "pdf", "tgz", "gz", "tar", "exe", "dll", "so", "whl", "jar",
];

/// Accounts of version control hosts: `git@github.com` is everyone's.
const SHARED: &[&str] = &["git", "hg", "svn"];

/// An address has no check digit, so a well-formed one stays `Unknown`.
pub(super) fn check(value: &str) -> Verdict {
    let Some((local, domain)) = value.rsplit_once('@') else { return Verdict::Invalid };
    let lower = domain.to_ascii_lowercase();
    let top = lower.rsplit('.').next().unwrap_or_default();
    let label = |label: &str| {
        !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    let fits = (1..=64).contains(&local.len()) && domain.len() <= 253;
    if fits
        && !dots
        && lower.split('.').all(label)
        && !FILE_ENDINGS.contains(&top)
        && !SHARED.contains(&local)
    {
        Verdict::Unknown
    } else {
        Verdict::Invalid
    }
}
