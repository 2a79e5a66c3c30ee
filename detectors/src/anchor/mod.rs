//! Places where patterns may match: one pass over a text finds them for all patterns together.
//!
//! A pattern is tried only at the places its [anchor](limpid_patterns::Anchor) names.

mod automata;
mod automaton;
mod beginnings;
pub(crate) mod bits;
mod memory;
mod openers;
mod places;
#[cfg(test)]
mod tests;

pub(crate) use places::{Finder, Places, Scratch};
