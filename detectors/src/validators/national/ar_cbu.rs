//! Argentine CBU account numbers (Banco Central): two blocks, of bank and of account, each with a check digit
//! modulo 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ar_cbu", "2850590940090418135201"), Some(Verdict::Valid));
//! assert_eq!(check("ar_cbu", "2850590940090418135202"), Some(Verdict::Invalid));
//! ```

use crate::validators::{digits, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    digits.len() == 22
        && !weighted::uniform(&digits)
        && digits.split_at_checked(8).is_some_and(|(bank, account)| fits(bank) && fits(account))
}

fn fits(block: &[u8]) -> bool {
    let from_right: Vec<u8> = block.iter().rev().copied().collect();
    weighted::remainder(&from_right, &[1, 3, 1, 7, 9, 3, 1, 7, 9, 3, 1, 7, 9, 3], 10) == 0
}
