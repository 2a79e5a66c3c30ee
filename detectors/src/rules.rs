//! The rule files that ship inside the binary, and the parser for those that do not.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use limpid_patterns::assembled;

use crate::{
    compile::RuleError,
    rule::{CounterExample, Example, Place, Rule, RuleFile},
};

/// `[file name, lines at which detectors begin, rule file]` of every file under `rules/`, sorted by name, without examples.
const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.json"));
/// `[examples, counter-examples]` of every detector of these files.
const EXAMPLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/examples.json"));

/// The rules of every embedded file, in file-name order, without their examples; read once.
pub fn embedded_rules() -> Result<&'static [Rule], RuleError> {
    static RULES: LazyLock<Result<Vec<Rule>, RuleError>> = LazyLock::new(|| {
        let files: Vec<(String, Vec<usize>, RuleFile)> =
            serde_json::from_slice(EMBEDDED).map_err(|error| syntax("rules", &error))?;
        let mut rules = Vec::new();
        for (name, begins, file) in files {
            rules.extend(rules_of(&name, begins, file)?);
        }
        Ok(rules)
    });
    RULES.as_deref().map_err(Clone::clone)
}

/// The same with their examples.
pub fn embedded_rules_with_examples() -> Result<Vec<Rule>, RuleError> {
    let examples: Vec<(Vec<Example>, Vec<CounterExample>)> =
        serde_json::from_slice(EXAMPLES).map_err(|error| syntax("rules", &error))?;
    let rules = embedded_rules()?.iter().cloned().zip(examples);
    let put = |(rule, (examples, counter_examples))| Rule { examples, counter_examples, ..rule };
    Ok(rules.map(put).collect())
}

/// Parses one rule file; `name` only serves error messages.
pub fn parse_rules(name: &str, text: &str) -> Result<Vec<Rule>, RuleError> {
    let file = toml::from_str(text).map_err(|error| syntax(name, &error))?;
    let lines = (1..).zip(text.lines());
    rules_of(name, lines.filter(|(_, line)| line.trim() == "[[detector]]").map(|(line, _)| line), file)
}

fn syntax(file: &str, error: &impl ToString) -> RuleError {
    RuleError::Syntax { file: file.to_owned(), message: error.to_string() }
}

/// The rules of a file whose detectors begin at some lines.
fn rules_of(
    name: &str,
    begins: impl IntoIterator<Item = usize>,
    mut file: RuleFile,
) -> Result<Vec<Rule>, RuleError> {
    for (rule, line) in file.detectors.iter_mut().zip(begins) {
        rule.place = Place { file: name.to_owned(), line };
        expand(rule, &file.lists).map_err(|word| {
            let names: Vec<&str> = file.lists.keys().map(String::as_str).collect();
            let message = format!("line {line}: {word} is no list of this file; it has {}", names.join(", "));
            syntax(name, &message)
        })?;
        if let Some(pattern) = &mut rule.pattern {
            *pattern = assembled(pattern, &file.parts).map_err(|part| {
                syntax(name, &format!("line {line}: {{{{{part}}}}} is no part of this file"))
            })?;
        }
    }
    Ok(file.detectors)
}

/// Puts the words of a list in the place of its `@name`; fails with a name that is none.
fn expand(rule: &mut Rule, lists: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
    for words in [&mut rule.context, &mut rule.anti_context, &mut rule.headers] {
        let mut all = Vec::new();
        for word in std::mem::take(words) {
            match word.strip_prefix('@') {
                Some(name) => all.extend_from_slice(lists.get(name).ok_or_else(|| word.clone())?),
                None => all.push(word),
            }
        }
        *words = all;
    }
    Ok(())
}

/// Whether an entity is a credential: one of those whose rules lie in the folder `secrets`.
pub fn is_secret(entity: &str) -> bool {
    static SECRETS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let rules = embedded_rules().unwrap_or_default();
        let secret = rules.iter().filter(|rule| rule.id.starts_with("secrets."));
        secret.map(|rule| rule.entity.to_string()).collect()
    });
    SECRETS.contains(entity)
}

#[cfg(test)]
mod tests {
    use super::parse_rules;

    const RULE: &str =
        "[[detector]]\nid = \"x.y\"\nentity = \"Y\"\ndescription = \"y\"\ncontext = [\"a\", \"@b\", \"d\"]\n";

    #[test]
    fn lists_stand_for_their_words() {
        let rules = parse_rules("x", &format!("[lists]\nb = [\"b\", \"c\"]\n{RULE}")).expect("a rule file");
        assert_eq!(rules[0].context, ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_part_that_is_not_there_is_told() {
        let error =
            parse_rules("x", &RULE.replace("context = [\"a\", \"@b\", \"d\"]", "pattern = \"{{c}}\""));
        let error = error.expect_err("no part c");
        assert_eq!(error.to_string(), "rule file x: line 1: {{c}} is no part of this file");
    }

    #[test]
    fn a_list_that_is_not_there_is_told_with_those_that_are() {
        let error = parse_rules("x", &format!("[lists]\nc = []\n{RULE}")).expect_err("no list b");
        assert_eq!(error.to_string(), "rule file x: line 3: @b is no list of this file; it has c");
    }
}
