//! Text as it is compared: letters and digits only, without case and accents, with the edges of words marked.
//!
//! A value is found where its folded form begins and ends at an edge, so `AISHA-KHAN`, `Aisha Khan` and `aïsha.khan`
//! are one value, while `Khanate` is another.

/// A word of a text: a run of letters and digits, or one sign of a script that writes no spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte in the text.
    pub(super) start: usize,
    /// One past the last byte in the text.
    pub(super) end: usize,
    /// First byte in the folded text.
    pub(super) from: usize,
    /// One past the last byte in the folded text.
    pub(super) to: usize,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Whether it is digits and nothing else.
    pub(super) digits: bool,
}

/// A text and its words, folded.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// All words without anything between them.
    pub(super) text: String,
    /// In text order.
    pub(super) tokens: Vec<Token>,
}

impl Folded {
    /// Folds one text.
    pub(super) fn of(text: &str) -> Self {
        let mut folded = Self::default();
        folded.read(text);
        folded
    }

    /// Folds another text into the same memory.
    pub(super) fn read(&mut self, text: &str) {
        self.text.clear();
        self.tokens.clear();
        self.text.reserve(text.len());
        if text.is_ascii() {
            self.read_ascii(text.as_bytes());
        } else {
            self.read_letters(text);
        }
    }

    /// What most texts are: each run of letters and digits is a word.
    fn read_ascii(&mut self, text: &[u8]) {
        let mut folded = std::mem::take(&mut self.text).into_bytes();
        let mut end = 0;
        let ahead = |from: usize, in_word: bool| {
            let rest = text.get(from..).unwrap_or_default();
            rest.iter()
                .position(|byte| IN_WORDS[usize::from(*byte)] == in_word)
                .map_or(text.len(), |next| from + next)
        };
        loop {
            let start = ahead(end, true);
            end = ahead(start, false);
            let Some((word, first)) = text.get(start..end).and_then(|word| Some((word, word.first()?)))
            else {
                break;
            };
            let from = folded.len();
            folded.extend_from_slice(word);
            let (capital, digits) = (first.is_ascii_uppercase(), word.iter().all(u8::is_ascii_digit));
            self.tokens.push(Token { start, end, from, to: folded.len(), capital, digits });
        }
        folded.make_ascii_lowercase();
        self.text = String::from_utf8(folded).unwrap_or_default();
    }

    fn read_letters(&mut self, text: &str) {
        let mut open: Option<Token> = None;
        for (start, letter) in text.char_indices() {
            let at = start + letter.len_utf8();
            let from = self.text.len();
            if !fold(letter, &mut self.text) {
                // Marks and invisible signs are no edge: they belong to what they stand on.
                let before =
                    open.as_mut().or_else(|| self.tokens.last_mut().filter(|last| last.end == start));
                match before.filter(|_| is_mark(letter)) {
                    Some(word) => word.end = at,
                    None => self.tokens.extend(open.take()),
                }
                continue;
            }
            let alone = stands_alone(letter);
            if alone {
                self.tokens.extend(open.take());
            }
            let digits =
                self.text.get(from..).is_some_and(|added| added.bytes().all(|byte| byte.is_ascii_digit()));
            self.grow(&mut open, (start, at), from, letter.is_uppercase(), digits);
            if alone {
                self.tokens.extend(open.take());
            }
        }
        self.tokens.extend(open);
    }

    /// Takes what was just folded, from byte `from` on, into the open word.
    fn grow(
        &self,
        open: &mut Option<Token>,
        (start, end): (usize, usize),
        from: usize,
        capital: bool,
        digits: bool,
    ) {
        let token = open.get_or_insert(Token { start, end, from, to: from, capital, digits: true });
        token.end = end;
        token.to = self.text.len();
        token.digits &= digits;
    }

    /// The folded word.
    pub(super) fn word(&self, token: &Token) -> &str {
        self.text.get(token.from..token.to).unwrap_or_default()
    }
}

