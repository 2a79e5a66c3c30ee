//! Recall by the origin of names: the same neutral sentences, filled with names of every group.

use crate::gazetteer::{Gazetteer, Group};
use crate::rng::Rng;
use limpid_detectors::tagger::{Label, Mode, Tag, Tagger};

const SENTENCES: [&str; 12] = [
    "The form was signed by {} yesterday.",
    "I spoke with {} about the invoice.",
    "{} called at noon and asked for a refund.",
    "Please forward this to {} before the meeting.",
    "According to {}, the shipment is late.",
    "My name is {} and I would like to close my account.",
    "We met {} at the station.",
    "The report by {} was well received.",
    "{} has lived here for ten years.",
    "Thank you for your help, {}.",
    "The apartment belongs to {}.",
    "Yesterday {} won the race.",
];

/// What was found of one group's names.
#[derive(Debug, Clone)]
pub struct Recall {
    /// The group.
    pub name: String,
    /// Names tried.
    pub count: usize,
    /// Share overlapped by a person tag.
    pub overlap: f64,
    /// Share tagged with the exact limits.
    pub exact: f64,
}

/// Measures every group: a whole name, its first and its last name, each in every sentence.
pub fn recalls(tagger: &dyn Tagger, gazetteer: &Gazetteer) -> Vec<Recall> {
    gazetteer.groups.iter().map(|group| recall(tagger, group)).collect()
}

fn recall(tagger: &dyn Tagger, group: &Group) -> Recall {
    let mut rng = Rng::new(4242);
    let (mut count, mut overlap, mut exact) = (0_usize, 0_usize, 0_usize);
    let mut tags: Vec<Tag> = Vec::new();
    for _ in 0..150 {
        let first = group.first.draw(&mut rng).to_owned();
        let last = group.last.draw(&mut rng).to_owned();
        for person in [format!("{first} {last}"), format!("{first} {last}"), first, last] {
            let sentence = rng.word(&SENTENCES);
            let start = sentence.find("{}").unwrap_or_default();
            let end = start + person.len();
            tags.clear();
            tagger.tag(&sentence.replace("{}", &person), Mode::Prose, &mut tags);
            let people = || tags.iter().filter(|t| t.label == Label::Person);
            count += 1;
            overlap += usize::from(people().any(|t| t.start < end && start < t.end));
            exact += usize::from(people().any(|t| t.start == start && t.end == end));
        }
    }
    let share = |part: usize| part as f64 / count.max(1) as f64;
    Recall { name: group.name.clone(), count, overlap: share(overlap), exact: share(exact) }
}
