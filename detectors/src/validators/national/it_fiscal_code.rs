//! Italian fiscal codes (codice fiscale, D.M. 23/12/1976): surname, name, year, month and day of birth, place, check
//! letter. Where two people would share one, digits are replaced by letters from the right (omocodia). A code with a
//! wrong letter is still no other thing, so it is not dropped.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("it_fiscal_code", "MRTMTT25D09F205Z"), Some(Verdict::Valid));
//! assert_eq!(check("it_fiscal_code", "MRTMTT25D99F205Z"), Some(Verdict::Invalid));
//! ```

use super::parts::{characters, is_short_day};
use crate::validators::Verdict;

/// What the characters at odd places count, by their place in the alphabet; digits count as the letters A to J.
const ODD: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const MONTHS: &[u8; 12] = b"ABCDEHLMPRST";
const OMOCODIA: &[u8; 10] = b"LMNPQRSTUV";

pub(super) fn check(value: &str) -> Verdict {
    let text = characters(value);
    let [.., y1, y2, month, d1, d2, _, _, _, _, last] = text.as_slice() else { return Verdict::Invalid };
    let month = (1..).zip(MONTHS).find_map(|(number, letter)| (letter == month).then_some(number));
    let number = |tens: &u8, units: &u8| Some(digit(*tens)? * 10 + digit(*units)?);
    let (Some(year), Some(month), Some(day)) = (number(y1, y2), month, number(d1, d2)) else {
        return Verdict::Invalid;
    };
    if text.len() != 16 || !is_short_day(year, month, if day > 40 { day - 40 } else { day }) {
        return Verdict::Invalid;
    }
    let place = |byte: &u8| usize::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' });
    let odd = text.iter().step_by(2).filter_map(|byte| ODD.get(place(byte)));
    let even: usize = text.iter().skip(1).step_by(2).take(7).map(place).sum();
    let sum = odd.sum::<u32>() as usize + even;
    if sum % 26 == place(last) && last.is_ascii_uppercase() { Verdict::Valid } else { Verdict::Unknown }
}

fn digit(byte: u8) -> Option<u64> {
    let letter = (0..).zip(OMOCODIA).find_map(|(number, letter)| (*letter == byte).then_some(number));
    letter.or_else(|| byte.is_ascii_digit().then(|| u64::from(byte - b'0')))
}
