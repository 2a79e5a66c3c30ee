//! Text without people: log lines, source code, product texts, settings.

use crate::corpus::Document;
use crate::rng::Rng;
use crate::templates::Builder;
use limpid_detectors::tagger::Mode;

const NOUNS: [&str; 64] = [
    "User",
    "Order",
    "Payment",
    "Session",
    "Request",
    "Response",
    "Account",
    "Index",
    "Buffer",
    "Cache",
    "Worker",
    "Handler",
    "Config",
    "Router",
    "Client",
    "Server",
    "Connection",
    "Token",
    "Parser",
    "Reader",
    "Writer",
    "Event",
    "Queue",
    "Task",
    "Thread",
    "Node",
    "Graph",
    "Table",
    "Column",
    "Batch",
    "Stream",
    "File",
    "Path",
    "Socket",
    "Packet",
    "Header",
    "Message",
    "Channel",
    "Service",
    "Manager",
    "Factory",
    "Builder",
    "Context",
    "Result",
    "Error",
    "Option",
    "Value",
    "Field",
    "Record",
    "Schema",
    "Query",
    "Filter",
    "Sort",
    "Page",
    "View",
    "Model",
    "Item",
    "List",
    "Map",
    "Set",
    "Array",
    "String",
    "Number",
    "Date",
];
const VERBS: [&str; 24] = [
    "get", "set", "load", "save", "parse", "read", "write", "open", "close", "start", "stop", "create",
    "delete", "update", "find", "fetch", "send", "check", "run", "build", "merge", "split", "flush", "reset",
];
const LEVELS: [&str; 8] = ["INFO", "WARN", "ERROR", "DEBUG", "TRACE", "FATAL", "NOTICE", "Info"];
/// Things of programmers that are called like people.
const CALLED: [&str; 40] = [
    "Ada",
    "Pascal",
    "Julia",
    "Ruby",
    "Jenkins",
    "Maven",
    "Django",
    "Celery",
    "Jasper",
    "Babel",
    "Gauss",
    "Euler",
    "Fourier",
    "Newton",
    "Bayes",
    "Markov",
    "Huffman",
    "Dijkstra",
    "Levenshtein",
    "Erlang",
    "Haskell",
    "Scala",
    "Cassandra",
    "Oscar",
    "Otto",
    "Sphinx",
    "Olson",
    "Olivia",
    "Gson",
    "Jackson",
    "Lambda",
    "Delta",
    "Sigma",
    "Alpha",
    "Cython",
    "Boole",
    "Laplace",
    "Poisson",
    "Cauchy",
    "Hilbert",
];
const SYLLABLES: [&str; 40] = [
    "al", "ar", "ba", "be", "bo", "ca", "co", "da", "de", "di", "en", "er", "fi", "ga", "go", "he", "in",
    "ja", "ka", "ko", "la", "le", "li", "ma", "mi", "mo", "na", "no", "on", "pa", "ra", "ri", "ro", "sa",
    "se", "ta", "te", "to", "va", "zo",
];

/// An identifier: a name of a thing, or a word that means nothing.
fn identifier(rng: &mut Rng) -> String {
    if rng.chance(0.3) {
        return rng.word(&CALLED).to_owned();
    }
    if rng.chance(0.3) {
        return format!("{}{}", rng.word(&CALLED), rng.word(&NOUNS));
    }
    let word: String = (0..2 + rng.below(2)).map(|_| rng.word(&SYLLABLES)).collect();
    capital(&word)
}

