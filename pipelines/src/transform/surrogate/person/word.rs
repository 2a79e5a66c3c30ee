//! One word of a name: where it stands in the dictionary, and what stands in for it.

use super::{
    super::{
        Draw, cased,
        names::{Kind, List, Names, feminine, masculine, script},
    },
    unspaced::unspaced,
};
use crate::known::{folded, spelled_out};

/// Where a word stands in the dictionary, and how it is written there.
pub(super) struct Found {
    pub(super) list: &'static List,
    pub(super) index: usize,
    pub(super) form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Same,
    /// `Mueller` for `Müller`.
    SpelledOut,
    /// `Ivanova` for `Ivanov`.
    Woman,
}

pub(super) fn find(key: &str) -> Option<Found> {
    let names = Names::embedded();
    if let Some((list, index)) = names.find(key) {
        return Some(Found { list, index, form: Form::Same });
    }
    let long = key.as_bytes().windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"ue"));
    if long
        && let Some((list, index)) = names.find(&key.replace("ae", "a").replace("oe", "o").replace("ue", "u"))
        && let Some((word, _)) = list.words.get(index)
        && spelled_out(word).is_some_and(|long| folded(&long) == key)
    {
        return Some(Found { list, index, form: Form::SpelledOut });
    }
    let men = masculine(key).filter_map(|base| names.find(&base));
    let (list, index) = men.into_iter().find(|(list, _)| list.kind == Kind::Surname)?;
    Some(Found { list, index, form: Form::Woman })
}

/// What stands in for one word of a name; `key` is the word folded.
pub(super) fn stand_in(text: &str, key: &str, avoid: &[&str], draw: &Draw<'_>) -> String {
    if matches!(script(text), Some("hani" | "hang" | "jpan")) {
        return unspaced(key, draw);
    }
    let found = find(key);
    if let Some(Found { list, index, form }) = found {
        let (written, own) = list.words.get(index).map_or(("", ""), |(word, own)| (*word, own.as_str()));
        let made = drawn(list, Some(index), own, avoid, draw);
        let bare = text.is_ascii() && (form == Form::Woman || !written.is_ascii());
        let made = match form {
            Form::Same => made.to_owned(),
            Form::SpelledOut => spelled_out(made).unwrap_or_else(|| made.to_owned()),
            Form::Woman => feminine(list.group, made),
        };
        return cased(text, if bare { unaccented(made) } else { made });
    }
    if let Some(made) = patronymic(key, avoid, draw) {
        return cased(text, made);
    }
    let list = Names::embedded().for_unknown(key);
    let made = drawn(list, None, key, avoid, draw);
    let woman = key.ends_with('a') || key.ends_with('а');
    let made = if woman { feminine(list.group, made) } else { made.to_owned() };
    cased(text, if text.is_ascii() { unaccented(made) } else { made })
}

/// `Ивановна` becomes the daughter of somebody else.
fn patronymic(key: &str, avoid: &[&str], draw: &Draw<'_>) -> Option<String> {
    const FATHERS: [&[&str]; 2] = [
        &[
            "Aleksandrov",
            "Alekseev",
            "Andreev",
            "Antonov",
            "Borisov",
            "Dmitriev",
            "Ivanov",
            "Maksimov",
            "Mikhailov",
            "Nikolaev",
            "Olegov",
            "Pavlov",
            "Petrov",
            "Romanov",
            "Sergeev",
            "Stepanov",
            "Viktorov",
            "Vladimirov",
        ],
        &[
            "Александров",
            "Алексеев",
            "Андреев",
            "Антонов",
            "Борисов",
            "Дмитриев",
            "Иванов",
            "Максимов",
            "Михайлов",
            "Николаев",
            "Олегов",
            "Павлов",
            "Петров",
            "Романов",
            "Сергеев",
            "Степанов",
            "Викторов",
            "Владимиров",
        ],
    ];
    const ENDINGS: [(&str, &str, usize); 6] = [
        ("ovna", "na", 0),
        ("evna", "na", 0),
        ("ovich", "ich", 0),
        ("evich", "ich", 0),
        ("вна", "на", 1),
        ("вич", "ич", 1),
    ];
    let (_, ending, script) = ENDINGS.into_iter().find(|(ending, _, _)| key.ends_with(ending))?;
    let fathers = FATHERS.get(script)?;
    (0..32).find_map(|attempt| {
        let made =
            format!("{}{ending}", fathers.get(draw.hashed("patronymic", key, attempt, fathers.len()))?);
        let other = folded(&made);
        (other != key && !avoid.iter().any(|told| other.contains(told))).then_some(made)
    })
}

/// Another word of the list: permuted where the word has a place in it.
pub(super) fn drawn<'l>(
    list: &'l List,
    place: Option<usize>,
    key: &str,
    avoid: &[&str],
    draw: &Draw<'_>,
) -> &'l str {
    let mut last = "";
    for attempt in 0..32 {
        let index = match place {
            Some(place) => draw.other_name(list, place, attempt),
            None => draw.hashed(&list.id, key, attempt, list.words.len()),
        };
        let Some((word, other)) = list.words.get(index).filter(|(_, other)| other != key) else { continue };
        last = word;
        if !avoid.iter().any(|told| other.contains(told)) {
            return word;
        }
    }
    last
}

/// A name without its accents.
fn unaccented(name: String) -> String {
    if name.is_ascii() {
        return name;
    }
    let mut made = String::with_capacity(name.len());
    for letter in name.chars() {
        let bare =
            if letter.is_ascii() { String::from(letter) } else { folded(letter.encode_utf8(&mut [0; 4])) };
        if letter.is_uppercase() {
            made.push_str(&bare.to_uppercase());
        } else {
            made.push_str(&bare);
        }
    }
    made
}
