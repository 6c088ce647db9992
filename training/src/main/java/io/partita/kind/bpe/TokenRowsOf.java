package io.partita.kind.bpe;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.TOKENS;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.FileFilter;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ValueCounts;
import io.partita.model.archive.ContentHashes;
import io.partita.model.run.DuplicateOptions;
import io.partita.model.run.Duplicates;
import io.partita.model.run.FileChoice;
import io.partita.model.run.TrainingRun;
import io.partita.split.Fold;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files of a data set with their tokens in a scheme, those of suspects left out.
 *
 * @param rows midi_md5, tokens, split
 * @param suspects how many were left out
 * @param duplicates how many more as they hold the same music as another, by split
 */
record TokenRowsOf(Dataset<Row> rows, long suspects, Map<String, Long> duplicates) {
  /**
   * @param which of files that hold the same music take part
   * @param where which files can take part at all
   * @throws UserException where there are no tokens of the scheme
   */
  static TokenRowsOf of(
      Map<LakeTable, Dataset<Row>> every,
      String dataset,
      String scheme,
      DuplicateOptions.Of which,
      FileFilter where) {
    Map<LakeTable, Dataset<Row>> tables = where.on(every, dataset);
    Suspects suspects = Suspects.toLeaveOut(tables, dataset, false);
    Dataset<Row> all =
        tables
            .get(TOKENS)
            .where(col(DATASET).equalTo(dataset))
            .where(col("scheme").equalTo(scheme));
    if (all.isEmpty()) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set %s has no tokens of the scheme %s: run tokenize --dataset %s --tokens %s first."
              .formatted(dataset, scheme, dataset, scheme));
    }
    Dataset<Row> sound = suspects.without(all).where(col("split").isNotNull());
    Duplicates duplicates =
        Duplicates.of(tables, dataset, sound, new FileChoice(false, which, Fold.NONE, where));
    return new TokenRowsOf(
        duplicates.without(sound).select("midi_md5", "tokens", "split"),
        suspects.number(),
        duplicates.countBySplit(sound));
  }

  /** What is not trained on, by the reason. */
  Map<String, Long> leftOut() {
    Long files = duplicates.get(TrainingRun.TRAIN);
    return files == null ? Map.of() : Map.of(Duplicates.FILES, files);
  }

  /** Files of each split. */
  Map<String, Long> bySplit() {
    return ValueCounts.of(rows, "split");
  }

  /** The rows of a split. */
  JavaRDD<Row> of(String split) {
    return rows.where(col("split").equalTo(split)).toJavaRDD();
  }

  /** The contents of a split. */
  ContentHashes contents(String split) {
    return ContentHashes.of(of(split).map(row -> row.<String>getAs("midi_md5")).collect());
  }

  /** The tokens of a row. */
  static int[] tokens(Row row) {
    List<Integer> tokens = row.getList(row.fieldIndex("tokens"));
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }
}
