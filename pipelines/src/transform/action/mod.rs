//! The operators by name, with their options: what a policy may say.

mod parse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happens to a column, or to the findings of an entity.
///
/// Written as a bare name (`"surrogate"`) or as a table with one key (`{ mask = { keep_last = 4 } }`).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Leave as it is.
    Keep,
    /// Remove the column.
    Drop,
    /// Search the values and treat what is found by entity.
    Detect,
    /// Remove the text.
    Redact,
    /// Put a text in its place.
    Replace {
        /// The text; `<ENTITY>` when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        with: Option<String>,
    },
    /// Overwrite characters.
    Mask(Mask),
    /// Put a keyed BLAKE3 digest in its place. No unkeyed hash exists: all SSNs can be hashed in two minutes.
    Hash {
        /// Bytes of the digest, 8 to 32.
        length: usize,
        /// What must be equal for the digest to be equal.
        scope: Scope,
    },
    /// Put an AES-SIV token in its place, which `limpid reveal` undoes.
    Tokenize {
        /// What must be equal for the token to be equal.
        scope: Scope,
    },
    /// Encrypt within the format (FF1, NIST SP 800-38G). Reversible.
    Encrypt {
        /// The characters that are encrypted; all others stay in place.
        alphabet: Alphabet,
    },
    /// Put a realistic value of nobody in its place.
    Surrogate {
        /// What must be equal for the stand-in to be equal.
        scope: Scope,
    },
    /// Move dates by a secret number of days.
    DateShift {
        /// Most days in either direction.
        max_days: u32,
        /// Column of the subject whose dates move together; without it, those of a document do.
        #[serde(skip_serializing_if = "Option::is_none")]
        per: Option<String>,
    },
    /// Make coarser.
    Generalize(Generalize),
    /// Put the group of a hierarchy in its place: what a plan says of a quasi-identifier.
    Hierarchy {
        /// Level of the hierarchy; 0 = as it is.
        level: usize,
    },
    /// Round a number.
    Round {
        /// To a multiple of this.
        to: f64,
    },
    /// Cut off extremes.
    TopBottom {
        /// Numbers above become this.
        #[serde(skip_serializing_if = "Option::is_none")]
        top: Option<f64>,
        /// Numbers below become `-bottom`.
        #[serde(skip_serializing_if = "Option::is_none")]
        bottom: Option<f64>,
    },
}

/// Options of `mask`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Mask {
    /// Characters left at the start.
    pub keep_first: usize,
    /// Characters left at the end.
    pub keep_last: usize,
    /// What is written instead.
    pub with: char,
    /// Characters that are left alone and not counted.
    pub ignore: String,
}

impl Default for Mask {
    fn default() -> Self {
        Self { keep_first: 0, keep_last: 0, with: '*', ignore: String::new() }
    }
}

/// Options of `generalize`: exactly one of `width`, `prefix`, `date`, `zip3`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Generalize {
    /// Numbers become intervals of this width: `30-35`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// With `width`: numbers from here on become `top+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<f64>,
    /// With `width`: numbers below become `-bottom`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bottom: Option<f64>,
    /// Only this many first characters are left, the rest becomes `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<usize>,
    /// Dates become their year, quarter or month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DatePart>,
    /// US ZIP codes become their first three digits, or 000 where few people live (45 CFR 164.514(b)(2)(i)(B)).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip3: Option<Census>,
}

/// Which counts say where few people live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Census {
    /// That of 2000: 17 codes.
    #[serde(rename = "2000")]
    Year2000,
    /// That of 2010: 14 codes.
    #[serde(rename = "2010")]
    Year2010,
    /// Any of them: 19 codes.
    #[serde(rename = "all")]
    All,
}

/// How much of a date is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    /// `1991`
    Year,
    /// `1991-Q2`
    Quarter,
    /// `1991-05`
    Month,
}

/// What must be equal for replacements to be equal (ENISA 2019's three policies).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The value: the same everywhere (deterministic).
    #[default]
    Dataset,
    /// The value and the document (document-randomized).
    Document,
    /// Nothing: every occurrence differs (fully randomized).
    Random,
}

/// The characters that FF1 encrypts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// `0-9`
    #[default]
    Digits,
    /// `0-9a-f`
    Hex,
    /// `0-9A-Z`
    AlnumUpper,
    /// `0-9A-Za-z`
    Alnum,
}

/// Every operator by name.
pub const ACTIONS: &[&str] = &[
    "keep",
    "drop",
    "detect",
    "redact",
    "replace",
    "mask",
    "hash",
    "tokenize",
    "encrypt",
    "surrogate",
    "date_shift",
    "generalize",
    "hierarchy",
    "round",
    "top_bottom",
];

impl Action {
    /// The operator's name in policies, manifests and reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Detect => "detect",
            Self::Redact => "redact",
            Self::Replace { .. } => "replace",
            Self::Mask(_) => "mask",
            Self::Hash { .. } => "hash",
            Self::Tokenize { .. } => "tokenize",
            Self::Encrypt { .. } => "encrypt",
            Self::Surrogate { .. } => "surrogate",
            Self::DateShift { .. } => "date_shift",
            Self::Generalize(_) => "generalize",
            Self::Hierarchy { .. } => "hierarchy",
            Self::Round { .. } => "round",
            Self::TopBottom { .. } => "top_bottom",
        }
    }

    /// Whether it changes what it is applied to.
    pub fn masks(&self) -> bool {
        !matches!(self, Self::Keep | Self::Detect | Self::Hierarchy { level: 0 })
    }

    /// Whether equal values become equal pseudonyms in the whole data set, which then occur as often as they do.
    pub fn keeps_frequencies(&self) -> bool {
        match self {
            Self::Encrypt { .. } => true,
            Self::Hash { scope, .. } | Self::Tokenize { scope } | Self::Surrogate { scope } => {
                *scope == Scope::Dataset
            }
            _ => false,
        }
    }

    /// The column of the subject that dates are shifted by.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::DateShift { per, .. } => per.as_deref(),
            _ => None,
        }
    }

    /// Says what is wrong with the options.
    pub fn validate(&self) -> Result<(), String> {
        let problem = match self {
            Self::Hierarchy { .. } => "hierarchy: name the column under [anonymity] instead",
            Self::Hash { length, .. } if !(8..=32).contains(length) => "hash: length is not between 8 and 32",
            Self::DateShift { max_days, .. } if !(1..=36_525).contains(max_days) => {
                "date_shift: max_days is not between 1 and 36525"
            }
            Self::Round { to } if !(to.is_finite() && *to > 0.0) => "round: `to` is not a positive number",
            Self::TopBottom { top: None, bottom: None } => "top_bottom: neither `top` nor `bottom` is given",
            Self::Generalize(options) => {
                let ways = [
                    options.width.is_some(),
                    options.prefix.is_some(),
                    options.date.is_some(),
                    options.zip3.is_some(),
                ];
                if ways.into_iter().filter(|way| *way).count() != 1 {
                    "generalize: give exactly one of `width`, `prefix`, `date`, `zip3`"
                } else if options.width.is_some_and(|width| !(width.is_finite() && width > 0.0)) {
                    "generalize: width is not a positive number"
                } else if options.width.is_none() && (options.top.is_some() || options.bottom.is_some()) {
                    "generalize: `top` and `bottom` need `width`"
                } else {
                    return Ok(());
                }
            }
            _ => return Ok(()),
        };
        Err(problem.to_owned())
    }
}
