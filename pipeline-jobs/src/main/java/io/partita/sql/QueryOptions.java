package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked: as the last argument, in a file, or on standard input. */
final class QueryOptions {
  private static final int MOST_BYTES = 64 << 20;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "File of statements, separated by semicolons.")
  private Path file;

  @Parameters(
      arity = "0..1",
      paramLabel = "QUERY",
      description =
          "Query, or several separated by semicolons (default: standard input, or a shell).")
  private String query;

  boolean isNothing() {
    return query == null && file == null;
  }

  /**
   * The statements, at least one.
   *
   * @param split text into statements, by an engine's rules
   * @throws UserException if absent, or they are given twice
   */
  List<String> statements(Function<String, List<String>> split) throws IOException {
    if (query != null && file != null) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "Give the query as the last argument or in a file with -f, not both.");
    }
    List<String> statements = split.apply(text());
    if (statements.isEmpty()) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give a query: as the last argument, with -f, or on standard input.");
    }
    return statements;
  }

  private String text() throws IOException {
    if (query != null) {
      return query;
    }
    if (file == null) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (Files.isDirectory(file)) {
      throw new UserException(Mistake.BAD_PATH, "The query file " + file + " is a folder.");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new UserException(
            Mistake.TOO_LARGE, "The query file " + file + " is larger than 64 MiB.");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserException(Mistake.NO_SUCH_FILE, "There is no query file " + file + ".", e);
    }
  }
}
