//! From TOML text to a [`Policy`]: every section is read on its own, so one mistake does not hide the next.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::LazyLock,
};

use limpid_detectors::{Engine, Entity, Rule, Selection, Set, embedded_rules};
use serde::Deserialize;
use toml::{
    Spanned,
    de::{DeTable, DeValue, ValueDeserializer},
};

use super::{
    Anonymity, ColumnRule, GROUPS, Policy, PurposeRule, Unlisted,
    allow::AllowList,
    diagnostic::{Diagnostic, PolicyError, closest},
    presets::{PRESETS, preset},
};
use crate::{canary::Canaries, path::ColumnPattern, rows::RowRules, transform::Action};

const TOP: &[&str] = &[
    "name",
    "purpose",
    "domain",
    "key_version",
    "extends",
    "unlisted",
    "detect",
    "detector",
    "entities",
    "purposes",
    "subjects",
    "rows",
    "columns",
    "anonymity",
    "canaries",
];
const DETECT: &[&str] = &[
    "set",
    "regions",
    "min_score",
    "min_scores",
    "allow",
    "allow_patterns",
    "known_values",
    "tagger",
    "tagger_model",
    "exclude",
    "entities",
];
/// The key under `[entities]` for everything not listed there.
pub(super) const DEFAULT: &str = "DEFAULT";

/// Reads a policy, folding in the preset it extends. `name` serves messages and is the default for `name`.
pub fn parse(name: &str, text: &str) -> Result<Policy, PolicyError> {
    let (document, syntax) = DeTable::parse_recoverable(text);
    let mut reader = Reader { own_columns: Vec::new(), diagnostics: Vec::new(), policy: Policy::blank() };
    for error in &syntax {
        reader.report("LP0001", error.span().unwrap_or_default(), error.message().to_owned(), None);
    }
    name.clone_into(&mut reader.policy.name);
    if syntax.is_empty() {
        reader.document(document.into_inner());
    }
    if reader.diagnostics.is_empty() {
        let mut policy = reader.policy;
        policy.columns.splice(0..0, reader.own_columns);
        return Ok(policy);
    }
    reader.diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    Err(PolicyError { name: name.to_owned(), text: text.to_owned(), diagnostics: reader.diagnostics })
}

type Value<'a> = Spanned<DeValue<'a>>;

struct Reader {
    own_columns: Vec<ColumnRule>,
    diagnostics: Vec<Diagnostic>,
    policy: Policy,
}

