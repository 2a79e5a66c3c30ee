//! Operators as policies write them: a bare name, or a table with one key that holds the options.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};

use super::{ACTIONS, Action, Alphabet, Scope};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplaceOptions {
    #[serde(default)]
    with: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HashOptions {
    #[serde(default = "sixteen")]
    length: usize,
    #[serde(default)]
    scope: Scope,
}

fn sixteen() -> usize {
    16
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeOptions {
    #[serde(default)]
    scope: Scope,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EncryptOptions {
    #[serde(default)]
    alphabet: Alphabet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DateShiftOptions {
    #[serde(default = "thirty")]
    max_days: u32,
    #[serde(default)]
    per: Option<String>,
}

fn thirty() -> u32 {
    30
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HierarchyOptions {
    level: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundOptions {
    to: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopBottomOptions {
    #[serde(default)]
    top: Option<f64>,
    #[serde(default)]
    bottom: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoOptions {}

/// Reads the options of the operator `name` by whatever means `read` has.
trait Options<'de, E: de::Error> {
    fn read<T: Deserialize<'de>>(self) -> Result<T, E>;
}

fn with_options<'de, E: de::Error>(name: &str, options: impl Options<'de, E>) -> Result<Action, E> {
    Ok(match name {
        "keep" => options.read::<NoOptions>().map(|_| Action::Keep)?,
        "drop" => options.read::<NoOptions>().map(|_| Action::Drop)?,
        "detect" => options.read::<NoOptions>().map(|_| Action::Detect)?,
        "redact" => options.read::<NoOptions>().map(|_| Action::Redact)?,
        "replace" => options.read().map(|ReplaceOptions { with }| Action::Replace { with })?,
        "mask" => Action::Mask(options.read()?),
        "hash" => options.read().map(|HashOptions { length, scope }| Action::Hash { length, scope })?,
        "tokenize" => options.read().map(|ScopeOptions { scope }| Action::Tokenize { scope })?,
        "encrypt" => options.read().map(|EncryptOptions { alphabet }| Action::Encrypt { alphabet })?,
        "surrogate" => options.read().map(|ScopeOptions { scope }| Action::Surrogate { scope })?,
        "date_shift" => {
            options.read().map(|DateShiftOptions { max_days, per }| Action::DateShift { max_days, per })?
        }
        "generalize" => Action::Generalize(options.read()?),
        "hierarchy" => options.read().map(|HierarchyOptions { level }| Action::Hierarchy { level })?,
        "round" => options.read().map(|RoundOptions { to }| Action::Round { to })?,
        "top_bottom" => {
            options.read().map(|TopBottomOptions { top, bottom }| Action::TopBottom { top, bottom })?
        }
        other => return Err(E::unknown_variant(other, ACTIONS)),
    })
}

/// A bare name: every option has its default.
struct Defaults;

impl<'de, E: de::Error> Options<'de, E> for Defaults {
    fn read<T: Deserialize<'de>>(self) -> Result<T, E> {
        T::deserialize(de::value::MapDeserializer::<_, E>::new(std::iter::empty::<(&str, &str)>()))
    }
}

/// A table with one key: its value holds the options.
struct Given<'a, A>(&'a mut A);

impl<'de, A: MapAccess<'de>> Options<'de, A::Error> for Given<'_, A> {
    fn read<T: Deserialize<'de>>(self) -> Result<T, A::Error> {
        self.0.next_value()
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ActionVisitor;

        impl<'de> Visitor<'de> for ActionVisitor {
            type Value = Action;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an action such as \"redact\" or { mask = { keep_last = 4 } }")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Action, E> {
                with_options(name, Defaults)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Action, A::Error> {
                let name =
                    map.next_key::<ActionName>()?.ok_or_else(|| de::Error::custom("an action is missing"))?;
                let action = with_options(&name.0, Given(&mut map))?;
                if map.next_key::<String>()?.is_some() {
                    return Err(de::Error::custom("an action is a table with exactly one key"));
                }
                Ok(action)
            }
        }

        deserializer.deserialize_any(ActionVisitor)
    }
}

/// The name of an action as a key, refused where it stands.
struct ActionName(String);

impl<'de> Deserialize<'de> for ActionName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if ACTIONS.contains(&name.as_str()) {
            return Ok(Self(name));
        }
        Err(de::Error::unknown_variant(&name, ACTIONS))
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::{super::Mask, *};

    #[derive(Debug, Serialize, Deserialize, PartialEq)]
    struct Line {
        a: Action,
    }

    fn read(text: &str) -> Result<Action, String> {
        toml::from_str::<Line>(&format!("a = {text}"))
            .map(|line| line.a)
            .map_err(|error| error.message().to_owned())
    }

    #[test]
    fn names_and_tables_are_read() {
        assert_eq!(read("\"redact\""), Ok(Action::Redact));
        assert_eq!(read("\"mask\""), Ok(Action::Mask(Mask::default())));
        let mask = Mask { keep_last: 4, ..Mask::default() };
        assert_eq!(read("{ mask = { keep_last = 4 } }"), Ok(Action::Mask(mask)));
        assert_eq!(read("\"hash\""), Ok(Action::Hash { length: 16, scope: Scope::Dataset }));
    }

    #[test]
    fn mistakes_name_what_is_known() {
        assert!(read("\"shred\"").expect_err("unknown").contains("top_bottom"));
        assert!(read("{ mask = { keep_lst = 4 } }").expect_err("unknown").contains("keep_last"));
        assert!(read("{ mask = {}, redact = {} }").is_err());
        assert!(read("\"round\"").expect_err("needs to").contains("to"));
        assert!(read("{ generalize = { width = 5, prefix = 2 } }").expect("reads").validate().is_err());
    }

    #[test]
    fn actions_survive_a_plan_file() {
        for text in [
            "\"keep\"",
            "{ mask = { keep_last = 4 } }",
            "{ date_shift = { max_days = 3, per = \"id\" } }",
            "{ generalize = { date = \"year\" } }",
            "{ replace = { with = \"x\" } }",
            "\"replace\"",
        ] {
            let line = Line { a: read(text).expect("reads") };
            let written = toml::to_string(&line).expect("writes");
            assert_eq!(toml::from_str::<Line>(&written).expect("reads back"), line, "{written}");
        }
    }
}
