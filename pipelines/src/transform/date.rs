//! Dates as people write them: read with their form, so that another date can be written the same way.

use std::sync::LazyLock;

use jiff::civil::Date;

/// A date in a text and how it was written.
pub(super) struct WrittenDate {
    /// The date.
    pub(super) date: Date,
    parts: Vec<Part>,
    /// What follows the date: a time, a zone.
    rest: String,
}

enum Part {
    Text(String),
    /// Year of this many digits.
    Year(usize),
    /// Month number, at least this many digits.
    Month(usize),
    /// Day number, at least this many digits.
    Day(usize),
    /// Month in words, by language and length.
    Name(&'static [&'static str; 12], Case),
}

#[derive(Clone, Copy)]
enum Case {
    AsListed,
    Upper,
    Lower,
}

/// The months of each language.
static LANGUAGES: LazyLock<Vec<[&str; 12]>> = LazyLock::new(|| {
    let lines = include_str!("months.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split(' ').collect::<Vec<_>>().try_into().ok()).collect()
});

/// Zero of the Arabic, Persian, Devanagari, Bengali, Tamil and Thai digits.
const ZEROS: [u32; 6] = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0be6, 0x0e50];

/// Digits of other scripts as those that dates are read from and written with.
fn plain(letter: char) -> char {
    let code = u32::from(letter);
    let zero = ZEROS.into_iter().find(|zero| (*zero..*zero + 10).contains(&code));
    zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(letter)
}

/// Reads a date with whatever follows it; `None` when there is none, or no such day.
pub(super) fn parse(text: &str) -> Option<WrittenDate> {
    let text: String = text.trim().chars().map(plain).collect();
    let tokens = tokens(&text);
    [iso, compact, words, numeric, signs].into_iter().find_map(|form| form(&tokens))
}

impl WrittenDate {
    /// Writes another date in the same form.
    pub(super) fn rewritten(&self, date: Date) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Year(2) => out.push_str(&format!("{:02}", date.year().rem_euclid(100))),
                Part::Year(_) => out.push_str(&format!("{:04}", date.year())),
                Part::Month(width) => out.push_str(&format!("{:0width$}", date.month())),
                Part::Day(width) => out.push_str(&format!("{:0width$}", date.day())),
                Part::Name(names, case) => {
                    let index = usize::try_from(date.month() - 1).unwrap_or(0);
                    let name = names.get(index).copied().unwrap_or_default();
                    out.push_str(&match case {
                        Case::AsListed => name.to_owned(),
                        Case::Upper => name.to_uppercase(),
                        Case::Lower => name.to_lowercase(),
                    });
                }
            }
        }
        out + &self.rest
    }
}

/// Runs of digits, of letters, and single other characters.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |letter: char| {
        if letter.is_ascii_digit() {
            0
        } else if letter.is_alphabetic() || ('\u{900}'..'\u{e80}').contains(&letter) {
            // Vowel signs and what joins consonants are part of the word.
            1
        } else {
            2
        }
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, letter) in text.char_indices() {
        if previous.is_some_and(|previous| kind(previous) != kind(letter) || kind(letter) == 2) {
            tokens.extend(text.get(start..at));
            start = at;
        }
        previous = Some(letter);
    }
    tokens.extend(text.get(start..).filter(|tail| !tail.is_empty()));
    tokens
}

