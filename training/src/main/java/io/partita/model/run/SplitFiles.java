package io.partita.model.run;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;

import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ValueCounts;
import io.partita.split.Fold;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The contents of MIDI files that a model learns from or is measured on, with their splits.
 *
 * @param rows their columns midi_md5 and split
 * @param fold by which files are in splits
 * @param bySplit how many there are, by the split that they are stored with
 * @param suspectsBySplit how many are left out as suspect, by that split
 * @param duplicatesBySplit how many more are left out as they hold the same music as another
 * @param clusters of those to train on that weigh as one, see {@link Duplicates#clusters}
 */
public record SplitFiles(
    Dataset<Row> rows,
    Fold fold,
    Map<String, Long> bySplit,
    Map<String, Long> suspectsBySplit,
    Map<String, Long> duplicatesBySplit,
    Map<String, String> clusters) {
  public static SplitFiles of(Map<LakeTable, Dataset<Row>> all, String dataset, FileChoice choice) {
    Map<LakeTable, Dataset<Row>> tables = choice.where().on(all, dataset);
    Suspects suspects = Suspects.toLeaveOut(tables, dataset, choice.withSuspects());
    Dataset<Row> kept =
        FoldOption.deal(
                tables
                    .get(MIDI_FILES)
                    .where(col(DATASET).equalTo(dataset).and(col("split").isNotNull())),
                choice.fold())
            .select("midi_md5", "split");
    Dataset<Row> sound = suspects.without(kept);
    Duplicates duplicates = Duplicates.of(tables, dataset, sound, choice);
    Dataset<Row> files = duplicates.without(sound);
    Map<String, Long> bySplit = ValueCounts.of(files, "split");
    return new SplitFiles(
        files,
        choice.fold(),
        bySplit,
        suspects.countBySplit(kept),
        duplicates.countBySplit(sound),
        duplicates.clusters());
  }

  /** How many there are in a split of the fold. */
  public long count(String split) {
    return bySplit.getOrDefault(fold.split(split), 0L);
  }

  /** Adds what is left out of a split of the fold, by the reason. */
  public void addLeftOut(String split, Map<String, Long> leftOut) {
    put(leftOut, Suspects.FILES, suspects(split));
    put(leftOut, Duplicates.FILES, duplicatesBySplit.getOrDefault(fold.split(split), 0L));
  }

  private static void put(Map<String, Long> leftOut, String reason, long files) {
    if (files > 0) {
      leftOut.put(reason, files);
    }
  }

  /** How many of a split of the fold are left out as suspect. */
  public long suspects(String split) {
    return suspectsBySplit.getOrDefault(fold.split(split), 0L);
  }
}
