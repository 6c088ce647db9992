package io.partita.sql;

import io.partita.UserException;
import io.partita.lake.table.LakeTable;
import io.partita.terminal.VisibleStream;
import io.partita.terminal.VisibleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/**
 * SQL on a terminal: statements of one line or several up to a semicolon, with completion and a
 * history. A statement that fails is told in a line and the shell goes on. Ctrl-C drops what is
 * being typed or stops what runs; Ctrl-D leaves.
 */
final class SqlShell {
  private static final String HELP =
      """
      A statement ends with a semicolon and may have several lines. Besides SQL:
        \\d          the tables        \\d TABLE    its columns and what they mean
        \\f          the functions     \\f NAME     what a function does
        \\?          this help         \\q          leave, as Ctrl-D does
      """;

  private final LakeSql session;
  private final SqlSession.Printing printing;
  private final Terminal terminal;
  private final LineReader reader;

  private SqlShell(LakeSql session, SqlSession.Printing printing, Terminal terminal, Path history) {
    this.session = session;
    this.printing = printing;
    this.terminal = terminal;
    reader =
        LineReaderBuilder.builder()
            .appName("partita sql")
            .terminal(terminal)
            .parser(new StatementParser())
            .completer(new StringsCompleter(words()))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "   -> ")
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  /** Runs until its user leaves. */
  static void onTerminal(LakeSql session, SqlSession.Printing printing) throws IOException {
    try (Terminal terminal = TerminalBuilder.terminal()) {
      on(terminal, history(System.getenv("XDG_STATE_HOME")), session, printing);
    }
  }

  /**
   * Runs on a given terminal.
   *
   * @param history a file, which is written and need not exist
   */
  static void on(Terminal terminal, Path history, LakeSql session, SqlSession.Printing printing) {
    new SqlShell(session, printing, terminal, history).run();
  }

  /** Where the XDG base directories have what should outlive a session. */
  private static Path history(String stateHome) {
    Path state =
        stateHome == null || stateHome.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local/state")
            : Path.of(stateHome);
    return state.resolve("partita/sql_history");
  }

  private void run() {
    PrintWriter out = terminal.writer();
    out.println("Tables: " + String.join(", ", tables()) + ".");
    out.println("A statement ends with a semicolon; \\? helps, \\q leaves.");
    terminal.handle(Signal.INT, signal -> session.spark().sparkContext().cancelAllJobs());
    while (true) {
      try {
        String text = reader.readLine("sql> ").strip();
        if (isEnd(text)) {
          return;
        }
        List<String> statements =
            text.startsWith("\\") ? shorthand(text).stream().toList() : SqlScript.of(text).all();
        for (String statement : statements) {
          answer(statement);
        }
      } catch (UserInterruptException e) {
        // What was typed so far is gone, and no more.
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  private static boolean isEnd(String text) {
    String word = text.replaceFirst("\\s*;$", "").toLowerCase(Locale.ROOT);
    return word.equals("\\q") || word.equals("exit") || word.equals("quit");
  }

  private Optional<String> shorthand(String text) {
    String[] words = text.replaceFirst("\\s*;$", "").split("\\s+", 2);
    boolean all = words.length == 1;
    return switch (words[0]) {
      case "\\d" -> Optional.of(all ? "SHOW TABLES" : "DESCRIBE " + words[1]);
      case "\\f" ->
          Optional.of(all ? "SHOW USER FUNCTIONS" : "DESCRIBE FUNCTION EXTENDED " + words[1]);
      default -> {
        terminal.writer().print(HELP);
        terminal.flush();
        yield Optional.empty();
      }
    };
  }

  private void answer(String statement) {
    long begun = System.nanoTime();
    PrintWriter out = terminal.writer();
    try {
      session.run(statement, new VisibleStream(terminal.output()), printing);
      out.printf(Locale.ROOT, "(%.2f s)%n", (System.nanoTime() - begun) / 1e9);
    } catch (Exception e) {
      out.println(VisibleText.line(oneLine(e)));
    }
    terminal.flush();
  }

  private static String oneLine(Exception e) {
    int mistake = ExceptionUtils.indexOfType(e, UserException.class);
    Throwable told =
        mistake >= 0
            ? ExceptionUtils.getThrowableList(e).get(mistake)
            : ExceptionUtils.getRootCause(e);
    String message = told.getMessage() == null ? told.toString() : told.getMessage();
    return (mistake >= 0 ? "" : "Failed: ") + message.strip().lines().findFirst().orElse("");
  }

  private static List<String> tables() {
    return Arrays.stream(LakeTable.values()).map(LakeTable::tableName).toList();
  }

  /** What can be completed: keywords, tables, columns and functions. */
  private List<String> words() {
    TreeSet<String> words = new TreeSet<>(tables());
    for (LakeTable table : LakeTable.values()) {
      words.addAll(List.of(table.readSchema().fieldNames()));
    }
    scala.collection.JavaConverters.seqAsJavaList(
            session.spark().sessionState().functionRegistry().listFunction())
        .forEach(function -> words.add(function.funcName()));
    IntStream.rangeClosed(0, SqlBaseLexer.VOCABULARY.getMaxTokenType())
        .mapToObj(SqlBaseLexer.VOCABULARY::getLiteralName)
        .flatMap(Stream::ofNullable)
        .map(literal -> literal.replace("'", ""))
        .filter(literal -> literal.matches("[A-Z_]{2,}"))
        .forEach(words::add);
    return List.copyOf(words);
  }

  /** Goes on reading lines until a semicolon ends the last statement. */
  private static final class StatementParser extends DefaultParser {
    StatementParser() {
      setEscapeChars(null);
      setQuoteChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
      if (context == Parser.ParseContext.ACCEPT_LINE && isUnfinished(line.strip())) {
        throw new EOFError(-1, -1, "no semicolon yet");
      }
      return super.parse(line, cursor, context);
    }

    private static boolean isUnfinished(String text) {
      return !text.startsWith("\\") && !isEnd(text) && !SqlScript.of(text).rest().isEmpty();
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int position) {
      return !Character.isJavaIdentifierPart(buffer.charAt(position))
          && buffer.charAt(position) != '\\';
    }
  }
}
