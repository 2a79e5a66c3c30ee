//! Tokens that end in the CRC-32 of everything before it: GitLab's routable tokens (base 36), Atlassian's (base 16),
//! Grafana's service accounts (base 16 behind the last underscore).
//!
//! A token whose check does not fit is still reported: placeholders and later formats look like that too.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! let made_up = ["glsa_", &"x".repeat(32), "_0123abcd"].concat();
//! assert_eq!(check("grafana_token", &made_up), Some(Verdict::Unknown));
//! ```

use super::{
    Verdict,
    crc32::{crc32, digits_of},
};

/// Seven digits in base 36.
pub(super) fn check_gitlab(value: &str) -> Verdict {
    verdict(split(value, 7).is_some_and(|(head, check)| {
        value.contains('.') && digits_of(crc32(head.as_bytes()), 36, 7).eq_ignore_ascii_case(check)
    }))
}

/// Eight hexadecimal digits behind `=`, which counts.
pub(super) fn check_atlassian(value: &str) -> Verdict {
    verdict(split(value, 8).is_some_and(|(head, check)| hex(head, check)))
}

/// Eight hexadecimal digits behind `_`, which does not count.
pub(super) fn check_grafana(value: &str) -> Verdict {
    verdict(value.rsplit_once('_').is_some_and(|(head, check)| hex(head, check)))
}

/// Whether `check` is the sum of `head`, in either order of the bytes.
fn hex(head: &str, check: &str) -> bool {
    let sum = crc32(head.as_bytes());
    [sum, sum.swap_bytes()].iter().any(|sum| digits_of(*sum, 16, 8).eq_ignore_ascii_case(check))
}

fn split(value: &str, tail: usize) -> Option<(&str, &str)> {
    value.len().checked_sub(tail).and_then(|place| value.split_at_checked(place))
}

fn verdict(right: bool) -> Verdict {
    if right { Verdict::Valid } else { Verdict::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_with_their_check_are_valid() {
        let head = ["glpat-", &"x".repeat(27), ".01.0z"].concat();
        let token = format!("{head}{}", digits_of(crc32(head.as_bytes()), 36, 7).to_lowercase());
        assert_eq!(check_gitlab(&token), Verdict::Valid);
        let head = ["ATATT3", &"x".repeat(80), "="].concat();
        let token = format!("{head}{}", digits_of(crc32(head.as_bytes()), 16, 8));
        assert_eq!(check_atlassian(&token), Verdict::Valid);
        assert_eq!(check_atlassian(&token.replace("T3x", "T3y")), Verdict::Unknown);
        let head = ["glsa_", &"x".repeat(32)].concat();
        let token = format!("{head}_{}", digits_of(crc32(head.as_bytes()).swap_bytes(), 16, 8));
        assert_eq!(check_grafana(&token), Verdict::Valid);
    }
}
