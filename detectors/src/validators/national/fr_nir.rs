//! French social security numbers (numéro d'inscription au répertoire, INSEE): sex, year, month, département, commune,
//! serial number, and a key that is 97 less the rest modulo 97. Corsica's 2A and 2B count as 19 and 18. Months above
//! 12 stand for unknown dates and other cases; 43 to 49 are not used.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("fr_nir", "2 55 08 14 168 025 38"), Some(Verdict::Valid));
//! assert_eq!(check("fr_nir", "2 55 08 14 168 025 39"), Some(Verdict::Invalid));
//! ```

use super::parts::{characters, part};
use crate::validators::digits;

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let replaced = match text.get(5..7) {
        Some(b"2A") => Some(b"19"),
        Some(b"2B") => Some(b"18"),
        _ => None,
    };
    let mut number = text.clone();
    if let (Some(two), Some(digits)) = (number.get_mut(5..7), replaced) {
        two.copy_from_slice(digits);
    }
    let digits = digits(&String::from_utf8_lossy(&number));
    let month = part(&digits, 3..5);
    let plausible = matches!(month, 1..=42 | 50..=99) && matches!(digits.first(), Some(1..=4 | 7 | 8));
    let key = 97 - part(&digits, 0..13) % 97;
    number.len() == 15 && digits.len() == 15 && plausible && part(&digits, 13..15) == key
}
