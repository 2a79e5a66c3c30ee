//! Dutch VAT numbers (btw-nummer): NL, nine digits, B, two digits; either the nine are a citizen service number or,
//! since 2020, the whole satisfies ISO 7064 mod 97-10.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("nl_vat", "NL000099998B57"), Some(Verdict::Valid));
//! assert_eq!(check("nl_vat", "NL000099998B58"), Some(Verdict::Invalid));
//! ```

use super::{nl_bsn, parts::characters};
use crate::validators::iso7064;

pub(super) fn is_valid(value: &str) -> bool {
    let text = characters(value);
    let (Some(nine), Some(tail)) = (text.get(2..11), text.get(12..)) else { return false };
    let digits =
        |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit) && bytes.iter().any(|byte| *byte != b'0');
    let shape = text.len() == 14 && text.starts_with(b"NL") && text.get(11) == Some(&b'B');
    let person = str::from_utf8(nine).is_ok_and(nl_bsn::is_valid);
    shape && digits(nine) && digits(tail) && (person || iso7064::mod_97_10(&String::from_utf8_lossy(&text)))
}