/// A line of source code full of such words.
fn code(rng: &mut Rng) -> String {
    let (one, two, other) = (identifier(rng), identifier(rng), identifier(rng));
    let (la, lb) = (one.to_lowercase(), two.to_lowercase());
    let (noun, v, n) = (rng.word(&NOUNS).to_lowercase(), rng.word(&VERBS), rng.below(999));
    match rng.below(30) {
        0 => format!("    elif {la} == {n}:"),
        1 => format!("        elif isinstance({noun}, {one}):"),
        2 => format!("from {la} import {one}, {two}"),
        3 => format!("import {{ {one}, {two} }} from '{lb}';"),
        4 => format!("class {one}({two}):"),
        5 => format!("public class {one} extends {two}<{other}> {{"),
        6 => format!("use {la}::{lb}::{{{one}, {two}}};"),
        7 => format!("impl {one} for {two} {{"),
        8 => format!("impl<T: {one}> From<{two}> for {other}<T> {{"),
        9 => format!("    {one} {la} = new {one}({two}.{other});"),
        10 => format!("let {la} = {one}::{v}(&{lb}, {n});"),
        11 => format!("    {one}::{two} => {other}::{v}({n}),"),
        12 => format!("struct {one} {{ {noun}: {two}, {la}: Option<{other}> }}"),
        13 => format!("typedef struct {la} {one};"),
        14 => format!("#include <{la}/{two}.h>"),
        15 => format!("    // {one} and {two} share the {noun}, see {other}"),
        16 => format!("/* {one} {v}s the {noun} of {two} */"),
        17 => format!("    \"\"\"{} the {noun} of a {one}.\"\"\"", capital(v)),
        18 => format!("        raise {one}Error(f\"{{{la}}} is no {two}\")"),
        19 => format!("self.{la} = {one}({noun}={lb})"),
        20 => format!("const {la} = require('{lb}').{one};"),
        21 => format!("type {one} = {two} | {other} | undefined;"),
        22 => format!("func ({la} *{one}) {}{two}() error {{", capital(v)),
        23 => format!("  - {one}: {n}\n  - {two}: {v}"),
        24 => format!("assert_eq!({one}.{v}({n}), Some({two}));"),
        25 => format!("[{one}]: {two}, [{other}]"),
        26 => format!("enum {one} {{ {two}, {other}, None }}"),
        27 => format!("# {one}: {v} the {noun}"),
        28 => format!("{one} -> {two} -> {other}"),
        _ => format!("esac; fi; done; elif [ -z \"${la}\" ]; then {v} {lb}"),
    }
}

const SYSTEMS: [&str; 36] = [
    "Kafka",
    "Redis",
    "Postgres",
    "Docker",
    "Kubernetes",
    "Linux",
    "Windows",
    "Android",
    "Chrome",
    "Firefox",
    "Python",
    "Java",
    "Rust",
    "Maven",
    "Gradle",
    "Jenkins",
    "Terraform",
    "Ansible",
    "Nginx",
    "Apache",
    "Tomcat",
    "Hadoop",
    "Spark",
    "Elasticsearch",
    "Bluetooth",
    "Ethernet",
    "Ubuntu",
    "Debian",
    "Mozilla",
    "AppleWebKit",
    "Safari",
    "Gecko",
    "Unicode",
    "Intel",
    "Hibernate",
    "Spring",
];
const PRODUCTS: [&str; 48] = [
    "Wireless",
    "Stainless",
    "Steel",
    "Bottle",
    "Premium",
    "Cotton",
    "Shirt",
    "Leather",
    "Wallet",
    "Ultra",
    "Slim",
    "Charger",
    "Cable",
    "Adapter",
    "Kitchen",
    "Knife",
    "Garden",
    "Hose",
    "Ceramic",
    "Mug",
    "Travel",
    "Pillow",
    "Memory",
    "Foam",
    "Mattress",
    "Running",
    "Shoes",
    "Deluxe",
    "Organic",
    "Green",
    "Tea",
    "Vitamin",
    "Complex",
    "Natural",
    "Shampoo",
    "Portable",
    "Speaker",
    "Gaming",
    "Keyboard",
    "Mechanical",
    "Adjustable",
    "Desk",
    "Lamp",
    "Waterproof",
    "Jacket",
    "Classic",
    "Oak",
    "Chair",
];
const TRAITS: [&str; 16] = [
    "dishwasher safe",
    "ships within two days",
    "made of recycled plastic",
    "fits most models",
    "30-day returns",
    "batteries not included",
    "easy to clean",
    "machine washable",
    "available in three colours",
    "two year warranty",
    "no assembly required",
    "free shipping over 50 dollars",
    "pack of six",
    "for indoor and outdoor use",
    "rated 4.5 stars",
    "best seller in its category",
];

/// Draws texts of several lines.
pub fn documents(count: usize, rng: &mut Rng) -> Vec<Document> {
    (0..count)
        .map(|_| {
            let kind = rng.below(8);
            let mut builder = Builder::default();
            for _ in 0..3 + rng.below(10) {
                builder.plain(&line(kind, rng));
                builder.plain("\n");
            }
            builder.done(Mode::Prose)
        })
        .collect()
}

