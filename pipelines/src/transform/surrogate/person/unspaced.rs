//! Names in scripts without spaces between surname and given name.

use super::{
    super::{
        Draw,
        names::{Kind, Names, script},
    },
    word::drawn,
};

/// Chinese surnames of two characters.
const LONG_SURNAMES: &[&str] =
    &["欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "皇甫", "公孙", "慕容", "令狐"];

/// Names in scripts that put surname and given name together: `王小明`, `김민준`, `佐藤健太`.
pub(super) fn unspaced(key: &str, draw: &Draw<'_>) -> String {
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
