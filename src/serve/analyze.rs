//! `/analyze`, `/recognizers`, `/supportedentities`: Presidio's analyzer.
//!
//! What differs: a request that cannot be served is a 4xx, never a 500; an entity that no detector finds is refused,
//! where Presidio finds nothing; hits below limpid's thresholds are not there to be asked for; no two findings of
//! limpid's own overlap.

use std::collections::BTreeSet;

use limpid_detectors::{Engine, Entity, Finding, Header};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Service,
    ad_hoc::{self, AdHoc},
    chars::Chars,
    packs::Pack,
    refusal::Refusal,
    work::{Asked, Reply},
};

/// Languages whose names the tagger was measured on (`docs/quality.md`). In others it would miss them in silence.
const LANGUAGES: &[&str] =
    &["da", "de", "en", "es", "fi", "fr", "hr", "hu", "nb", "nl", "nn", "no", "pl", "pt", "sk", "sr", "sv"];
/// Most texts of a request.
const MOST_TEXTS: usize = 10_000;

#[derive(Deserialize)]
struct Request {
    text: Option<Texts>,
    language: Option<String>,
    entities: Option<Vec<String>>,
    score_threshold: Option<f32>,
    /// True, 1 and so on.
    return_decision_process: Option<Value>,
    ad_hoc_recognizers: Option<Value>,
    context: Option<Vec<String>>,
    allow_list: Option<Vec<String>>,
    allow_list_match: Option<String>,
    regex_flags: Option<u32>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

/// A finding as Presidio's clients read it.
#[derive(Serialize)]
struct Found {
    analysis_explanation: Option<Explanation>,
    end: usize,
    entity_type: String,
    score: f32,
    start: usize,
}

#[derive(Serialize)]
struct Explanation {
    recognizer: String,
    pattern_name: Option<String>,
    pattern: Option<String>,
    original_score: f32,
    score: f32,
    textual_explanation: Option<String>,
    score_context_improvement: f32,
    supportive_context_word: String,
    validation_result: Option<bool>,
}

pub(super) fn analyze(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    let mut request: Request = asked.json()?;
    let texts = request.text.take().ok_or_else(|| Refusal::bad("no_text", "No text provided"))?;
    check_language(
        request.language.as_deref().ok_or_else(|| Refusal::bad("no_language", "No language provided"))?,
    )?;
    let pack = service.packs.own();
    let search = Search::new(pack, request)?;
    let find = |text: &String| {
        let found = search.find(text);
        service
            .metrics
            .found(found.iter().filter(|one| search.is_own(one)).map(|one| (one.entity_type.as_str(), 1)));
        found
    };
    match texts {
        Texts::One(text) => Reply::json(&find(&text)),
        Texts::Many(texts) if texts.len() > MOST_TEXTS => {
            Err(Refusal::bad("too_many_texts", format!("more than {MOST_TEXTS} texts in one request")))
        }
        Texts::Many(texts) => Reply::json(&texts.iter().map(find).collect::<Vec<_>>()),
    }
}

pub(super) fn recognizers(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    check_language(asked.parameter("language").unwrap_or("en"))?;
    let detectors = service.packs.own().engine.detectors();
    Reply::json(&detectors.iter().map(|one| one.rule.id.as_str()).collect::<Vec<_>>())
}

pub(super) fn supported_entities(service: &Service, asked: &Asked) -> Result<Reply, Refusal> {
    check_language(asked.parameter("language").unwrap_or("en"))?;
    Reply::json(&entities(&service.packs.own().engine))
}

fn entities(engine: &Engine) -> BTreeSet<&str> {
    engine.detectors().iter().map(|one| one.rule.entity.as_str()).collect()
}

fn check_language(language: &str) -> Result<(), Refusal> {
    if LANGUAGES.contains(&language) {
        return Ok(());
    }
    Err(Refusal::bad("unknown_language", "No matching recognizers were found to serve the request.")
        .hint(format!("the languages are: {}", LANGUAGES.join(", "))))
}

/// What is looked for, and what of it is told.
struct Search<'a> {
    pack: &'a Pack,
    header: Header,
    only: Vec<Entity>,
    ad_hoc: Vec<AdHoc>,
    least: f32,
    context: Vec<String>,
    allowed: Allowed,
    explain: bool,
}

enum Allowed {
    Exactly(Vec<String>),
    Like(regex::Regex),
}