impl Reader {
    fn document(&mut self, mut table: DeTable<'_>) {
        // The base comes first, whatever the order of the keys.
        if let Some(value) = table.remove("extends") {
            self.extends(value);
        }
        // Entities of a policy's own are known from here on.
        if let Some(value) = table.remove("detector") {
            self.detectors(value);
        }
        let mut purposes = None;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => self.value(value, |policy, name| policy.name = name),
                "purpose" => self.value(value, |policy, purpose| policy.purpose = Some(purpose)),
                "unlisted" => self.value(value, |policy, unlisted: Unlisted| policy.unlisted = unlisted),
                "domain" => self.domain(value),
                "key_version" => {
                    let at = value.span();
                    match self.typed::<u32>(value) {
                        Some(0) => self.report("LP0005", at, "key_version counts from 1".into(), None),
                        Some(version) => self.policy.key_version = version,
                        None => {}
                    }
                }
                "purposes" => {
                    purposes = Some(value.span());
                    self.section(value, Self::purposes);
                }
                "subjects" => self.value(value, |policy, columns| policy.subjects = columns),
                "rows" => self.rows(value),
                "detect" => self.section(value, Self::detect),
                "entities" => self.section(value, Self::entity),
                "columns" => self.section(value, Self::column),
                "anonymity" => self.anonymity(value),
                "canaries" => self.canaries(value),
                other => self.unknown_key(other, key.span(), TOP),
            }
        }
        // A purpose may still be named on the command line.
        if let (Some(span), true) = (purposes, self.policy.purpose.is_some())
            && let Some((what, hint)) = self.policy.purpose_problem()
        {
            self.report("LP0010", span, what, Some(hint));
        }
    }

    fn domain(&mut self, value: Value<'_>) {
        let at = value.span();
        match self.typed::<String>(value) {
            Some(domain) if domain.trim().is_empty() => {
                self.report("LP0005", at, "`domain` is empty: name the audience".into(), None);
            }
            Some(domain) => self.policy.domain = Some(domain),
            None => {}
        }
    }

    fn purposes(&mut self, key: &str, span: Range<usize>, value: Value<'_>) {
        let Some(purposes) = self.typed::<Vec<String>>(value) else { return };
        match ColumnPattern::parse(key) {
            Some(path) => self.policy.purposes.push(PurposeRule { path, purposes }),
            None => self.malformed_path(span),
        }
    }

    fn rows(&mut self, value: Value<'_>) {
        let at = value.span();
        let Some(rules) = self.typed::<RowRules>(value) else { return };
        for problem in rules.problems() {
            self.report("LP0009", at.clone(), format!("[rows] {problem}"), None);
        }
        self.policy.rows = rules;
    }

    fn malformed_path(&mut self, span: Range<usize>) {
        let hint = "write a path such as `notes`, `messages[*].content` or `address.*`";
        self.report("LP0006", span, "malformed column path".into(), Some(hint.into()));
    }

    fn anonymity(&mut self, value: Value<'_>) {
        let span = value.span();
        let Some(anonymity) = self.typed::<Anonymity>(value) else { return };
        for problem in anonymity.problems() {
            self.report("LP0011", span.clone(), problem, None);
        }
        self.policy.anonymity = Some(anonymity);
    }

    fn canaries(&mut self, value: Value<'_>) {
        let span = value.span();
        let Some(canaries) = self.typed::<Canaries>(value) else { return };
        if let Some(problem) = canaries.problem() {
            return self.report("LP0012", span, problem, Some("50 are enough to see what is learned".into()));
        }
        self.policy.canaries = Some(canaries);
    }

    fn extends(&mut self, value: Value<'_>) {
        let span = value.span();
        let Some(name) = self.typed::<String>(value) else { return };
        let Some(Ok(base)) = preset(&name).map(|text| parse(&name, text)) else {
            let known = PRESETS.iter().map(|(name, _)| *name);
            let hint = format!("known presets: {}", known.collect::<Vec<_>>().join(", "));
            return self.report("LP0004", span, format!("unknown preset `{name}`"), Some(hint));
        };
        self.policy = Policy { name: std::mem::take(&mut self.policy.name), ..base };
    }

    fn detect(&mut self, key: &str, span: Range<usize>, value: Value<'_>) {
        match key {
            "set" => self.value(value, |policy, set: Set| policy.detect.selection.set = set),
            "allow" => self.value(value, |policy, allow| policy.detect.allow = allow),
            "allow_patterns" => {
                let at = value.span();
                let Some(patterns) = self.typed::<Vec<String>>(value) else { return };
                if let Err(what) = AllowList::new(&[], &patterns) {
                    let hint = "a pattern is matched against the whole value: name what may stay".to_owned();
                    return self.report("LP0007", at, what, Some(hint));
                }
                self.policy.detect.allow_patterns = patterns;
            }
            "min_scores" => {
                let at = value.span();
                let Some(scores) = self.typed::<BTreeMap<Entity, f32>>(value) else { return };
                if scores.values().any(|score| !(0.0..=1.0).contains(score)) {
                    return self.report("LP0005", at, "a score is not between 0 and 1".into(), None);
                }
                self.policy.detect.selection.min_scores = scores;
            }
            "tagger" => self.value(value, |policy, kind| policy.detect.selection.tagger = kind),
            "tagger_model" => {
                self.value(value, |policy, folder| policy.detect.tagger_model = Some(folder));
            }
            "known_values" => self.value(value, |policy, file| policy.detect.known_values = Some(file)),
            "entities" => self.value(value, |policy, only| policy.detect.selection.entities = only),
            "exclude" => self.value(value, |policy, ids| policy.detect.selection.exclude = ids),
            "regions" => self.value(value, |policy, regions: Vec<String>| {
                policy.detect.selection.regions =
                    regions.iter().map(|region| region.to_uppercase()).collect();
            }),
            "min_score" => {
                let at = value.span();
                let Some(score) = self.typed::<f32>(value) else { return };
                if !(0.0..=1.0).contains(&score) {
                    return self.report("LP0005", at, "min_score is not between 0 and 1".into(), None);
                }
                self.policy.detect.selection.min_score = Some(score);
            }
            other => self.unknown_key(other, span, DETECT),
        }
    }

    /// Detectors of the policy's own, written as in a rule file.
    fn detectors(&mut self, value: Value<'_>) {
        let at = value.span();
        let Some(rules) = self.typed::<Vec<Rule>>(value) else { return };
        if let Err(error) = Engine::new(rules.clone(), &Selection { set: Set::Deep, ..Selection::default() })
        {
            return self.report("LP0008", at, error.to_string(), None);
        }
        self.policy.detectors.extend(rules);
    }

    fn entity(&mut self, key: &str, span: Range<usize>, value: Value<'_>) {
        let Some(action) = self.action(value) else { return };
        if key == DEFAULT {
            self.policy.default_action = action;
            return;
        }
        let own = self.policy.detectors.iter().map(|rule| rule.entity.as_str());
        let known: BTreeSet<&str> =
            known_entities().iter().map(String::as_str).chain(GROUPS.iter().copied()).chain(own).collect();
        match Entity::new(key) {
            Ok(entity) if known.contains(key) => {
                self.policy.entities.insert(entity, action);
            }
            _ => {
                let hint = closest(key, known.iter().copied()).map_or_else(
                    || "`limpid detectors list` shows every entity".to_owned(),
                    |word| format!("did you mean `{word}`?"),
                );
                self.report("LP0003", span, format!("unknown entity `{key}`"), Some(hint));
            }
        }
    }

    fn column(&mut self, key: &str, span: Range<usize>, value: Value<'_>) {
        let Some(action) = self.action(value) else { return };
        match ColumnPattern::parse(key) {
            Some(pattern) => {
                // A policy's own columns go before those of its base: the first match wins.
                self.policy.columns.retain(|rule| rule.path != pattern);
                self.own_columns.push(ColumnRule { path: pattern, action });
            }
            None => self.malformed_path(span),
        }
    }

    fn action(&mut self, value: Value<'_>) -> Option<Action> {
        let span = value.span();
        let action = self.typed::<Action>(value)?;
        if let Err(message) = action.validate() {
            self.report("LP0005", span, message, None);
            return None;
        }
        Some(action)
    }

    fn section(&mut self, value: Value<'_>, read: fn(&mut Self, &str, Range<usize>, Value<'_>)) {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    read(self, key.get_ref(), key.span(), value);
                }
            }
            other => {
                self.report("LP0005", span, format!("expected a table, found {}", other.type_str()), None);
            }
        }
    }

    fn value<T: for<'de> Deserialize<'de>>(&mut self, value: Value<'_>, set: impl FnOnce(&mut Policy, T)) {
        if let Some(value) = self.typed(value) {
            set(&mut self.policy, value);
        }
    }

    fn typed<T: for<'de> Deserialize<'de>>(&mut self, value: Value<'_>) -> Option<T> {
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(value),
            Err(error) => {
                let span = error.span().unwrap_or(span);
                self.report("LP0005", span, error.message().trim_end().to_owned(), None);
                None
            }
        }
    }

    fn unknown_key(&mut self, key: &str, span: Range<usize>, known: &[&str]) {
        let hint = closest(key, known.iter().copied()).map_or_else(
            || format!("known keys: {}", known.join(", ")),
            |word| format!("did you mean `{word}`?"),
        );
        self.report("LP0002", span, format!("unknown key `{key}`"), Some(hint));
    }

    fn report(&mut self, code: &'static str, span: Range<usize>, message: String, hint: Option<String>) {
        self.diagnostics.push(Diagnostic { code, message, span, hint });
    }
}

