package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.duckdb.DuckMessage;
import io.partita.duckdb.LakeViews;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The process that runs typed queries over the newest version of a lake: {@code QueryChild LAKE
 * TEMPORARY}. It reads questions from standard input, answers them in their order on standard
 * output, and ends with its input, also in the middle of a query. {@link QueryProcess} limits it.
 */
final class QueryChild {
  /** A query as long as a request's body, whose every byte JSON escapes. */
  static final int MOST_QUESTION = 1 << 20;

  /** Rows of {@link TypedSql#MOST_BYTES} with their columns. */
  static final int MOST_ANSWER = TypedSql.MOST_BYTES + (4 << 20);

  /** The status of a part of an answer, behind which others come. */
  static final int PART = 206;

  private static final String PARQUET = "rows.parquet";

  /** Of a part's bytes. */
  private static final int PART_BYTES = 64 << 10;

  /** The status of an answer after which the process is of no more use. */
  static final int BROKEN = 500;

  private static final int LONGEST_MESSAGE = 2_000;

  /** After these DuckDB refuses all further work. */
  private static final Pattern FATAL = Pattern.compile("^(INTERNAL|FATAL) Error");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final Path temporary;
  private final DataOutputStream out;
  private LakeQueries lake;

  private QueryChild(Path root, Path temporary, DataOutputStream out) {
    this.root = root;
    this.temporary = temporary;
    this.out = out;
  }

  public static void main(String[] arguments) {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    System.setOut(System.err);
    QueryChild child = new QueryChild(Path.of(arguments[0]), Path.of(arguments[1]), out);
    ExecutorService queries = Executors.newSingleThreadExecutor();
    queries.execute(() -> child.answer(child::open));
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
      while (true) {
        Frame question = Frame.read(in, MOST_QUESTION);
        queries.execute(() -> child.answer(() -> child.answer(question)));
      }
    } catch (IOException e) {
      QueryProcess.deleteLibrary(child.temporary);
      Runtime.getRuntime().halt(0);
    }
  }

  /** What makes an answer. */
  private interface Work {
    Object answer() throws SQLException, IOException, MalformedInputException;
  }

  private Object open() throws SQLException, IOException {
    // The first rows of an answer are sent before the others are made.
    lake =
        new LakeQueries(
            root,
            "jdbc_stream_results = true",
            "allowed_directories = " + LakeViews.list(List.of(temporary)));
    QueryProcess.deleteLibrary(temporary);
    return Map.of();
  }

  private Object answer(Frame question) throws SQLException, IOException, MalformedInputException {
    JsonNode asked = JSON.readTree(question.json());
    String text = asked.path("sql").asText();
    return switch (asked.path("as").asText()) {
      case "csv" -> csv(text);
      case "parquet" -> parquet(text);
      default -> rows(asked, text);
    };
  }

  private Object rows(JsonNode asked, String text)
      throws SQLException, IOException, MalformedInputException {
    Map<String, Object> answer =
        lake.query((snapshot, connection) -> TypedSql.run(connection, text));
    return asked.has("dataset") ? TypedItems.ids(answer, asked.path("dataset").asText()) : answer;
  }

  /** All rows as CSV, part by part; the last answer is empty. */
  private Object csv(String text) throws SQLException, IOException, MalformedInputException {
    StringBuilder part = new StringBuilder();
    lake.query(
        (snapshot, connection) -> {
          TypedSql.csv(
              connection,
              text,
              line -> {
                part.append(line);
                if (part.length() >= PART_BYTES) {
                  send(part);
                }
              });
          return null;
        });
    send(part);
    return Map.of();
  }

  private void send(StringBuilder part) throws IOException {
    new Frame(PART, part.toString().getBytes(StandardCharsets.UTF_8)).write(out);
    part.setLength(0);
  }

  /** All rows as Parquet, which begins with its end: DuckDB writes the one file that it may. */
  private Object parquet(String text) throws SQLException, IOException, MalformedInputException {
    Files.createDirectories(temporary);
    Path file = temporary.resolve(PARQUET);
    try {
      lake.query(
          (snapshot, connection) -> {
            TypedSql.parquet(connection, text, file);
            return null;
          });
      try (InputStream in = Files.newInputStream(file)) {
        for (byte[] part = in.readNBytes(PART_BYTES);
            part.length > 0;
            part = in.readNBytes(PART_BYTES)) {
          new Frame(PART, part).write(out);
        }
      }
      return Map.of();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Any error beside these ends the process, and with it the query. */
  private void answer(Work work) {
    try {
      answered(work).write(out);
    } catch (IOException | Error e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static Frame answered(Work work) throws IOException {
    try {
      byte[] json = JSON.writeValueAsBytes(work.answer());
      return json.length <= MOST_ANSWER
          ? new Frame(200, json)
          : failure(400, "The answer has more than " + MOST_ANSWER + " bytes: select less.");
    } catch (BadRequest e) {
      return new Frame(e.status(), JSON.writeValueAsBytes(e.json()));
    } catch (UserException e) {
      return failure(400, e.getMessage());
    } catch (MalformedInputException e) {
      return failure(422, e.getMessage());
    } catch (SQLException e) {
      String message = DuckMessage.line(e);
      if (DuckMessage.isOutOfMemory(e)) {
        return failure(BROKEN, QueryProcess.TOO_MUCH_MEMORY);
      }
      return failure(FATAL.matcher(message).find() ? BROKEN : 400, message);
    } catch (RuntimeException e) {
      return failure(BROKEN, String.valueOf(e));
    }
  }

  private static Frame failure(int status, String message) throws IOException {
    String text = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    return new Frame(status, JSON.writeValueAsBytes(Map.of("error", text)));
  }
}
