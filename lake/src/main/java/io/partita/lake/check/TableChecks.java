package io.partita.lake.check;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.UserException;
import io.partita.lake.DamagedFile;
import io.partita.lake.TableFiles;
import io.partita.lake.TableShare;
import io.partita.lake.stats.ColumnValues;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ReportedCount;
import io.partita.lake.table.StatisticsPlan.Identity;
import io.partita.lake.table.StatisticsPlan.Leaks;
import io.partita.lake.table.TableSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The checks that one table's own files answer. Of a table that cannot be read nothing else is
 * told. Only the columns in question are read.
 */
final class TableChecks {
  private static final String SOUND = "files, all sound";

  private final LakeTable table;
  private final Dataset<Row> rows;
  private final JsonNode report;
  private final List<CheckResult> results = new ArrayList<>();

  /**
   * @param rows of one data set
   * @param report of the run that made them; a missing node if absent
   */
  TableChecks(LakeTable table, Dataset<Row> rows, JsonNode report) {
    this.table = table;
    this.rows = rows;
    this.report = report;
  }

  List<CheckResult> results() {
    return results;
  }

  /**
   * Makes the checks.
   *
   * @param noLeaks whether values in two splits are looked for
   * @return how many rows there are; empty where the table cannot be read
   */
  OptionalLong run(boolean noLeaks) throws Exception {
    if (table.spec().origin().isPublished()) { // what trainings write has no report of its own
      boolean isThere = !report.isMissingNode();
      add(
          "run",
          isThere ? report.path("run_id").asText() : "none that can be read",
          "a _run.json",
          isThere);
    }
    List<String> files = TableFiles.of(rows);
    if (files.isEmpty()) { // an empty table has a file without rows
      return unreadable("no files");
    }
    List<String> damaged = TableFiles.damaged(rows.sparkSession(), table, files);
    if (!damaged.isEmpty()) {
      return unreadable(
          damaged.size() + " of " + files.size() + " files damaged, first " + damaged.get(0));
    }
    int before = results.size();
    try {
      add("readable", "0 of " + files.size() + " files damaged", SOUND, true);
      long count = rowsAndNulls();
      unique();
      if (noLeaks) {
        leaks();
      }
      return OptionalLong.of(count);
    } catch (Exception e) {
      Exception explained = DamagedFile.explain(e, table, rows);
      if (!(explained instanceof UserException)) {
        throw explained;
      }
      results.subList(before, results.size()).clear();
      return unreadable(explained.getMessage());
    }
  }

  private OptionalLong unreadable(String found) {
    add("readable", found, SOUND, false);
    return OptionalLong.empty();
  }

  /** One pass: how many rows, what the run's report tells, nulls in the key. */
  private long rowsAndNulls() {
    List<String> key = table.spec().rows().key().columns();
    List<ReportedCount> reported =
        report.isMissingNode() ? List.of() : table.spec().reported().counts().apply(report);
    List<Column> counted = new ArrayList<>();
    key.forEach(column -> counted.add(count_if(col(column).isNull())));
    reported.forEach(figure -> counted.add(figure.counted()));
    Row found = rows.agg(count(lit(1)), counted.toArray(Column[]::new)).head();
    for (int i = 0; i < reported.size(); i++) {
      ReportedCount figure = reported.get(i);
      long there = number(found, 1 + key.size() + i);
      add(
          "rows",
          there + " " + figure.what(),
          figure.wanted() + ", as _run.json says",
          there == figure.wanted());
    }
    StringJoiner nulls = new StringJoiner(", ");
    for (int i = 0; i < key.size(); i++) {
      if (number(found, 1 + i) > 0) {
        nulls.add(number(found, 1 + i) + " in " + key.get(i));
      }
    }
    String wanted = "none in " + String.join(", ", key);
    add("nulls", nulls.length() == 0 ? "none" : nulls.toString(), wanted, nulls.length() == 0);
    return number(found, 0);
  }

  private void unique() {
    TableSpec.Key key = table.spec().rows().key();
    if (!key.isUnique()) {
      return;
    }
    Column[] columns = TableShare.columns(key.columns().toArray(String[]::new));
    Dataset<Row> known = rows.select(columns).na().drop();
    long repeated = known.groupBy(columns).count().where(col("count").gt(1)).count();
    add(
        "unique",
        repeated == 0 ? "no key twice" : repeated + " keys twice or more",
        "each " + String.join(", ", key.columns()) + " once",
        repeated == 0);
  }

  private void leaks() {
    List<Identity> plan =
        table.spec().statistics().identities().stream()
            .filter(column -> column.leaks() == Leaks.FAULT)
            .toList();
    if (plan.isEmpty()) {
      return;
    }
    Map<String, Long> leaks = new HashMap<>();
    ColumnValues.identities(plan, rows)
        .forEach(row -> leaks.put(row.getAs("column"), row.getAs("leaks")));
    for (Identity column : plan) {
      long found = leaks.getOrDefault(column.column(), 0L);
      add(
          "leaks",
          found + " " + column.column() + " in two splits or more",
          "each in one split",
          found == 0);
    }
  }

  private static long number(Row row, int column) {
    return row.isNullAt(column) ? 0 : ((Number) row.get(column)).longValue();
  }

  private void add(String check, String found, String wanted, boolean ok) {
    results.add(new CheckResult(check, table.tableName(), found, wanted, ok));
  }
}
