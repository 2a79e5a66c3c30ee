//! What is done with the values of one entity: worked out before any data is read.

use std::sync::Arc;

use limpid_detectors::Entity;

use crate::{
    known::identifies,
    transform::{Action, Transform},
};

/// An operator for one entity.
pub(super) struct Remedy {
    /// What the values are.
    pub(super) entity: Entity,
    /// The operator's name.
    pub(super) name: &'static str,
    /// Whether it changes what it is applied to.
    pub(super) masks: bool,
    /// Whether the values identify a person wherever they stand.
    pub(super) identifies: bool,
    /// The column of the subject that dates are shifted by.
    pub(super) subject: Option<String>,
    /// What rewrites a value; without one it is redacted.
    pub(super) transform: Option<Arc<dyn Transform>>,
}

impl Remedy {
    pub(super) fn new(entity: &Entity, action: &Action, transform: Option<Arc<dyn Transform>>) -> Self {
        Self {
            entity: entity.clone(),
            name: action.name(),
            masks: action.masks(),
            identifies: identifies(entity.as_str()),
            subject: action.subject().map(str::to_owned),
            transform,
        }
    }

    /// What stands for a value that could not be treated.
    pub(super) fn redacted(&self) -> String {
        format!("<{}>", self.entity)
    }
}
