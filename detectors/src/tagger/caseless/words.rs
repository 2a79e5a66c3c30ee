//! What stands before a name, and the words of scripts that put spaces between them.

/// What stands between a name and the text before it.
pub(super) enum Cue<'t> {
    /// A colon, an equals sign or a tab, as behind the name of a field; the text before that.
    Field(&'t str),
    /// Spaces; the text before them.
    Space(&'t str),
    /// Nothing.
    None(&'t str),
}

/// Tells how a name is led to by the text before it.
pub(super) fn cue(before: &str) -> Cue<'_> {
    let text = before.trim_end_matches([
        ' ', '\u{a0}', '　', '\t', ':', '：', '=', '"', '\'', '“', '「', '【', '】', '（', '(', '*', '|', '-',
    ]);
    let gap = before.get(text.len()..).unwrap_or_default();
    if gap.contains([':', '：', '=', '\t', '】', '|']) {
        Cue::Field(text)
    } else if gap.is_empty() {
        Cue::None(text)
    } else {
        Cue::Space(text)
    }
}

/// A word: its first byte and one past its last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words made of such letters. Quotes within and apostrophes behind belong to a word (`ד"ר`, `גב'`).
pub(super) fn words(text: &str, letter: impl Fn(char) -> bool) -> Vec<Word> {
    let mut words = Vec::<Word>::new();
    let mut joins = false;
    for (at, one) in text.char_indices() {
        let end = at + one.len_utf8();
        if letter(one) {
            match words.last_mut().filter(|last| last.end == at || joins) {
                Some(last) => last.end = end,
                None => words.push(Word { start: at, end }),
            }
            joins = false;
        } else {
            let touches = words.last().is_some_and(|last| last.end == at);
            joins = touches && matches!(one, '"' | '״' | '\'' | '׳' | '’');
        }
    }
    words
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space or two, or a hyphen: the words may be parts of one name.
    Joint,
    /// What leads from the name of a field to its value.
    Colon,
    /// Dots, apostrophes and spaces, as behind a title.
    Dotted,
    /// Anything else, and the edges of the text.
    Other,
}

/// What stands in the text between two words.
pub(super) fn gap(between: &str) -> Gap {
    let spaces = |letter: char| matches!(letter, ' ' | '\u{a0}');
    if between.len() <= 2 && !between.is_empty() && between.chars().all(spaces)
        || matches!(between, "-" | "־")
    {
        Gap::Joint
    } else if between.len() <= 4
        && between.chars().all(|letter| spaces(letter) || matches!(letter, '.' | '\'' | '׳' | '/'))
    {
        Gap::Dotted
    } else if matches!(cue(between), Cue::Field("")) && !between.contains('\n') {
        Gap::Colon
    } else {
        Gap::Other
    }
}
