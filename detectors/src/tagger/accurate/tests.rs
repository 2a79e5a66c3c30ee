#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small numbers")]

mod made;

use super::encoder::Encoder;
use super::*;
use crate::tagger::windows::WINDOW;
use made::{CLASSES, Made, TINY, Tensors, WORDS, safetensors, tokenizer};

fn open(config: &str, tokenizer: &str, weights: &[u8]) -> Result<AccurateTagger, AccurateError> {
    AccurateTagger::from_files(Files { config: config.as_bytes(), tokenizer: tokenizer.as_bytes(), weights })
}

fn by_word(made: Made) -> AccurateTagger {
    open(&made.config(), &tokenizer(), &safetensors(&made.by_word())).expect("a model")
}

fn found<'t>(tagger: &AccurateTagger, text: &'t str) -> Vec<(&'t str, Label)> {
    let mut tags = Vec::new();
    tagger.tag(text, Mode::Prose, &mut tags);
    assert!(tags.windows(2).all(|pair| pair[0].end <= pair[1].start));
    assert!(tags.iter().all(|tag| tag.score > 0.0 && tag.score <= 1.0));
    tags.iter().map(|tag| (&text[tag.start..tag.end], tag.label)).collect()
}

#[test]
fn spans_are_whole_names() {
    use Label::{Location, Organization, Person};
    let tagger = by_word(TINY);
    for (text, expected) in [
        (
            "Aisha Khan met Aisha in New York.",
            vec![("Aisha Khan", Person), ("Aisha", Person), ("New York", Location)],
        ),
        ("Dr. Aisha Khan's works", vec![("Aisha Khan", Person)]),
        ("the Mr. met (Khan) , Khan", vec![("Khan", Person), ("Khan", Person)]),
        ("Joao Silva and JOAO", vec![("Joao Silva", Person), ("JOAO", Person)]),
        ("the Acme Corp, Paris", vec![("Acme Corp", Organization), ("Paris", Location)]),
        ("Jean-Pierre met O'Brien", vec![("Jean-Pierre", Person), ("O'Brien", Person)]),
        ("— é Müller’s 漢 Aisha\u{301} — ok", vec![("Müller", Person)]),
        ("met 山田は in", vec![("山田", Person)]),
        ("the french aisha@example.com", vec![]),
        ("[CLS] Aisha [SEP] [MASK] Khan", vec![("Aisha", Person), ("Khan", Person)]),
        ("Aisha Aisha", vec![("Aisha", Person), ("Aisha", Person)]),
    ] {
        assert_eq!(found(&tagger, text), expected, "{text}");
    }
}

/// The network in plain loops, from the same tensors: the probabilities of all classes, token after token.
fn plainly(made: Made, tensors: &Tensors, ids: &[u32]) -> Vec<f32> {
    let base = if made.kind == "xlm-roberta" { "roberta" } else { made.kind };
    let values = |name: &str| &tensors.get(name).unwrap_or_else(|| panic!("{name}")).1;
    let linear = |name: &str, x: &[f32]| -> Vec<f32> {
        let (weight, bias) = (values(&format!("{name}.weight")), values(&format!("{name}.bias")));
        let rows = weight.chunks(x.len()).zip(bias);
        rows.map(|(row, bias)| row.iter().zip(x).map(|(w, x)| w * x).sum::<f32>() + bias).collect()
    };
    let norm = |name: &str, x: &[f32]| -> Vec<f32> {
        let (weight, bias) = (values(&format!("{name}.weight")), values(&format!("{name}.bias")));
        let n = x.len() as f32;
        let mean = x.iter().sum::<f32>() / n;
        let spread = (x.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / n + 1e-12).sqrt();
        x.iter().zip(weight).zip(bias).map(|((x, w), b)| (x - mean) / spread * w + b).collect()
    };
    let softmax = |x: &[f32]| -> Vec<f32> {
        let top = x.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = x.iter().map(|x| (x - top).exp()).sum();
        x.iter().map(|x| (x - top).exp() / sum).collect()
    };
    let plus = |x: &[f32], y: &[f32]| -> Vec<f32> { x.iter().zip(y).map(|(x, y)| x + y).collect() };
    // The error function by its series, exact enough for |x| < 5.
    let erf = |x: f64| -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..200_u32 {
            term *= -x * x / f64::from(n);
            sum += term / f64::from(2 * n + 1);
        }
        if x.abs() < 5.0 { sum * 2.0 / std::f64::consts::PI.sqrt() } else { x.signum() }
    };
    let gelu = |x: f32| (0.5 * f64::from(x) * (1.0 + erf(f64::from(x) / 2_f64.sqrt()))) as f32;
    let row = |name: &str, at: usize| {
        let all = values(&format!("{base}.embeddings.{name}_embeddings.weight"));
        all[at * made.hidden..(at + 1) * made.hidden].to_vec()
    };
    let first = if base == "roberta" { 2 } else { 0 };
    let mut x: Vec<Vec<f32>> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let mut sum = plus(&row("word", *id as usize), &row("position", at + first));
        if base != "distilbert" {
            sum = plus(&sum, &row("token_type", 0));
        }
        x.push(norm(&format!("{base}.embeddings.LayerNorm"), &sum));
    }
    let width = made.hidden / made.heads;
    for layer in 0..made.layers {
        let name = |part: usize| format!("{base}.{}.{layer}.{}", made.layer(), made.parts()[part].0);
        let all = |part: usize, x: &[Vec<f32>]| x.iter().map(|x| linear(&name(part), x)).collect::<Vec<_>>();
        let (query, key, value) = (all(0, &x), all(1, &x), all(2, &x));
        for at in 0..x.len() {
            let mut mixed = Vec::new();
            for head in 0..made.heads {
                let part = head * width..(head + 1) * width;
                let scores: Vec<f32> = (key.iter())
                    .map(|key| {
                        let dot: f32 =
                            key[part.clone()].iter().zip(&query[at][part.clone()]).map(|(k, q)| k * q).sum();
                        dot / (width as f32).sqrt()
                    })
                    .collect();
                let weights = softmax(&scores);
                mixed.extend(part.map(|d| weights.iter().zip(&value).map(|(w, v)| w * v[d]).sum::<f32>()));
            }
            let attended = norm(&name(4), &plus(&x[at], &linear(&name(3), &mixed)));
            let wide: Vec<f32> = linear(&name(5), &attended).into_iter().map(gelu).collect();
            x[at] = norm(&name(7), &plus(&attended, &linear(&name(6), &wide)));
        }
    }
    x.iter().flat_map(|x| softmax(&linear("classifier", x))).collect()
}

