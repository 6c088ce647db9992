package io.partita.catalog;

import static io.partita.catalog.CatalogFault.BAD_HEADER;
import static io.partita.catalog.CatalogFault.EMPTY;
import static io.partita.catalog.CatalogFault.MISSING_COLUMN;
import static io.partita.catalog.CatalogFault.TOO_LARGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.split.Split;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A CSV table that says more about the members of an archive, as Groove's {@code info.csv}: a
 * header row, then one row for each file, cells in double quotes where they hold commas, quotes or
 * line breaks (RFC 4180). The text is UTF-8, with or without a byte order mark, or else ISO-8859-1.
 *
 * @param columns the header's names in order, without blanks around them; none is empty or repeated
 * @param rows the good rows in order
 * @param badRows the others: they are left out
 */
public record CsvCatalog(List<String> columns, List<Row> rows, List<BadRow> badRows) {
  /** The column of Groove's catalog that holds the members' paths. */
  public static final String DEFAULT_PATH_COLUMN = "midi_filename";

  /** The column that says which part of the data set a file belongs to. */
  public static final String SPLIT_COLUMN = "split";

  /** The largest catalog that is read, in bytes. */
  public static final int MAX_BYTES = 64 << 20;

  private static final int DECODED_CHARS = 1 << 13;

  /**
   * One row.
   *
   * @param line the line it starts on, from 1
   * @param path the cell in the path column, not blank
   * @param values column to cell, in the header's order; empty cells are left out
   */
  public record Row(long line, String path, Map<String, String> values) {}

  /**
   * A row that cannot be used.
   *
   * @param line the line it starts on, from 1
   * @param fault {@link CatalogFault#BAD_ROW}
   * @param detail one sentence with the values found
   */
  public record BadRow(long line, CatalogFault fault, String detail) {}

  public CsvCatalog {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    badRows = List.copyOf(badRows);
  }

  /**
   * Reads a catalog from a stream, which the caller closes.
   *
   * @param pathColumn the name of the column with the members' paths
   * @throws MalformedInputException with a {@link CatalogFault} if there is no usable header, or
   *     more than {@link #MAX_BYTES} bytes
   * @throws IOException if the storage fails
   */
  public static CsvCatalog read(InputStream in, String pathColumn)
      throws IOException, MalformedInputException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new MalformedInputException(
          TOO_LARGE, MAX_BYTES, "A catalog may have " + MAX_BYTES + " bytes, this one has more");
    }
    List<Row> rows = new ArrayList<>();
    List<BadRow> badRows = new ArrayList<>();
    List<String> columns;
    try (CsvRows csv = new CsvRows(new ByteArrayInputStream(bytes), charset(bytes))) {
      columns = header(csv.next(), pathColumn);
      int pathIndex = columns.indexOf(pathColumn);
      for (var next = csv.next(); next.isPresent(); next = csv.next()) {
        CsvRows.Row row = next.get();
        String problem = problem(row, columns, pathColumn, pathIndex);
        if (problem.isEmpty()) {
          rows.add(new Row(row.line(), row.cells().get(pathIndex), values(columns, row.cells())));
        } else {
          badRows.add(new BadRow(row.line(), CatalogFault.BAD_ROW, problem));
        }
      }
    }
    return new CsvCatalog(columns, rows, badRows);
  }

  /** How many rows have each split that {@link Split#isKnown} does not know. */
  public SortedMap<String, Long> otherSplits() {
    SortedMap<String, Long> others = new TreeMap<>();
    for (Row row : rows) {
      String split = row.values().get(SPLIT_COLUMN);
      if (split != null && !Split.isKnown(split)) {
        others.merge(split, 1L, Long::sum);
      }
    }
    return others;
  }

  /** UTF-8 where all of it is. */
  private static Charset charset(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(DECODED_CHARS);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      result = decoder.decode(in, out.clear(), true);
    }
    return result.isError() ? ISO_8859_1 : UTF_8;
  }

  private static List<String> header(Optional<CsvRows.Row> first, String pathColumn)
      throws MalformedInputException {
    CsvRows.Row header =
        first.orElseThrow(() -> new MalformedInputException(EMPTY, 0, "The catalog is empty"));
    if (!header.problem().isEmpty()) {
      throw new MalformedInputException(BAD_HEADER, 0, "The header row: " + header.problem());
    }
    List<String> columns = header.cells().stream().map(String::strip).toList();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (column.isEmpty() || !known.add(column)) {
        String what = column.isEmpty() ? "has no name" : "is a second '" + column + "'";
        throw new MalformedInputException(
            BAD_HEADER, 0, "Column " + (i + 1) + " of " + columns.size() + " " + what);
      }
    }
    if (!known.contains(pathColumn)) {
      throw new MalformedInputException(
          MISSING_COLUMN, 0, "No column '" + pathColumn + "'; there are " + columns);
    }
    return columns;
  }

  private static String problem(
      CsvRows.Row row, List<String> columns, String pathColumn, int pathIndex) {
    if (!row.problem().isEmpty()) {
      return row.problem();
    }
    if (row.cells().size() != columns.size()) {
      return "Row has " + row.cells().size() + " cells, the header " + columns.size();
    }
    return row.cells().get(pathIndex).isBlank() ? "No path in column '" + pathColumn + "'" : "";
  }

  private static Map<String, String> values(List<String> columns, List<String> cells) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        values.put(columns.get(i), cells.get(i));
      }
    }
    return Collections.unmodifiableMap(values);
  }
}
