//! Polish identity cards (dowód osobisty): three letters and six digits, the first of them the check digit by weights
//! 7, 3, 1, letters counting from A = 10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("pl_id_card", "ABA300000"), Some(Verdict::Valid));
//! assert_eq!(check("pl_id_card", "ABA400000"), Some(Verdict::Invalid));
//! ```

use super::parts::numbers;
use crate::validators::weighted;

pub(super) fn is_valid(value: &str) -> bool {
    let all = numbers(value);
    let &[a, b, c, check, ref rest @ ..] = all.as_slice() else { return false };
    let payload = [&[a, b, c], rest].concat();
    let shape =
        all.len() == 9 && [a, b, c].iter().all(|letter| *letter > 9) && rest.iter().all(|digit| *digit < 10);
    shape && weighted::remainder(&payload, &[7, 3, 1, 7, 3, 1, 7, 3], 10) == u32::from(check)
}
