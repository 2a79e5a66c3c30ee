//! Parquet, Zstandard, with nothing in the footer that the plan does not allow.

use std::sync::Arc;

use arrow::{
    array::RecordBatch,
    datatypes::{Schema, SchemaRef},
};
use parquet::{
    arrow::{ArrowSchemaConverter, ArrowWriter},
    basic::{Compression, ZstdLevel},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
    },
};

use super::{
    Output, Sink, WriteOptions, fitted,
    output::{Failure, Watched, ZSTD_LEVEL},
    place, told, unsupported, written_schema,
};
use crate::error::Error;

/// Rows of a row group; depends on the data alone, so that files are the same for any number of threads.
const GROUP_ROWS: usize = 1 << 20;
/// Encoded bytes of a row group; all of them are in memory until it is complete.
const GROUP_BYTES: usize = 64 << 20;

/// A Parquet file being written.
pub(super) struct ParquetSink {
    writer: ArrowWriter<Watched>,
    schema: SchemaRef,
    failure: Failure,
}

impl ParquetSink {
    pub(super) fn create(output: Output, options: &WriteOptions) -> Result<Self, Error> {
        // pyarrow reads these from the Arrow schema in the footer, others from the footer itself: both get them.
        let schema = told(written_schema(options), options);
        check(&schema)?;
        let (output, failure) = Watched::new(output);
        let writer = ArrowWriter::try_new(output, Arc::clone(&schema), Some(properties(&schema, options)?));
        let writer = writer.map_err(|_| failure.or(unsupported("", "this schema in Parquet")))?;
        Ok(Self { writer, schema, failure })
    }

    fn refuse(&self) -> Error {
        self.failure.or(Error::Unsupported { place: place(), what: "a value of the batch in Parquet".into() })
    }
}

impl Sink for ParquetSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let batch = fitted(batch, &self.schema)?;
        self.writer.write(&batch).map_err(|_| self.refuse())?;
        // Pages of a group are kept until all its columns are complete.
        if self.writer.in_progress_size() >= GROUP_BYTES {
            self.writer.flush().map_err(|_| self.refuse())?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.finish().map_err(|_| self.refuse())?;
        std::io::Write::flush(self.writer.inner_mut()).map_err(|_| self.refuse())
    }
}

/// Names the column that Parquet has no type for.
fn check(schema: &Schema) -> Result<(), Error> {
    if schema.fields().is_empty() {
        return Err(Error::Unsupported { place: place(), what: "a Parquet file without any column".into() });
    }
    let refused = schema
        .fields()
        .iter()
        .find(|field| ArrowSchemaConverter::new().convert(&Schema::new(vec![Arc::clone(field)])).is_err());
    match refused {
        Some(field) => Err(unsupported(field.name(), format!("the type {} in Parquet", field.data_type()))),
        None => Ok(()),
    }
}

fn properties(schema: &Schema, options: &WriteOptions) -> Result<WriterProperties, Error> {
    let refuse = |_| Error::Unsupported { place: place(), what: "this schema in Parquet".into() };
    let pairs = schema.metadata().iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone()));
    let mut pairs: Vec<KeyValue> = pairs.collect();
    // The schema keeps them in a hash map, whose order differs from run to run.
    pairs.sort_by(|left, right| left.key.cmp(&right.key));
    let level = ZstdLevel::try_new(ZSTD_LEVEL).map_err(refuse)?;
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("limpid ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_key_value_metadata((!pairs.is_empty()).then_some(pairs));
    // The extremes of a treated column are values too.
    for column in ArrowSchemaConverter::new().convert(schema).map_err(refuse)?.columns() {
        let treated = column.path().parts().first().is_some_and(|name| options.no_statistics.contains(name));
        if treated {
            properties = properties
                .set_column_statistics_enabled(column.path().clone(), EnabledStatistics::None)
                .set_column_bloom_filter_enabled(column.path().clone(), false);
        }
    }
    Ok(properties.build())
}
