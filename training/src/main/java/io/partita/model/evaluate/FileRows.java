package io.partita.model.evaluate;

import io.partita.lake.file.AtomicFile;
import io.partita.lake.table.TableFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What {@code model evaluate} found of each file.
 *
 * @param rows of the schema, a file each
 * @param provenance for the footer of a Parquet file
 */
public record FileRows(StructType schema, List<Row> rows, Map<String, String> provenance) {
  /** Writes all of them as Parquet, or nothing. */
  public void write(AtomicFile file, Configuration conf) throws IOException {
    Path parent = file.path().getParent();
    file.fs().mkdirs(parent);
    Path temporary = new Path(parent, "_" + file.path().getName() + ".tmp");
    file.fs().delete(temporary, false);
    try (TableFile<Row> parquet = TableFile.ofRows(temporary, schema, provenance, conf)) {
      for (Row row : rows) {
        parquet.write(row);
      }
    }
    file.takeFrom(temporary);
  }
}
