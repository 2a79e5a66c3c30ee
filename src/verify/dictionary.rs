//! Digests of what anybody can enumerate: numbers of up to five digits, as they are and filled up with zeros, and days;
//! each under MD5, SHA-1 and SHA-256.

use std::{collections::HashSet, sync::LazyLock};

use jiff::ToSpan;
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::Sha256;

/// How many texts were digested.
pub(super) fn size() -> usize {
    TEXTS.len()
}

/// Whether a text is the digest of one of them, in hexadecimal digits.
pub(super) fn undoes(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64) && head(text).is_some_and(|head| DIGESTS.contains(&head))
}

/// The first eight bytes: enough not to meet by chance.
fn head(text: &str) -> Option<u64> {
    u64::from_str_radix(text.get(..16)?, 16).ok()
}

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let numbers = (0..100_000u32)
        .flat_map(|number| [format!("{number}"), format!("{number:04}"), format!("{number:05}")]);
    let first = jiff::civil::date(1920, 1, 1);
    let last = jiff::civil::date(2030, 1, 1);
    let days = first.series(1.day()).take_while(|day| *day < last).map(|day| day.to_string());
    let mut texts: Vec<String> = numbers.chain(days).collect();
    texts.sort();
    texts.dedup();
    texts
});

static DIGESTS: LazyLock<HashSet<u64>> = LazyLock::new(|| {
    let number = |digest: &[u8]| digest.iter().take(8).fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    let digests = |text: &String| {
        [
            number(&Md5::digest(text.as_bytes())),
            number(&Sha1::digest(text.as_bytes())),
            number(&Sha256::digest(text.as_bytes())),
        ]
    };
    TEXTS.iter().flat_map(digests).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digests_of_short_numbers_and_days_are_undone() {
        // The digests of 10001 as md5sum, sha1sum and sha256sum print them.
        for digest in [
            "d89f3a35931c386956c1a402a8e09941",
            "6c447a8fe7677ddc4c4cd2efddcfe650e4e6c706",
            "e443169117a184f91186b401133b20be670c7c0896f9886075e5d9b81e9d076b",
        ] {
            assert!(undoes(digest) && undoes(&digest.to_uppercase()), "{digest}");
            assert!(!undoes(&digest[1..]) && !undoes(&digest.replace(&digest[..2], "00")), "{digest}");
        }
    }
}