#[test]
fn the_network_computes_what_plain_loops_compute() {
    for kind in ["bert", "distilbert", "roberta", "xlm-roberta"] {
        let made = Made { kind, ..TINY };
        let tensors = made.random(7);
        let config = Config::read(made.config().as_bytes()).expect("a configuration");
        let encoder = Encoder::read(&config, &safetensors(&tensors)).expect("a network");
        let rows = [[2, 4, 5, 20, 12, 3], [2, 9, 9, 30, 41, 3]];
        let ours = encoder.probabilities(rows.as_flattened(), 2).expect("probabilities");
        let theirs = rows.iter().flat_map(|row| plainly(made, &tensors, row)).collect::<Vec<_>>();
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours - theirs).abs() < 2e-5, "{kind}: {ours} {theirs}");
        }
        assert!(
            ours.iter().any(|p| *p > 0.3) && ours.iter().any(|p| *p < 0.05),
            "{kind} tells nothing apart"
        );
    }
}

/// A tokenizer that cuts into bytes, and one that joins a space to the word behind it.
#[test]
fn other_tokenizers_give_exact_spans() {
    let bytes = r#"{"version":"1.0","added_tokens":[],"normalizer":null,"decoder":null,
        "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
        "post_processor":{"type":"RobertaProcessing","sep":["s",3],"cls":["c",2],"trim_offsets":true,
        "add_prefix_space":false},
        "model":{"type":"BPE","unk_token":"?","merges":[],
        "vocab":{"?":1,"c":2,"s":3,"k":4,"Ã":6,"©":5,"Ġ":20,"a":21,".":28,"ð":0,"Ł":0}}}"#;
    let spaces = r#"{"version":"1.0","added_tokens":[],"normalizer":null,"decoder":null,
        "pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
        "post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}},
        {"SpecialToken":{"id":"s","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},
        {"Sequence":{"id":"B","type_id":0}}],"special_tokens":{"s":{"id":"s","ids":[3],"tokens":["s"]}}},
        "model":{"type":"Unigram","unk_id":1,"vocab":[["pad",0],["?",-9],["c",-9],["s",-9],["▁k",-1],["é",-1],
        ["▁é",-2],["x7",-9],["x8",-9],["k",-2],["x10",-9],["x11",-9],["x12",-9],["x13",-9],["x14",-9],["x15",-9],
        ["x16",-9],["x17",-9],["x18",-9],["x19",-9],["▁",-3],["a",-3]]}}"#;
    for tokenizer in [bytes, spaces] {
        let tagger = open(&TINY.config(), tokenizer, &safetensors(&TINY.by_word())).expect("a model");
        for text in ["k", "a k. 🎈 k", "🎈🎈 (k) a", "a  \u{a0} k\n\n k", "k's", "é", "🎈 é, k é"]
        {
            let found = found(&tagger, text);
            assert!(found.iter().all(|(name, _)| ["k", "é", "k é"].contains(name)), "{text} {found:?}");
            assert!(!found.is_empty(), "{text}");
        }
    }
}

