//! From a text to its findings: piece by piece, reading by reading, detector by detector, then the tagger.

use std::cell::OnceCell;

use limpid_patterns::LEAD;

use crate::{
    context::Mentions,
    detector::Detector,
    engine::Engine,
    finding::{Evidence, Finding, ViewKind},
    header::Header,
    merge::merge,
    needy::{Helped, Needy},
    normalize::{View, views},
    piece::{Piece, pieces},
    resolve::resolve,
    scan::{Exhausted, Scan},
};

/// Lowest score of a name in decoded text: it hides all that was encoded with it.
const DECODED: f32 = 0.5;

impl Engine {
    /// Appends the findings of `text` to `out`: sorted, without overlaps, offsets in bytes.
    pub fn detect(&self, text: &str, header: &Header, out: &mut Vec<Finding>) {
        let mut candidates = Vec::new();
        self.search(text, header, true, &mut candidates);
        candidates.retain(|finding| finding.score >= self.min_score(finding.detector));
        self.settle(text, &mut candidates);
        out.append(&mut candidates);
    }

    /// One finding per region: the rules among themselves, then what the tagger reads; each called by its closest name.
    pub(crate) fn settle(&self, text: &str, candidates: &mut Vec<Finding>) {
        let mut tags = candidates.extract_if(.., |finding| finding.evidence.is_tagged()).collect();
        resolve(candidates);
        resolve(&mut tags);
        merge(text, candidates, tags, |tag| self.rule(tag.detector)?.tag);
        self.relabel(text, candidates);
    }

    /// Appends every hit of every detector, overlaps and low scores included: for `--explain`.
    pub fn candidates(&self, text: &str, header: &Header, out: &mut Vec<Finding>) {
        self.search(text, header, false, out);
    }

    /// Whether a detector gives up on the text.
    pub(crate) fn gives_up(&self, id: &str, text: &str) -> bool {
        let one = self.detectors.iter().find(|detector| detector.rule.id == id);
        let mentions = self.lexicon.mentions(text);
        one.and_then(|detector| self.scan(detector, text, None, false, &mentions, 0.0))
            .is_some_and(|scan| scan.run(None, |_, _, _| ()).is_err())
    }

