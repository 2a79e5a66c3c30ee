//! Organizations and places: what kind they are stays, which one does not.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    Draw, cased,
    words::{COINED, COMPANY_WORDS, ENDINGS, PLACE_WORDS, PLACES},
};
use crate::known::folded;

/// Places that become others of their list: a row a place, a column a language.
struct Listed {
    id: &'static str,
    rows: Vec<Vec<&'static str>>,
    places: HashMap<String, (usize, usize)>,
}

static LISTS: LazyLock<[Listed; 2]> = LazyLock::new(|| {
    [
        Listed::read("countries", include_str!("../../../dictionaries/countries.tsv")),
        Listed::read("states", include_str!("../../../dictionaries/us_states.tsv")),
    ]
});

impl Listed {
    fn read(id: &'static str, text: &'static str) -> Self {
        let rows: Vec<Vec<&str>> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        let mut places = HashMap::new();
        for (row, names) in rows.iter().enumerate() {
            for (column, name) in names.iter().enumerate() {
                places.entry(folded(name)).or_insert((row, column));
            }
        }
        Self { id, rows, places }
    }

    /// The name of another place in the same language.
    fn other(&self, key: &str, draw: &Draw<'_>) -> Option<&'static str> {
        const SHORT: &[(&str, &str)] =
            &[("uk", "unitedkingdom"), ("us", "unitedstates"), ("usa", "unitedstates")];
        let key = SHORT.iter().find(|(short, _)| *short == key).map_or(key, |(_, long)| *long);
        let (row, column) = *self.places.get(key)?;
        let name = |attempt| {
            let other = draw.other_place(self.id, row, attempt, self.rows.len());
            self.rows.get(other)?.get(column).copied()
        };
        let told = |name: &str| {
            let other = folded(name);
            other.contains(key) || key.contains(&other)
        };
        (0..8).filter_map(name).find(|name| !told(name))
    }
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
            let place = place.strip_prefix("the ").or_else(|| place.strip_prefix("The ")).unwrap_or(place);
            let key = folded(place);
            if key.is_empty() {
                return part.to_owned();
            }
            // Codes are capitals: `in` is no state.
            let listed = if key.len() > 2 || !place.contains(char::is_lowercase) {
                LISTS.iter().find_map(|list| list.other(&key, draw))
            } else {
                None
            };
            let made = match listed {
                Some(name) if key.len() > 3 => cased(place, name.to_owned()),
                Some(name) => name.to_owned(),
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
                    made.push(cased(&whole, coined(&whole)) + tail);
                    run.clear();
                    renamed = true;
                }
                made.extend(word.map(str::to_owned));
            }
        }
    }
    if !renamed {
        made.insert(0, cased(value, coined(value)));
    }
    made.join(" ")
}
