//! Mobile equipment identities (3GPP TS 23.003): fourteen digits, the first two a reporting body, and a Luhn digit.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("imei", "49-015420-323751-8"), Some(Verdict::Valid));
//! assert_eq!(check("imei", "49-015420-323751-9"), Some(Verdict::Invalid));
//! ```

use super::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 15 && !weighted::uniform(&digits) && luhn::is_valid(value)
}
