//! Check digits and structure of identifiers, one algorithm a file.
//!
//! A validator sees exactly the matched value, separators included, and answers for that value alone.

pub mod aba;
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
mod nino;
mod pan;
mod password;
mod phone;
mod ssn;
pub mod verhoeff;

use serde::Deserialize;

pub use bitcoin::testnet_address as bitcoin_testnet_address;
pub use phone::NumberingPlan;

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
    /// ABA routing transit number: 3-7-1 weights.
    Aba,
    /// Bitcoin address: base58check, bech32 or bech32m.
    Bitcoin,
    /// Payment card: issuer range, length and Luhn.
    CreditCard,
    /// A day that exists.
    Date,
    /// Ethereum address with EIP-55 capitals, or without any.
    Eip55,
    /// Structure of an e-mail address; never more than `Unknown`.
    Email,
    /// GitHub token: CRC-32 in its last characters; never `Invalid`.
    GithubToken,
    /// ISO 13616: length by country and mod 97-10.
    Iban,
    /// IPv4 or IPv6 address, with prefix length or zone.
    Ip,
    /// JSON Web Token: the header is JSON with `alg`.
    Jwt,
    /// ISO/IEC 7812-1 annex B.
    Luhn,
    /// Hardware address of a device.
    Mac,
    /// UK NHS number: mod 11.
    Nhs,
    /// UK national insurance number: prefixes that are given out.
    Nino,
    /// Indian PAN: the fourth letter is a kind of holder.
    Pan,
    /// Value of a password setting: no placeholder, no code; never more than `Unknown`.
    Password,
    /// A phone number that its country, or one of several, assigns.
    Phone,
    /// A phone number that one numbering plan assigns.
    PhoneIn(NumberingPlan),
    /// US social security number: no area, group or serial that is never assigned.
    Ssn,
    /// Verhoeff's dihedral check.
    Verhoeff,
}

impl Validator {
    /// Judges a value.
    pub fn check(&self, value: &str) -> Verdict {
        match self {
            Self::Aba => aba::is_valid(value).into(),
            Self::Bitcoin => bitcoin::is_valid(value).into(),
            Self::CreditCard => credit_card::is_valid(value).into(),
            Self::Date => date::is_valid(value).into(),
            Self::Eip55 => eip55::check(value),
            Self::Email => email::check(value),
            Self::GithubToken => github::check(value),
            Self::Iban => iban::is_valid(value).into(),
            Self::Ip => ip::check(value),
            Self::Jwt => jwt::is_valid(value).into(),
            Self::Luhn => luhn::is_valid(value).into(),
            Self::Mac => mac::check(value),
            Self::Nhs => mod11::is_valid_nhs(value).into(),
            Self::Nino => nino::is_valid(value).into(),
            Self::Pan => pan::is_valid(value).into(),
            Self::Password => password::check(value),
            Self::Phone => phone::check(value),
            Self::PhoneIn(plan) => phone::check_in(value, *plan),
            Self::Ssn => ssn::check(value),
            Self::Verhoeff => verhoeff::is_valid(value).into(),
        }
    }
}

/// The ASCII digits of a value as numbers, separators skipped.
pub(crate) fn digits(value: &str) -> Vec<u8> {
    value.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
}

#[cfg(test)]
mod tests;
