//! What the service works with: its policy, and the ready-made ones by name, compiled when first asked for.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use limpid_detectors::{Engine, Entity, Finding, Header, UNSEARCHED};
use limpid_pipelines::{
    key::{KeyRing, MasterKey},
    known::{KnownList, read_list, search},
    policy::{AllowList, Policy, parse, preset},
    transform::{Action, Cell, build},
};

use super::refusal::Refusal;
use crate::error::CliError;

/// A policy, ready to be applied.
pub(super) struct Pack {
    pub(super) policy: Policy,
    pub(super) engine: Arc<Engine>,
    pub(super) keys: Arc<KeyRing>,
    pub(super) list: Option<Arc<KnownList>>,
    allow: AllowList,
}

impl Pack {
    fn new(policy: Policy, master: &MasterKey) -> Result<Self, CliError> {
        let engine = Arc::new(policy.engine()?);
        let list = policy.detect.known_values.as_ref().map(|path| read_list(path, &engine)).transpose()?;
        let keys = Arc::new(KeyRing::of(master.clone(), &policy));
        Ok(Self { allow: policy.allow_list(), policy, engine, keys, list: list.map(Arc::new) })
    }

    /// What is found in a text, as `limpid detect` finds it, without what the policy allows.
    ///
    /// Asked for some entities alone, one that lost its region to another that nobody asked for counts again.
    pub(super) fn find(&self, text: &str, header: &Header, only: &[Entity]) -> Vec<Finding> {
        let engine = &self.engine;
        let mut found = search(engine, text, header, self.list.as_deref());
        if !only.is_empty() {
            let wanted = |finding: &Finding| {
                engine
                    .entity(finding)
                    .is_some_and(|entity| only.contains(entity) || entity.as_str() == UNSEARCHED)
            };
            found.retain(wanted);
            let mut others = Vec::new();
            engine.candidates(text, header, &mut others);
            others.retain(|finding| {
                let enough = engine
                    .rule(finding.detector)
                    .map(|rule| self.policy.detect.selection.min_score_for(rule));
                wanted(finding)
                    && enough.is_some_and(|enough| finding.score >= enough)
                    && !found.iter().any(|winner| winner.overlaps(finding))
            });
            limpid_detectors::resolve(&mut others);
            found.append(&mut others);
        }
        found.retain(|finding| !self.allow.holds(text.get(finding.start..finding.end).unwrap_or_default()));
        found
    }

    /// What the policy does to a value. What it cannot treat, and what it has no entity for, becomes a tag.
    pub(super) fn treat(&self, entity: &str, value: &str) -> Result<String, Refusal> {
        let tag = || format!("<{entity}>");
        let Ok(label) = Entity::new(entity) else { return Ok(tag()) };
        let action = self.policy.action(&label);
        if *action == Action::Keep {
            return Ok(value.to_owned());
        }
        let Ok(transform) = build(action, &label, &self.keys) else { return Ok(tag()) };
        let mut out = String::new();
        let cell = Cell { value, document: b"", occurrence: 0, subject: None, people: &[] };
        Ok(transform.rewrite(&cell, &mut out).map_or_else(|_| tag(), |()| out))
    }

    /// A policy without a tagger, compiled once.
    #[cfg(test)]
    pub(super) fn for_tests() -> &'static Self {
        static PACK: std::sync::LazyLock<Pack> = std::sync::LazyLock::new(|| {
            let mut policy = parse("rag", preset("rag").unwrap()).unwrap();
            policy.detect.selection.tagger = limpid_detectors::TaggerKind::None;
            Pack::new(policy, &MasterKey::ephemeral([7; 32])).unwrap()
        });
        &PACK
    }
}

/// The policies of a service.
pub struct Packs {
    own: Arc<Pack>,
    master: MasterKey,
    others: Mutex<BTreeMap<String, Arc<Pack>>>,
}

impl Packs {
    /// Compiles the service's own policy.
    pub fn new(policy: Policy, master: MasterKey) -> Result<Self, CliError> {
        let own = Arc::new(Pack::new(policy, &master)?);
        Ok(Self { own, master, others: Mutex::default() })
    }

    pub(super) fn own(&self) -> &Arc<Pack> {
        &self.own
    }

    /// The ready-made policy of this name: never a file, a client has no business on this machine's disk.
    pub(super) fn named(&self, name: &str) -> Result<Arc<Pack>, Refusal> {
        let Some(text) = preset(name) else {
            return Err(Refusal::bad("unknown_policy", "there is no ready-made policy of this name")
                .hint("`limpid policy list` shows them; without a name, the service's own is taken"));
        };
        let mut others = self.others.lock().map_err(|_| Refusal::internal())?;
        if let Some(pack) = others.get(name) {
            return Ok(Arc::clone(pack));
        }
        let policy = parse(name, text).map_err(|_| Refusal::internal())?;
        let pack = Arc::new(Pack::new(policy, &self.master)?);
        others.insert(name.to_owned(), Arc::clone(&pack));
        Ok(pack)
    }
}
