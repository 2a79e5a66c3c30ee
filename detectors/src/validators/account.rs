//! Numbers of bank accounts that no check digit tells: neither days nor sums of money.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("account", "12 3456 7890 1234"), Some(Verdict::Valid));
//! assert_eq!(check("account", "12 500 000"), Some(Verdict::Invalid));
//! assert_eq!(check("account", "01.02.2024"), Some(Verdict::Invalid));
//! ```

use super::{date, digits};

/// Valid: four digits or more, or a code of letters and digits, and no day.
pub(super) fn is_record(value: &str) -> bool {
    let groups: Vec<&str> = value.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let day = groups.get(..3).is_some_and(|day| date::is_valid(&day.join("-")));
    let year = value.len() == 4 && (value.starts_with("19") || value.starts_with("20"));
    digits(value).len() >= 4 && value.len() >= 4 && !day && !year
}

/// Valid: seven digits or more, neither a day nor thousands.
pub(super) fn is_valid(value: &str) -> bool {
    let all = digits(value);
    let groups: Vec<&str> = value.split(|letter: char| !letter.is_ascii_digit()).collect();
    let thousands = groups.len() > 1
        && groups.first().is_some_and(|first| first.len() < 4 && !first.starts_with('0'))
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && !value.contains(['-', '/']);
    let day = groups.get(..3).is_some_and(|day| date::is_valid(&day.join("-")));
    let same = all.iter().all(|digit| Some(digit) == all.first());
    (7..=24).contains(&all.len()) && !thousands && !day && !same
}
