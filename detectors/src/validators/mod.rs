//! Check digits and structure of identifiers, one algorithm a file.
//!
//! A validator sees exactly the matched value, separators included, and answers for that value alone. Those of
//! national identifiers are in [`national`].

pub mod aba;
mod address;
mod bitcoin;
mod credit_card;
mod date;
mod eip55;
mod email;
mod github;
pub mod iban;
mod ip;
mod jwt;
pub mod luhn;
mod mac;
pub mod mod11;
mod national;
mod nino;
mod pan;
mod password;
mod phone;
mod ssn;
pub mod verhoeff;

use std::fmt;

use serde::{Deserialize, Deserializer, de};

pub use bitcoin::testnet_address as bitcoin_testnet_address;

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

/// The validators of one folder, by the name a rule calls them.
type Table = &'static [(&'static str, fn(&str) -> Verdict)];

const GENERAL: Table = &[
    ("aba", |value| aba::is_valid(value).into()),
    ("bitcoin", |value| bitcoin::is_valid(value).into()),
    ("credit_card", |value| credit_card::is_valid(value).into()),
    ("date", |value| date::is_valid(value).into()),
    ("date_partial", date::check_partial),
    ("date_short", date::check_short),
    ("eip55", eip55::check),
    ("email", email::check),
    ("github_token", github::check),
    ("iban", |value| iban::is_valid(value).into()),
    ("ip", ip::check),
    ("jwt", |value| jwt::is_valid(value).into()),
    ("luhn", |value| luhn::is_valid(value).into()),
    ("mac", mac::check),
    ("nhs", |value| mod11::is_valid_nhs(value).into()),
    ("nino", |value| nino::is_valid(value).into()),
    ("pan", |value| pan::is_valid(value).into()),
    ("password", password::check),
    ("phone", phone::check),
    ("phone_fr", phone::check_fr),
    ("phone_gb", phone::check_gb),
    ("phone_nanp", phone::check_nanp),
    ("phone_possible", phone::check_possible),
    ("ssn", ssn::check),
    ("us_address", address::check),
    ("verhoeff", |value| verhoeff::is_valid(value).into()),
];

/// A validator as a rule names it: `validator = "luhn"`.
#[derive(Clone, Copy)]
pub struct Validator {
    name: &'static str,
    check: fn(&str) -> Verdict,
}

impl Validator {
    /// The validator of that name.
    pub fn named(name: &str) -> Option<Self> {
        let known = all().find(|(known, _)| *known == name);
        known.map(|(name, check)| Self { name, check: *check })
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Judges a value.
    pub fn check(&self, value: &str) -> Verdict {
        (self.check)(value)
    }
}

/// Shows the name alone: where a function lies in memory differs from run to run, and digests are taken of this.
impl fmt::Debug for Validator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

impl<'de> Deserialize<'de> for Validator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::custom(format!("unknown validator `{name}`")))
    }
}

/// What the validator of that name says; `None` where there is none.
pub fn check(name: &str, value: &str) -> Option<Verdict> {
    Validator::named(name).map(|validator| validator.check(value))
}

/// The names of all validators.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|(name, _)| *name)
}

fn all() -> impl Iterator<Item = &'static (&'static str, fn(&str) -> Verdict)> {
    GENERAL.iter().chain(national::TABLE)
}

/// The ASCII digits of a value as numbers, separators skipped.
pub(crate) fn digits(value: &str) -> Vec<u8> {
    value.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
}

#[cfg(test)]
mod tests;
