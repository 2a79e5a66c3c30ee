//! Escaped characters: HTML entities, percent, JSON and C escapes, quoted-printable, terminal colours.

use std::borrow::Cow;

/// Characters that an escape stood for, each with how many bytes of the text it took.
pub(super) type Unescaped = Vec<(char, usize)>;

/// Longest entity, in bytes.
const LONGEST_ENTITY: usize = 10;
/// Most escaped bytes that are read as one piece of UTF-8.
const LONGEST_PIECE: usize = 4;

/// What stands escaped at the beginning of `text`; `None` = nothing. An empty list = a piece without any character.
pub(super) fn unescape(text: &str, deep: bool) -> Option<(Unescaped, usize)> {
    match text.as_bytes().first()? {
        b'&' => entity(text).map(single),
        b'%' if deep && text.get(1..2).is_some_and(|next| next == "u" || next == "U") => {
            hex_char(text, 2, 4).map(single)
        }
        b'%' => utf8(text, "%"),
        b'=' => quoted_printable(text),
        b'\\' => backslash(text, deep),
        0x1b => ansi(text).map(|length| (Vec::new(), length)),
        _ => None,
    }
}

fn single((letter, length): (char, usize)) -> (Unescaped, usize) {
    (vec![(letter, length)], length)
}

/// `&amp;`, `&#64;`, `&#x40;`; the semicolon may be missing after a number.
fn entity(text: &str) -> Option<(char, usize)> {
    if let Some(number) = text.strip_prefix("&#") {
        let (radix, prefix) = if number.starts_with(['x', 'X']) { (16, 3) } else { (10, 2) };
        let rest = text.get(prefix..)?;
        let digits = rest.bytes().take(8).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let letter = char::from_u32(u32::from_str_radix(rest.get(..digits)?, radix).ok()?)?;
        let semicolon = usize::from(rest.get(digits..).is_some_and(|tail| tail.starts_with(';')));
        return Some((letter, prefix + digits + semicolon));
    }
    let length = text.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')? + 1;
    let name = text.get(..length)?;
    let Cow::Owned(decoded) = html_escape::decode_html_entities(name) else { return None };
    let mut letters = decoded.chars();
    let letter = letters.next()?;
    letters.next().is_none().then_some((letter, length))
}

/// `%E2%80%8B` or `=E2=80=8B`: bytes of UTF-8, read together.
fn utf8(text: &str, mark: &str) -> Option<(Unescaped, usize)> {
    let mut bytes = [0; LONGEST_PIECE];
    let mut length = 0;
    for index in 0..bytes.len() {
        let rest = text.get(length..)?.strip_prefix(mark)?;
        *bytes.get_mut(index)? = hex_byte(rest)?;
        length += mark.len() + 2;
        if let Some(letter) = bytes.get(..=index).and_then(|piece| std::str::from_utf8(piece).ok()) {
            return Some((letter.chars().map(|letter| (letter, length)).collect(), length));
        }
    }
    None
}

/// `=40`, and `=` at the end of a line (RFC 2045 §6.7). What needs no escape has none there: `x=65068482` is plain.
fn quoted_printable(text: &str) -> Option<(Unescaped, usize)> {
    for soft in ["=\r\n", "=\n"] {
        if text.starts_with(soft) {
            return Some((Vec::new(), soft.len()));
        }
    }
    let code = text.get(1..3)?;
    let capital = code.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
    let escaped = capital.then(|| utf8(text, "=")).flatten()?;
    (!escaped.0.iter().any(|(letter, _)| letter.is_ascii_alphanumeric())).then_some(escaped)
}

/// `\u0040`, `\u{40}`, `\x40`, `\t`; `\100` in the deep set, where backslashes before digits are no paths.
fn backslash(text: &str, deep: bool) -> Option<(Unescaped, usize)> {
    let next = *text.as_bytes().get(1)?;
    match next {
        b'u' if text.as_bytes().get(2) == Some(&b'{') => {
            let digits = text.get(3..)?.bytes().take(7).position(|byte| byte == b'}')?;
            let code = u32::from_str_radix(text.get(3..3 + digits)?, 16).ok()?;
            Some(single((char::from_u32(code)?, digits + 4)))
        }
        b'u' => surrogates(text).or_else(|| hex_char(text, 2, 4)).map(single),
        b'U' => hex_char(text, 2, 8).map(single),
        b'x' => utf8(text, "\\x"),
        b'0'..=b'3' if deep => {
            let octal = text.get(1..4)?;
            let code = u8::from_str_radix(octal, 8).ok().filter(u8::is_ascii)?;
            Some(single((char::from(code), 4)))
        }
        b'n' | b'r' | b't' => Some(single((' ', 2))),
        b'"' | b'\\' | b'/' => Some(single((char::from(next), 2))),
        _ => None,
    }
}

/// A character beyond the first plane as two escapes (RFC 8259 §7).
fn surrogates(text: &str) -> Option<(char, usize)> {
    let high = u16::from_str_radix(text.get(2..6)?, 16).ok()?;
    let low = u16::from_str_radix(text.get(6..)?.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    let letter = char::decode_utf16([high, low]).next()?.ok()?;
    (letter.len_utf16() == 2).then_some((letter, 12))
}

fn hex_char(text: &str, from: usize, digits: usize) -> Option<(char, usize)> {
    let code = u32::from_str_radix(text.get(from..from + digits)?, 16).ok()?;
    Some((char::from_u32(code)?, from + digits))
}

fn hex_byte(text: &str) -> Option<u8> {
    let code = text.get(..2).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u8::from_str_radix(code, 16).ok()
}

/// A control sequence (ECMA-48 §5.4): ESC, `[`, parameters, a final byte.
fn ansi(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("\u{1b}[")?;
    let end = rest.bytes().take(32).position(|byte| (0x40..=0x7e).contains(&byte))?;
    Some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_every_kind_are_read() {
        for (text, letter) in [
            ("&commat;", '@'),
            ("&#64;", '@'),
            ("&#x40;", '@'),
            ("&#64", '@'),
            ("%40", '@'),
            ("=40", '@'),
            ("\\u0040", '@'),
            ("\\u{40}", '@'),
            ("\\x40", '@'),
            ("\\U00000040", '@'),
            ("&nbsp;", '\u{a0}'),
            ("%C2%A0", '\u{a0}'),
            ("\\ud835\\udfd2", '𝟒'),
            ("=E2=80=8B", '\u{200b}'),
        ] {
            assert_eq!(unescape(text, false), Some((vec![(letter, text.len())], text.len())), "{text}");
        }
        assert_eq!(unescape("=\r\nx", false), Some((vec![], 3)));
        assert_eq!(unescape("\u{1b}[1;31mx", false), Some((vec![], 7)));
        assert_eq!(unescape("\\100", true), Some((vec![('@', 4)], 4)));
        for text in
            ["%zz", "100%", "&co", "&x y;", "=4g", "=4f", "=65", "\\d", "\\100", "%FF", "&#xffffffff;"]
        {
            assert_eq!(unescape(text, false), None, "{text}");
        }
    }
}
