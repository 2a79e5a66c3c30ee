//! Norwegian national identity numbers (fødselsnummer, Skatteetaten): day of birth, three digits, two check digits
//! modulo 11. The day is 40 more in D-numbers; the month 40, 65 or 80 more in help and synthetic numbers.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("no_fnr", "01019000245"), Some(Verdict::Valid));
//! assert_eq!(check("no_fnr", "01019000246"), Some(Verdict::Invalid));
//! ```

use super::parts::{ends_with, is_short_day, part};
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let (Some(first), Some(second), Some(checked)) = (digits.get(..9), digits.get(..10), digits.get(..10))
    else {
        return false;
    };
    let (day, month) = (part(&digits, 0..2), part(&digits, 2..4));
    let month = match month {
        80.. => month - 80,
        65.. => month - 65,
        40.. => month - 40,
        _ => month,
    };
    let born = is_short_day(part(&digits, 4..6), month, if day > 40 { day - 40 } else { day });
    let one = weighted::complement(first, &[3, 7, 6, 1, 8, 9, 4, 5, 2], 11);
    let two = weighted::complement(second, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
    digits.len() == 11 && born && ends_with(checked, one) && ends_with(&digits, two)
}
