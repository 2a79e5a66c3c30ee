//! Parts that several patterns of a rule file share: `{{word}}` stands for the part `word`.

use std::collections::BTreeMap;

/// The pattern with its parts in place. An error: the name of a part that is not there.
pub fn assembled(pattern: &str, parts: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once("{{") {
        let (name, after) = behind.split_once("}}").ok_or_else(|| behind.to_owned())?;
        let part = parts.get(name).ok_or_else(|| name.to_owned())?;
        out.push_str(before);
        out.push_str("(?:");
        out.push_str(part);
        out.push(')');
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_where_they_are_named() {
        let parts = BTreeMap::from([("is".to_owned(), "[:=]|is".to_owned())]);
        assert_eq!(assembled("a{2}{{is}}b", &parts).as_deref(), Ok("a{2}(?:[:=]|is)b"));
        assert_eq!(assembled("a{{no}}", &parts), Err("no".to_owned()));
        assert_eq!(assembled("a{{is", &parts), Err("is".to_owned()));
    }
}
