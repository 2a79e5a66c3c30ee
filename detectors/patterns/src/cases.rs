//! Both cases of letters that are not ASCII: where a pattern ignores case, `возраст` also finds `Возраст` and `ВОЗРАСТ`.
//! The patterns work on bytes, where the parser knows the cases of ASCII letters only.

/// The pattern with other cases of its letters where it ignores case: of a run of such letters as a whole, in small letters, with
/// a capital, in capitals. `ignored` from the beginning; `(?i)` and `(?i:…)` say so for parts.
pub(crate) fn both(pattern: &str, ignored: bool) -> String {
    if pattern.is_ascii() {
        return pattern.to_owned();
    }
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut open = Vec::new();
    let mut ignores = ignored;
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '[' => class(rest),
            '(' => {
                let (length, flag, whole) = group(rest);
                if !whole {
                    open.push(ignores);
                }
                ignores = flag.unwrap_or(ignores);
                length
            }
            ')' => {
                ignores = open.pop().unwrap_or(ignored);
                1
            }
            _ if ignores && is_cased(first) => {
                let run = rest.find(|letter| !is_cased(letter)).unwrap_or(rest.len());
                // What repeats the last letter does not repeat the others.
                let repeats = rest.get(run..).is_some_and(|behind| behind.starts_with(['?', '*', '+', '{']));
                let last = rest.get(..run).and_then(|run| run.chars().next_back()).map_or(0, char::len_utf8);
                let length = if repeats && run > last { run - last } else { run };
                cases(rest.get(..length).unwrap_or_default(), &mut out);
                rest = rest.get(length..).unwrap_or_default();
                continue;
            }
            other => other.len_utf8(),
        };
        out.push_str(rest.get(..length).unwrap_or_default());
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Whether a letter has another case of as many letters that the parser does not know.
fn is_cased(letter: char) -> bool {
    !letter.is_ascii()
        && (is_another(letter.to_uppercase(), letter) || is_another(letter.to_lowercase(), letter))
}

fn is_another(mut letters: impl Iterator<Item = char>, letter: char) -> bool {
    letters.next().is_some_and(|other| other != letter) && letters.next().is_none()
}

/// Appends the ways to write some letters.
fn cases(run: &str, out: &mut String) {
    let lower = run.to_lowercase();
    let mut letters = lower.chars();
    let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut all = vec![lower.clone(), title, lower.to_uppercase()];
    all.dedup();
    out.push_str("(?:");
    out.push_str(&all.join("|"));
    out.push(')');
}

/// Length of a class of characters.
fn class(text: &str) -> usize {
    let mut depth = 0;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Of a group that begins: length of what opens it, what it says of the case, and whether that holds for the group around
/// it (`(?i)`).
fn group(text: &str) -> (usize, Option<bool>, bool) {
    let Some(flags) = text.strip_prefix("(?") else { return (1, None, false) };
    let length = flags.find(|letter: char| !letter.is_ascii_lowercase() && letter != '-').unwrap_or(0);
    let (on, off) = flags.get(..length).unwrap_or_default().split_once('-').unwrap_or((&flags[..length], ""));
    let flag = if on.contains('i') { Some(true) } else { off.contains('i').then_some(false) };
    match flags.as_bytes().get(length) {
        Some(b':') => (length + 3, flag, false),
        Some(b')') => (length + 3, flag, true),
        // The name of a group.
        _ => (1, None, false),
    }
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn letters_get_their_other_cases_where_case_is_ignored() {
        for (pattern, ignored, wanted) in [
            ("возраст:", true, "(?:возраст|Возраст|ВОЗРАСТ):"),
            ("возраст:", false, "возраст:"),
            ("âge|été", true, "(?:â|Â)ge|(?:é|É)t(?:é|É)"),
            ("a(?i:é(?-i:é)é)é", false, "a(?i:(?:é|É)(?-i:é)(?:é|É))é"),
            ("é(?i)é", false, "é(?i)(?:é|É)"),
            ("(?x) (?<value> год? )", true, "(?x) (?<value> (?:го|Го|ГО)(?:д|Д)? )"),
            (r"[\]é]\éß岁", true, r"[\]é]\éß岁"),
        ] {
            assert_eq!(both(pattern, ignored), wanted);
        }
    }

    #[test]
    fn what_it_writes_is_a_pattern() {
        for pattern in ["возраст?", "é{2}", "(?i:дня|день)+", "(?<value>ж)"] {
            let tree = regex_syntax::ParserBuilder::new()
                .unicode(false)
                .utf8(false)
                .build()
                .parse(&both(pattern, true));
            assert!(tree.is_ok(), "{pattern}");
        }
    }
}
