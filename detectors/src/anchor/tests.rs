//! The anchors against their slow twin, which tries every pattern everywhere.

use std::sync::LazyLock;

use proptest::prelude::*;

use limpid_patterns::{Anchor, Sign};

use super::{
    automaton::{Automaton, READ},
    memory::{Memory, UNKNOWN},
};
use crate::{
    Engine, Finding, Header, Selection, Set, TaggerKind, compile::Pattern, embedded_rules,
    embedded_rules_with_examples,
};

static BOTH: LazyLock<(Engine, Engine)> = LazyLock::new(|| {
    let selection = Selection { set: Set::Deep, tagger: TaggerKind::None, ..Selection::default() };
    let engine = || Engine::embedded(&selection).expect("compiles");
    (engine(), engine().without_anchors())
});

/// What stands in the rules' examples, without the marks.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rules = embedded_rules_with_examples().expect("parse");
    let texts = rules.iter().flat_map(|rule| {
        let examples = rule.examples.iter().map(|example| example.text.replace(['«', '»'], ""));
        examples.chain(rule.counter_examples.iter().map(|example| example.text.clone()))
    });
    texts.collect()
});

fn found(engine: &Engine, text: &str) -> (Vec<Finding>, Vec<Finding>) {
    let (mut counting, mut all) = (Vec::new(), Vec::new());
    engine.detect(text, &Header::none(), &mut counting);
    engine.candidates(text, &Header::none(), &mut all);
    all.sort_by_key(|finding| (finding.detector, finding.start, finding.end, finding.evidence.view as u8));
    (counting, all)
}

#[test]
fn no_rule_that_ships_is_tried_everywhere() {
    assert_eq!(
        BOTH.0.tried_everywhere().map(|rule| rule.id.as_str()).collect::<Vec<_>>(),
        Vec::<&str>::new()
    );
    assert!(BOTH.1.tried_everywhere().count() > 700);
}

#[test]
fn few_literals_are_looked_for_in_words_or_behind_each_space() {
    let selection = Selection { tagger: TaggerKind::None, ..Selection::default() };
    let engine = Engine::embedded(&selection).expect("compiles");
    let everywhere = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
    let costly = engine.detectors.iter().filter(|detector| match &detector.pattern {
        Some(Pattern { facts, .. }) => {
            matches!(&facts.anchor, Anchor::Literal(mark) if mark.first_anywhere().meets(everywhere))
        }
        None => false,
    });
    // `dbPassword` and its like end in what tells them: a hundredth of what prose costs, which such keys are worth.
    let worth_it = ["secrets.password_in_name", "secrets.password_in_name_quoted"];
    assert_eq!(costly.map(|detector| detector.rule.id.as_str()).collect::<Vec<_>>(), worth_it);
}

#[test]
fn examples_are_found_all_the_same() {
    for text in TEXTS.iter().step_by(if cfg!(debug_assertions) { 7 } else { 1 }) {
        assert_eq!(found(&BOTH.0, text), found(&BOTH.1, text), "{text:?}");
    }
}

#[test]
fn a_word_helps_what_stands_near_it_wherever_else_the_same_stands() {
    let far = "nothing of note was said; ".repeat(12);
    let text = format!("H12234567 {far} driver license H12234567 {far} H12234567");
    let (counting, all) = found(&BOTH.0, &text);
    assert_eq!((counting.clone(), all), found(&BOTH.1, &text));
    let starts: Vec<usize> = counting.iter().map(|finding| finding.start).collect();
    assert_eq!(starts, [text.find("license H").expect("stands there") + 8]);
}

/// Each rule says within few bytes that a long word is not its value, in whatever letters: otherwise a text without spaces is
/// read again and again, once for each of its letters.
#[test]
fn a_long_word_is_not_read_to_its_end_from_each_of_its_letters() {
    let words = [
        "ที่ผู้คนอาศัยอยู่อย่างสงบ",
        "我们今天去北京大学学习中文",
        "потомучтоживут",
        "q7Xk2vRbN9dTzLmP4wYcHs8fGjUaEo1i",
    ]
    .map(|word| word.repeat(40));
    for rule in embedded_rules().expect("parse") {
        let Some(pattern) = Pattern::of(rule).expect("compiles") else { continue };
        let Anchor::Start(start) = &pattern.facts.anchor else { continue };
        let automaton = Automaton::new(&[(0, &start.tail, true)]).expect("is small");
        let mut memory = Memory::new(&automaton);
        // What a digit announces is not tried in a word without one.
        let needs_digit = matches!(start.sign, Sign::Digit | Sign::DigitAhead);
        for word in
            words.iter().filter(|word| !needs_digit || word.contains(|letter: char| letter.is_ascii_digit()))
        {
            let places =
                (0..word.len() - READ).step_by(5).filter(|place| start.first.has(word.as_bytes()[*place]));
            for place in places {
                let read = memory.read(
                    &automaton,
                    word.as_bytes(),
                    (place, place + READ),
                    &mut UNKNOWN.clone(),
                    &mut Vec::new(),
                );
                assert!(matches!(read, Ok(false)), "{} reads on in {:.9}", rule.id, word);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Parts of examples run into each other, cut anywhere.
    #[test]
    fn mixtures_are_found_all_the_same(
        parts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, 1usize..60, "[ -.,;:a-zA-Z0-9\\né密ьาم]{0,3}"), 1..6),
    ) {
        let mut text = String::new();
        for (which, from, length, joint) in &parts {
            text.extend(which.get(&TEXTS).chars().skip(*from).take(*length));
            text.push_str(joint);
        }
        prop_assert_eq!(found(&BOTH.0, &text), found(&BOTH.1, &text), "{:?}", text);
    }
}
