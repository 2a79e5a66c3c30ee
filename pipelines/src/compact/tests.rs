use arrow::{
    array::{
        ArrayData, BinaryArray, BinaryViewArray, Decimal128Array, DictionaryArray, FixedSizeBinaryArray,
        FixedSizeListArray, Int32Array, Int64Array, LargeBinaryArray, LargeListArray, LargeStringArray,
        ListArray, ListViewArray, MapArray, RunArray, StringArray, StringViewArray, StructArray,
        TimestampMicrosecondArray, UnionArray,
    },
    buffer::OffsetBuffer,
    compute::{nullif, take},
    datatypes::{Field, Fields, Int8Type, Int32Type, Schema, UnionFields},
    util::display::{ArrayFormatter, FormatOptions},
};

use super::*;

const CANARY: &str = "CANARY-7f3a, longer than a view holds inline";
const NUMBER: i64 = 0x5941_4e41_4352_4143;

fn holds_canary(data: &ArrayData) -> bool {
    let number = NUMBER.to_le_bytes();
    let here = data.buffers().iter().any(|buffer| {
        let holds = |needle: &[u8]| buffer.as_slice().windows(needle.len()).any(|window| window == needle);
        holds(b"CANARY") || holds(&number)
    });
    here || data.child_data().iter().any(holds_canary)
}

/// Compacts the array as a column; it must show the same and hide nothing.
fn check(array: &ArrayRef) -> ArrayRef {
    assert!(holds_canary(&array.to_data()), "the test hides nothing: {}", array.data_type());
    let schema = Schema::new(vec![Field::new("column", array.data_type().clone(), true)]);
    let batch = RecordBatch::try_new(Arc::new(schema), vec![Arc::clone(array)]).expect("a batch");
    let compacted = compact(&batch).expect("a type we know");
    let column = compacted.column(0);
    column.to_data().validate_full().expect("valid");
    assert!(!holds_canary(&column.to_data()), "{} still holds the canary", array.data_type());
    let show = |array: &ArrayRef| {
        let options = FormatOptions::new().with_null("null");
        let formatter = ArrayFormatter::try_new(array, &options).expect("shown");
        (0..array.len()).map(|slot| formatter.value(slot).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(show(array), show(column));
    Arc::clone(column)
}

/// Of three slots, hides the second under a null.
fn nulled(array: &dyn Array) -> ArrayRef {
    nullif(array, &BooleanArray::from(vec![false, true, false])).expect("nulled")
}

/// The first and the third slot.
fn filtered(array: &dyn Array) -> ArrayRef {
    take(array, &Int32Array::from(vec![0, 2]), None).expect("taken")
}

fn texts() -> StringArray {
    StringArray::from(vec!["a", CANARY, "c"])
}

fn fields() -> Fields {
    vec![Field::new("text", DataType::Utf8, false), Field::new("number", DataType::Int64, true)].into()
}

fn structs() -> StructArray {
    let numbers = Arc::new(Int64Array::from(vec![1, NUMBER, 3]));
    StructArray::new(fields(), vec![Arc::new(texts()), numbers], None)
}

fn item(data_type: DataType, nullable: bool) -> Arc<Field> {
    Arc::new(Field::new("item", data_type, nullable))
}

#[test]
fn flat_arrays_hide_nothing_under_nulls() {
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![1, NUMBER, 3])),
        Arc::new(TimestampMicrosecondArray::from(vec![1, NUMBER, 3]).with_timezone("+01:00")),
        Arc::new(
            Decimal128Array::from(vec![1, i128::from(NUMBER), 3])
                .with_precision_and_scale(38, 2)
                .expect("fits"),
        ),
        Arc::new(texts()),
        Arc::new(LargeStringArray::from(vec!["a", CANARY, "c"])),
        Arc::new(BinaryArray::from(vec![&b"a"[..], CANARY.as_bytes(), b"c"])),
        Arc::new(LargeBinaryArray::from(vec![&b"a"[..], CANARY.as_bytes(), b"c"])),
        Arc::new(StringViewArray::from(vec!["a", CANARY, "c"])),
        Arc::new(BinaryViewArray::from(vec![&b"a"[..], CANARY.as_bytes(), b"c"])),
        Arc::new(
            FixedSizeBinaryArray::try_from_iter([b"aaaaaaa", b"CANARY!", b"ccccccc"].iter())
                .expect("one size"),
        ),
    ];
    for array in &arrays {
        check(&nulled(array));
        check(&nulled(array).slice(1, 2));
    }
}

#[test]
fn short_and_dropped_views_leave_nothing() {
    let short: ArrayRef = Arc::new(StringViewArray::from(vec!["a", "CANARY", "c"]));
    check(&nulled(&short));
    check(&filtered(&StringViewArray::from(vec!["a", CANARY, "c"])));
}

