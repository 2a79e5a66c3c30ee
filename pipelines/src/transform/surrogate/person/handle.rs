//! Names written together, as in mailboxes: `aishakhan`, `akhan84`, `aisha.khan`.

use super::{
    super::{Draw, names::Kind},
    digits, initial, letter,
    parts::{Piece, Role, cut, stays},
    people, told,
    word::{find, stand_in},
};
use crate::known::{folded, spelled_out};

/// Fewest letters of two names, or of a name and an initial, written together.
const SHORTEST_GLUED: usize = 5;

/// What a word becomes that is written with the words of a name of the document, and of no other.
pub(super) fn glued(piece: &Piece<'_>, draw: &Draw<'_>) -> Option<String> {
    if draw.people.is_empty() || piece.text.len() < SHORTEST_GLUED || find(&piece.key).is_some() {
        return None;
    }
    people(draw)
        .filter(|person| person.iter().all(|word| word.key != piece.key))
        .find_map(|person| spelled(&piece.key, &person, draw))
}

/// A mailbox or user name that is built from a person's name, built in the same way from the stand-in: `aisha.khan84`
/// becomes `salma.rizvi27`. `None` where it is built from something else.
///
/// Two handles of names of the dictionary get two stand-ins; where one is of no list, 40 random bits keep them apart.
pub(in super::super) fn handle(value: &str, draw: &Draw<'_>) -> Option<String> {
    let (value, tag) = value.split_once('+').map_or((value, None), |(value, tag)| (value, Some(tag)));
    let pieces = cut(value);
    let words = || pieces.iter().filter(|piece| piece.role == Role::Name);
    let avoid = told(&pieces);
    let several = words().count() > 1 && words().count() < 4;
    let (mut telling, mut unknown) = (false, false);
    let mut made = String::new();
    for piece in &pieces {
        match piece.role {
            Role::Digits => made.push_str(&digits(piece.text, draw)),
            Role::Name if several && stays(&piece.key, made.is_empty()) => made.push_str(&piece.key),
            Role::Name if piece.key.chars().count() > 1 => {
                let linked = people(draw).find_map(|person| spelled(&piece.key, &person, draw));
                match linked.or_else(|| known_words(&piece.key, &avoid, draw)) {
                    Some(name) => made.push_str(&name),
                    None if several => {
                        unknown = true;
                        made.push_str(&folded(&stand_in(&piece.key, &piece.key, &avoid, draw)));
                    }
                    None => return None,
                }
                telling |= piece.key.chars().count() > 2;
            }
            Role::Name | Role::Initial => made.extend(initial(piece, &pieces, draw).to_lowercase()),
            Role::Kept => made.push_str(piece.text),
        }
    }
    if unknown {
        made = format!("{made}-{}", draw.token(3, 8));
    }
    if tag.is_some() {
        made = format!("{made}+{}", draw.token(4, 8));
    }
    (telling && made.is_ascii()).then_some(made)
}

/// One or two names of the dictionary, or an initial and a surname, written together.
fn known_words(key: &str, avoid: &[&str], draw: &Draw<'_>) -> Option<String> {
    let kind = |key: &str| find(key).map(|found| found.list.kind);
    let surname = |key: &str| key.len() > 3 && kind(key) == Some(Kind::Surname);
    let one = |key: &str| folded(&stand_in(key, key, avoid, draw));
    let initial = |key: &str| letter(key, draw).to_lowercase().collect::<String>();
    if kind(key).is_some() {
        return Some(one(key));
    }
    let two = (3..key.len().saturating_sub(2)).find_map(|at| {
        let (left, right) = (key.get(..at)?, key.get(at..)?);
        (kind(left)? == Kind::Given || kind(right)? == Kind::Given).then(|| one(left) + &one(right))
    });
    let before = || {
        let (first, rest) = (key.get(..1)?, key.get(1..)?);
        surname(rest).then(|| initial(first) + &one(rest))
    };
    let behind = || {
        let at = key.len().checked_sub(1)?;
        let (rest, last) = (key.get(..at)?, key.get(at..)?);
        surname(rest).then(|| one(rest) + &initial(last))
    };
    two.or_else(before).or_else(behind)
}

/// What `key` becomes if it is written with the words of a name: one of them, two of them, or one and an initial.
fn spelled(key: &str, person: &[Piece<'_>], draw: &Draw<'_>) -> Option<String> {
    let avoid = told(person);
    let words = || person.iter().filter(|piece| piece.role == Role::Name);
    let forms = |piece: &Piece<'_>| {
        let long = spelled_out(piece.text).map(|text| folded(&text));
        [Some(piece.key.clone()), long.filter(|long| *long != piece.key)]
    };
    let made = |piece: &Piece<'_>, long: bool| {
        let name = stand_in(piece.text, &piece.key, &avoid, draw);
        folded(&spelled_out(&name).filter(|_| long).unwrap_or(name))
    };
    let first = |text: &str| text.chars().take(1).collect::<String>();
    for one in words() {
        for (long, form) in forms(one).into_iter().enumerate() {
            let Some(form) = form else { continue };
            if key == form {
                return Some(made(one, long == 1));
            }
            for other in words().filter(|other| other.key != one.key) {
                for (wide, behind) in forms(other).into_iter().enumerate() {
                    let Some(behind) = behind else { continue };
                    let rest = key.strip_prefix(form.as_str());
                    if rest == Some(behind.as_str()) {
                        return Some(made(one, long == 1) + &made(other, wide == 1));
                    }
                    if form.len() > 2 && rest == Some(first(&behind).as_str()) {
                        return Some(made(one, long == 1) + &first(&made(other, false)));
                    }
                    if behind.len() > 2 && key.strip_prefix(first(&form).as_str()) == Some(behind.as_str()) {
                        return Some(first(&made(one, false)) + &made(other, wide == 1));
                    }
                }
            }
        }
    }
    None
}
