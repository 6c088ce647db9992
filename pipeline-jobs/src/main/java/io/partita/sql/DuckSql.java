package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.duckdb.DuckMessage;
import io.partita.duckdb.LakeDatabase;
import io.partita.duckdb.LakeFiles;
import io.partita.duckdb.SelectOnly;
import io.partita.process.DaemonThread;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lake of this machine in DuckDB, see {@link LakeDatabase}. What may be run is what DuckDB's own
 * parser takes for one query, an EXPLAIN of one, and a temporary view of one.
 */
final class DuckSql implements SqlSession {
  private static final String DRIVER = "org.duckdb.DuckDBDriver";

  private static final Pattern ELSEWHERE = Pattern.compile("(?!file:)[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final Pattern EXPLAIN = Pattern.compile("(?is)explain\\s+(?:analyze\\s+)?(.*)");
  private static final Pattern COMMAND =
      Pattern.compile("(?is)(describe|desc|show|summarize)\\b.*");

  private static final Pattern VIEW =
      Pattern.compile(
          "(?is)create\\s+(?:or\\s+replace\\s+)?temp(?:orary)?\\s+view\\s+"
              + "(?:if\\s+not\\s+exists\\s+)?(?:\\w+|\"[^\";]+\")\\s*(?:\\([^();]*\\)\\s*)?"
              + "\\bas\\b(.*)");

  /** What DuckDB could not do, rather than what it was asked to. */
  private static final Pattern OF_THE_MACHINE = Pattern.compile("(?s)IO Error: .*");

  private static final Pattern BUG = Pattern.compile("(?s)(INTERNAL|FATAL) Error: .*");

  private static final int LOOK_MS = 25;
  private static final int CANCEL_MS = 500;

  /** What DuckDB holds beyond its limit, for its threads and the files that it reads. */
  private static final long BEYOND_BYTES = 512L << 20;

  private final LakeDatabase lake;
  private final QueryMemory memory;
  private volatile Statement running;
  private boolean isAbandoned;

  private DuckSql(LakeDatabase lake, QueryMemory memory) {
    this.lake = lake;
    this.memory = memory;
  }

  /**
   * Opens a lake. DuckDB holds as much as this Java's heap may, and writes to disk beyond it.
   *
   * @throws UserException if absent or elsewhere, or where there is no DuckDB
   */
  static DuckSql open(String folder, AsOf asOf) throws SQLException, IOException {
    if (ELSEWHERE.matcher(folder).matches()) {
      throw new UserException(
          Mistake.UNSUITABLE_STORE,
          "--engine duckdb reads lakes on a disk of this machine, and "
              + folder
              + " is elsewhere: use --engine spark.");
    }
    Path root = Path.of(folder.replaceFirst("^file:(//)?", ""));
    if (Files.isRegularFile(root)) {
      throw new UserException(
          Mistake.BAD_PATH, "--lake " + folder + " is a file: give the folder of a lake.");
    }
    try {
      Class.forName(DRIVER);
    } catch (ClassNotFoundException e) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "--engine duckdb needs a checkout and no --master: run './partita sql --engine duckdb'"
              + " there, or use --engine spark.",
          e);
    }
    long bytes = Runtime.getRuntime().maxMemory();
    Map<String, Integer> numbers =
        asOf.given().isEmpty() ? Map.of() : asOf.of(LakeFiles.versions(root, Map.of()).keySet());
    // Meanwhile DuckDB's library is loaded, which takes longer.
    Process limiting = QueryMemory.limitProcess(bytes + BEYOND_BYTES);
    DuckSql session = open(root, numbers, bytes, QueryMemory.limited(bytes + BEYOND_BYTES));
    QueryMemory.await(limiting);
    return session;
  }

  static DuckSql open(Path root, Map<String, Integer> asOf, long bytes, QueryMemory memory)
      throws SQLException, IOException {
    return new DuckSql(LakeDatabase.open(root, asOf, bytes), memory);
  }

  /** In a thread of its own: DuckDB cannot be stopped while it computes one value. */
  @Override
  public void run(String statement, OutputStream out, Printing printing) throws Exception {
    FutureTask<Void> answer =
        new FutureTask<>(
            () -> {
              answer(statement, out, printing);
              return null;
            });
    Thread thread = new DaemonThread(answer, "query");
    thread.start();
    while (true) {
      try {
        answer.get(LOOK_MS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (memory.isExceeded()) {
          isAbandoned = !isCancelled(answer);
          throw tooLarge(null);
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof OutOfMemoryError error) {
          throw tooLarge(error);
        }
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private boolean isCancelled(FutureTask<Void> answer) throws SQLException, InterruptedException {
    Statement statement = running;
    if (statement != null) {
      statement.cancel();
    }
    try {
      answer.get(CANCEL_MS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException ended) {
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static UserException tooLarge(Throwable cause) {
    return new UserException(
        Mistake.TOO_LARGE,
        "The query computes values that exceed PARTITA_MEMORY. Make them smaller, or raise it.",
        cause);
  }

  private void answer(String statement, OutputStream out, Printing printing) throws Exception {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    try {
      answer(statement, new ResultPrinter(text), printing);
    } catch (SQLException e) {
      throw explained(e);
    } catch (DuckRows.FailedRead e) {
      throw explained(e.getCause());
    } finally {
      text.flush();
    }
  }

  private void answer(String statement, ResultPrinter printer, Printing printing) throws Exception {
    Connection connection = lake.at(statement);
    Matcher explained = EXPLAIN.matcher(statement);
    Matcher view = VIEW.matcher(statement);
    boolean isExplain = explained.matches();
    boolean isView = view.matches();
    SelectOnly.require(
        connection, isExplain ? explained.group(1) : isView ? view.group(1) : statement);
    if (isView) {
      lake.keep(statement);
      return;
    }
    boolean isCommand = isExplain || COMMAND.matcher(statement).matches();
    try (Statement sql = connection.createStatement();
        ResultSet rows = answer(sql, statement)) {
      // Of a plan the first column is its kind.
      printing.print(printer, new DuckRows(rows, isExplain ? 2 : 1, isCommand));
    }
  }

  private ResultSet answer(Statement sql, String statement) throws SQLException {
    running = sql;
    return sql.executeQuery(statement);
  }

  /** What the query's author can mend gets a line; the rest is passed on. */
  private static Exception explained(SQLException e) {
    String message = String.valueOf(e.getMessage());
    String line = DuckMessage.line(e);
    if (BUG.matcher(message).matches()) {
      return e;
    }
    if (DuckMessage.isOutOfMemory(e)) {
      return tooLarge(e);
    }
    return OF_THE_MACHINE.matcher(message).matches()
        ? new IOException(line, e)
        : new UserException(Mistake.BAD_QUERY, "The query cannot be answered: " + line, e);
  }

  @Override
  public void close() throws SQLException {
    if (!isAbandoned) { // else it would wait for the query
      lake.close();
    }
  }
}
