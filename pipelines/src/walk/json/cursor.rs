//! Steps over the text of one document, which is known to be valid JSON.

/// A position in one document, which is known to be valid JSON.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) document: usize,
    pub(super) row: u32,
}

impl<'a> Cursor<'a> {
    pub(super) fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    pub(super) fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Skips white space and one separator, if it is there.
    pub(super) fn skip_space_and(&mut self, separator: u8) {
        self.skip_space();
        if self.peek() == separator {
            self.at += 1;
            self.skip_space();
        }
    }

    /// Steps over a string and returns it, quotes included.
    pub(super) fn string(&mut self) -> &'a str {
        let start = self.at;
        self.at += 1;
        while self.at < self.text.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.text.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Steps over a number or literal and returns it.
    pub(super) fn bare(&mut self) -> &'a str {
        let start = self.at;
        while self.peek().is_ascii_alphanumeric() || matches!(self.peek(), b'-' | b'+' | b'.') {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(super) fn skip_value(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    self.string();
                    self.at -= 1;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 || self.at >= self.text.len() {
                return;
            }
        }
    }
}

/// The text of a JSON string literal.
pub(super) fn unescape(raw: &str) -> String {
    if raw.contains('\\') {
        // Lone surrogates are no text; the raw spelling is then what gets searched.
        serde_json::from_str(raw).unwrap_or_else(|_| raw.trim_matches('"').to_owned())
    } else {
        raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default().to_owned()
    }
}
