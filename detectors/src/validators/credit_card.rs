//! Payment cards (ISO/IEC 7812): an issuer range with its lengths, and the Luhn check.
//!
//! One random number in ten passes Luhn; without issuer ranges, time stamps in milliseconds become cards.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("credit_card", "4111 1111 1111 1111"), Some(Verdict::Valid));
//! assert_eq!(check("credit_card", "1610000000007"), Some(Verdict::Invalid));
//! assert_eq!(check("credit_card", "4010 0000 0000 0000"), Some(Verdict::Invalid));
//! ```

use super::{digits, luhn};

/// `(lowest prefix, highest prefix, lengths)`; the prefixes have equally many digits.
const ISSUERS: &[(u32, u32, &[usize])] = &[
    (1, 1, &[15]),                   // UATP
    (4, 4, &[13, 16, 19]),           // Visa
    (51, 55, &[16]),                 // Mastercard
    (2221, 2720, &[16]),             // Mastercard 2-series
    (34, 34, &[15]),                 // American Express
    (37, 37, &[15]),                 // American Express
    (300, 305, &[14, 16]),           // Diners Club
    (3095, 3095, &[14, 16]),         // Diners Club
    (36, 36, &[14, 16, 19]),         // Diners Club International
    (38, 39, &[14, 16, 19]),         // Diners Club International
    (6011, 6011, &[16, 19]),         // Discover
    (622_126, 622_925, &[16, 19]),   // Discover and UnionPay
    (644, 649, &[16, 19]),           // Discover
    (65, 65, &[16, 19]),             // Discover
    (3528, 3589, &[16, 17, 18, 19]), // JCB
    (62, 62, &[16, 17, 18, 19]),     // UnionPay
    (5019, 5019, &[16]),             // Dankort
    (5018, 5018, &[16, 17, 18, 19]), // Maestro
    (5020, 5020, &[16, 17, 18, 19]), // Maestro
    (5038, 5038, &[16, 17, 18, 19]), // Maestro
    (6304, 6304, &[16, 17, 18, 19]), // Maestro
    (6759, 6763, &[16, 17, 18, 19]), // Maestro
    (60, 60, &[16]),                 // RuPay
    (81, 82, &[16]),                 // RuPay
    (508, 508, &[16]),               // RuPay
    (2200, 2204, &[16, 17, 18, 19]), // Mir
    (9792, 9792, &[16]),             // Troy
];

pub(super) fn is_valid(value: &str) -> bool {
    let digits = digits(value);
    let issued = ISSUERS.iter().any(|(low, high, lengths)| {
        let width = low.ilog10() + 1;
        let prefix = digits.iter().zip(0..width).fold(0, |sum, (digit, _)| sum * 10 + u32::from(*digit));
        (*low..=*high).contains(&prefix) && lengths.contains(&digits.len())
    });
    // Behind the issuer stands the number of an account.
    let account = digits.iter().skip(6).any(|digit| *digit != 0);
    let varied = digits.iter().any(|digit| Some(digit) != digits.first());
    issued && account && varied && luhn::is_valid(value)
}
