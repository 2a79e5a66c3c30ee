//! One winner per region of text.
//!
//! Order: validated > contextual > longer > higher score > rule order. Then a finding that holds winners whole takes
//! their place unless a check digit speaks for them alone: a card number beats the phone number in its middle, however
//! near the word "phone" stands, and an address its postcode, for what is masked in part leaks the rest. The result is sorted, has no overlaps, and
//! does not depend on the order of the candidates.

use std::cmp::Ordering;

use crate::finding::Finding;

/// Keeps one finding per region, in text order.
pub fn resolve(candidates: &mut Vec<Finding>) {
    if candidates.len() < 2 {
        return;
    }
    candidates.sort_unstable_by_key(|finding| (finding.start, finding.end, finding.detector));
    let mut winners = Vec::with_capacity(candidates.len());
    // Findings that touch no other region's are settled among themselves.
    let mut rest = candidates.as_mut_slice();
    while let Some(first) = rest.first() {
        let mut end = first.end;
        let touching = rest.iter().take_while(|finding| {
            let touches = finding.start < end;
            end = end.max(finding.end);
            touches
        });
        let count = touching.count().max(1);
        let (region, others) = rest.split_at_mut(count);
        match region {
            [alone] => winners.push(*alone),
            several => winners.extend(settled(several)),
        }
        rest = others;
    }
    *candidates = winners;
}

/// One finding per region, of candidates that touch each other.
fn settled(candidates: &mut [Finding]) -> Vec<Finding> {
    candidates.sort_by(rank);
    let mut winners: Vec<Finding> = Vec::new();
    let mut losers = Vec::new();
    for candidate in candidates {
        // Winners never overlap, so only the neighbours in text order can clash.
        let place = winners.partition_point(|winner| winner.start < candidate.start);
        let before = place.checked_sub(1).and_then(|index| winners.get(index));
        let clash = before.is_some_and(|winner| winner.overlaps(candidate))
            || winners.get(place).is_some_and(|winner| winner.overlaps(candidate));
        if clash {
            losers.push(*candidate);
        } else {
            winners.insert(place, *candidate);
        }
    }
    for loser in losers {
        let first = winners.partition_point(|winner| winner.end <= loser.start);
        let past = winners.partition_point(|winner| winner.start < loser.end);
        let held = winners.get(first..past).unwrap_or_default();
        if held.iter().all(|winner| holds(&loser, winner)) {
            winners.splice(first..past, [loser]);
        }
    }
    winners
}

/// Whether `outer` is longer than `inner`, has all of it, and is checked if `inner` is.
fn holds(outer: &Finding, inner: &Finding) -> bool {
    outer.start <= inner.start
        && inner.end <= outer.end
        && outer.len() > inner.len()
        && outer.evidence.validated >= inner.evidence.validated
}

fn rank(left: &Finding, right: &Finding) -> Ordering {
    let contextual = |finding: &Finding| finding.evidence.context.is_some() || finding.evidence.header;
    (right.evidence.validated.cmp(&left.evidence.validated))
        .then_with(|| contextual(right).cmp(&contextual(left)))
        .then_with(|| right.len().cmp(&left.len()))
        .then_with(|| right.score.total_cmp(&left.score))
        .then_with(|| left.detector.cmp(&right.detector))
        .then_with(|| left.start.cmp(&right.start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::Evidence;

    fn finding() -> impl Strategy<Value = Finding> {
        (0usize..40, 1usize..12, 0u8..10, 0u16..5, any::<bool>(), any::<bool>()).prop_map(
            |(start, len, score, detector, validated, header)| Finding {
                start,
                end: start + len,
                score: f32::from(score) / 10.0,
                detector,
                evidence: Evidence { validated, header, ..Evidence::default() },
            },
        )
    }

    proptest! {
        #[test]
        fn winners_do_not_overlap_and_do_not_depend_on_order(
            findings in prop::collection::vec(finding(), 0..12),
            rotation in 0usize..12,
        ) {
            let mut straight = findings.clone();
            resolve(&mut straight);
            for pair in straight.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            let mut turned = findings.clone();
            if !turned.is_empty() {
                let by = rotation % turned.len();
                turned.rotate_left(by);
            }
            resolve(&mut turned);
            prop_assert_eq!(&straight, &turned);
            for lost in &findings {
                prop_assert!(straight.iter().any(|winner| winner.overlaps(lost)));
            }
        }
    }
}
