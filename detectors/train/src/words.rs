//! Builds the lexicon: what the lists and the training texts say of single words.

use crate::corpus::{Document, Gold};
use crate::gazetteer::Gazetteer;
use crate::templates;
use limpid_detectors::tagger::Label;
use limpid_detectors::tagger::features::Case;
use limpid_detectors::tagger::lexicon::{Degree, Entry, Flag, Lexicon, fold, key};
use limpid_detectors::tagger::tokens::{Kind, tokenize};
use std::collections::BTreeMap;

const TITLES: &str = "mr mrs ms miss mx dr prof sir madam madame lady lord judge justice senator captain colonel sergeant lieutenant general president \
    minister herr frau fräulein señor señora señorita sr sra srta don doña dra doctor doctora professor professora monsieur mme mlle mm m dott dottssa \
    sig signor signora hr fru frk herra rouva pan pani dhr mevrouw mevr dl dna domnul doamna senhor senhora bay bayan úr asszony kapitän rev reverend father";
const DATES: &str = "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec \
    monday tuesday wednesday thursday friday saturday sunday januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag \
    samstag sonntag enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado \
    domingo janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche januari \
    februari maart augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ianuarie februarie martie aprilie iunie iulie septembrie octombrie \
    noiembrie decembrie luni marți miercuri joi vineri sâmbătă duminică janeiro fevereiro março maio junho julho setembro outubro novembro dezembro \
    tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu januára";

/// Usual words of languages that few or no sources may be learned from.
const COMMON: &str = include_str!("../common_words.txt");

/// Words for what somebody is, in the manner of the groups of ISCO-08 and the chapters of ICD-11, by kind.
const ATTRIBUTES: &str = include_str!("../attributes.txt");

/// Words of a kind: `role` (fits "worked as a ..."), `state` ("was ..."), `illness` ("suffers from ...") or `part`.
pub fn attributes(kind: &str) -> Vec<&'static str> {
    let lines = ATTRIBUTES.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(of, _)| *of == kind).flat_map(|(_, words)| words.split(", ")).collect()
}

/// Whether a single word tells what somebody is.
pub fn is_attribute(word: &str) -> bool {
    static WORDS: std::sync::LazyLock<std::collections::BTreeSet<String>> = std::sync::LazyLock::new(|| {
        let all = ["role", "illness", "state", "part"].into_iter().flat_map(attributes);
        all.map(|entry| folded(entry.rsplit(' ').next().unwrap_or_default())).collect()
    });
    WORDS.contains(&folded(word))
}

#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    lower: u32,
    capital: u32,
    person: u32,
    date: u32,
    nation: u32,
    lower_name: u32,
}

