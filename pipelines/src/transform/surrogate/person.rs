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

use super::{
    Draw, cased,
    names::{Kind, List, Names, feminine, masculine, script},
};
use crate::known::{folded, is_particle, is_title, spelled_out};

/// What follows a name without being one.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "jnr", "snr", "phd", "md", "esq", "mba", "msc", "bsc", "dds", "rn", "cpa",
];

/// Words between two names.
const JOINS: &[&str] = &["and", "und", "et", "y", "e", "i", "og", "och", "und", "en", "ve", "и", "και"];

/// Particles that a name may begin with.
const LEADING: &[&str] = &[
    "van", "von", "de", "del", "della", "di", "du", "da", "la", "le", "el", "al", "bin", "ibn", "zu", "zur",
    "ter",
];

/// Chinese surnames of two characters.
const LONG_SURNAMES: &[&str] =
    &["欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "皇甫", "公孙", "慕容", "令狐"];

/// Most names of one document that initials and handles are compared with.
pub(crate) const MOST_PEOPLE: usize = 64;

/// Fewest letters of two names, or of a name and an initial, written together.
const SHORTEST_GLUED: usize = 5;

/// Part of a value.
#[derive(Debug, Clone)]
struct Piece<'a> {
    text: &'a str,
    /// Folded; empty between words.
    key: String,
    role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Says nothing about a person.
    Kept,
    Digits,
    Initial,
    Name,
}

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
                Some(glued) => made.push_str(&cased(piece.text, &glued)),
                None => made.push_str(&stand_in(piece.text, &avoid, draw)),
            },
        }
    }
    let named = |piece: &Piece<'_>| matches!(piece.role, Role::Initial | Role::Name);
    pieces.iter().any(named).then_some(made)
}

