//! Rules of the user's own: lists of words and patterns.

use std::fmt::Write as _;

use limpid_detectors::{Engine, Selection, parse_rules};

use crate::data::{Data, found, rate, text};

pub fn measure(data: &Data) -> String {
    let (mut agree, mut total) = (0, 0);
    let mut apart = String::new();
    for case in data.rows("cases/adhoc.jsonl") {
        let set_up = &case["ctor"];
        // The flags of Python's `re`: 2 is IGNORECASE; without any, Presidio ignores the case.
        let ignore_case = set_up["global_regex_flags"].as_u64().is_none_or(|flags| flags & 2 != 0);
        let what = match set_up["patterns"][0]["regex"].as_str() {
            Some(pattern) => format!("pattern = {pattern:?}"),
            None => format!("words = {}", set_up["deny_list"]),
        };
        let rule = format!(
            "[[detector]]\nid = \"my.own\"\nentity = {:?}\ndescription = \"x\"\n{what}\nignore_case = {ignore_case}\nscore = {{ pattern = 1.0 }}\n",
            text(&case, "entity")
        );
        let rules = parse_rules("ad hoc", &rule).expect("the rule is one");
        let engine = Engine::new(rules, &Selection::default()).expect("compiles");
        let count = u64::try_from(found(&engine, text(&case, "text")).len()).expect("few");
        let right = Some(count) == case["expected_count"].as_u64();
        agree += usize::from(right);
        total += 1;
        if !right {
            writeln!(
                apart,
                "- `{}`: found {count}, expected {}",
                text(&case, "text"),
                case["expected_count"]
            )
            .expect("writes");
        }
    }
    format!("### Ad-hoc rules\n\n{} of `adhoc.jsonl` agree.\n\n{apart}", rate(agree, total))
}
