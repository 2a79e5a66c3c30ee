//! Mexican CLABE account numbers (Asociacion de Bancos de Mexico): eighteen digits, the last over the others with
//! weights 3, 7 and 1.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("mx_clabe", "032180000118359719"), Some(Verdict::Valid));
//! assert_eq!(check("mx_clabe", "032180000118359718"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let Some((last, payload)) = digits.split_last() else { return false };
    let weights = [3, 7, 1].repeat(6);
    digits.len() == 18
        && !weighted::uniform(&digits)
        && weighted::complement(payload, &weights, 10) == u32::from(*last)
}
