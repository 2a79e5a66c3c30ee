//! Text in, findings out.
//!
//! Rules are TOML files under `rules/`; [`Engine`] compiles a selection of them and scans text. This crate
//! does no I/O, knows no Arrow, reads no clock and draws no random numbers, so the same text and the same
//! rules give the same findings everywhere.
//!
//! ```
//! use limpid_detectors::{Engine, Header, Selection};
//!
//! let engine = Engine::embedded(&Selection::default())?;
//! let mut findings = Vec::new();
//! engine.detect("write to aisha@example.com today", &Header::none(), &mut findings);
//! assert_eq!((findings[0].start, findings[0].end), (9, 26));
//! # Ok::<(), limpid_detectors::RuleError>(())
//! ```

mod anchor;
mod both;
pub mod cell;
mod check;
mod code_points;
mod compile;
mod context;
mod detector;
mod dictionary;
mod engine;
mod entity;
mod finding;
mod follow;
mod halves;
mod header;
mod merge;
mod needy;
mod normalize;
mod piece;
pub mod quality;
mod relabel;
mod reserved;
mod resolve;
mod rule;
mod rules;
mod scan;
mod search;
mod select;
mod table;
mod tagged;
pub mod tagger;
pub mod validators;

pub(crate) use both::both;
pub use check::{Problem, check_rules};
pub use code_points::CodePoints;
pub use compile::RuleError;
pub use detector::Detector;
pub use engine::{Engine, UNSEARCHED};
pub use entity::{Entity, InvalidEntity};
pub use finding::{Evidence, Finding, Origin, ViewKind};
pub use header::{Header, words_of};
pub use limpid_patterns::Boundary;
pub use reserved::{has_reserved_range, is_reserved};
pub use resolve::resolve;
pub use rule::{CounterExample, Example, Nearness, Place, Rule, RuleFile, Scores, Sensitivity, Status};
pub use rules::{embedded_rules, embedded_rules_with_examples, is_secret, parse_rules};
pub use select::{Selection, Set, TaggerKind};
pub use validators::{Validator, Verdict};
