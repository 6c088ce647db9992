package io.partita.files;

import io.partita.terminal.VisibleText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A description of a file for people. */
final class DescriptionText {
  private DescriptionText() {}

  /**
   * A line for each value that is there; lists of objects are a line an object below their name.
   *
   * @param description names and values, which may be null
   */
  static String of(Map<String, Object> description) {
    StringJoiner text = new StringJoiner(System.lineSeparator());
    description.forEach((name, value) -> add(text, name, value));
    return text.toString();
  }

  private static void add(StringJoiner text, String name, Object value) {
    if (value instanceof List<?> rows && !rows.isEmpty() && rows.get(0) instanceof Map) {
      text.add(name + ":");
      rows.forEach(row -> text.add("  " + VisibleText.line(row.toString())));
    } else if (value != null) {
      String shown = value instanceof int[] numbers ? spaced(numbers) : value.toString();
      text.add(String.format(Locale.ROOT, "%-26s %s", name, VisibleText.line(shown)));
    }
  }

  private static String spaced(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
