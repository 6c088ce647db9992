package io.partita.studio;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of items and what there is to filter them by. */
final class Lists {
  static final int MOST_ROWS = 500;
  private static final int BINS = 32;
  private static final int MOST_VALUES = 40;

  /** Names of orders and what they sort by; each ends in the position, so that pages fit. */
  private static final Map<String, String> SORTS =
      Map.of(
          "title", "position",
          "-title", "position DESC",
          "tempo", "tempo NULLS LAST, position",
          "-tempo", "tempo DESC NULLS LAST, position",
          "duration", "duration NULLS LAST, position",
          "-duration", "duration DESC NULLS LAST, position",
          "notes", "notes NULLS LAST, position",
          "-notes", "notes DESC NULLS LAST, position");

  private static final String ITEM =
      "SELECT id, dataset, kind, title, artist, path, label, split, status, fault, byte_offset,"
          + " key, tempo, metre, duration, notes, programs, alike, catalog FROM studio.items";

  private Lists() {}

  /** One item by the name that lists give it, or by that of another of its files. */
  static Map<String, Object> item(Connection connection, String id) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            ITEM + " WHERE id = coalesce((SELECT id FROM studio.files WHERE file = $1), $1)")) {
      sql.setString(1, id);
      List<Map<String, Object>> rows = rows(sql.executeQuery());
      if (rows.isEmpty()) {
        throw BadRequest.notFound("There is no item " + id + " in the lake.");
      }
      return rows.get(0);
    }
  }

  /** Files of a recording that has several, the item's own first: id, container, path. */
  static List<Map<String, Object>> files(Connection connection, String id) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT file AS id, container, path FROM studio.files WHERE id = ?"
                + " ORDER BY file <> id, container, path")) {
      sql.setString(1, id);
      return rows(sql.executeQuery());
    }
  }

  /**
   * Items in an order.
   *
   * @param cursor position of the first one, as {@code next} of the page before
   */
  static Map<String, Object> page(
      Connection connection, ItemFilter selection, String sort, int cursor, int limit)
      throws SQLException {
    String order = SORTS.get(sort);
    if (order == null) {
      throw new BadRequest(
          "There is no order " + sort + "; there are " + SORTS.keySet().stream().sorted().toList());
    }
    if (cursor < 0 || limit < 1 || limit > MOST_ROWS) {
      throw new BadRequest("cursor must be 0 or more, and limit 1 to " + MOST_ROWS + ".");
    }
    Map<String, Object> page = new LinkedHashMap<>();
    long total;
    try (PreparedStatement sql =
            selection.prepare(connection, "SELECT count(*) FROM studio.items", "");
        ResultSet count = sql.executeQuery()) {
      count.next();
      total = count.getLong(1);
    }
    page.put("total", total);
    page.put("cursor", cursor);
    // Positions first: whole rows would be sorted as far as the page lies into the list.
    List<Object> positions = new ArrayList<>();
    try (PreparedStatement sql =
            selection.prepare(
                connection,
                "SELECT position FROM studio.items",
                "ORDER BY " + order + " LIMIT " + limit + " OFFSET " + cursor);
        ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        positions.add(rows.getInt(1));
      }
    }
    page.put("items", items(connection, positions, order));
    page.put("next", cursor + limit < total ? cursor + limit : null);
    return page;
  }

  private static List<Map<String, Object>> items(
      Connection connection, List<Object> positions, String order) throws SQLException {
    if (positions.isEmpty()) {
      return List.of();
    }
    String marks = "?, ".repeat(positions.size() - 1) + "?";
    try (PreparedStatement sql =
        connection.prepareStatement(
            ITEM + " WHERE position IN (" + marks + ") ORDER BY " + order)) {
      for (int i = 0; i < positions.size(); i++) {
        sql.setObject(i + 1, positions.get(i));
      }
      return rows(sql.executeQuery());
    }
  }

  /** For each field its values with how many items have them, all other conditions held. */
  static List<Map<String, Object>> facets(Connection connection, ItemFilter selection)
      throws SQLException {
    List<Map<String, Object>> facets = new ArrayList<>();
    List<String> fields = new ArrayList<>(ItemFilter.WORDS);
    fields.addAll(ofCatalog(connection, selection));
    for (String field : fields) {
      List<List<Object>> values = values(connection, selection.without(field), field);
      boolean isPlain = values.size() == 1 && isNothing(values.get(0).get(0));
      if (!values.isEmpty() && !isPlain) {
        facets.add(Map.of("field", field, "values", values));
      }
    }
    for (String field : ItemFilter.NUMBERS) {
      Map<String, Object> histogram = histogram(connection, selection, field);
      if (histogram != null) {
        facets.add(histogram);
      }
    }
    return facets;
  }

  private static List<String> ofCatalog(Connection connection, ItemFilter selection)
      throws SQLException {
    List<String> fields = new ArrayList<>();
    try (PreparedStatement sql =
            selection
                .whole()
                .prepare(connection, "SELECT name FROM studio.catalog", "ORDER BY name");
        ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        fields.add(ItemFilter.CATALOG + rows.getString(1));
      }
    }
    return fields;
  }

  private static boolean isNothing(Object value) {
    return value == null || value.equals(false);
  }

  private static List<List<Object>> values(Connection connection, ItemFilter others, String field)
      throws SQLException {
    String value =
        switch (field) {
          case "programs" -> "unnest(programs)";
          case "alike" -> "alike IS NOT NULL";
          default -> field.startsWith(ItemFilter.CATALOG) ? ItemFilter.ofCatalog(field) : field;
        };
    List<List<Object>> values = new ArrayList<>();
    try (PreparedStatement sql =
            others.prepare(
                connection,
                "SELECT value, count(*) AS n FROM (SELECT " + value + " AS value FROM studio.items",
                ") GROUP BY value ORDER BY n DESC, value LIMIT " + MOST_VALUES);
        ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        values.add(Arrays.asList(rows.getObject(1), rows.getLong(2)));
      }
    }
    return values;
  }

  /** Equal bins over the whole data set's values, but for its highest hundredth; or null. */
  private static Map<String, Object> histogram(
      Connection connection, ItemFilter selection, String field) throws SQLException {
    double from;
    double to;
    String range =
        "SELECT min(%1$s), quantile_cont(%1$s, 0.99), count(DISTINCT %1$s) FROM studio.items"
            .formatted(field);
    try (PreparedStatement sql = selection.whole().prepare(connection, range, "");
        ResultSet rows = sql.executeQuery()) {
      rows.next();
      if (rows.getLong(3) < 2) {
        return null;
      }
      from = Math.floor(rows.getDouble(1));
      to = Math.max(from + 1, Math.ceil(rows.getDouble(2)));
    }
    long[] counts = new long[BINS];
    String bin =
        "SELECT least(%d, greatest(0, floor((%s - %s) / %s * %d)))::INTEGER AS bin, count(*)"
                .formatted(BINS - 1, field, from, to - from, BINS)
            + " FROM studio.items";
    try (PreparedStatement sql =
            selection
                .without(field)
                .prepare(connection, bin, "AND " + field + " IS NOT NULL GROUP BY bin");
        ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        counts[rows.getInt(1)] = rows.getLong(2);
      }
    }
    Map<String, Object> histogram = new LinkedHashMap<>();
    histogram.put("field", field);
    histogram.put("from", from);
    histogram.put("to", to);
    histogram.put("counts", counts);
    return histogram;
  }

  /** Rows as JSON takes them: arrays as lists. */
  static List<Map<String, Object>> rows(ResultSet result) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.put(result.getMetaData().getColumnLabel(column), plain(result.getObject(column)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static Object plain(Object value) throws SQLException {
    return value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value;
  }
}
