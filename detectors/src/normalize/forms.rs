//! Fields of a form or a query, in which `+` stands for a space (WHATWG URL Standard, `application/x-www-form-urlencoded`).

/// Farthest the beginning of a value and the next field are looked for, in bytes.
const FAR: usize = 160;

/// Whether the `+` at `at` parts two words of a field: `street=Am+Markt+3&city=…`, `?q=Aisha+Khan`.
pub(super) fn is_space(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (before, after) = (bytes.get(..at).unwrap_or_default(), bytes.get(at + 1..).unwrap_or_default());
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b')' | b'.' | b',');
    if !before.last().is_some_and(word)
        || !after.first().is_some_and(|byte| word(byte) || b"%(".contains(byte))
    {
        return false;
    }
    let value = before.iter().rev().take(FAR).take_while(|byte| in_field(**byte) && **byte != b'=').count();
    let Some((b'=', name)) = before.get(..at - value).and_then(<[u8]>::split_last) else { return false };
    let length = name.iter().rev().take(FAR).take_while(|byte| in_name(**byte)).count();
    let opened = name.get(..name.len() - length).and_then(<[u8]>::last);
    let goes_on = || {
        let rest = after.iter().take(FAR).position(|byte| !in_field(*byte)).and_then(|end| after.get(end..));
        rest.and_then(<[u8]>::split_first).is_some_and(|(end, next)| {
            let name = next.iter().take(FAR).take_while(|byte| in_name(**byte)).count();
            *end == b'&' && name > 0 && next.get(name) == Some(&b'=')
        })
    };
    length > 0 && (opened.is_some_and(|byte| b"?&".contains(byte)) || goes_on())
}

/// Bytes of a field that is not at its end.
fn in_field(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"&\"'<>;#?`".contains(&byte)
}

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.-[]".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let letter = |(at, letter)| if letter == '+' && is_space(text, at) { ' ' } else { letter };
        text.char_indices().map(letter).collect()
    }

    #[test]
    fn fields_are_told_from_sums() {
        assert_eq!(read("street=Am+M%C3%BChl+3&city=X"), "street=Am M%C3%BChl 3&city=X");
        assert_eq!(read("GET /find?q=Aisha+Khan HTTP/1.1"), "GET /find?q=Aisha Khan HTTP/1.1");
        assert_eq!(read("a=1&cc=4111+1111+1111+1111"), "a=1&cc=4111 1111 1111 1111");
        for text in ["x = a+b", "x=a+b", "tel=+49171&b=1", "a+b@example.com", "x?v=c++&w=1", "x=a+b; y=c"] {
            assert_eq!(read(text), text);
        }
    }
}
