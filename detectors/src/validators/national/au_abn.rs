//! Australian business numbers (Australian Business Register): eleven digits, one taken from the first, with a
//! weighted sum that is a multiple of 89. The two check digits in front run from 11 to 99.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("au_abn", "51 824 753 556"), Some(Verdict::Valid));
//! assert_eq!(check("au_abn", "51 824 753 557"), Some(Verdict::Invalid));
//! assert_eq!(check("au_abn", "10 635 586 410"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let mut digits = digits(value);
    let issued = digits.len() == 11 && digits.get(..2) >= Some(&[1, 1][..]);
    if let Some(first) = digits.first_mut() {
        *first = first.saturating_sub(1);
    }
    issued && weighted::remainder(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19], 89) == 0
}
