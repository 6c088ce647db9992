package io.partita.files;

import io.partita.terminal.AlignedLines;
import io.partita.terminal.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A description of a model trained elsewhere for people: its figures, then a table for each list of
 * it.
 */
final class ModelFileText {
  private static final int WIDEST = 60;

  /** Lists of a few words. */
  private static final Set<String> SHORT = Set.of("needs", "uses");

  private ModelFileText() {}

  /**
   * Figures as {@link DescriptionText} shows them, and below them tables with a head.
   *
   * @param description names and values; of lists those of objects of equal names are tables
   */
  static String of(Map<String, Object> description) {
    Map<String, Object> figures = new LinkedHashMap<>();
    StringJoiner tables = new StringJoiner(System.lineSeparator());
    description.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            addTable(tables, name, rows(map));
          } else if (value instanceof List<?> list && !SHORT.contains(name)) {
            addTable(tables, name, rows(list));
          } else if (value instanceof List<?> words) {
            figures.put(name, String.join(", ", words.stream().map(String::valueOf).toList()));
          } else {
            figures.put(name, value);
          }
        });
    return DescriptionText.of(figures)
        + (tables.length() == 0 ? "" : System.lineSeparator() + tables);
  }

  private static List<List<String>> rows(Map<?, ?> map) {
    List<List<String>> rows = new ArrayList<>();
    map.forEach((name, value) -> rows.add(List.of(text(name), text(value))));
    return rows;
  }

  private static List<List<String>> rows(List<?> list) {
    List<List<String>> rows = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> map) {
        if (rows.isEmpty()) {
          rows.add(map.keySet().stream().map(ModelFileText::text).toList());
        }
        rows.add(map.values().stream().map(ModelFileText::text).toList());
      } else {
        rows.add(List.of(text(item)));
      }
    }
    return rows;
  }

  private static String text(Object value) {
    String text = VisibleText.line(String.valueOf(value));
    return text.isEmpty() ? "(all)" : text;
  }

  private static void addTable(StringJoiner text, String name, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    text.add("").add(name + ":");
    AlignedLines.of(rows, WIDEST).forEach(line -> text.add("  " + line));
  }
}
