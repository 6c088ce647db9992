package io.partita.models;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.table.LakeTable;
import io.partita.run.Suspects;
import io.partita.split.Fold;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The contents of MIDI files that a model learns from or is measured on, with their splits.
 *
 * @param rows their columns midi_md5 and split
 * @param fold by which files are in splits
 * @param bySplit how many there are, by the split that they are stored with
 * @param suspectsBySplit how many are left out as suspect, likewise
 */
public record SplitFiles(
    Dataset<Row> rows, Fold fold, Map<String, Long> bySplit, Map<String, Long> suspectsBySplit) {
  /**
   * @param withSuspects whether files that are marked suspect are among them
   */
  public static SplitFiles of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, boolean withSuspects, Fold fold) {
    Suspects suspects = Suspects.toLeaveOut(tables, dataset, withSuspects);
    Dataset<Row> kept =
        FoldOption.deal(
                tables
                    .get(MIDI_FILES)
                    .where(col(DATASET).equalTo(dataset).and(col("split").isNotNull())),
                fold)
            .select("midi_md5", "split");
    Dataset<Row> files = suspects.without(kept);
    Map<String, Long> bySplit = new TreeMap<>();
    for (Row row : files.groupBy("split").count().collectAsList()) {
      bySplit.put(row.getString(0), row.getLong(1));
    }
    return new SplitFiles(files, fold, bySplit, suspects.countBySplit(kept));
  }

  /** How many there are in a split of the fold. */
  public long count(String split) {
    return bySplit.getOrDefault(fold.split(split), 0L);
  }

  /** How many of a split of the fold are left out as suspect. */
  public long suspects(String split) {
    return suspectsBySplit.getOrDefault(fold.split(split), 0L);
  }
}
