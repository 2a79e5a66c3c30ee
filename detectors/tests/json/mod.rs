//! Reads one line of JSON: enough for the case files, so that the crate needs no JSON library.

/// A JSON value; numbers are offsets or scores.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn get(&self, key: &str) -> Option<&Json> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text under `key`; empty when there is none.
    pub fn text(&self, key: &str) -> &str {
        match self.get(key) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }

    pub fn items(&self) -> &[Json] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub fn number(&self) -> usize {
        match self {
            Self::Number(number) => format!("{number}").parse().expect("an offset"),
            _ => panic!("no number"),
        }
    }
}

/// Parses one value; panics on anything malformed.
pub fn parse(text: &str) -> Json {
    let letters: Vec<char> = text.trim().chars().collect();
    let mut place = 0;
    value(&letters, &mut place)
}

fn skip(letters: &[char], place: &mut usize) {
    while letters.get(*place).is_some_and(|letter| matches!(letter, ' ' | ',' | ':')) {
        *place += 1;
    }
}

fn value(letters: &[char], place: &mut usize) -> Json {
    skip(letters, place);
    match letters[*place] {
        '{' => {
            let mut fields = Vec::new();
            *place += 1;
            skip(letters, place);
            while letters[*place] != '}' {
                let name = string(letters, place);
                fields.push((name, value(letters, place)));
                skip(letters, place);
            }
            *place += 1;
            Json::Object(fields)
        }
        '[' => {
            let mut items = Vec::new();
            *place += 1;
            skip(letters, place);
            while letters[*place] != ']' {
                items.push(value(letters, place));
                skip(letters, place);
            }
            *place += 1;
            Json::List(items)
        }
        '"' => Json::Text(string(letters, place)),
        _ => {
            let start = *place;
            while letters.get(*place).is_some_and(|letter| !matches!(letter, ',' | ']' | '}' | ' ')) {
                *place += 1;
            }
            let word: String = letters[start..*place].iter().collect();
            match word.as_str() {
                "null" => Json::Null,
                "true" => Json::Bool(true),
                "false" => Json::Bool(false),
                number => Json::Number(number.parse().expect("a number")),
            }
        }
    }
}

fn string(letters: &[char], place: &mut usize) -> String {
    *place += 1;
    let mut units: Vec<u16> = Vec::new();
    while letters[*place] != '"' {
        let mut letter = letters[*place];
        if letter == '\\' {
            *place += 1;
            letter = match letters[*place] {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                'u' => {
                    let code: String = letters[*place + 1..*place + 5].iter().collect();
                    units.push(u16::from_str_radix(&code, 16).expect("four digits"));
                    *place += 5;
                    continue;
                }
                other => other,
            };
        }
        units.extend(letter.encode_utf16(&mut [0; 2]).iter());
        *place += 1;
    }
    *place += 1;
    String::from_utf16(&units).expect("paired surrogates")
}
