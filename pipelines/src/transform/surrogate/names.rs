//! The dictionary of personal names: what a name tells of gender and origin, and which names are of the same kind.
//!
//! Every word stands in one list only. A name at home in several countries (`Maria`, `Daniel`) stands in a list of
//! its own, so its stand-in fits beside any surname, too.

use std::{collections::HashSet, sync::LazyLock};

use hashbrown::HashMap;

use crate::{key::SubKey, known::folded};

/// What the words of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Given names of women, of men, of both; words that are also surnames are lists of their own.
    Given,
    /// Surnames.
    Surname,
}

/// The lists, each on a circle on which a key put its names: everybody becomes somebody further on, which is one to one
/// and never the name itself. A new name of a later version changes the stand-in of its neighbour only.
pub(super) struct Circles(Vec<Circle>);

struct Circle {
    /// Which word stands where.
    order: Vec<usize>,
    /// Where each word stands.
    places: Vec<usize>,
}

impl Circles {
    /// Puts every list on its circle.
    pub(super) fn new(key: &SubKey) -> Self {
        let circle = |list: &List| {
            let mut order: Vec<usize> = (0..list.words.len()).collect();
            order.sort_by_cached_key(|index| {
                let word = list.words.get(*index).map_or("", |(_, word)| word);
                key.digest(&[b"circle", list.id.as_bytes(), word.as_bytes()])
            });
            let mut places = vec![0; order.len()];
            for (place, index) in order.iter().enumerate() {
                if let Some(to) = places.get_mut(*index) {
                    *to = place;
                }
            }
            Circle { order, places }
        };
        Self(Names::embedded().lists.iter().map(circle).collect())
    }

    /// The word that stands `steps` behind another.
    pub(super) fn behind(&self, list: &List, index: usize, steps: usize) -> Option<usize> {
        let circle = self.0.get(list.number?)?;
        let place = circle.places.get(index)? + steps;
        circle.order.get(place % circle.order.len()).copied()
    }
}

/// Names of one origin and kind: what one of them is replaced by is another of them.
#[derive(Debug)]
pub(super) struct List {
    /// Its number among the lists; the general one has none.
    number: Option<usize>,
    /// Names the list, for the key.
    pub(super) id: String,
    /// The file it stands in.
    pub(super) group: &'static str,
    /// What its words are.
    pub(super) kind: Kind,
    /// As written, and folded.
    pub(super) words: Vec<(&'static str, String)>,
}

/// All lists, and where a name stands in them.
pub(super) struct Names {
    lists: Vec<List>,
    places: HashMap<String, (usize, usize)>,
    /// What a name of unknown origin is replaced by.
    general: List,
}

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../dictionaries/names/", $name, ".txt")))),*]
    };
}

const FILES: &[(&str, &str)] = files! {
    "int" "en" "de" "fr" "es" "pt" "it" "nl" "nordic" "pl" "cz" "balkan" "hu" "ro" "ru" "gr" "tr" "muslim" "fa" "pk"
    "in" "zh" "ja" "ko" "vi" "sea" "afw" "afe" "he" "cyrl" "grek" "arab" "hebr" "deva" "beng" "taml" "thai" "hang" "hani" "jpan"
};

/// Those of scripts other than Latin.
const SCRIPTS: &[&str] =
    &["cyrl", "grek", "arab", "hebr", "deva", "beng", "taml", "thai", "hang", "hani", "jpan"];

/// Most surnames that one origin gives to the general list.
const SHARE: usize = 60;

/// Endings that tell the origin of a surname which no list holds.
const ENDINGS: &[(&str, &[&str])] = &[
    ("ru", &["enko", "chuk", "ov", "ev", "ova", "eva", "sky", "skaya", "skiy"]),
    ("pl", &["ski", "ska", "cki", "cka", "wicz", "czyk"]),
    ("cz", &["cek", "ova", "ek"]),
    ("balkan", &["vic"]),
    ("ro", &["escu", "eanu"]),
    ("gr", &["poulos", "poulou", "idis", "iadis", "akis"]),
    (
        "nordic",
        &["sson", "ssen", "rsen", "lsen", "nsen", "gaard", "strom", "qvist", "kvist", "dottir", "nen"],
    ),
    ("tr", &["oglu"]),
    ("es", &["ez"]),
    ("pt", &["eira"]),
    ("it", &["elli", "etti", "ucci", "ini"]),
    ("de", &["mann", "stein", "meier", "meyer", "bauer", "hauser"]),
    ("nl", &["stra", "sma", "huis"]),
    ("fa", &["zadeh", "pour", "nejad"]),
    ("cyrl", &["ов", "ев", "ин", "енко", "чук", "ский", "ская", "ова", "ева", "ина"]),
    ("grek", &["πουλος", "πουλου", "ιδης", "ακης"]),
];

/// Fewest letters of a surname that is told by its ending.
const FEWEST_LETTERS: usize = 6;