#[test]
fn booleans_and_nulls_are_rebuilt() {
    let array: ArrayRef = Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]));
    let rebuilt = rebuild(&array, None, true).expect("rebuilt");
    assert_eq!(&rebuilt, &array);
    let array: ArrayRef = Arc::new(arrow::array::NullArray::new(3));
    assert_eq!(&rebuild(&array, None, true).expect("rebuilt"), &array);
}

#[test]
fn dictionaries_lose_unused_entries() {
    let values = Arc::new(StringArray::from(vec![CANARY, "b", "c"]));
    let keys = arrow::array::Int8Array::from(vec![Some(2), None, Some(1)]);
    let array: ArrayRef = Arc::new(DictionaryArray::<Int8Type>::new(keys, values));
    let compacted = check(&array);
    assert_eq!(compacted.data_type(), array.data_type());
    assert_eq!(compacted.as_any_dictionary().values().len(), 2);
    let values = Arc::new(StringArray::from(vec!["a", CANARY, "c"]));
    let array: ArrayRef = Arc::new(DictionaryArray::<Int32Type>::new(vec![0, 1, 2].into(), values));
    check(&nulled(&array));
    check(&filtered(&array));
    // Nothing left at all.
    check(&nulled(&array).slice(1, 1));
}

#[test]
fn lists_lose_the_children_of_null_slots() {
    let lengths = || [1, 1, 1];
    let (field, values) = (item(DataType::Utf8, true), || Arc::new(texts()));
    let list = ListArray::new(Arc::clone(&field), OffsetBuffer::from_lengths(lengths()), values(), None);
    check(&nulled(&list));
    let sliced: ArrayRef = Arc::new(list);
    check(&sliced.slice(2, 1));
    let list = LargeListArray::new(Arc::clone(&field), OffsetBuffer::from_lengths(lengths()), values(), None);
    check(&nulled(&list));
    let sizes = vec![1, 1, 1];
    let list = ListViewArray::new(Arc::clone(&field), vec![0, 1, 2].into(), sizes.into(), values(), None);
    check(&nulled(&list));
    for nullable in [true, false] {
        let list = FixedSizeListArray::new(item(DataType::Utf8, nullable), 1, values(), None);
        check(&nulled(&list));
    }
}

#[test]
fn structs_and_maps_lose_what_hangs_below_nulls() {
    check(&nulled(&structs()));
    let of_structs = ListArray::new(
        item(DataType::Struct(fields()), false),
        OffsetBuffer::from_lengths([1, 1, 1]),
        Arc::new(structs()),
        None,
    );
    check(&nulled(&of_structs));
    let outer = StructArray::new(
        vec![Field::new("inner", DataType::Struct(fields()), false)].into(),
        vec![Arc::new(structs())],
        None,
    );
    check(&nulled(&outer));
    let entries = Field::new("entries", DataType::Struct(fields()), false);
    let map = MapArray::new(Arc::new(entries), OffsetBuffer::from_lengths([1, 1, 1]), structs(), None, false);
    check(&nulled(&map));
}

#[test]
fn dictionaries_below_null_structs_lose_their_entries() {
    let dictionary = DictionaryArray::<Int32Type>::new(vec![0, 1, 2].into(), Arc::new(texts()));
    for nullable in [true, false] {
        let field = Field::new("d", dictionary.data_type().clone(), nullable);
        check(&nulled(&StructArray::new(vec![field].into(), vec![Arc::new(dictionary.clone())], None)));
    }
}

#[test]
fn runs_outside_the_slice_go() {
    let run = RunArray::<Int32Type>::try_new(&Int32Array::from(vec![2, 5, 6]), &texts()).expect("runs");
    let array: ArrayRef = Arc::new(run);
    assert_eq!(check(&array.slice(5, 1)).len(), 1);
    check(&array.slice(0, 2));
}

#[test]
fn unions_lose_what_no_slot_selects() {
    let fields: UnionFields = [
        (0, Arc::new(Field::new("t", DataType::Utf8, true))),
        (1, Arc::new(Field::new("n", DataType::Int64, false))),
    ]
    .into_iter()
    .collect();
    let children: Vec<ArrayRef> = vec![Arc::new(texts()), Arc::new(Int64Array::from(vec![NUMBER, 2, 3]))];
    let sparse =
        UnionArray::try_new(fields.clone(), vec![0, 1, 1].into(), None, children.clone()).expect("sparse");
    check(&(Arc::new(sparse) as ArrayRef));
    let dense = UnionArray::try_new(fields, vec![0, 1, 1].into(), Some(vec![2, 1, 2].into()), children)
        .expect("dense");
    check(&(Arc::new(dense) as ArrayRef));
}