fn number(token: &str) -> Option<i16> {
    token.bytes().all(|byte| byte.is_ascii_digit()).then(|| token.parse().ok()).flatten()
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Two-digit years are of the last hundred years as POSIX `strptime` has them: 69-99 and 00-68.
fn full_year(token: &str) -> Option<i16> {
    let year = number(token)?;
    match token.len() {
        4 => Some(year),
        2 => Some(if year < 69 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

fn found(date: Date, parts: Vec<Part>, rest: &[&str]) -> WrittenDate {
    WrittenDate { date, parts, rest: rest.concat() }
}

fn text(token: &str) -> Part {
    Part::Text(token.to_owned())
}

/// `1991-05-31`, `1991/5/31`, `1991.05.31`
fn iso(tokens: &[&str]) -> Option<WrittenDate> {
    let [year, first, month, second, day, rest @ ..] = tokens else { return None };
    if year.len() != 4 || first != second || !matches!(*first, "-" | "/" | ".") {
        return None;
    }
    let date = date(number(year)?, number(month)?, number(day)?)?;
    let parts =
        vec![Part::Year(4), text(first), Part::Month(month.len()), text(second), Part::Day(day.len())];
    Some(found(date, parts, rest))
}

/// `19910531`
fn compact(tokens: &[&str]) -> Option<WrittenDate> {
    let [digits, rest @ ..] = tokens else { return None };
    if digits.len() != 8 || !digits.is_ascii() {
        return None;
    }
    let date = date(number(digits.get(..4)?)?, number(digits.get(4..6)?)?, number(digits.get(6..)?)?)?;
    Some(found(date, vec![Part::Year(4), Part::Month(2), Part::Day(2)], rest))
}

/// `5/31/1991`, `31.05.1991`, `31-5-91`: dots are day first, a number above 12 decides, else month first.
fn numeric(tokens: &[&str]) -> Option<WrittenDate> {
    let [one, first, two, second, year, rest @ ..] = tokens else { return None };
    if first != second || !matches!(*first, "-" | "/" | ".") || one.len() > 2 || two.len() > 2 {
        return None;
    }
    let (a, b, full) = (number(one)?, number(two)?, full_year(year)?);
    let day_first = *first == "." || a > 12;
    let (day, month) = if day_first { (a, b) } else { (b, a) };
    let date = date(full, month, day)?;
    // A zero, or two digits twice, shows that the writer fills up.
    let filled = one.starts_with('0') || two.starts_with('0') || (one.len() == 2 && two.len() == 2);
    let width = if filled { 2 } else { 1 };
    let (one, two) = (Part::Day(width), Part::Month(width));
    let (one, two) = if day_first { (one, two) } else { (two, one) };
    Some(found(date, vec![one, text(first), two, text(second), Part::Year(year.len())], rest))
}

/// `May 31, 1991`, `31 May 1991`, `31. Mai 1991`, `1er mai 1991`, `31 de mayo de 1991`
fn words(tokens: &[&str]) -> Option<WrittenDate> {
    let mut parts = Vec::new();
    let (mut day, mut month, mut year) = (None, None, None);
    for (index, token) in tokens.iter().enumerate() {
        if let Some(value) = number(token) {
            if token.len() == 4 && month.is_some() {
                year = Some(value);
                parts.push(Part::Year(4));
                let date = date(year?, month?, day?)?;
                return Some(found(date, parts, tokens.get(index + 1..).unwrap_or_default()));
            }
            if token.len() > 2 || day.is_some() {
                return None;
            }
            day = Some(value);
            parts.push(Part::Day(if token.starts_with('0') { 2 } else { 1 }));
        } else if let Some((index, names, case)) = month_name(token) {
            month = Some(index);
            parts.push(Part::Name(names, case));
        } else if matches!(token.to_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "er" | "de" | "of")
            || token.chars().all(|letter| !letter.is_alphanumeric())
        {
            parts.push(text(token));
        } else {
            return None;
        }
    }
    let _ = year;
    None
}

/// `1991年5月31日`, `1991년 5월 31일`
fn signs(tokens: &[&str]) -> Option<WrittenDate> {
    let mut parts = Vec::new();
    let mut numbers = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match (*token, numbers.len()) {
            (" ", _) | ("年" | "년", 1) | ("月" | "월", 2) => parts.push(text(token)),
            (sign, 3) if sign.starts_with(['日', '일', '號', '号']) => {
                let [year, month, day] = numbers.as_slice() else { return None };
                return Some(found(date(*year, *month, *day)?, parts, tokens.get(index..)?));
            }
            (digits, count) => {
                let width = if digits.starts_with('0') { 2 } else { 1 };
                let part = [Part::Year(4), Part::Month(width), Part::Day(width)];
                numbers.push(number(digits)?);
                parts.push(part.into_iter().nth(count)?);
            }
        }
    }
    None
}

fn month_name(token: &str) -> Option<(i16, &'static [&'static str; 12], Case)> {
    let lower = token.to_lowercase();
    for names in LANGUAGES.iter() {
        let Some(place) = names.iter().position(|name| name.to_lowercase() == lower) else { continue };
        let upper = token.chars().count() > 1 && token.chars().all(char::is_uppercase);
        let case = if upper {
            Case::Upper
        } else if token == lower {
            Case::Lower
        } else {
            Case::AsListed
        };
        return Some((i16::try_from(place + 1).ok()?, names, case));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_back_as_it_stood() {
        let other = Date::new(2003, 12, 9).expect("a day");
        for (written, expected) in [
            ("1991-05-31", "2003-12-09"),
            ("1991-05-31T10:00:00Z", "2003-12-09T10:00:00Z"),
            ("5/31/1991", "12/9/2003"),
            ("05/31/91", "12/09/03"),
            ("31.05.1991", "09.12.2003"),
            ("31/5/1991", "9/12/2003"),
            ("19910531", "20031209"),
            ("May 31, 1991", "December 9, 2003"),
            ("31 MAY 1991", "9 DECEMBER 2003"),
            ("3rd May 1991", "9rd December 2003"),
            ("31. März 1991", "9. Dezember 2003"),
            ("31 de mayo de 1991 a", "9 de diciembre de 2003 a"),
            ("31 мая 1991", "9 декабря 2003"),
            ("31. května 1991", "9. prosince 2003"),
            ("31 במאי 1991", "9 בדצמבר 2003"),
            ("31 मई 1991", "9 दिसंबर 2003"),
            ("31 พฤษภาคม 1991", "9 ธันวาคม 2003"),
            ("1991年5月31日", "2003年12月9日"),
            ("1991년 5월 31일", "2003년 12월 9일"),
        ] {
            let read = parse(written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(read.rewritten(read.date), written);
            assert_eq!(read.rewritten(other), expected);
        }
    }

    #[test]
    fn digits_of_other_scripts_become_plain_ones() {
        let read = parse("٣١ مايو ١٩٩١").expect("a date");
        assert_eq!(read.rewritten(Date::new(2003, 12, 9).expect("a day")), "9 ديسمبر 2003");
    }

    #[test]
    fn every_language_has_twelve_months() {
        let lines = include_str!("months.txt").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(LANGUAGES.len(), lines);
    }

    #[test]
    fn what_is_no_day_is_no_date() {
        for text in [
            "",
            "31.02.1991",
            "1991-13-01",
            "12345678",
            "hello",
            "5/31",
            "May 1991",
            "1991",
            "令和6年3月5日",
            "1369 خرداد 31",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
