//! A reading of a text and the way back.

use crate::finding::ViewKind;

/// How much of the text around an edit is part of the view, in bytes: room for a value and its context words.
const AROUND: usize = 160;
/// Stands between parts of the view that are not neighbours in the text.
pub(super) const GAP: &str = "\n\u{1e}\n";

/// What stands for `start..end` of the text in the view: at most eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    with: [u8; 8],
    length: u8,
    broken_line: Option<BrokenLine>,
}

/// A line break inside what may be a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokenLine {
    /// There is a sign that the line goes on.
    Continued,
    /// There is none.
    Plain,
}

impl Edit {
    /// `None` where the replacement is too long to be one.
    pub(super) fn new(start: usize, end: usize, with: &str) -> Option<Self> {
        let mut bytes = [0; 8];
        bytes.get_mut(..with.len())?.copy_from_slice(with.as_bytes());
        Some(Self { start, end, with: bytes, length: u8::try_from(with.len()).ok()?, broken_line: None })
    }

    pub(super) fn broken(start: usize, end: usize, line: BrokenLine) -> Self {
        Self { start, end, with: [0; 8], length: 0, broken_line: Some(line) }
    }

    pub(super) fn broken_line(&self) -> Option<BrokenLine> {
        self.broken_line
    }

    /// The same with a space for a broken line: it may have stood for one.
    pub(super) fn spaced(&self) -> Self {
        let mut with = self.with;
        if self.broken_line.is_none() {
            return *self;
        }
        with[0] = b' ';
        Self { with, length: 1, ..*self }
    }

    pub(super) fn with(&self) -> &str {
        self.with
            .get(..usize::from(self.length))
            .and_then(|with| std::str::from_utf8(with).ok())
            .unwrap_or("")
    }
}

/// A stretch of the view and where it came from.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// First byte in the view.
    at: usize,
    /// First byte in the text.
    start: usize,
    /// One past the last byte in the text.
    end: usize,
    /// Whether the bytes are the same, one to one.
    copied: bool,
}

/// A reading of a text that knows where each byte came from.
#[derive(Debug)]
pub(crate) struct View {
    text: String,
    runs: Vec<Run>,
    kind: ViewKind,
}

impl View {
    /// The parts of `text` around `edits` with the edits made; `None` without edits.
    pub(super) fn of(text: &str, edits: &[Edit], kind: ViewKind) -> Option<Self> {
        Self::with(text, edits.iter().map(|edit| (edit.start, edit.end, edit.with())), kind)
    }

    /// The parts of `text` around some places (ascending, without overlaps), with what stands there replaced.
    pub(super) fn with<'a>(
        text: &str,
        edits: impl Iterator<Item = (usize, usize, &'a str)>,
        kind: ViewKind,
    ) -> Option<Self> {
        let mut view = Self { text: String::new(), runs: Vec::new(), kind };
        let mut copied = 0;
        for (start, end, with) in edits {
            let from = floor(text, start.saturating_sub(AROUND));
            if view.runs.is_empty() {
                copied = from;
            } else if from > copied + AROUND {
                view.copy(text, copied, floor(text, copied + AROUND));
                view.text.push_str(GAP);
                copied = from;
            }
            view.copy(text, copied, start);
            view.runs.push(Run { at: view.text.len(), start, end, copied: false });
            view.text.push_str(with);
            copied = end;
        }
        if view.runs.is_empty() {
            return None;
        }
        view.copy(text, copied, floor(text, (copied + AROUND).min(text.len())));
        Some(view)
    }

    fn copy(&mut self, text: &str, start: usize, end: usize) {
        if start < end {
            self.runs.push(Run { at: self.text.len(), start, end, copied: true });
            self.text.push_str(text.get(start..end).unwrap_or_default());
        }
    }

