//! Swedish personal numbers (Skatteverket SKV 704): day of birth with or without the century, three digits, Luhn over
//! the ten last without a century. In coordination numbers (samordningsnummer) the day is 60 more.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("se_personnummer", "811228-9874"), Some(Verdict::Valid));
//! assert_eq!(check("se_personnummer", "811228-9875"), Some(Verdict::Invalid));
//! ```

use super::parts::{is_day, is_short_day, part};
use crate::validators::{digits, luhn};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (century, short) = digits.split_at(digits.len().saturating_sub(10));
    let day = part(short, 4..6);
    let (year, month, day) = (part(short, 0..2), part(short, 2..4), if day > 60 { day - 60 } else { day });
    let born = match part(century, 0..2) {
        _ if century.is_empty() => is_short_day(year, month, day),
        century @ 18..=20 => is_day(100 * century + year, month, day),
        _ => false,
    };
    let last: String = short.iter().map(|digit| char::from(b'0' + digit)).collect();
    matches!(digits.len(), 10 | 12) && born && part(short, 6..9) > 0 && luhn::is_valid(&last)
}
