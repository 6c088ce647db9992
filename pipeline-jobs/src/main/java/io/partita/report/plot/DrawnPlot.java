package io.partita.report.plot;

import io.partita.lake.table.Plot;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;

/**
 * A plot with the rows that its query gave.
 *
 * @param sql the query that was run
 */
public record DrawnPlot(Plot plot, String sql, Rows rows) {

  /** Whether there is nothing to see: no row, or nothing but zeros to draw. */
  public boolean isBlank() {
    return switch (plot.shape()) {
      case TABLE, LINES -> rows.cells().isEmpty();
      case HISTOGRAM, INTEGERS, BARS ->
          rows.cells().stream()
              .map(row -> row.get(row.size() - 1))
              .allMatch(count -> count == null || new BigDecimal(count).signum() == 0);
    };
  }

  /** One sentence that says what there is to be seen. */
  public String sentence() {
    List<List<String>> cells = rows.cells();
    return switch (plot.shape()) {
      case TABLE -> plot.title();
      case LINES ->
          "%s: %d points, %s from %s to %s."
              .formatted(
                  plot.title(),
                  cells.size(),
                  plot.x(),
                  shown(cells.get(0).get(0)),
                  shown(cells.get(cells.size() - 1).get(0)));
      case HISTOGRAM, INTEGERS, BARS -> {
        int count = rows.columns().size() - 1;
        List<String> most =
            cells.stream()
                .filter(row -> row.get(count) != null)
                .max(Comparator.comparing(row -> new BigDecimal(row.get(count))))
                .orElseThrow();
        yield "%s: the largest of %d, with %s (%s), is %s."
            .formatted(
                plot.title(), cells.size(), shown(most.get(count)), plot.y(), category(most));
      }
    };
  }

  private String category(List<String> row) {
    String first = row.get(0);
    if (plot.shape() == Plot.Shape.BARS) {
      return first == null ? "other" : plot.labels().of(first);
    }
    if (first == null) {
      return "below " + shown(row.get(1));
    }
    if (row.get(1) == null) {
      return "from " + shown(first);
    }
    return plot.shape() == Plot.Shape.INTEGERS
        ? plot.labels().of(first)
        : shown(first) + " to " + shown(row.get(1));
  }

  /** A number as a person reads it, of at most six digits; any other text as it is. */
  public static String shown(String cell) {
    if (cell == null || !cell.matches("-?\\d+\\.\\d+")) {
      return cell;
    }
    BigDecimal rounded = new BigDecimal(cell).round(new MathContext(6));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
