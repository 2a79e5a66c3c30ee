//! Check digits and structure of identifiers, one algorithm a file.
//!
//! A validator sees exactly the matched value, separators included, and answers for that value alone.

mod luhn;

use serde::Deserialize;

/// What a validator says about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The check digit or the structure is right.
    Valid,
    /// The value cannot be what the pattern took it for; the hit is dropped.
    Invalid,
    /// Nothing speaks for or against it.
    Unknown,
}

impl From<bool> for Verdict {
    fn from(valid: bool) -> Self {
        if valid { Self::Valid } else { Self::Invalid }
    }
}

/// The validators a rule may name: `validator = "luhn"`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Validator {
    /// ISO/IEC 7812-1 annex B.
    Luhn,
}

impl Validator {
    /// Judges a value.
    pub fn check(&self, value: &str) -> Verdict {
        match self {
            Self::Luhn => luhn::is_valid(value).into(),
        }
    }
}

/// The ASCII digits of a value as numbers, separators skipped.
pub(crate) fn digits(value: &str) -> Vec<u8> {
    value.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
}
