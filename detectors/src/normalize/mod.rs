//! Other readings of a text, in which disguised values stand plainly.
//!
//! A reading (*view*) is made only where something can be undone near a digit, an at sign or within a name, and it knows for every
//! byte where in the original it came from. Detection looks at the text as it stands first; a view adds only hits that
//! contain something undone, so an undisguised text is never judged twice. Views are for looking: what is not found
//! stays byte for byte as it was.

mod characters;
mod encoded;
mod escapes;
mod folding;
mod forms;
mod hidden;
mod marks;
mod spoken;
mod tables;
mod view;

use view::{BrokenLine, Edit};

pub(crate) use view::View;

use crate::finding::ViewKind;

/// How far disguises are undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// What people and exporters do without meaning to hide anything.
    Usual,
    /// Also what is meant to hide.
    Deep,
}

/// How often a reading is read again: an escape may hide an escape.
const ROUNDS: usize = 3;

/// All other readings of the text that differ from it where it matters.
pub(crate) fn views(text: &str, depth: Depth) -> Vec<View> {
    let mut views = Vec::new();
    let mut last: Option<View> = None;
    for _ in 0..ROUNDS {
        let source = last.as_ref().map_or(text, View::text);
        let edits = folding::edits(source, depth);
        let behind_last = |view: View| match &last {
            Some(before) => view.behind(before),
            None => view,
        };
        let sure: Vec<Edit> =
            edits.iter().copied().filter(|edit| edit.broken_line() != Some(BrokenLine::Plain)).collect();
        // A broken line may have cut a value in two, or stood for a space.
        if sure.len() < edits.len() {
            views.extend(View::of(source, &edits, ViewKind::Joined).map(behind_last));
        }
        if edits.iter().any(|edit| edit.broken_line().is_some()) {
            let spaced: Vec<Edit> = edits.iter().map(Edit::spaced).collect();
            views.extend(View::of(source, &spaced, ViewKind::Joined).map(behind_last));
        }
        let Some(folded) = View::of(source, &sure, ViewKind::Folded).map(behind_last) else { break };
        views.extend(last.replace(folded));
    }
    views.extend(last);
    let plainest = views.last().map_or(text, View::text);
    let mut others = vec![View::of(plainest, &spoken::edits(plainest, depth), ViewKind::Spoken)];
    if depth == Depth::Deep {
        others.push(View::of(plainest, &hidden::grouped(plainest), ViewKind::Folded));
    }
    let behind_last = |view: View| match views.last() {
        Some(before) => view.behind(before),
        None => view,
    };
    let others: Vec<View> = others.into_iter().flatten().map(behind_last).collect();
    views.extend(others);
    let tokens = encoded::tokens(text, depth);
    let decoded = tokens.iter().map(|(start, end, plain)| (*start, *end, plain.as_str()));
    views.extend(View::with(text, decoded, ViewKind::Decoded));
    views
}
