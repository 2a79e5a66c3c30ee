//! What a policy may ask for, and should not: protection that protects little.

use limpid_detectors::{Engine, RuleError};

use super::Policy;
use crate::{path::last_name, transform::Action};

/// Entities with fewer than a million values, and how many they have at most: below that, NIST SP 800-38G rev. 1 (2nd
/// draft, 2025) allows no format-preserving encryption.
const SMALL_DOMAINS: &[(&str, u32)] = &[
    ("AGE", 130),
    ("CREDIT_CARD_CVV", 11_000),
    ("CREDIT_CARD_EXPIRY", 1_200),
    ("DATE_OF_BIRTH", 47_580),
    ("DE_PLZ", 100_000),
    ("GENDER", 10),
    ("POSTAL_CODE", 100_000),
    ("US_ZIP_CODE", 100_000),
    ("YEAR_OF_BIRTH", 130),
];

impl Policy {
    /// What somebody should look at, one line each. Nothing of it is an error.
    pub fn warnings(&self) -> Result<Vec<String>, RuleError> {
        let encrypts = |action: &Action| matches!(action, Action::Encrypt { .. });
        let mut warnings = Vec::new();
        for (entity, action) in &self.entities {
            if let Some((name, values)) = small(entity.as_str()).filter(|_| encrypts(action)) {
                warnings.push(format!("{name}: {}", told(*values)));
            }
        }
        if self.columns.iter().any(|rule| encrypts(&rule.action)) {
            let engine = self.engine()?;
            for rule in self.columns.iter().filter(|rule| encrypts(&rule.action)) {
                let path = String::from(rule.path.clone());
                if let Some((name, values)) = named(&engine, &path) {
                    warnings.push(format!("column {path}, of {name}: {}", told(*values)));
                }
            }
        }
        Ok(warnings)
    }
}

fn told(values: u32) -> String {
    format!(
        "encrypt keeps the format, and there are at most {values} such values: short ones are redacted instead, longer ones can be \
         told by how often they occur; tokenize or generalize"
    )
}

fn small(entity: &str) -> Option<&'static (&'static str, u32)> {
    SMALL_DOMAINS.iter().find(|(name, _)| *name == entity)
}

/// The small domain that the name of a column speaks for.
fn named(engine: &Engine, path: &str) -> Option<&'static (&'static str, u32)> {
    let header = engine.header(last_name(path));
    small(engine.rule(*header.detectors().first()?)?.entity.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::{parse, parse::known_entities};
    use super::*;

    #[test]
    fn small_domains_are_warned_of_by_entity_and_by_column_and_large_ones_are_not() {
        let text = "[entities]\nUS_ZIP_CODE = \"encrypt\"\nCREDIT_CARD = \"encrypt\"\nAGE = \"redact\"\n\
                    [columns]\n\"customer.birth_date\" = \"encrypt\"\nphone = \"encrypt\"\n";
        let warnings = parse("p", text).expect("a policy").warnings().expect("rules");
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert!(warnings[0].starts_with("US_ZIP_CODE: encrypt") && warnings[0].contains("100000"));
        assert!(warnings[1].starts_with("column customer.birth_date, of DATE_OF_BIRTH"), "{warnings:?}");
    }

    #[test]
    fn small_domains_are_entities_and_smaller_than_a_million() {
        for (entity, values) in SMALL_DOMAINS {
            assert!(known_entities().contains(*entity) && *values < 1_000_000, "{entity}");
        }
    }
}
