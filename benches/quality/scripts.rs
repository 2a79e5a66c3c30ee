//! People in other scripts: sentences of our own, written by somebody who had not seen the lists.

use std::fmt::Write as _;

use limpid_detectors::Set;

use crate::data::{Data, engine, found, rate, unmarked};

/// A language, a tab, a text in which «…» marks every person.
const SENTENCES: &str = include_str!("../sample/names_in_scripts.txt");

/// What was found in the texts of one language.
#[derive(Default)]
struct Count {
    people: usize,
    exact: usize,
    touched: usize,
    characters: usize,
    nobody: usize,
}

pub fn measure(_: &Data) -> String {
    let engine = engine(Set::Default, Some("PERSON"));
    let mut languages: Vec<(&str, Count)> = Vec::new();
    for (language, marked) in SENTENCES.lines().filter_map(|line| line.split_once('\t')) {
        let (text, people) = unmarked(marked);
        let hits: Vec<(usize, usize)> =
            found(&engine, &text).into_iter().map(|(start, end, _)| (start, end)).collect();
        let touch = |one: &(usize, usize), other: &(usize, usize)| one.0 < other.1 && other.0 < one.1;
        if languages.last().is_none_or(|(last, _)| *last != language) {
            languages.push((language, Count::default()));
        }
        let Some((_, count)) = languages.last_mut() else { continue };
        count.people += people.len();
        count.exact += people.iter().filter(|one| hits.contains(one)).count();
        count.touched += people.iter().filter(|one| hits.iter().any(|hit| touch(one, hit))).count();
        count.characters += text.chars().count();
        count.nobody += hits.iter().filter(|hit| !people.iter().any(|one| touch(one, hit))).count();
    }
    let mut out = String::from(
        "## Names in other scripts\n\nPeople in sentences of our own (`benches/sample/names_in_scripts.txt`), two fifths of which name nobody; they were written without\nknowledge of the lists of names, and nothing was changed to suit them after they were read. Exact: exactly the marked span; touched: at least a character\nof it; nobody: hits where nobody is named.\n\n| language | exact | touched | nobody | characters |\n|---|---|---|---|---|\n",
    );
    for (language, count) in languages {
        let Count { people, exact, touched, characters, nobody } = count;
        writeln!(
            out,
            "| {language} | {} | {} | {nobody} | {characters} |",
            rate(exact, people),
            rate(touched, people)
        )
        .expect("a string takes it");
    }
    out
}
