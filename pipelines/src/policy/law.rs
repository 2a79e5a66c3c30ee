//! Which rule of a policy answers which requirement of a law. Laws are data (`laws/*.toml`); what a detector finds says
//! in its own rule file which provision it answers.

use std::collections::{BTreeMap, BTreeSet};

use limpid_detectors::{Entity, RuleError, Status, embedded_rules};
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::transform::{Action, DatePart, Scope};

/// `(name, TOML text)` of every law; the name is that of the preset that answers it.
pub const LAWS: &[(&str, &str)] = &[
    ("hipaa-safe-harbor", include_str!("../../laws/hipaa-safe-harbor.toml")),
    ("gdpr-pseudonymize", include_str!("../../laws/gdpr-pseudonymize.toml")),
    ("pci-dss", include_str!("../../laws/pci-dss.toml")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Law {
    title: String,
    accepts: Vec<Accept>,
    requirement: Vec<Requirement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    id: String,
    text: String,
    /// Legal tags of rule files; `hipaa:ID` when absent.
    tags: Option<Vec<String>>,
    /// Besides those of the law.
    #[serde(default)]
    accepts: Vec<Accept>,
    /// For single entities, instead of everything else.
    #[serde(default)]
    only: BTreeMap<Entity, Vec<Accept>>,
    #[serde(default)]
    may_keep: BTreeSet<Entity>,
    /// What no policy can say.
    by_hand: Option<String>,
    needs: Option<Need>,
    #[serde(default)]
    one_form: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Need {
    Purpose,
    Domain,
}

/// A way of treating a value that a requirement accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Accept {
    Drop,
    Redact,
    Replace,
    /// Any operator that is different at every occurrence: nothing is derived from the value.
    Random,
    Hash,
    Tokenize,
    Encrypt,
    Surrogate,
    Mask,
    /// At most the first six and the last four characters stay.
    #[serde(rename = "mask_6_4")]
    Mask64,
    DateShift,
    Year,
    #[serde(rename = "age_89")]
    Age89,
    Zip3,
    Generalize,
}

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// By the rules that are named.
    Met,
    /// It is not.
    Unmet,
    /// No policy can say; somebody has to look.
    ByHand,
}

/// A requirement and what answers it.
#[derive(Debug, Clone, Serialize)]
pub struct Met {
    /// Its number in the law.
    pub id: String,
    /// What it asks, in our words.
    pub text: String,
    /// Whether it is met.
    pub state: State,
    /// The rules of the policy that answer it: `US_SSN: replace`.
    pub rules: Vec<String>,
    /// Why it is not met, or what is left to do.
    pub problems: Vec<String>,
}

/// Holds a policy against a law; returns the law's title and every requirement. `None` for a law of another name.
pub fn answers(law: &str, policy: &Policy) -> Result<Option<(String, Vec<Met>)>, RuleError> {
    let Some((_, text)) = LAWS.iter().find(|(name, _)| *name == law) else { return Ok(None) };
    // A test reads every law.
    let Ok(parsed) = toml::from_str::<Law>(text) else { return Ok(None) };
    let looked_for = Looked::of(policy)?;
    let met = parsed.requirement.iter().map(|requirement| answer(&parsed, requirement, policy, &looked_for));
    Ok(Some((parsed.title.clone(), met.collect())))
}

/// Entities by legal tag, and whether the policy looks for them.
struct Looked {
    by_tag: BTreeMap<String, BTreeMap<Entity, bool>>,
}

impl Looked {
    fn of(policy: &Policy) -> Result<Self, RuleError> {
        let selection = &policy.detect.selection;
        let regions = &selection.regions;
        let mut by_tag: BTreeMap<String, BTreeMap<Entity, bool>> = BTreeMap::new();
        for rule in embedded_rules()?.iter().chain(&policy.detectors) {
            // Rules for other regions are not asked for; experiments are nobody's duty.
            let elsewhere = !regions.is_empty()
                && !rule.regions.is_empty()
                && !rule.regions.iter().any(|region| regions.contains(region));
            if elsewhere || rule.status == Status::Experimental {
                continue;
            }
            for tag in &rule.legal {
                let looked = by_tag.entry(tag.clone()).or_default().entry(rule.entity.clone()).or_default();
                *looked |= selection.admits(rule);
            }
        }
        Ok(Self { by_tag })
    }
}

fn answer(law: &Law, requirement: &Requirement, policy: &Policy, looked_for: &Looked) -> Met {
    let mut met = Met {
        id: requirement.id.clone(),
        text: requirement.text.clone(),
        state: State::Met,
        rules: Vec::new(),
        problems: Vec::new(),
    };
    if let Some(what) = &requirement.by_hand {
        return Met { state: State::ByHand, problems: vec![what.clone()], ..met };
    }
    if let Some(need) = requirement.needs {
        let (name, value) = match need {
            Need::Purpose => ("purpose", &policy.purpose),
            Need::Domain => ("domain", &policy.domain),
        };
        match value {
            Some(value) => met.rules.push(format!("{name} = {value:?}")),
            None => met.problems.push(format!("the policy has no `{name}`")),
        }
    } else {
        entities(law, requirement, policy, looked_for, &mut met);
    }
    if !met.problems.is_empty() {
        met.state = State::Unmet;
    }
    met
}

fn entities(law: &Law, requirement: &Requirement, policy: &Policy, looked_for: &Looked, met: &mut Met) {
    let own = [format!("hipaa:{}", requirement.id)];
    let tags = requirement.tags.as_deref().unwrap_or(&own);
    let tagged = tags.iter().filter_map(|tag| looked_for.by_tag.get(tag)).flatten();
    let tagged: BTreeMap<&Entity, bool> = tagged.map(|(entity, looked)| (entity, *looked)).collect();
    let mut forms: Vec<&Action> = Vec::new();
    for (entity, looked) in tagged {
        if !looked {
            met.problems.push(format!("{entity} is not looked for"));
            continue;
        }
        let action = policy.action(entity);
        let accepted = match requirement.only.get(entity) {
            Some(only) => only.iter().any(|accept| accept.holds(action)),
            None => law.accepts.iter().chain(&requirement.accepts).any(|accept| accept.holds(action)),
        };
        if requirement.may_keep.contains(entity) {
            met.rules.push(format!("{entity}: {} (identifies only with others)", action.name()));
        } else if accepted {
            met.rules.push(format!("{entity}: {}", action.name()));
        } else {
            met.problems.push(format!("{entity}: {} does not answer it", action.name()));
        }
        if !forms.contains(&action) {
            forms.push(action);
        }
    }
    if requirement.one_form && forms.len() > 1 {
        met.problems.push("the same number gets two forms, which undo each other".into());
    }
    if met.rules.is_empty() && met.problems.is_empty() {
        met.problems.push("no detector answers it".into());
    }
}

impl Accept {
    fn holds(self, action: &Action) -> bool {
        match (self, action) {
            (Self::Drop, Action::Drop)
            | (Self::Redact, Action::Redact)
            | (Self::Hash, Action::Hash { .. })
            | (Self::Tokenize, Action::Tokenize { .. })
            | (Self::Encrypt, Action::Encrypt { .. })
            | (Self::Surrogate, Action::Surrogate { .. })
            | (Self::Mask, Action::Mask(_))
            | (Self::DateShift, Action::DateShift { .. })
            | (Self::Generalize, Action::Generalize(_) | Action::Round { .. } | Action::TopBottom { .. })
            | (Self::Replace, Action::Replace { .. }) => true,
            (
                Self::Random,
                Action::Surrogate { scope } | Action::Hash { scope, .. } | Action::Tokenize { scope },
            ) => *scope == Scope::Random,
            (Self::Mask64, Action::Mask(mask)) => mask.keep_first <= 6 && mask.keep_last <= 4,
            (Self::Year, Action::Generalize(options)) => options.date == Some(DatePart::Year),
            (Self::Zip3, Action::Generalize(options)) => options.zip3.is_some(),
            (Self::Age89, Action::TopBottom { top: Some(top), .. }) => *top <= 89.0,
            (Self::Age89, Action::Generalize(options)) => options.top.is_some_and(|top| top <= 90.0),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::parse;

    fn unmet(law: &str, text: &str) -> Vec<String> {
        let policy = parse("mine", text).expect("a policy");
        let (_, met) = answers(law, &policy).expect("rules").expect("a law");
        met.into_iter().filter(|met| met.state == State::Unmet).map(|met| met.id).collect()
    }

    #[test]
    fn every_law_is_answered_by_its_preset() {
        for (name, text) in LAWS {
            toml::from_str::<Law>(text).expect("a law");
            assert_eq!(unmet(name, &format!("extends = \"{name}\"")), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn every_requirement_fails_when_its_rules_are_taken_away() {
        for (name, _) in LAWS {
            let preset = format!("extends = \"{name}\"\n");
            let policy = parse("preset", &preset).expect("a policy");
            let (_, met) = answers(name, &policy).expect("rules").expect("a law");
            for one in met.iter().filter(|one| one.state == State::Met) {
                let entities = one.rules.iter().filter(|rule| !rule.contains("with others"));
                let entities = entities.filter_map(|rule| rule.split_once(": "));
                // One of them is enough: reading all rules takes a while.
                for (entity, _) in entities.take(1) {
                    let text = format!("{preset}[entities]\n{entity} = \"keep\"\n");
                    assert!(unmet(name, &text).contains(&one.id), "{name} {} {entity}", one.id);
                }
            }
        }
    }

    #[test]
    fn weak_rules_and_detectors_that_are_off_do_not_answer() {
        let hipaa = |entities: &str| {
            unmet("hipaa-safe-harbor", &format!("extends = \"hipaa-safe-harbor\"\n{entities}"))
        };
        assert_eq!(hipaa("[entities]\nAGE = { top_bottom = { top = 95 } }\n"), ["C"]);
        assert_eq!(hipaa("[entities]\nDATE_OF_BIRTH = { generalize = { date = \"year\" } }\n"), ["C"]);
        assert_eq!(hipaa("[entities]\nUS_ZIP_CODE = { generalize = { prefix = 3 } }\n"), ["B"]);
        // A digest is derived from the number: 164.514(c).
        assert_eq!(hipaa("[entities]\nEMAIL_ADDRESS = \"hash\"\n"), ["F"]);
        assert_eq!(
            hipaa("[entities]\nEMAIL_ADDRESS = { surrogate = { scope = \"random\" } }\n"),
            Vec::<String>::new()
        );
        assert!(hipaa("[detect]\nentities = [\"PERSON\", \"US_ZIP_CODE\"]\n").contains(&"G".to_owned()));
        let pci = |mask: &str| {
            unmet(
                "pci-dss",
                &format!("extends = \"pci-dss\"\n[entities]\nCREDIT_CARD = {{ mask = {{ {mask} }} }}\n"),
            )
        };
        assert_eq!(pci("keep_first = 6, keep_last = 4"), Vec::<String>::new());
        assert_eq!(pci("keep_first = 8, keep_last = 4"), ["3.4.1", "3.5.1"]);
        assert_eq!(unmet("gdpr-pseudonymize", "extends = \"training\""), ["4(5)", "4(5)-domain", "9"]);
    }
}
