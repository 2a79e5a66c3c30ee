//! Words that stand for characters: `john (at) example (dot) com`, `four one one five`.

mod digits;

use std::sync::LazyLock;

use regex::Regex;

use super::{Depth, view::Edit};

const AT: &str = r"\s*[\[({<]\s*(?:(?i:at|ät|arroba|arobase|chiocciola)|@)\s*[\])}>]\s*|\s+(?i:at|ät|arroba|arobase|chiocciola)\s+|_(?i:at)_|\s?@\s?";
const DOT: &str = r"\s*[\[({<]\s*(?:(?i:dot|punkt|punto|point|ponto)|\.)\s*[\])}>]\s*|\s+(?i:dot|punkt|punto|point|ponto)\s+|_(?i:dot)_|\s?\.\s?";
/// Words that begin a sentence rather than end a domain.
const NO_DOMAIN: &[&str] = &[
    "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of",
    "on", "or", "so", "to", "up", "us", "we", "the", "and", "but", "then", "you", "she", "they", "this",
    "that", "see",
];
/// Words that end no domain and begin none: `at what point we`.
const NO_LABEL: &[&str] = &[
    "a", "an", "any", "each", "every", "he", "if", "of", "on", "one", "or", "she", "some", "that", "the",
    "they", "this", "up", "we", "what", "which",
];
const LABEL: &str = "[A-Za-z0-9_%+-]+";

/// What is read as characters.
pub(super) fn edits(text: &str, depth: Depth) -> Vec<Edit> {
    let mut edits = addresses(text);
    if depth == Depth::Deep {
        edits.extend(digits::edits(text));
        edits.sort_by_key(|edit| (edit.start, edit.end));
        edits.dedup_by(|next, edit| next.start < edit.end);
    }
    edits
}

/// `at` and `dot` in e-mail addresses, and spaces around the characters.
fn addresses(text: &str) -> Vec<Edit> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            "(?-u:{LABEL})(?:(?:{DOT})(?-u:{LABEL})){{0,4}}(?P<at>{AT})(?P<domain>(?-u:{LABEL})(?:(?:{DOT})(?-u:{LABEL})){{1,5}})"
        ))
        .ok()
    });
    static DOTS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(DOT).ok());
    let mut edits = Vec::new();
    if !may_be_spoken(text) {
        return edits;
    }
    let (Some(address), Some(dots)) = (ADDRESS.as_ref(), DOTS.as_ref()) else { return edits };
    for found in address.captures_iter(text) {
        let (Some(whole), Some(at), Some(domain)) = (found.get(0), found.name("at"), found.name("domain"))
        else {
            continue;
        };
        let mut marks: Vec<(usize, usize)> = dots
            .find_iter(whole.as_str())
            .map(|dot| (whole.start() + dot.start(), whole.start() + dot.end()))
            .collect();
        marks.retain(|(start, end)| *end <= at.start() || *start >= at.end());
        let word_dot = |(start, end): &(usize, usize)| {
            text.get(*start..*end).is_some_and(|dot| dot.bytes().any(|byte| !b" .\t\r\n".contains(&byte)))
        };
        let in_domain = |(start, _): &&(usize, usize)| *start >= domain.start();
        let spoken_dots = marks.iter().filter(in_domain).filter(|mark| word_dot(mark)).count();
        let bare_at = at.as_str().trim().bytes().all(|byte| byte.is_ascii_alphabetic());
        // `… @ home. It was` and `… @ noon . the` are sentences.
        let label_behind = |end: usize| {
            let rest = text.get(end..).unwrap_or_default();
            rest.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default()
        };
        let sentence = marks.iter().any(|(start, end)| {
            let label = label_behind(*end);
            end - start > 1
                && text.get(*start..*end).is_some_and(|dot| dot.trim() == ".")
                && (NO_DOMAIN.contains(&label) || label.starts_with(|first: char| first.is_ascii_uppercase()))
        });
        let prose = bare_at && {
            let mut labels = domain.as_str().split(|letter: char| !letter.is_ascii_alphanumeric());
            let host = labels.next().unwrap_or_default();
            NO_LABEL.contains(&host) || labels.next_back().is_some_and(|top| NO_LABEL.contains(&top))
        };
        // `by @ann.lee` names an account.
        let local = text.get(whole.start()..at.start()).unwrap_or_default();
        let account = at.as_str().trim_start() == "@"
            && at.len() > 1
            && (NO_DOMAIN.contains(&local) || NO_LABEL.contains(&local));
        let capital_at = at.as_str().trim() == "AT";
        let tight = at.as_str() == "@" && marks.iter().all(|(start, end)| end - start == 1);
        // Bare `at` is a preposition unless every dot is spoken, too.
        if tight
            || sentence
            || prose
            || account
            || bare_at && !capital_at && spoken_dots != marks.iter().filter(in_domain).count()
            || !ends_well(&found)
        {
            continue;
        }
        edits.extend(Edit::new(at.start(), at.end(), "@"));
        edits.extend(marks.iter().filter_map(|(start, end)| Edit::new(*start, *end, ".")));
    }
    edits.sort_by_key(|edit| edit.start);
    edits
}

