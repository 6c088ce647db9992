package io.partita.sql;

import static java.util.stream.Collectors.joining;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.duckdb.DeclaredTable;
import io.partita.lake.Lake;
import io.partita.lake.RowCounts;
import io.partita.lake.TableVersion;
import io.partita.lake.VersionSummary;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.lake.table.AbsentTable;
import io.partita.lake.table.LakeTable;
import io.partita.option.JsonOption;
import io.partita.option.LakeOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists a lake's tables with their data sets and rows, or one table's columns with meanings. */
@Command(name = "tables", description = "List the lake's tables and rows, or a table's columns.")
public final class Tables implements Callable<Integer> {
  @Mixin private LakeOption at = new LakeOption();

  @Mixin private JsonOption json = new JsonOption();

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Table to describe.")
  private String table;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set whose files or versions to print.")
  private String dataset;

  @Option(
      names = "--files",
      description = "Print the paths of a table's Parquet files, all of the newest version.")
  private boolean areFiles;

  @Option(
      names = "--versions",
      description = "Print the versions of a data set, staged ones included, the newest first.")
  private boolean areVersions;

  /** A line of the list, or of a description. */
  private sealed interface Line {
    String text();
  }

  private record Rows(String table, String dataset, long rows) implements Line {
    @Override
    public String text() {
      return String.format(Locale.ROOT, "%-14s %-24s %,14d", table, dataset, rows);
    }
  }

  private record Described(String column, String type, boolean nullable, String meaning)
      implements Line {
    static Described of(DeclaredTable.Column column) {
      return new Described(column.name(), column.type(), column.nullable(), column.meaning());
    }

    @Override
    public String text() {
      return String.format(
          Locale.ROOT, "%-28s %-22s %s%s", column, type, meaning, nullable ? "" : " (never null)");
    }
  }

  private record Answered(List<Line> tables) {}

  private record Versions(String dataset, List<VersionSummary> versions) {}

  @Override
  public Integer call() throws IOException {
    if ((areFiles || areVersions) != (dataset != null) || (areFiles && table == null)) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "--files needs a TABLE and --dataset, --versions needs --dataset, and --dataset needs one"
              + " of them.");
    }
    if (areVersions && (areFiles || table != null)) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--versions are those of a data set: leave out TABLE and --files.");
    }
    if (areVersions) {
      Lake lake = Lake.at(at.folder, Spark.hadoopConfiguration());
      Versions versions = new Versions(dataset, VersionSummary.all(lake, dataset));
      return Answer.print(
          json.isGiven,
          versions,
          of -> of.versions().stream().map(VersionSummary::text).collect(joining("\n")));
    }
    if (areFiles) {
      TableVersion version = TableVersion.of(at.open(), dataset, LakeTable.of(table));
      return Answer.print(json.isGiven, version, of -> String.join("\n", of.files()));
    }
    List<Line> lines = table == null ? rows() : described();
    if (lines.isEmpty() && !json.isGiven) {
      return ExitCode.OK;
    }
    return Answer.print(
        json.isGiven,
        new Answered(lines),
        answered -> answered.tables().stream().map(Line::text).collect(joining("\n")));
  }

  private List<Line> rows() throws IOException {
    List<Line> lines = new ArrayList<>();
    Optional<Path> local = at.local();
    if (local.isPresent()) {
      LocalRowCounts.of(local.get()).forEach((counted, rows) -> addTo(lines, counted, rows));
    } else {
      RowCounts.of(at.open()).forEach((counted, rows) -> addTo(lines, counted.tableName(), rows));
    }
    return lines;
  }

  private static void addTo(List<Line> lines, String table, Map<String, Long> byDataset) {
    byDataset.forEach((dataset, rows) -> lines.add(new Rows(table, dataset, rows)));
  }

  private List<Line> described() {
    Map<String, DeclaredTable> tables = DeclaredTable.all();
    DeclaredTable known = tables.get(table.strip().toLowerCase(Locale.ROOT));
    if (known == null) {
      throw AbsentTable.of(table, tables.keySet());
    }
    return known.columns().stream().<Line>map(Described::of).toList();
  }
}