impl Names {
    /// The lists that are compiled in.
    pub(super) fn embedded() -> &'static Self {
        static NAMES: LazyLock<Names> = LazyLock::new(Names::read);
        &NAMES
    }

    fn read() -> Self {
        let mut lists: Vec<List> = Vec::new();
        let mut seen = HashSet::new();
        for (group, text) in FILES {
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                if let Some(kind) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                    let (id, kind) = (
                        format!("{group} {kind}"),
                        if kind == "surname" { Kind::Surname } else { Kind::Given },
                    );
                    lists.push(List { number: Some(lists.len()), id, group, kind, words: Vec::new() });
                } else if let Some(list) = lists.last_mut() {
                    for word in line.split_whitespace() {
                        let key = folded(word);
                        if seen.insert(key.clone()) {
                            list.words.push((word, key));
                        }
                    }
                }
            }
        }
        let places = lists.iter().enumerate().flat_map(|(list, names)| {
            names.words.iter().enumerate().map(move |(index, (_, key))| (key.clone(), (list, index)))
        });
        let places = places.collect();
        let mut words: Vec<(&'static str, String)> = Vec::new();
        for list in lists.iter().filter(|list| list.kind == Kind::Surname && !SCRIPTS.contains(&list.group)) {
            let step = list.words.len().div_ceil(SHARE).max(1);
            words.extend(list.words.iter().step_by(step).cloned());
        }
        let general = List { number: None, id: "general".to_owned(), group: "", kind: Kind::Surname, words };
        Self { lists, places, general }
    }

    /// Where the folded name stands.
    pub(super) fn find(&self, key: &str) -> Option<(&List, usize)> {
        let (list, index) = self.places.get(key)?;
        Some((self.lists.get(*list)?, *index))
    }

    /// Names that stand in for one that no list holds: surnames of its script or of the origin that its ending tells,
    /// or of any origin. Most names of no list are surnames, and a surname reads well as a given name, too.
    pub(super) fn for_unknown(&self, key: &str) -> &List {
        let by_ending = if key.chars().count() >= FEWEST_LETTERS { group_of_ending(key) } else { None };
        let group = by_ending.or_else(|| script(key));
        let fits = |list: &&List| Some(list.group) == group && list.kind == Kind::Surname;
        self.lists.iter().find(fits).unwrap_or(&self.general)
    }

    /// The list of a group by kind, for names that are parsed letter by letter.
    pub(super) fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id == id)
    }

    #[cfg(test)]
    pub(super) fn lists(&self) -> &[List] {
        &self.lists
    }
}

/// Which origin the ending of a folded surname tells.
fn group_of_ending(key: &str) -> Option<&'static str> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| key.ends_with(ending));
    ENDINGS.iter().find(|(_, endings)| ends(endings)).map(|(group, _)| *group)
}

/// The group of names in the script of a text; `None` for Latin and for scripts without names of their own, whose
/// names become Latin ones.
pub(super) fn script(text: &str) -> Option<&'static str> {
    text.chars().find(|letter| letter.is_alphabetic()).and_then(|letter| match u32::from(letter) {
        0x0370..=0x03ff | 0x1f00..=0x1fff => Some("grek"),
        0x0400..=0x052f => Some("cyrl"),
        0x0590..=0x05ff => Some("hebr"),
        0x0600..=0x06ff | 0x0750..=0x077f | 0xfb50..=0xfdff | 0xfe70..=0xfeff => Some("arab"),
        0x0900..=0x097f => Some("deva"),
        0x0980..=0x09ff => Some("beng"),
        0x0b80..=0x0bff => Some("taml"),
        0x0e00..=0x0e7f => Some("thai"),
        0xac00..=0xd7a3 => Some("hang"),
        0x3005..=0x3007 | 0x3040..=0x30ff => Some("jpan"),
        0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => Some("hani"),
        _ => None,
    })
}

/// The form of a woman's surname from which that of a man is known: `Ivanova` from `Ivanov`. What it is folded.
pub(super) fn masculine(key: &str) -> impl Iterator<Item = String> {
    const ENDINGS: &[(&str, &[&str])] = &[
        ("ova", &["ov", ""]),
        ("eva", &["ev"]),
        ("ina", &["in"]),
        ("skaya", &["sky", "skiy"]),
        ("ska", &["ski", "sky"]),
        ("cka", &["cki", "cky"]),
        ("ова", &["ов"]),
        ("ева", &["ев"]),
        ("ина", &["ин"]),
        ("ская", &["ский"]),
    ];
    let stems = ENDINGS.iter().filter_map(move |(ending, bases)| Some((key.strip_suffix(ending)?, bases)));
    stems.flat_map(|(stem, bases)| bases.iter().map(move |base| format!("{stem}{base}")))
}

/// A man's surname as a woman bears it.
pub(super) fn feminine(group: &str, name: &str) -> String {
    let with = |stem: usize, ending: &str| {
        let end = name.char_indices().rev().nth(stem.saturating_sub(1)).map_or(name.len(), |(at, _)| at);
        let end = if stem == 0 { name.len() } else { end };
        name.get(..end).unwrap_or(name).to_owned() + ending
    };
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match group {
        "ru" | "balkan" | "cyrl" if ends(&["ov", "ev", "in", "yn", "ов", "ев", "ёв", "ин", "ын"]) => {
            with(0, if group == "cyrl" { "а" } else { "a" })
        }
        "ru" if ends(&["sky"]) => with(1, "aya"),
        "cyrl" if ends(&["ский"]) => with(2, "ая"),
        "pl" if ends(&["ski", "cki"]) => with(1, "a"),
        "cz" if ends(&["ý"]) => with(1, "á"),
        "cz" if ends(&["ek"]) => with(2, "ková"),
        "cz" if ends(&["a", "o"]) => with(1, "ová"),
        "cz" if !ends(&["í", "á"]) => with(0, "ová"),
        _ => name.to_owned(),
    }
}
