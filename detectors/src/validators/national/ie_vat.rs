//! Irish VAT numbers (Revenue): seven digits and a check letter modulo 23, followed since 2013 by a letter that counts
//! nine times; old ones carry a letter, + or * in second place.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ie_vat", "IE 6433435F"), Some(Verdict::Valid));
//! assert_eq!(check("ie_vat", "IE 6433435A"), Some(Verdict::Invalid));
//! ```

use super::parts::characters;
use crate::validators::weighted;

const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";

pub(super) fn is_valid(value: &str) -> bool {
    let text: Vec<u8> = value.bytes().filter(|byte| matches!(byte, b'+' | b'*')).collect();
    let mut body = characters(value.trim_start_matches(['I', 'E', 'i', 'e', ' ', '-', '.']));
    if let ([sign], Some([first, ..])) = (text.as_slice(), body.get(..1)) {
        body = [&[*first, *sign], body.get(1..).unwrap_or_default()].concat();
    }
    let number = |bytes: &[u8]| bytes.iter().map(|byte| byte.wrapping_sub(b'0')).collect::<Vec<u8>>();
    let plain = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let weights = [8, 7, 6, 5, 4, 3, 2];
    match body.as_slice() {
        [digits @ .., letter] if body.len() == 8 && plain(digits) => {
            LETTERS.get(weighted::remainder(&number(digits), &weights, 23) as usize) == Some(letter)
        }
        [digits @ .., letter, second] if body.len() == 9 && plain(digits) => {
            let extra = LETTERS.iter().position(|letter| letter == second);
            let sum = extra.map(|extra| weighted::sum(&number(digits), &weights) as usize + 9 * extra);
            sum.and_then(|sum| LETTERS.get(sum % 23)) == Some(letter)
        }
        [first @ b'7'..=b'9', _, digits @ .., letter] if body.len() == 8 && plain(digits) => {
            let moved = [&[0], number(digits).as_slice(), &[first - b'0']].concat();
            LETTERS.get(weighted::remainder(&moved, &weights, 23) as usize) == Some(letter)
        }
        _ => false,
    }
}
