//! `/anonymize`, `/deanonymize`, `/anonymizers`, `/deanonymizers`: Presidio's anonymizer.
//!
//! What differs: a request without `analyzer_results` is refused, where Presidio sends the text back as it came.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Service,
    chars::Chars,
    conflicts::{Span, settle},
    operators::{ANONYMIZERS, DEANONYMIZERS, Operator},
    packs::Pack,
    refusal::Refusal,
    work::{Asked, Reply},
};

/// The key of the operator for entities that have none of their own.
const DEFAULT: &str = "DEFAULT";

#[derive(Deserialize)]
struct Anonymize {
    #[serde(default)]
    text: String,
    #[serde(default)]
    anonymizers: Option<Operators>,
    analyzer_results: Option<Vec<Region>>,
}

#[derive(Deserialize)]
struct Deanonymize {
    #[serde(default)]
    text: String,
    #[serde(default)]
    deanonymizers: Option<Operators>,
    #[serde(default)]
    anonymizer_results: Option<Vec<Region>>,
}

/// By entity.
type Operators = BTreeMap<String, Map<String, Value>>;

/// A region of the text; code points.
#[derive(Deserialize)]
struct Region {
    start: i64,
    end: i64,
    entity_type: String,
    #[serde(default)]
    score: f64,
}

#[derive(Debug, Serialize)]
struct Treated {
    text: String,
    items: Vec<Item>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Item {
    start: usize,
    end: usize,
    entity_type: String,
    text: String,
    operator: &'static str,
}

pub(super) fn anonymize(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    let request: Anonymize = content(asked)?;
    let regions = request.analyzer_results.ok_or_else(|| {
        Refusal::impossible("no_analyzer_results", "there are no analyzer_results")
            .hint("send what /analyze found; an empty list where that is nothing")
    })?;
    let operators = Chosen::new(request.anonymizers, ANONYMIZERS, Operator::Replace(None))?;
    let chars = Chars::new(&request.text);
    let spans = settle(spans(regions, &chars)?, |start, end| {
        let between = chars.slice(start, end);
        !between.is_empty() && between.bytes().all(|byte| byte == b' ')
    });
    Reply::json(&operate(service.packs.own(), &chars, &spans, &operators)?)
}

pub(super) fn deanonymize(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    let request: Deanonymize = content(asked)?;
    let operators = Chosen::new(request.deanonymizers, DEANONYMIZERS, Operator::KeepMasked)?;
    let chars = Chars::new(&request.text);
    let mut spans = spans(request.anonymizer_results.unwrap_or_default(), &chars)?;
    spans.sort_by_key(|span| (span.start, span.end));
    if spans.windows(2).any(|pair| matches!(pair, [one, other] if other.start < one.end)) {
        return Err(Refusal::impossible("overlapping_results", "the anonymizer_results overlap"));
    }
    Reply::json(&operate(service.packs.own(), &chars, &spans, &operators)?)
}

pub(super) fn anonymizers(_: &Service, _: &Asked) -> Result<Reply, Refusal> {
    Reply::json(&ANONYMIZERS)
}

pub(super) fn deanonymizers(_: &Service, _: &Asked) -> Result<Reply, Refusal> {
    Reply::json(&DEANONYMIZERS)
}

/// The request; an empty one is none.
fn content<T: serde::de::DeserializeOwned>(asked: &Asked) -> Result<T, Refusal> {
    let value: Map<String, Value> = asked.json()?;
    if value.is_empty() {
        return Err(Refusal::bad("empty_request", "Invalid request json"));
    }
    serde_json::from_value(Value::Object(value)).map_err(|_| {
        Refusal::impossible("wrong_form", "the request does not have the expected form").hint(
            "text is a string; each result has start, end and entity_type; operators are objects by entity",
        )
    })
}

fn spans(regions: Vec<Region>, chars: &Chars<'_>) -> Result<Vec<Span>, Refusal> {
    let len = chars.len();
    let span = |Region { start, end, entity_type: entity, score }| match (
        usize::try_from(start),
        usize::try_from(end),
    ) {
        (Ok(start), Ok(end)) if start <= end && end <= len => Ok(Span { start, end, entity, score }),
        _ => Err(Refusal::impossible(
            "bad_offsets",
            format!(
                "Invalid analyzer result, start: {start} and end: {end}, while text length is only {len}."
            ),
        )
        .hint("offsets count Unicode code points")),
    };
    regions.into_iter().map(span).collect()
}

/// The operators of a request.
struct Chosen {
    by_entity: BTreeMap<String, Operator>,
    default: Operator,
}

impl Chosen {
    fn new(operators: Option<Operators>, known: &[&str], default: Operator) -> Result<Self, Refusal> {
        let mut chosen = Self { by_entity: BTreeMap::new(), default };
        for (entity, parameters) in operators.unwrap_or_default() {
            let operator = Operator::parse(&parameters, known)?;
            if entity == DEFAULT {
                chosen.default = operator;
            } else {
                chosen.by_entity.insert(entity, operator);
            }
        }
        Ok(chosen)
    }
}

/// Replaces from the end to the start; the items come in that order, with offsets in the new text.
fn operate(pack: &Pack, chars: &Chars<'_>, spans: &[Span], operators: &Chosen) -> Result<Treated, Refusal> {
    let mut pieces = Vec::with_capacity(spans.len() * 2 + 1);
    let mut items = Vec::with_capacity(spans.len());
    let (mut last, mut behind) = (chars.len(), 0);
    for span in spans.iter().rev() {
        let operator = operators.by_entity.get(&span.entity).unwrap_or(&operators.default);
        let text = operator.apply(pack, &span.entity, chars.slice(span.start, span.end))?;
        // Of two that overlap, the later one was applied whole.
        let end = span.end.min(last);
        behind += last - end;
        pieces.push(chars.slice(end, last).to_owned());
        let len = text.chars().count();
        // Counted from the end until the length is known.
        items.push(Item {
            start: behind + len,
            end: behind,
            entity_type: span.entity.clone(),
            text: text.clone(),
            operator: operator.name(),
        });
        behind += len;
        pieces.push(text);
        last = span.start;
    }
    pieces.push(chars.slice(0, last).to_owned());
    let whole = behind + last;
    for item in &mut items {
        (item.start, item.end) = (whole - item.start, whole - item.end);
    }
    Ok(Treated { text: pieces.into_iter().rev().collect(), items })
}