/// Builds the table from the lists and from the texts in training.
pub fn lexicon(gazetteer: &Gazetteer, texts: &[&Document]) -> Lexicon {
    let mut words: BTreeMap<String, Entry> = BTreeMap::new();
    let seen = count(texts);
    names(gazetteer, &mut words);
    places(gazetteer, &seen, &mut words);
    for place in templates::listed_places() {
        for part in place.split([' ', '-']).filter(|part| part.chars().count() > 2 && !usual(&seen, part)) {
            entry(&mut words, part).raise(Degree::Place, if place.contains(' ') { 1 } else { 2 });
        }
    }
    organizations(gazetteer, &seen, &mut words);
    for (kinds, field) in [
        (&["brand", "team", "agency", "media", "school"][..], Degree::Organization),
        (&["region"], Degree::Place),
    ] {
        for name in kinds.iter().flat_map(|kind| templates::bodies(kind)) {
            for part in name.split([' ', '-']).filter(|part| part.chars().count() > 1 && !usual(&seen, part))
            {
                entry(&mut words, part).raise(field, 2);
            }
        }
    }
    for (word, flag) in TITLES
        .split_whitespace()
        .map(|w| (w, Flag::Title))
        .chain(DATES.split_whitespace().map(|w| (w, Flag::Date)))
    {
        entry(&mut words, word).set(flag);
    }
    for (kind, word) in &gazetteer.address_words {
        match kind.as_str() {
            "personal_titles" | "academic_degrees" if !word.contains(' ') && word.len() > 1 => {
                entry(&mut words, word).set(Flag::Title);
            }
            "street_types" | "unit_types_numbered" | "concatenated_suffixes_separable" if word.len() > 2 => {
                entry(&mut words, word).set(Flag::Street);
            }
            "company_types" if word.len() > 1 && !word.contains(' ') => {
                entry(&mut words, word).raise(Degree::Organization, 3);
            }
            _ => {}
        }
    }
    for nation in &gazetteer.nationalities {
        entry(&mut words, nation).set(Flag::Nationality);
    }
    for religion in [
        "Muslim",
        "Christian",
        "Jewish",
        "Catholic",
        "Hindu",
        "Buddhist",
        "Protestant",
        "Sunni",
        "Shia",
        "Orthodox",
        "Kurdish",
        "Roma",
        "Chechen",
    ] {
        entry(&mut words, religion).set(Flag::Nationality);
    }
    for (word, seen) in &seen {
        let (lower, capital) = (seen.lower, seen.capital);
        if lower + capital < 3 && !words.contains_key(word) {
            continue;
        }
        let entry = words.entry(word.clone()).or_default();
        entry.raise(
            Degree::Common,
            match lower {
                0..=2 => 0,
                3..=14 => 1,
                15..=149 => 2,
                _ => 3,
            },
        );
        if lower + capital >= 3 {
            let share = f64::from(capital) / f64::from(lower + capital);
            entry.raise(
                Degree::Capital,
                if share < 0.1 {
                    1
                } else if share < 0.6 {
                    2
                } else {
                    3
                },
            );
        }
        if seen.date >= 4 && seen.date * 3 > lower + capital {
            entry.set(Flag::Date);
        }
        if seen.nation >= 3 && seen.nation * 2 > lower + capital {
            entry.set(Flag::Nationality);
        }
        if seen.lower_name >= 4 && seen.lower_name * 4 > lower {
            entry.set(Flag::Opens);
        }
    }
    let own = templates::plain_words();
    let common =
        COMMON.lines().filter_map(|line| line.split_once('\t')).flat_map(|(_, words)| words.split(' '));
    for word in common.chain(own.iter().map(String::as_str)) {
        let seen = seen.get(&folded(word)).copied().unwrap_or_default();
        let entry = entry(&mut words, word);
        let name = entry.degree(Degree::First).max(entry.degree(Degree::Last)) >= 2;
        if seen.capital < seen.lower || seen.lower == seen.capital && !name {
            if entry.degree(Degree::Common) == 0 {
                entry.set(Flag::Elsewhere);
            }
            entry.raise(Degree::Common, 2);
            entry.raise(Degree::Capital, 1);
        } else {
            // A name here, a small word there: `Han` is he in Denmark.
            entry.set(Flag::Elsewhere);
        }
    }
    for (word, entry) in &mut words {
        let name = entry.degree(Degree::First) == 3
            || entry.degree(Degree::Last) == 3
            || entry.degree(Degree::Place) == 3;
        if name && entry.degree(Degree::Common) == 0 && word.len() > 2
            || entry.degree(Degree::First) >= 2 && entry.degree(Degree::Common) <= 1 && word.len() > 3
        {
            entry.set(Flag::Opens);
        }
    }
    for kind in ["role", "state", "illness", "part"] {
        for word in attributes(kind).into_iter().filter_map(|entry| entry.rsplit(' ').next()) {
            entry(&mut words, word).set(Flag::Attribute);
        }
    }
    let mut table: BTreeMap<u32, Entry> = BTreeMap::new();
    for (word, entry) in words.iter().filter(|(_, e)| e.0 != 0) {
        table.entry(key(word)).or_insert(*entry);
    }
    for (key, class) in classes() {
        table.entry(key).or_default().classify(class);
    }
    let pairs: Vec<(u32, Entry)> = table.into_iter().collect();
    Lexicon::from_sorted(&pairs)
}

/// The folded form of a word.
pub fn folded(word: &str) -> String {
    let mut out = String::new();
    fold(word, &mut out);
    out
}

fn entry<'w>(words: &'w mut BTreeMap<String, Entry>, word: &str) -> &'w mut Entry {
    words.entry(folded(word)).or_default()
}

fn count(texts: &[&Document]) -> BTreeMap<String, Seen> {
    let mut out: BTreeMap<String, Seen> = BTreeMap::new();
    let mut tokens = Vec::new();
    for document in texts {
        tokens.clear();
        tokenize(&document.text, &mut tokens);
        let mut fresh = true;
        let capitals = document.text.chars().filter(|c| c.is_uppercase()).count();
        let shouted = capitals * 3 > document.text.len();
        for token in &tokens {
            if token.kind == Kind::Word {
                let text = token.of(&document.text);
                let upper = text.chars().next().is_some_and(char::is_uppercase);
                let span = document
                    .spans
                    .iter()
                    .find(|s| s.start <= token.start && token.end <= s.end)
                    .map(|s| s.gold);
                let seen = out.entry(folded(text)).or_default();
                if !upper {
                    seen.lower += 1;
                } else if !fresh && !shouted {
                    seen.capital += 1;
                }
                match span {
                    Some(Gold::Label(Label::Person)) => seen.person += 1,
                    Some(Gold::Label(Label::DateTime)) => seen.date += 1,
                    Some(Gold::Label(Label::Nrp)) => seen.nation += 1,
                    _ => {}
                }
                if !upper && matches!(span, Some(Gold::Label(Label::DateTime | Label::Nrp | Label::Person))) {
                    seen.lower_name += 1;
                }
            }
            fresh = token.kind == Kind::Break
                || matches!(token.of(&document.text), "." | "!" | "?" | ":" | "\"" | "“" | "‘" | "«" | "-");
        }
    }
    out
}

