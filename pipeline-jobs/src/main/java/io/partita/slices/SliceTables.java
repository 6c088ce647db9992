package io.partita.slices;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.partita.form.Cutting;
import io.partita.form.Form;
import io.partita.lake.EarlierRows;
import io.partita.lake.EarlierRows.Changes;
import io.partita.lake.TableShare;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.SliceColumns;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Slices of one number of bars into the staged tables, beside those of other numbers, which stay.
 * Contents are sliced once, and their slices dealt out to each member that has the content. Which
 * rows are in which file, and in what order, depends on the data set alone.
 */
final class SliceTables {
  private static final String[] FILE_ORDER = {"source", "path", "midi_md5"};

  /** About ten million steps of slices where files are those of the Lakh archive. */
  private static final long MEMBERS_IN_A_FILE = 1 << 14;

  private final Form<?> form;
  private final Cutting how;
  private final DerivedRun run;

  SliceTables(Form<?> form, Cutting how, DerivedRun run) {
    this.form = form;
    this.how = how;
    this.run = run;
  }

  /**
   * Stages both tables.
   *
   * @param share the files of this number of bars
   * @param earlier slices that need not be cut again, but those of what has changed
   * @return the rows of the files' accounts, with their splits
   */
  Dataset<Row> write(
      Map<LakeTable, Dataset<Row>> tables, TableShare share, Optional<EarlierRows> earlier)
      throws IOException {
    Dataset<Row> members = tables.get(MIDI_SOURCES).where(col(DATASET).equalTo(run.dataset()));
    Dataset<Row> contents =
        tables
            .get(MIDI_BYTES)
            .where(col(DATASET).equalTo(run.dataset()))
            .select("midi_md5", "bytes");
    if (earlier.isEmpty()) {
      write(members, contents, share);
    } else {
      Changes changes =
          earlier
              .get()
              .changes(MIDI_SOURCES, "source", "path")
              .and(earlier.get().changes(MIDI_BYTES));
      write(changes.added(members), changes.added(contents), share);
      for (LakeTable table : List.of(form.files(), form.slices())) {
        run.keep(earlier.get(), table, changes.gone());
      }
    }
    Dataset<Row> accounts = share.read(form.files());
    Dataset<Row> splits = members.select("source", "path", "midi_md5", "split").distinct();
    Column isOfIt =
        Arrays.stream(FILE_ORDER)
            .map(key -> accounts.col(key).eqNullSafe(splits.col(key)))
            .reduce(Column::and)
            .orElseThrow();
    return accounts.join(splits, isOfIt).select(accounts.col("*"), splits.col("split"));
  }

  private void write(Dataset<Row> members, Dataset<Row> contents, TableShare share)
      throws IOException {
    int files = (int) (members.count() / MEMBERS_IN_A_FILE) + 1;
    long total = contents.count();
    LongAccumulator done = run.spark().sparkContext().longAccumulator("contents sliced");
    run.progress().next("Slicing", () -> total, "contents", 1, done.name().get());
    SlicedContents<?> cut = SlicedContents.of(form, how);
    Dataset<Row> sliced =
        members
            .select("source", "path", "midi_md5")
            .join(cut.rows(run.spark(), contents, done), new String[] {"midi_md5"}, "left")
            .withColumn("bars", lit(how.bars()))
            .withColumn(SliceColumns.DRUM_MAP, lit(how.map().label()))
            .repartition(files, col("source"), col("path"))
            .persist(StorageLevel.DISK_ONLY());
    share.write(form.files(), fileRows(cut, sliced), FILE_ORDER);
    share.write(form.slices(), sliceRows(sliced), form.order());
    sliced.unpersist();
  }

  private Dataset<Row> fileRows(SlicedContents<?> cut, Dataset<Row> sliced) {
    Column isRejected = col(SlicedContents.SLICES).isNull();
    Dataset<Row> rows =
        sliced
            .withColumn(
                "reason", when(isRejected, ContentStatus.REJECTED.label()).otherwise(col("reason")))
            .withColumn(
                "detail",
                when(isRejected, "It is in the table quarantine").otherwise(col("detail")));
    for (String count : cut.counts()) {
      rows = rows.withColumn(count, coalesce(col(count), lit(0)));
    }
    return rows;
  }

  private static Dataset<Row> sliceRows(Dataset<Row> sliced) {
    return sliced
        .select(
            col("source"),
            col("path"),
            col("midi_md5"),
            col("bars"),
            col(SliceColumns.DRUM_MAP),
            explode(col(SlicedContents.SLICES)).as("slice"))
        .select(col("*"), col("slice.*"));
  }
}
