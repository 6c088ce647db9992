package io.partita.lake.run;

import static io.partita.lake.table.LakeTable.DATASET;
import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.progress.JobLog;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Live rows of a data set that a run would delete and not make again. A run counts them before it
 * makes anything, and deletes them only where the user says so.
 */
public final class LostRows {
  private final Map<LakeTable, Dataset<Row>> live;
  private final String dataset;
  private final Map<LakeTable, Long> counts = new TreeMap<>();
  private final Set<String> reasons = new LinkedHashSet<>();

  /**
   * Those of a run that deletes none so far.
   *
   * @param live all tables of the lake, with all of their rows
   */
  public LostRows(Map<LakeTable, Dataset<Row>> live, String dataset) {
    this.live = live;
    this.dataset = dataset;
  }

  /**
   * Adds rows of a table.
   *
   * @param which condition on its rows
   * @param reason a sentence without its full stop
   */
  public LostRows add(LakeTable table, Column which, String reason) {
    return add(table, of(live.get(table), which), reason);
  }

  /**
   * Adds rows of the part of a table that the run replaces: those of files that it leaves out.
   *
   * @param part condition on the table's rows
   * @param rows of the table that are of the run's files
   */
  public LostRows leftOut(LakeTable table, Column part, Dataset<Row> rows) {
    if (rows == live.get(table)) {
      return this; // nothing is left out
    }
    return add(
        table,
        of(live.get(table), part) - of(rows, part),
        "the options of this run leave out their files");
  }

  private LostRows add(LakeTable table, long rows, String reason) {
    if (rows > 0) {
      counts.merge(table, rows, Long::sum);
      reasons.add(reason);
    }
    return this;
  }

  private long of(Dataset<Row> rows, Column part) {
    return rows.where(col(DATASET).equalTo(dataset)).where(part).count();
  }

  /**
   * Says what will go.
   *
   * @param mayGo whether the user allows it
   * @throws UserException where rows would go that may not
   */
  public void require(boolean mayGo) {
    if (counts.isEmpty()) {
      return;
    }
    String what =
        "Data set %s: this run deletes %s, which it does not make again: %s."
            .formatted(
                dataset,
                counts.entrySet().stream()
                    .map(
                        table ->
                            String.format(
                                Locale.ROOT,
                                "%,d rows of %s",
                                table.getValue(),
                                table.getKey().tableName()))
                    .collect(joining(", ")),
                String.join("; ", reasons));
    if (!mayGo) {
      throw new UserException(Mistake.WOULD_DELETE, what);
    }
    JobLog.say(what);
  }
}