/// What a word becomes that is written with the words of a name of the document, and of no other.
fn glued(piece: &Piece<'_>, draw: &Draw<'_>) -> Option<String> {
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
pub(super) fn handle(value: &str, draw: &Draw<'_>) -> Option<String> {
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
                        made.push_str(&folded(&stand_in(&piece.key, &avoid, draw)));
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
    let one = |key: &str| folded(&stand_in(key, avoid, draw));
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
        let name = stand_in(piece.text, &avoid, draw);
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
        stand_in(word.text, &told(&person), draw).chars().next()
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

/// Where a word stands in the dictionary, and how it is written there.
struct Found {
    list: &'static List,
    index: usize,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Same,
    /// `Mueller` for `Müller`.
    SpelledOut,
    /// `Ivanova` for `Ivanov`.
    Woman,
}

fn find(key: &str) -> Option<Found> {
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
    let men = masculine(key).into_iter().filter_map(|base| names.find(&base));
    let (list, index) = men.into_iter().find(|(list, _)| list.kind == Kind::Surname)?;
    Some(Found { list, index, form: Form::Woman })
}

/// What stands in for one word of a name.
fn stand_in(text: &str, avoid: &[&str], draw: &Draw<'_>) -> String {
    let key = folded(text);
    if matches!(script(text), Some("hani" | "hang" | "jpan")) {
        return unspaced(&key, draw);
    }
    let found = find(&key);
    if let Some(Found { list, index, form }) = found {
        let (written, own) = list.words.get(index).map_or(("", ""), |(word, own)| (*word, own.as_str()));
        let made = drawn(list, Some(index), own, avoid, draw);
        let bare = text.is_ascii() && (form == Form::Woman || !written.is_ascii());
        let made = match form {
            Form::Same => made.to_owned(),
            Form::SpelledOut => spelled_out(made).unwrap_or_else(|| made.to_owned()),
            Form::Woman => feminine(list.group, made),
        };
        return cased(text, &if bare { unaccented(&made) } else { made });
    }
    if let Some(made) = patronymic(&key, avoid, draw) {
        return cased(text, &made);
    }
    let list = Names::embedded().for_unknown(&key);
    let made = drawn(list, None, &key, avoid, draw);
    let woman = key.ends_with('a') || key.ends_with('а');
    let made = if woman { feminine(list.group, made) } else { made.to_owned() };
    cased(text, &if text.is_ascii() { unaccented(&made) } else { made })
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
fn drawn<'l>(list: &'l List, place: Option<usize>, key: &str, avoid: &[&str], draw: &Draw<'_>) -> &'l str {
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

/// Names in scripts that put surname and given name together: `王小明`, `김민준`, `佐藤健太`.
fn unspaced(key: &str, draw: &Draw<'_>) -> String {
    const HONORIFICS: &[&str] =
        &["さん", "さま", "様", "ちゃん", "先生", "君", "氏", "女士", "小姐", "씨", "님", "선생님"];
    let names = Names::embedded();
    let honorific =
        HONORIFICS.iter().find(|honorific| key.len() > honorific.len() && key.ends_with(**honorific));
    let key = honorific.and_then(|honorific| key.strip_suffix(*honorific)).unwrap_or(key);
    let (group, surname) = taken_apart(key, names);
    let (surname, given) = key.split_at(surname);
    let part = |part: &str, kind: Kind| {
        if part.is_empty() {
            return String::new();
        }
        if let Some((list, index)) =
            names.find(part).filter(|(list, _)| list.kind == kind && list.group == group)
        {
            return drawn(list, Some(index), part, &[part], draw).to_owned();
        }
        let sort = match kind {
            Kind::Surname => "surname",
            Kind::Given if draw.hashed("gender", part, 0, 2) == 0 => "female",
            Kind::Given => "male",
        };
        let list = names.list(&format!("{group} {sort}"));
        list.map_or_else(String::new, |list| drawn(list, None, part, &[part], draw).to_owned())
    };
    part(surname, Kind::Surname) + &part(given, Kind::Given) + honorific.copied().unwrap_or_default()
}

/// The language of a name without spaces, and how many bytes of it are the surname.
fn taken_apart(key: &str, names: &Names) -> (&'static str, usize) {
    let surname_of = |group: &str, letters: usize| {
        let end = key.char_indices().nth(letters).map_or(key.len(), |(at, _)| at);
        let found = key.get(..end).and_then(|head| names.find(head));
        found.filter(|(list, _)| list.kind == Kind::Surname && list.group == group).map(|_| end)
    };
    if let Some(long) = LONG_SURNAMES.iter().find(|long| key.starts_with(**long)) {
        return ("hani", long.len());
    }
    let kana = key.chars().any(|letter| matches!(u32::from(letter), 0x3005..=0x3007 | 0x3040..=0x30ff));
    let japanese = [3, 2].into_iter().find_map(|letters| surname_of("jpan", letters));
    if let Some(end) = japanese {
        return ("jpan", end);
    }
    let group = match script(key) {
        _ if kana => "jpan",
        Some("hang") => "hang",
        _ => "hani",
    };
    if let Some((list, _)) = names.find(key)
        && let Some(group) = ["hani", "hang", "jpan"].into_iter().find(|group| list.group == *group)
    {
        return (group, if list.kind == Kind::Surname { key.len() } else { 0 });
    }
    match surname_of(group, 1) {
        Some(end) => (group, end),
        None => (group, 0),
    }
}

/// A name without its accents.
fn unaccented(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
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

/// Other digits, as many.
fn digits(text: &str, draw: &Draw<'_>) -> String {
    super::generic::permuted_kinds(draw, "digits", text).unwrap_or_default()
}

/// Takes a value apart and says what each piece is.
fn parse(value: &str) -> Vec<Piece<'_>> {
    let mut pieces = cut(value);
    classify(&mut pieces);
    pieces
}

/// Tells titles, particles, suffixes and initials from names.
fn classify(pieces: &mut [Piece<'_>]) {
    let places: Vec<usize> = (0..pieces.len())
        .filter(|at| pieces.get(*at).is_some_and(|piece| piece.role == Role::Name))
        .collect();
    let last = places.last().copied();
    let (mut seen, mut titled) = (0, false);
    for place in places {
        let after_comma = place.checked_sub(1).and_then(|before| pieces.get(before));
        let after_comma = after_comma.is_some_and(|gap| gap.text.contains(','));
        let dotted = pieces.get(place + 1).is_some_and(|gap| gap.text.starts_with('.'));
        let Some(piece) = pieces.get_mut(place) else { continue };
        let lower = piece.text.to_lowercase();
        let lower_case = lower == piece.text;
        let is_last = last == Some(place);
        let one =
            piece.text.chars().count() == 1 && !matches!(script(piece.text), Some("hani" | "hang" | "jpan"));
        let key = piece.key.as_str();
        let title = is_title(key) && !is_last && (seen == 0 || after_comma);
        let says_nothing = title
            || seen == 0 && dotted && !is_last && (key == "st" || titled && lower_case && !one)
            || seen > 0 && SUFFIXES.contains(&key)
            || (seen > 0 || titled) && !is_last && JOINS.contains(&key) && lower_case && !dotted
            || is_particle(&lower) && !is_last && !one && (seen > 0 || lower_case && stays(key, true));
        titled |= title;
        piece.role = match (says_nothing, one) {
            (true, _) => Role::Kept,
            (false, true) => Role::Initial,
            (false, false) => Role::Name,
        };
        seen += usize::from(!says_nothing);
    }
}

/// Whether the word is a particle of names. One that is also a given name tells a person where a name begins: `della abbott`.
fn stays(key: &str, begins: bool) -> bool {
    LEADING.contains(&key) && !(begins && find(key).is_some_and(|found| found.list.kind == Kind::Given))
}

/// Words, digits, and what stands between them.
fn cut(value: &str) -> Vec<Piece<'_>> {
    let kind = |letter: char| match letter {
        '0'..='9' => Role::Digits,
        letter if letter.is_alphabetic() || is_mark(letter) => Role::Name,
        letter if letter.is_numeric() => Role::Digits,
        _ => Role::Kept,
    };
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut push = |start: usize, end: usize, role: Role| {
        let text = value.get(start..end).unwrap_or_default();
        let (name, tail) = match text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")) {
            Some(name) if role == Role::Name => text.split_at(name.len()),
            _ => (text, ""),
        };
        for (text, role) in [(name, role), (tail, Role::Kept)] {
            if !text.is_empty() {
                let key = if role == Role::Name { folded(text) } else { String::new() };
                // A mark without a letter is nothing to stand in for.
                let role = if role == Role::Name && key.is_empty() { Role::Kept } else { role };
                pieces.push(Piece { text, key, role });
            }
        }
    };
    let (mut start, mut role) = (0, None);
    for (at, letter) in value.char_indices() {
        let inside = matches!(letter, '\'' | '’')
            && role == Some(Role::Name)
            && value.get(at + letter.len_utf8()..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        let now = if inside { Role::Name } else { kind(letter) };
        if role.is_some_and(|role| role != now) {
            push(start, at, role.unwrap_or(now));
            start = at;
        }
        role = Some(now);
    }
    if let Some(role) = role {
        push(start, value.len(), role);
    }
    pieces
}

/// Vowel signs and accents that are characters of their own.
fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x0300..=0x036f | 0x064b..=0x065f | 0x0900..=0x0dff | 0x0e00..=0x0fff | 0x200c..=0x200d)
}
