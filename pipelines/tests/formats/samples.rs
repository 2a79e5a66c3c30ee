//! Batches of every Arrow type.

use std::sync::Arc;

use arrow::{
    array::*,
    buffer::OffsetBuffer,
    datatypes::{DataType, Field, Int8Type, Int32Type, IntervalUnit, Schema, SchemaRef, TimeUnit, i256},
};

/// Number of rows of a sample.
pub const ROWS: usize = 50;

fn numbers() -> impl Iterator<Item = i64> {
    (0..ROWS).map(|row| row as i64)
}

/// Every seventh row is null.
fn sometimes<T>(value: impl Fn(i64) -> T) -> impl Iterator<Item = Option<T>> {
    numbers().map(move |row| (row % 7 != 3).then(|| value(row)))
}

fn text(row: i64) -> String {
    if row % 5 == 0 { String::new() } else { format!("text ü {row}, long enough not to be inlined") }
}

fn strings() -> StringArray {
    sometimes(text).collect()
}

/// Columns of every flat type that JSON and Parquet share.
pub fn flat() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("boolean", Arc::new(sometimes(|row| row % 2 == 0).collect::<BooleanArray>())),
        ("int8", Arc::new(sometimes(|row| row as i8).collect::<Int8Array>())),
        ("int64", Arc::new(sometimes(|row| row - 25).collect::<Int64Array>())),
        ("uint64", Arc::new(sometimes(|row| u64::MAX - row as u64).collect::<UInt64Array>())),
        ("float32", Arc::new(sometimes(|row| row as f32 / 4.0).collect::<Float32Array>())),
        ("float64", Arc::new(sometimes(|row| row as f64 / 3.0).collect::<Float64Array>())),
        ("utf8", Arc::new(strings())),
        ("large_utf8", Arc::new(sometimes(text).collect::<LargeStringArray>())),
        ("date32", Arc::new(sometimes(|row| row as i32 * 1000).collect::<Date32Array>())),
        ("time64", Arc::new(sometimes(|row| row * 1_000_001).collect::<Time64MicrosecondArray>())),
        (
            "timestamp",
            Arc::new(
                sometimes(|row| row * 1_000_000_007)
                    .collect::<TimestampMicrosecondArray>()
                    .with_timezone("+02:00"),
            ),
        ),
        (
            "decimal",
            Arc::new(
                sometimes(|row| i128::from(row) * 12345)
                    .collect::<Decimal128Array>()
                    .with_precision_and_scale(20, 3)
                    .expect("fits"),
            ),
        ),
        ("all_null", new_null_array(&DataType::Utf8, ROWS)),
    ]
}