#[test]
fn cutting_changes_no_answer() {
    let whole = by_word(Made { positions: 512, ..TINY });
    let cut = by_word(Made { positions: 12, ..TINY });
    let text =
        "Aisha Khan met Joao Silva of Acme Corp in New York, and the works of Müller in Paris. ".repeat(20);
    let expected = found(&whole, &text);
    assert_eq!(expected.len(), 120);
    assert_eq!(found(&cut, &text), expected);
}

#[test]
fn long_texts_are_read_to_their_end() {
    let tagger = by_word(TINY);
    let text = "the works of Aisha Khan in é ".repeat(WINDOW / 20);
    assert!(text.len() > WINDOW + WINDOW / 3);
    let all = found(&tagger, &text);
    assert_eq!(all.len(), WINDOW / 20);
    assert!(all.iter().all(|found| *found == ("Aisha Khan", Label::Person)));
}

#[test]
fn what_cannot_be_read_is_one_name() {
    let mut tensors = TINY.by_word();
    // Finite, but too much for what stands in the embedding of «Paris».
    tensors.get_mut("classifier.weight").expect("a tensor").1[3 * TINY.hidden + 3] = 3.0e38;
    let tagger = open(&TINY.config(), &tokenizer(), &safetensors(&tensors)).expect("a model");
    assert_eq!(found(&tagger, "the works"), []);
    let text = "the works in Paris .";
    assert_eq!(found(&tagger, text), [(text, Label::Person)]);
    let text = format!("{text}{}", " the works of Aisha".repeat(WINDOW / 15));
    let all = found(&tagger, &text);
    assert!(all[0].0.len() > WINDOW / 2 && all[0].0.starts_with(&text[..30]));
    assert_eq!(all.last(), Some(&("Aisha", Label::Person)));
}

#[test]
fn any_text_is_taken() {
    for tagger in [by_word(TINY), open_random(TINY)] {
        for text in [
            "",
            " ",
            "\n",
            "\0",
            "\0\u{1}\u{7f}\u{200b}",
            "\u{feff}",
            "\u{fffd}\u{10ffff}",
            "....",
            "'",
            "'s",
            "Dr.",
            "e\u{301}\u{301}\u{301}",
            "😀👨‍👩‍👧",
            "ﷺ",
            "İstanbul",
            "\u{e31}山",
            "@",
            "http://",
            "[PAD][PAD]",
            "##ao",
        ] {
            found(&tagger, text);
            found(&tagger, &text.repeat(50));
        }
        found(&tagger, &"x".repeat(300_000));
        found(&tagger, &"山".repeat(3_000));
        found(&tagger, &format!("Aisha {} Khan", "é".repeat(5_000)));
    }
}

fn open_random(made: Made) -> AccurateTagger {
    open(&made.config(), &tokenizer(), &safetensors(&made.random(11))).expect("a model")
}

#[test]
fn tags_of_earlier_texts_are_left_alone() {
    let tagger = by_word(TINY);
    let mut tags = vec![Tag { start: 5, end: 900, label: Label::Nrp, score: 0.5 }];
    tagger.tag("met Aisha", Mode::Cell, &mut tags);
    assert_eq!(tags.len(), 2);
    assert_eq!((tags[1].start, tags[1].end), (4, 9));
}

#[test]
fn the_same_on_every_thread() {
    let tagger = open_random(TINY);
    let text = "Aisha Khan met Joao Silva of Acme Corp in New York , a french works .".repeat(40);
    let tag = || {
        let mut tags = Vec::new();
        tagger.tag(&text, Mode::Prose, &mut tags);
        tags
    };
    let expected = tag();
    assert!(!expected.is_empty());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(tag)).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("a thread"), expected);
        }
    });
    let again = open_random(TINY);
    assert_eq!(again.digest(), tagger.digest());
    assert_ne!(by_word(TINY).digest(), tagger.digest());
    assert_eq!(tagger.name(), "accurate");
}

