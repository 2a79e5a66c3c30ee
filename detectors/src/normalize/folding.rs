//! Where a text can be read otherwise: all edits of one round.

use super::{
    Depth,
    characters::{Fold, fold},
    escapes::unescape,
    forms, hidden,
    marks::{broken_line, markup, spaced_digits},
    view::{BrokenLine, Edit, GAP},
};

/// How near a digit or an at sign must stand for an edit to matter, in bytes: a name before it may be forty letters of four.
const NEAR: usize = 192;
/// The same for a broken line and for mark-up, in bytes: more often than not they stand in no value.
const NEAR_MARK: usize = 24;
/// How far a word is looked at around one of its letters, in letters.
const TOKEN: usize = 24;

/// Everything that can be read otherwise, where it matters.
pub(super) fn edits(text: &str, depth: Depth) -> Vec<Edit> {
    let deep = depth == Depth::Deep;
    let bytes = text.as_bytes();
    let mut folder = Folder { text, edits: Vec::new(), hot: Vec::new() };
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| TRIGGERS.find(rest)) {
        at = folder.step(at + step, deep);
    }
    spaced_digits(text, &mut folder.edits);
    if deep {
        hidden::edits(text, &mut folder.edits);
    }
    folder.relevant()
}

/// The bytes at which something may begin that can be read otherwise.
struct Triggers([bool; 256]);

static TRIGGERS: Triggers = Triggers::new();

impl Triggers {
    const fn new() -> Self {
        let mut table = [false; 256];
        let mut byte = 0u8;
        loop {
            table[byte as usize] = byte >= 0x7f
                || byte < 0x20 && byte != b'\t' && byte != b'\r'
                || matches!(byte, b'%' | b'&' | b'\\' | b'=' | b'<' | b'*' | b'_' | b'~' | b'`' | b'+');
            if byte == u8::MAX {
                break;
            }
            byte += 1;
        }
        Self(table)
    }

    fn holds(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }

    /// The first of them: most texts have few, so sixteen bytes are asked at a time.
    fn find(&self, bytes: &[u8]) -> Option<usize> {
        let any = |block: &[u8; 16]| block.iter().fold(false, |any, byte| any | self.holds(*byte));
        let skipped = 16 * bytes.as_chunks().0.iter().take_while(|block| !any(block)).count();
        let found = bytes.get(skipped..)?.iter().position(|byte| self.holds(*byte))?;
        Some(skipped + found)
    }
}

struct Folder<'a> {
    text: &'a str,
    edits: Vec<Edit>,
    /// Where an edit made a digit or an at sign.
    hot: Vec<usize>,
}

