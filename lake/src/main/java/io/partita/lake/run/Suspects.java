package io.partita.lake.run;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ValueCounts;
import io.partita.progress.JobLog;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The MIDI contents of a data set that midi_files marks as suspect, and which rows of other tables
 * are theirs.
 *
 * @param contents rows (midi_md5); null where there are none
 * @param number of them
 * @param kept contents of the data set that were not rejected
 * @param areMarked false of a data set whose ingest marked none, as earlier versions did not
 */
public record Suspects(Dataset<Row> contents, long number, long kept, boolean areMarked) {
  /** What trainings call them where they say what they left out. */
  public static final String FILES = "suspect files";

  /** To leave nothing out. */
  public static final Suspects NONE = new Suspects(null, 0, 0, true);

  private static final String MARK = "suspect";
  private static final String MD5 = "midi_md5";

  /** Looks for them in the tables of a lake. */
  public static Suspects of(Map<LakeTable, Dataset<Row>> tables, String dataset) {
    Dataset<Row> kept =
        tables
            .get(MIDI_FILES)
            .where(col(DATASET).equalTo(dataset))
            .where(col("status").notEqual(ContentStatus.REJECTED.label()));
    Row counts =
        kept.agg(
                count_if(col(MARK)).as("suspects"),
                count(lit(1)).as("files"),
                count(col(MARK)).as("marked"))
            .head();
    long suspects = counts.getAs("suspects");
    long files = counts.getAs("files");
    long marked = counts.getAs("marked");
    return new Suspects(
        suspects == 0 ? null : kept.where(col(MARK)).select(MD5), suspects, files, marked == files);
  }

  /** Those to leave out, with a word on standard error where they are not marked. */
  public static Suspects toLeaveOut(
      Map<LakeTable, Dataset<Row>> tables, String dataset, boolean areIncluded) {
    if (areIncluded) {
      return NONE;
    }
    Suspects suspects = of(tables, dataset);
    suspects.warnWhereNotMarked(dataset);
    return suspects;
  }

  /** Says on standard error where nothing can be left out, as nobody looked for it. */
  public void warnWhereNotMarked(String dataset) {
    if (!areMarked) {
      JobLog.say(
          "Data set "
              + dataset
              + " comes from a version of Partita that marked no suspect files, so none are left"
              + " out: ingest it again to have them marked.");
    }
  }

  /** Of the contents that were kept, 0..1. */
  public double share() {
    return kept == 0 ? 0 : (double) number / kept;
  }

  /** Whether rows of a table tell what is in one content each, rather than where it was found. */
  public static boolean mayBeIn(LakeTable table) {
    return table.spec().rows().areOfContents();
  }

  /** Of rows with a midi_md5 those of other contents, and those without any. */
  public Dataset<Row> without(Dataset<Row> rows) {
    return number == 0 ? rows : rows.join(broadcast(contents), new String[] {MD5}, "left_anti");
  }

  /** How many of the rows with a midi_md5 are of suspects. */
  public long countIn(Dataset<Row> rows) {
    return number == 0 ? 0 : in(rows).count();
  }

  /** The sum of a column over rows of suspects. */
  public long sumIn(Dataset<Row> rows, String column) {
    return number == 0
        ? 0
        : in(rows).agg(coalesce(sum(column), lit(0L)).as("sum")).head().getAs("sum");
  }

  /** How many there are by the column split; splits without any are absent. */
  public Map<String, Long> countBySplit(Dataset<Row> rows) {
    return number == 0 ? Map.of() : ValueCounts.of(in(rows), "split");
  }

  private Dataset<Row> in(Dataset<Row> rows) {
    return rows.join(broadcast(contents), new String[] {MD5}, "left_semi");
  }
}
