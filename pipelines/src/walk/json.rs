//! The way through JSON kept in strings, without parsing it into values.
//!
//! The text is only ever spliced: key order, duplicate keys, number spelling and white space stay as they were,
//! and both of two equal keys are seen. Leaves of the same path are gathered over the whole batch, so JSON is
//! treated by column like everything else.

use std::collections::HashMap;

use arrow::array::{Array, LargeStringArray, LargeStringBuilder};
use serde::de::IgnoredAny;

use super::{Decision, Kind, Leaf, Visitor};
use crate::{error::Error, path};

/// A piece of one document's text and what replaces it.
struct Edit {
    document: usize,
    start: usize,
    end: usize,
    text: String,
}

/// Where a value of a leaf stands.
struct Slot {
    document: usize,
    start: usize,
    end: usize,
}

/// All values of one path and kind in the batch.
struct LeafColumn {
    path: String,
    kind: Kind,
    values: LargeStringBuilder,
    rows: Vec<u32>,
    slots: Vec<Slot>,
}

/// A column of JSON texts with the changes decided so far.
pub(super) struct Treated {
    edits: Vec<Edit>,
    /// Documents that are not JSON.
    pub(super) plain: Vec<usize>,
}

/// Walks every document; `base` is the path of the column.
pub(super) fn walk(
    base: &str,
    documents: &LargeStringArray,
    rows: &[u32],
    visitor: &mut dyn Visitor,
) -> Result<Treated, Error> {
    let mut shredder = Shredder {
        visitor,
        nodes: vec![Node { path: base.to_owned(), ..Node::default() }],
        leaves: Vec::new(),
        keys: HashMap::new(),
        edits: Vec::new(),
    };
    let mut plain = Vec::new();
    for (document, (text, row)) in documents.iter().zip(rows).enumerate() {
        let Some(text) = text else { continue };
        if serde_json::from_str::<IgnoredAny>(text).is_err() {
            plain.push(document);
            continue;
        }
        let mut cursor = Cursor { text, at: 0, document, row: *row };
        shredder.value(&mut cursor, 0)?;
    }
    let Shredder { visitor, leaves, mut edits, .. } = shredder;
    for mut leaf in leaves {
        let values = leaf.values.finish();
        let seen =
            Leaf { path: &leaf.path, kind: leaf.kind, values: &values, rows: &leaf.rows, undecodable: 0 };
        let Some(treated) = visitor.visit(&seen)? else { continue };
        for ((slot, old), new) in leaf.slots.into_iter().zip(values.iter()).zip(treated.iter()) {
            if old != new {
                let Slot { document, start, end } = slot;
                edits.push(Edit { document, start, end, text: encode(new, leaf.kind) });
            }
        }
    }
    Ok(Treated { edits, plain })
}

impl Treated {
    /// Shows the visitor the cells that are no JSON as plain text.
    pub(super) fn visit_plain(
        &mut self,
        path: &str,
        documents: &LargeStringArray,
        rows: &[u32],
        visitor: &mut dyn Visitor,
    ) -> Result<(), Error> {
        let text = |document: &usize| documents.value(*document);
        let values = LargeStringArray::from_iter_values(self.plain.iter().map(text));
        let rows: Vec<u32> = self.plain.iter().filter_map(|document| rows.get(*document).copied()).collect();
        let leaf = Leaf { path, kind: Kind::Text, values: &values, rows: &rows, undecodable: 0 };
        if let Some(treated) = visitor.visit(&leaf)? {
            for (document, new) in self.plain.iter().zip(treated.iter()) {
                let end = documents.value(*document).len();
                let text = new.unwrap_or_default().to_owned();
                self.edits.push(Edit { document: *document, start: 0, end, text });
            }
        }
        Ok(())
    }

    /// Applies the changes; `None` when there are none.
    pub(super) fn finish(mut self, documents: &LargeStringArray) -> Option<LargeStringArray> {
        if self.edits.is_empty() {
            return None;
        }
        self.edits.sort_by_key(|edit| (edit.document, edit.start));
        let mut edits = self.edits.into_iter().peekable();
        let mut out = LargeStringBuilder::with_capacity(documents.len(), documents.values().len());
        let mut text = String::new();
        for (document, old) in documents.iter().enumerate() {
            let Some(old) = old else {
                out.append_null();
                continue;
            };
            text.clear();
            let mut from = 0;
            while let Some(edit) = edits.next_if(|edit| edit.document == document) {
                text.push_str(old.get(from..edit.start).unwrap_or_default());
                text.push_str(&edit.text);
                from = edit.end;
            }
            text.push_str(old.get(from..).unwrap_or_default());
            out.append_value(&text);
        }
        Some(out.finish())
    }
}

/// JSON text of a treated value: numbers stay numbers where they still are.
fn encode(value: Option<&str>, kind: Kind) -> String {
    match value {
        None => "null".to_owned(),
        Some(text) if kind == Kind::Scalar && serde_json::from_str::<serde_json::Number>(text).is_ok() => {
            text.to_owned()
        }
        Some(text) => serde_json::Value::from(text).to_string(),
    }
}

