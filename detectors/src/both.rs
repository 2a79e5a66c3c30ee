//! Two things at once: what a program makes before its first byte.

use std::{panic::resume_unwind, thread};

/// What the two make, `one` of them on a thread of its own. A panic of either is the caller's.
pub(crate) fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|panic| resume_unwind(panic)), other)
    })
}
