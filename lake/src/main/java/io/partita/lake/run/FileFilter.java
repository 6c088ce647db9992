package io.partita.lake.run;

import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.FMA_TRACKS;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static io.partita.lake.table.LakeTable.TRACKS;
import static io.partita.lake.table.LakeTable.TRACK_EXPRESSIVENESS;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.sql.QueryMistake;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The files of one data set that a condition in SQL holds for. It is asked of a row for each file:
 * of MIDI the columns of midi_files, source, path and catalog of midi_sources, what tracks adds,
 * and {@link #PLAYED}; of audio those of audio_tracks, and what fma_tracks adds. A MIDI content
 * that was found in several places takes part where one of them fits.
 *
 * @param dataset whose files they are; all files of other data sets take part
 * @param condition null for all files
 */
public record FileFilter(String dataset, String condition) {
  /**
   * A column that says whether more than half of a file's notes are in tracks that somebody played,
   * as track_expressiveness has it.
   */
  public static final String PLAYED = "played";

  public static final FileFilter ALL = new FileFilter(null, null);

  private static final String MD5 = "midi_md5";
  private static final String TRACK = "track_id";

  /** Of a condition that may be null. */
  public static FileFilter of(String dataset, String condition) {
    return condition == null ? ALL : new FileFilter(dataset, condition);
  }

  /**
   * Tables with the rows of these files alone. Tables that are not about a file of the data set
   * stay as they are.
   *
   * @param tables of a lake
   * @param read the data set that is about to be read
   * @throws UserException where the condition is no SQL over these columns, or no file fits
   */
  public Map<LakeTable, Dataset<Row>> on(Map<LakeTable, Dataset<Row>> tables, String read) {
    if (condition == null || !dataset.equals(read)) {
      return tables;
    }
    boolean isMidi = !of(tables, MIDI_FILES).isEmpty();
    String key = isMidi ? MD5 : TRACK;
    Dataset<Row> files =
        isMidi ? midi(tables) : with(of(tables, AUDIO_TRACKS), of(tables, FMA_TRACKS), TRACK);
    Dataset<Row> chosen = chosen(files, key);
    Map<LakeTable, Dataset<Row>> filtered = new EnumMap<>(tables);
    filtered.replaceAll(
        (table, rows) -> {
          List<String> columns = List.of(rows.columns());
          boolean isOfFiles = columns.contains(key) && columns.contains(DATASET);
          return isOfFiles ? kept(rows, chosen, key) : rows;
        });
    return filtered;
  }

  private Dataset<Row> kept(Dataset<Row> rows, Dataset<Row> chosen, String key) {
    Column[] columns = columns(rows.columns());
    Column isOfThis = col(DATASET).equalTo(dataset);
    return rows.where(isOfThis)
        .join(broadcast(chosen), new String[] {key}, "left_semi")
        .select(columns)
        .union(rows.where(isOfThis.unary_$bang()));
  }

  /** The keys of the files that fit, once for all tables: what fails, fails here. */
  private Dataset<Row> chosen(Dataset<Row> files, String key) {
    List<Row> keys;
    try {
      keys = files.where(FileCondition.of(condition, files)).select(key).distinct().collectAsList();
    } catch (Exception e) { // Scala's are undeclared
      requirePlayed(e);
      Optional<String> line = QueryMistake.line(e);
      if (line.isPresent()) {
        throw FileCondition.mistake(condition, line.get(), e);
      }
      throw e;
    }
    if (keys.isEmpty()) {
      throw new UserException(
          Mistake.NO_DATA,
          "No file of data set " + dataset + " fits the condition \"" + condition + "\".");
    }
    return files.sparkSession().createDataFrame(keys, files.select(key).schema());
  }

  /** Fails on a condition that asks for what a data set of an earlier version has no table of. */
  private void requirePlayed(Exception e) {
    if (e instanceof AnalysisException analysis
        && ("`" + PLAYED + "`").equals(analysis.getMessageParameters().get("objectName"))) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          "Data set %s has no table %s, which says what is played; an ingest of MIDI writes it."
              .formatted(dataset, TRACK_EXPRESSIVENESS.tableName()),
          e);
    }
  }

  private Dataset<Row> midi(Map<LakeTable, Dataset<Row>> tables) {
    Dataset<Row> files =
        of(tables, MIDI_FILES)
            .where(col("status").notEqual(ContentStatus.REJECTED.label()))
            .drop("path");
    Dataset<Row> sources = of(tables, MIDI_SOURCES).where(col(MD5).isNotNull());
    Dataset<Row> found = with(with(files, sources, MD5), of(tables, TRACKS), TRACK);
    Dataset<Row> parts = of(tables, TRACK_EXPRESSIVENESS);
    return parts.isEmpty() ? found : with(found, played(parts), MD5);
  }

  private static Dataset<Row> played(Dataset<Row> parts) {
    return parts
        .groupBy(MD5)
        .agg(expr("sum(IF(is_played, n_notes, 0)) * 2 > sum(n_notes)").as(PLAYED));
  }

  /** Rows with the columns that others add by a key. */
  private static Dataset<Row> with(Dataset<Row> rows, Dataset<Row> others, String key) {
    List<String> known = List.of(rows.columns());
    Column[] added =
        columns(
            Arrays.stream(others.columns())
                .filter(name -> name.equals(key) || !known.contains(name))
                .toArray(String[]::new));
    return rows.join(others.select(added), new String[] {key}, "left");
  }

  private Dataset<Row> of(Map<LakeTable, Dataset<Row>> tables, LakeTable table) {
    return tables.get(table).where(col(DATASET).equalTo(dataset));
  }

  private static Column[] columns(String... names) {
    return Arrays.stream(names).map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }
}
