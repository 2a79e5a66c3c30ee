//! The plain copy that a run is measured against: `copy INPUT OUTPUT`, Parquet, JSONL or CSV by the input's extension, batch by
//! batch, on one thread, with the codec and the row groups that limpid writes.

use std::{
    error::Error,
    fs::File,
    io::{BufReader, BufWriter, Seek, Write},
    sync::Arc,
};

use arrow::{
    array::RecordBatch,
    csv::{ReaderBuilder as CsvReader, WriterBuilder as CsvWriter, reader::Format},
    error::ArrowError,
    json::{LineDelimitedWriter, ReaderBuilder as JsonReader, reader::infer_json_schema_from_seekable},
};
use parquet::{
    arrow::{ArrowWriter, arrow_reader::ParquetRecordBatchReaderBuilder},
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const BATCH_ROWS: usize = 8192;
/// Rows that tell the types of the columns of JSONL and CSV.
const SEEN: usize = 1000;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else { return Err("usage: copy INPUT OUTPUT".into()) };
    let (from, to) = (File::open(input)?, BufWriter::with_capacity(1 << 18, File::create(output)?));
    match input.rsplit('.').next() {
        Some("parquet") => parquet(from, to),
        Some("jsonl") => jsonl(from, to),
        Some("csv") => csv(from, to),
        _ => Err("INPUT must end in .parquet, .jsonl or .csv".into()),
    }
}

fn parquet(from: File, to: impl Write + Send) -> Outcome<()> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(from)?.with_batch_size(BATCH_ROWS).build()?;
    let codec = Compression::ZSTD(ZstdLevel::try_new(3)?);
    let properties = WriterProperties::builder().set_compression(codec).build();
    let schema = arrow::record_batch::RecordBatchReader::schema(&reader);
    let mut writer = ArrowWriter::try_new(to, schema, Some(properties))?;
    for batch in reader {
        writer.write(&batch?)?;
        if writer.in_progress_size() >= 64 << 20 {
            writer.flush()?;
        }
    }
    writer.close()?;
    Ok(())
}

fn jsonl(from: File, to: impl Write) -> Outcome<()> {
    let mut from = BufReader::with_capacity(1 << 18, from);
    let (schema, _) = infer_json_schema_from_seekable(&mut from, Some(SEEN))?;
    let reader = JsonReader::new(Arc::new(schema)).with_batch_size(BATCH_ROWS).build(from)?;
    let mut writer = LineDelimitedWriter::new(to);
    each(reader, |batch| writer.write(batch))?;
    writer.finish()?;
    Ok(writer.into_inner().flush()?)
}

fn csv(mut from: File, to: impl Write) -> Outcome<()> {
    let (schema, _) = Format::default().with_header(true).infer_schema(&mut from, Some(SEEN))?;
    from.rewind()?;
    let reader =
        CsvReader::new(Arc::new(schema)).with_header(true).with_batch_size(BATCH_ROWS).build(from)?;
    let mut writer = CsvWriter::new().with_header(true).build(to);
    each(reader, |batch| writer.write(batch))?;
    Ok(writer.into_inner().flush()?)
}

fn each(
    mut batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    mut write: impl FnMut(&RecordBatch) -> Result<(), ArrowError>,
) -> Result<(), ArrowError> {
    batches.try_for_each(|batch| write(&batch?))
}
