package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.duckdb.LakeViews;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which items of a data set are meant: words that all must be in an item's text, and conditions by
 * field. All values are parameters of a prepared statement; names of fields are from a list, but
 * for those of catalogs, which are literals.
 */
final class ItemFilter {
  /** Fields with a value from a list. */
  static final List<String> WORDS =
      List.of("kind", "split", "status", "label", "key", "metre", "programs", "alike");

  /** Fields with a number from a range. */
  static final List<String> NUMBERS = List.of("tempo", "duration", "notes");

  /** Before the name of a catalog's column, which is a field of words, too. */
  static final String CATALOG = "catalog.";

  private static final String ABSENT = "";
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Condition(String sql, List<Object> values) {}

  private final Map<String, Condition> conditions = new LinkedHashMap<>();

  private ItemFilter() {}

  /**
   * Reads a search and a filter.
   *
   * @param dataset its name
   * @param words as typed; may be null
   * @param filter JSON as {@code {"split": ["train"], "tempo": [90, 120]}}; the empty text means
   *     items without a value; may be null
   * @throws BadRequest if the filter cannot be understood
   */
  static ItemFilter of(String dataset, String words, String filter) {
    ItemFilter selection = new ItemFilter();
    selection.conditions.put("dataset", new Condition("dataset = ?", List.of(dataset)));
    if (words != null) {
      int number = 0;
      for (String word : words.strip().toLowerCase(Locale.ROOT).split("\\s+", -1)) {
        if (!word.isEmpty()) {
          selection.conditions.put(
              "word " + number++, new Condition("contains(text, ?)", List.of(word)));
        }
      }
    }
    if (filter != null && !filter.isBlank()) {
      Iterator<Map.Entry<String, JsonNode>> fields = parse(filter).fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        selection.conditions.put(field.getKey(), condition(field.getKey(), field.getValue()));
      }
    }
    return selection;
  }

  private static JsonNode parse(String filter) {
    try {
      JsonNode node = JSON.readTree(filter);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw new BadRequest("filter is no JSON: " + e.getOriginalMessage());
    }
    throw new BadRequest("filter must be a JSON object, as {\"split\": [\"train\"]}.");
  }

  private static Condition condition(String field, JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      throw new BadRequest("filter " + field + " must be a list.");
    }
    if (NUMBERS.contains(field)) {
      if (value.size() != 2 || !value.get(0).isNumber() || !value.get(1).isNumber()) {
        throw new BadRequest("filter " + field + " must be two numbers, from and to.");
      }
      return new Condition(
          field + " BETWEEN ? AND ?",
          List.of(value.get(0).doubleValue(), value.get(1).doubleValue()));
    }
    boolean isOfCatalog = field.startsWith(CATALOG);
    if (!WORDS.contains(field) && !isOfCatalog) {
      throw new BadRequest(
          "There is no filter "
              + field
              + "; there are "
              + WORDS
              + ", "
              + NUMBERS
              + " and columns of"
              + " catalogs, as catalog.style.");
    }
    List<String> alternatives = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    String column = isOfCatalog ? ofCatalog(field) : field;
    for (JsonNode one : value) {
      if (field.equals("alike")) {
        alternatives.add(one.asBoolean() ? "alike IS NOT NULL" : "alike IS NULL");
      } else if (field.equals("programs")) {
        alternatives.add("list_contains(programs, ?)");
        values.add(one.asInt());
      } else if (one.asText().equals(ABSENT)) {
        alternatives.add(column + " IS NULL");
      } else {
        alternatives.add(column + " = ?");
        values.add(one.asText());
      }
    }
    return new Condition("(" + String.join(" OR ", alternatives) + ")", values);
  }

  /** What a catalog's column is in SQL; empty texts are absent. */
  static String ofCatalog(String field) {
    return "nullif(catalog[" + LakeViews.literal(field.substring(CATALOG.length())) + "], '')";
  }

  /** Only those of some ids. */
  ItemFilter among(Set<String> ids) {
    ItemFilter other = new ItemFilter();
    other.conditions.putAll(conditions);
    other.conditions.put(
        "ids",
        new Condition(
            "id IN (SELECT coalesce(f.id, one) FROM (SELECT unnest(?) AS one)"
                + " LEFT JOIN studio.files f ON f.file = one)",
            List.of((Object) ids.toArray(String[]::new))));
    return other;
  }

  /** The same without what is asked of one field. */
  ItemFilter without(String field) {
    ItemFilter other = new ItemFilter();
    other.conditions.putAll(conditions);
    other.conditions.remove(field);
    return other;
  }

  /** All of the data set. */
  ItemFilter whole() {
    ItemFilter other = new ItemFilter();
    other.conditions.put("dataset", conditions.get("dataset"));
    return other;
  }

  /**
   * A statement with its values.
   *
   * @param before up to the word WHERE
   * @param after what follows the conditions
   */
  PreparedStatement prepare(Connection connection, String before, String after)
      throws SQLException {
    List<String> clauses = conditions.values().stream().map(Condition::sql).toList();
    PreparedStatement statement =
        connection.prepareStatement(
            before + " WHERE " + String.join(" AND ", clauses) + " " + after);
    int index = 1;
    for (Condition condition : conditions.values()) {
      for (Object value : condition.values()) {
        statement.setObject(
            index++,
            value instanceof String[] texts ? connection.createArrayOf("VARCHAR", texts) : value);
      }
    }
    return statement;
  }
}