    /// The same view of the text behind `before`, of which this is a view.
    pub(super) fn behind(mut self, before: &Self) -> Self {
        let mut runs = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            if !run.copied {
                let (start, end) = before.whole_origin(run.start, run.end);
                runs.push(Run { start, end, ..*run });
                continue;
            }
            // A copied stretch falls into the pieces that `before` was made of.
            for piece in before.pieces(run.start, run.end) {
                runs.push(Run { at: run.at + (piece.at - run.start), ..piece });
            }
        }
        self.runs = runs;
        self
    }

    /// The stretches of `start..end` of this view, `at` being the place in this view.
    fn pieces(&self, start: usize, end: usize) -> Vec<Run> {
        let mut pieces = Vec::new();
        let mut at = start;
        while at < end {
            let Some((run, run_end)) = self.run(at) else { break };
            let until = run_end.min(end);
            let inside = at - run.at;
            pieces.push(if run.copied {
                Run { at, start: run.start + inside, end: run.start + inside + (until - at), copied: true }
            } else {
                Run { at, ..run }
            });
            at = until.max(at + 1);
        }
        pieces
    }

    /// The run that holds a byte of the view, and where the run ends in the view.
    fn run(&self, at: usize) -> Option<(Run, usize)> {
        let next = self.runs.partition_point(|run| run.at <= at);
        // Runs without bytes of their own share their place with the one that follows.
        let run = *self.runs.get(next.checked_sub(1)?)?;
        Some((run, self.runs.get(next).map_or(self.text.len(), |next| next.at)))
    }

    fn whole_origin(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.run(start).map_or(0, |(run, _)| {
            if run.copied { (run.start + (start - run.at)).min(run.end) } else { run.start }
        });
        let last = self.run(end.saturating_sub(1).max(start)).map_or(first, |(run, _)| {
            if run.copied { (run.start + (end - run.at)).min(run.end) } else { run.end }
        });
        (first, last.max(first))
    }

    /// Where a span of the view stood in the text; `None` where it stood there plainly, which the text itself shows.
    pub(crate) fn origin(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (run, run_end) = self.run(start)?;
        let plain = run.copied && end <= run_end;
        (!plain).then(|| self.whole_origin(start, end))
    }

    /// Whether a match of at most `longest` bytes may hold something undone that begins at `latest`, or a little before it, at
    /// `earliest`. What begins farther before it than the view reaches is no value that it cuts.
    pub(crate) fn may_hold_edit(&self, earliest: usize, latest: usize, longest: Option<usize>) -> bool {
        let next = self.runs.partition_point(|run| run.at <= earliest);
        let from = self.runs.get(next.saturating_sub(1)..).unwrap_or_default();
        let reach = latest + longest.unwrap_or(AROUND).min(AROUND);
        from.iter().find(|run| !run.copied).is_some_and(|edit| edit.at < reach)
    }

    /// The text to look at.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How it came about.
    pub(crate) fn kind(&self) -> ViewKind {
        self.kind
    }
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_holds_something_undone_begins_where_it_may(
            gaps in prop::collection::vec((1usize..400, prop::sample::select(vec!["", "-", "abc"])), 1..5),
            start in 0usize..1500,
            length in 1usize..AROUND,
        ) {
            let text = "x".repeat(1600);
            let mut at = 0;
            let edits: Vec<Edit> = gaps.iter().filter_map(|(gap, with)| {
                at += gap;
                Edit::new(at, at + 1, with)
            }).collect();
            let view = View::of(&text, &edits, ViewKind::Folded).expect("has edits");
            let end = start + length;
            prop_assume!(end <= view.text().len() && !view.text().get(start..end).unwrap_or_default().contains('\n'));
            if view.origin(start, end).is_some() {
                prop_assert!(view.may_hold_edit(start, start, Some(length)));
                prop_assert!(view.may_hold_edit(start.saturating_sub(9), start + 9, None));
            }
        }
    }

    #[test]
    fn what_stands_plainly_needs_no_second_look() {
        let text = "x".repeat(400);
        let view = View::of(&text, &[Edit::new(200, 201, "-").expect("short")], ViewKind::Folded)
            .expect("has an edit");
        let at = AROUND;
        assert!(
            view.may_hold_edit(at - 10, at - 10, Some(11)) && !view.may_hold_edit(at - 10, at - 10, Some(10))
        );
        assert!(view.may_hold_edit(at, at, Some(1)) && !view.may_hold_edit(at + 1, at + 1, None));
    }
}
