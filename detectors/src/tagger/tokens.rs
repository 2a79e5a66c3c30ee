//! Cuts text into tokens with exact byte offsets. Every byte that is not white space belongs to one token.
//!
//! What decides here is where a name may begin or end: a possessive stands by itself («Khan»'s), initials keep
//! their dot, a hyphen joins two capitalised halves (Jean-Pierre) or two syllables (Mei-ling) and cuts otherwise
//! (London-based), and an elided article is cut off (l'«Europe»).

use super::syllables;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Begins with a letter.
    Word,
    /// Begins with a digit.
    Number,
    /// Punctuation and symbols; a run of the same character is one token.
    Mark,
    /// One or more line ends.
    Break,
    /// An address of the net, an e-mail address, a user handle, or a run too long for a word.
    Link,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is made of.
    pub kind: Kind,
}

impl Token {
    /// Its text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Longest word in bytes; what is longer is no name.
const LONGEST: usize = 96;

/// Appends the tokens of `text` to `out`.
pub fn tokenize(text: &str, out: &mut Vec<Token>) {
    let mut at = 0;
    while let Some(first) = char_at(text, at) {
        if first == '\n' || first == '\r' {
            let end = run(text, at, |c| c == '\n' || c == '\r' || c == ' ' || c == '\t');
            out.push(Token { start: at, end, kind: Kind::Break });
            at = end;
            continue;
        }
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let mut token = if first.is_ascii_digit() || first.is_numeric() {
            Token { start: at, end: number_end(text, at), kind: Kind::Number }
        } else if is_letter(first) {
            Token { start: at, end: word_end(text, at), kind: Kind::Word }
        } else {
            mark(text, at, first)
        };
        if token.end - token.start > LONGEST {
            token.kind = Kind::Link;
        }
        extend_link(text, &mut token, out);
        at = token.end;
        out.push(token);
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 128 { Some(char::from(byte)) } else { text.get(at..)?.chars().next() }
}

fn run(text: &str, start: usize, keep: impl Fn(char) -> bool) -> usize {
    let mut at = start;
    while let Some(next) = char_at(text, at) {
        if !keep(next) {
            break;
        }
        at += next.len_utf8();
    }
    at
}

/// Letters, and the marks that scripts write upon and between letters.
#[inline]
fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() || c == '_' } else { is_other_letter(c) }
}

/// Most of them, and vowel signs, are found faster here than in the tables of Unicode.
#[inline(never)]
fn is_other_letter(c: char) -> bool {
    match c {
        '\u{ad}'
        | '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{24f}'
        | '\u{300}'..='\u{36f}'
        | '\u{3a3}'..='\u{3f5}'
        | '\u{400}'..='\u{481}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{621}'..='\u{63a}'
        | '\u{641}'..='\u{64a}'
        | '\u{900}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{200c}'..='\u{200d}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        '\u{2010}'..='\u{206f}' => false,
        _ => c.is_alphabetic(),
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

fn word_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut letters = 0_usize;
    let mut upper_first = false;
    while let Some(c) = char_at(text, at) {
        let after = at + c.len_utf8();
        if is_letter(c) || c.is_ascii_digit() {
            upper_first |= letters == 0 && c.is_uppercase();
            letters += 1;
            at = after;
        } else if c == '.' && letters == 1 && upper_first {
            return initials_end(text, after);
        } else if is_apostrophe(c) {
            match apostrophe(text, start, at, after, letters) {
                Cut::Before => return at,
                Cut::After => return after,
                Cut::Not => at = after,
            }
        } else if (c == '-' || c == '‐' || c == '\u{2011}') && upper_first && letters > 1 {
            match char_at(text, after) {
                Some(next) if next.is_uppercase() => at = after,
                Some(next) if next.is_lowercase() => {
                    let end = run(text, after, is_letter);
                    let (head, tail) = (text.get(start..at), text.get(after..end));
                    let more = text.get(end..).is_some_and(|rest| rest.starts_with(['-', '_']));
                    let name = head.zip(tail).is_some_and(|(head, tail)| syllables::joins(head, tail));
                    return if name && !more { end } else { at };
                }
                _ => return at,
            }
        } else {
            return at;
        }
        if at - start > LONGEST {
            return run(text, at, |c| is_letter(c) || c.is_ascii_digit());
        }
    }
    at
}

/// From behind the dot of a first initial: takes in what follows without a space, as in «J.R.R.».
fn initials_end(text: &str, mut at: usize) -> usize {
    while let Some(c) = char_at(text, at) {
        let after = at + c.len_utf8();
        if c.is_uppercase() && char_at(text, after) == Some('.') {
            at = after + 1;
        } else {
            break;
        }
    }
    at
}

enum Cut {
    Before,
    After,
    Not,
}

fn apostrophe(text: &str, start: usize, at: usize, after: usize, letters: usize) -> Cut {
    let Some(next) = char_at(text, after).filter(|c| is_letter(*c)) else { return Cut::Before };
    let behind = char_at(text, after + next.len_utf8());
    if (next == 's' || next == 'S') && !behind.is_some_and(is_letter) {
        return Cut::Before;
    }
    let head = text.get(start..at).unwrap_or_default();
    let lower = head.chars().all(char::is_lowercase);
    let elided = letters <= 2
        || matches!(
            head,
            "dell" | "nell" | "sull" | "dall" | "all" | "aujourd" | "lorsqu" | "puisqu" | "jusqu"
        );
    if elided && (lower || head == "L") && head != "o" { Cut::After } else { Cut::Not }
}

fn number_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        let after = at + c.len_utf8();
        let joins = matches!(c, '.' | ',' | ':' | '/' | '-')
            && char_at(text, after).is_some_and(|n| n.is_ascii_digit());
        if c.is_alphanumeric() || c == '_' || joins {
            at = after;
        } else {
            break;
        }
    }
    at
}

