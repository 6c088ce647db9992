package io.partita.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table as Partita declares it, known without the classes of Spark that its specification is made
 * of. The resource {@code tables.tsv} holds all of them, a column a line; it is generated from the
 * specifications.
 *
 * @param name folder and view name, as {@code midi_files}
 * @param columns in a reader's order, partition columns last
 */
public record DeclaredTable(String name, List<Column> columns) {
  private static final String RESOURCE = "tables.tsv";

  /**
   * A column.
   *
   * @param type as Spark writes it, as {@code array<int>}
   */
  public record Column(String name, String type, boolean nullable, String meaning) {}

  /** Whether its splits are those of MIDI files, which only the files of midi_files have. */
  public boolean isSplitJoined() {
    return has("split") && has("midi_md5") && !name.equals("midi_files");
  }

  boolean has(String column) {
    return columns.stream().anyMatch(one -> one.name().equals(column));
  }

  /** All tables by name, in the order of every list of them. */
  public static Map<String, DeclaredTable> all() {
    Map<String, DeclaredTable> tables = new LinkedHashMap<>();
    try (InputStream in = DeclaredTable.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split("\t", -1);
        tables
            .computeIfAbsent(cells[0], name -> new DeclaredTable(name, new ArrayList<>()))
            .columns()
            .add(new Column(cells[1], cells[2], cells[3].equals("null"), cells[4]));
      }
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
    return tables;
  }

  /** A line for each column, as {@link #all} reads them. */
  public String lines() {
    return columns.stream()
        .map(
            column ->
                String.join(
                    "\t",
                    name,
                    column.name(),
                    column.type(),
                    column.nullable() ? "null" : "never null",
                    column.meaning()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** No rows with all of its columns, as a SELECT. */
  String none() {
    return columns.stream()
        .map(
            column ->
                "CAST(NULL AS "
                    + type(column.type())
                    + ") AS "
                    + LakeViews.identifier(column.name()))
        .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
  }

  /** DuckDB's name of a type. */
  static String type(String spark) {
    if (spark.startsWith("array<")) {
      return type(inner(spark)) + "[]";
    }
    if (spark.startsWith("map<")) {
      String[] parts = inner(spark).split(",", 2);
      return "MAP(" + type(parts[0]) + ", " + type(parts[1]) + ")";
    }
    return switch (spark) {
      case "string" -> "VARCHAR";
      case "binary" -> "BLOB";
      case "timestamp" -> "TIMESTAMPTZ";
      case "int", "bigint", "smallint", "tinyint", "double", "float", "boolean" -> spark;
      default -> throw new IllegalArgumentException("DuckDB has no type for " + spark);
    };
  }

  private static String inner(String type) {
    return type.substring(type.indexOf('<') + 1, type.length() - 1);
  }
}
