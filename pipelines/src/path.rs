//! Column paths: `notes`, `messages[*].content`, `attributes[key]`, and patterns over them.

use serde::{Deserialize, Serialize};

/// Appends a struct field or JSON key to a path.
pub fn field(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}.{name}") }
}

/// Appends "every element of the list" to a path.
pub fn element(parent: &str) -> String {
    format!("{parent}[*]")
}

/// Appends "the keys of the map" to a path.
pub fn map_key(parent: &str) -> String {
    format!("{parent}[key]")
}

/// Appends "the values of the map" to a path.
pub fn map_value(parent: &str) -> String {
    format!("{parent}[value]")
}

/// The name of the innermost field: the header of a column path.
pub fn last_name(path: &str) -> &str {
    let name = path.rsplit('.').next().unwrap_or(path);
    name.split('[').next().unwrap_or(name)
}

/// A path as written in a policy; `*` stands for one whole segment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ColumnPattern(String);

impl ColumnPattern {
    /// Reads a pattern; `None` when it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let valid = |segment: &str| {
            let (name, index) =
                segment.split_once('[').map_or((segment, None), |(name, rest)| (name, Some(rest)));
            let index_valid = index.is_none_or(|rest| {
                format!("[{rest}")
                    .split_inclusive(']')
                    .all(|part| matches!(part, "[*]" | "[key]" | "[value]"))
            });
            (!name.is_empty() || index.is_some()) && !name.contains(']') && index_valid
        };
        (!text.is_empty() && text.split('.').all(valid)).then(|| Self(text.to_owned()))
    }

    /// Whether the pattern names `path` or something around it.
    pub fn covers(&self, path: &str) -> bool {
        let mut segments = split(path);
        for wanted in split(&self.0) {
            match segments.next() {
                Some(segment) if wanted == "*" || wanted == segment => {}
                _ => return false,
            }
        }
        true
    }

    /// Whether the pattern names something inside `path`.
    pub fn within(&self, path: &str) -> bool {
        let mut wanted = split(&self.0);
        split(path).all(|segment| wanted.next().is_some_and(|wanted| wanted == "*" || wanted == segment))
    }
}

impl TryFrom<String> for ColumnPattern {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("malformed column path")
    }
}

impl From<ColumnPattern> for String {
    fn from(pattern: ColumnPattern) -> Self {
        pattern.0
    }
}

/// The segments of a path: names and indices, `messages[*].content` → `messages`, `[*]`, `content`.
fn split(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').flat_map(|part| {
        let cut = part.find('[').unwrap_or(part.len());
        let (name, indices) = part.split_at(cut);
        std::iter::once(name).filter(|name| !name.is_empty()).chain(indices.split_inclusive(']'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(pattern: &str, path: &str) -> bool {
        ColumnPattern::parse(pattern).expect("a valid pattern").covers(path)
    }

    #[test]
    fn a_pattern_covers_its_path_and_everything_inside() {
        assert!(covers("messages", "messages[*].content"));
        assert!(covers("messages[*].content", "messages[*].content"));
        assert!(covers("*.email", "user.email"));
        assert!(!covers("messages[*].role", "messages[*].content"));
        assert!(!covers("mess", "messages"));
        assert!(!covers("user.email", "user"));
    }

    #[test]
    fn malformed_patterns_are_refused() {
        for text in ["", "a..b", "a[", "a[0]", "a]"] {
            assert!(ColumnPattern::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_header_is_the_innermost_name() {
        assert_eq!(last_name("messages[*].content"), "content");
        assert_eq!(last_name("tags[*]"), "tags");
    }
}
