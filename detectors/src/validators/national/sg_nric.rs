//! Singaporean NRIC and FIN numbers (Immigration and Checkpoints Authority): S, T, F, G or M, seven digits and a
//! check letter modulo 11. The issuer does not publish the algorithm, so a wrong letter only does not confirm.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("sg_nric", "S2740116C"), Some(Verdict::Valid));
//! assert_eq!(check("sg_nric", "S2740116D"), Some(Verdict::Unknown));
//! ```

use crate::validators::{Verdict, digits, weighted};

pub(super) fn check(value: &str) -> Verdict {
    let upper = value.to_ascii_uppercase();
    let (table, offset) = match upper.bytes().next() {
        Some(b'S') => ("JZIHGFEDCBA", 0),
        Some(b'T') => ("JZIHGFEDCBA", 4),
        Some(b'F') => ("XWUTRQPNMLK", 0),
        Some(b'G') => ("XWUTRQPNMLK", 4),
        Some(b'M') => ("XWUTRQPNJLK", 3),
        _ => return Verdict::Unknown,
    };
    let sum = weighted::sum(&digits(&upper), &[2, 7, 6, 5, 4, 3, 2]) + offset;
    let letter = usize::try_from(sum % 11).ok().and_then(|place| table.chars().nth(place));
    if upper.chars().last() == letter { Verdict::Valid } else { Verdict::Unknown }
}
