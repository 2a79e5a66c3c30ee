//! The first three digits of a US ZIP code, where enough people live. The list is data, with its census year.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Census, Untreatable};

#[derive(Deserialize)]
struct List {
    census: Vec<Restricted>,
}

#[derive(Deserialize)]
struct Restricted {
    year: u16,
    restricted: Vec<String>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    // A test reads it; a list that is not there restricts everything below.
    toml::from_str(include_str!("../../laws/zip3.toml")).unwrap_or(List { census: Vec::new() })
});

/// The three digits, or `000`.
pub(super) fn zip3(value: &str, census: Census) -> Result<&str, Untreatable> {
    let value = value.trim();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let rest = value.get(digits..).unwrap_or_default();
    let whole = matches!(digits, 5 | 9)
        && rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' '));
    let head =
        value.get(..3).filter(|_| whole).ok_or(Untreatable("generalize: not a ZIP code of five digits"))?;
    let counts = |year: u16| match census {
        Census::Year2000 => year == 2000,
        Census::Year2010 => year == 2010,
        Census::All => true,
    };
    let mut lists = LIST.census.iter().filter(|list| counts(list.year)).peekable();
    let known = lists.peek().is_some();
    let few = lists.any(|list| list.restricted.iter().any(|code| code == head));
    Ok(if known && !few { head } else { "000" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_hidden_by_the_census_that_counted_them() {
        assert_eq!(zip3("10001", Census::All), Ok("100"));
        assert_eq!(zip3(" 10001-1234", Census::Year2000), Ok("100"));
        assert_eq!(zip3("06301", Census::Year2000), Ok("000"));
        assert_eq!(zip3("06301", Census::Year2010), Ok("063"));
        assert_eq!(zip3("20501", Census::Year2000), Ok("205"));
        assert_eq!(zip3("20501", Census::All), Ok("000"));
        for bad in ["1234", "123456", "SW1A 1AA", "12345x", "", "１２３４５"] {
            assert!(zip3(bad, Census::All).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_lists_have_the_known_lengths() {
        let lengths: Vec<_> = LIST.census.iter().map(|list| (list.year, list.restricted.len())).collect();
        assert_eq!(lengths, [(2000, 17), (2010, 14)]);
        let mut all: Vec<_> = LIST.census.iter().flat_map(|list| &list.restricted).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 19);
        assert!(all.iter().all(|code| code.len() == 3));
    }
}