    pub(crate) fn scan<'a>(
        &self,
        detector: &'a Detector,
        text: &'a str,
        view: Option<&'a View>,
        header: bool,
        mentions: &'a Mentions,
        least: f32,
    ) -> Option<Scan<'a>> {
        Some(Scan {
            text,
            rule: &detector.rule,
            pattern: detector.pattern.as_ref()?,
            context: &detector.context,
            anti_context: &detector.anti_context,
            mentions,
            reach: self.reach,
            view,
            header,
            least,
        })
    }

    /// Piece by piece. A text that was not searched to its end is one finding.
    fn search(&self, text: &str, header: &Header, quick: bool, out: &mut Vec<Finding>) {
        let before = out.len();
        for Piece { read, core } in pieces(text) {
            let kept = out.len();
            let searched = self.search_piece(text.get(read.clone()).unwrap_or_default(), header, quick, out);
            if searched.is_err() {
                out.truncate(before);
                let detector = u16::try_from(self.detectors.len() - 1).unwrap_or(u16::MAX);
                let evidence = Evidence::default();
                out.push(Finding { start: 0, end: text.len(), score: 1.0, detector, evidence });
                return;
            }
            let mut index = 0;
            out.retain_mut(|finding| {
                index += 1;
                if index > kept {
                    finding.start += read.start;
                    finding.end += read.start;
                }
                index <= kept || core.contains(&finding.start)
            });
        }
    }

    /// The text as it stands, then its other readings.
    fn search_piece(
        &self,
        text: &str,
        header: &Header,
        quick: bool,
        out: &mut Vec<Finding>,
    ) -> Result<(), Exhausted> {
        let before = out.len();
        self.search_one(text, None, header, quick, &mut |span, score, detector, evidence| {
            out.push(Finding { start: span.0, end: span.1, score, detector, evidence });
        })?;
        self.tag(text, header.mode, &mut |span, score, detector, evidence| {
            out.push(Finding { start: span.0, end: span.1, score, detector, evidence });
        });
        self.search_tables(text, quick, &mut |span, score, detector, evidence| {
            out.push(Finding { start: span.0, end: span.1, score, detector, evidence });
        })?;
        self.tag_fields(text, &mut |span, score, detector, evidence| {
            out.push(Finding { start: span.0, end: span.1, score, detector, evidence });
        });
        self.search_behind(text, header, quick, before, out)?;
        let plain = out.len();
        for view in views(text, self.depth) {
            let mut found = |span: (usize, usize), score, detector, evidence| {
                if let Some((start, end)) = view.origin(span.0, span.1) {
                    let evidence = Evidence { view: view.kind(), ..evidence };
                    out.push(Finding { start, end, score, detector, evidence });
                }
            };
            let least = match view.kind() {
                ViewKind::Folded => Some(0.0),
                ViewKind::Decoded => Some(DECODED),
                _ => None,
            };
            if let Some(least) = least {
                self.tag(view.text(), header.mode, &mut |span, score, detector, evidence| {
                    if score >= least {
                        found(span, score, detector, evidence);
                    }
                });
            }
            self.search_one(view.text(), Some(&view), header, quick, &mut found)?;
        }
        self.prefer_lines(out, before, plain);
        Ok(())
    }

    /// Leaves out what was found across lines (from `plain` on) where something was found within one (before that).
    fn prefer_lines(&self, out: &mut Vec<Finding>, before: usize, plain: usize) {
        let counts = |finding: &&Finding| finding.score >= self.min_score(finding.detector);
        let mut within: Vec<(usize, usize)> = (out.get(before..plain).unwrap_or_default().iter())
            .filter(counts)
            .map(|finding| (finding.start, finding.end))
            .collect();
        within.sort_unstable();
        within.dedup_by(|next, last| {
            let touches = next.0 <= last.1;
            last.1 = if touches { last.1.max(next.1) } else { last.1 };
            touches
        });
        let taken = |finding: &Finding| {
            let after = within.partition_point(|(start, _)| *start < finding.end);
            after
                .checked_sub(1)
                .and_then(|index| within.get(index))
                .is_some_and(|(_, end)| *end > finding.start)
        };
        let mut index = 0;
        out.retain(|finding| {
            index += 1;
            index <= plain || finding.evidence.view != ViewKind::Joined || !taken(finding)
        });
    }

    /// One reading: of a `view`, only what it shows and the text does not. `quick`: hits that cannot count need not be reported.
    pub(crate) fn search_one(
        &self,
        text: &str,
        view: Option<&View>,
        header: &Header,
        quick: bool,
        found: &mut dyn FnMut((usize, usize), f32, u16, Evidence),
    ) -> Result<(), Exhausted> {
        let all_mentions = OnceCell::<Mentions>::new();
        let mentions = || all_mentions.get_or_init(|| self.lexicon.mentions(text));
        let none = Mentions::default();
        let mut scan = |index: u16, places: Option<&[(u16, usize)]>| {
            let Some(detector) = self.detectors.get(usize::from(index)) else { return Ok(()) };
            let named = header.names(index);
            let alone = quick && !named && detector.needs_context && !self.needy.has(index);
            if alone && !detector.context.occur(mentions()) {
                return Ok(());
            }
            let wordless = detector.context.is_empty() && detector.anti_context.is_empty();
            let mentions = if wordless { &none } else { mentions() };
            let least = if quick { detector.min_score } else { 0.0 };
            let scan = self.scan(detector, text, view, named, mentions, least);
            scan.map_or(Ok(()), |scan| {
                scan.run(places, |span, score, evidence| found(span, score, index, evidence))
            })
        };
        for index in &self.finder.anywhere {
            scan(*index, None)?;
        }
        let mut room = self.scratch.get();
        let (scratch, places) = &mut *room;
        let mut helped = Helped::default();
        let may_hold_edit = |place: usize, longest| {
            view.is_none_or(|view| view.may_hold_edit(place.saturating_sub(LEAD), place, longest))
        };
        let longest = |detector: &u16| self.detectors.get(usize::from(*detector))?.lengths()?.1;
        let admit = |place, found: &mut Vec<u16>| {
            if view.is_some() {
                found.retain(|detector| may_hold_edit(place, longest(detector)));
            }
            if quick {
                let around = || Needy::around(text, place, self.reach);
                self.needy.admit(around, header.detectors(), mentions, found, &mut helped);
            }
        };
        self.finder.find(text, scratch, |place| may_hold_edit(place, None), admit, places);
        for places in places.chunk_by(|one, other| one.0 == other.0) {
            if let Some((index, _)) = places.first() {
                scan(*index, Some(places))?;
            }
        }
        Ok(())
    }
}
