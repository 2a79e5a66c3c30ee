//! Check digits and structure of identifiers, one algorithm a file.
//!
//! A validator sees exactly the matched value, separators included, and answers for that value alone. Those of
//! national identifiers are in [`national`].

pub mod aba;
mod account;
mod address;
mod base64;
mod bech32;
mod bic;
mod bitcoin;
mod coins;
mod coordinates;
mod crc32;
mod credit_card;
mod date;
mod eip55;
mod email;
mod encoded;
mod expiry;
mod github;
pub mod iban;
mod imei;
mod ip;
pub mod iso7064;
mod jwt;
pub mod luhn;
mod mac;
pub mod mod11;
mod mrz;
mod national;
mod nino;
mod onion;
mod pan;
mod password;
mod phone;
mod serial;
mod ssn;
mod token;
mod token_crc;
mod username;
pub mod verhoeff;
mod vin;
mod wallet_key;
pub mod weighted;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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
    ("age_secret_key", |value| wallet_key::is_age_key(value).into()),
    ("atlassian_token", token_crc::check_atlassian),
    ("basic_auth", |value| encoded::is_basic_auth(value).into()),
    ("bic", |value| bic::is_valid(value).into()),
    ("bitcoin", |value| bitcoin::is_valid(value).into()),
    ("coin_base58", |value| coins::is_base58(value).into()),
    ("coin_bech32", |value| coins::is_bech32(value).into()),
    ("coin_monero", |value| coins::is_monero(value).into()),
    ("coin_ripple", |value| coins::is_ripple(value).into()),
    ("coin_solana", |value| coins::is_solana(value).into()),
    ("coin_stellar", |value| coins::is_stellar(value).into()),
    ("coordinates", |value| coordinates::is_valid(value).into()),
    ("credit_card", |value| credit_card::is_valid(value).into()),
    ("account", |value| account::is_valid(value).into()),
    ("record", |value| account::is_record(value).into()),
    ("date", date::check),
    ("discord_token", |value| encoded::is_discord_token(value).into()),
    ("date_partial", date::check_partial),
    ("date_short", date::check_short),
    ("eip55", eip55::check),
    ("email", email::check),
    ("expiry", |value| expiry::is_valid(value).into()),
    ("github_token", github::check),
    ("gitlab_token", token_crc::check_gitlab),
    ("grafana_token", token_crc::check_grafana),
    ("handle", |value| username::is_handle(value).into()),
    ("iban", |value| iban::is_valid(value).into()),
    ("imei", |value| imei::is_valid(value).into()),
    ("ip", ip::check),
    ("jwt", |value| jwt::is_valid(value).into()),
    ("luhn", |value| luhn::is_valid(value).into()),
    ("mac", mac::check),
    ("mrz", |value| mrz::is_valid(value).into()),
    ("nhs", |value| mod11::is_valid_nhs(value).into()),
    ("nino", |value| nino::is_valid(value).into()),
    ("npm_token", github::check),
    ("onion", |value| onion::is_valid(value).into()),
    ("pan", |value| pan::is_valid(value).into()),
    ("parameter", password::check_parameter),
    ("password", password::check),
    ("password_marked", password::check_marked),
    ("password_spoken", password::check_spoken),
    ("phone", phone::check),
    ("phone_fr", phone::check_fr),
    ("phone_gb", phone::check_gb),
    ("phone_nanp", phone::check_nanp),
    ("phone_ph_mobile", phone::check_ph_mobile),
    ("phone_tr", phone::check_tr),
    ("phone_za_fixed", phone::check_za_fixed),
    ("phone_za_mobile", phone::check_za_mobile),
    ("private_key_base64", |value| encoded::is_private_key(value).into()),
    ("profile", |value| username::is_profile(value).into()),
    ("serial", |value| serial::is_valid(value).into()),
    ("phone_possible", phone::check_possible),
    ("phone_grouped", phone::check_grouped),
    ("ssn", ssn::check),
    ("token", token::check),
    ("us_address", address::check),
    ("username", |value| username::is_username(value).into()),
    ("username_named", |value| username::is_named(value).into()),
    ("username_mixed", |value| username::is_mixed_username(value).into()),
    ("verhoeff", |value| verhoeff::is_valid(value).into()),
    ("vin", vin::check),
    ("wif", |value| wallet_key::is_wif(value).into()),
    ("xprv", |value| wallet_key::is_extended_key(value).into()),
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

impl PartialEq for Validator {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Serialize for Validator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
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

/// The number that some of the digits form; 0 where they are missing.
pub(crate) fn part(digits: &[u8], places: std::ops::Range<usize>) -> u32 {
    let digits = digits.get(places).unwrap_or_default();
    digits.iter().fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(u32::from(*digit)))
}

#[cfg(test)]
mod tests;
