//! What stands directly behind something else: a number between commas is an age behind a name, and nothing elsewhere. What
//! follows its own entity is more of it: the floor behind a street and number.

use crate::{context::Mentions, engine::Engine, finding::Finding, header::Header, scan::Exhausted};

impl Engine {
    /// Appends the hits of the detectors that follow another entity, behind what was found of it from `before` on.
    pub(crate) fn search_behind(
        &self,
        text: &str,
        header: &Header,
        quick: bool,
        before: usize,
        out: &mut Vec<Finding>,
    ) -> Result<(), Exhausted> {
        let mut hits = Vec::new();
        for (entity, index) in &self.followers {
            let counts = |one: &&Finding| {
                self.entity(one) == Some(entity) && one.score >= self.min_score(one.detector)
            };
            let found = out.get(before..).unwrap_or_default().iter();
            let mut found: Vec<(usize, usize)> =
                found.filter(counts).map(|one| (one.end, one.start)).collect();
            found.sort_unstable();
            found.dedup_by_key(|(end, _)| *end);
            let places: Vec<(u16, usize)> = found.iter().map(|(end, _)| (*index, *end)).collect();
            let Some(detector) = self.detectors.get(usize::from(*index)).filter(|_| !places.is_empty())
            else {
                continue;
            };
            let wordless = detector.context.is_empty() && detector.anti_context.is_empty();
            let mentions = if wordless { Mentions::default() } else { self.lexicon.mentions(text) };
            let least = if quick { detector.min_score } else { 0.0 };
            let named = header.names(*index);
            let Some(scan) = self.scan(detector, text, None, named, &mentions, least) else { continue };
            let more = detector.rule.entity == *entity;
            scan.run(Some(&places), |(start, end), score, evidence| {
                let first = found.partition_point(|(end, _)| *end <= start).checked_sub(1).filter(|_| more);
                let start = first.and_then(|at| found.get(at)).map_or(start, |(_, begin)| *begin);
                hits.push(Finding { start, end, score, detector: *index, evidence });
            })?;
        }
        out.append(&mut hits);
        Ok(())
    }
}