/// A path seen so far.
#[derive(Default)]
struct Node {
    path: String,
    fields: HashMap<String, usize>,
    element: Option<usize>,
    nested: Option<Decision>,
    text: Option<Result<usize, Decision>>,
    scalar: Option<Result<usize, Decision>>,
}

struct Shredder<'a> {
    visitor: &'a mut dyn Visitor,
    nodes: Vec<Node>,
    leaves: Vec<LeafColumn>,
    keys: HashMap<String, Option<String>>,
    edits: Vec<Edit>,
}

/// A position in one document, which is known to be valid JSON.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    document: usize,
    row: u32,
}

impl Shredder<'_> {
    fn value(&mut self, cursor: &mut Cursor<'_>, node: usize) -> Result<(), Error> {
        cursor.skip_space();
        let start = cursor.at;
        match cursor.peek() {
            b'{' | b'[' => match self.nested(node)? {
                Decision::Drop => {
                    cursor.skip_value();
                    self.edit(cursor, start, "null".to_owned());
                }
                Decision::Keep => cursor.skip_value(),
                Decision::Visit | Decision::Json if cursor.peek() == b'{' => self.object(cursor, node)?,
                Decision::Visit | Decision::Json => self.list(cursor, node)?,
            },
            b'"' => {
                let raw = cursor.string();
                self.leaf(cursor, node, start, Kind::Text, raw)?;
            }
            b'-' | b'0'..=b'9' => {
                let raw = cursor.bare();
                self.leaf(cursor, node, start, Kind::Scalar, raw)?;
            }
            _ => {
                cursor.bare();
            }
        }
        Ok(())
    }

    fn object(&mut self, cursor: &mut Cursor<'_>, node: usize) -> Result<(), Error> {
        cursor.at += 1;
        loop {
            cursor.skip_space_and(b',');
            if cursor.peek() != b'"' {
                cursor.at += 1;
                return Ok(());
            }
            let start = cursor.at;
            let key = unescape(cursor.string());
            if !self.keys.contains_key(&key) {
                let replacement = self.visitor.json_key(&key);
                self.keys.insert(key.clone(), replacement);
            }
            let replacement = self.keys.get(&key).cloned().flatten();
            if let Some(replacement) = &replacement {
                self.edit(cursor, start, encode(Some(replacement), Kind::Text));
            }
            // A path must not hold what the key was hidden for.
            let child = self.field(node, if replacement.is_some() { "*" } else { &key });
            cursor.skip_space_and(b':');
            self.value(cursor, child)?;
        }
    }

    fn list(&mut self, cursor: &mut Cursor<'_>, node: usize) -> Result<(), Error> {
        cursor.at += 1;
        let child = match self.nodes.get(node).and_then(|node| node.element) {
            Some(child) => child,
            None => {
                let child = self.add(path::element(&self.path(node)));
                if let Some(node) = self.nodes.get_mut(node) {
                    node.element = Some(child);
                }
                child
            }
        };
        loop {
            cursor.skip_space_and(b',');
            if cursor.peek() == b']' {
                cursor.at += 1;
                return Ok(());
            }
            self.value(cursor, child)?;
        }
    }

    fn leaf(
        &mut self,
        cursor: &Cursor<'_>,
        node: usize,
        start: usize,
        kind: Kind,
        raw: &str,
    ) -> Result<(), Error> {
        match self.leaf_column(node, kind)? {
            Ok(index) => {
                if let Some(leaf) = self.leaves.get_mut(index) {
                    if kind == Kind::Text {
                        leaf.values.append_value(unescape(raw));
                    } else {
                        leaf.values.append_value(raw);
                    }
                    leaf.rows.push(cursor.row);
                    leaf.slots.push(Slot { document: cursor.document, start, end: cursor.at });
                }
            }
            Err(Decision::Drop) => self.edit(cursor, start, "null".to_owned()),
            Err(_) => {}
        }
        Ok(())
    }

    /// The column that gathers this leaf, or the decision not to visit it.
    fn leaf_column(&mut self, node: usize, kind: Kind) -> Result<Result<usize, Decision>, Error> {
        let known =
            self.nodes.get(node).and_then(|node| if kind == Kind::Text { node.text } else { node.scalar });
        if let Some(known) = known {
            return Ok(known);
        }
        let path = self.path(node);
        let column = match self.visitor.decide(&path, kind)? {
            Decision::Visit | Decision::Json => {
                self.leaves.push(LeafColumn {
                    path,
                    kind,
                    values: LargeStringBuilder::new(),
                    rows: Vec::new(),
                    slots: Vec::new(),
                });
                Ok(self.leaves.len() - 1)
            }
            other => Err(other),
        };
        if let Some(node) = self.nodes.get_mut(node) {
            *(if kind == Kind::Text { &mut node.text } else { &mut node.scalar }) = Some(column);
        }
        Ok(column)
    }

    fn nested(&mut self, node: usize) -> Result<Decision, Error> {
        if let Some(known) = self.nodes.get(node).and_then(|node| node.nested) {
            return Ok(known);
        }
        let path = self.path(node);
        let decision =
            if path.is_empty() { Decision::Visit } else { self.visitor.decide(&path, Kind::Nested)? };
        if let Some(node) = self.nodes.get_mut(node) {
            node.nested = Some(decision);
        }
        Ok(decision)
    }

    fn field(&mut self, node: usize, key: &str) -> usize {
        if let Some(child) = self.nodes.get(node).and_then(|node| node.fields.get(key)) {
            return *child;
        }
        let child = self.add(path::field(&self.path(node), key));
        if let Some(node) = self.nodes.get_mut(node) {
            node.fields.insert(key.to_owned(), child);
        }
        child
    }

    fn add(&mut self, path: String) -> usize {
        self.nodes.push(Node { path, ..Node::default() });
        self.nodes.len() - 1
    }

    fn path(&self, node: usize) -> String {
        self.nodes.get(node).map(|node| node.path.clone()).unwrap_or_default()
    }

    fn edit(&mut self, cursor: &Cursor<'_>, start: usize, text: String) {
        self.edits.push(Edit { document: cursor.document, start, end: cursor.at, text });
    }
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Skips white space and one separator, if it is there.
    fn skip_space_and(&mut self, separator: u8) {
        self.skip_space();
        if self.peek() == separator {
            self.at += 1;
            self.skip_space();
        }
    }

    /// Steps over a string and returns it, quotes included.
    fn string(&mut self) -> &'a str {
        let start = self.at;
        self.at += 1;
        while self.at < self.text.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at = (self.at + 1).min(self.text.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Steps over a number or literal and returns it.
    fn bare(&mut self) -> &'a str {
        let start = self.at;
        while self.peek().is_ascii_alphanumeric() || matches!(self.peek(), b'-' | b'+' | b'.') {
            self.at += 1;
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip_value(&mut self) {
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
fn unescape(raw: &str) -> String {
    if raw.contains('\\') {
        // Lone surrogates are no text; the raw spelling is then what gets searched.
        serde_json::from_str(raw).unwrap_or_else(|_| raw.trim_matches('"').to_owned())
    } else {
        raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Upper-cases every text and drops `secret`.
    struct Shout(Vec<String>);

    impl Visitor for Shout {
        fn decide(&mut self, path: &str, _: Kind) -> Result<Decision, Error> {
            Ok(if path == "secret" { Decision::Drop } else { Decision::Visit })
        }

        fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
            self.0.push(leaf.path.to_owned());
            Ok(Some(leaf.values.iter().map(|value| value.map(str::to_uppercase)).collect()))
        }

        fn json_key(&mut self, key: &str) -> Option<String> {
            key.contains('@').then(|| "hidden".to_owned())
        }
    }

    fn shout(text: &str) -> (String, Vec<String>) {
        let documents = LargeStringArray::from(vec![text]);
        let mut visitor = Shout(Vec::new());
        let treated = walk("", &documents, &[0], &mut visitor).expect("walks");
        let out = treated.finish(&documents).map_or(text.to_owned(), |out| out.value(0).to_owned());
        (out, visitor.0)
    }

    #[test]
    fn only_leaves_change_and_everything_else_stays_as_spelt() {
        let (out, paths) = shout(r#"{ "b":"x\u0041", "a" : [1.50,{"c":"ß"}], "b":"y", "n":null, "t":true }"#);
        assert_eq!(out, r#"{ "b":"XA", "a" : [1.50,{"c":"SS"}], "b":"Y", "n":null, "t":true }"#);
        assert_eq!(paths, ["b", "a[*]", "a[*].c"]);
    }

    #[test]
    fn dropped_values_become_null_and_keys_are_hidden() {
        assert_eq!(shout(r#"{"secret":{"a":["}"]},"x":1}"#).0, r#"{"secret":null,"x":1}"#);
        assert_eq!(shout(r#"{"a@example.com":"v"}"#).0, r#"{"hidden":"V"}"#);
        assert_eq!(shout(r#"{"a@example.com":"v"}"#).1, ["*"]);
    }

    #[test]
    fn empty_containers_and_scalars_at_the_top_are_walked() {
        for text in ["{}", "[]", "[[],{}]", "1", "null", "  [ ]  "] {
            assert_eq!(shout(text).0, text);
        }
        assert_eq!(shout("\"a\"").0, "\"A\"");
    }

    fn value() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
                prop::collection::btree_map("[a-z\"\\\\ ]{0,4}", inner, 0..4)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// The slow twin: the same change on parsed values.
    fn shouted(value: &serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::String(text) => Value::from(text.to_uppercase()),
            Value::Array(values) => values.iter().map(shouted).collect(),
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), shouted(value))).collect(),
            other => other.clone(),
        }
    }

    proptest! {
        #[test]
        fn splicing_equals_parsing_and_rebuilding(value in value(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let (out, _) = shout(&text.expect("serializes"));
            let parsed: serde_json::Value = serde_json::from_str(&out).expect("still JSON");
            prop_assert_eq!(parsed, shouted(&value));
        }
    }
}
