//! Indonesian taxpayer numbers (NPWP; Directorate General of Taxes): fifteen digits, the first nine with a Luhn
//! check.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("id_npwp", "01.312.166.0-091.000"), Some(Verdict::Valid));
//! assert_eq!(check("id_npwp", "01.312.166.1-091.000"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, luhn, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let head: String = value.chars().filter(char::is_ascii_digit).take(9).collect();
    digits(value).len() == 15 && !weighted::uniform(&digits(&head)) && luhn::is_valid(&head)
}
