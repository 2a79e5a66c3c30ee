//! The rule files that ship inside the binary, and the parser for those that do not.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::{
    compile::RuleError,
    rule::{Place, Rule, RuleFile},
};

/// `(file name, text)` of every file under `rules/`, sorted by name.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Parses every embedded rule file, in file-name order.
pub fn embedded_rules() -> Result<Vec<Rule>, RuleError> {
    let mut rules = Vec::new();
    for (name, text) in EMBEDDED {
        rules.extend(parse_rules(name, text)?);
    }
    Ok(rules)
}

/// Parses one rule file; `name` only serves error messages.
pub fn parse_rules(name: &str, text: &str) -> Result<Vec<Rule>, RuleError> {
    let mut file: RuleFile = toml::from_str(text)
        .map_err(|error| RuleError::Syntax { file: name.to_owned(), message: error.to_string() })?;
    let begins = (1..).zip(text.lines()).filter(|(_, line)| line.trim() == "[[detector]]");
    for (rule, (line, _)) in file.detectors.iter_mut().zip(begins) {
        rule.place = Place { file: name.to_owned(), line };
    }
    Ok(file.detectors)
}

/// Whether an entity is a credential: one of those whose rules lie in the folder `secrets`.
pub fn is_secret(entity: &str) -> bool {
    static SECRETS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let rules = embedded_rules().unwrap_or_default();
        let secret = rules.into_iter().filter(|rule| rule.id.starts_with("secrets."));
        secret.map(|rule| rule.entity.to_string()).collect()
    });
    SECRETS.contains(entity)
}
