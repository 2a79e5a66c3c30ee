//! Brazilian CNPJ numbers (Receita Federal, IN RFB 2229/2024): twelve digits, since 2026 also letters, and two check
//! digits modulo 11; a character counts its ASCII code less 48.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("br_cnpj", "12.ABC.345/01DE-35"), Some(Verdict::Valid));
//! assert_eq!(check("br_cnpj", "12.ABC.345/01DE-36"), Some(Verdict::Invalid));
//! ```

use crate::validators::weighted;

const WEIGHTS: [u32; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

pub(super) fn is_valid(value: &str) -> bool {
    let numbers: Vec<u8> = (value.bytes().filter(u8::is_ascii_alphanumeric))
        .map(|byte| byte.to_ascii_uppercase() - b'0')
        .collect();
    let [payload @ .., first, second] = numbers.as_slice() else { return false };
    let twelve = WEIGHTS.get(1..).unwrap_or_default();
    let thirteen = [payload, &[*first]].concat();
    let fits = |payload: &[u8], weights: &[u32], last: u8| {
        weighted::complement(payload, weights, 11) % 10 == u32::from(last)
    };
    payload.len() == 12
        && !weighted::uniform(payload)
        && fits(payload, twelve, *first)
        && fits(&thirteen, &WEIGHTS, *second)
}
