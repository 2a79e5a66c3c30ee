//! How fast the accurate tagger is, for a model of given sizes with random weights: its answers mean nothing, its
//! speed is that of any model of these sizes. Reads text from standard input.
//!
//! `RAYON_NUM_THREADS=1 cargo run --release -p limpid-detectors --features accurate --example accurate_speed -- 6 384`
#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use limpid_detectors::tagger::accurate::{AccurateTagger, Files};
use limpid_detectors::tagger::{Mode, Tagger};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut sizes = std::env::args().skip(1).map(|size| size.parse::<usize>());
    let layers = sizes.next().transpose()?.unwrap_or(6);
    let hidden = sizes.next().transpose()?.unwrap_or(384);
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;

    let vocabulary = vocabulary(&text);
    let (config, tokenizer) = (config(layers, hidden, vocabulary.len()), tokenizer(&vocabulary));
    let weights = weights(layers, hidden, vocabulary.len());
    let begin = Instant::now();
    let tagger = AccurateTagger::from_files(Files {
        config: config.as_bytes(),
        tokenizer: tokenizer.as_bytes(),
        weights: &weights,
    })?;
    println!("loaded {} MB of weights in {:.2} s", weights.len() / 1_000_000, begin.elapsed().as_secs_f64());

    let mut tags = Vec::new();
    for (name, parts) in [("the whole text", vec![text.as_str()]), ("line by line", text.lines().collect())] {
        let begin = Instant::now();
        tags.clear();
        for part in parts {
            tagger.tag(part, Mode::Prose, &mut tags);
        }
        let seconds = begin.elapsed().as_secs_f64();
        let digest = blake3::hash(format!("{tags:?}").as_bytes()).to_hex();
        println!(
            "{name}: {} bytes in {seconds:.2} s, {:.4} MB/s, {} tags, digest {digest:.8}",
            text.len(),
            text.len() as f64 / 1.0e6 / seconds,
            tags.len(),
        );
    }
    Ok(())
}

/// 30,522 tokens: letters, the words of the text, and words that do not occur.
fn vocabulary(text: &str) -> Vec<String> {
    let mut words: Vec<String> = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map(str::to_owned).to_vec();
    words.extend(('!'..='~').filter(|c| !c.is_ascii_uppercase()).map(String::from));
    words.extend(('a'..='z').chain('0'..='9').map(|c| format!("##{c}")));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1) {
        *seen.entry(word.to_lowercase()).or_default() += 1;
    }
    let mut frequent: Vec<_> = seen.into_iter().collect();
    frequent.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), word.clone()));
    // A tokenizer that has seen other texts knows most words of this one, not all.
    frequent.truncate(frequent.len() * 7 / 10);
    words.extend(frequent.into_iter().map(|(word, _)| word));
    words.truncate(30_522);
    words.extend((words.len()..30_522).map(|at| format!("[unused{at}]")));
    words
}

fn config(layers: usize, hidden: usize, vocabulary: usize) -> String {
    format!(
        r#"{{"model_type":"bert","hidden_size":{hidden},"num_hidden_layers":{layers},
        "num_attention_heads":12,"intermediate_size":{},"hidden_act":"gelu","type_vocab_size":2,
        "vocab_size":{vocabulary},"max_position_embeddings":512,
        "id2label":{{"0":"O","1":"B-PER","2":"I-PER","3":"B-LOC","4":"I-LOC"}}}}"#,
        4 * hidden
    )
}

fn tokenizer(vocabulary: &[String]) -> String {
    let words: Vec<String> =
        vocabulary.iter().enumerate().map(|(at, word)| format!("{}:{at}", serde_json::json!(word))).collect();
    format!(
        r###"{{"version":"1.0","truncation":null,"padding":null,"added_tokens":[],
        "normalizer":{{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
        "strip_accents":null,"lowercase":true}},
        "pre_tokenizer":{{"type":"BertPreTokenizer"}},
        "post_processor":{{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]}},"decoder":null,
        "model":{{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
        "max_input_chars_per_word":100,"vocab":{{{}}}}}}}"###,
        words.join(",")
    )
}

/// A safetensors file with random numbers.
fn weights(layers: usize, hidden: usize, vocabulary: usize) -> Vec<u8> {
    let mut shapes: Vec<(String, Vec<usize>)> = Vec::new();
    let mut pair = |name: &str, from: Option<usize>, to: usize| {
        shapes.push((format!("{name}.weight"), from.map_or_else(|| vec![to], |from| vec![to, from])));
        shapes.push((format!("{name}.bias"), vec![to]));
    };
    pair("bert.embeddings.LayerNorm", None, hidden);
    pair("classifier", Some(hidden), 5);
    for layer in 0..layers {
        for (name, from, to) in [
            ("attention.self.query", Some(hidden), hidden),
            ("attention.self.key", Some(hidden), hidden),
            ("attention.self.value", Some(hidden), hidden),
            ("attention.output.dense", Some(hidden), hidden),
            ("attention.output.LayerNorm", None, hidden),
            ("intermediate.dense", Some(hidden), 4 * hidden),
            ("output.dense", Some(4 * hidden), hidden),
            ("output.LayerNorm", None, hidden),
        ] {
            pair(&format!("bert.encoder.layer.{layer}.{name}"), from, to);
        }
    }
    for (name, rows) in [("word", vocabulary), ("position", 512), ("token_type", 2)] {
        shapes.push((format!("bert.embeddings.{name}_embeddings.weight"), vec![rows, hidden]));
    }
    let (mut header, mut data, mut state) = (String::from("{"), Vec::new(), 1_u32);
    for (name, shape) in shapes {
        let start = data.len();
        for _ in 0..shape.iter().product::<usize>() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let random = f32::from(u16::try_from(state >> 16).unwrap_or(0)) / 32768.0 - 1.0;
            let value = if shape.len() == 1 { 1.0 } else { random * 0.08 };
            data.extend_from_slice(&value.to_le_bytes());
        }
        let comma = if start == 0 { "" } else { "," };
        let end = data.len();
        let _ = write!(
            header,
            r#"{comma}"{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{start},{end}]}}"#
        );
    }
    header.push('}');
    let mut out = (header.len() as u64).to_le_bytes().to_vec();
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(&data);
    out
}
