//! Findings that the words beside them make something else: a day near `born` is a day of birth, however it is written and
//! whoever found it.

use crate::{Finding, Nearness, context::Reach, detector::Detector, engine::Engine};

/// Longest rest of a word, in bytes, that is read beyond the reach.
const MOST: usize = 64;

impl Engine {
    /// Gives findings to the detectors that stand for them near their words.
    pub(crate) fn relabel(&self, text: &str, findings: &mut [Finding]) {
        for finding in findings {
            let Some(entity) = self.entity(finding) else { continue };
            let mut others =
                self.relabelers.iter().filter(|(other, _)| other == entity).map(|(_, detector)| *detector);
            let closest = others.find_map(|index| {
                let detector = self.detectors.get(usize::from(index))?;
                Some((index, self.word_beside(text, detector, finding)?, detector.rule.score.context?))
            });
            if let Some((detector, word, score)) = closest {
                finding.detector = detector;
                finding.score = finding.score.max(score);
                finding.evidence.context = Some(word);
            }
        }
    }

    /// The word of a detector that stands beside a finding. Only what is near is read.
    fn word_beside(&self, text: &str, detector: &Detector, finding: &Finding) -> Option<u16> {
        let Nearness { before, behind } = detector.rule.reach?;
        let reach = Reach { before, after: behind, to_next_number: true };
        let (start, end) = (reach.begin(text, finding.start), reach.end(text, finding.end));
        // Words at the edges are seen whole.
        let gap = |letter: char| !letter.is_alphanumeric();
        let from = text.floor_char_boundary(start.saturating_sub(MOST));
        let to = text.floor_char_boundary(end + MOST);
        let first = text.get(from..start)?.rfind(gap).map_or(from, |place| from + place);
        let last = text.get(end..to)?.find(gap).map_or(to, |place| end + place);
        let near = text.get(first..last)?;
        let mentions = self.lexicon.mentions(near);
        detector.context.near(near, &mentions, finding.start - first, finding.end - first, reach)
    }
}
