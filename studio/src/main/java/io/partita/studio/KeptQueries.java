package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Queries of one lake that a user keeps by name: a JSON object in the folder {@code
 * .partita/studio} of the user's home. Names are keys of that object and never paths.
 */
final class KeptQueries {
  static final int MOST = 100;
  static final int LONGEST = 10_000;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}");

  /** Of as many queries as there may be, all characters escaped. */
  private static final int MOST_BYTES = 8 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path lake;
  private final Path file;

  /**
   * @param lake its folder, absolute
   * @param home of the user
   */
  KeptQueries(Path lake, Path home) {
    String id = Sha256.of(lake.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    this.lake = lake;
    this.file = home.resolve(".partita").resolve("studio").resolve(id + ".json");
  }

  /** Those of the user that this program runs as. */
  static KeptQueries ofUser(Path lake) {
    return new KeptQueries(lake, Path.of(System.getProperty("user.home")));
  }

  /** All by name: {@code {"queries": [{"name": …, "sql": …}, …]}}. */
  synchronized ObjectNode list() throws IOException {
    return list(read());
  }

  /**
   * Keeps a query, in the place of one of the same name.
   *
   * @return as {@link #list()}
   * @throws BadRequest if the name or the query may not be kept, or there are too many
   */
  ObjectNode keep(String name, String sql) throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw new BadRequest(
          "A name is up to 60 letters, digits, spaces, dots, hyphens and underscores, and begins"
              + " with a letter or digit.");
    }
    if (sql.isBlank() || sql.length() > LONGEST) {
      throw new BadRequest("A query that is kept has 1 to " + LONGEST + " characters.");
    }
    return change(
        queries -> {
          queries.put(name, sql);
          if (queries.size() > MOST) {
            throw new BadRequest("At most " + MOST + " queries are kept: delete one first.");
          }
        });
  }

  /**
   * Deletes a query.
   *
   * @return as {@link #list()}
   * @throws BadRequest if no query has the name
   */
  ObjectNode delete(String name) throws IOException {
    return change(
        queries -> {
          if (queries.remove(name) == null) {
            throw BadRequest.notFound("No query is kept as " + name + ".");
          }
        });
  }

  private interface Change {
    void to(Map<String, String> queries);
  }

  /** Another studio of the same user may change the file, too. */
  private synchronized ObjectNode change(Change change) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel lock =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock();
      Map<String, String> queries = read();
      change.to(queries);
      ObjectNode all = JSON.createObjectNode().put("lake", lake.toString());
      queries.forEach(all.putObject("queries")::put);
      Path whole = Files.createTempFile(file.getParent(), "_queries", ".tmp");
      try {
        Files.write(whole, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
      return list(queries);
    }
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> queries = new TreeMap<>();
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return queries;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
      throw damaged();
    }
    JsonNode all;
    try {
      all = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw damaged();
    }
    all.path("queries")
        .fields()
        .forEachRemaining(
            query -> {
              if (NAME.matcher(query.getKey()).matches() && query.getValue().isTextual()) {
                queries.put(query.getKey(), query.getValue().asText());
              }
            });
    return queries;
  }

  private BadRequest damaged() {
    return BadRequest.unavailable("The kept queries are damaged: remove " + file + ".");
  }

  private static ObjectNode list(Map<String, String> queries) {
    ObjectNode list = JSON.createObjectNode();
    ArrayNode array = list.putArray("queries");
    queries.forEach((name, sql) -> array.addObject().put("name", name).put("sql", sql));
    return list;
  }
}
