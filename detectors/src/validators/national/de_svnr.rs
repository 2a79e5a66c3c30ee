//! German pension insurance numbers (Versicherungsnummer, VKVV § 2 to 4): area, day of birth, first letter of the name
//! at birth, serial number, check digit. Days from 51 belong to areas whose serial numbers ran out.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("de_svnr", "15 070649 C 103"), Some(Verdict::Valid));
//! assert_eq!(check("de_svnr", "15 070649 C 104"), Some(Verdict::Invalid));
//! ```

use super::parts::{cross_sum, is_short_day, numbers, part};

const WEIGHTS: [u32; 12] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];

pub(super) fn is_valid(value: &str) -> bool {
    let all = numbers(value);
    let (Some([area_and_day @ .., letter]), Some(&[one, two, check])) = (all.get(..9), all.get(9..)) else {
        return false;
    };
    let letter = letter.wrapping_sub(9);
    let digits = [area_and_day, &[letter / 10, letter % 10, one, two]].concat();
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| cross_sum(u32::from(*digit) * weight)).sum();
    let day = part(&digits, 2..4);
    let born = is_short_day(part(&digits, 6..8), part(&digits, 4..6), if day > 50 { day - 50 } else { day });
    let plain = area_and_day.iter().chain([&one, &two]).all(|digit| *digit < 10);
    plain && (1..=26).contains(&letter) && born && sum % 10 == u32::from(check)
}
