//! Names of other languages in Chinese characters, whose parts a dot joins: `罗伯特·布朗`.

use super::super::{LISTED, Tag, person};
use super::Chinese;
use std::ops::Range;

impl Chinese {
    /// The part of the last `head` bytes that stands behind a title, whose characters names may be written with, too.
    fn behind_title(&self, text: &str, head: usize) -> usize {
        let from = text.len() - head;
        let starts = text.get(from..).unwrap_or_default().char_indices().map(|(at, _)| from + at).skip(1);
        let title = starts
            .filter(|start| text.get(..*start).is_some_and(|before| self.before.end(before).is_some()))
            .last();
        title.map_or(head, |start| text.len() - start)
    }

    /// Appends those of a line.
    pub(super) fn foreign(&self, text: &str, line: Range<usize>, out: &mut Vec<Tag>) {
        let part = text.get(line.clone()).unwrap_or_default();
        for (dot, mark) in part.match_indices(['·', '・', '•']) {
            let kept = |letter: &char| self.foreign.has(*letter);
            let (before, after) =
                (part.get(..dot).unwrap_or_default(), part.get(dot + mark.len()..).unwrap_or_default());
            let head: usize = before.chars().rev().take_while(kept).map(char::len_utf8).sum();
            let head = self.behind_title(before, head);
            let tail: usize = after.chars().take_while(kept).map(char::len_utf8).sum();
            if head >= 6 && tail >= 6 {
                out.push(person(line.start + dot - head, line.start + dot + mark.len() + tail, LISTED));
            }
        }
    }
}
