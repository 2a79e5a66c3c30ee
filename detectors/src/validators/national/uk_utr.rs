//! British unique taxpayer references (HMRC): ten digits, the first is the check digit of the others modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("uk_utr", "1955839661"), Some(Verdict::Valid));
//! assert_eq!(check("uk_utr", "2955839661"), Some(Verdict::Invalid));
//! ```

use super::parts::part;
use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((first, payload)) = digits.split_first() else { return false };
    let rest = weighted::remainder(payload, &[6, 7, 8, 9, 10, 5, 4, 3, 2], 11);
    let check = b"21987654321".get(rest as usize).map(|check| check - b'0');
    digits.len() == 10 && part(&digits, 1..10) > 0 && check == Some(*first)
}
