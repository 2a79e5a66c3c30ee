//! Overlapping findings as Presidio's anonymizer settles them, so that the same findings give the same text.
//!
//! Spans of one entity that touch become one; a span inside another is dropped; spans of one entity with only spaces
//! between them become one. Partial overlaps of different entities stay: the later one is applied whole, the earlier
//! one up to it.

/// A region of the text and what it holds; offsets in code points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) entity: String,
    pub(super) score: f64,
}

impl Span {
    fn meets(&self, other: &Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// Whether the other span says all that this one says.
    fn yields_to(&self, other: &Self) -> bool {
        if (self.start, self.end) == (other.start, other.end) {
            return self.score <= other.score;
        }
        other.start <= self.start && self.end <= other.end
    }
}

/// The spans to be replaced, sorted by their start. `only_spaces` tells whether nothing else lies between two offsets.
pub(super) fn settle(spans: Vec<Span>, only_spaces: impl Fn(usize, usize) -> bool) -> Vec<Span> {
    let mut merged = merge_same(spans);
    // The widest first: what lies inside another span meets it among those that are kept. Of equal spans the later one
    // stays, at the same score.
    merged.reverse();
    merged.sort_by(|one, other| {
        (one.start, other.end).cmp(&(other.start, one.end)).then(other.score.total_cmp(&one.score))
    });
    let mut kept: Vec<Span> = Vec::with_capacity(merged.len());
    // Starts ascend, so a span lies inside a kept one when it ends before the furthest end.
    let mut furthest: Option<usize> = None;
    for span in merged {
        let inside = furthest.and_then(|index| kept.get(index)).is_some_and(|wide| span.yields_to(wide));
        if inside {
            continue;
        }
        let reaches = furthest.and_then(|index| kept.get(index)).is_none_or(|wide| span.end >= wide.end);
        furthest = if reaches { Some(kept.len()) } else { furthest };
        kept.push(span);
    }
    let mut joined: Vec<Span> = Vec::with_capacity(kept.len());
    for span in kept {
        match joined.last_mut() {
            Some(last)
                if last.entity == span.entity
                    && last.end < span.start
                    && only_spaces(last.end, span.start) =>
            {
                last.end = span.end;
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Makes one span of those of an entity that share a character.
fn merge_same(spans: Vec<Span>) -> Vec<Span> {
    let mut order: Vec<(usize, Span)> = spans.into_iter().enumerate().collect();
    order.sort_by(|(_, one), (_, other)| (&one.entity, one.start).cmp(&(&other.entity, other.start)));
    let mut merged: Vec<(usize, Span)> = Vec::with_capacity(order.len());
    for (index, span) in order {
        match merged.last_mut() {
            Some((last_index, last)) if last.entity == span.entity && last.meets(&span) => {
                last.end = last.end.max(span.end);
                last.score = last.score.max(span.score);
                *last_index = (*last_index).max(index);
            }
            _ => merged.push((index, span)),
        }
    }
    // Back in the order they came in: it settles ties.
    merged.sort_by_key(|(index, _)| *index);
    merged.into_iter().map(|(_, span)| span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize, entity: &str, score: f64) -> Span {
        Span { start, end, entity: entity.into(), score }
    }

    fn settled(spans: &[Span]) -> Vec<(usize, usize, String)> {
        let spans = settle(spans.to_vec(), |start, end| end - start == 1);
        spans.into_iter().map(|span| (span.start, span.end, span.entity)).collect()
    }

    #[test]
    fn one_entity_that_meets_itself_is_one_span() {
        let spans = [span(24, 32, "NAME", 0.6), span(29, 33, "NAME", 0.6), span(40, 41, "NAME", 0.1)];
        assert_eq!(settled(&spans), [(24, 33, "NAME".into()), (40, 41, "NAME".into())]);
    }

    #[test]
    fn what_lies_inside_goes_whatever_its_score() {
        let spans =
            [span(0, 10, "A", 0.1), span(2, 5, "B", 1.0), span(0, 10, "C", 0.1), span(8, 12, "D", 0.1)];
        assert_eq!(settled(&spans), [(0, 10, "C".into()), (8, 12, "D".into())]);
        assert_eq!(settled(&[span(0, 4, "A", 0.9), span(0, 4, "B", 0.8)]), [(0, 4, "A".into())]);
    }

    #[test]
    fn spaces_between_one_entity_go_too() {
        let spans = [span(0, 4, "A", 1.0), span(5, 9, "A", 1.0), span(10, 12, "B", 1.0)];
        assert_eq!(settled(&spans), [(0, 9, "A".into()), (10, 12, "B".into())]);
    }

    /// Every character that was in some span is still in one.
    #[test]
    fn nothing_is_uncovered() {
        for seed in 0..500_usize {
            let number =
                |index: usize, most: usize| (seed * 7919 + index * 104_729 + (seed >> 3) * index) % most;
            let spans: Vec<Span> = (0..6)
                .map(|index| {
                    let start = number(index, 20);
                    span(start, start + 1 + number(index + 7, 9), ["A", "B"][number(index, 2)], 0.5)
                })
                .collect();
            let covers =
                |spans: &[Span], at: usize| spans.iter().any(|span| span.start <= at && at < span.end);
            let after = settle(spans.clone(), |_, _| false);
            for at in 0..40 {
                assert_eq!(covers(&spans, at), covers(&after, at), "{spans:?} {after:?}");
            }
        }
    }
}
