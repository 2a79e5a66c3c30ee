//! Arrow batches through stages: sources, policy, plan, transforms, sinks.

pub mod error;
pub mod format;
pub mod metadata;
pub mod sink;
pub mod source;
pub mod transform;
