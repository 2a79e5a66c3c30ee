//! Personal names: every word of a name has a stand-in of its own, whatever stands beside it.
//!
//! `Aisha` becomes the same name in `Aisha Khan`, in `KHAN, Aisha` and alone, `Khan` the same in `Ms Khan` and in
//! `Yusuf Khan`, in every file: that keeps one person one person and families families, without remembering anything.
//! A name of the dictionary ([`names`](super::names)) is permuted among those of its kind, origin and gender, so two
//! names of a list get two stand-ins. Others are drawn: from names of their script, of the origin that the ending
//! tells, or from a mixed list.
//!
//! What it costs: how often a name occurs stays visible, as with every consistent pseudonym, so that a very frequent
//! surname can be guessed by its rank; a list of the dictionary holds between eight and two thousand names, and who
//! knows the lists knows that the name is one of them; names of no list share some 1,300 stand-ins. A stand-in that
//! would hold a word of the original (`Ann` in `Hannah`) is the next one instead, which in about one name of a
//! thousand makes its parts differ from those written alone, or two names share one.
//!
//! Only initials and glued spellings (`akhan`) need the other names of the document, which the caller brings: of
//! several that fit, the first one met counts. Titles, particles (`van der`) and suffixes (`Jr.`) stay: they name
//! nobody.

mod handle;
mod parts;
mod unspaced;
mod word;

use super::{Draw, cased, names::script};
use handle::glued;
pub(super) use handle::handle;
use parts::{Piece, Role, parse};
use word::stand_in;

/// Most names of one document that initials and handles are compared with.
pub(crate) const MOST_PEOPLE: usize = 64;

/// Keeps titles, particles, suffixes, initials, `Last, First`, double names, case and script.
///
/// The parts of a name are the parts of its stand-in; gender and origin stay where the dictionary knows them.
pub(super) fn person(value: &str, draw: &Draw<'_>) -> Option<String> {
    let pieces = parse(value);
    let avoid = told(&pieces);
    let mut made = String::with_capacity(value.len());
    for piece in &pieces {
        match piece.role {
            Role::Kept => made.push_str(piece.text),
            Role::Digits => made.push_str(&digits(piece.text, draw)),
            Role::Initial => made.push(initial(piece, &pieces, draw)),
            // `aishakhan` is made of the names of somebody in the document.
            Role::Name => match glued(piece, draw) {
                Some(glued) => made.push_str(&cased(piece.text, glued)),
                None => made.push_str(&stand_in(piece.text, &piece.key, &avoid, draw)),
            },
        }
    }
    let named = |piece: &Piece<'_>| matches!(piece.role, Role::Initial | Role::Name);
    pieces.iter().any(named).then_some(made)
}

/// The names of the document, taken apart.
fn people<'a>(draw: &Draw<'a>) -> impl Iterator<Item = Vec<Piece<'a>>> {
    draw.people.iter().take(MOST_PEOPLE).map(|name| parse(name))
}

/// The words of a name that a stand-in may not hold.
fn told<'p>(pieces: &'p [Piece<'_>]) -> Vec<&'p str> {
    let named = |piece: &&Piece<'_>| piece.role == Role::Name && piece.key.chars().count() > 2;
    pieces.iter().filter(named).map(|piece| piece.key.as_str()).collect()
}

/// The first letter of the stand-in of the word that an initial stands for: a word of a person of the document who
/// bears the other words, too. Without one, some letter.
fn initial(piece: &Piece<'_>, pieces: &[Piece<'_>], draw: &Draw<'_>) -> char {
    let named = |piece: &&Piece<'_>| piece.role == Role::Name && piece.key.chars().count() > 1;
    let beside: Vec<&str> = pieces.iter().filter(named).map(|piece| piece.key.as_str()).collect();
    let linked = people(draw).find_map(|person| {
        let bears = |key: &&str| person.iter().any(|other| other.key == **key);
        let fits = |word: &&Piece<'_>| {
            word.key.starts_with(&piece.key) && !beside.contains(&word.key.as_str()) && named(word)
        };
        let word = person.iter().find(fits).filter(|_| beside.iter().all(bears))?;
        stand_in(word.text, &word.key, &told(&person), draw).chars().next()
    });
    let made = linked.unwrap_or_else(|| letter(&piece.key, draw));
    let lower = piece.text.chars().all(char::is_lowercase);
    if lower { made.to_lowercase().next().unwrap_or(made) } else { made }
}

/// Another letter, for each letter a different one.
fn letter(key: &str, draw: &Draw<'_>) -> char {
    let letters = match script(key) {
        Some("cyrl") => "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЮЯ",
        Some("grek") => "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        _ => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    };
    let count = letters.chars().count();
    let place = letters.chars().position(|letter| letter.to_lowercase().eq(key.chars()));
    let other = match place {
        Some(place) => draw.other_place(letters, place, 0, count),
        None => draw.hashed(letters, key, 0, count),
    };
    letters.chars().nth(other).unwrap_or('N')
}

/// Other digits, as many.
fn digits(text: &str, draw: &Draw<'_>) -> String {
    super::generic::permuted_kinds(draw, "digits", text).unwrap_or_default()
}