fn names(gazetteer: &Gazetteer, words: &mut BTreeMap<String, Entry>) {
    for (at, group) in gazetteer.groups.iter().chain(gazetteer.own.values()).enumerate() {
        for (urn, field) in [(&group.first, Degree::First), (&group.last, Degree::Last)] {
            // The square roots of the counts, most usual first: the rank tells how usual a name is.
            let mut items: Vec<&(String, f64)> = urn.items.iter().collect();
            items.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            for (rank, (name, _)) in items.into_iter().enumerate() {
                let degree = match (at, field) {
                    (0 | 1, Degree::First) => {
                        if rank < 2_000 {
                            3
                        } else if rank < 10_000 {
                            2
                        } else {
                            1
                        }
                    }
                    (0 | 1, _) => {
                        if rank < 5_000 {
                            3
                        } else if rank < 30_000 {
                            2
                        } else {
                            1
                        }
                    }
                    (2, Degree::Last) => 2,
                    _ => 3,
                };
                for word in name.split([' ', '-']).filter(|w| w.len() > 1) {
                    entry(words, word).raise(field, degree);
                }
                if name.contains('-') {
                    entry(words, name).raise(field, degree);
                }
            }
        }
    }
}

fn usual(seen: &BTreeMap<String, Seen>, word: &str) -> bool {
    seen.get(&folded(word)).is_some_and(|seen| seen.lower >= 10)
}

fn places(gazetteer: &Gazetteer, seen: &BTreeMap<String, Seen>, words: &mut BTreeMap<String, Entry>) {
    for (place, degree) in &gazetteer.places {
        let parts: Vec<&str> =
            place.split([' ', ',', '(', ')', '/']).filter(|w| w.chars().count() > 2).collect();
        for part in &parts {
            if parts.len() == 1 {
                entry(words, part).raise(Degree::Place, *degree);
            } else if !usual(seen, part) {
                entry(words, part)
                    .raise(Degree::Place, (*degree).min(2) - u32::from(*degree == 2 && parts.len() > 2));
            }
        }
    }
}

fn organizations(gazetteer: &Gazetteer, seen: &BTreeMap<String, Seen>, words: &mut BTreeMap<String, Entry>) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for company in &gazetteer.companies {
        for word in company.split([' ', ',', '(', ')', '/']).filter(|w| w.chars().count() > 1) {
            *counts.entry(folded(word)).or_default() += 1;
        }
    }
    for (word, count) in counts {
        let degree = match count {
            0..=3 => 1,
            4..=29 => 2,
            _ => 3,
        };
        if degree > 1 || !usual(seen, &word) {
            entry(words, &word).raise(Degree::Organization, degree);
        }
    }
    let bodies = "university universität universidad université institute ministry department committee council party association federation union \
        commission court police hospital clinic school college academy bank foundation agency authority parliament senate congress army navy club fc united \
        league church company group corporation bureau office board society museum library team airlines railway newspaper times news network";
    for word in bodies.split_whitespace() {
        entry(words, word).raise(Degree::Organization, 3);
    }
}

/// Whether a token of this case may be a name that nobody has seen.
pub fn may_be_unseen(case: Case, entry: Entry) -> bool {
    matches!(case, Case::Initial | Case::Upper | Case::Mixed)
        && entry.degree(Degree::Common) < 2
        && !entry.has(Flag::Title)
        && !entry.has(Flag::Date)
}

/// Classes of meaning by word: `word_classes.py` makes them.
const CLASSES: &[u8] = include_bytes!("../word_classes.bin");

/// Keys of words with their classes.
fn classes() -> impl Iterator<Item = (u32, u32)> {
    let (rows, _) = CLASSES.as_chunks::<6>();
    rows.iter().map(|[a, b, c, d, e, f]| {
        (u32::from_le_bytes([*a, *b, *c, *d]), u32::from(u16::from_le_bytes([*e, *f])))
    })
}
