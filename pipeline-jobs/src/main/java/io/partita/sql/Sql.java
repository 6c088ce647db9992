package io.partita.sql;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.run.ExitCode;
import io.partita.run.LakeOption;
import io.partita.terminal.Screen;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Answers queries over the lake's tables: one, a script, or those that a person types. Input: a
 * lake; output: rows on standard output, nothing else.
 */
@Command(
    name = "sql",
    description = "Query the lake's tables with Spark SQL; without a query, in a shell.",
    footer = {
      "",
      "A table has the rows of all data sets; filter by its dataset column. Every query reads",
      "the newest whole version of each. What writes, and what reads anything but the lake, is",
      "refused. See docs/sql.md and, for questions with their SQL, docs/cookbook.md.",
      "",
      "Examples:",
      "  partita sql --lake lake",
      "  partita sql --lake lake \"SELECT artist_name, n_midi FROM tracks ORDER BY n_midi DESC"
          + " LIMIT 10\"",
      "  partita sql --lake lake --format csv -f broken.sql > broken.csv",
      "  echo 'DESCRIBE notes; SELECT count(*) FROM notes' | partita sql --lake lake"
    })
public final class Sql implements Callable<Integer> {
  enum Format {
    table,
    csv,
    jsonl
  }

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of answers: table, csv or jsonl (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--json",
      description = "One object a statement: {\"columns\": [names], \"rows\": [objects]}.")
  private boolean json;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "File to read statements from; semicolons part them.")
  private Path file;

  @Option(
      names = "--other-sources",
      description =
          "Let queries also read files and databases that are not of the lake, by csv.`mine.csv` or"
              + " a temporary view USING csv, jdbc, …")
  private boolean otherSources;

  @Option(
      names = "--allow-writes",
      description =
          "Allow statements that write files and tables of your own, never the lake's; also allows"
              + " what --other-sources does.")
  private boolean allowWrites;

  @Parameters(
      arity = "0..1",
      paramLabel = "QUERY",
      description =
          "The query, or several with semicolons. Without one and without -f, standard input is"
              + " read; where that is a terminal, a shell starts.")
  private String query;

  @Override
  public Integer call() throws Exception {
    if (query != null && file != null) {
      throw new UserException(
          "Give the query as the last argument or in a file with -f, not both.");
    }
    boolean isShell = query == null && file == null && isTerminal();
    List<String> statements = isShell ? List.of() : SqlScript.of(text()).all();
    if (!isShell && statements.isEmpty()) {
      throw new UserException("Give a query: as the last argument, with -f, or on standard input.");
    }
    Lake read = at.open();
    try (LakeSql session = LakeSql.open("sql", read, reach())) {
      if (isShell) {
        SqlShell.onTerminal(session, this::print);
      }
      for (String statement : statements) {
        session.run(statement, out(), this::print);
      }
    }
    return ExitCode.OK;
  }

  /** JSON has its own way to write what a terminal must not get; CSV has none. */
  private OutputStream out() {
    return format == Format.csv && !json ? Screen.data() : System.out;
  }

  private LakeSql.Reach reach() {
    if (allowWrites) {
      return LakeSql.Reach.WRITES;
    }
    return otherSources ? LakeSql.Reach.OTHER_SOURCES : LakeSql.Reach.LAKE;
  }

  /** Whether a person types and reads. */
  @SuppressWarnings("SystemConsoleNull") // Partita runs on Java 17 only
  private static boolean isTerminal() {
    return System.console() != null;
  }

  private String text() throws IOException {
    if (query != null) {
      return query;
    }
    if (file == null) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (Files.isDirectory(file)) {
      throw new UserException("The query file " + file + " is a folder.");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserException("There is no query file " + file + ".", e);
    }
  }

  private void print(ResultPrinter printer, Dataset<Row> rows) throws IOException {
    if (json) {
      printer.json(rows);
      return;
    }
    switch (format) {
      case table -> printer.table(rows);
      case csv -> printer.csv(rows);
      case jsonl -> printer.jsonLines(rows);
    }
  }
}
