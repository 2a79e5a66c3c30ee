//! Sentences with places to fill: names, companies, places and dates from the lists.

use crate::corpus::{Document, Gold, Span};
use crate::fillers::{company, date, organization, place, work};
use crate::gazetteer::Gazetteer;
use crate::inflection::{case_of, inflected};
use crate::names;
use crate::rng::Rng;
use crate::words;
use limpid_detectors::tagger::{Label, Mode};
use std::collections::{BTreeMap, BTreeSet};

const ENGLISH: &str = include_str!("../templates.txt");
/// Companies, teams, authorities, papers, universities and regions that everybody writes about.
const BODIES: &str = include_str!("../bodies_own.txt");
const OTHER: &str = include_str!("../templates_other.txt");

/// The labels of names, for texts whose every name is known.
pub const ALL: [Label; 5] =
    [Label::Person, Label::Location, Label::Organization, Label::DateTime, Label::Nrp];

/// Builds a text and its spans piece by piece.
#[derive(Debug, Default)]
pub struct Builder {
    text: String,
    spans: Vec<Span>,
    told: bool,
}

impl Builder {
    /// Adds text outside of all labels.
    pub fn plain(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a span.
    pub fn span(&mut self, text: &str, gold: Gold) {
        let start = self.text.len();
        self.text.push_str(text);
        let label = if gold == Gold::Label(Label::Person) { "PERSON" } else { "OTHER" };
        self.told |= gold == Gold::Label(Label::Attribute);
        self.spans.push(Span { start, end: self.text.len(), gold, idtype: None, label: label.to_owned() });
    }

    /// The document.
    pub fn done(self, mode: Mode) -> Document {
        // Other texts are full of professors and lawyers that nobody marked.
        let told = self.told.then_some(Label::Attribute);
        let annotated = ALL.into_iter().chain(told).collect();
        Document { text: self.text, mode, spans: self.spans, annotated }
    }
}

/// Draws documents of one to four sentences each.
pub fn documents(gazetteer: &Gazetteer, count: usize, rng: &mut Rng) -> Vec<Document> {
    let english: Vec<String> = ENGLISH.lines().map(str::to_owned).collect();
    let listed: Vec<String> = gazetteer.templates.iter().map(|line| foreign_slots(line)).collect();
    let other: Vec<(&str, String)> =
        OTHER.lines().filter_map(|line| line.split_once('\t')).map(|(l, t)| (l, t.to_owned())).collect();
    let homes: BTreeMap<&str, Gazetteer> = other
        .iter()
        .map(|(lang, _)| *lang)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|l| (l, gazetteer.at_home(l)))
        .collect();
    (0..count)
        .map(|_| {
            let mut builder = Builder::default();
            let part = rng.below(12);
            let lang = rng.pick(&other).0;
            let joint = if rng.chance(0.6) { " " } else { "\n" };
            for at in 0..=rng.below(4) {
                if at > 0 {
                    builder.plain(joint);
                }
                let template = match part {
                    0..=4 => rng.pick(&english),
                    5 => rng.pick(&listed),
                    _ => {
                        let own: Vec<&(&str, String)> = other.iter().filter(|o| o.0 == lang).collect();
                        &rng.pick(&own).1
                    }
                };
                let here = homes.get(lang).filter(|_| part > 5).unwrap_or(gazetteer);
                fill(template, here, rng, &mut builder);
            }
            builder.done(Mode::Prose)
        })
        .collect()
}

/// The plain words of our own sentences in other languages: those that stand in small letters somewhere, and those
/// that sentences begin with.
pub fn plain_words() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (lang, template) in OTHER.lines().filter_map(|line| line.split_once('\t')) {
        let mut outside = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            outside.push_str(before);
            outside.push(' ');
            rest = after.split_once('}').map_or("", |(_, tail)| tail);
        }
        outside.push_str(rest);
        let letters = |c: char| !c.is_alphabetic();
        // German nouns have capitals everywhere.
        if let Some((begin, _)) = outside.strip_prefix('[').and_then(|rest| rest.split_once(']'))
            && lang != "de"
        {
            words.extend(begin.split(letters).filter(|w| w.len() > 1).map(str::to_lowercase));
        }
        words.extend(
            outside
                .split(letters)
                .filter(|w| w.len() > 1 && w.chars().all(char::is_lowercase))
                .map(str::to_owned),
        );
    }
    words
}

