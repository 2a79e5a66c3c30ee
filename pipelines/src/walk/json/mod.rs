//! The way through JSON kept in strings, without parsing it into values.
//!
//! The text is only ever spliced: key order, duplicate keys, number spelling and white space stay as they were,
//! and both of two equal keys are seen. Leaves of the same path are gathered over the whole batch, so JSON is
//! treated by column like everything else.

mod cursor;
mod shred;

use arrow::array::{Array, LargeStringArray, LargeStringBuilder};
use serde::de::IgnoredAny;

use super::{Kind, Leaf, Visitor};
use crate::error::Error;
use cursor::Cursor;
use shred::{Shredder, Slot};

/// A piece of one document's text and what replaces it.
struct Edit {
    document: usize,
    start: usize,
    end: usize,
    text: String,
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
    let mut shredder = Shredder::new(base, visitor);
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::Decision, *};

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
