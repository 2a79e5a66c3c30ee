//! Swedish organization numbers (organisationsnummer, Bolagsverket): ten digits, the third at least 2 so that no
//! personal number looks like it, Luhn; 16 may stand before it.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("se_orgnr", "5567037485"), Some(Verdict::Valid));
//! assert_eq!(check("se_orgnr", "5567037486"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let short = match digits.as_slice() {
        [1, 6, short @ ..] if digits.len() == 12 => short,
        all => all,
    };
    let last: String = short.iter().map(|digit| char::from(b'0' + digit)).collect();
    let kind = matches!(short, [1..=3 | 5..=9, _, 2..=9, ..]);
    short.len() == 10 && kind && luhn::is_valid(&last)
}
