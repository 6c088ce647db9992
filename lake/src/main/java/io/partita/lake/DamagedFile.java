package io.partita.lake;

import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ParquetFooter;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds out which file of a table a query failed at, as what Parquet throws seldom names it. */
public final class DamagedFile {
  private DamagedFile() {}

  /**
   * What to say of a failed query: a {@link UserException} that names the file if one is damaged,
   * else the failure itself. Each file is read until the first that cannot be.
   *
   * @param rows of the table, which the query read
   */
  public static Exception explain(Exception failure, LakeTable table, Dataset<Row> rows) {
    if (!ParquetFooter.isDamage(failure)) {
      return failure;
    }
    for (String file : TableFiles.of(rows)) {
      try {
        rows.sparkSession()
            .read()
            .schema(table.schema())
            .parquet(new Path(URI.create(file)).toString())
            .toJavaRDD()
            .foreach(row -> {});
      } catch (Exception e) {
        return ParquetFooter.damaged(file, table, e);
      }
    }
    return failure;
  }
}
