//! Singaporean unique entity numbers (ACRA): businesses, local companies and other bodies, each with a check letter
//! modulo 11.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("sg_uen", "53125226D"), Some(Verdict::Valid));
//! assert_eq!(check("sg_uen", "53125226E"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

const OTHER: &str = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

pub(super) fn is_valid(value: &str) -> bool {
    let upper = value.to_ascii_uppercase();
    let Some(last) = upper.chars().last() else { return false };
    let payload = upper.get(..upper.len() - last.len_utf8()).unwrap_or_default();
    let all_digits = payload.bytes().all(|byte| byte.is_ascii_digit());
    let digits = digits(payload);
    let (table, rest) = match payload.len() {
        8 if all_digits => ("XMKECAWLJDB", weighted::remainder(&digits, &[10, 4, 9, 3, 8, 2, 7, 1], 11)),
        9 if all_digits => ("ZKCMDNERGWH", weighted::remainder(&digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1], 11)),
        9 => (OTHER, other(payload)),
        _ => return false,
    };
    usize::try_from(rest).is_ok_and(|place| table.chars().nth(place) == Some(last))
}

fn other(payload: &str) -> u32 {
    let numbers =
        payload.chars().map(|letter| OTHER.find(letter).and_then(|place| u32::try_from(place).ok()));
    let weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
    let sum: u32 = numbers.zip(weights).map(|(number, weight)| number.unwrap_or_default() * weight).sum();
    (sum + 6) % 11
}