fn line(kind: usize, rng: &mut Rng) -> String {
    if kind > 4 {
        return code(rng);
    }
    let (one, two, three) = (rng.word(&NOUNS), rng.word(&NOUNS), rng.word(&NOUNS));
    let (v, w) = (rng.word(&VERBS), rng.word(&VERBS));
    let (la, lb) = (one.to_lowercase(), two.to_lowercase());
    let n = rng.below(9999);
    let system = rng.word(&SYSTEMS);
    match kind {
        0 => {
            let (hour, minute, second) = (rng.below(24), rng.below(60), rng.below(60));
            let level = rng.word(&LEVELS);
            match rng.below(6) {
                0 => format!(
                    "2024-03-{:02} {hour:02}:{minute:02}:{second:02},{n} {level} [main] com.example.{la}.{one}{two} - {three} {n} {v} failed",
                    1 + rng.below(28)
                ),
                1 => format!("{level}: {system} {v} {la} timed out after {n} ms, retrying"),
                2 => format!(
                    "[{hour:02}:{minute:02}:{second:02}] {level} {one}{two}: Failed to {v} {lb}: Connection refused"
                ),
                3 => format!(
                    "Mar {:2} {hour:02}:{minute:02}:{second:02} host{n} kernel: {system} {la}{} link is up",
                    1 + rng.below(28),
                    rng.below(9)
                ),
                4 => format!(
                    "10.0.0.{} - - \"GET /{la}/{n} HTTP/1.1\" 200 {n} \"-\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0\"",
                    rng.below(255)
                ),
                _ => format!("    at com.example.{la}.{one}{three}.{v}{two}({one}{three}.java:{n})"),
            }
        }
        1 => match rng.below(9) {
            0 => format!("public class {one}{two} extends {three} implements {two}Listener {{"),
            1 => format!("    def {v}_{la}(self, {lb}: {two}) -> {three}:"),
            2 => format!("    let {la} = {two}::new({n}).{v}_{lb}()?;"),
            3 => format!("import {{ {one}, {two}{three} }} from './{la}';"),
            4 => format!("    // {} the {lb} before the {la} is {w}ed", capital(v)),
            5 => format!("    if ({la}.{v}{two}() == null) throw new {three}Exception(\"{one} not found\");"),
            6 => format!("SELECT {la}, {lb} FROM {}s WHERE {la} = {n} ORDER BY {lb};", three.to_lowercase()),
            7 => format!("    /// {} {one} and {two} to {system}.", capital(v)),
            _ => format!("#define {}_{} {n}", one.to_uppercase(), two.to_uppercase()),
        },
        2 => match rng.below(4) {
            0 => format!(
                "{} {} {}, {}",
                rng.word(&PRODUCTS),
                rng.word(&PRODUCTS),
                rng.word(&PRODUCTS),
                rng.word(&TRAITS)
            ),
            1 => format!("{} {} - {}", rng.word(&PRODUCTS), rng.word(&PRODUCTS), rng.word(&TRAITS)),
            2 => format!(
                "This {} {} is {}. {}.",
                rng.word(&PRODUCTS).to_lowercase(),
                rng.word(&PRODUCTS).to_lowercase(),
                rng.word(&TRAITS),
                capital(rng.word(&TRAITS))
            ),
            _ => format!(
                "New: {} {} {} ({} pack). {}!",
                rng.word(&PRODUCTS),
                rng.word(&PRODUCTS),
                rng.word(&PRODUCTS),
                n % 12,
                capital(rng.word(&TRAITS))
            ),
        },
        3 => match rng.below(5) {
            0 => format!("{la}_{lb} = \"{three}\""),
            1 => format!("  {la}: {n}"),
            2 => format!("{}_{}={n}", one.to_uppercase(), three.to_uppercase()),
            3 => format!("  \"{la}{two}\": \"{v}\","),
            _ => format!("# {} {la} and {lb}", capital(v)),
        },
        _ => match rng.below(6) {
            0 => format!("{} the {la} before you {w} the {lb}.", capital(v)),
            1 => format!("The {la} is {n} bytes long and the {lb} is empty."),
            2 => format!("Click {} > {} to {w} the {lb}.", capital(v), one),
            3 => format!("## {} a {}", capital(v), one),
            4 => format!("{system} support: {} {one} and {two} are now faster.", capital(v)),
            _ => format!("Note: {one} {two} requires {system} {}.{}", rng.below(9), rng.below(20)),
        },
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
