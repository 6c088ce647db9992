package io.partita.lake.check;

import static io.partita.lake.table.LakeTable.DUP_PAIRS;
import static io.partita.lake.table.LakeTable.MIDI_FILES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.partita.lake.Lake;
import io.partita.lake.RunReports;
import io.partita.lake.run.Progress;
import io.partita.lake.run.RunOptions;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.Spark;
import io.partita.lake.split.SplitLeaks;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.DatasetTables;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ReportedCount;
import io.partita.lake.table.TableSpec.Reference;
import io.partita.lake.table.TableSpec.Sum;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The checks of one version of a data set, table by table, and of one table against another. */
public final class DatasetChecks {
  private final DatasetTables kind;
  private final String dataset;
  private final Map<LakeTable, Dataset<Row>> tables;
  private final Map<LakeTable, JsonNode> reports;
  private final List<CheckResult> results = new ArrayList<>();
  private final Map<LakeTable, Long> rowsOf = new EnumMap<>(LakeTable.class);

  private DatasetChecks(DatasetTables kind, CheckedVersion version) {
    this.kind = kind;
    dataset = version.dataset();
    tables = version.tables();
    reports = version.reports();
  }

  /**
   * Checks the published version of a data set. That it passed is kept with the files that were
   * looked at.
   *
   * @param told of the run, to which the limits are added
   * @param folder of the lake as the user gave it
   * @param kind of data set
   * @param limits that it must keep to
   * @param minRows rows that tables must have
   */
  public static CheckReport report(
      RunOptions told,
      Lake lake,
      String folder,
      String dataset,
      DatasetTables kind,
      CheckLimits limits,
      Map<LakeTable, Long> minRows)
      throws Exception {
    Instant started = Instant.now();
    told.decisive("limits", limits).decisive("min_rows", new TreeMap<>(minRows));
    Lake seen = lake.now();
    PassedCheck passed = PassedCheck.of(told, seen, dataset);
    passed.endIfSame(folder);
    RunningCommand.begin(lake, "check", dataset, null);
    CheckReport report;
    try (SparkSession spark = Spark.session("check " + dataset);
        Progress progress = new Progress(spark.sparkContext())) {
      CheckedVersion version = CheckedVersion.of(spark, seen, dataset);
      DatasetChecks checks = all(kind, version, limits, minRows, progress);
      report = CheckReport.of(dataset, folder, checks, started);
    }
    passed.keep(report);
    return report;
  }

  /**
   * Makes all checks.
   *
   * @param kind of data set
   * @param limits that it must keep to
   * @param minRows rows that tables must have
   */
  private static DatasetChecks all(
      DatasetTables kind,
      CheckedVersion version,
      CheckLimits limits,
      Map<LakeTable, Long> minRows,
      Progress progress)
      throws Exception {
    DatasetChecks checks = new DatasetChecks(kind, version);
    checks.tables();
    checks.rejected(limits.maxRejected());
    checks.suspects(limits.maxSuspect());
    checks.eachTable(minRows, limits.noLeaks(), progress);
    checks.references(progress);
    checks.duplicates(limits.noLeaks(), progress);
    return checks;
  }

  List<CheckResult> results() {
    return results;
  }

