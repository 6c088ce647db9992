package io.partita.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as lines whose columns begin one below the other. */
public final class AlignedLines {
  private AlignedLines() {}

  /**
   * A line for each row, without spaces at its end.
   *
   * @param rows of equally many cells
   * @param widest length of a cell that its column still makes room for; a longer one pushes its
   *     own line only
   */
  public static List<String> of(List<List<String>> rows, int widest) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; !rows.isEmpty() && column < rows.get(0).size(); column++) {
      int place = column;
      widths.add(
          rows.stream()
              .mapToInt(cells -> cells.get(place).length())
              .filter(length -> length <= widest)
              .max()
              .orElse(0));
    }
    return rows.stream().map(cells -> line(cells, widths)).toList();
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      line.append(cell).append(" ".repeat(Math.max(0, widths.get(column) - cell.length()) + 2));
    }
    return line.toString().stripTrailing();
  }
}