/// Well-known names of a kind: `brand`, `team`, `agency`, `media`, `school` (organizations) and `region` (places).
pub fn bodies(kind: &str) -> Vec<&'static str> {
    let lines = BODIES.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(of, _)| *of == kind).flat_map(|(_, names)| names.split(", ")).collect()
}

/// The places that stand in our own sentences, in all their cases.
pub fn listed_places() -> BTreeSet<&'static str> {
    let slots = OTHER.split("{G=").skip(1).filter_map(|rest| rest.split_once('}'));
    slots.flat_map(|(places, _)| places.split('|')).collect()
}

/// The slots of the shipped templates in our own notation.
fn foreign_slots(line: &str) -> String {
    let mut out = line.to_owned();
    for (from, to) in [
        ("{{PERSON}}", "{P}"),
        ("{{GPE}}", "{G}"),
        ("{{ORGANIZATION}}", "{C}"),
        ("{{STREET_ADDRESS}}", "{A}"),
        ("{{DATE_TIME}}", "{D}"),
        ("{{NRP}}", "{N}"),
        ("{{TITLE}}", "{T}"),
        ("{{EMAIL_ADDRESS}}", "{E}"),
        ("{{AGE}}", "{#}"),
        ("{{ZIP_CODE}}", "{#}"),
        ("{{PHONE_NUMBER}}", "{#}"),
        ("{{CREDIT_CARD}}", "{#}"),
        ("{{DOMAIN_NAME}}", "www.example.com"),
        ("{{IBAN_CODE}}", "{#}"),
        ("{{IP_ADDRESS}}", "10.0.0.1"),
        ("{{US_SSN}}", "{#}"),
        ("{{US_DRIVER_LICENSE}}", "{#}"),
    ] {
        out = out.replace(from, to);
    }
    out
}

/// One of several wordings, `[one|two]`, wherever the template leaves the choice.
fn chosen(template: &str, rng: &mut Rng) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((choices, tail)) = after.split_once(']') else { break };
        out.push_str(before);
        out.push_str(rng.word(&choices.split('|').collect::<Vec<_>>()));
        rest = tail;
    }
    out + rest
}

/// Fills one template.
pub fn fill(template: &str, gazetteer: &Gazetteer, rng: &mut Rng, builder: &mut Builder) {
    let template = chosen(template, rng);
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        builder.plain(&before.replace("\\n", "\n").replace("\\t", "\t"));
        let Some((slot, tail)) = after.split_once('}') else { return };
        rest = tail;
        slot_value(slot, gazetteer, rng, builder);
    }
    builder.plain(&rest.replace("\\n", "\n").replace("\\t", "\t"));
}

