package io.partita.ingest.midi;

import io.partita.catalog.LakhPath;
import io.partita.lake.table.RowBuilder;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a member turned out to be: all that decides the splits.
 *
 * @param source the {@code source} column
 * @param md5 null when the member could not be read
 * @param contentHash null when its content is rejected, or was not parsed
 */
record Finding(String source, String path, String md5, String contentHash) {
  static final StructType SCHEMA =
      new StructType()
          .add("source", DataTypes.StringType, false)
          .add("path", DataTypes.StringType, false)
          .add("midi_md5", DataTypes.StringType)
          .add("content_hash", DataTypes.StringType);

  static Finding of(Group row) {
    return new Finding(
        row.getString("source", 0),
        row.getString("path", 0),
        optional(row, "midi_md5"),
        optional(row, "content_hash"));
  }

  private static String optional(Group row, String column) {
    return row.getFieldRepetitionCount(column) == 0 ? null : row.getString(column, 0);
  }

  Finding withHash(String hash) {
    return new Finding(source, path, md5, hash);
  }

  Row row() {
    return RowBuilder.of(SCHEMA)
        .set("source", source)
        .set("path", path)
        .set("midi_md5", md5)
        .set("content_hash", contentHash)
        .row();
  }

  /** The Million Song track that the path names. */
  Optional<String> trackId() {
    return LakhPath.of(path).msdTrackId();
  }
}
