//! Apache Parquet, Zstandard level 3: statistics only where they tell nothing about treated values.

use arrow::array::RecordBatch;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
    },
    schema::types::ColumnPath,
};

use super::{Failed, Sink, Watched, WriteOptions};
use crate::error::Error;

/// A row group is closed at this many encoded bytes: what bounds the writer's memory.
const GROUP_BYTES: usize = 64 << 20;
/// Most rows of a row group.
const GROUP_ROWS: usize = 1 << 20;

/// A Parquet file being written.
pub(super) struct ParquetSink {
    writer: ArrowWriter<Watched>,
    failed: Failed,
}

impl ParquetSink {
    pub(super) fn create(output: Watched, options: &WriteOptions, failed: Failed) -> Result<Self, Error> {
        let footer = options.metadata.footer_for(&options.schema).into_iter().chain(options.own_metadata.clone());
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(|error| failed.parquet(error))?))
            .set_created_by(format!("limpid {}", env!("CARGO_PKG_VERSION")))
            .set_statistics_enabled(EnabledStatistics::None)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_key_value_metadata(Some(footer.map(|(key, value)| KeyValue::new(key, value)).collect()));
        for field in options.schema.fields() {
            let plain = field.data_type().is_numeric() || field.data_type().is_temporal();
            if plain && !options.no_statistics.contains(field.name()) {
                let column = ColumnPath::from(field.name().as_str());
                properties = properties.set_column_statistics_enabled(column, EnabledStatistics::Chunk);
            }
        }
        let writer = ArrowWriter::try_new(output, options.schema.clone(), Some(properties.build()))
            .map_err(|error| failed.parquet(error))?;
        Ok(Self { writer, failed })
    }
}

impl Sink for ParquetSink {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.writer.write(batch).map_err(|error| self.failed.parquet(error))?;
        if self.writer.in_progress_size() >= GROUP_BYTES {
            self.writer.flush().map_err(|error| self.failed.parquet(error))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), Error> {
        let Self { writer, failed } = *self;
        writer.close().map(drop).map_err(|error| failed.parquet(error))
    }
}