/// By byte: whether it is a letter or digit of ASCII.
static IN_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Zero of the Arabic, Persian, Devanagari and Bengali digits.
const ZEROS: &[u32] = &[0x0660, 0x06f0, 0x0966, 0x09e6];

/// Appends the letters and digits that a character is compared by; false when it is neither.
fn fold(letter: char, out: &mut String) -> bool {
    if letter.is_ascii_alphanumeric() {
        out.push(letter.to_ascii_lowercase());
        return true;
    }
    if !letter.is_alphanumeric() || is_mark(letter) {
        return false;
    }
    for letter in letter.to_lowercase() {
        match latin(letter) {
            Some(plain) => out.push_str(plain),
            // Full-width forms, and the digits of other scripts.
            None => match u32::from(letter) {
                code @ 0xff10..=0xff5a => out.extend(char::from_u32(code - 0xfee0)),
                code => match ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
                    Some(zero) => out.extend(char::from_digit(code - zero, 10)),
                    None => out.push(letter),
                },
            },
        }
    }
    true
}

/// Latin, Greek and Cyrillic letters without their accents.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ'
        | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ'
        | 'ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ'
        | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ụ' | 'ủ' | 'ứ' | 'ừ'
        | 'ử' | 'ữ' | 'ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ς' => "σ",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ё' => "е",
        _ => return None,
    })
}

/// Combining marks, soft hyphens, joiners: they change no letter's identity. In the scripts of India one of them joins
/// consonants (`न्द`).
pub(super) fn is_mark(letter: char) -> bool {
    let code = u32::from(letter);
    let indic = (0x0900..0x0d80).contains(&code) && matches!(code & 0x7f, 0x3c | 0x4d);
    indic
        || matches!(code, 0x00ad | 0x0300..=0x036f | 0x0591..=0x05bd | 0x05bf | 0x05c1..=0x05c2 | 0x05c4..=0x05c5 | 0x05c7 | 0x064b..=0x065f | 0x0670 | 0x0e47..=0x0e4e | 0x200b..=0x200d | 0x2060 | 0xfeff)
}

/// Signs of scripts that write no spaces: Thai, kana, Han, Hangul (whose particles touch the name).
pub(super) fn stands_alone(letter: char) -> bool {
    matches!(u32::from(letter), 0x0e00..=0x0e7f | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_value_fold_to_one_text() {
        for text in ["AISHA-Khan", "aïsha khan", "Aisha, Khan", "a\u{300}isha\u{ad} khan", "Ａｉｓｈａ Khan"]
        {
            assert_eq!(Folded::of(text).text, "aishakhan", "{text}");
        }
        assert_eq!(Folded::of("+٤٩ (۱۷) ४२").text, "491742");
        assert_eq!(Folded::of("Straße Łódź").text, "strasselodz");
    }

    #[test]
    fn marks_part_no_word() {
        let words = |text: &str| {
            Folded::of(text)
                .tokens
                .iter()
                .map(|token| text[token.start..token.end].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(words("राजेन्द्र शर्मा"), ["राजेन्द्र", "शर्मा"]);
        assert_eq!(words("দত্ত"), ["দত্ত"]);
        assert_eq!(words("בֶּן־גוּרִיוֹן"), ["בֶּן", "גוּרִיוֹן"]);
    }

    proptest! {
        #[test]
        fn ascii_is_read_like_any_text(text in "[aZ09 .\\-\n]{0,24}") {
            let (mut short, mut long) = (Folded::default(), Folded::default());
            short.read_ascii(text.as_bytes());
            long.read_letters(&text);
            prop_assert_eq!(&short.text, &long.text);
            prop_assert_eq!(short.tokens, long.tokens);
        }
    }

    #[test]
    fn words_know_their_place_and_kind() {
        let text = "Dr. Ng's 12-34 李明";
        let folded = Folded::of(text);
        let words: Vec<_> = folded.tokens.iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(words, ["Dr", "Ng", "s", "12", "34", "李", "明"]);
        assert!(folded.tokens[0].capital && !folded.tokens[2].capital);
        assert!(folded.tokens[3].digits && !folded.tokens[5].digits);
    }
}