fn slot_value(slot: &str, gazetteer: &Gazetteer, rng: &mut Rng, builder: &mut Builder) {
    let person = Gold::Label(Label::Person);
    if let Some((kind, names)) = slot.split_once('=') {
        // Names that stand in the template itself, because of their endings.
        let label = if kind == "O" { Label::Organization } else { Label::Location };
        builder.span(rng.word(&names.split('|').collect::<Vec<_>>()), Gold::Label(label));
        return;
    }
    if let Some((kind, ending)) = slot.split_once(':') {
        let name = match kind {
            "G" => rng.text(&gazetteer.cities).to_owned(),
            "B" => rng.word(&bodies("brand")).to_owned(),
            "F" => names::first(gazetteer, rng),
            "L" => names::last(gazetteer, rng),
            _ => names::full(gazetteer, rng),
        };
        let case = case_of(ending);
        // In Slavic languages every part of the name takes the case, elsewhere the last one.
        let inflected = match (case, name.rsplit_once(' ')) {
            (Some(_), _) => name.split(' ').map(|part| inflected(part, ending)).collect::<Vec<_>>().join(" "),
            (None, Some((head, tail))) => format!("{head} {}", inflected(tail, ending)),
            (None, None) => inflected(&name, ending),
        };
        let gold = match kind {
            "G" => Gold::Label(Label::Location),
            "B" => Gold::Label(Label::Organization),
            _ => person,
        };
        builder.span(&inflected, gold);
        return;
    }
    match slot {
        "P" => builder.span(&names::full(gazetteer, rng), person),
        "F" => builder.span(&names::first(gazetteer, rng), person),
        "L" => builder.span(&names::last(gazetteer, rng), person),
        "Z" => builder.span(rng.text(&gazetteer.twofold), person),
        "V" => builder.span(&names::noble(gazetteer, rng), person),
        "LI" => builder.span(&names::with_initials(gazetteer, rng), person),
        "LF" => builder.span(&names::listed(gazetteer, rng), person),
        "C" => builder.span(&company(gazetteer, rng), Gold::Label(Label::Organization)),
        "O" => builder.span(&organization(gazetteer, rng), Gold::Label(Label::Organization)),
        "G" => builder.span(&place(gazetteer, rng), Gold::Label(Label::Location)),
        // Part of another name: nobody's to judge.
        "G!" => builder.span(rng.text(&gazetteer.cities), Gold::Free),
        "K" => builder.span(rng.text(&gazetteer.countries), Gold::Label(Label::Location)),
        "A" => builder.span(rng.text(&gazetteer.addresses), Gold::Label(Label::Location)),
        "D" => builder.span(&date(rng), Gold::Label(Label::DateTime)),
        "W" => builder.span(rng.word(&bodies("region")), Gold::Label(Label::Location)),
        "B" | "Bb" | "Bt" | "Ba" | "Bm" | "Bs" => {
            let kind = match slot {
                "Bb" => "brand",
                "Bt" => "team",
                "Ba" => "agency",
                "Bm" => "media",
                "Bs" => "school",
                _ => rng.word(&["brand", "team", "agency", "media", "school"]),
            };
            builder.span(rng.word(&bodies(kind)), Gold::Label(Label::Organization));
        }
        "N" => builder.span(rng.text(&gazetteer.nationalities), Gold::Label(Label::Nrp)),
        "M" => builder.plain(&work(gazetteer, rng)),
        "R" | "S" | "I" => {
            let kind = match slot {
                "R" => "role",
                "S" => "state",
                _ => "illness",
            };
            builder.span(rng.word(&words::attributes(kind)), Gold::Label(Label::Attribute));
        }
        "T" => builder.plain(rng.word(&[
            "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Prof.", "Judge", "Sir", "Miss", "Father",
            "Captain",
        ])),
        "E" => {
            let name = names::first(gazetteer, rng).to_lowercase();
            builder.plain(&format!(
                "{}@example.com",
                name.chars().filter(char::is_ascii_alphanumeric).collect::<String>()
            ));
        }
        _ => builder.plain(&(rng.below(90_000) + 10).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_offer_wordings_and_listed_places() {
        let mut rng = Rng::new(1);
        let all: BTreeSet<String> = (0..40).map(|_| chosen("[a|b] c [d|e]", &mut rng)).collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), ["a c d", "a c e", "b c d", "b c e"]);
        let mut builder = Builder::default();
        fill("In {G=Zagrebu}.", &Gazetteer::default(), &mut rng, &mut builder);
        let document = builder.done(Mode::Prose);
        assert_eq!(document.text, "In Zagrebu.");
        assert_eq!(document.spans[0].gold, Gold::Label(Label::Location));
        let mut builder = Builder::default();
        let cities = vec!["London".to_owned()];
        fill("{G:ssa} sataa.", &Gazetteer { cities, ..Gazetteer::default() }, &mut rng, &mut builder);
        let document = builder.done(Mode::Prose);
        assert_eq!(document.text, "Londonissa sataa.");
        assert_eq!(document.spans[0].gold, Gold::Label(Label::Location));
        assert!(listed_places().contains("Helsingissä"));
        let plain = plain_words();
        assert!(plain.contains("myslím") && plain.contains("jälkeen") && !plain.contains("helsingissä"));
    }

    #[test]
    fn every_template_closes_what_it_opens() {
        for line in ENGLISH.lines().chain(OTHER.lines()) {
            for (open, close) in [('[', ']'), ('{', '}')] {
                let count = |wanted| line.chars().filter(|c| *c == wanted).count();
                assert_eq!(count(open), count(close), "{line}");
            }
        }
    }
}
