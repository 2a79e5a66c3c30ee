//! Arrow batches through stages: sources, policy, plan, transforms, sinks.
//!
//! The way of a batch: a [`source`] cuts a file into chunks, [`driver`] decodes and treats them on any thread,
//! [`apply`] goes along every leaf ([`walk`]) and rewrites what the [`plan`] says ([`transform`]), and a [`sink`]
//! writes them in order. Nothing is remembered between batches.

pub mod apply;
pub mod canary;
pub mod compact;
pub mod driver;
pub mod error;
pub mod format;
pub mod key;
pub mod known;
pub mod metadata;
pub mod path;
pub mod plan;
pub mod policy;
pub mod profile;
pub mod risk;
pub mod rows;
pub mod sink;
pub mod source;
pub mod table;
pub mod transform;
pub mod walk;
