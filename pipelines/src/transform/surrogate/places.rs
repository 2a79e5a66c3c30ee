//! Organizations and places: what kind they are stays, which one does not.

use std::sync::LazyLock;

use super::{
    Draw, cased,
    words::{COINED, COMPANY_WORDS, ENDINGS, PLACE_WORDS, PLACES},
};
use crate::known::folded;

static COUNTRIES: LazyLock<Vec<(&str, String)>> =
    LazyLock::new(|| read(include_str!("../../../dictionaries/countries.txt")));
static STATES: LazyLock<Vec<(&str, String)>> =
    LazyLock::new(|| read(include_str!("../../../dictionaries/us_states.txt")));

fn read(text: &'static str) -> Vec<(&'static str, String)> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| (line, folded(line))).collect()
}

/// `Kestrelmark Logistics GmbH`: the form of the company, the kind of institution and the trade stay; what is left is
/// one of a thousand coined names, in every mention the same.
pub(super) fn organization(value: &str, draw: &Draw<'_>) -> Option<String> {
    Some(renamed(value, COMPANY_WORDS, ENDINGS, draw))
}

/// A country becomes another country and a state another state; anything else one of a thousand coined places, with
/// the words that say what it is. Places behind a comma are places of their own.
pub(super) fn location(value: &str, draw: &Draw<'_>) -> Option<String> {
    let parts: Vec<String> = value
        .split(',')
        .map(|part| {
            let place = part.trim();
            let key = folded(place);
            if key.is_empty() {
                return part.to_owned();
            }
            let listed =
                [("countries", &*COUNTRIES), ("states", &*STATES)].into_iter().find_map(|(id, list)| {
                    let index = list.iter().position(|(_, known)| *known == key)?;
                    let other = |attempt| list.get(draw.other_place(id, index, attempt, list.len()));
                    (0..8).filter_map(other).find(|(_, other)| !other.contains(&key) && !key.contains(other))
                });
            let made = match listed {
                Some((name, _)) => cased(place, name),
                None => renamed(place, PLACE_WORDS, PLACES, draw),
            };
            part.replace(place, &made)
        })
        .collect();
    Some(parts.join(","))
}

/// Replaces each run of words that are not in `kept` by a coined name.
fn renamed(value: &str, kept: &str, endings: &[&'static str], draw: &Draw<'_>) -> String {
    let stays = |word: &str| {
        let word =
            word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '&').to_lowercase();
        !word.is_empty() && kept.split_whitespace().any(|known| known == word)
    };
    let coined = |run: &str| {
        let key = folded(run);
        let made = (0..16).map(|attempt| {
            let word = |kind, items: &[&'static str]| {
                items.get(draw.hashed(kind, &key, attempt, items.len())).copied().unwrap_or_default()
            };
            format!("{}{}", word("coined", COINED), word("endings", endings))
        });
        let told: Vec<String> =
            run.split_whitespace().map(folded).filter(|word| word.chars().count() > 2).collect();
        let mut made = made.skip_while(|made| told.iter().any(|word| folded(made).contains(word.as_str())));
        made.next().unwrap_or_else(|| "Yarrowquay".to_owned())
    };
    let mut made: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut renamed = false;
    for word in value.split_whitespace().map(Some).chain([None]) {
        match word.filter(|word| !stays(word)) {
            Some(word) => run.push(word),
            None => {
                if let Some(last) = run.last() {
                    let core = last.trim_end_matches(|letter: char| !letter.is_alphanumeric());
                    let tail = last.get(core.len()..).unwrap_or_default();
                    let whole = run.join(" ");
                    made.push(cased(&whole, &coined(&whole)) + tail);
                    run.clear();
                    renamed = true;
                }
                made.extend(word.map(str::to_owned));
            }
        }
    }
    if !renamed {
        made.insert(0, cased(value, &coined(value)));
    }
    made.join(" ")
}
