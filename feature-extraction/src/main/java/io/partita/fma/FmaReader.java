package io.partita.fma;

import static io.partita.catalog.CatalogFault.BAD_HEADER;
import static io.partita.catalog.CatalogFault.BAD_ROW;
import static io.partita.catalog.CatalogFault.EMPTY;
import static io.partita.catalog.CatalogFault.MISSING_COLUMN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.catalog.CsvRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one of the Free Music Archive's CSV files, in UTF-8, row by row; memory does not grow with
 * the file, but for its keys.
 *
 * <p>Up to three header rows say what a column is, {@code album} over {@code date_released}; the
 * one behind them holds the key's name and nothing else (in genres.csv it is the only one). Columns
 * are found by these words, wherever they stand; others are passed over. Empty cells are null,
 * everything else is what it says: {@code NA} is a text, −1 a number.
 */
public final class FmaReader implements Closeable {
  private static final int MAX_HEADER_ROWS = 5;
  private static final int MAX_SHOWN_CHARS = 60;

  private final FmaTable table;
  private final CsvRows rows;

  /** By column of the table, where it is in the file. */
  private final int[] cellOf;

  private final int cells;
  private final Set<Integer> keys = new HashSet<>();

  private FmaReader(FmaTable table, CsvRows rows, int[] cellOf, int cells) {
    this.table = table;
    this.rows = rows;
    this.cellOf = cellOf;
    this.cells = cells;
  }

  /**
   * Opens a file and reads its header.
   *
   * @param in closed with the reader, and when this fails
   * @throws MalformedInputException EMPTY, BAD_HEADER or MISSING_COLUMN when it is not this table
   * @throws IOException if the storage fails
   */
  public static FmaReader open(FmaTable table, InputStream in)
      throws IOException, MalformedInputException {
    CsvRows rows = new CsvRows(in, UTF_8);
    try {
      List<List<String>> header = header(table, rows);
      return new FmaReader(table, rows, cellOf(table, header), header.size());
    } catch (IOException | MalformedInputException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** For each column of the file, what its header cells say. */
  private static List<List<String>> header(FmaTable table, CsvRows rows)
      throws IOException, MalformedInputException {
    String key = table.columns().get(0).header().get(0);
    List<List<String>> header = new ArrayList<>();
    for (int i = 0; i < MAX_HEADER_ROWS; i++) {
      Optional<CsvRows.Row> row = rows.next();
      if (row.isEmpty()) {
        break;
      }
      if (!row.get().problem().isEmpty()) {
        throw new MalformedInputException(
            BAD_HEADER,
            row.get().byteOffset(),
            "Line " + row.get().line() + ", in the header: " + row.get().problem());
      }
      List<String> words = row.get().cells();
      while (header.size() < words.size()) {
        header.add(new ArrayList<>());
      }
      for (int column = 0; column < words.size(); column++) {
        if (!words.get(column).isEmpty()) {
          header.get(column).add(words.get(column));
        }
      }
      if (words.get(0).equals(key)) {
        return header;
      }
    }
    throw new MalformedInputException(
        header.isEmpty() ? EMPTY : BAD_HEADER,
        0,
        header.isEmpty()
            ? "The file is empty"
            : "None of the first " + MAX_HEADER_ROWS + " rows begins with '" + key + "'");
  }

  private static int[] cellOf(FmaTable table, List<List<String>> header)
      throws MalformedInputException {
    Map<List<String>, Integer> places = new HashMap<>();
    for (int cell = 1; cell < header.size(); cell++) {
      if (places.put(header.get(cell), cell) != null && !header.get(cell).isEmpty()) {
        throw new MalformedInputException(
            BAD_HEADER, 0, "There are two columns " + String.join(" / ", header.get(cell)));
      }
    }
    int[] cellOf = new int[table.columns().size()];
    for (int column = 1; column < cellOf.length; column++) {
      List<String> words = table.columns().get(column).header();
      Integer place = places.get(words);
      if (place == null) {
        throw new MalformedInputException(
            MISSING_COLUMN,
            0,
            table.fileName() + " has a column " + String.join(" / ", words) + "; it is missing");
      }
      cellOf[column] = place;
    }
    return cellOf;
  }

  /**
   * The next row; empty at the end. After an exception reading goes on behind the bad row.
   *
   * @throws MalformedInputException BAD_ROW with the row's offset, and its line in the detail, when
   *     it is no CSV, has another number of cells than the header, no key or one that was there
   *     before, or a cell that is not what its column holds
   * @throws IOException if the storage fails
   */
  public Optional<FmaRow> next() throws IOException, MalformedInputException {
    Optional<CsvRows.Row> next = rows.next();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    CsvRows.Row row = next.get();
    if (!row.problem().isEmpty()) {
      throw bad(row, row.problem());
    }
    if (row.cells().size() != cells) {
      throw bad(row, "The row has " + row.cells().size() + " cells, the header " + cells);
    }
    List<Object> values = new ArrayList<>(cellOf.length);
    for (int column = 0; column < cellOf.length; column++) {
      values.add(value(row, table.columns().get(column), row.cells().get(cellOf[column])));
    }
    if (values.get(0) == null) {
      throw bad(row, "The row has no " + table.columns().get(0).name());
    }
    FmaRow read = new FmaRow(table, values);
    if (!keys.add(read.key())) {
      throw bad(row, table.columns().get(0).name() + " " + read.key() + " was there before");
    }
    return Optional.of(read);
  }

  private static Object value(CsvRows.Row row, FmaColumn column, String cell)
      throws MalformedInputException {
    try {
      return column.type().parse(cell);
    } catch (IllegalArgumentException e) {
      String shown =
          cell.length() <= MAX_SHOWN_CHARS ? cell : cell.substring(0, MAX_SHOWN_CHARS) + "…";
      throw bad(row, "Column " + column.name() + " holds '" + shown + "': " + e.getMessage());
    }
  }

  private static MalformedInputException bad(CsvRows.Row row, String problem) {
    return new MalformedInputException(
        BAD_ROW, row.byteOffset(), "Line " + row.line() + ": " + problem);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
