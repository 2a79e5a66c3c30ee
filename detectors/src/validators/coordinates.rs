//! Geographic coordinates in decimal degrees: two numbers within ±90 and ±180, in either order, not both whole.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("coordinates", "48.8584, 2.2945"), Some(Verdict::Valid));
//! assert_eq!(check("coordinates", "148.858, 192.294"), Some(Verdict::Invalid));
//! ```

pub(super) fn is_valid(value: &str) -> bool {
    let number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | '-');
    let parts: Vec<f64> =
        value.split(|letter| !number(letter)).filter_map(|part| part.parse::<f64>().ok()).collect();
    let [first, second] = parts.as_slice() else { return false };
    let (small, large) = (first.abs().min(second.abs()), first.abs().max(second.abs()));
    small <= 90.0 && large <= 180.0 && (first.fract() != 0.0 || second.fract() != 0.0)
}
