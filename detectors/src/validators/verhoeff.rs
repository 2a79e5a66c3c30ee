//! Verhoeff's check (1969) over the dihedral group of ten elements: Aadhaar.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("verhoeff", "9999 4105 7058"), Some(Verdict::Valid));
//! assert_eq!(check("verhoeff", "9999 4105 7059"), Some(Verdict::Invalid));
//! ```

use super::digits;

const MULTIPLY: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const PERMUTE: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];
const INVERSE: [u8; 10] = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9];

fn at<const N: usize>(table: &[[u8; 10]; N], row: usize, column: u8) -> u8 {
    table.get(row).and_then(|row| row.get(usize::from(column))).copied().unwrap_or(0)
}

fn checksum<'a>(from_right: impl Iterator<Item = (usize, &'a u8)>) -> u8 {
    from_right.fold(0, |sum, (place, digit)| at(&MULTIPLY, usize::from(sum), at(&PERMUTE, place % 8, *digit)))
}

/// Whether the digits of `value`, the check digit last, satisfy the check.
pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let same = digits.iter().all(|digit| Some(digit) == digits.first());
    digits.len() > 1 && !same && checksum(digits.iter().rev().enumerate()) == 0
}

/// Returns the digit that completes `payload`.
pub fn check_digit(payload: &[u8]) -> u8 {
    let sum = checksum((1..).zip(payload.iter().rev()));
    INVERSE.get(usize::from(sum)).copied().unwrap_or(0)
}
