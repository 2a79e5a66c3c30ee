//! Cuts a long run of tokens into chunks that overlap; in the middle of an overlap the next chunk takes over.

use std::ops::Range;

/// One chunk: the tokens it reads, and those of them that it answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// What the network sees.
    pub read: Range<usize>,
    /// What it is asked about.
    pub answer: Range<usize>,
}

/// The chunks of `tokens` tokens, at most `longest` each. All are of one length, so that none needs padding: the
/// last one reaches further back instead.
pub fn chunks(tokens: usize, longest: usize) -> Vec<Chunk> {
    let longest = longest.max(1);
    if tokens <= longest {
        return vec![Chunk { read: 0..tokens, answer: 0..tokens }];
    }
    let step = longest - longest / 8;
    let mut starts: Vec<usize> = (0..tokens - longest).step_by(step).collect();
    starts.push(tokens - longest);
    let border = |from: usize, next: usize| (from + longest).midpoint(next);
    let mut from = 0;
    let mut out = Vec::with_capacity(starts.len());
    for (at, start) in starts.iter().enumerate() {
        let to = starts.get(at + 1).map_or(tokens, |next| border(*start, *next));
        out.push(Chunk { read: *start..start + longest, answer: from..to });
        from = to;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_answered_once_and_far_from_the_edges() {
        for longest in [1, 2, 3, 4, 7, 30, 510] {
            for tokens in [0, 1, 2, 6, 7, 8, 29, 30, 31, 100, 509, 510, 511, 2000] {
                let all = chunks(tokens, longest);
                let mut at = 0;
                for chunk in &all {
                    assert_eq!(chunk.answer.start, at);
                    at = chunk.answer.end;
                    assert!(chunk.read.start <= chunk.answer.start && chunk.answer.end <= chunk.read.end);
                    assert_eq!(chunk.read.len(), all[0].read.len());
                    assert!(chunk.read.len() <= longest);
                    let margin = longest / 16;
                    assert!(chunk.answer.start == 0 || chunk.answer.start - chunk.read.start >= margin);
                    assert!(chunk.answer.end == tokens || chunk.read.end - chunk.answer.end >= margin);
                }
                assert_eq!(at, tokens);
            }
        }
    }
}
