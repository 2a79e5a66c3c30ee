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
    for round in 0..ROUNDS {
        let source = last.as_ref().map_or(text, View::text);
        let edits = folding::edits(source, depth);
        let behind_last = |view: View| match &last {
            Some(before) => view.behind(before),
            None => view,
        };
        let sure: Vec<Edit> =
            edits.iter().copied().filter(|edit| edit.broken_line() != Some(BrokenLine::Plain)).collect();
        // All other lines have been joined before.
        if round > 0 && sure.is_empty() {
            break;
        }
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
    // A view shows only what stands near something undone.
    let mut others = Vec::new();
    for before in std::iter::once(None).chain(views.last().map(Some)) {
        let source = before.map_or(text, View::text);
        let spoken = View::of(source, &spoken::edits(source, depth), ViewKind::Spoken);
        let grouped = Some(source)
            .filter(|_| depth == Depth::Deep)
            .and_then(|source| View::of(source, &hidden::grouped(source), ViewKind::Folded));
        let behind = |view: View| match before {
            Some(before) => view.behind(before),
            None => view,
        };
        others.extend([spoken, grouped].into_iter().flatten().map(behind));
    }
    views.append(&mut others);
    let tokens = encoded::tokens(text, depth);
    let decoded = tokens.iter().map(|(start, end, plain)| (*start, *end, plain.as_str()));
    views.extend(View::with(text, decoded, ViewKind::Decoded));
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(ViewKind, String)> {
        views(text, Depth::Usual).iter().map(|view| (view.kind(), view.text().to_owned())).collect()
    }

    #[test]
    fn what_is_spoken_is_read_wherever_something_else_is_undone() {
        let far = "nothing of note was said; ".repeat(20);
        let text = format!("4111&#45;1111 {far} ann at example dot com");
        let kinds: Vec<ViewKind> = views(&text, Depth::Usual).iter().map(View::kind).collect();
        assert_eq!(kinds, [ViewKind::Folded, ViewKind::Spoken]);
    }

    #[test]
    fn what_parts_of_a_view_is_undone_by_none() {
        let far = "nothing of note was said; ".repeat(20);
        let text = format!("4111&#45;1111 {far} 4111&#45;1111");
        assert_eq!(read(&text).len(), 1);
    }

    #[test]
    fn lines_are_joined_once() {
        let text = "card 4111&amp;#45;1111\n1111 1111";
        let joined = |kind: &ViewKind| *kind == ViewKind::Joined;
        assert_eq!(read(text).iter().filter(|(kind, _)| joined(kind)).count(), 4);
        assert_eq!(read(&text.replace("amp;", "")).iter().filter(|(kind, _)| joined(kind)).count(), 2);
    }
}
