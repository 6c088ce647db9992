package io.partita.models.bpe;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.TOKENS;
import static org.apache.spark.sql.functions.col;

import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.run.Suspects;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files of a data set with their tokens in a scheme, those of suspects left out.
 *
 * @param rows midi_md5, tokens, split
 * @param suspects how many were left out
 */
record TokenRowsOf(Dataset<Row> rows, long suspects) {
  /**
   * @throws UserException where there are no tokens of the scheme
   */
  static TokenRowsOf of(Map<LakeTable, Dataset<Row>> tables, String dataset, String scheme) {
    Suspects suspects = Suspects.toLeaveOut(tables, dataset, false);
    Dataset<Row> all =
        tables
            .get(TOKENS)
            .where(col(DATASET).equalTo(dataset))
            .where(col("scheme").equalTo(scheme));
    if (all.isEmpty()) {
      throw new UserException(
          "Data set %s has no tokens of the scheme %s: run tokenize --dataset %s --tokens %s first."
              .formatted(dataset, scheme, dataset, scheme));
    }
    return new TokenRowsOf(
        suspects.without(all).select("midi_md5", "tokens", "split"), suspects.number());
  }

  /** Files of each split. */
  Map<String, Long> bySplit() {
    Map<String, Long> files = new TreeMap<>();
    for (Row row :
        rows.na().drop(new String[] {"split"}).groupBy("split").count().collectAsList()) {
      files.put(row.getString(0), row.getLong(1));
    }
    return files;
  }

  /** The rows of a split. */
  JavaRDD<Row> of(String split) {
    return rows.where(col("split").equalTo(split)).toJavaRDD();
  }

  /** The tokens of a row. */
  static int[] tokens(Row row) {
    List<Integer> tokens = row.getList(1);
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }
}
