package io.partita.lake.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;

import io.partita.catalog.CsvCatalog;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The splits that a data set's own catalog gives, as that of Groove does. */
final class OfficialSplits {
  static final String OFFICIAL = "official";

  private static final String CATALOG = "catalog";

  private OfficialSplits() {}

  /**
   * Members of the input that the catalog gives a split.
   *
   * @param members rows of midi_sources of one data set
   * @return source, path, midi_md5, official
   */
  static Dataset<Row> ofMembers(Dataset<Row> members) {
    return members
        .select(
            col("source"),
            col("path"),
            col("midi_md5"),
            col(CATALOG).getItem(CsvCatalog.SPLIT_COLUMN).as(OFFICIAL))
        .where(col(OFFICIAL).isNotNull());
  }

  /**
   * Contents that the catalog gives a split, of several members that of the first path.
   *
   * @param members rows of {@link #ofMembers}
   * @return midi_md5, official
   */
  static Dataset<Row> ofContents(Dataset<Row> members) {
    return members
        .where(col("midi_md5").isNotNull())
        .groupBy("midi_md5")
        .agg(min_by(col(OFFICIAL), struct("path", "source")).as(OFFICIAL));
  }
}