/// The rest of what Parquet can hold.
pub fn more() -> Vec<(&'static str, ArrayRef)> {
    let inner: ArrayRef = Arc::new(strings());
    let structure = StructArray::new(
        vec![Field::new("text", DataType::Utf8, true), Field::new("n", DataType::Int32, false)].into(),
        vec![Arc::clone(&inner), Arc::new(numbers().map(|row| Some(row as i32)).collect::<Int32Array>())],
        Some((0..ROWS).map(|row| row % 4 != 1).collect::<Vec<_>>().into()),
    );
    let lengths = || OffsetBuffer::<i32>::from_lengths((0..ROWS).map(|row| if row == 9 { ROWS } else { 0 }));
    let nulls = || Some((0..ROWS).map(|row| row % 6 != 2).collect::<Vec<_>>().into());
    let item = |data_type: &DataType| Arc::new(Field::new("item", data_type.clone(), true));
    let list = ListArray::new(item(structure.data_type()), lengths(), Arc::new(structure.clone()), nulls());
    let large = LargeListArray::new(
        item(&DataType::Utf8),
        OffsetBuffer::<i64>::from_lengths((0..ROWS).map(|_| 1)),
        Arc::clone(&inner),
        nulls(),
    );
    let doubled = arrow::compute::concat(&[&inner, &inner]).expect("one type");
    let fixed = FixedSizeListArray::new(item(&DataType::Utf8), 2, doubled, nulls());
    let deep = ListArray::new(item(list.data_type()), lengths(), Arc::new(list.clone()), nulls());
    let mut map = MapBuilder::new(None, StringBuilder::new(), Int64Builder::new());
    for row in 0..ROWS {
        for key in 0..row % 4 {
            map.keys().append_value(format!("k{key}"));
            map.values().append_option((key != 2).then_some(row as i64));
        }
        map.append(row % 9 != 4).expect("as many keys as values");
    }
    let dictionary: DictionaryArray<Int32Type> =
        sometimes(|row| ["red", "green", "blue"][row as usize % 3]).collect();
    let small: DictionaryArray<Int8Type> = sometimes(|row| ["x", "y"][row as usize % 2]).collect();
    let mut fixed_binary = FixedSizeBinaryBuilder::new(5);
    for row in sometimes(|row| [row as u8; 5]) {
        match row {
            Some(row) => fixed_binary.append_value(row).expect("fits"),
            None => fixed_binary.append_null(),
        }
    }
    vec![
        ("int16", Arc::new(sometimes(|row| row as i16).collect::<Int16Array>())),
        ("uint8", Arc::new(sometimes(|row| row as u8).collect::<UInt8Array>())),
        ("uint16", Arc::new(sometimes(|row| row as u16).collect::<UInt16Array>())),
        ("uint32", Arc::new(sometimes(|row| row as u32).collect::<UInt32Array>())),
        ("utf8_view", Arc::new(sometimes(text).collect::<StringViewArray>())),
        ("binary", Arc::new(sometimes(|row| vec![0xff, row as u8]).collect::<BinaryArray>())),
        ("large_binary", Arc::new(sometimes(|row| vec![0xff, row as u8]).collect::<LargeBinaryArray>())),
        (
            "binary_view",
            Arc::new(sometimes(|row| vec![0xff; 10 + row as usize]).collect::<BinaryViewArray>()),
        ),
        ("fixed_binary", Arc::new(fixed_binary.finish())),
        (
            "decimal256",
            Arc::new(
                sometimes(|row| i256::from_i128(i128::from(row)))
                    .collect::<Decimal256Array>()
                    .with_precision_and_scale(50, 3)
                    .expect("fits"),
            ),
        ),
        ("date64", Arc::new(sometimes(|row| row * 86_400_000).collect::<Date64Array>())),
        ("time32", Arc::new(sometimes(|row| row as i32).collect::<Time32MillisecondArray>())),
        ("ts_s", Arc::new(sometimes(|row| row).collect::<TimestampSecondArray>())),
        (
            "ts_ms",
            Arc::new(
                sometimes(|row| row).collect::<TimestampMillisecondArray>().with_timezone("Europe/Paris"),
            ),
        ),
        ("ts_ns", Arc::new(sometimes(|row| row).collect::<TimestampNanosecondArray>())),
        ("duration", Arc::new(sometimes(|row| row).collect::<DurationMicrosecondArray>())),
        ("dictionary", Arc::new(dictionary)),
        ("small_dictionary", Arc::new(small)),
        ("struct", Arc::new(structure)),
        ("list", Arc::new(list)),
        ("large_list", Arc::new(large)),
        ("fixed_list", Arc::new(fixed)),
        ("deep", Arc::new(deep)),
        ("map", Arc::new(map.finish())),
        ("null", Arc::new(NullArray::new(ROWS))),
    ]
}

/// What only Arrow can hold.
pub fn arrow_only() -> Vec<(&'static str, ArrayRef)> {
    let list = more().into_iter().find(|(name, _)| *name == "large_list").expect("there").1;
    let view =
        arrow::compute::cast(&list, &DataType::ListView(Arc::new(Field::new("item", DataType::Utf8, true))))
            .expect("casts");
    let intervals = sometimes(|row| arrow::datatypes::IntervalMonthDayNano::new(row as i32, 2, 3));
    assert_eq!(
        DataType::Interval(IntervalUnit::MonthDayNano),
        intervals.collect::<IntervalMonthDayNanoArray>().data_type().clone()
    );
    let runs = RunArray::<Int32Type>::try_new(
        &Int32Array::from(vec![10, ROWS as i32]),
        &StringArray::from(vec![Some("first"), None]),
    );
    let intervals = sometimes(|row| arrow::datatypes::IntervalMonthDayNano::new(row as i32, 2, 3));
    vec![
        ("list_view", view),
        ("interval", Arc::new(intervals.collect::<IntervalMonthDayNanoArray>())),
        ("runs", Arc::new(runs.expect("runs"))),
        ("float16", arrow::compute::cast(&flat()[4].1, &DataType::Float16).expect("casts")),
        ("dur_s", arrow::compute::cast(&flat()[2].1, &DataType::Duration(TimeUnit::Second)).expect("casts")),
    ]
}

/// A batch of columns, all nullable.
pub fn batch(columns: Vec<(&'static str, ArrayRef)>) -> RecordBatch {
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    RecordBatch::try_new(schema, columns.into_iter().map(|(_, column)| column).collect()).expect("a batch")
}