/// Whether the domain ends in letters, as every top-level domain does.
fn ends_well(found: &regex::Captures<'_>) -> bool {
    let domain = found.name("domain").map_or("", |domain| domain.as_str());
    let top = domain.rsplit(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
    (2..=24).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Separators as people write them out, the cheapest sign of a hidden address.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[\[({<](?:dot|punkt|punto|point|ponto|at|ät|arroba|arobase|chiocciola)[\])}>]|\s(?-i:AT)\s|_(?:at|dot)_|\s(?:dot|punkt|punto|ponto)\s|\s\.\s|[\[({<]\s?\.\s?[\])}>]").ok()
});

/// Whether an address could be hidden at all: cheap, for almost every text says no.
fn may_be_spoken(text: &str) -> bool {
    let bytes = text.as_bytes();
    let spaced_at = memchr::memchr_iter(b'@', bytes).any(|at| {
        let near = |index: Option<usize>| {
            index.and_then(|index| bytes.get(index)).is_some_and(|byte| b" ([{<)]}>\t\r\n".contains(byte))
        };
        near(at.checked_sub(1)) || near(Some(at + 1))
    });
    spaced_at
        || memchr::memchr(b'@', bytes).is_some() && memchr::memmem::find(bytes, b" . ").is_some()
        || MARK.as_ref().is_some_and(|mark| mark.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{finding::ViewKind, normalize::view::View};

    fn read(text: &str) -> String {
        View::of(text, &edits(text, Depth::Deep), ViewKind::Spoken)
            .map_or(text.to_owned(), |view| view.text().to_owned())
    }

    #[test]
    fn spoken_addresses_are_read() {
        for text in [
            "john (at) example (dot) com",
            "john [at] example [dot] com",
            "john at example dot com",
            "john@ example . com",
            "john (@) example (.) com",
            "john AT example DOT com",
            "john arroba example punto com",
            "john_AT_example_DOT_com",
            "john AT example.com",
            "john @example. com",
            "john ät example punkt com",
        ] {
            assert_eq!(read(text), "john@example.com", "{text}");
        }
        for text in [
            "He was at dot com conferences",
            "controls at what point we make",
            "look at the point in question",
            "photo by @ann.lee today",
            "meet me at noon. Then go",
            "I work at google.com",
            "lunch @ home. It was",
            "we met @ noon . the",
            "a@example.com",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn spoken_digits_are_read() {
        assert_eq!(read("call five five five zero one two three now"), "call 5550123 now");
        assert_eq!(read("five 5 double five zero 1 2 triple nine"), "555501 2999".replace(' ', ""));
        assert_eq!(read("twenty twenty-four forty-four fifteen seven"), "202444157");
        assert_eq!(read("null neun null zwei vier drei sieben"), "0902437");
        assert_eq!(read("Two plus two is four"), "Two plus two is four");
        assert_eq!(read("one or two"), "one or two");
    }
}
