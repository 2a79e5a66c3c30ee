//! Cypriot tax and VAT numbers: eight digits and a letter, the sum modulo 26; digits at odd places count by a table.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("cy_tin", "10259060U"), Some(Verdict::Valid));
//! assert_eq!(check("cy_tin", "10259060A"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;
use crate::validators::digits;

const ODD: [usize; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let digits = digits(value);
    let odd = digits.iter().step_by(2).filter_map(|digit| ODD.get(usize::from(*digit))).sum::<usize>();
    let even: usize = digits.iter().skip(1).step_by(2).map(|digit| usize::from(*digit)).sum();
    let letter = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ".get((odd + even) % 26);
    digits.len() == 8 && !digits.starts_with(&[1, 2]) && letter == text.last()
}
