//! British driving licence numbers (DVLA): five letters of the surname filled with 9, decade of birth, month (plus 50
//! for women), day, year, two initials filled with 9, three characters.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("uk_driving_licence", "MORGA657054SM9IJ"), Some(Verdict::Valid));
//! assert_eq!(check("uk_driving_licence", "MORGA613054SM9IJ"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let (Some(surname), Some(born)) = (text.get(..5), text.get(5..11)) else { return false };
    let Some(born) = str::from_utf8(born).ok().and_then(|born| born.parse::<u32>().ok()) else {
        return false;
    };
    let name = surname.iter().skip_while(|byte| byte.is_ascii_uppercase());
    let filled =
        surname.first().is_some_and(u8::is_ascii_uppercase) && name.into_iter().all(|byte| *byte == b'9');
    let (month, day) = (born / 1_000 % 100 % 50, born / 10 % 100);
    let days = if month == 2 {
        29
    } else if matches!(month, 4 | 6 | 9 | 11) {
        30
    } else {
        31
    };
    let month_written = born / 1_000 % 100;
    text.len() == 16 && filled && matches!(month_written, 1..=12 | 51..=62) && (1..=days).contains(&day)
}
