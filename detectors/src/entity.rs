//! The name of a kind of personal data, such as `EMAIL_ADDRESS`.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// An entity label: upper-case ASCII letters, digits and underscores. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Entity(Arc<str>);

/// The label is empty or holds something else than `A-Z`, `0-9` and `_`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entity label holds only A-Z, 0-9 and _")]
pub struct InvalidEntity;

impl Entity {
    /// Makes a label from text.
    pub fn new(label: &str) -> Result<Self, InvalidEntity> {
        let valid = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if label.is_empty() || !label.bytes().all(valid) {
            return Err(InvalidEntity);
        }
        Ok(Self(label.into()))
    }

    /// The label as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Entity {
    type Error = InvalidEntity;

    fn try_from(label: String) -> Result<Self, Self::Error> {
        Self::new(&label)
    }
}

impl From<Entity> for String {
    fn from(entity: Entity) -> Self {
        entity.0.as_ref().to_owned()
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for Entity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