impl Folder<'_> {
    /// Looks at one place; returns where to go on.
    fn step(&mut self, at: usize, deep: bool) -> usize {
        let Some(letter) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return at + 1 };
        let next = at + letter.len_utf8();
        if !letter.is_ascii() {
            self.character(at, next, letter);
            return next;
        }
        if letter == '=' && self.gives_number(at) {
            return next;
        }
        if let Some((letters, length)) = self.text.get(at..).and_then(|rest| unescape(rest, deep)) {
            self.escaped(at, length, &letters);
            return at + length;
        }
        if matches!(letter, '<' | '*' | '_' | '~' | '`') {
            let Some(length) = markup(self.text, at) else { return next };
            self.edits.extend(Edit::new(at, at + length, ""));
            return at + length;
        }
        if letter == '+' && forms::is_space(self.text, at) {
            // What stands in a form is somebody's.
            self.hot.push(at);
            self.push(at, next, " ");
            return next;
        }
        if letter == '\n' {
            // The carriage return belongs to the break, as does the backslash that continues a line of code.
            let before = |byte| self.text.get(..at).is_some_and(|head| head.ends_with(byte));
            let from = if before('\r') || before('\\') { at - 1 } else { at };
            let Some((length, continued)) = broken_line(self.text, from) else { return next };
            let line = if continued { BrokenLine::Continued } else { BrokenLine::Plain };
            self.edits.push(Edit::broken(from, from + length, line));
            return from + length;
        }
        let gap = || at.checked_sub(1).and_then(|before| self.text.get(before..before + GAP.len()));
        if letter.is_ascii_graphic() || letter == '\u{1e}' && gap() == Some(GAP) {
            return next;
        }
        self.character(at, next, letter);
        next
    }

    /// `card=6011…`: a number that is given, not an escaped backtick. Within a number `=20` is an escaped space.
    fn gives_number(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        !at.checked_sub(1).is_some_and(digit) && (at + 1..at + 4).all(digit)
    }

    fn escaped(&mut self, at: usize, length: usize, letters: &[(char, usize)]) {
        let mut with = String::new();
        for (letter, _) in letters {
            match fold(*letter) {
                Fold::Same => with.push(*letter),
                Fold::Nothing if letter.is_ascii_control() => with.push(*letter),
                Fold::Nothing => {}
                Fold::As(plain) => with.push_str(&plain),
                Fold::LooksLike(_) => with.push(*letter),
            }
        }
        if self.in_name(at, at + length, &with) {
            self.hot.push(at);
        }
        self.push(at, at + length, &with);
    }

    fn character(&mut self, at: usize, next: usize, letter: char) {
        match fold(letter) {
            Fold::Same => {}
            // Marks and joiners of scripts that need them stay: they only hide something in ASCII.
            Fold::Nothing if self.follows_ascii(at) => {
                if self.in_name(at, next, "") {
                    self.hot.push(at);
                }
                self.push(at, next, "");
            }
            Fold::Nothing => {}
            // Between digits a dot in the middle of the line separates groups.
            Fold::As(_) if letter == '·' && self.between_digits(at, next) => self.push(at, next, "-"),
            Fold::As(plain) => self.push(at, next, &plain),
            Fold::LooksLike(plain) => {
                if self.token_mixes_scripts(at, next) {
                    self.push(at, next, plain.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, with: &str) {
        if with.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@') {
            self.hot.push(start);
        }
        self.edits.extend(Edit::new(start, end, with));
    }

    /// Whether what stands before `at` reads as ASCII.
    fn follows_ascii(&self, at: usize) -> bool {
        match self.edits.last() {
            Some(edit) if edit.end == at => edit.with().is_ascii(),
            _ => at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at)).is_none_or(u8::is_ascii),
        }
    }

    /// Whether what is undone to `with` stands in a word with a capital, or parts it from the next one: a name may be
    /// hidden there.
    fn in_name(&self, at: usize, next: usize, with: &str) -> bool {
        let capital = |letter: Option<char>| letter.is_some_and(char::is_uppercase);
        let after = self.text.get(next..).unwrap_or_default().chars().next();
        let mut before = self.text.get(..at).unwrap_or_default().chars().rev().take(TOKEN);
        let parts = with.chars().all(char::is_whitespace);
        if parts && !with.is_empty() {
            return capital(after);
        }
        let inside = with.chars().all(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
        inside
            && (capital(with.chars().next())
                || before.by_ref().take_while(|letter| letter.is_alphabetic()).any(char::is_uppercase))
    }

    fn between_digits(&self, at: usize, next: usize) -> bool {
        let digit = |index: Option<usize>| {
            index.and_then(|index| self.text.as_bytes().get(index)).is_some_and(u8::is_ascii_digit)
        };
        digit(at.checked_sub(1)) && digit(Some(next))
    }

    /// Whether an ASCII letter or digit stands in the same word.
    fn token_mixes_scripts(&self, at: usize, next: usize) -> bool {
        let joins = |letter: char| matches!(letter, '@' | '.' | '_' | '-' | '+');
        let (before, after) =
            (self.text.get(..at).unwrap_or_default(), self.text.get(next..).unwrap_or_default());
        // Most words are of one script: what of ASCII stands next to them is a space, say.
        let other = |byte: &&u8| byte.is_ascii() && !joins(char::from(**byte));
        let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let near = 4 * TOKEN;
        if ends(before.as_bytes().iter().rev().take(near).find(other))
            && ends(after.as_bytes().iter().take(near).find(other))
        {
            return false;
        }
        let word = |letter: &char| letter.is_alphanumeric() || joins(*letter);
        let ascii = |letter: char| letter.is_ascii_alphanumeric();
        let before = before.chars().rev().take(TOKEN).take_while(word);
        let after = after.chars().take(TOKEN).take_while(word);
        before.chain(after).any(ascii)
    }

    /// Leaves out the edits with neither a digit, an at sign nor a hidden name near.
    fn relevant(mut self) -> Vec<Edit> {
        self.edits.sort_by_key(|edit| (edit.start, edit.end));
        let bytes = self.text.as_bytes();
        let is_hot = |byte: &u8| byte.is_ascii_digit() || *byte == b'@';
        let mut behind = None;
        let mut looked = 0;
        let mut next = 0;
        let mut end = 0;
        let mut made = self.hot.iter().copied().peekable();
        let mut made_before = None;
        let mut kept = Vec::with_capacity(self.edits.len());
        for edit in &self.edits {
            if edit.start < end {
                continue;
            }
            // The last and the next hot byte of the text, each byte looked at once.
            while looked < edit.start {
                if bytes.get(looked).is_some_and(is_hot) {
                    behind = Some(looked);
                }
                looked += 1;
            }
            if next < edit.end {
                next = edit.end;
            }
            while next < bytes.len() && !bytes.get(next).is_some_and(is_hot) {
                next += 1;
            }
            while made.peek().is_some_and(|made| *made <= edit.start) {
                made_before = made.next();
            }
            let mark = bytes.get(edit.start).is_some_and(|byte| b"<*_~`".contains(byte));
            let near = if mark || edit.broken_line().is_some() { NEAR_MARK } else { NEAR };
            let near_before = |place: Option<usize>| place.is_some_and(|place| edit.start - place <= near);
            let near_after = |place: usize| place - edit.end <= near && place < bytes.len();
            let inside = bytes.get(edit.start..edit.end).is_some_and(|own| own.iter().any(is_hot));
            if near_before(behind)
                || near_before(made_before)
                || near_after(next)
                || made.peek().is_some_and(|made| made.saturating_sub(edit.end) <= near)
                || inside
            {
                kept.push(*edit);
                end = edit.end;
            }
        }
        kept
    }
}

/// The whole text as it reads after one round.
pub(super) fn read(text: &str, depth: Depth) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in edits(text, depth) {
        plain.push_str(text.get(copied..edit.start).unwrap_or_default());
        plain.push_str(edit.with());
        copied = edit.end;
    }
    plain + text.get(copied..).unwrap_or_default()
}