fn mark(text: &str, start: usize, first: char) -> Token {
    let after = start + first.len_utf8();
    let next = char_at(text, after);
    if first == '@' && next.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        let end = run(text, after, |c| c.is_alphanumeric() || c == '_');
        return Token { start, end, kind: Kind::Link };
    }
    if is_apostrophe(first)
        && matches!(next, Some('s' | 'S'))
        && !char_at(text, after + 1).is_some_and(is_letter)
    {
        return Token { start, end: after + 1, kind: Kind::Mark };
    }
    let end = if first.is_ascii() { run(text, start, |c| c == first) } else { after };
    Token { start, end, kind: Kind::Mark }
}

/// Makes a link of a token that an `@` or a `://` follows; what stands before it without a space belongs to it.
fn extend_link(text: &str, token: &mut Token, before: &mut Vec<Token>) {
    let rest = text.as_bytes().get(token.end..).unwrap_or_default();
    let mail = rest.first() == Some(&b'@') && rest.get(1).is_some_and(u8::is_ascii_alphanumeric);
    let scheme = rest.starts_with(b"://");
    let site = rest.first() == Some(&b'.') && token.of(text).eq_ignore_ascii_case("www");
    if token.kind == Kind::Mark || !(mail || scheme || site) {
        return;
    }
    token.kind = Kind::Link;
    token.end = run(text, token.end, |c| {
        !c.is_whitespace()
            && !matches!(c, '<' | '>' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | '|')
    });
    while mail && let Some(last) = before.last() {
        let joined = last.end == token.start && matches!(last.of(text), "." | "-" | "+" | "_" | "--");
        let word = last.end == token.start && matches!(last.kind, Kind::Word | Kind::Number);
        if !joined && !word {
            break;
        }
        token.start = last.start;
        before.pop();
    }
    // A full stop behind an address ends the sentence, not the address.
    while token.of(text).ends_with(['.', ':', '!', '?', '\'']) {
        token.end -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, &mut tokens);
        tokens.iter().map(|t| t.of(text)).collect()
    }

    #[test]
    fn possessives_initials_and_hyphens() {
        assert_eq!(cut("Dr. Aisha Khan's"), ["Dr", ".", "Aisha", "Khan", "'s"]);
        assert_eq!(cut("J.R.R. Tolkien, J. Doe"), ["J.R.R.", "Tolkien", ",", "J.", "Doe"]);
        assert_eq!(cut("Jean-Pierre, London-based"), ["Jean-Pierre", ",", "London", "-", "based"]);
        assert_eq!(
            cut("Chen Mei-ling's Ten-year-old"),
            ["Chen", "Mei-ling", "'s", "Ten", "-", "year", "-", "old"]
        );
        assert_eq!(cut("O’Brien d'Arc D'Angelo don't"), ["O’Brien", "d'", "Arc", "D'Angelo", "don't"]);
        assert_eq!(cut("James' house"), ["James", "'", "house"]);
    }

    #[test]
    fn links_and_numbers() {
        assert_eq!(cut("see john.smith@example.com."), ["see", "john.smith@example.com", "."]);
        assert_eq!(
            cut("https://example.com/Paris, @anna #x"),
            ["https://example.com/Paris", ",", "@anna", "#", "x"]
        );
        assert_eq!(cut("12/04/2019 at 10:30, 1990s"), ["12/04/2019", "at", "10:30", ",", "1990s"]);
    }

    #[test]
    fn what_is_taken_for_a_letter_without_asking_is_one() {
        let ranges = [
            (0xc0, 0xd6),
            (0xd8, 0xf6),
            (0xf8, 0x24f),
            (0x3a3, 0x3f5),
            (0x400, 0x481),
            (0x5d0, 0x5ea),
            (0x621, 0x63a),
            (0x641, 0x64a),
            (0x1e00, 0x1eff),
            (0x3041, 0x3096),
            (0x30a1, 0x30fa),
            (0x4e00, 0x9fff),
            (0xac00, 0xd7a3),
        ];
        for code in ranges.into_iter().flat_map(|(first, last)| first..=last) {
            assert!(char::from_u32(code).is_some_and(char::is_alphabetic), "{code:x}");
        }
        for code in 0x2010..=0x206f {
            assert!(!char::from_u32(code).is_some_and(char::is_alphabetic), "{code:x}");
        }
    }

    #[test]
    fn other_scripts_and_lines() {
        assert_eq!(cut("Łódź — Ğül\r\n\nЁлка"), ["Łódź", "—", "Ğül", "\r\n\n", "Ёлка"]);
    }
}
