//! What the beginning of a delimited text tells.

use crate::format::Format;

/// Delimiters in order of preference.
const DELIMITERS: &[u8] = b",;|\t";

/// The text after a byte order mark.
pub(super) fn text(head: &[u8]) -> Result<&[u8], &'static str> {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || head.contains(&0) {
        return Err("the text is not UTF-8");
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if text.iter().all(u8::is_ascii_whitespace) { Err("the file is empty") } else { Ok(text) }
}

/// Where the header line ends, if it does.
pub(super) fn header_end(text: &[u8]) -> Option<usize> {
    let (mut quoted, mut begun) = (false, false);
    text.iter().position(|byte| {
        quoted ^= *byte == b'"';
        let ends = !quoted && begun && matches!(byte, b'\n' | b'\r');
        begun |= !byte.is_ascii_whitespace();
        ends
    })
}

/// The delimiter: the one that the header line has most of, outside quotes.
pub(super) fn delimiter(text: &[u8], format: Format) -> u8 {
    if format == Format::Tsv {
        return b'\t';
    }
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.get(..header_end(text).unwrap_or(text.len())).unwrap_or_default() {
        quoted ^= *byte == b'"';
        let known = DELIMITERS.iter().position(|known| known == byte).filter(|_| !quoted);
        if let Some(count) = known.and_then(|index| counts.get_mut(index)) {
            *count += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let found = DELIMITERS.iter().zip(counts).find(|(_, count)| *count == most);
    found.map_or(b',', |(delimiter, _)| *delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_delimiter() {
        assert_eq!(delimiter(b"a,b;c,d\n1;2;3;4;5;6", Format::Csv), b',');
        assert_eq!(delimiter(b"a;b;c\n", Format::Csv), b';');
        assert_eq!(delimiter(b"\"a,b,c\"|d\n", Format::Csv), b'|');
        assert_eq!(delimiter(b"alone\n1;2\n", Format::Csv), b',');
        assert_eq!(delimiter(b"a,b\tc\n", Format::Tsv), b'\t');
    }

    #[test]
    fn other_encodings_are_refused() {
        assert!(text(b"\xff\xfea\0,\0").is_err());
        assert!(text(b"a\0,\0b\0").is_err());
        assert_eq!(text(b"\xef\xbb\xbfa,b"), Ok(&b"a,b"[..]));
        assert!(text(b"").is_err());
    }
}
