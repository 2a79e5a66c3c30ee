//! What the tagger reads, put beside what the rules found.
//!
//! Rules win: they know what they found. A name keeps what no rule claims of it, and takes back a bare word or number
//! inside it (`Christian` is no religion in `Christian Schmidt`), for else half of the name would stand. A date of which a
//! rule claims a part is the rule's.

use crate::{finding::Finding, tagger::Label};

/// Adds `tags` (sorted, without overlaps) to `found` (likewise): the result is sorted and has no overlaps. `label_of` says
/// what a tag names.
pub(crate) fn merge(
    text: &str,
    found: &mut Vec<Finding>,
    tags: Vec<Finding>,
    label_of: impl Fn(&Finding) -> Option<Label>,
) {
    for tag in tags {
        let first = found.partition_point(|one| one.end <= tag.start);
        let past = found.partition_point(|one| one.start < tag.end);
        let clashing = found.get(first..past).unwrap_or_default();
        let label = label_of(&tag);
        if !clashing.is_empty() && matches!(label, Some(Label::DateTime | Label::Nrp | Label::Attribute)) {
            continue;
        }
        let name = label == Some(Label::Person);
        let taken: Vec<Finding> =
            clashing.iter().filter(|one| !(name && inside(one, &tag))).copied().collect();
        let mut pieces = Vec::with_capacity(taken.len() * 2 + 1);
        let mut from = tag.start;
        for one in &taken {
            pieces.extend(piece(text, &tag, from, one.start));
            pieces.push(*one);
            from = one.end;
        }
        pieces.extend(piece(text, &tag, from, tag.end));
        found.splice(first..past, pieces);
    }
}

/// Whether `one` is a bare hit that lies within the tag and is not all of it.
fn inside(one: &Finding, tag: &Finding) -> bool {
    let evidence = one.evidence;
    let bare = !evidence.validated && evidence.context.is_none() && !evidence.header && !evidence.is_known();
    bare && tag.start <= one.start && one.end <= tag.end && one.len() < tag.len()
}

/// What stands from `start` to `end`, without what is no word at its edges; `None` when no letter is left.
fn piece(text: &str, tag: &Finding, start: usize, end: usize) -> Option<Finding> {
    if (start, end) == (tag.start, tag.end) {
        return Some(*tag);
    }
    let part = text.get(start..end)?;
    let head = part.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let value = head.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let start = start + part.len() - head.len();
    value.contains(char::is_alphabetic).then(|| Finding { start, end: start + value.len(), ..*tag })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Evidence, Origin};

    fn finding(start: usize, end: usize, evidence: Evidence) -> Finding {
        Finding { start, end, score: 0.9, detector: 0, evidence }
    }

    fn merged(text: &str, found: &[(usize, usize, bool)], tag: (usize, usize)) -> Vec<(usize, usize, bool)> {
        let rule = |(start, end, validated): &(usize, usize, bool)| {
            finding(*start, *end, Evidence { validated: *validated, ..Evidence::default() })
        };
        let mut out: Vec<Finding> = found.iter().map(rule).collect();
        merge(
            text,
            &mut out,
            vec![finding(tag.0, tag.1, Evidence { origin: Origin::Tagger, ..Evidence::default() })],
            |_| Some(Label::Person),
        );
        out.iter().map(|one| (one.start, one.end, one.evidence.is_tagged())).collect()
    }

    #[test]
    fn rules_win_and_names_keep_the_rest() {
        // A checked number inside: the words before it stay a name.
        assert_eq!(merged("Ann Lee 12345", &[(8, 13, true)], (0, 13)), [(0, 7, true), (8, 13, false)]);
        // An address around it: nothing is left.
        assert_eq!(merged("ann@example.com", &[(0, 15, true)], (0, 3)), [(0, 15, false)]);
        // A bare word inside it: the name takes it.
        assert_eq!(merged("Christian Schmidt", &[(0, 9, false)], (0, 17)), [(0, 17, true)]);
        // The same region: the rule knows what it is.
        assert_eq!(merged("@ann", &[(0, 4, false)], (0, 4)), [(0, 4, false)]);
        // In the middle: both sides stay.
        assert_eq!(
            merged("Ann <1@x> Lee", &[(5, 8, true)], (0, 13)),
            [(0, 3, true), (5, 8, false), (10, 13, true)]
        );
    }
}
