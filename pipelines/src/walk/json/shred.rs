//! Gathers the leaves of all documents by path, and decides about each path once.

use std::collections::HashMap;

use arrow::array::LargeStringBuilder;

use super::{
    super::{Decision, Kind, Visitor},
    Edit,
    cursor::{Cursor, unescape},
    encode,
};
use crate::{error::Error, path};

/// Where a value of a leaf stands.
pub(super) struct Slot {
    pub(super) document: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// All values of one path and kind in the batch.
pub(super) struct LeafColumn {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) values: LargeStringBuilder,
    pub(super) rows: Vec<u32>,
    pub(super) slots: Vec<Slot>,
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

/// What was seen so far, of all documents.
pub(super) struct Shredder<'a> {
    pub(super) visitor: &'a mut dyn Visitor,
    nodes: Vec<Node>,
    pub(super) leaves: Vec<LeafColumn>,
    keys: HashMap<String, Option<String>>,
    pub(super) edits: Vec<Edit>,
}

impl<'a> Shredder<'a> {
    /// `base` is the path of the column.
    pub(super) fn new(base: &str, visitor: &'a mut dyn Visitor) -> Self {
        let root = Node { path: base.to_owned(), ..Node::default() };
        Self { visitor, nodes: vec![root], leaves: Vec::new(), keys: HashMap::new(), edits: Vec::new() }
    }

    /// Gathers the leaves of the value at the cursor.
    pub(super) fn value(&mut self, cursor: &mut Cursor<'_>, node: usize) -> Result<(), Error> {
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
