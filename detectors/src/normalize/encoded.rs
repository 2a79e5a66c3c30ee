//! Tokens that hold a text in another alphabet: base64, base64url, hex, MIME words.

use std::{ops::Range, sync::LazyLock};

use base64::{
    Engine as _,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use regex::Regex;

use super::{Depth, folding::read};

/// Fewest characters of a token.
const SHORTEST: usize = 12;
/// How often a token is decoded: what comes out may be a token again.
const LAYERS: usize = 3;
/// Longest text that is turned round, in bytes.
const LONGEST_OVERRIDE: usize = 256;
/// Share of a decoded text that must be printable, in per cent.
const PRINTABLE: usize = 90;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// All tokens that hold a text: place and text.
pub(super) fn tokens(text: &str, depth: Depth) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut token = |token: Range<usize>| {
        let Some(encoded) = text.get(token.clone()) else { return };
        let mut plain: Option<String> = None;
        for _ in 0..LAYERS {
            let Some(inner) = decode(plain.as_deref().unwrap_or(encoded)) else { break };
            plain = Some(read(&inner, depth));
        }
        found.extend(plain.filter(|plain| plain != encoded).map(|plain| (token.start, token.end, plain)));
    };
    let words = memchr::memmem::find(text.as_bytes(), b"=?").is_some();
    match TOKEN.as_ref().filter(|_| words) {
        Some(pattern) => pattern.find_iter(text).for_each(|found| token(found.range())),
        None => runs(text.as_bytes(), token),
    }
    if depth == Depth::Deep {
        found.extend(reversed(text));
        found.sort_by_key(|token| token.0);
    }
    found
}

/// Encoded words (RFC 2047), and runs with their padding.
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern =
        r"=\?[A-Za-z0-9-]{2,20}\?[BbQq]\?[^?\s]{4,}\?=|[A-Za-z0-9+/_\-]{12,}(?:={1,2}|(?:%3[Dd]){1,2})?";
    Regex::new(pattern).ok()
});

/// Reports the runs that are long enough for a token, with their padding. Every twelfth byte of the text hits such a run, so
/// nothing else is looked at.
fn runs(bytes: &[u8], mut report: impl FnMut(Range<usize>)) {
    let token = |byte: &&u8| IN_TOKEN[usize::from(**byte)];
    let mut behind = 0;
    let mut at = SHORTEST - 1;
    while at < bytes.len() {
        let (head, tail) = bytes.split_at(at);
        let more = tail.iter().take_while(token).count();
        if more > 0 {
            let unread = head.get(behind..).unwrap_or_default();
            let start = at - unread.iter().rev().take_while(token).count();
            behind = at + more;
            if behind - start >= SHORTEST {
                behind += padding(bytes.get(behind..).unwrap_or_default());
                report(start..behind);
            }
        }
        at = at.max(behind) + SHORTEST - usize::from(more > 0);
    }
}

/// Whether a byte is part of a run.
static IN_TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-');
        byte += 1;
    }
    table
};

/// How many bytes of padding stand in front.
fn padding(bytes: &[u8]) -> usize {
    let one = |bytes: &[u8]| match bytes {
        [b'=', ..] => 1,
        [b'%', b'3', b'd' | b'D', ..] => 3,
        _ => 0,
    };
    let first = one(bytes);
    let second = one(bytes.get(first..).unwrap_or_default());
    if first == second { first + second } else { first }
}

/// What a right-to-left override turned round (Unicode Standard Annex 9).
fn reversed(text: &str) -> impl Iterator<Item = (usize, usize, String)> {
    let overridden = |(start, mark): (usize, &str)| {
        let rest = text.get(start + mark.len()..)?;
        let end = rest.find(['\u{202c}', '\n']).unwrap_or(rest.len());
        let plain = rest.get(..end)?.chars().rev().collect();
        (end <= LONGEST_OVERRIDE).then_some((start, start + mark.len() + end, plain))
    };
    text.match_indices('\u{202e}').filter_map(overridden)
}

/// The text that a token holds, if it holds one.
fn decode(token: &str) -> Option<String> {
    if let Some(word) = token.strip_prefix("=?").and_then(|word| word.strip_suffix("?=")) {
        return mime_word(word);
    }
    let escaped = token.contains('%').then(|| token.replace("%3D", "=").replace("%3d", "="));
    let bare = escaped.as_deref().unwrap_or(token);
    if bare.len() < 8 || !bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/_-=".contains(&byte)) {
        return None;
    }
    // A word or a name in small letters is no base64 of a text: that has capitals or digits.
    let hex = bare.len().is_multiple_of(2) && bare.bytes().all(|byte| byte.is_ascii_hexdigit());
    let from_hex = hex.then(|| from_hex(bare)).flatten().and_then(readable);
    let alphabet = if bare.contains(['-', '_']) { &BASE64URL } else { &BASE64 };
    from_hex.or_else(|| alphabet.decode(bare).ok().and_then(readable))
}

/// RFC 2047: `charset?B?…` or `charset?Q?…`.
fn mime_word(word: &str) -> Option<String> {
    let mut parts = word.splitn(3, '?');
    let (_, encoding, body) = (parts.next()?, parts.next()?, parts.next()?);
    if encoding.eq_ignore_ascii_case("b") {
        return BASE64.decode(body).ok().and_then(readable);
    }
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(first) = rest.bytes().next() {
        let escaped =
            (first == b'=').then(|| rest.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok()));
        let length = if let Some(Some(byte)) = escaped {
            bytes.push(byte);
            3
        } else {
            bytes.push(if first == b'_' { b' ' } else { first });
            1
        };
        rest = rest.get(length..)?;
    }
    readable(bytes)
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(pair).collect()
}

/// The bytes as text, if people could read it.
fn readable(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let (mut all, mut printable, mut ascii) = (0, 0, 0);
    for letter in text.chars() {
        all += 1;
        ascii += usize::from(letter.is_ascii());
        printable += usize::from(!letter.is_control() || letter.is_whitespace());
    }
    (all >= 6 && printable * 100 >= all * PRINTABLE && ascii * 2 >= all).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn runs_are_what_the_pattern_matches(text in "([a-z]{1,7}|[ab+/_-]{10,14}|=|%3D|%3d|[ .])*") {
            let mut found = Vec::new();
            runs(text.as_bytes(), |run| found.push(run));
            let pattern = TOKEN.as_ref().expect("compiles");
            let expected: Vec<_> = pattern.find_iter(&text).map(|found| found.range()).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn tokens_are_decoded_in_layers() {
        let token = BASE64.encode("aisha@example.com");
        assert_eq!(
            tokens(&format!("x {token} y"), Depth::Usual),
            [(2, 2 + token.len(), "aisha@example.com".to_owned())]
        );
        let twice = BASE64.encode(&token);
        assert_eq!(tokens(&twice, Depth::Usual)[0].2, "aisha@example.com");
        assert_eq!(tokens("6169736861406578616d706c652e636f6d", Depth::Usual)[0].2, "aisha@example.com");
        assert_eq!(tokens("=?UTF-8?Q?aisha=40example.com?=", Depth::Usual)[0].2, "aisha@example.com");
        for text in
            ["internationalization", "9258c52c08bc78b72394317e329c3b7f9c5c8fe9", "the quick brown fox"]
        {
            assert_eq!(tokens(text, Depth::Usual), [], "{text}");
        }
    }
}
