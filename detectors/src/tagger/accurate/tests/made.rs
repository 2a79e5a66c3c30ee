//! Makes tiny models whose answers are known.

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) const CLASSES: [&str; 9] =
    ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"];

/// The words of the tiny model, each with the class that its embedding says.
pub(super) const WORDS: [(&str, usize); 46] = [
    ("[PAD]", 0),
    ("[UNK]", 0),
    ("[CLS]", 0),
    ("[SEP]", 0),
    ("aisha", 1),
    ("khan", 2),
    ("jo", 1),
    ("##ao", 1),
    ("silva", 2),
    ("müller", 2),
    ("dr", 1),
    ("mr", 1),
    ("paris", 3),
    ("new", 3),
    ("york", 4),
    ("st", 3),
    ("louis", 4),
    ("acme", 5),
    ("corp", 6),
    ("french", 7),
    ("met", 0),
    ("in", 0),
    ("of", 0),
    ("and", 0),
    ("the", 0),
    ("works", 0),
    ("for", 0),
    ("a", 0),
    (".", 0),
    (",", 0),
    ("'", 0),
    ("s", 0),
    ("-", 0),
    ("(", 2),
    (")", 2),
    ("@", 0),
    ("example", 0),
    ("com", 0),
    ("jean", 1),
    ("pierre", 2),
    ("山", 1),
    ("田", 2),
    ("は", 0),
    ("o", 1),
    ("brien", 2),
    ("\u{131}", 0),
];

pub(super) type Tensors = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

/// Sizes and names of a network to make up.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub(super) kind: &'static str,
    pub(super) hidden: usize,
    pub(super) layers: usize,
    pub(super) heads: usize,
    pub(super) inner: usize,
    pub(super) positions: usize,
}

pub(super) const TINY: Made =
    Made { kind: "bert", hidden: 16, layers: 2, heads: 2, inner: 24, positions: 64 };

impl Made {
    pub(super) fn config(&self) -> String {
        let mut labels = String::new();
        for (at, name) in CLASSES.iter().enumerate() {
            let _ = write!(labels, "{}\"{at}\":\"{name}\"", if at == 0 { "" } else { "," });
        }
        let Self { kind, hidden, layers, heads, inner, positions } = self;
        let sizes = if *kind == "distilbert" {
            format!(
                r#""dim":{hidden},"n_layers":{layers},"n_heads":{heads},"hidden_dim":{inner},"activation":"gelu""#
            )
        } else {
            format!(
                r#""hidden_size":{hidden},"num_hidden_layers":{layers},"num_attention_heads":{heads},
                "intermediate_size":{inner},"hidden_act":"gelu","type_vocab_size":2,"pad_token_id":1"#
            )
        };
        format!(
            r#"{{"model_type":"{kind}","vocab_size":{},"max_position_embeddings":{positions},{sizes},
            "id2label":{{{labels}}},"torch_dtype":"float32"}}"#,
            WORDS.len()
        )
    }

    /// All tensors; `fill` gives the numbers of one by its short name and shape.
    pub(super) fn tensors(&self, mut fill: impl FnMut(&str, &[usize]) -> Vec<f32>) -> Tensors {
        let mut out = Tensors::new();
        let hidden = self.hidden;
        let mut add = |name: String, shape: &[usize]| {
            let values = fill(&name, shape);
            assert_eq!(values.len(), shape.iter().product::<usize>());
            out.insert(name, (shape.to_vec(), values));
        };
        let base = if self.kind == "xlm-roberta" { "roberta" } else { self.kind };
        let mut pair = |name: String, from: Option<usize>, to: usize| {
            match from {
                Some(from) => add(format!("{name}.weight"), &[to, from]),
                None => add(format!("{name}.weight"), &[to]),
            }
            add(format!("{name}.bias"), &[to]);
        };
        pair(format!("{base}.embeddings.LayerNorm"), None, hidden);
        for at in 0..self.layers {
            for (name, from, to) in self.parts() {
                pair(format!("{base}.{}.{at}.{name}", self.layer()), from, to);
            }
        }
        pair("classifier".into(), Some(hidden), CLASSES.len());
        add(format!("{base}.embeddings.word_embeddings.weight"), &[WORDS.len(), hidden]);
        add(format!("{base}.embeddings.position_embeddings.weight"), &[self.positions, hidden]);
        if base != "distilbert" {
            add(format!("{base}.embeddings.token_type_embeddings.weight"), &[2, hidden]);
        }
        out
    }

    pub(super) fn layer(&self) -> &'static str {
        if self.kind == "distilbert" { "transformer.layer" } else { "encoder.layer" }
    }

    /// Query, key, value, output, norm, wide, narrow, norm.
    pub(super) fn parts(&self) -> [(&'static str, Option<usize>, usize); 8] {
        let (hidden, inner) = (self.hidden, self.inner);
        let names = if self.kind == "distilbert" {
            [
                "attention.q_lin",
                "attention.k_lin",
                "attention.v_lin",
                "attention.out_lin",
                "sa_layer_norm",
                "ffn.lin1",
                "ffn.lin2",
                "output_layer_norm",
            ]
        } else {
            [
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
                "attention.output.LayerNorm",
                "intermediate.dense",
                "output.dense",
                "output.LayerNorm",
            ]
        };
        let from =
            [Some(hidden), Some(hidden), Some(hidden), Some(hidden), None, Some(hidden), Some(inner), None];
        let to = [hidden, hidden, hidden, hidden, hidden, inner, hidden, hidden];
        std::array::from_fn(|at| (names[at], from[at], to[at]))
    }

    /// A network that says of each word what [`WORDS`] says, by way of embeddings alone.
    pub(super) fn by_word(&self) -> Tensors {
        self.tensors(|name, shape| {
            let mut values = vec![0.0; shape.iter().product()];
            if name.ends_with("word_embeddings.weight") {
                for (at, (_, class)) in WORDS.iter().enumerate() {
                    values[at * shape[1] + class] = 1.0;
                }
            } else if name == "classifier.weight" {
                for class in 0..CLASSES.len() {
                    values[class * shape[1] + class] = 2.0;
                }
            } else if shape.len() == 1 && name.ends_with("orm.weight") {
                values.fill(1.0);
            }
            values
        })
    }

    /// Seeded random numbers everywhere.
    pub(super) fn random(&self, seed: u64) -> Tensors {
        let mut state = seed;
        self.tensors(|name, shape| {
            let length = shape.iter().product();
            let norm = name.ends_with("orm.weight");
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 40) as f32 / (1 << 23) as f32 - 1.0
            };
            (0..length).map(|_| if norm { 1.0 + 0.2 * next() } else { 0.7 * next() }).collect()
        })
    }
}

