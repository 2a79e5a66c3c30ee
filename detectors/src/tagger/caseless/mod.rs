//! People in scripts without capital letters, where nothing in a word's form tells a name: by lists of names, titles and
//! names of fields, and by where words stand. Languages without spaces are read by character.
//!
//! Of a name that no list has, only a title or a field tells. The lists (`lists/`) were written for limpid.

mod chinese;
mod japanese;
mod korean;
mod language;
mod lists;
mod scripts;
mod spaced;
#[cfg(test)]
mod tests;
mod thai;
mod words;

use super::{Label, Tag};
use scripts::{Script, Scripts};
use std::sync::LazyLock;

/// How sure a name is that stands behind a title or the name of a field.
const CUED: f32 = 0.85;
/// All parts stand on lists, and what stands around speaks for it.
const LISTED: f32 = 0.65;
/// One part stands on a list.
const LIKELY: f32 = 0.45;

/// Digest of the lists.
pub(super) fn digest() -> blake3::Hash {
    static DIGEST: LazyLock<blake3::Hash> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        let spaced = language::SOURCES.iter().map(|source| source.lists);
        for lists in [chinese::LISTS, japanese::LISTS, korean::LISTS, thai::LISTS].into_iter().chain(spaced) {
            hasher.update(lists.as_bytes());
        }
        hasher.finalize()
    });
    *DIGEST
}

/// Whether a text has letters of these scripts.
pub(super) fn occurs(text: &str) -> bool {
    !Scripts::of(text).is_empty()
}

/// Puts the people of a text in scripts without capitals into the tags that the model gave (`out` from `before` on), in
/// the place of those that overlap them; a name that the model found around one stays: `Li Wei 李伟`.
pub(super) fn settle(text: &str, before: usize, out: &mut Vec<Tag>) {
    let scripts = Scripts::of(text);
    if scripts.is_empty() {
        return;
    }
    let people = people(text, scripts);
    let mut kept = out.split_off(before);
    kept.retain(|tag| {
        let around = |one: &Tag| tag.label == Label::Person && tag.start <= one.start && one.end <= tag.end;
        overlapping(&people, tag).iter().all(around)
    });
    let free: Vec<Tag> = people.into_iter().filter(|one| overlapping(&kept, one).is_empty()).collect();
    kept.extend(free);
    kept.sort_unstable_by_key(|tag| tag.start);
    out.append(&mut kept);
}

/// Those of some tags, in order, that overlap one.
fn overlapping<'t>(tags: &'t [Tag], tag: &Tag) -> &'t [Tag] {
    let first = tags.partition_point(|one| one.end <= tag.start);
    let end = tags.partition_point(|one| one.start < tag.end);
    tags.get(first..end).unwrap_or_default()
}

/// The people of a text: in order, not overlapping.
fn people(text: &str, scripts: Scripts) -> Vec<Tag> {
    let mut found = Vec::new();
    if scripts.has(Script::Han) {
        chinese::people(text, scripts.has(Script::Kana), &mut found);
        japanese::people(text, scripts.has(Script::Kana), &mut found);
    }
    if scripts.has(Script::Hangul) {
        korean::people(text, &mut found);
    }
    if scripts.has(Script::Thai) {
        thai::people(text, &mut found);
    }
    spaced::people(text, scripts, &mut found);
    found.sort_by_key(|tag| (tag.start, std::cmp::Reverse(tag.end)));
    let mut end = 0;
    found.retain(|tag| {
        let free = tag.start >= end;
        end = if free { tag.end } else { end };
        free
    });
    found
}

fn person(start: usize, end: usize, score: f32) -> Tag {
    Tag { start, end, label: Label::Person, score }
}
