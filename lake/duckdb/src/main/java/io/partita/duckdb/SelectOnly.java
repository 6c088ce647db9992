package io.partita.duckdb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A check that a text is one query which only reads relations of its database. DuckDB's own parser
 * describes the text as a tree; each part of that tree must be of a known kind, each function one
 * of {@link HarmlessFunctions}, and each relation one that the database, the statement or {@link
 * #CATALOG} has. Nothing of the text is run.
 */
public final class SelectOnly {
  /** DuckDB's views that show the lake's tables and columns, and neither settings nor paths. */
  private static final Set<String> CATALOG =
      Set.of(
          "duckdb_columns",
          "duckdb_tables",
          "duckdb_types",
          "information_schema.columns",
          "information_schema.schemata",
          "information_schema.tables");

  private static final Set<String> SHOWN =
      Set.of("", "\"tables\"", "\"databases\"", "__show_tables_expanded");

  /** Queries, what they are selected from, and how their rows are ordered and cut. */
  private static final Set<String> KINDS =
      Set.of(
          "SELECT_NODE",
          "SET_OPERATION_NODE",
          "RECURSIVE_CTE_NODE",
          "CTE_NODE",
          "BASE_TABLE",
          "EMPTY",
          "EXPRESSION_LIST",
          "JOIN",
          "PIVOT",
          "SHOW_REF",
          "SUBQUERY",
          "TABLE_FUNCTION",
          "DISTINCT_MODIFIER",
          "LIMIT_MODIFIER",
          "LIMIT_PERCENT_MODIFIER",
          "ORDER_MODIFIER",
          "ASCENDING",
          "DESCENDING",
          "ORDER_DEFAULT");

  private static final Set<String> EXPRESSIONS =
      Set.of(
          "BETWEEN",
          "CASE",
          "CAST",
          "COLLATE",
          "COLUMN_REF",
          "COMPARISON",
          "CONJUNCTION",
          "CONSTANT",
          "DEFAULT",
          "FUNCTION",
          "LAMBDA",
          "OPERATOR",
          "PARAMETER",
          "POSITIONAL_REFERENCE",
          "STAR",
          "SUBQUERY",
          "WINDOW");

  private static final String TYPE_INFO = "_TYPE_INFO";

  /** In bytes. */
  private static final int LONGEST_TREE = 4 << 20;

  /** In characters, of a text without nested WITHs. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** Each WITH inside of another one makes DuckDB's parser take so many times as long. */
  private static final double OF_NESTED_WITH = 5;

  private static final int LONGEST_NAME = 60;

  /** Its parsers refuse more than 1,000 levels. */
  private static final JsonFactory JSON = new JsonFactory();

  private static final String PARSED =
      "SELECT parsed ->> 'error_type', parsed ->> 'error_message',"
          + " json_array_length(parsed, '$.statements'), CASE WHEN strlen(parsed) <= "
          + LONGEST_TREE
          + " THEN parsed::VARCHAR END FROM (SELECT json_serialize_sql(?::VARCHAR) AS parsed)";

  private static final String RELATIONS =
      "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
          + " UNION ALL SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal";

  private final Connection connection;
  private Set<String> relations;

  private SelectOnly(Connection connection) {
    this.connection = connection;
  }

  /**
   * Refuses what is not one query of this database's relations.
   *
   * @param connection whose views and tables may be read
   * @throws UserException with the name of what is refused
   */
  public static void require(Connection connection, String text) throws SQLException {
    double nested = Math.max(0, NestedWith.depth(text) - 1);
    if (text.length() * Math.pow(OF_NESTED_WITH, nested) > LONGEST_TEXT) {
      throw refused("it is too long" + (nested == 0 ? "." : " for WITHs inside of WITHs."));
    }
    String tree;
    try (PreparedStatement sql = connection.prepareStatement(PARSED)) {
      sql.setString(1, text);
      try (ResultSet parsed = sql.executeQuery()) {
        parsed.next();
        String error = parsed.getString(1);
        if (error != null && !error.equals("not implemented")) {
          throw refused(DuckMessage.line(parsed.getString(2)));
        }
        if (error != null || parsed.getInt(3) != 1) {
          throw new UserException(
              Mistake.READ_ONLY,
              "Read-only: " + shown(text.strip()) + " is refused, as it is not one query.");
        }
        tree = parsed.getString(4);
      }
    }
    if (tree == null) {
      throw refused("it is too long.");
    }
    new SelectOnly(connection).check(tree(tree), Set.of());
  }

  private Set<String> relations() throws SQLException {
    if (relations == null) {
      relations = new HashSet<>(CATALOG);
      try (PreparedStatement sql = connection.prepareStatement(RELATIONS);
          ResultSet row = sql.executeQuery()) {
        while (row.next()) {
          String schema = row.getString(1).toLowerCase(Locale.ROOT);
          String name = row.getString(2).toLowerCase(Locale.ROOT);
          relations.add(schema.equals("main") ? name : schema + "." + name);
        }
      }
    }
    return relations;
  }

  /**
   * Checks a part and all of its parts.
   *
   * @param names of common table expressions that can be selected from here
   */
  private void check(Object part, Set<String> names) throws SQLException {
    if (part instanceof List<?> parts) {
      for (Object one : parts) {
        check(one, names);
      }
    } else if (part instanceof Map<?, ?> fields) {
      requireKnown(fields);
      switch (text(fields, "type")) {
        case "BASE_TABLE" -> requireRelation(fields, names);
        case "SHOW_REF" -> requireShown(fields);
        default -> {}
      }
      checkParts(fields, names);
    }
  }

  private void checkParts(Map<?, ?> fields, Set<String> names) throws SQLException {
    Set<String> inside = new HashSet<>(names);
    String type = text(fields, "type");
    if (type.equals("RECURSIVE_CTE_NODE")) {
      inside.add(name(fields, "cte_name"));
    }
    if (fields.get("cte_map") instanceof Map<?, ?> ctes && ctes.get("map") instanceof List<?> all) {
      for (Object one : all) {
        // Not yet itself: inside of it the name is another relation's.
        check(one, inside);
        inside.add(name((Map<?, ?>) one, "key"));
      }
    }
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      if (type.equals("CTE_NODE") && field.getKey().equals("child")) {
        Set<String> after = new HashSet<>(inside);
        after.add(name(fields, "cte_name"));
        check(field.getValue(), after);
      } else if (type.equals("TABLE_FUNCTION") && field.getKey().equals("function")) {
        checkTableFunction(field.getValue(), inside);
      } else if (!field.getKey().equals("cte_map")) {
        check(field.getValue(), inside);
      }
    }
  }

  private void checkTableFunction(Object function, Set<String> names) throws SQLException {
    if (!(function instanceof Map<?, ?> call) || !text(call, "class").equals("FUNCTION")) {
      throw refused("a table function is not called by its name.");
    }
    requireFunction(call, HarmlessFunctions.TABLES);
    checkParts(call, names);
  }

  private static void requireKnown(Map<?, ?> fields) {
    String expression = text(fields, "class");
    String type = text(fields, "type");
    if (expression.isEmpty()
        ? !type.isEmpty() && !type.endsWith(TYPE_INFO) && !KINDS.contains(type)
        : !EXPRESSIONS.contains(expression)) {
      throw refused(shown(expression + " " + type).strip() + " is not allowed.");
    }
    if (expression.equals("FUNCTION")) {
      requireFunction(fields, HarmlessFunctions.SCALARS);
    } else if (expression.equals("WINDOW")) {
      requireFunction(fields, HarmlessFunctions.WINDOWS);
    }
  }

  private static void requireFunction(Map<?, ?> call, Set<String> harmless) {
    if (!harmless.contains(name(call, "function_name"))) {
      throw refused("function " + shown(call(call)) + " is unknown or not allowed.");
    }
  }

  /** A call with its first text, which for many functions is a path. */
  private static String call(Map<?, ?> call) {
    String argument = "";
    if (call.get("children") instanceof List<?> children
        && !children.isEmpty()
        && children.get(0) instanceof Map<?, ?> first
        && first.get("value") instanceof Map<?, ?> value
        && value.get("value") instanceof String text) {
      argument = LakeViews.literal(text);
    }
    return text(call, "function_name") + "(" + argument + ")";
  }

  private void requireRelation(Map<?, ?> table, Set<String> names) throws SQLException {
    String catalog = name(table, "catalog_name");
    String schema = name(table, "schema_name");
    String name = name(table, "table_name");
    boolean isNamed = catalog.isEmpty() && schema.isEmpty() && names.contains(name);
    boolean isRecurring = catalog.isEmpty() && schema.equals("recurring") && names.contains(name);
    boolean isOwn = isOwn(catalog) && isOwn(schema) && relations().contains(name);
    boolean isOfSchema = isOwn(catalog) && relations().contains(schema + "." + name);
    if (!isNamed && !isRecurring && !isOwn && !isOfSchema) {
      throw refused("there is no table " + shown(text(table, "table_name")) + " here.");
    }
  }

  /** Whether a catalog or a schema is one that a name without it means. */
  private static boolean isOwn(String name) {
    return Set.of("", "main", "memory", "temp").contains(name);
  }

  private static void requireShown(Map<?, ?> show) {
    if (!SHOWN.contains(text(show, "table_name"))
        || !isOwn(name(show, "catalog_name"))
        || !isOwn(name(show, "schema_name"))) {
      throw refused("SHOW " + shown(text(show, "table_name")) + " is not allowed.");
    }
  }

  private static UserException refused(String why) {
    return new UserException(Mistake.BAD_QUERY, "The query cannot be answered: " + why);
  }

  private static String text(Map<?, ?> fields, String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  private static String name(Map<?, ?> fields, String field) {
    return text(fields, field).toLowerCase(Locale.ROOT);
  }

  private static String shown(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…";
  }

  private static Object tree(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw refused("it is nested too deeply.");
    }
  }

  /** By the parser alone, see {@link LakeFiles}. Numbers and flags are of no interest. */
  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          fields.put(name, value(json));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(json));
        }
        yield elements;
      }
      case VALUE_STRING -> json.getText();
      default -> "";
    };
  }
}