#[test]
fn damaged_weights_are_refused() {
    let (config, tokenizer) = (TINY.config(), tokenizer());
    let good = safetensors(&TINY.by_word());
    let refused = |weights: &[u8]| open(&config, &tokenizer, weights).expect_err("refused");
    for length in [0, 1, 7, 8, 9, 100, good.len() / 2, good.len() - 4, good.len() - 1] {
        assert_eq!(refused(&good[..length]), AccurateError::Truncated { found: length });
    }
    let longer = [good.as_slice(), b"more"].concat();
    assert_eq!(refused(&longer), AccurateError::Truncated { found: longer.len() });
    assert_eq!(refused(b"PK\x03\x04 a pickle of torch, zipped"), AccurateError::NotSafetensors);
    assert_eq!(refused(b"{\"model_type\":\"bert\"}"), AccurateError::NotSafetensors);

    let without = |name: &str| {
        let mut tensors = TINY.by_word();
        tensors.remove(name).expect("a tensor");
        safetensors(&tensors)
    };
    for name in ["classifier.bias", "bert.encoder.layer.1.output.LayerNorm.weight"] {
        assert_eq!(refused(&without(name)), AccurateError::NoTensor { name: name.into() });
    }
    let mut tensors = TINY.by_word();
    tensors.get_mut("classifier.bias").expect("a tensor").1[3] = f32::NAN;
    assert_eq!(refused(&safetensors(&tensors)), AccurateError::Numbers { name: "classifier.bias".into() });
    let wide = Made { inner: 25, ..TINY };
    assert_eq!(
        open(&wide.config(), &tokenizer, &good).expect_err("refused"),
        AccurateError::Shape {
            name: "bert.encoder.layer.0.intermediate.dense.weight".into(),
            expected: vec![25, 16],
            found: vec![24, 16],
        }
    );
}

#[test]
fn old_names_of_norms_are_read() {
    let renamed = TINY.by_word().into_iter().map(|(name, tensor)| {
        (name.replace("Norm.weight", "Norm.gamma").replace("Norm.bias", "Norm.beta"), tensor)
    });
    let weights = safetensors(&renamed.collect());
    let tagger = open(&TINY.config(), &tokenizer(), &weights).expect("a model");
    assert_eq!(found(&tagger, "met Aisha"), [("Aisha", Label::Person)]);
}

#[test]
fn other_configurations_are_refused() {
    let (good, tokenizer, weights) = (TINY.config(), tokenizer(), safetensors(&TINY.by_word()));
    let refused = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        open(&good.replace(from, to), &tokenizer, &weights).expect_err(to).to_string()
    };
    let message = refused(r#""bert""#, r#""deberta-v2""#);
    assert!(message.contains("deberta-v2") && message.contains(config::SUPPORTED), "{message}");
    let message = refused(r#""model_type""#, r#""architectures":["BertForMaskedLM"],"model_type""#);
    assert!(message.contains("BertForMaskedLM"), "{message}");
    for (from, to) in [
        (r#""hidden_size":16"#, r#""hidden_size":0"#),
        (r#""hidden_size":16"#, r#""hidden_size":17"#),
        (r#""hidden_size":16"#, r#""hidden_size":18446744073709551615"#),
        (r#""hidden_size":16,"#, ""),
        (r#""hidden_act":"gelu""#, r#""hidden_act":"silu""#),
        (r#""max_position_embeddings":64"#, r#""max_position_embeddings":2"#),
        (r#""vocab_size""#, r#""position_embedding_type":"relative_key","vocab_size""#),
        (r#""8":"I-MISC""#, r#""9":"I-MISC""#),
        (r#""8":"I-MISC""#, r#""8":7"#),
        (r#"{"model_type""#, r#"["model_type""#),
    ] {
        refused(from, to);
    }
}

#[test]
fn labels_without_meaning_are_refused() {
    let config = CLASSES
        .iter()
        .skip(1)
        .fold(TINY.config(), |config, name| config.replace(&format!("\"{name}\""), "\"LABEL_1\""));
    let error = open(&config, &tokenizer(), &safetensors(&TINY.by_word())).expect_err("refused");
    assert_eq!(
        error,
        AccurateError::NoKnownLabel {
            found: ["O"].iter().chain(&["LABEL_1"; 7]).copied().collect::<Vec<_>>().join(", ")
        }
    );
}

#[test]
fn other_tokenizers_are_refused() {
    let (config, good, weights) = (TINY.config(), tokenizer(), safetensors(&TINY.by_word()));
    let refused = |tokenizer: &str| open(&config, tokenizer, &weights).expect_err("refused");
    let without = good
        .replace(r#""type":"BertNormalizer""#, r#""type":"Replace","pattern":{"Regex":"."},"content":"""#);
    assert!(refused(&without).to_string().contains("leaves nothing"));
    assert!(matches!(refused(""), AccurateError::Tokenizer(_)));
    assert!(matches!(refused(&good[..good.len() / 2]), AccurateError::Tokenizer(_)));
    assert!(matches!(refused("{}"), AccurateError::Tokenizer(_)));
    let larger = good.replace("\"brien\":44", "\"brien\":4000");
    assert_eq!(refused(&larger), AccurateError::Vocabulary { tokenizer: 4000, model: WORDS.len() });
    let without = good.replace("\"unk_token\":\"[UNK]\"", "\"unk_token\":\"[NONE]\"");
    assert!(matches!(refused(&without), AccurateError::Tokenizer(_)));
}
