//! Plants values in every place a container has, and finds none of them in outputs, account, messages or quarantine.

use std::{collections::HashMap, fs::File, sync::Arc};

use arrow::{
    array::{
        Array, ArrayRef, BinaryArray, BinaryViewArray, Decimal128Array, DictionaryArray, FixedSizeListArray,
        Float64Array, Int32Array, Int64Array, LargeBinaryArray, LargeStringArray, ListArray, MapBuilder,
        RecordBatch, StringArray, StringBuilder, StringViewArray, StructArray,
    },
    buffer::{NullBuffer, OffsetBuffer},
    datatypes::{DataType, Field, Int32Type, Schema},
    ipc::writer::{FileWriter, StreamWriter},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use limpid_pipelines::{
    error::Error,
    source::{ReadOptions, discover, open},
    walk::{Decision, Kind, Leaf, Visitor, walk},
};
use parquet::{
    arrow::ArrowWriter,
    file::{metadata::KeyValue, properties::WriterProperties},
};

use crate::common::{Place, expect, files};

/// A planted e-mail address; the number names its place.
fn canary(place: u32) -> String {
    format!("c{place:02}.planted@example.com")
}

/// A planted phone number of eleven digits.
const PHONE: i64 = 12_125_550_142;

fn text(place: u32) -> StringArray {
    StringArray::from(vec![Some(canary(place)), Some("plain".to_owned()), None])
}

fn list(values: ArrayRef) -> ListArray {
    let field = Arc::new(Field::new("item", values.data_type().clone(), true));
    ListArray::new(field, OffsetBuffer::from_lengths([1, 1, 1]), values, None)
}

fn map(place: u32) -> ArrayRef {
    let mut builder = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
    for row in 0..3 {
        builder.keys().append_value(if row == 0 { canary(place) } else { format!("key{row}") });
        builder.values().append_value(if row == 1 { canary(place + 1) } else { "x".to_owned() });
        builder.append(true).expect("keys and values match");
    }
    Arc::new(builder.finish())
}

/// Every type that can hold text, and numbers in columns that say what they are.
fn columns() -> Vec<(&'static str, ArrayRef)> {
    let strings = |place: u32| -> ArrayRef { Arc::new(text(place)) };
    let unused = StringArray::from(vec![canary(4), "used".to_owned(), canary(5)]);
    let dictionary =
        DictionaryArray::<Int32Type>::new(Int32Array::from(vec![Some(0), Some(1), None]), Arc::new(unused));
    let fields = vec![Arc::new(Field::new("inner", DataType::Utf8, true))];
    let structure = StructArray::new(fields.clone().into(), vec![strings(10)], None);
    // A value under a null struct: no reader shows it.
    let hidden =
        StructArray::new(fields.into(), vec![strings(11)], Some(NullBuffer::from(vec![false, true, true])));
    let two = Arc::new(Field::new("item", DataType::Utf8, true));
    let pair =
        StringArray::from(vec![canary(12), canary(13), "a".into(), "b".into(), "c".into(), canary(14)]);
    let json =
        [format!("{{\"deep\":[{{\"m\":\"{}\"}}],\"n\":1}}", canary(15)), "{}".into(), "{\"n\":2}".into()];
    let bytes: Vec<Option<Vec<u8>>> = vec![Some(canary(16).into_bytes()), Some(vec![0xff, 0xfe]), None];
    let bytes = || bytes.iter().map(|value| value.as_deref());
    let number =
        Decimal128Array::from(vec![Some(i128::from(PHONE)), None, None]).with_precision_and_scale(20, 0);
    vec![
        ("utf8", strings(1)),
        ("large", Arc::new(LargeStringArray::from(vec![Some(canary(2)), None, None]))),
        (
            "view",
            Arc::new(StringViewArray::from(vec![
                Some(canary(3)),
                Some("a text of more than twelve bytes".into()),
                None,
            ])),
        ),
        ("dictionary", Arc::new(dictionary)),
        ("list", Arc::new(list(strings(6)))),
        ("deep", Arc::new(list(Arc::new(list(strings(7)))))),
        ("map", map(8)),
        ("struct", Arc::new(structure)),
        ("hidden", Arc::new(hidden)),
        ("fixed", Arc::new(FixedSizeListArray::new(two, 2, Arc::new(pair), None))),
        ("json", Arc::new(StringArray::from(json.to_vec()))),
        ("binary", Arc::new(bytes().collect::<BinaryArray>())),
        ("large_binary", Arc::new(bytes().collect::<LargeBinaryArray>())),
        ("binary_view", Arc::new(bytes().collect::<BinaryViewArray>())),
        ("phone", Arc::new(Int64Array::from(vec![Some(PHONE), None, None]))),
        ("mobile", Arc::new(Float64Array::from(vec![Some(12_125_550_142.0), None, None]))),
        ("fax", Arc::new(number.expect("fits"))),
    ]
}

/// The batch, with values in the metadata of schema and fields.
fn batch() -> RecordBatch {
    let told =
        |place: u32| HashMap::from([("comment".to_owned(), canary(place)), (canary(place), "x".to_owned())]);
    let columns = columns();
    let field = |(name, column): &(&str, ArrayRef)| {
        Field::new(*name, column.data_type().clone(), true).with_metadata(told(20))
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>()).with_metadata(told(21));
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    RecordBatch::try_new(Arc::new(schema), columns).expect("columns fit")
}

fn plant(place: &Place) {
    let batch = batch();
    std::fs::create_dir_all(place.path("in")).expect("a folder");
    let file = |name: &str| File::create(place.path(name)).expect("a file");
    let footer = vec![
        KeyValue::new("org.apache.spark.sql.parquet.row.metadata".to_owned(), canary(22)),
        KeyValue::new("pandas".to_owned(), format!("{{\"creator\":\"{}\"}}", canary(23))),
        KeyValue::new(
            "huggingface".to_owned(),
            format!("{{\"info\":{{\"features\":{{}},\"x\":\"{}\"}}}}", canary(24)),
        ),
    ];
    let properties = WriterProperties::builder().set_key_value_metadata(Some(footer)).build();
    let mut parquet =
        ArrowWriter::try_new(file("in/a.parquet"), batch.schema(), Some(properties)).expect("a writer");
    parquet.write(&batch).expect("writes");
    parquet.close().expect("closes");
    let mut stream = StreamWriter::try_new(file("in/b.arrows"), &batch.schema()).expect("a writer");
    stream.write(&batch).expect("writes");
    stream.finish().expect("closes");
    let mut arrow = FileWriter::try_new(file("in/c.arrow"), &batch.schema()).expect("a writer");
    arrow.write(&batch).expect("writes");
    arrow.finish().expect("closes");
    place.write("in/d.jsonl", format!(
        "{{\"a\":\"{}\",\"a\":\"{}\",\"{}\":1,\"phone\":{PHONE},\"esc\":\"c33\\u002eplanted\\u0040example.com\"}}\n{{\"late\":[\"{}\"]}}\n",
        canary(30), canary(31), canary(32), canary(34)
    ));
    place.write("in/e.csv", format!("name,phone,notes\n\"{}\",{PHONE},\"x\n{}\"\n", canary(35), canary(36)));
    place.write(&format!("in/k={}/{}.txt", canary(37), canary(38)), format!("note: {}\n", canary(39)));
    // Rows that cannot be read.
    place.write("in/f.csv", format!("a,b\n1,2\n{},2,3\n", canary(40)));
    place.write(
        "in/g.jsonl",
        [format!("{{\"a\":\"{}\n", canary(41)).into_bytes(), canary(42).into_bytes(), b"\xff\n".to_vec()]
            .concat(),
    );
}

/// The forms in which a value could stand in a file.
fn forms(value: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![value.as_bytes().to_vec(), value.bytes().rev().collect()];
    forms.push(value.bytes().flat_map(|byte| [byte, 0]).collect());
    forms.push(crate::common::hex(value.as_bytes()).into_bytes());
    forms.push(crate::common::hex(blake3::hash(value.as_bytes()).as_bytes()).into_bytes());
    for shift in 0..3 {
        let padded = [vec![b' '; shift], value.as_bytes().to_vec()].concat();
        let coded = STANDARD.encode(padded);
        // The first and last characters depend on the neighbours.
        forms.push(coded.as_bytes()[4..coded.len() - 4].to_vec());
    }
    forms
}

/// Gathers every value that a reader shows.
struct Shown(String);

impl Visitor for Shown {
    fn decide(&mut self, _: &str, _: Kind) -> Result<Decision, Error> {
        Ok(Decision::Visit)
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        for value in leaf.values.iter().flatten() {
            self.0.push_str(value);
            self.0.push('\n');
        }
        Ok(None)
    }

    fn json_key(&mut self, key: &str) -> Option<String> {
        self.0.push_str(key);
        None
    }
}

fn assert_clean(place: &str, bytes: &[u8]) {
    let mut needles: Vec<(String, Vec<u8>)> = Vec::new();
    for number in 0..60 {
        needles.extend(forms(&canary(number)).into_iter().map(|form| (canary(number), form)));
    }
    needles.push(("the phone".into(), PHONE.to_string().into_bytes()));
    needles.push(("the phone as int64".into(), PHONE.to_le_bytes().to_vec()));
    needles.push(("the phone as float64".into(), 12_125_550_142f64.to_le_bytes().to_vec()));
    for (what, needle) in needles {
        let found = bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!found, "{what} stands in {place}");
    }
}