  /** The report of the ingest, from whichever of its tables still has it; else a missing node. */
  JsonNode ingest() {
    return kind.always().stream()
        .map(table -> reports.getOrDefault(table, MissingNode.getInstance()))
        .filter(report -> !report.isMissingNode())
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private void tables() {
    List<LakeTable> expected = kind.expected(ingest());
    List<String> lost =
        expected.stream()
            .filter(table -> !reports.containsKey(table))
            .map(LakeTable::tableName)
            .toList();
    add(
        "tables",
        null,
        lost.isEmpty() ? expected.size() + " tables" : "no " + String.join(", no ", lost),
        "all " + expected.size() + " that the ingest made",
        lost.isEmpty());
  }

  /**
   * Compares the share of rejected members, as the ingest counted them.
   *
   * @param most 0..1
   */
  private void rejected(double most) {
    JsonNode members = ingest().path("members");
    long read = 0;
    for (JsonNode count : members) {
      read += count.asLong();
    }
    if (read == 0) {
      return; // without a report, which is told of each table
    }
    long rejected = members.path(ContentStatus.REJECTED.label()).asLong();
    share("rejected", rejected, read, "members", most);
  }

  /**
   * Compares the share of suspects among the MIDI contents that were kept, as the ingest counted
   * them.
   *
   * @param most 0..1
   */
  private void suspects(double most) {
    JsonNode counts = ingest().path("counts");
    if (!counts.has(ReportedCount.SUSPECTS)) {
      return; // not of MIDI, or of a version that marked none
    }
    long kept = 0;
    for (JsonNode contents : ingest().path("splits")) {
      kept += contents.asLong();
    }
    long suspects = counts.path(ReportedCount.SUSPECTS).asLong();
    share("suspects", suspects, kept, "contents", most);
  }

  private void share(String check, long some, long all, String what, double most) {
    double share = all == 0 ? 0 : (double) some / all;
    add(
        check,
        null,
        String.format(Locale.ROOT, "%.4f, %d of %d %s", share, some, all, what),
        String.format(Locale.ROOT, "%s at most", most),
        share <= most);
  }

  /** Reads every table that is there. */
  private void eachTable(Map<LakeTable, Long> minRows, boolean noLeaks, Progress progress)
      throws Exception {
    for (Map.Entry<LakeTable, JsonNode> report : reports.entrySet()) {
      LakeTable table = report.getKey();
      progress.say("Checking " + table.tableName());
      TableChecks checks = new TableChecks(table, tables.get(table), report.getValue());
      OptionalLong rows = checks.run(noLeaks);
      results.addAll(checks.results());
      rows.ifPresent(count -> rowsOf.put(table, count));
    }
    minRows.forEach(this::minRows);
  }

  private void minRows(LakeTable table, long wanted) {
    boolean isOptional = !reports.containsKey(table) && !kind.always().contains(table);
    if (rowsOf.containsKey(table) || isOptional) {
      long rows = rowsOf.getOrDefault(table, 0L);
      add("min_rows", table, rows + " rows", wanted + " or more", rows >= wanted);
    }
  }

  /** Compares tables that can be read with each other. */
  private void references(Progress progress) {
    progress.say("Checking references");
    for (LakeTable table : rowsOf.keySet()) {
      for (Reference reference : table.spec().rows().references()) {
        readable(reference.table()).ifPresent(to -> reference(table, reference.column(), to));
      }
    }
    for (LakeTable table : rowsOf.keySet()) {
      for (Sum sum : table.spec().rows().sums()) {
        readable(sum.table()).ifPresent(whole -> sum(table, whole, sum.column()));
      }
    }
  }

  private Optional<LakeTable> readable(String table) {
    return LakeTable.named(table).filter(rowsOf::containsKey);
  }

  private void reference(LakeTable from, String column, LakeTable to) {
    Dataset<Row> values = tables.get(from).select(column).na().drop().distinct();
    Dataset<Row> known = tables.get(to).select(column);
    long missing = values.join(known, new String[] {column}, "left_anti").count();
    add(
        "references",
        from,
        (missing == 0 ? "no" : missing) + " " + column + " without a row",
        "each " + column + " in " + to.tableName(),
        missing == 0);
  }

  /** A table with as many rows as the other says in one of its columns. */
  private void sum(LakeTable part, LakeTable whole, String column) {
    Row total = tables.get(whole).agg(functions.sum(column).as("sum")).head();
    long wanted = total.getAs("sum") == null ? 0 : total.<Long>getAs("sum");
    add(
        "rows",
        part,
        rowsOf.get(part) + " rows",
        wanted + ", the sum of " + whole.tableName() + "." + column,
        rowsOf.get(part) == wanted);
  }

  /**
   * Compares files that are alike by their splits; those that a catalog tears apart only where no
   * leaks are wanted at all.
   */
  private void duplicates(boolean noLeaks, Progress progress) {
    String wanted = "no near-duplicates in two splits";
    if (!reports.containsKey(MIDI_FILES)) {
      return;
    }
    if (!SplitLeaks.areKnown(reports.keySet())) {
      add("duplicates", null, "not looked for", wanted, true);
      return;
    }
    if (!SplitLeaks.areKnown(rowsOf.keySet())) {
      return; // one cannot be read, which is told of it
    }
    progress.say("Comparing near-duplicates");
    SplitLeaks leaks =
        SplitLeaks.of(tables, dataset, RunReports.keepsOfficial(reports.get(MIDI_FILES)));
    boolean isTight = leaks.made().isEmpty() && (!noLeaks || leaks.areOnlyMade());
    add(
        "duplicates",
        DUP_PAIRS,
        leaks.text(),
        wanted + (noLeaks ? "" : " that Partita made"),
        isTight);
  }

  private void add(String check, LakeTable table, String found, String wanted, boolean ok) {
    String name = table == null ? null : table.tableName();
    results.add(new CheckResult(check, name, found, wanted, ok));
  }
}
