//! Texts of our own, with their names marked in place: `[P|…]` a person, `[L|…]` a location, `[O|…]` an organization.
//! Texts are divided by a line `---`; what stands unmarked is no name. People in them are invented, and so is what is said of others.

use crate::corpus::{Document, Gold, Source, Span};
use limpid_detectors::tagger::{Label, Mode};

/// The files and their languages.
const FILES: [(&str, &str, &str); 13] = [
    ("da", "da", include_str!("../prose/da.txt")),
    ("de", "de", include_str!("../prose/de.txt")),
    ("en-genres", "en", include_str!("../prose/en-genres.txt")),
    ("en-posts", "en", include_str!("../prose/en-posts.txt")),
    ("en-roles", "en", include_str!("../prose/en-roles.txt")),
    ("en-web", "en", include_str!("../prose/en-web.txt")),
    ("fi", "fi", include_str!("../prose/fi.txt")),
    ("hr", "hr", include_str!("../prose/hr.txt")),
    ("hu", "hu", include_str!("../prose/hu.txt")),
    ("no", "no", include_str!("../prose/no.txt")),
    ("pl", "pl", include_str!("../prose/pl.txt")),
    ("sk", "sk", include_str!("../prose/sk.txt")),
    ("sv", "sv", include_str!("../prose/sv.txt")),
];

/// Our texts as sources beside those of others.
pub fn sources() -> impl Iterator<Item = Source> {
    FILES.into_iter().map(|(name, lang, text)| Source {
        name: format!("own_{name}"),
        lang: lang.to_owned(),
        ships: true,
        licence: "as limpid".to_owned(),
        repo: format!("`detectors/train/prose/{name}.txt`, written for limpid"),
        ours: true,
        documents: texts(text).map(document).collect(),
    })
}

fn texts(file: &str) -> impl Iterator<Item = &str> {
    file.split("\n---\n").map(str::trim).filter(|text| !text.is_empty())
}

/// A text without its marks.
fn document(marked: &str) -> Document {
    let (mut text, mut spans) = (String::with_capacity(marked.len()), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (mark, tail) = after.split_once(']').unwrap_or((after, ""));
        let (kind, name) = mark.split_once('|').unwrap_or(("", mark));
        let start = text.len();
        text.push_str(name);
        let label = match kind {
            "P" => "PERSON",
            "L" => "LOCATION",
            _ => "ORGANIZATION",
        };
        let gold = Gold::Label(match kind {
            "P" => Label::Person,
            "L" => Label::Location,
            _ => Label::Organization,
        });
        spans.push(Span { start, end: text.len(), gold, idtype: None, label: label.to_owned() });
        rest = tail;
    }
    text.push_str(rest);
    let annotated = vec![Label::Person, Label::Location, Label::Organization];
    Document { text, mode: Mode::Prose, spans, annotated }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let read = document("Volala [P|Eva Malá] z [L|Nitry].");
        assert_eq!(read.text, "Volala Eva Malá z Nitry.");
        let said: Vec<(&str, Gold)> =
            read.spans.iter().map(|s| (&read.text[s.start..s.end], s.gold)).collect();
        assert_eq!(said, [("Eva Malá", Gold::Label(Label::Person)), ("Nitry", Gold::Label(Label::Location))]);
    }

    #[test]
    fn every_mark_is_whole() {
        for text in FILES.into_iter().flat_map(|(_, _, text)| texts(text)) {
            let marks = ["[P|", "[L|", "[O|"].iter().map(|mark| text.matches(mark).count()).sum::<usize>();
            let bars = text.matches('|').count();
            assert_eq!(
                (marks, marks, marks),
                (text.matches('[').count(), text.matches(']').count(), bars),
                "{text}"
            );
            assert!(document(text).spans.iter().all(|span| span.start < span.end), "{text}");
        }
    }
}