impl<'a> Search<'a> {
    fn new(pack: &'a Pack, request: Request) -> Result<Self, Refusal> {
        let flags = request.regex_flags.unwrap_or(ad_hoc::FLAGS);
        let ad_hoc = ad_hoc::parse(request.ad_hoc_recognizers, flags)?;
        let known = entities(&pack.engine);
        let own = |entity: &Entity| ad_hoc.iter().any(|one| one.entity == *entity);
        let mut only = Vec::new();
        for label in request.entities.unwrap_or_default() {
            let entity = Entity::new(&label).map_err(|_| {
                Refusal::bad("unknown_entity", "an entity's name is no label").hint("letters, digits and _")
            })?;
            if !known.contains(entity.as_str()) && !own(&entity) {
                return Err(Refusal::bad("unknown_entity", format!("no detector finds {entity}"))
                    .hint("GET /supportedentities lists the entities"));
            }
            only.push(entity);
        }
        let list = request.allow_list.unwrap_or_default();
        let allowed = match request.allow_list_match.as_deref() {
            None | Some("exact") => Allowed::Exactly(list),
            Some("regex") if list.is_empty() => Allowed::Exactly(list),
            Some("regex") => Allowed::Like(ad_hoc::regex(&list.join("|"), flags)?),
            Some(_) => return Err(Refusal::bad("bad_allow_list", "allow_list_match must be exact or regex")),
        };
        let context = request.context.unwrap_or_default();
        // Words beside a text say of it what a column's name says of its cells.
        let header = if context.is_empty() { Header::none() } else { pack.engine.header(&context.join(" ")) };
        let explain = match request.return_decision_process {
            None | Some(Value::Null | Value::Bool(false)) => false,
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(Value::String(text)) => !text.is_empty(),
            Some(_) => true,
        };
        let context = context.iter().map(|word| word.to_lowercase()).collect();
        Ok(Self {
            pack,
            header,
            only,
            ad_hoc,
            least: request.score_threshold.unwrap_or(0.0),
            context,
            allowed,
            explain,
        })
    }

    fn find(&self, text: &str) -> Vec<Found> {
        let chars = Chars::new(text);
        let mut found = Vec::new();
        // Asked for entities of its own alone, limpid's detectors have nothing to say.
        let own: Vec<Entity> = self.only.iter().filter(|one| self.knows(one)).cloned().collect();
        if self.only.is_empty() || !own.is_empty() {
            for finding in self.pack.find(text, &self.header, &own) {
                found.extend(self.own(text, &chars, &finding));
            }
        }
        for recognizer in
            self.ad_hoc.iter().filter(|one| self.only.is_empty() || self.only.contains(&one.entity))
        {
            for hit in recognizer.find(text, &self.context) {
                if hit.score >= self.least
                    && !self.allowed.holds(text.get(hit.start..hit.end).unwrap_or_default())
                {
                    found.push(self.foreign(&chars, recognizer, &hit));
                }
            }
        }
        found.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.start.cmp(&other.start)));
        found
    }

    fn knows(&self, entity: &Entity) -> bool {
        self.pack.engine.detectors().iter().any(|one| one.rule.entity == *entity)
    }

    /// Whether a finding's label is one of limpid's: others are a client's words, and are not counted by name.
    fn is_own(&self, found: &Found) -> bool {
        self.ad_hoc.iter().all(|one| one.entity.as_str() != found.entity_type)
    }

    fn own(&self, text: &str, chars: &Chars<'_>, finding: &Finding) -> Option<Found> {
        let rule = self.pack.engine.rule(finding.detector)?;
        let value = text.get(finding.start..finding.end).unwrap_or_default();
        if finding.score < self.least || self.allowed.holds(value) {
            return None;
        }
        let evidence = &finding.evidence;
        let word = evidence.context.and_then(|word| rule.context.get(usize::from(word)));
        let explanation = self.explain.then(|| Explanation {
            recognizer: rule.id.clone(),
            pattern_name: rule
                .pattern
                .as_ref()
                .filter(|_| !evidence.is_tagged())
                .map(|_| rule.description.clone()),
            pattern: rule.pattern.clone().filter(|_| !evidence.is_tagged()),
            original_score: evidence.pattern,
            score: finding.score,
            textual_explanation: evidence
                .is_tagged()
                .then(|| format!("Identified as {} by the tagger", rule.entity)),
            score_context_improvement: word.map_or(0.0, |_| (finding.score - evidence.pattern).max(0.0)),
            supportive_context_word: word.cloned().unwrap_or_default(),
            validation_result: evidence.validated.then_some(true),
        });
        Some(Found {
            analysis_explanation: explanation,
            end: chars.at(finding.end),
            entity_type: rule.entity.to_string(),
            score: finding.score,
            start: chars.at(finding.start),
        })
    }

    fn foreign(&self, chars: &Chars<'_>, recognizer: &AdHoc, hit: &ad_hoc::Hit<'_>) -> Found {
        let explanation = self.explain.then(|| Explanation {
            recognizer: recognizer.name.clone(),
            pattern_name: Some(hit.pattern.to_owned()),
            pattern: None,
            original_score: hit.pattern_score,
            score: hit.score,
            textual_explanation: None,
            score_context_improvement: hit.score - hit.pattern_score,
            supportive_context_word: hit.context.unwrap_or_default().to_owned(),
            validation_result: None,
        });
        Found {
            analysis_explanation: explanation,
            end: chars.at(hit.end),
            entity_type: recognizer.entity.to_string(),
            score: hit.score,
            start: chars.at(hit.start),
        }
    }
}

impl Allowed {
    fn holds(&self, value: &str) -> bool {
        match self {
            Self::Exactly(list) => list.iter().any(|allowed| allowed == value),
            Self::Like(pattern) => pattern.is_match(value),
        }
    }
}