/// The names of the presets.
pub(super) fn known_presets() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// Every entity a rule file names.
pub(super) fn known_entities() -> &'static BTreeSet<String> {
    static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let rules = embedded_rules().unwrap_or_default();
        rules.iter().map(|rule| rule.entity.as_str().to_owned()).collect()
    });
    &KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_valid() {
        for (name, text) in PRESETS {
            let policy = parse(name, text).expect("a preset parses");
            assert_eq!(policy.name, *name);
            assert!(policy.purpose.is_some());
        }
    }

    #[test]
    fn every_mistake_is_reported_at_once_with_line_code_and_hint() {
        let text = "nmae = \"x\"\nextends = \"trainig\"\n[detect]\nmin_score = 7\n[entities]\nEMAIL_ADRESS = \"redact\"\n\
                    CREDIT_CARD = \"shred\"\n[columns]\n\"a[\" = \"keep\"\n";
        let error = parse("test", text).expect_err("six mistakes");
        let seen: Vec<_> = error.diagnostics.iter().map(|found| (error.line(found), found.code)).collect();
        assert_eq!(
            seen,
            [(1, "LP0002"), (2, "LP0004"), (4, "LP0005"), (6, "LP0003"), (7, "LP0005"), (9, "LP0006")]
        );
        assert_eq!(error.diagnostics[0].hint.as_deref(), Some("did you mean `name`?"));
        assert_eq!(error.diagnostics[3].hint.as_deref(), Some("did you mean `EMAIL_ADDRESS`?"));
    }

    #[test]
    fn a_policy_overrides_what_it_extends() {
        let text =
            "extends = \"training\"\n[entities]\nEMAIL_ADDRESS = \"redact\"\n[columns]\nnotes = \"drop\"\n";
        let policy = parse("mine", text).expect("valid");
        let email = Entity::new("EMAIL_ADDRESS").expect("label");
        assert_eq!(policy.action(&email), &Action::Redact);
        assert_eq!(policy.column_action("notes"), Some(&Action::Drop));
        assert_eq!(policy.column_action("other"), None);
        assert_eq!(policy.name, "mine");
    }
}
