package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.ExitCode;
import io.partita.option.LakeOption;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Answers queries over the lake's tables: one, a script, or those that a person types. Input: a
 * lake; output: rows on standard output, nothing else.
 */
@Command(
    name = "sql",
    description = "Query the lake with Spark SQL; without a query, open a shell.")
public final class Sql implements Callable<Integer> {
  @Mixin private LakeOption at = new LakeOption();

  @Mixin private QueryOptions given;

  @Mixin private AnswerOptions answers;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "Engine: spark, or duckdb for a fast start on local lakes (default: ${DEFAULT-VALUE}).")
  private SqlEngine engine = SqlEngine.spark;

  @Option(
      names = "--as-of",
      paramLabel = "[DATASET=]N",
      description = "Read version N of a data set, by its name if the lake has several.")
  private List<String> asOf = List.of();

  @Option(
      names = "--other-sources",
      description =
          "Allow queries of other files and databases, as csv.`mine.csv` or views USING jdbc.")
  private boolean otherSources;

  @Option(
      names = "--allow-writes",
      description =
          "Allow writing your own files and tables, never the lake's; includes --other-sources.")
  private boolean allowWrites;

  @Override
  public Integer call() throws Exception {
    if (given.isNothing() && isTerminal()) {
      shell();
      return ExitCode.OK;
    }
    LakeSql.Reach reach = reach();
    List<String> statements = given.statements(engine::statements);
    try (SqlSession session = engine.open(at, new AsOf(asOf), reach)) {
      for (String statement : statements) {
        session.run(statement, answers.out(), answers::print);
      }
    }
    return ExitCode.OK;
  }

  private void shell() throws IOException {
    if (engine != SqlEngine.spark) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "--engine duckdb has no shell: give a query as the last argument, with -f or on standard"
              + " input, or leave out --engine.");
    }
    try (LakeSql session = LakeSql.open("sql", at.open(), new AsOf(asOf), reach())) {
      SqlShell.onTerminal(session, answers::print);
    }
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
}
