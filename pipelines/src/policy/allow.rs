//! What is never treated although it is found.

use std::collections::HashSet;

use regex::{RegexSet, RegexSetBuilder};

/// Largest compiled size of the patterns, in bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// Values of which no pattern may allow all: it would allow everything.
const PROBES: &[&str] = &["aisha.khan@example.com", "+1 212 555 0123", "Aisha Khan", "4111111111111111"];

/// Values, compared without case, and patterns of whole values.
#[derive(Debug, Clone, Default)]
pub struct AllowList {
    values: HashSet<String>,
    patterns: Option<RegexSet>,
}

impl AllowList {
    /// An error says what is wrong with a pattern.
    pub fn new(values: &[String], patterns: &[String]) -> Result<Self, String> {
        let whole: Vec<String> = patterns.iter().map(|pattern| format!("^(?:{pattern})$")).collect();
        let set = RegexSetBuilder::new(&whole).size_limit(SIZE_LIMIT).build();
        let set = set.map_err(|_| "a pattern is no regular expression, or too large".to_owned())?;
        if let Some(index) =
            (0..patterns.len()).find(|index| PROBES.iter().all(|probe| set.matches(probe).matched(*index)))
        {
            return Err(format!("pattern {} allows everything", index + 1));
        }
        Ok(Self {
            values: values.iter().map(|value| value.to_lowercase()).collect(),
            patterns: (!patterns.is_empty()).then_some(set),
        })
    }

    /// Whether the value is never treated.
    pub fn holds(&self, value: &str) -> bool {
        (!self.values.is_empty() && self.values.contains(&value.to_lowercase()))
            || self.patterns.as_ref().is_some_and(|patterns| patterns.is_match(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_values_are_allowed_and_never_all() {
        let list =
            AllowList::new(&["Support@Acme.example".into()], &[r"[a-z]+@acme\.example".into()]).expect("two");
        assert!(list.holds("support@acme.EXAMPLE"));
        assert!(list.holds("sales@acme.example"));
        assert!(!list.holds("sales@acme.example.org"));
        for bad in [".*", "(", ".+", r"[\s\S]*"] {
            assert!(AllowList::new(&[], &[bad.into()]).is_err(), "{bad}");
        }
    }
}
