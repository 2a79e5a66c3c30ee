//! Conditions on one column of a row.

use std::fmt;

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, SeqAccess, Visitor},
};

/// `column op value`: rows for which it is not true go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Path of the column.
    #[serde(default)]
    pub column: String,
    /// How it is compared.
    pub op: Op,
    /// With what; absent for `is_null` and `not_null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Literal>,
    /// The tables the rule is for; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<String>,
}

/// How a value is compared. Numbers compare as numbers, texts letter by letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Op {
    /// Equal.
    #[serde(rename = "==")]
    Equal,
    /// Not equal; a missing value is not "not equal".
    #[serde(rename = "!=")]
    NotEqual,
    /// Less.
    #[serde(rename = "<")]
    Less,
    /// Less or equal.
    #[serde(rename = "<=")]
    AtMost,
    /// Greater.
    #[serde(rename = ">")]
    Greater,
    /// Greater or equal.
    #[serde(rename = ">=")]
    AtLeast,
    /// One of a list.
    #[serde(rename = "in")]
    In,
    /// None of a list.
    #[serde(rename = "not_in")]
    NotIn,
    /// No value, or an empty text.
    #[serde(rename = "is_null")]
    IsNull,
    /// A value.
    #[serde(rename = "not_null")]
    NotNull,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Literal {
    /// `true`
    Bool(bool),
    /// `18`
    Number(f64),
    /// `"US"`
    Text(String),
    /// `["US", "CA"]`
    List(Vec<Literal>),
}

impl Condition {
    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<&'static str> {
        let list = matches!(self.value, Some(Literal::List(_)));
        match self.op {
            Op::In | Op::NotIn if !list => Some("`in` and `not_in` need a list as `value`"),
            Op::IsNull | Op::NotNull if self.value.is_some() => {
                Some("`is_null` and `not_null` take no `value`")
            }
            Op::In | Op::NotIn | Op::IsNull | Op::NotNull => None,
            _ if self.value.is_none() => Some("`value` is missing"),
            _ if list => Some("a list needs `in` or `not_in`"),
            _ => None,
        }
    }

    /// Whether a row with this value stays; `None` = no value.
    pub(super) fn holds(&self, value: Option<&str>) -> bool {
        let value = value.filter(|value| !value.is_empty());
        let Some(value) = value else { return self.op == Op::IsNull };
        let compare = |with: &Literal| with.compare(value);
        let literal = self.value.as_ref();
        let ordered = |wanted: fn(std::cmp::Ordering) -> bool| literal.and_then(compare).is_some_and(wanted);
        let list = || match literal {
            Some(Literal::List(list)) => list.as_slice(),
            _ => &[],
        };
        match self.op {
            Op::Equal => ordered(std::cmp::Ordering::is_eq),
            Op::NotEqual => ordered(std::cmp::Ordering::is_ne),
            Op::Less => ordered(std::cmp::Ordering::is_lt),
            Op::AtMost => ordered(std::cmp::Ordering::is_le),
            Op::Greater => ordered(std::cmp::Ordering::is_gt),
            Op::AtLeast => ordered(std::cmp::Ordering::is_ge),
            Op::In => list().iter().any(|one| compare(one).is_some_and(std::cmp::Ordering::is_eq)),
            Op::NotIn => list().iter().all(|one| compare(one).is_none_or(std::cmp::Ordering::is_ne)),
            Op::IsNull => false,
            Op::NotNull => true,
        }
    }
}

impl Literal {
    /// How the value stands to this; `None` when they do not compare.
    fn compare(&self, value: &str) -> Option<std::cmp::Ordering> {
        match self {
            Self::Bool(with) => value.to_ascii_lowercase().parse::<bool>().ok().map(|value| value.cmp(with)),
            Self::Number(with) => value.trim().parse::<f64>().ok()?.partial_cmp(with),
            Self::Text(with) => Some(value.cmp(with)),
            Self::List(_) => None,
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::In => "in",
            Self::NotIn => "not_in",
            Self::IsNull => "is_null",
            Self::NotNull => "not_null",
        })
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LiteralVisitor)
    }
}

struct LiteralVisitor;

impl<'de> Visitor<'de> for LiteralVisitor {
    type Value = Literal;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number, true, false, or a list of them")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Literal, E> {
        Ok(Literal::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Literal, E> {
        #[expect(clippy::cast_precision_loss, reason = "numbers compare as f64, as JSON's do")]
        Ok(Literal::Number(value as f64))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Literal, E> {
        #[expect(clippy::cast_precision_loss, reason = "numbers compare as f64, as JSON's do")]
        Ok(Literal::Number(value as f64))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Literal, E> {
        Ok(Literal::Number(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Literal, E> {
        Ok(Literal::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Literal, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Literal::List(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(text: &str) -> Condition {
        toml::from_str(text).expect("a condition")
    }

    #[test]
    fn conditions_hold_only_when_they_can_be_decided() {
        let adult = condition("column = 'age'\nop = '>='\nvalue = 18");
        assert!(adult.holds(Some("18")) && adult.holds(Some(" 40.5 ")));
        assert!(!adult.holds(Some("17")) && !adult.holds(Some("old")) && !adult.holds(None));
        let there = condition("column = 'c'\nop = 'in'\nvalue = ['US', 'CA']");
        assert!(there.holds(Some("US")) && !there.holds(Some("us")) && !there.holds(None));
        let not = condition("column = 'c'\nop = 'not_in'\nvalue = ['US', 7]");
        assert!(not.holds(Some("DE")) && !not.holds(Some("7")) && !not.holds(Some("")));
        let open = condition("column = 'o'\nop = '!='\nvalue = true");
        assert!(open.holds(Some("false")) && !open.holds(Some("TRUE")) && !open.holds(Some("maybe")));
        assert!(condition("column = 'n'\nop = 'is_null'").holds(None));
        assert!(!condition("column = 'n'\nop = 'not_null'").holds(Some("")));
    }

    #[test]
    fn a_literal_is_written_as_it_was_read() {
        let read = condition("column = 'c'\nop = 'in'\nvalue = ['US', 7.0, true]");
        assert_eq!(condition(&toml::to_string(&read).expect("text")), read);
        for (bad, what) in
            [("op = '=='", "missing"), ("op = 'in'\nvalue = 'x'", "list"), ("op = '<'\nvalue = [1]", "list")]
        {
            assert!(
                condition(&format!("column = 'c'\n{bad}"))
                    .problem()
                    .is_some_and(|problem| problem.contains(what))
            );
        }
    }
}
