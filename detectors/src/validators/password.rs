//! What stands behind `password:` and is none: placeholders, variables, calls, types and plain words.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("password", "Tr0ub4dor"), Some(Verdict::Unknown));
//! assert_eq!(check("password", "${DB_PASSWORD}"), Some(Verdict::Invalid));
//! assert_eq!(check("password", "required"), Some(Verdict::Invalid));
//! assert_eq!(check("password_spoken", "Muster-19v"), Some(Verdict::Unknown));
//! assert_eq!(check("password_marked", "Maple#Grove19"), Some(Verdict::Valid));
//! assert_eq!(check("password_spoken", "Windows-11"), Some(Verdict::Invalid));
//! ```

use super::Verdict;

/// Values of a parameter that are none.
const EMPTY: &[&str] = &["null", "none", "undefined", "true", "false", "password", "redacted", "changeme"];

/// Beginnings of names of methods, which sentences about passwords are full of.
const METHODS: &[&str] = &[
    "sha", "pbkdf2", "argon2", "bcrypt", "scrypt", "md5", "aes", "wpa", "ntlm", "rfc", "utf", "http", "oauth",
];

/// Beginnings of references, templates and escapes.
const REFERENCES: &[&str] = &["$", "{", "<", "%", "(", "[", "&", "@", "/", "\\", ":", "__"];

/// A secret in a setting mixes kinds of characters; a lower-case word is prose or a type.
pub(super) fn check(value: &str) -> Verdict {
    let has = |kind: fn(&char) -> bool| value.chars().any(|letter| kind(&letter));
    let name =
        |part: &str| part.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.".contains(letter));
    let item = value.split_once('[').is_some_and(|(list, _)| !list.is_empty() && name(list));
    let call = value.contains(['(', ')']) || value.contains("::") || value.contains("->") || item;
    let path = value.split('.').count() > 1
        && value
            .split('.')
            .all(|part| part.starts_with(|letter: char| letter.is_alphabetic() || letter == '_'))
        && value.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_'));
    let same = value.chars().all(|letter| value.starts_with(letter));
    let word =
        value.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '_' | '.' | '?' | '!'));
    let mixed = has(char::is_ascii_digit)
        || has(|letter| letter.is_ascii_punctuation() && !matches!(letter, '-' | '_' | '.' | '?'))
        || (has(char::is_ascii_lowercase) && value.chars().skip(1).any(|letter| letter.is_ascii_uppercase()));
    let reference = REFERENCES.iter().any(|mark| value.starts_with(mark));
    if reference || call || path || same || !mixed || (word && value.ends_with(['!', '?'])) {
        return Verdict::Invalid;
    }
    Verdict::Unknown
}

/// A value that nothing but a sentence leads to mixes small letters and digits with capitals or marks: `Muster-19v`, not
/// `SHA-256`, `8-stellig` or `iPhone15`.
pub(super) fn check_spoken(value: &str) -> Verdict {
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let small = value.chars().filter(|letter| letter.is_lowercase()).count();
    let marked = has(|letter| letter.is_ascii_punctuation() && !matches!(letter, '.' | ':' | '/' | '%'));
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let long = value.len() > 7 && digits > 1 && value.starts_with(char::is_alphabetic);
    let mixed = small > 1 && digits > 0 && (has(char::is_uppercase) || marked || long);
    let method = METHODS.iter().any(|method| value.to_ascii_lowercase().starts_with(method));
    // Words and numbers joined by a dash are names of things: `8-stellig`, `Windows-11`.
    let named = value.split_once('-').is_some_and(|(head, tail)| {
        let plain = |part: &str| {
            part.chars().all(char::is_alphabetic) || part.chars().all(|one| one.is_ascii_digit())
        };
        plain(head) && plain(tail)
    });
    if mixed && !named && !method { check(value) } else { Verdict::Invalid }
}

/// Valid: what stands some words behind "password" and no word or name has: signs amid letters and digits.
pub(super) fn check_marked(value: &str) -> Verdict {
    let sign = |letter: char| "#!@$%^&*+?=~|".contains(letter);
    let address = value.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    let inside = value.trim_matches(sign);
    (inside.contains(sign) && !address && check_spoken(value) != Verdict::Invalid).into()
}

/// A value behind `name=` in a link or a header, where nothing but values stand: any word may be a secret.
pub(super) fn check_parameter(value: &str) -> Verdict {
    let call = value.contains('(') || value.contains("::") || value.contains("->");
    let same = value.chars().all(|letter| value.starts_with(letter));
    let empty = EMPTY.iter().any(|word| value.eq_ignore_ascii_case(word));
    let name =
        value.contains('_') && value.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    (!call && !same && !empty && !name && !REFERENCES.iter().any(|mark| value.starts_with(mark))).into()
}