pub(super) fn safetensors(tensors: &Tensors) -> Vec<u8> {
    let (mut header, mut data) = (String::from("{"), Vec::new());
    for (name, (shape, values)) in tensors {
        let start = data.len();
        for value in values {
            data.extend_from_slice(&value.to_le_bytes());
        }
        let comma = if start == 0 { "" } else { "," };
        let _ = write!(
            header,
            r#"{comma}"{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{start},{}]}}"#,
            data.len()
        );
    }
    header.push('}');
    let mut out = (header.len() as u64).to_le_bytes().to_vec();
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(&data);
    out
}

pub(super) fn tokenizer() -> String {
    let vocabulary: Vec<String> =
        WORDS.iter().enumerate().map(|(at, (word, _))| format!("{}:{at}", serde_json::json!(word))).collect();
    let special: Vec<String> = WORDS[..4]
        .iter()
        .enumerate()
        .map(|(at, (word, _))| {
            format!(
                r#"{{"id":{at},"content":"{word}","single_word":false,"lstrip":false,"rstrip":false,
                "normalized":false,"special":true}}"#
            )
        })
        .collect();
    format!(
        r###"{{"version":"1.0","truncation":{{"direction":"Right","max_length":8,"strategy":"LongestFirst","stride":0}},
        "padding":{{"strategy":{{"Fixed":32}},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,
        "pad_type_id":0,"pad_token":"[PAD]"}},
        "added_tokens":[{}],
        "normalizer":{{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
        "strip_accents":false,"lowercase":true}},
        "pre_tokenizer":{{"type":"BertPreTokenizer"}},
        "post_processor":{{"type":"TemplateProcessing",
        "single":[{{"SpecialToken":{{"id":"[CLS]","type_id":0}}}},{{"Sequence":{{"id":"A","type_id":0}}}},
        {{"SpecialToken":{{"id":"[SEP]","type_id":0}}}}],
        "pair":[{{"Sequence":{{"id":"A","type_id":0}}}},{{"Sequence":{{"id":"B","type_id":0}}}}],
        "special_tokens":{{"[CLS]":{{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]}},
        "[SEP]":{{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}}}}},
        "decoder":null,
        "model":{{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
        "max_input_chars_per_word":100,"vocab":{{{}}}}}}}"###,
        special.join(","),
        vocabulary.join(",")
    )
}