#[test]
fn no_planted_value_comes_out_anywhere() {
    let place = Place::new();
    plant(&place);
    let args = ["run", "in", "-o", "out", "--on-error", "quarantine"];
    assert_clean("the messages of run", expect(&place, 0, &args).as_bytes());
    for (name, bytes) in files(&place.path("out")) {
        assert_clean("a file name", name.as_bytes());
        assert_clean(&name, &bytes);
    }
    let out = place.path("out").display().to_string();
    for file in discover(&[out], None, true).expect("outputs") {
        let mut source = open(&file, &ReadOptions::default()).expect("opens");
        while let Some(chunk) = source.next_chunk() {
            for numbered in (chunk.expect("a chunk").decode)().expect("decodes").batches {
                let mut shown = Shown(String::new());
                walk(&numbered.batch, &mut shown).expect("walks");
                assert_clean(&format!("the values of {}", file.relative), shown.0.as_bytes());
            }
        }
    }
    for args in
        [&["scan", "in"][..], &["scan", "in", "--json"], &["scan", "in", "--format", "html"], &["plan", "in"]]
    {
        // Rows that cannot be read stop these; what they say is clean either way.
        let output = crate::common::limpid(&place, args);
        assert_clean(args[0], crate::common::printed(&output).as_bytes());
    }
    assert_clean("the messages of verify", expect(&place, 0, &["verify", "out"]).as_bytes());
}

#[test]
fn a_run_that_stops_says_nothing_and_leaves_nothing() {
    let place = Place::new();
    plant(&place);
    assert_clean("the messages of run", expect(&place, 3, &["run", "in", "-o", "out"]).as_bytes());
    for (name, bytes) in files(&place.path("out")) {
        assert_clean(&name, &bytes);
    }
}
