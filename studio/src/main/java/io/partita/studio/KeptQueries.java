package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Queries of one lake that a user keeps by name. */
final class KeptQueries {
  static final int MOST = 100;
  static final int LONGEST = 10_000;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,59}");

  /** Of as many queries as there may be, all characters escaped. */
  private static final int MOST_BYTES = 8 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeptFile file;

  KeptQueries(KeptFile.Home home) {
    this.file = new KeptFile(home, "queries", MOST_BYTES);
  }

  /** All by name: {@code {"queries": [{"name": …, "sql": …}, …]}}. */
  ObjectNode list() throws IOException {
    return list(file.read());
  }

  /**
   * Keeps a query, in the place of one of the same name.
   *
   * @return as {@link #list()}
   * @throws BadRequest if the name or the query may not be kept, or there are too many
   */
  ObjectNode keep(String name, String sql) {
    if (!NAME.matcher(name).matches()) {
      throw new BadRequest(
          "A name is up to 60 letters, digits, spaces, dots, hyphens and underscores, and begins"
              + " with a letter or digit.");
    }
    if (sql.isBlank() || sql.length() > LONGEST) {
      throw new BadRequest("A query that is kept has 1 to " + LONGEST + " characters.");
    }
    return list(
        file.change(
            queries -> {
              queries.put(name, TextNode.valueOf(sql));
              if (queries.size() > MOST) {
                throw new BadRequest("At most " + MOST + " queries are kept: delete one first.");
              }
            }));
  }

  /**
   * Deletes a query.
   *
   * @return as {@link #list()}
   * @throws BadRequest if no query has the name
   */
  ObjectNode delete(String name) {
    return list(
        file.change(
            queries -> {
              if (queries.remove(name) == null) {
                throw BadRequest.notFound("No query is kept as " + name + ".");
              }
            }));
  }

  private static ObjectNode list(Map<String, JsonNode> queries) {
    ObjectNode list = JSON.createObjectNode();
    ArrayNode array = list.putArray("queries");
    new TreeMap<>(queries)
        .forEach(
            (name, sql) -> {
              if (NAME.matcher(name).matches() && sql.isTextual()) {
                array.addObject().put("name", name).set("sql", sql);
              }
            });
    return list;
  }
}
