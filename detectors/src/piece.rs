//! Huge texts are searched piece by piece, so that memory follows the piece and not the text.
//!
//! A piece is read with a margin on both sides and answers for what begins in its core: a value, its context words and
//! its neighbours are seen whole unless they are longer than the margin.

use std::ops::Range;

/// Bytes one piece answers for; a text of up to two of them is one piece.
const CORE: usize = 1 << 20;
/// Bytes read beyond it on either side.
const MARGIN: usize = 1 << 16;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The bytes that are read.
    pub(crate) read: Range<usize>,
    /// The bytes it answers for.
    pub(crate) core: Range<usize>,
}

/// The pieces of `text`: their cores are the text, in order and without gaps.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    if text.len() <= 2 * CORE {
        let whole = 0..text.len();
        return vec![Piece { read: whole.clone(), core: whole }];
    }
    (0..text.len())
        .step_by(CORE)
        .map(|start| {
            let end = start + CORE;
            let last = end >= text.len();
            Piece {
                read: text.floor_char_boundary(start.saturating_sub(MARGIN))
                    ..text.floor_char_boundary(end.saturating_add(MARGIN)),
                core: text.floor_char_boundary(start)..if last {
                    text.len()
                } else {
                    text.floor_char_boundary(end)
                },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Header, Selection};

    #[test]
    fn cores_are_the_text() {
        let text = "é".repeat(2 * CORE + 7);
        let pieces = pieces(&text);
        assert_eq!(pieces.len(), 5);
        let mut next = 0;
        for piece in &pieces {
            assert_eq!(piece.core.start, next);
            assert!(piece.read.start <= piece.core.start && piece.core.end <= piece.read.end);
            assert!(text.get(piece.read.clone()).is_some());
            next = piece.core.end;
        }
        assert_eq!(next, text.len());
    }

    #[test]
    fn values_are_found_wherever_pieces_meet() {
        let value = "mail ann.example@example.com or pay 4111 1111 1111 1111; ";
        let filler = "nothing of note was said; ";
        let text = [filler, value].concat().repeat(3 * CORE / (filler.len() + value.len()));
        let engine = Engine::embedded(&Selection::default()).expect("compiles");
        let mut findings = Vec::new();
        engine.detect(&text, &Header::none(), &mut findings);
        let once = filler.len() + value.len();
        assert_eq!(findings.len(), 2 * text.len() / once);
        for (index, pair) in findings.chunks(2).enumerate() {
            let offsets: Vec<_> =
                pair.iter().map(|one| (one.start - index * once, one.end - index * once)).collect();
            assert_eq!(offsets, [(31, 54), (62, 81)]);
        }
    }
}
