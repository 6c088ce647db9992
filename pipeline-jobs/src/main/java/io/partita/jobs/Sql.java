package io.partita.jobs;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.LakeTable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Answers a query over the lake's tables. Input: a lake; output: rows on standard output, nothing
 * else.
 */
@Command(
    name = "sql",
    description = "Query the lake's tables with Spark SQL.",
    footer = {
      "",
      "Every table is a view over all data sets; filter by its dataset column.",
      "",
      "Examples:",
      "  partita sql --lake lake \"SELECT artist_name, n_midi FROM tracks ORDER BY n_midi DESC"
          + " LIMIT 10\"",
      "  partita sql --lake lake --format csv -f broken.sql > broken.csv"
    })
public final class Sql implements Callable<Integer> {
  enum Format {
    table,
    csv,
    jsonl
  }

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake to query.")
  private String lake;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, csv or jsonl (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--json",
      description = "One object: {\"columns\": [names], \"rows\": [objects]}.")
  private boolean json;

  @Option(names = "-f", paramLabel = "FILE", description = "Read the query from a file.")
  private Path file;

  @Parameters(arity = "0..1", paramLabel = "QUERY", description = "The query.")
  private String query;

  @Override
  public Integer call() throws Exception {
    String text = queryText();
    Lake read = Lake.existing(lake, Spark.hadoopConfiguration());
    DataOutputStream counted = new DataOutputStream(System.out);
    PrintStream out = new PrintStream(counted, false, StandardCharsets.UTF_8);
    try (SparkSession spark = Spark.session("sql")) {
      LakeReader.query(
          spark,
          read,
          () -> counted.size() == 0,
          tables -> {
            answer(spark, tables, text, new ResultPrinter(out));
            return null;
          });
      out.flush();
      return ExitCode.OK;
    } catch (Exception e) {
      throw explained(e);
    }
  }

  private String queryText() throws IOException {
    if ((query == null) == (file == null)) {
      throw new UserException("Give one query: as the last argument, or in a file with -f.");
    }
    try {
      String text = file == null ? query : Files.readString(file);
      return text.strip().replaceFirst(";$", "");
    } catch (NoSuchFileException e) {
      throw new UserException("There is no query file " + file + ".", e);
    }
  }

  private void answer(
      SparkSession spark, Map<LakeTable, Dataset<Row>> tables, String text, ResultPrinter printer)
      throws IOException {
    tables.forEach((table, rows) -> rows.createOrReplaceTempView(table.tableName()));
    Dataset<Row> rows = spark.sql(text);
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

  /** What the query's author can mend is told in a line; the rest is passed on. */
  private static Exception explained(Exception e) {
    for (Throwable cause : ExceptionUtils.getThrowableList(e)) {
      if (cause instanceof SparkThrowable spark
          && spark.getErrorClass() != null
          && !SparkThrowableHelper.isInternalError(spark.getErrorClass())
          && ExceptionUtils.indexOfType(e, IOException.class) < 0) {
        String message =
            cause instanceof AnalysisException analysis
                ? analysis.getSimpleMessage()
                : cause.getMessage();
        return new UserException(
            "The query cannot be answered: " + message.strip().lines().findFirst().orElse(""), e);
      }
    }
    return e;
  }
}
