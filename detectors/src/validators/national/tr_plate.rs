//! Turkish licence plates (Karayolları Trafik Yönetmeliği): province 01 to 81, one to three letters without Q, W, X,
//! two to five digits. A day and a month look the same, and so do two numbers with a short word between them.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("tr_plate", "34 ABC 123"), Some(Verdict::Valid));
//! assert_eq!(check("tr_plate", "34 AXC 123"), Some(Verdict::Invalid));
//! ```

use crate::validators::digits;

/// Three letters that stand between two numbers in ordinary text: months and short words.
const WORDS: &[&str] = &[
    "jan", "feb", "fev", "mar", "apr", "avr", "abr", "may", "mai", "maj", "mei", "jun", "jul", "aug", "ago",
    "sep", "set", "oct", "okt", "out", "nov", "dec", "dez", "dic", "oca", "sub", "nis", "haz", "tem", "agu",
    "eyl", "eki", "kas", "ara", "and", "the", "for", "per", "von", "und", "bis", "mit", "des", "del", "los",
    "las", "les", "par", "sur", "ile", "bin", "gun", "yil", "est", "gmt", "utc", "cet", "min", "sec", "usd",
    "eur", "gbp", "try", "och", "van", "een", "het", "til", "med", "fra", "dal", "nel", "due", "dei", "che",
    "con", "por", "que", "una", "der", "die", "das", "auf", "aus", "vor", "ist", "war", "ein", "met", "uit",
    "bij", "hun", "sek", "str", "pcs", "kcal", "are", "out", "not", "was", "had", "has", "did", "can", "but",
    "all", "yrs", "km", "kg", "de", "of", "to", "in", "on", "at", "or", "is", "it", "by", "as", "am", "pm",
    "no", "st", "th", "rd", "nd", "ve", "et", "en", "la", "le",
];

pub(super) fn is_valid(value: &str) -> bool {
    let letters: String = value.chars().filter(char::is_ascii_alphabetic).collect();
    let number = value.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let serial = digits(number);
    let province = value.get(..2).and_then(|province| province.parse::<u32>().ok());
    let lower = letters.to_ascii_lowercase();
    let capital_first = letters.chars().skip(1).any(|letter| letter.is_ascii_lowercase())
        && letters.chars().next().is_some_and(|letter| letter.is_ascii_uppercase());
    let allowed = !letters.contains(['q', 'w', 'x', 'Q', 'W', 'X']);
    let known = province.is_some_and(|province| (1..=81).contains(&province));
    let shape = matches!((letters.len(), serial.len()), (1, 2..=5) | (2, 2..=4) | (3, 2..=4));
    known && allowed && shape && !capital_first && !WORDS.contains(&lower.as_str())
}
