//! Canadian business numbers (Canada Revenue Agency): nine digits with a Luhn check, then perhaps two letters and
//! four digits for the program account.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ca_bn", "123456782 RC 0001"), Some(Verdict::Valid));
//! assert_eq!(check("ca_bn", "123456783 RC 0001"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let head: String = value.chars().filter(char::is_ascii_digit).take(9).collect();
    let digits = digits(&head);
    digits.len() == 9 && !weighted::uniform(&digits) && luhn::is_valid(&head)
}
