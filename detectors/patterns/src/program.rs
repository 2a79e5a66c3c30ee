//! Automata as data: what a build has made of a pattern, a program need not make again.

use regex_automata::{
    nfa::thompson::{Builder, Config, NFA, State, Transition, WhichCaptures},
    util::{look::Look, primitives::StateID},
};
use regex_syntax::{ParserBuilder, hir::Hir};
use serde::{Deserialize, Serialize};

/// A nondeterministic automaton of one pattern (Thompson's construction), without groups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    start: u32,
    /// The states one after the other, packed: they are unpacked when an automaton of many is made, and not kept.
    steps: Vec<u8>,
}

/// A state and where it leads: the numbers of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// By ranges of bytes.
    Bytes(Vec<(u8, u8, u32)>),
    /// Where a look-around is satisfied.
    Look(u32, u32),
    /// Without a byte, in the order of preference.
    Either(Vec<u32>),
    Match,
    Fail,
}

impl Program {
    /// The automaton of a regular expression over bytes. An error: what is wrong with it.
    pub fn read(expression: &str) -> Result<Self, String> {
        let mut parser = ParserBuilder::new();
        let tree = parser.unicode(false).utf8(false).build().parse(expression);
        Self::of(&tree.map_err(|error| error.to_string())?)
    }

    /// The same of its syntax tree. An error: what is wrong with it.
    pub(crate) fn of(pattern: &Hir) -> Result<Self, String> {
        let config = Config::new().utf8(false).which_captures(WhichCaptures::None);
        let nfa = NFA::compiler().configure(config).build_from_hir(pattern);
        let nfa = nfa.map_err(|error| error.to_string())?;
        let range = |one: &Transition| (one.start, one.end, one.next.as_u32());
        let step = |state: &State| match state {
            State::ByteRange { trans } => Step::Bytes(vec![range(trans)]),
            State::Sparse(ranges) => Step::Bytes(ranges.transitions.iter().map(range).collect()),
            State::Dense(bytes) => {
                let next = |byte: u8| Some((byte, byte, bytes.matches(&[byte], 0)?.as_u32()));
                Step::Bytes((0..=255).filter_map(next).collect())
            }
            State::Look { look, next } => Step::Look(look.as_repr(), next.as_u32()),
            State::Union { alternates } => Step::Either(alternates.iter().map(StateID::as_u32).collect()),
            State::BinaryUnion { alt1, alt2 } => Step::Either(vec![alt1.as_u32(), alt2.as_u32()]),
            // There are none.
            State::Capture { next, .. } => Step::Either(vec![next.as_u32()]),
            State::Match { .. } => Step::Match,
            State::Fail => Step::Fail,
        };
        let mut steps = Vec::new();
        for state in nfa.states() {
            steps = postcard::to_extend(&step(state), steps).map_err(|error| error.to_string())?;
        }
        Ok(Self { start: nfa.start_anchored().as_u32(), steps })
    }

    /// Adds it as the next pattern to an automaton of many; returns where it starts. `None`: too large.
    fn add_to(&self, builder: &mut Builder) -> Option<StateID> {
        builder.start_pattern().ok()?;
        // Numbers follow each other, so those of what is not yet added are known.
        let before = builder.add_empty().ok()?;
        let after = before.as_usize() + 1;
        let id = |step: u32| StateID::new(after + usize::try_from(step).unwrap_or(0)).unwrap_or(StateID::MAX);
        builder.patch(before, id(self.start)).ok()?;
        let mut rest = self.steps.as_slice();
        while !rest.is_empty() {
            let (step, behind) = postcard::take_from_bytes(rest).ok()?;
            rest = behind;
            match step {
                Step::Bytes(ranges) => {
                    let range = |(start, end, next)| Transition { start, end, next: id(next) };
                    match <[_; 1]>::try_from(ranges) {
                        Ok([one]) => builder.add_range(range(one)).ok()?,
                        Err(several) => builder.add_sparse(several.into_iter().map(range).collect()).ok()?,
                    }
                }
                Step::Look(look, next) => match Look::from_repr(look) {
                    Some(look) => builder.add_look(id(next), look).ok()?,
                    None => builder.add_fail().ok()?,
                },
                Step::Either(nexts) => builder.add_union(nexts.into_iter().map(id).collect()).ok()?,
                Step::Match => builder.add_match().ok()?,
                Step::Fail => builder.add_fail().ok()?,
            };
        }
        builder.finish_pattern(before).ok()?;
        Some(before)
    }

    /// One automaton of many patterns, which are numbered as they come. All of them begin where an anchored search does;
    /// those with a `true` beside them where another does, too, and the others not. `None`: too large.
    pub fn together<'a>(programs: impl Iterator<Item = (&'a Self, bool)>) -> Option<NFA> {
        let mut builder = Builder::new();
        builder.set_utf8(false);
        let (mut all, mut some) = (Vec::new(), Vec::new());
        for (program, both) in programs {
            let start = program.add_to(&mut builder)?;
            all.push(start);
            some.extend(Some(start).filter(|_| both));
        }
        let (all, some) = (builder.add_union(all).ok()?, builder.add_union(some).ok()?);
        builder.build(all, some).ok()
    }
}
